//! Every transition of a ticket, and every rejection.

#![expect(clippy::disallowed_methods, reason = "a test makes its own actors")]

mod contact;
mod linking;
mod open_periods;
mod waiting;

use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::{
    CustomerId, DomainError, FieldError, MessageId, StaffId, TicketId, Timestamp,
    actor::{Actor, Role},
    change::{Change, RecordWrite},
    customer::{Customer, CustomerDetails},
    email::Email,
    event::SubjectKind,
    interaction::Interaction,
    linking::LinkedInteractions,
    message::{Author, MessageKind},
    policy::Action,
    staff::{NewStaff, PasswordHash, Staff},
    ticket_number::TicketNumber,
};

fn staff_id(number: u128) -> StaffId {
    StaffId::from_uuid(Uuid::from_u128(number))
}

fn ada() -> Actor {
    Actor::staff(staff_id(1), Role::Agent)
}

fn ben() -> Actor {
    Actor::staff(staff_id(2), Role::Agent)
}

fn at(seconds: i64) -> Timestamp {
    "2026-03-01T09:00:00Z".parse::<Timestamp>().unwrap().plus_seconds(seconds)
}

fn customer() -> Customer {
    let details = CustomerDetails::named("Adebayo".parse().unwrap());
    Customer::create(CustomerId::from_uuid(Uuid::from_u128(7)), details, &ada(), at(0)).unwrap().into_parts().0
}

fn opening() -> Result<Change<Ticket>, DomainError> {
    let new = NewTicket {
        id: TicketId::from_uuid(Uuid::from_u128(9)),
        number: TicketNumber::from_value(42),
        assignee: None,
        fields: TicketFields::new(
            Category::Billing,
            Priority::Medium,
            "Charged twice".parse().unwrap(),
            "The card was charged twice in March.".parse().unwrap(),
        ),
    };
    Ticket::open(new, &customer(), None, &ada(), at(0))
}

fn ticket() -> Ticket {
    out(opening())
}

fn colleague(role: Role, active: bool) -> Staff {
    let new = NewStaff {
        id: staff_id(5),
        email: "cleo@desk.example".parse::<Email>().unwrap(),
        name: "Cleo".parse().unwrap(),
        role,
        password: Some(PasswordHash::from_phc(String::new())),
    };
    let admin = Actor::staff(staff_id(3), Role::Admin);
    let mut state = Staff::create(new, &admin, at(0)).unwrap().into_parts().0.clone();
    if !active {
        let mut inactive = (*state).clone();
        inactive.active = false;
        state = Staff::from_row(inactive);
    }
    state
}

fn out<T>(change: Result<Change<T>, DomainError>) -> T {
    change.unwrap().into_parts().0
}

fn message(body: &str, status: Option<TicketStatus>) -> NewMessage {
    NewMessage { id: MessageId::from_uuid(Uuid::from_u128(11)), body: body.parse().unwrap(), status, relays: None }
}

#[test]
fn open_ticket_is_unassigned_and_waiting() {
    let ticket = ticket();
    assert_eq!((ticket.state, ticket.assignee, ticket.waiting_since, ticket.version), (TicketState::Open, None, Some(at(0)), 1));
}

#[test]
fn set_status_allows_only_listed_transitions() {
    use TicketStatus::{Escalated, Open, Pending, Resolved};
    let resolved = || out(ticket().set_status(Resolved, &ada(), at(1)));
    let pending = || out(ticket().set_status(Pending, &ada(), at(1)));
    let legal: [(Ticket, &[TicketStatus]); 3] = [(ticket(), &[Pending, Resolved]), (pending(), &[Open, Resolved]), (resolved(), &[Open])];
    for (from, followers) in legal {
        for to in [Open, Pending, Resolved, Escalated] {
            match from.clone().set_status(to, &ada(), at(2)) {
                Ok(change) => {
                    assert!(followers.contains(&to), "{:?} -> {to}", from.state);
                    let (ticket, writes, events) = change.into_parts();
                    assert_eq!((ticket.state.status(), writes.len(), events.len()), (to, 1, 1));
                    assert_eq!(ticket.version, from.version + 1);
                }
                Err(refusal) => {
                    assert!(!followers.contains(&to), "{:?} -> {to}", from.state);
                    let DomainError::Conflict { code, allowed, .. } = refusal else { panic!("{refusal:?}") };
                    assert_eq!(code, "illegal_transition");
                    assert_eq!(allowed, followers.iter().map(|status| status.as_str()).collect::<Vec<_>>());
                }
            }
        }
    }
}

