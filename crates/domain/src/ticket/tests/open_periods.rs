//! The open periods of a ticket, derived from its changes.

use super::*;

fn told<T>(change: Result<Change<T>, DomainError>) -> (T, Vec<PeriodChange>) {
    let (out, _, events) = change.unwrap().into_parts();
    (out, period_changes(&events))
}

fn only<T>(change: Result<Change<T>, DomainError>) -> (T, PeriodChange) {
    let (out, turns) = told(change);
    let [turn] = turns.as_slice() else { panic!("{turns:?}") };
    (out, *turn)
}

fn ended(at: Timestamp, by: Actor, duplicate: bool) -> Option<PeriodEnd> {
    by.principal_id().map(|by| PeriodEnd { at, by, duplicate })
}

#[test]
fn open_period_starts_with_ticket_and_ends_with_resolution() {
    let (ticket, turn) = only(opening());
    let (customer, category) = (ticket.customer, Category::Billing);
    let open =
        PeriodChange { ticket: ticket.id, customer, category, opened_at: at(0), number: 1, began: Some(at(0)), end: None, undone: false };
    assert_eq!(turn, open);
    let (ticket, none) = told(ticket.set_status(TicketStatus::Pending, &ada(), at(5)));
    assert!(none.is_empty(), "{none:?}");
    let (ticket, none) =
        told(ticket.reply(message("It is on its way.", None), &ada(), at(6)).map(|change| change.map(|(ticket, _)| ticket)));
    assert!(none.is_empty(), "{none:?}");
    let (_, turn) = only(ticket.set_status(TicketStatus::Resolved, &ben(), at(10)));
    assert_eq!(turn, PeriodChange { began: None, end: ended(at(10), ben(), false), ..open });
}

#[test]
fn reopen_starts_next_open_period() {
    let (resolved, turn) = only(ticket().set_status(TicketStatus::Resolved, &ada(), at(10)));
    let next = PeriodChange { number: 2, began: Some(at(70)), end: None, ..turn };
    assert_eq!(only(resolved.clone().set_status(TicketStatus::Open, &ben(), at(70))).1, next);
    let said = resolved.record_customer_message(message("Again!", Some(TicketStatus::Pending)), None, &ben(), at(70));
    let (pending, turn) = only(said);
    assert_eq!((turn, pending.0.state), (next, TicketState::Pending));
    let (_, turn) = only(pending.0.set_status(TicketStatus::Resolved, &ada(), at(90)));
    assert_eq!(turn, PeriodChange { began: None, end: ended(at(90), ada(), false), ..next });
}

#[test]
fn undo_status_removes_period_change() {
    let (resolved, turn) = only(ticket().set_status(TicketStatus::Resolved, &ada(), at(10)));
    let undone = PeriodChange { began: None, end: None, undone: true, ..turn };
    assert_eq!(only(resolved.clone().undo_status(TicketStatus::Open, &ada(), at(20))).1, undone);
    let reopened = out(resolved.set_status(TicketStatus::Open, &ada(), at(30)));
    let (_, turn) = only(reopened.undo_status(TicketStatus::Resolved, &ada(), at(40)));
    assert_eq!(turn, PeriodChange { end: ended(at(10), ada(), false), ..undone });
}

#[test]
fn open_period_end_records_duplicate() {
    let original = out(opening());
    let (copy, turn) = only(ticket().resolve_as_duplicate(
        &Ticket(TicketRecord { id: TicketId::from_uuid(Uuid::from_u128(99)), ..original.0 }),
        &ben(),
        at(40),
    ));
    assert_eq!(turn.end, ended(at(40), ben(), true));
    let gone = crate::escalation::EscalationSource::Ticket(copy.duplicate_of.unwrap());
    let cause = out(opening()).claim(&ben(), at(50)).unwrap().cause().unwrap();
    let (_, turn) = only(copy.unlink(gone, &cause, at(50)));
    assert_eq!((turn.end, turn.began, turn.undone), (None, Some(at(50)), false), "it is open again");
}
