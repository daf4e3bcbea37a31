//! Whether a ticket was resolved at the first contact: computed when it is resolved, and again when an earlier contact changes.

use std::collections::BTreeSet;

use caredesk_domain::{
    change::VersionedWrite,
    escalation::{Escalation, EscalationSource},
    event::{Event, SubjectKind},
    interaction::Interaction,
    metric::MAX_FIRST_CONTACTS,
    ticket::PeriodChange,
};
use sea_orm::{ConnectionTrait, Statement, Value};
use uuid::Uuid;

use crate::error::StoreError;

/// Maximum number of tickets updated in one statement.
const BATCH_SIZE: usize = 500;
/// Event fields of an interaction that decide whether and when it was a contact.
const CONTACT_FIELDS: [&str; 4] = ["ticket", "deleted", "started_at", "no_answer"];

/// The tickets whose contacts must be counted again.
pub(crate) struct ContactCounter {
    tickets: BTreeSet<Uuid>,
    /// Interactions from which tickets may have been opened.
    interactions: BTreeSet<Uuid>,
}

impl ContactCounter {
    /// Tickets that are resolved now, and tickets for which a change adds or removes a contact or an escalation.
    pub(crate) fn of(
        changes: &[PeriodChange],
        interactions: &[VersionedWrite<Interaction>],
        escalations: &[VersionedWrite<Escalation>],
        events: &[Event],
    ) -> Self {
        let mut tickets: BTreeSet<Uuid> = changes.iter().filter(|change| change.end.is_some()).map(|change| change.ticket.uuid()).collect();
        let (mut changed, mut hidden) = (BTreeSet::new(), BTreeSet::new());
        for event in events {
            let (subject, told) = (event.subject(), |fact: &str| event.changes().get(fact));
            match subject.kind {
                SubjectKind::Interaction if CONTACT_FIELDS.iter().any(|fact| told(fact).is_some()) => {
                    changed.insert(subject.id);
                    let sides = ["from", "to"].into_iter().filter_map(|side| told("ticket")?.get(side)?.as_str()?.parse::<Uuid>().ok());
                    tickets.extend(sides);
                }
                SubjectKind::Ticket if told("interaction").is_some() => drop(tickets.insert(subject.id)),
                SubjectKind::Escalation if told("deleted").is_some() => drop(hidden.insert(subject.id)),
                SubjectKind::Customer | SubjectKind::Ticket | SubjectKind::Interaction | SubjectKind::Message => {}
                SubjectKind::Escalation | SubjectKind::Staff | SubjectKind::ServiceAccount | SubjectKind::ReadLog => {}
            }
        }
        let known = interactions.iter().filter(|put| put.expected_version().is_some() && changed.contains(&put.id.uuid()));
        let mut opened_in = BTreeSet::new();
        for interaction in known {
            opened_in.insert(interaction.id.uuid());
            tickets.extend(interaction.ticket.map(|ticket| ticket.uuid()));
        }
        for escalation in escalations.iter().filter(|put| hidden.contains(&put.id.uuid())) {
            if let EscalationSource::Ticket(ticket) = escalation.source {
                tickets.insert(ticket.uuid());
            }
        }
        Self { tickets, interactions: opened_in }
    }

    /// Counts the contacts; to be called after everything is saved.
    pub(crate) async fn count<C: ConnectionTrait>(self, connection: &C) -> Result<(), StoreError> {
        let tickets: Vec<Uuid> = self.tickets.into_iter().collect();
        for some in tickets.chunks(BATCH_SIZE) {
            update(connection, "s.ticket_id IN", "", some).await?;
        }
        let interactions: Vec<Uuid> = self.interactions.into_iter().collect();
        for some in interactions.chunks(BATCH_SIZE) {
            update(connection, "s.ticket_id IN (SELECT o.id FROM ticket o WHERE o.interaction_id IN", ")", some).await?;
        }
        Ok(())
    }
}

async fn update<C: ConnectionTrait>(connection: &C, from: &str, to: &str, ids: &[Uuid]) -> Result<(), StoreError> {
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