#[test]
fn set_status_resolved_sets_and_open_clears_resolved_at_and_by() {
    let resolved = out(ticket().set_status(TicketStatus::Resolved, &ada(), at(5)));
    assert_eq!((resolved.state, resolved.waiting_since), (TicketState::Resolved { at: at(5), by: staff_id(1).into() }, None));
    let reopened = out(resolved.set_status(TicketStatus::Open, &ben(), at(9)));
    assert_eq!((reopened.state, reopened.reopened_count, reopened.waiting_since), (TicketState::Open, 1, Some(at(9))));
}

#[test]
fn undo_status_restores_all_changed_fields() {
    let resolved = out(ticket().set_status(TicketStatus::Resolved, &ada(), at(5)));
    let reopened = out(resolved.clone().set_status(TicketStatus::Open, &ada(), at(9)));
    let undone = out(reopened.undo_status(TicketStatus::Resolved, &ada(), at(9 + UNDO_SECONDS - 1)));
    assert_eq!((undone.state, undone.reopened_count, undone.version), (resolved.state, 0, 4));
    let open = out(resolved.undo_status(TicketStatus::Open, &ada(), at(6)));
    assert_eq!((open.state, open.waiting_since), (TicketState::Open, Some(at(0))));
}

#[test]
fn undo_status_is_allowed_once_to_author_within_60_s() {
    let resolved = out(ticket().set_status(TicketStatus::Resolved, &ada(), at(5)));
    let undo = |ticket: &Ticket, actor: &Actor, seconds| {
        ticket.clone().undo_status(TicketStatus::Open, actor, at(seconds)).map(|c| c.into_parts().0)
    };
    assert!(matches!(undo(&resolved, &ben(), 6), Err(DomainError::Forbidden { action: Action::UndoStatus, .. })));
    assert!(matches!(undo(&resolved, &ada(), 5 + UNDO_SECONDS), Err(DomainError::Conflict { code: "nothing_to_undo", .. })));
    let open = undo(&resolved, &ada(), 6).unwrap();
    assert!(matches!(undo(&open, &ada(), 7), Err(DomainError::Conflict { code: "nothing_to_undo", .. })));
    let elsewhere = resolved.undo_status(TicketStatus::Pending, &ada(), at(6)).unwrap_err();
    assert!(matches!(elsewhere, DomainError::Conflict { code: "undo_elsewhere", ref allowed, .. } if *allowed == ["open"]));
}

#[test]
fn undo_status_after_message_is_conflict() {
    let resolved = out(ticket().set_status(TicketStatus::Resolved, &ada(), at(5)));
    let (replied, _) = out(resolved.reply(message("All done.", None), &ada(), at(6)));
    assert!(matches!(replied.undo_status(TicketStatus::Open, &ada(), at(7)), Err(DomainError::Conflict { code: "nothing_to_undo", .. })));
}

#[test]
fn claim_assigned_ticket_is_already_assigned() {
    let mine = out(ticket().claim(&ada(), at(1)));
    assert_eq!(mine.assignee, Some(staff_id(1)));
    assert_eq!(mine.clone().claim(&ben(), at(2)).unwrap_err(), DomainError::AlreadyAssigned { assignee: staff_id(1) });
    let (again, writes, events) = mine.claim(&ada(), at(3)).unwrap().into_parts();
    assert_eq!((again.version, writes.len(), events.len()), (2, 0, 0));
}

