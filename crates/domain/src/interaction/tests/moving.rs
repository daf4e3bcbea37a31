//! Moving an interaction that was logged for the wrong customer.

use super::*;
use crate::{
    escalated_record::EscalatedRecord,
    escalation::{NewEscalation, Target, TargetRole},
    id::EscalationId,
};

/// The same with an open escalation.
pub(super) fn escalated(interaction: Interaction) -> Interaction {
    let new = NewEscalation {
        id: EscalationId::from_uuid(Uuid::from_u128(12)),
        target: Target::pool(TargetRole::Doctor),
        reason: "Is it safe to wait until Thursday?".parse().unwrap(),
        priority: None,
    };
    match out(EscalatedRecord::Interaction(interaction).escalate(new, &ada(), at(1))) {
        (EscalatedRecord::Interaction(interaction), _) => interaction,
        (EscalatedRecord::Ticket(_), _) => panic!("it became a ticket"),
    }
}

/// The customers of the events, and what they hold about the move.
fn told(events: &[Event], subject: SubjectKind) -> Vec<(Option<CustomerId>, serde_json::Value)> {
    events.iter().filter(|event| event.subject().kind == subject).map(|event| (event.customer(), json!(event.changes()))).collect()
}

#[test]
fn move_interaction_has_events_for_both_customers_and_separate_reason() {
    let (from, to) = (customer(7), customer(6));
    let (moved, writes, events) =
        active().move_to_customer(&to, LinkedTickets::MoveTickets, &reason(), &ada(), at(5)).unwrap().into_parts();
    assert_eq!((moved.customer, moved.version, writes.len()), (to.id, 2, 1));
    let expected = [
        (Some(to.id), json!({ "customer": { "from": from.id, "to": to.id }, "reason": {} })),
        (Some(from.id), json!({ "moved_to": to.id.to_string(), "reason": {} })),
    ];
    assert_eq!(told(&events, SubjectKind::Interaction), expected);
    for event in events {
        assert_eq!(event.action(), Action::MoveInteraction);
        assert_eq!(json!(event.personal()), json!({ "reason": "It was her sister who rang." }));
    }
}

#[test]
fn move_interaction_without_ticket_unlinks_both() {
    let begun = active();
    let ticket = ticket_of(&customer(7), Some(begun.clone()));
    let linked = out_of_log(&ticket);
    assert_eq!(linked.ticket, Some(ticket.id));
    let (moved, writes, events) =
        linked.move_to_customer(&customer(6), LinkedTickets::KeepTickets(vec![ticket]), &reason(), &ada(), at(5)).unwrap().into_parts();
    assert_eq!(moved.ticket, None);
    let left =
        writes.into_iter().find_map(|write| if let RecordWrite::Ticket(ticket) = write { Some(Ticket::clone(&ticket)) } else { None });
    let left = left.unwrap();
    assert_eq!((left.interaction, left.customer), (None, customer(7).id));
    let [(of, changes)] = <[_; 1]>::try_from(told(&events, SubjectKind::Ticket)).unwrap();
    assert_eq!((of, changes), (Some(customer(7).id), json!({ "interaction": { "from": moved.id, "to": null } })));
}

/// Ada's chat, about a ticket.
fn out_of_log(ticket: &Ticket) -> Interaction {
    out(Interaction::log(chat(), &customer(7), Some(ticket.clone()), &ada(), at(0)))
}

#[test]
fn move_interaction_with_ticket_keeps_link() {
    let linked = out_of_log(&ticket_of(&customer(7), None));
    assert!(out(linked.move_to_customer(&customer(6), LinkedTickets::MoveTickets, &reason(), &ada(), at(5))).ticket.is_some());
}

#[test]
fn move_interaction_to_same_or_deleted_customer_is_invalid() {
    assert_eq!(
        refused(active().move_to_customer(&customer(7), LinkedTickets::MoveTickets, &reason(), &ada(), at(5))),
        ("customer_id", "same_customer")
    );
    let hidden = out(customer(6).delete(crate::customer::Unended::default(), &admin(), at(-1)));
    assert_eq!(
        refused(active().move_to_customer(&hidden, LinkedTickets::MoveTickets, &reason(), &ada(), at(5))),
        ("customer_id", "deleted")
    );
}

#[test]
fn move_ended_or_escalated_interaction_succeeds() {
    assert_eq!(
        out(ended().move_to_customer(&customer(6), LinkedTickets::MoveTickets, &reason(), &ada(), at(99))).duration_seconds(),
        Some(90)
    );
    let moved = out(escalated(active()).move_to_customer(&customer(6), LinkedTickets::MoveTickets, &reason(), &ada(), at(5)));
    assert!(moved.open_escalation.is_some());
}
