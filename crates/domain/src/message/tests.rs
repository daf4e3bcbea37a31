//! Editing notes and redacting messages.

#![expect(clippy::disallowed_methods, reason = "a test makes its own actors")]

use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::{
    CustomerId, DomainError, InteractionId, MessageId, ServiceAccountId, StaffId, Timestamp,
    actor::{Actor, Role},
    change::Event,
    change::RecordWrite,
    policy::Action,
    redaction::RedactedText,
    scopes::{OAuthScope, Scopes},
    text::{Body, Reason},
};

fn staff_id(number: u128) -> StaffId {
    StaffId::from_uuid(Uuid::from_u128(number))
}

fn person(number: u128, role: Role) -> Actor {
    Actor::staff(staff_id(number), role)
}

fn ada() -> Actor {
    person(1, Role::Agent)
}

fn admin() -> Actor {
    person(3, Role::Admin)
}

fn at(seconds: i64) -> Timestamp {
    "2026-03-01T09:00:00Z".parse::<Timestamp>().unwrap().plus_seconds(seconds)
}

fn customer_id() -> CustomerId {
    CustomerId::from_uuid(Uuid::from_u128(7))
}

fn conversation() -> Conversation {
    Conversation::Interaction(InteractionId::from_uuid(Uuid::from_u128(8)))
}

fn words(text: &str) -> Body {
    text.parse().unwrap()
}

fn message(kind: MessageKind, author: Author) -> Message {
    Message::new(MessageId::from_uuid(Uuid::from_u128(11)), conversation(), kind, author, words("She is anxious."), at(0))
}

/// Ada's note.
fn note() -> Message {
    message(MessageKind::Note, Author::Staff(staff_id(1)))
}

fn reason() -> Reason {
    "It names her sister, who is no patient.".parse().unwrap()
}

fn code<T: std::fmt::Debug>(change: Result<T, DomainError>) -> &'static str {
    match change.unwrap_err() {
        DomainError::Conflict { code, .. } => code,
        DomainError::Forbidden { .. } => "forbidden",
        DomainError::Invalid { .. } | DomainError::AlreadyAssigned { .. } => "other",
    }
}

fn told(event: &Event) -> String {
    format!("{} {}", json!(event.changes()), json!(event.personal()))
}

#[test]
fn edit_note_by_author_keeps_old_text_in_event() {
    let (edited, writes, events) = note().edit(words("She is calm."), customer_id(), &ada(), at(60)).unwrap().into_parts();
    assert_eq!((&edited.text, edited.edited_at, edited.created_at), (&MessageText::Kept(words("She is calm.")), Some(at(60)), at(0)));
    assert_eq!((edited.version, writes.len(), events.len()), (2, 1, 1));
    let event = &events[0];
    assert_eq!((event.action(), event.subject(), event.customer()), (Action::EditNote, conversation().subject(), Some(customer_id())));
    assert_eq!(json!(event.changes()), json!({ "message": edited.id.to_string(), "body": {} }), "no text in the event itself");
    assert_eq!(json!(event.personal()), json!({ "body": { "from": "She is anxious.", "to": "She is calm." } }));
}

#[test]
fn edit_note_unchanged_writes_nothing() {
    let (same, writes, events) = note().edit(words("She is anxious."), customer_id(), &ada(), at(60)).unwrap().into_parts();
    assert_eq!((same.edited_at, same.version, writes.len(), events.len()), (None, 1, 0, 0));
}

#[test]
fn edit_note_by_other_than_author_is_forbidden() {
    for actor in [person(2, Role::Agent), admin(), person(2, Role::Doctor), person(1, Role::Doctor), person(1, Role::Auditor)] {
        assert_eq!(code(note().edit(words("Changed."), customer_id(), &actor, at(60))), "forbidden", "{actor:?}");
    }
}

#[test]
fn edit_own_note_by_service_account_requires_scope() {
    let account = ServiceAccountId::from_uuid(Uuid::from_u128(4));
    let its = || message(MessageKind::Note, Author::Service(account));
    let with = |scope: OAuthScope| Actor::service(account, std::iter::once(scope).collect::<Scopes>());
    assert!(its().edit(words("Changed."), customer_id(), &with(OAuthScope::NotesWrite), at(60)).is_ok());
    assert_eq!(code(its().edit(words("Changed."), customer_id(), &with(OAuthScope::NotesRead), at(60))), "forbidden");
    assert_eq!(code(note().edit(words("Changed."), customer_id(), &with(OAuthScope::NotesWrite), at(60))), "forbidden");
}

