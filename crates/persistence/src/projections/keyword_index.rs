//! Keyword index of the subjects of tickets, updated with every change of a subject.

use caredesk_domain::{TicketId, change::VersionedWrite, event::Event, stemming::extract_terms, ticket::Ticket};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::{
    engine::{bulk_insert, column::IdColumn},
    error::StoreError,
    tables::entity::ticket_term,
};

/// Event fields of a ticket that change its terms. Terms of deleted tickets are not stored, as no report counts them.
const REINDEX_ON_FIELDS: [&str; 3] = ["subject", "customer", "deleted"];

/// The updates of the keyword index that follow from changes.
pub(crate) struct KeywordUpdate {
    /// Tickets whose stored terms are to be deleted.
    outdated: Vec<TicketId>,
    rows: Vec<ticket_term::Model>,
}

impl KeywordUpdate {
    /// The updates for new tickets, and for tickets with such a change in their events.
    pub(crate) fn of(tickets: &[VersionedWrite<Ticket>], events: &[Event]) -> Self {
        let told = |event: &&Event| REINDEX_ON_FIELDS.iter().any(|fact| event.changes().contains_key(*fact));
        let changed: std::collections::HashSet<_> = events.iter().filter(told).map(|event| event.subject().id).collect();
        let (mut gone, mut rows) = (Vec::new(), Vec::new());
        for ticket in tickets {
            let new = ticket.expected_version().is_none();
            if !new && !changed.contains(&ticket.id.uuid()) {
                continue;
            }
            if !new {
                gone.push(ticket.id);
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
        Self { outdated: gone, rows }
    }

    /// Applies the updates; to be called after the tickets are saved.
    pub(crate) async fn save<C: ConnectionTrait>(self, connection: &C) -> Result<(), StoreError> {
        if !self.outdated.is_empty() {
            let gone = self.outdated.into_iter().map(IdColumn);
            ticket_term::Entity::delete_many().filter(ticket_term::Column::TicketId.is_in(gone)).exec(connection).await?;
        }
        bulk_insert::insert(connection, self.rows.into_iter().map(IntoActiveModel::into_active_model)).await
    }
}
