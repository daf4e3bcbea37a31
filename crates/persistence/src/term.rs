//! The terms of the subjects of tickets, kept with every change of a subject.

use caredesk_domain::{TicketId, change::Put, event::Event, terms::terms, ticket::Ticket};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::{batch, column::IdColumn, entity::ticket_term, store::StoreError};

/// The facts of a ticket on which its terms hang: those of hidden tickets count nowhere and are not kept.
const FACTS: [&str; 3] = ["subject", "customer", "deleted"];

/// What some changes make of the terms of subjects.
pub(crate) struct Terms {
    /// Of tickets that have had terms.
    gone: Vec<TicketId>,
    rows: Vec<ticket_term::Model>,
}

impl Terms {
    /// What is to be kept anew: of tickets that are new, and of those whose events say that it changed.
    pub(crate) fn of(tickets: &[Put<Ticket>], events: &[Event]) -> Self {
        let told = |event: &&Event| FACTS.iter().any(|fact| event.changes().contains_key(*fact));
        let changed: std::collections::HashSet<_> = events.iter().filter(told).map(|event| event.subject().id).collect();
        let (mut gone, mut rows) = (Vec::new(), Vec::new());
        for ticket in tickets {
            let new = ticket.expected().is_none();
            if !new && !changed.contains(&ticket.id.uuid()) {
                continue;
            }
            if !new {
                gone.push(ticket.id);
            }
            if ticket.deleted.is_none() {
                rows.extend(terms(&ticket.subject).into_iter().map(|term| ticket_term::Model {
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
        Self { gone, rows }
    }

    /// Keeps them, once the tickets themselves are saved.
    pub(crate) async fn keep<C: ConnectionTrait>(self, connection: &C) -> Result<(), StoreError> {
        if !self.gone.is_empty() {
            let gone = self.gone.into_iter().map(IdColumn);
            ticket_term::Entity::delete_many().filter(ticket_term::Column::TicketId.is_in(gone)).exec(connection).await?;
        }
        batch::insert(connection, self.rows.into_iter().map(IntoActiveModel::into_active_model)).await
    }
}
