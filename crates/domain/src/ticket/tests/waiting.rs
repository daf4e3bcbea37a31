//! Since when a ticket waits, what answers it, and its rank in the queue.

use super::*;
use crate::{
    InteractionId,
    interaction::{Direction, NewInteraction},
    message::Channel,
};

fn call() -> NewInteraction {
    NewInteraction {
        id: InteractionId::from_uuid(Uuid::from_u128(21)),
        channel: Channel::Call,
        direction: Direction::Inbound,
        summary: None,
        transcript: None,
        pending: false,
        started_at: None,
        ended_at: None,
        no_answer: false,
    }
}

/// Regression: a ticket set to pending went on waiting, and one reopened by hand did not wait and was last in the queue.
#[test]
fn set_status_pending_clears_wait_and_open_starts_it() {
    let pending = out(ticket().set_status(TicketStatus::Pending, &ada(), at(5)));
    assert_eq!(pending.waiting_since, None);
    assert_eq!(out(pending.clone().undo_status(TicketStatus::Open, &ada(), at(6))).waiting_since, Some(at(0)));
    let open = out(pending.set_status(TicketStatus::Open, &ada(), at(9)));
    assert_eq!(open.waiting_since, Some(at(9)));
    assert_eq!(out(open.undo_status(TicketStatus::Pending, &ada(), at(10))).waiting_since, None);
    let resolved = out(ticket().set_status(TicketStatus::Resolved, &ada(), at(5)));
    let (noted, _) = out(resolved.clone().note(message("She rang.", Some(TicketStatus::Open)), &ben(), at(9)));
    assert_eq!(noted.waiting_since, Some(at(9)), "a note does not answer");
    let (replied, _) = out(resolved.reply(message("One more thing.", Some(TicketStatus::Open)), &ben(), at(9)));
    assert_eq!(replied.waiting_since, None, "a reply that reopens also answers");
}

#[test]
fn queue_rank_orders_by_priority_then_waiting_since() {
    let of = |priority| out(ticket().edit(TicketPatch { priority: Some(priority), ..TicketPatch::default() }, &ada(), at(1)));
    let later = |priority| {
        let resolved = out(of(priority).set_status(TicketStatus::Resolved, &ada(), at(2)));
        out(resolved.set_status(TicketStatus::Open, &ada(), at(3)))
    };
    let answered = |priority| out(of(priority).reply(message("Hello", None), &ada(), at(2))).0;
    let by_priority = [Priority::Urgent, Priority::High, Priority::Medium, Priority::Low];
    let ranks: Vec<i64> = by_priority
        .into_iter()
        .flat_map(|priority| [of(priority), later(priority), answered(priority)])
        .map(|ticket| ticket.queue_rank())
        .collect();
    assert!(ranks.is_sorted_by(|one, next| one < next), "{ranks:?}");
}

#[test]
fn answered_in_requires_staff_call_or_chat_that_reached_customer() {
    let contacted = |new: NewInteraction, ticket| {
        let (_, writes, _) = Interaction::log(new, &customer(), Some(ticket), &ben(), at(90)).unwrap().into_parts();
        writes.into_iter().find_map(|write| if let RecordWrite::Ticket(put) = write { Some((*put).clone()) } else { None }).unwrap()
    };
    let summary = || Some("She asked when she would be paid back.".parse().unwrap());
    let at_once = NewInteraction { started_at: Some(at(5)), ended_at: Some(at(50)), summary: summary(), ..call() };
    let (replied, _) = out(ticket().reply(message("Hello", None), &ben(), at(5)));
    let (wrote, _) = out(replied.record_customer_message(message("Still nothing.", None), None, &ben(), at(50)));
    assert_eq!(contacted(at_once, wrote).waiting_since, None, "it ended when the customer wrote");
    let rings = NewInteraction { direction: Direction::Outbound, ..call() };
    assert_eq!(contacted(rings, ticket()).waiting_since, Some(at(0)), "the customer has not picked up yet");
    let rang = NewInteraction { direction: Direction::Outbound, ended_at: Some(at(90)), summary: summary(), ..call() };
    assert_eq!(contacted(rang, ticket()).waiting_since, None);
    let mail = |direction| NewInteraction { channel: Channel::Email, direction, ended_at: Some(at(90)), summary: summary(), ..call() };
    assert_eq!(contacted(mail(Direction::Outbound), ticket()).waiting_since, Some(at(0)));
    let (replied, _) = out(ticket().reply(message("Hello", None), &ben(), at(5)));
    assert_eq!(contacted(mail(Direction::Outbound), replied.clone()).waiting_since, None);
    assert_eq!(contacted(mail(Direction::Inbound), replied).waiting_since, Some(at(90)), "a logged e-mail is not answered");
}
