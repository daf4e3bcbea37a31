//! Whether a ticket was resolved at the first contact: computed when it is resolved, and again when an earlier contact changes.

use std::collections::BTreeSet;

use caredesk_domain::{
    TicketId,
    change::{Event, EventDetail, EventRecord},
    escalation::EscalationSource,
    metric::MAX_FIRST_CONTACTS,
    ticket::period_changes,
};
use sea_orm::{ConnectionTrait, Statement, Value};
use uuid::Uuid;

use super::saved_changes::SavedChanges;
use crate::error::StoreError;

/// Maximum number of tickets updated in one statement.
const BATCH_SIZE: usize = 500;

/// Counts again for tickets that are resolved now, and for tickets for which a change adds or removes a contact or an escalation.
pub(super) async fn update<C: ConnectionTrait>(connection: &C, changes: &SavedChanges<'_>) -> Result<(), StoreError> {
    let ended = changes.events.iter().flat_map(|events| period_changes(events)).filter(|change| change.end.is_some());
    let mut tickets: BTreeSet<TicketId> = ended.map(|change| change.ticket).collect();
    // Tickets may have been opened from these.
    let mut interactions = BTreeSet::new();
    for event in changes.events() {
        match event.record() {
            EventRecord::Interaction(change) => {
                // What decides whether and when it was a contact.
                if change.sets(|contact| (contact.ticket, contact.deleted.is_some(), contact.started_at, contact.no_answer)) {
                    tickets.extend(change.before().and_then(|contact| contact.ticket).into_iter().chain(change.after().ticket));
                    interactions.extend((!change.is_new()).then_some(change.after().id.uuid()));
                }
            }
            EventRecord::Ticket(change) if change.changes(|ticket| ticket.interaction) || names_contact(event) => {
                tickets.insert(change.after().id);
            }
            EventRecord::Escalation(change) if change.changes(|escalation| escalation.deleted.is_some()) => {
                if let EscalationSource::Ticket(ticket) = change.after().source {
                    tickets.insert(ticket);
                }
            }
            EventRecord::Ticket(_) | EventRecord::Escalation(_) | EventRecord::Customer(_) | EventRecord::Message(_) => {}
            EventRecord::Staff(_) | EventRecord::ServiceAccount(_) | EventRecord::ReadLog(_) => {}
        }
    }
    let tickets: Vec<Uuid> = tickets.into_iter().map(|ticket| ticket.uuid()).collect();
    for some in tickets.chunks(BATCH_SIZE) {
        count(connection, "s.ticket_id IN", "", some).await?;
    }
    let interactions: Vec<Uuid> = interactions.into_iter().collect();
    for some in interactions.chunks(BATCH_SIZE) {
        count(connection, "s.ticket_id IN (SELECT o.id FROM ticket o WHERE o.interaction_id IN", ")", some).await?;
    }
    Ok(())
}

fn names_contact(event: &Event) -> bool {
    event.details().iter().any(|detail| matches!(detail, EventDetail::Contact(_)))
}

async fn count<C: ConnectionTrait>(connection: &C, from: &str, to: &str, ids: &[Uuid]) -> Result<(), StoreError> {
    let marks: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
    // The interaction that a ticket was opened from is joined from the ticket instead of an OR, for which PostgreSQL would scan all interactions.
    let text = format!(
        "UPDATE open_period AS s SET beyond_first_contact = (\
             EXISTS (SELECT 1 FROM escalation e WHERE e.ticket_id = s.ticket_id AND e.deleted_at IS NULL AND e.created_at <= s.ended_at) \
             OR (SELECT COUNT(*) FROM interaction i WHERE i.ticket_id = s.ticket_id AND i.deleted_at IS NULL AND NOT i.no_answer \
                 AND i.started_at <= s.ended_at) \
              + (SELECT COUNT(*) FROM ticket t JOIN interaction i ON i.id = t.interaction_id WHERE t.id = s.ticket_id \
                 AND (i.ticket_id IS NULL OR i.ticket_id <> t.id) AND i.deleted_at IS NULL AND NOT i.no_answer AND i.started_at <= s.ended_at) \
              + (SELECT COUNT(*) FROM message m WHERE m.ticket_id = s.ticket_id AND m.author = 'customer' AND m.created_at <= s.ended_at) \
              > {MAX_FIRST_CONTACTS}) \
         WHERE s.ended_by IS NOT NULL AND {from} ({}){to}",
        marks.join(", ")
    );
    let values: Vec<Value> = ids.iter().map(|id| (*id).into()).collect();
    connection.execute_raw(Statement::from_sql_and_values(connection.get_database_backend(), text, values)).await?;
    Ok(())
}