#[test]
fn assign_ticket_to_inactive_staff_or_wrong_role_is_invalid() {
    let code = |role, active| match colleague(role, active).assignable("assignee_id") {
        Ok(_) => "given",
        Err(DomainError::Invalid { fault: FieldError { code, .. }, .. }) => code,
        Err(other) => panic!("{other:?}"),
    };
    assert_eq!(code(Role::Agent, true), "given");
    assert_eq!(code(Role::Admin, true), "given");
    assert_eq!(code(Role::Doctor, true), "wrong_role");
    assert_eq!(code(Role::Auditor, true), "wrong_role");
    assert_eq!(code(Role::Agent, false), "not_active");
}

#[test]
fn assign_ticket_event_has_from_and_to_and_separate_note() {
    let cleo = colleague(Role::Agent, true).assignable("assignee_id").unwrap();
    let change = ticket().assign(Some(cleo), Some("Knows the card system".parse().unwrap()), &ada(), at(1)).unwrap();
    let (given, _, events) = change.into_parts();
    assert_eq!(given.assignee, Some(staff_id(5)));
    let event = &events[0];
    assert_eq!(json!(event.changes()), json!({ "assignee": { "from": null, "to": staff_id(5) }, "note": {} }));
    assert_eq!(json!(event.personal()), json!({ "note": "Knows the card system" }));
    let (back, _, _) = given.assign(None, None, &ben(), at(2)).unwrap().into_parts();
    assert_eq!(back.assignee, None);
}

#[test]
fn first_reply_sets_first_response_clears_wait_and_assigns() {
    let (replied, reply) = out(ticket().reply(message("We are on it.", None), &ben(), at(30)));
    assert_eq!(replied.first_response, Some(FirstResponse { at: at(30), by: staff_id(2) }));
    assert_eq!((replied.waiting_since, replied.assignee), (None, Some(staff_id(2))));
    assert_eq!((reply.kind, reply.author), (MessageKind::Reply, Author::Staff(staff_id(2))));
    let (again, _) = out(replied.reply(message("Refunded.", None), &ada(), at(90)));
    assert_eq!((again.first_response.map(|first| first.at), again.assignee, again.version), (Some(at(30)), Some(staff_id(2)), 2));
}

#[test]
fn add_note_keeps_wait() {
    let (noted, note) = out(ticket().note(message("Called the bank.", None), &ben(), at(30)));
    assert_eq!((noted.first_response, noted.waiting_since, noted.assignee), (None, Some(at(0)), None));
    assert_eq!((noted.version, noted.updated_at, note.kind), (1, at(30), MessageKind::Note));
}

#[test]
fn customer_message_reopens_resolved_or_pending_ticket() {
    let (pending, _) = out(ticket().reply(message("Which card?", Some(TicketStatus::Pending)), &ada(), at(10)));
    assert_eq!((pending.state, pending.waiting_since), (TicketState::Pending, None));
    let (open, said) =
        out(pending.record_customer_message(message("The blue one", None), Some(crate::message::Channel::Chat), &ben(), at(20)));
    assert_eq!((open.state, open.waiting_since, open.reopened_count), (TicketState::Open, Some(at(20)), 0));
    assert_eq!(said.author, Author::Customer { recorded_by: staff_id(2).into(), via: Some(crate::message::Channel::Chat) });
    let resolved = out(open.set_status(TicketStatus::Resolved, &ada(), at(30)));
    let (reopened, _) = out(resolved.record_customer_message(message("Not done!", None), None, &ada(), at(40)));
    assert_eq!((reopened.state, reopened.reopened_count, reopened.waiting_since), (TicketState::Open, 1, Some(at(40))));
    let resolved = out(reopened.set_status(TicketStatus::Resolved, &ada(), at(50)));
    let (thanked, _) =
        out(resolved.clone().record_customer_message(message("Thanks!", Some(TicketStatus::Resolved)), None, &ada(), at(60)));
    assert_eq!((thanked.state, thanked.reopened_count, thanked.waiting_since), (resolved.state, 1, None));
}

