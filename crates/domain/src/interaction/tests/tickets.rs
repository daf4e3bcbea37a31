//! An interaction that ends, and the wait of its ticket.

use super::*;

/// The ticket that a change writes.
fn answered(change: Change<Interaction>) -> Option<Ticket> {
    let (_, writes, _) = change.into_parts();
    writes.into_iter().find_map(|write| if let RecordWrite::Ticket(put) = write { Some(Ticket::clone(&put)) } else { None })
}

fn message(number: u128, body: &str) -> crate::ticket::NewMessage {
    crate::ticket::NewMessage { id: MessageId::from_uuid(Uuid::from_u128(number)), body: body.parse().unwrap(), status: None, relays: None }
}

#[test]
fn end_interaction_by_agent_clears_wait_of_ticket() {
    let waiting = ticket_of(&customer(7), None);
    let change = active().end(end(None), Some(waiting), &ada(), at(90)).unwrap();
    assert_eq!(change.out().duration_seconds(), Some(90));
    let ticket = answered(change).unwrap();
    assert_eq!((ticket.waiting_since, ticket.first_response), (None, Some(FirstResponse { at: at(0), by: staff_id(1) })));
}

/// Regression: the end of the call a ticket was opened in cleared its wait.
#[test]
fn end_interaction_that_opened_ticket_keeps_wait() {
    let opened = ticket_of(&customer(7), Some(active()));
    assert_eq!(opened.waiting_since, Some(at(0)));
    assert_eq!(answered(active().end(end(None), Some(opened), &ada(), at(90)).unwrap()), None);
}

#[test]
fn end_outbound_call_clears_wait() {
    let out_bound = out(Interaction::log(NewInteraction { direction: Direction::Outbound, ..chat() }, &customer(7), None, &ada(), at(0)));
    let ticket = answered(out_bound.end(end(None), Some(ticket_of(&customer(7), None)), &ada(), at(90)).unwrap()).unwrap();
    assert_eq!((ticket.waiting_since, ticket.first_response), (None, Some(FirstResponse { at: at(0), by: staff_id(1) })));
}

#[test]
fn end_interaction_keeps_wait_of_later_message() {
    let (replied, _) = out(ticket_of(&customer(7), None).reply(message(31, "We are on it."), &ben(), at(5)));
    assert_eq!(answered(active().end(end(None), Some(replied.clone()), &ada(), at(90)).unwrap()), None, "nobody waits");
    let (wrote, _) = out(replied.record_customer_message(message(32, "Still nothing."), None, &ben(), at(50)));
    let earlier = |until| answered(active().end(end(Some(at(until))), Some(wrote.clone()), &ada(), at(90)).unwrap());
    assert_eq!(earlier(49), None);
    assert_eq!(earlier(50).map(|ticket| ticket.waiting_since), Some(None));
}

#[test]
fn end_unattended_interaction_keeps_wait() {
    let unattended = out(active().assign(None, None, None, &ada(), at(1)));
    let waiting = ticket_of(&customer(7), None);
    assert_eq!(answered(unattended.end(end(None), Some(waiting), &admin(), at(90)).unwrap()), None);
}
