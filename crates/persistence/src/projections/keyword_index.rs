//! Keyword index of the subjects of tickets, updated with every change of a subject.

use caredesk_domain::stemming::extract_terms;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::saved_changes::SavedChanges;
use crate::{
    engine::{bulk_insert, column::IdColumn},
    error::StoreError,
    tables::entity::ticket_term,
};

/// Replaces the terms of new tickets and of tickets whose subject, customer or deletion changed. Terms of deleted tickets are not stored, as no report
/// counts them.
pub(super) async fn update<C: ConnectionTrait>(connection: &C, changes: &SavedChanges<'_>) -> Result<(), StoreError> {
    let (mut outdated, mut rows) = (Vec::new(), Vec::new());
    for ticket in changes.tickets_where(|change| change.sets(|ticket| (&ticket.subject, ticket.customer, ticket.deleted.is_some()))) {
        if !changes.inserted.contains(&ticket.id.uuid()) {
            outdated.push(IdColumn(ticket.id));
        }
        if ticket.deleted.is_none() {
            rows.extend(extract_terms(&ticket.subject).into_iter().map(|term| ticket_term::Model {
                ticket_id: ticket.id.into(),
                word: term.word,
                stem: term.stem,
                times: term.times,
                leads: term.leads,
                customer_id: ticket.customer.into(),
                opened_at: ticket.created_at.into(),
            }));
        }
    }
    if !outdated.is_empty() {
        ticket_term::Entity::delete_many().filter(ticket_term::Column::TicketId.is_in(outdated)).exec(connection).await?;
    }
    bulk_insert::insert(connection, rows.into_iter().map(IntoActiveModel::into_active_model)).await
}
