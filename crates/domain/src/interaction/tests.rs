//! Every transition of an interaction, and every rejection.

#![expect(clippy::disallowed_methods, reason = "a test makes its own actors")]

mod moving;
mod ownership;
mod tickets;
mod times;

use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::{
    CustomerId, DomainError, FieldError, InteractionId, MessageId, ServiceAccountId, StaffId, TicketId, Timestamp,
    actor::{Actor, Role},
    change::Event,
    change::{Change, RecordWrite},
    customer::{Customer, CustomerDetails},
    deletion::Deletion,
    email::Email,
    event::SubjectKind,
    linking::LinkedTickets,
    message::{Author, Channel, Conversation, MessageKind},
    policy::Action,
    scopes::{OAuthScope, Scopes},
    staff::{Assignee, NewStaff, Staff},
    text::Summary,
    ticket::{Category, FirstResponse, NewTicket, Priority, Ticket, TicketFields},
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

fn admin() -> Actor {
    Actor::staff(staff_id(3), Role::Admin)
}

fn program() -> Actor {
    let scopes: Scopes = [OAuthScope::InteractionsWrite, OAuthScope::NotesWrite].into_iter().collect();
    Actor::service(ServiceAccountId::from_uuid(Uuid::from_u128(4)), scopes)
}

fn at(seconds: i64) -> Timestamp {
    "2026-03-01T09:00:00Z".parse::<Timestamp>().unwrap().plus_seconds(seconds)
}

fn customer(number: u128) -> Customer {
    let details = CustomerDetails::named("Adebayo".parse().unwrap());
    out(Customer::create(CustomerId::from_uuid(Uuid::from_u128(number)), details, &ada(), at(-9000)))
}

fn ticket_of(customer: &Customer, opened_in: Option<Interaction>) -> Ticket {
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
    out(Ticket::open(new, customer, opened_in, &ada(), at(0)))
}

fn colleague() -> Assignee {
    let email: Email = "cleo@desk.example".parse().unwrap();
    let new = NewStaff { id: staff_id(5), email, name: "Cleo".parse().unwrap(), role: Role::Agent, password: None };
    out(Staff::create(new, &admin(), at(0))).assignable("agent_id").unwrap()
}

fn chat() -> NewInteraction {
    NewInteraction {
        id: InteractionId::from_uuid(Uuid::from_u128(8)),
        channel: Channel::Chat,
        direction: Direction::Inbound,
        summary: None,
        transcript: None,
        pending: false,
        started_at: None,
        ended_at: None,
        no_answer: false,
    }
}

fn summary() -> Summary {
    "Moved to Thursday at nine.".parse().unwrap()
}

fn end(ended_at: Option<Timestamp>) -> InteractionEnd {
    InteractionEnd { summary: Some(summary()), ended_at, no_answer: false }
}

fn log(new: NewInteraction, actor: &Actor) -> Result<Interaction, DomainError> {
    Interaction::log(new, &customer(7), None, actor, at(0)).map(|change| change.into_parts().0)
}

/// Ada's chat, under way since 0.
fn active() -> Interaction {
    log(chat(), &ada()).unwrap()
}

fn pending() -> Interaction {
    out(active().set_status(InteractionStatus::Pending, &ada(), at(1)))
}

fn ended() -> Interaction {
    out(active().end(end(None), None, &ada(), at(90)))
}

#[track_caller]
fn out<T>(change: Result<Change<T>, DomainError>) -> T {
    change.unwrap().into_parts().0
}

#[track_caller]
fn only_event<T>(change: Result<Change<T>, DomainError>) -> Event {
    let (_, _, mut events) = change.unwrap().into_parts();
    assert_eq!(events.len(), 1);
    events.pop().unwrap()
}

#[track_caller]
fn refused<T: std::fmt::Debug>(change: Result<T, DomainError>) -> (&'static str, &'static str) {
    match change.unwrap_err() {
        DomainError::Invalid { field, fault: FieldError { code, .. } } => (field, code),
        DomainError::Conflict { code, .. } => ("", code),
        DomainError::Forbidden { .. } => ("", "forbidden"),
        DomainError::AlreadyAssigned { .. } => ("", "taken"),
    }
}

fn writes_nothing<T>(change: Result<Change<T>, DomainError>) -> bool {
    let (_, writes, events) = change.unwrap().into_parts();
    writes.is_empty() && events.is_empty()
}

fn reason() -> crate::text::Reason {
    "It was her sister who rang.".parse().unwrap()
}

#[test]
fn log_interaction_by_staff_assigns_it_and_by_service_account_does_not() {
    let (mine, its) = (active(), log(chat(), &program()).unwrap());
    assert_eq!((mine.agent, mine.logged_by), (Some(staff_id(1)), staff_id(1).into()));
    assert_eq!((its.agent, Some(its.logged_by)), (None, program().principal_id()));
    assert_eq!((mine.phase, mine.started_at, mine.duration_seconds(), mine.version), (InteractionPhase::Active, at(0), None, 1));
    assert_eq!(log(NewInteraction { pending: true, ..chat() }, &ada()).unwrap().phase, InteractionPhase::Pending);
}

#[test]
fn log_interaction_of_deleted_customer_is_invalid() {
    let hidden = out(customer(7).delete(crate::customer::Unended::default(), &admin(), at(-1)));
    assert_eq!(refused(Interaction::log(chat(), &hidden, None, &ada(), at(0))), ("customer_id", "deleted"));
}

#[test]
fn log_interaction_about_ticket_clears_its_wait() {
    let customer = customer(7);
    let waiting = ticket_of(&customer, None);
    let change = Interaction::log(NewInteraction { started_at: Some(at(60)), ..chat() }, &customer, Some(waiting), &ada(), at(90)).unwrap();
    assert_eq!(change.out().ticket, Some(TicketId::from_uuid(Uuid::from_u128(9))));
    let (_, writes, events) = change.into_parts();
    let answered = writes
        .into_iter()
        .find_map(|write| if let RecordWrite::Ticket(ticket) = write { Some(Ticket::clone(&ticket)) } else { None })
        .unwrap();
    assert_eq!(answered.first_response, Some(FirstResponse { at: at(60), by: staff_id(1) }));
    assert_eq!((answered.waiting_since, events.len()), (None, 2));

    let waiting = ticket_of(&customer, None);
    let (_, writes, _) = Interaction::log(chat(), &customer, Some(waiting), &program(), at(90)).unwrap().into_parts();
    let asked = writes
        .into_iter()
        .find_map(|write| if let RecordWrite::Ticket(ticket) = write { Some(Ticket::clone(&ticket)) } else { None })
        .unwrap();
    assert_eq!((asked.first_response, asked.waiting_since), (None, Some(at(0))), "not answered yet");
    assert_eq!(
        refused(Interaction::log(chat(), &customer, Some(ticket_of(&self::customer(6), None)), &ada(), at(90))),
        ("ticket_id", "other_customer")
    );
}

#[test]
fn set_status_switches_active_and_pending_only() {
    use InteractionStatus::{Active, Pending, Resolved};
    for (from, to) in [(active(), Pending), (pending(), Active)] {
        let (moved, writes, events) = from.clone().set_status(to, &ada(), at(2)).unwrap().into_parts();
        assert_eq!((moved.phase.status(), moved.version, writes.len(), events.len()), (to, from.version + 1, 1, 1));
    }
    assert!(writes_nothing(active().set_status(Active, &ada(), at(2))));
    assert!(writes_nothing(pending().set_status(Pending, &ada(), at(2))));
    for from in [active(), pending()] {
        let Err(DomainError::Conflict { code, allowed, .. }) = from.set_status(Resolved, &ada(), at(2)) else { panic!("it was resolved") };
        assert_eq!((code, allowed), ("illegal_transition", vec!["active", "pending", "end"]));
    }
    for to in [Active, Pending, Resolved] {
        assert_eq!(refused(ended().set_status(to, &ada(), at(99))), ("", "already_ended"));
    }
}

#[test]
fn add_note_changes_updated_at_only_and_event_omits_text() {
    let (noted, note) =
        out(ended().note(MessageId::from_uuid(Uuid::from_u128(11)), "Anxious about the bill.".parse().unwrap(), &ben(), at(99)));
    assert_eq!((noted.version, noted.updated_at, noted.summary.clone()), (2, at(99), Some(summary())));
    assert_eq!(
        (note.conversation, note.kind, note.author),
        (Conversation::Interaction(noted.id), MessageKind::Note, Author::Staff(staff_id(2)))
    );
    let event =
        only_event(noted.note(MessageId::from_uuid(Uuid::from_u128(12)), "Anxious about the bill.".parse().unwrap(), &ben(), at(99)));
    assert!(!format!("{:?}{:?}", event.changes(), event.personal()).contains("Anxious"));
}

#[test]
fn add_note_by_service_account_has_it_as_author() {
    let (_, note) = out(active().note(MessageId::from_uuid(Uuid::from_u128(11)), "Imported.".parse().unwrap(), &program(), at(1)));
    assert_eq!(Some(note.author.principal()), program().principal_id());
}

#[test]
fn log_interaction_event_omits_customer_text() {
    let words = NewInteraction { summary: Some(summary()), transcript: Some("Patient: my rash".parse().unwrap()), ..chat() };
    let event = only_event(Interaction::log(words, &customer(7), None, &ada(), at(0)));
    assert_eq!((&event.changes()["summary"], &event.changes()["transcript"]), (&json!({}), &json!({})));
    assert!(!json!(event.changes()).to_string().contains("rash"));
}