#[test]
fn waiting_since_is_oldest_unanswered_contact() {
    let (once, _) = out(ticket().record_customer_message(message("Hello?", None), None, &ada(), at(50)));
    assert_eq!(once.waiting_since, Some(at(0)));
}

#[test]
fn message_with_illegal_status_is_conflict() {
    let resolved = out(ticket().set_status(TicketStatus::Resolved, &ada(), at(5)));
    let refusal = resolved.clone().reply(message("One more thing", Some(TicketStatus::Pending)), &ada(), at(6)).unwrap_err();
    assert!(matches!(refusal, DomainError::Conflict { code: "illegal_transition", .. }));
    let (same, _) = out(resolved.reply(message("One more thing", Some(TicketStatus::Resolved)), &ada(), at(6)));
    assert_eq!(same.state.status(), TicketStatus::Resolved);
}

#[test]
fn edit_ticket_unchanged_writes_nothing() {
    let patch = TicketPatch { priority: Some(Priority::Medium), ..TicketPatch::default() };
    let (_, writes, events) = ticket().edit(patch, &ada(), at(1)).unwrap().into_parts();
    assert_eq!((writes.len(), events.len()), (0, 0));
}

#[test]
fn ticket_events_omit_customer_text() {
    let patch = TicketPatch { subject: Some("My rash is back".parse().unwrap()), ..TicketPatch::default() };
    let (_, _, events) = ticket().edit(patch, &ada(), at(1)).unwrap().into_parts();
    assert_eq!(json!(events[0].changes()), json!({ "subject": {} }));
    let (_, _, events) = ticket().reply(message("Use the ointment", None), &ada(), at(1)).unwrap().into_parts();
    assert!(!json!(events[0].changes()).to_string().contains("ointment"));
}

#[test]
fn ticket_changes_by_doctor_or_auditor_are_forbidden() {
    for role in [Role::Doctor, Role::Auditor] {
        let actor = Actor::staff(staff_id(4), role);
        assert!(ticket().set_status(TicketStatus::Resolved, &actor, at(1)).is_err());
        assert!(ticket().claim(&actor, at(1)).is_err());
        assert!(ticket().assign(None, None, &actor, at(1)).is_err());
        assert!(ticket().reply(message("Hello", None), &actor, at(1)).is_err());
        assert!(ticket().note(message("Hello", None), &actor, at(1)).is_err());
        assert!(ticket().edit(TicketPatch::default(), &actor, at(1)).is_err());
        assert!(ticket().allowed_actions(&actor, at(1)).is_empty());
    }
}

#[test]
fn allowed_is_what_policy_and_state_allow() {
    use Action::{Assign, Claim, EditTicket, Escalate, MoveTicket, Note, ReadNotes, RecordCustomerMessage, Reply, SetStatus, UndoStatus};
    let all = [EditTicket, SetStatus, Claim, Assign, Escalate, MoveTicket, Reply, RecordCustomerMessage, ReadNotes, Note];
    assert_eq!(ticket().allowed_actions(&ada(), at(1)), all);
    let mine = out(ticket().claim(&ada(), at(1)));
    let resolved = out(mine.set_status(TicketStatus::Resolved, &ada(), at(5)));
    assert!(resolved.allowed_actions(&ada(), at(6)).contains(&UndoStatus));
    assert!(!resolved.allowed_actions(&ben(), at(6)).contains(&UndoStatus));
    assert!(!resolved.allowed_actions(&ada(), at(6)).contains(&Claim));
    assert!(!resolved.allowed_actions(&ada(), at(5 + UNDO_SECONDS)).contains(&UndoStatus));
}

// Regression: undo removed a customer who had just written from the queue.
#[test]
fn undo_of_reopen_by_customer_message_is_conflict() {
    let resolved = out(ticket().set_status(TicketStatus::Resolved, &ada(), at(5)));
    let (open, _) = out(resolved.record_customer_message(message("Not done!", None), None, &ada(), at(40)));
    assert!(!open.allowed_actions(&ada(), at(41)).contains(&Action::UndoStatus));
    assert!(open.undo_status(TicketStatus::Resolved, &ada(), at(41)).is_err());
}
