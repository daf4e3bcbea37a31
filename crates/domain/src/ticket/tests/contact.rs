//! What becomes of the wait when an interaction that answered turns out not to have done so.

use super::*;
use crate::{
    InteractionId,
    interaction::{Direction, InteractionPatch, NewInteraction},
    message::Channel,
};

fn call(number: u128, started: i64, ended: i64) -> NewInteraction {
    NewInteraction {
        id: InteractionId::from_uuid(Uuid::from_u128(number)),
        channel: Channel::Call,
        direction: Direction::Outbound,
        summary: Some("She asked when she would be paid back.".parse().unwrap()),
        transcript: None,
        pending: false,
        started_at: Some(at(started)),
        ended_at: Some(at(ended)),
        no_answer: false,
    }
}

/// The interaction, and the ticket as its change leaves it.
fn with_ticket(change: Change<Interaction>, before: Ticket) -> (Interaction, Ticket) {
    let (interaction, writes, _) = change.into_parts();
    let saved = writes.into_iter().find_map(|write| if let RecordWrite::Ticket(put) = write { Some((*put).clone()) } else { None });
    (interaction, saved.unwrap_or(before))
}

fn logged(new: NewInteraction, ticket: Ticket, now: i64) -> (Interaction, Ticket) {
    with_ticket(Interaction::log(new, &customer(), Some(ticket.clone()), &ben(), at(now)).unwrap(), ticket)
}

fn edited(interaction: Interaction, patch: InteractionPatch, ticket: Ticket, now: i64) -> (Interaction, Ticket) {
    with_ticket(interaction.edit(patch, Some(ticket.clone()), &ben(), at(now)).unwrap(), ticket)
}

fn ended_at(seconds: i64) -> InteractionPatch {
    InteractionPatch { ended_at: Some(at(seconds)), ..InteractionPatch::default() }
}

fn nobody_answered() -> InteractionPatch {
    InteractionPatch { no_answer: Some(true), ..InteractionPatch::default() }
}

/// The ticket opened at 0 and answered, and the customer wrote again at 50.
fn waiting_since_50() -> Ticket {
    let (replied, _) = out(ticket().reply(message("Hello", None), &ben(), at(5)));
    out(replied.record_customer_message(message("Still nothing.", None), None, &ben(), at(50))).0
}

#[test]
fn edit_end_to_before_the_message_restores_the_wait() {
    let (interaction, answered) = logged(call(21, 10, 60), waiting_since_50(), 90);
    assert_eq!(answered.waiting_since, None);
    let (interaction, waits) = edited(interaction, ended_at(40), answered, 91);
    assert_eq!(waits.waiting_since, Some(at(50)));
    let (_, answered) = edited(interaction, ended_at(55), waits, 92);
    assert_eq!(answered.waiting_since, None, "it ended after the message after all");
}

#[test]
fn edit_end_of_one_of_two_answering_calls_leaves_the_other() {
    let (first, answered) = logged(call(21, 10, 60), waiting_since_50(), 90);
    let (second, answered) = logged(call(22, 61, 80), answered, 91);
    // The second is noted as an answer once it is corrected while nobody waits.
    let (second, answered) = edited(second, ended_at(81), answered, 92);
    let (_, answered) = edited(first, ended_at(40), answered, 93);
    assert_eq!(answered.waiting_since, None);
    let (_, waits) = edited(second, nobody_answered(), answered, 94);
    assert_eq!(waits.waiting_since, Some(at(50)));
}

#[test]
fn recall_restores_what_had_answered_before_the_reply() {
    let (interaction, answered) = logged(call(21, 10, 60), waiting_since_50(), 90);
    let (replied, reply) = out(answered.reply(message("We called you.", None), &ben(), at(95)));
    let (recalled, _) = out(replied.recall(reply, None, true, &ben(), at(96)));
    assert_eq!(recalled.waiting_since, None, "the call answered");
    let (_, waits) = edited(interaction, nobody_answered(), recalled, 97);
    assert_eq!(waits.waiting_since, Some(at(50)));
}

#[test]
fn undo_status_restores_what_had_answered_before_it() {
    for to in [TicketStatus::Pending, TicketStatus::Resolved] {
        let (interaction, answered) = logged(call(21, 10, 60), waiting_since_50(), 90);
        let aside = out(answered.set_status(to, &ben(), at(95)));
        let undone = out(aside.undo_status(TicketStatus::Open, &ben(), at(96)));
        let (_, waits) = edited(interaction, nobody_answered(), undone, 97);
        assert_eq!(waits.waiting_since, Some(at(50)), "{to}");
    }
}

#[test]
fn contacts_of_a_ticket_are_bounded() {
    let mut ticket = waiting_since_50();
    for number in 0..20 {
        let (interaction, next) = logged(call(100 + number, 10, 60), ticket, 90);
        ticket = edited(interaction, ended_at(61), next, 91).1;
    }
    assert_eq!(ticket.contacts.len(), 8);
}