#[test]
fn edit_reply_is_rejected() {
    let reply = message(MessageKind::Reply, Author::Staff(staff_id(1)));
    assert_eq!(code(reply.edit(words("Changed."), customer_id(), &ada(), at(60))), "not_editable");
}

#[test]
fn redact_message_by_admin_removes_text_of_every_kind() {
    let customers = Author::Customer { recorded_by: staff_id(1).into(), via: Some(Channel::Call) };
    for message in [note(), message(MessageKind::Reply, Author::Staff(staff_id(1))), message(MessageKind::Reply, customers)] {
        let author = message.author;
        let (redacted, writes, events) = message.redact(&reason(), customer_id(), &admin(), at(60)).unwrap().into_parts();
        assert_eq!((&redacted.text, redacted.version), (&MessageText::Redacted { at: at(60), by: staff_id(3) }, 2));
        assert_eq!(redacted.author, author, "the author stays");
        assert_eq!(events.len(), 1);
        assert_eq!((events[0].action(), events[0].customer()), (Action::Redact, Some(customer_id())));
        assert_eq!(json!(events[0].personal()), json!({ "reason": reason() }), "the reason stays");
        let (mut rows, mut blanked) = (0, 0);
        for write in writes {
            if let RecordWrite::Message(put) = &write {
                rows += 1;
                assert!(!format!("{put:?}").contains("Kept"), "no text in the row");
            } else {
                let RecordWrite::RedactHistory { subject, text } = write else { panic!("{write:?}") };
                blanked += 1;
                assert_eq!((subject, text), (conversation().subject(), RedactedText::Message(redacted.id)));
            }
        }
        assert_eq!((rows, blanked), (1, 1));
    }
}

#[test]
fn redact_message_removes_text_from_events() {
    let edited = note().edit(words("She is calm."), customer_id(), &ada(), at(60)).unwrap().into_parts().0;
    let (_, _, events) = edited.redact(&reason(), customer_id(), &admin(), at(90)).unwrap().into_parts();
    let told = told(&events[0]);
    assert!(!told.contains("anxious") && !told.contains("calm"), "{told}");
}

#[test]
fn redact_message_by_non_admin_is_forbidden() {
    for role in [Role::Agent, Role::Doctor, Role::Auditor] {
        assert_eq!(code(note().redact(&reason(), customer_id(), &person(1, role), at(60))), "forbidden", "{role}");
    }
    let scopes: Scopes = OAuthScope::ALL.iter().copied().collect();
    let program = Actor::service(ServiceAccountId::from_uuid(Uuid::from_u128(4)), scopes);
    assert_eq!(code(note().redact(&reason(), customer_id(), &program, at(60))), "forbidden");
}

#[test]
fn redact_or_edit_redacted_message_is_conflict() {
    let redacted = note().redact(&reason(), customer_id(), &admin(), at(60)).unwrap().into_parts().0;
    assert_eq!(code(redacted.clone().redact(&reason(), customer_id(), &admin(), at(61))), "redacted");
    assert_eq!(code(redacted.edit(words("Back again."), customer_id(), &ada(), at(61))), "redacted");
}

#[test]
fn allowed_is_what_policy_and_state_allow() {
    assert_eq!(note().allowed_actions(&ada(), at(0)), [Action::EditNote]);
    assert_eq!(note().allowed_actions(&admin(), at(0)), [Action::Redact]);
    assert!(note().allowed_actions(&person(2, Role::Agent), at(0)).is_empty());
    assert!(note().allowed_actions(&person(1, Role::Doctor), at(0)).is_empty());
    let reply = message(MessageKind::Reply, Author::Staff(staff_id(3)));
    assert_eq!(reply.allowed_actions(&admin(), at(599)), [Action::Recall, Action::Redact]);
    assert_eq!(reply.allowed_actions(&admin(), at(600)), [Action::Redact]);
    let redacted = note().redact(&reason(), customer_id(), &admin(), at(60)).unwrap().into_parts().0;
    assert!(redacted.allowed_actions(&admin(), at(0)).is_empty() && redacted.allowed_actions(&ada(), at(0)).is_empty());
}

#[test]
fn message_debug_omits_text() {
    assert!(!format!("{:?}", note()).contains("anxious"));
}
