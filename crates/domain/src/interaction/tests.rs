//! Every transition of an interaction's life, and every refusal.

#![expect(clippy::disallowed_methods, reason = "a test makes its own actors")]

mod moving;

use uuid::Uuid;

use super::*;
use crate::{
    Fault, ServiceAccountId,
    actor::Role,
    customer::CustomerDetails,
    email::Email,
    event::Event,
    scopes::{ApiScope, Scopes},
    staff::{Assignee, NewStaff, Staff},
    ticket::{Category, FirstResponse, NewTicket, Priority},
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
    let scopes: Scopes = [ApiScope::InteractionsWrite, ApiScope::NotesWrite].into_iter().collect();
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
        category: Category::Billing,
        priority: Priority::Medium,
        subject: "Charged twice".parse().unwrap(),
        description: "The card was charged twice in March.".parse().unwrap(),
        assignee: None,
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
    }
}

fn summary() -> Summary {
    "Moved to Thursday at nine.".parse().unwrap()
}

fn log(new: NewInteraction, actor: &Actor) -> Result<Interaction, Refusal> {
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
    out(active().end(Some(summary()), None, &ada(), at(90)))
}

#[track_caller]
fn out<T>(change: Result<Change<T>, Refusal>) -> T {
    change.unwrap().into_parts().0
}

#[track_caller]
fn only_event<T>(change: Result<Change<T>, Refusal>) -> Event {
    let (_, _, mut events) = change.unwrap().into_parts();
    assert_eq!(events.len(), 1);
    events.pop().unwrap()
}

#[track_caller]
fn refused<T: std::fmt::Debug>(change: Result<T, Refusal>) -> (&'static str, &'static str) {
    match change.unwrap_err() {
        Refusal::Invalid { field, fault: Fault { code, .. } } => (field, code),
        Refusal::Conflict { code, .. } => ("", code),
        Refusal::Forbidden { .. } => ("", "forbidden"),
        Refusal::Taken { .. } => ("", "taken"),
    }
}

fn writes_nothing<T>(change: Result<Change<T>, Refusal>) -> bool {
    let (_, writes, events) = change.unwrap().into_parts();
    writes.is_empty() && events.is_empty()
}

#[test]
fn who_logs_an_interaction_handles_it_unless_it_is_a_program() {
    let (mine, its) = (active(), log(chat(), &program()).unwrap());
    assert_eq!((mine.agent, mine.logged_by), (Some(staff_id(1)), staff_id(1).into()));
    assert_eq!((its.agent, Some(its.logged_by)), (None, program().principal()));
    assert_eq!((mine.course, mine.started_at, mine.duration_seconds(), mine.version), (Course::Active, at(0), None, 1));
    assert_eq!(log(NewInteraction { pending: true, ..chat() }, &ada()).unwrap().course, Course::Pending);
}

#[test]
fn one_logged_late_carries_its_own_times() {
    let late = NewInteraction { summary: Some(summary()), started_at: Some(at(-600)), ended_at: Some(at(-480)), ..chat() };
    let late = log(late, &ada()).unwrap();
    assert_eq!((late.course, late.duration_seconds(), late.created_at), (Course::Ended(at(-480)), Some(120), at(0)));
    let still = log(NewInteraction { started_at: Some(at(-600)), ..chat() }, &ada()).unwrap();
    assert_eq!((still.course, still.started_at), (Course::Active, at(-600)));
}

#[test]
fn times_that_cannot_be_are_refused_by_name() {
    let with = |started, ended, summary| {
        refused(log(NewInteraction { started_at: Some(at(started)), ended_at: ended, summary, ..chat() }, &ada()))
    };
    assert_eq!(with(1, None, None), ("started_at", "future"));
    assert_eq!(with(-60, Some(at(1)), Some(summary())), ("ended_at", "future"));
    assert_eq!(with(-60, Some(at(-61)), Some(summary())), ("ended_at", "before_start"));
    assert_eq!(with(-60, Some(at(-30)), None), ("summary", "required"));
    let both = NewInteraction { pending: true, ended_at: Some(at(0)), summary: Some(summary()), ..chat() };
    assert_eq!(refused(log(both, &ada())), ("status", "ended"));
}

#[test]
fn a_hidden_customer_has_no_new_interactions() {
    let hidden = out(customer(7).delete(crate::customer::Ongoing::default(), &admin(), at(-1)));
    assert_eq!(refused(Interaction::log(chat(), &hidden, None, &ada(), at(0))), ("customer_id", "deleted"));
}

#[test]
fn a_contact_about_a_ticket_answers_whoever_waits_on_it() {
    let customer = customer(7);
    let waiting = ticket_of(&customer, None);
    let change = Interaction::log(NewInteraction { started_at: Some(at(60)), ..chat() }, &customer, Some(waiting), &ada(), at(90)).unwrap();
    assert_eq!(change.out().ticket, Some(TicketId::from_uuid(Uuid::from_u128(9))));
    let (_, writes, events) = change.into_parts();
    let answered =
        writes.into_iter().find_map(|write| if let Write::Ticket(ticket) = write { Some(Ticket::clone(&ticket)) } else { None }).unwrap();
    assert_eq!(answered.first_response, Some(FirstResponse { at: at(60), by: staff_id(1) }));
    assert_eq!((answered.waiting_since, events.len()), (None, 2));

    let waiting = ticket_of(&customer, None);
    let (_, writes, _) = Interaction::log(chat(), &customer, Some(waiting), &program(), at(90)).unwrap().into_parts();
    let asked =
        writes.into_iter().find_map(|write| if let Write::Ticket(ticket) = write { Some(Ticket::clone(&ticket)) } else { None }).unwrap();
    assert_eq!((asked.first_response, asked.waiting_since), (None, Some(at(0))), "nobody has spoken with them yet");
    assert_eq!(
        refused(Interaction::log(chat(), &customer, Some(ticket_of(&self::customer(6), None)), &ada(), at(90))),
        ("ticket_id", "other_customer")
    );
}

#[test]
fn it_goes_between_active_and_pending_and_is_resolved_only_by_ending() {
    use InteractionStatus::{Active, Pending, Resolved};
    for (from, to) in [(active(), Pending), (pending(), Active)] {
        let (moved, writes, events) = from.clone().set_status(to, &ada(), at(2)).unwrap().into_parts();
        assert_eq!((moved.course.status(), moved.version, writes.len(), events.len()), (to, from.version + 1, 1, 1));
    }
    assert!(writes_nothing(active().set_status(Active, &ada(), at(2))));
    assert!(writes_nothing(pending().set_status(Pending, &ada(), at(2))));
    for from in [active(), pending()] {
        let Err(Refusal::Conflict { code, allowed, .. }) = from.set_status(Resolved, &ada(), at(2)) else { panic!("it was resolved") };
        assert_eq!((code, allowed), ("illegal_transition", vec!["active", "pending", "end"]));
    }
    for to in [Active, Pending, Resolved] {
        assert_eq!(refused(ended().set_status(to, &ada(), at(99))), ("", "already_ended"));
    }
}

#[test]
fn ending_tells_how_long_it_took() {
    for from in [active(), pending()] {
        let ended = out(from.end(Some(summary()), None, &ada(), at(90)));
        assert_eq!((ended.course, ended.duration_seconds()), (Course::Ended(at(90)), Some(90)));
    }
    let earlier = out(active().end(Some(summary()), Some(at(30)), &ada(), at(90)));
    assert_eq!((earlier.course, earlier.duration_seconds(), earlier.updated_at), (Course::Ended(at(30)), Some(30), at(90)));
    let event = only_event(active().end(Some(summary()), None, &ada(), at(90)));
    let changes = json!({
        "status": { "from": "active", "to": "resolved" }, "ended_at": { "from": null, "to": at(90) }, "summary": {},
    });
    assert_eq!(json!(event.changes()), changes);
}

#[test]
fn an_end_needs_a_summary_given_then_or_before() {
    assert_eq!(refused(active().end(None, None, &ada(), at(90))), ("summary", "required"));
    let known = log(NewInteraction { summary: Some(summary()), ..chat() }, &ada()).unwrap();
    assert_eq!(out(known.end(None, None, &ada(), at(90))).summary, Some(summary()));
}

#[test]
fn ended_twice_is_refused() {
    assert_eq!(refused(ended().end(Some(summary()), None, &ada(), at(99))), ("", "already_ended"));
}

#[test]
fn it_ends_neither_before_it_began_nor_in_the_future() {
    assert_eq!(refused(active().end(Some(summary()), Some(at(-1)), &ada(), at(90))), ("ended_at", "before_start"));
    assert_eq!(refused(active().end(Some(summary()), Some(at(91)), &ada(), at(90))), ("ended_at", "future"));
    assert_eq!(out(active().end(Some(summary()), Some(at(0)), &ada(), at(90))).duration_seconds(), Some(0));
}

// Two transactions that meet on PostgreSQL read the clock before they wait for each other.
#[test]
fn who_waited_for_its_turn_ends_it_no_earlier_than_it_began() {
    let begun_later = Interaction::log(chat(), &customer(7), None, &ada(), at(10)).unwrap().into_parts().0;
    let ended = out(begun_later.end(Some(summary()), None, &ada(), at(9)));
    assert_eq!((ended.duration_seconds(), ended.updated_at), (Some(0), at(10)));
    let corrected = InteractionPatch { channel: Some(Channel::Call), ..InteractionPatch::default() };
    assert_eq!(out(ended.edit(corrected, &ada(), at(5))).updated_at, at(10));
}

#[test]
fn corrected_times_are_logged_and_count_anew() {
    let patch = InteractionPatch { started_at: Some(at(-600)), ended_at: Some(at(-300)), ..InteractionPatch::default() };
    let event = only_event(ended().edit(patch.clone(), &ada(), at(100)));
    let changes = json!({ "started_at": { "from": at(0), "to": at(-600) }, "ended_at": { "from": at(90), "to": at(-300) } });
    assert_eq!(json!(event.changes()), changes);
    let corrected = out(ended().edit(patch, &ada(), at(100)));
    assert_eq!((corrected.duration_seconds(), corrected.version), (Some(300), 3));
}

#[test]
fn a_correction_cannot_make_times_that_cannot_be() {
    let edit = |of: Interaction, patch| refused(of.edit(patch, &ada(), at(100)));
    let none = InteractionPatch::default;
    assert_eq!(edit(ended(), InteractionPatch { started_at: Some(at(91)), ..none() }), ("ended_at", "before_start"));
    assert_eq!(edit(ended(), InteractionPatch { ended_at: Some(at(-1)), ..none() }), ("ended_at", "before_start"));
    assert_eq!(edit(ended(), InteractionPatch { ended_at: Some(at(101)), ..none() }), ("ended_at", "future"));
    assert_eq!(edit(active(), InteractionPatch { started_at: Some(at(101)), ..none() }), ("started_at", "future"));
    assert_eq!(edit(ended(), InteractionPatch { summary: Some(None), ..none() }), ("summary", "required"));
    for open in [active(), pending()] {
        let Err(Refusal::Conflict { code, allowed, .. }) = open.edit(InteractionPatch { ended_at: Some(at(1)), ..none() }, &ada(), at(100))
        else {
            panic!("it ended by a correction")
        };
        assert_eq!((code, allowed), ("not_ended", vec!["end"]));
    }
}

#[test]
fn a_correction_that_says_nothing_new_writes_nothing() {
    assert!(writes_nothing(active().edit(InteractionPatch::default(), &ada(), at(1))));
    let same = InteractionPatch { channel: Some(Channel::Chat), ended_at: Some(at(90)), ..InteractionPatch::default() };
    assert!(writes_nothing(ended().edit(same, &ada(), at(100))));
}

#[test]
fn a_colleague_takes_it_over_before_changing_it() {
    let patch = InteractionPatch { channel: Some(Channel::Call), ..InteractionPatch::default() };
    assert_eq!(refused(active().edit(patch.clone(), &ben(), at(1))), ("", "forbidden"));
    assert_eq!(refused(active().set_status(InteractionStatus::Pending, &ben(), at(1))), ("", "forbidden"));
    assert_eq!(refused(active().end(Some(summary()), None, &ben(), at(1))), ("", "forbidden"));
    assert_eq!(refused(active().move_to(&customer(6), Tickets::Follow, &reason(), &ben(), at(1))), ("", "forbidden"));
    let given = out(active().assign(Some(colleague()), None, &ben(), at(1)));
    assert_eq!(given.agent, Some(staff_id(5)));
    let cleo = Actor::staff(staff_id(5), Role::Agent);
    assert_eq!(out(given.clone().edit(patch.clone(), &cleo, at(2))).channel, Channel::Call);
    assert_eq!(refused(given.clone().edit(patch.clone(), &ada(), at(2))), ("", "forbidden"), "it is hers no longer");
    assert_eq!(out(given.edit(patch, &admin(), at(2))).channel, Channel::Call);
}

#[test]
fn a_handing_over_tells_from_and_to_and_keeps_its_word_apart() {
    let event = only_event(active().assign(Some(colleague()), Some("She expects a call.".parse().unwrap()), &ada(), at(1)));
    assert_eq!(json!(event.changes()), json!({ "agent": { "from": staff_id(1), "to": staff_id(5) }, "note": {} }));
    assert_eq!(json!(event.personal()), json!({ "note": "She expects a call." }));
    let nobodys = out(active().assign(None, None, &ben(), at(1)));
    assert_eq!(nobodys.agent, None);
    assert!(writes_nothing(nobodys.assign(None, None, &ben(), at(2))));
    assert_eq!(refused(ended().assign(Some(colleague()), None, &ada(), at(99))), ("", "already_ended"));
}

#[test]
fn a_note_moves_only_the_time_of_the_last_change_and_its_words_stand_in_no_event() {
    let (noted, note) =
        out(ended().note(MessageId::from_uuid(Uuid::from_u128(11)), "Anxious about the bill.".parse().unwrap(), &ben(), at(99)));
    assert_eq!((noted.version, noted.updated_at, noted.summary.clone()), (2, at(99), Some(summary())));
    assert_eq!((note.place, note.kind, note.author), (Place::Interaction(noted.id), MessageKind::Note, Author::Staff(staff_id(2))));
    let event =
        only_event(noted.note(MessageId::from_uuid(Uuid::from_u128(12)), "Anxious about the bill.".parse().unwrap(), &ben(), at(99)));
    assert!(!format!("{:?}{:?}", event.changes(), event.personal()).contains("Anxious"));
}

#[test]
fn a_note_by_a_program_is_the_programs() {
    let (_, note) = out(active().note(MessageId::from_uuid(Uuid::from_u128(11)), "Imported.".parse().unwrap(), &program(), at(1)));
    assert_eq!(Some(note.author.principal()), program().principal());
}

#[test]
fn no_words_of_a_patient_stand_in_an_event() {
    let words = NewInteraction { summary: Some(summary()), transcript: Some("Patient: my rash".parse().unwrap()), ..chat() };
    let event = only_event(Interaction::log(words, &customer(7), None, &ada(), at(0)));
    assert_eq!((&event.changes()["summary"], &event.changes()["transcript"]), (&json!({}), &json!({})));
    assert!(!json!(event.changes()).to_string().contains("rash"));
}

#[test]
fn it_is_hidden_and_brought_back_by_an_admin_and_not_while_an_escalation_is_open() {
    assert_eq!(refused(active().delete(&ada(), at(1))), ("", "forbidden"));
    let hidden = out(active().delete(&admin(), at(1)));
    assert_eq!(hidden.deleted, Some(Deleted { at: at(1), by: staff_id(3) }));
    assert_eq!(refused(hidden.clone().delete(&admin(), at(2))), ("", "deleted"));
    assert_eq!(refused(hidden.clone().undelete(&ada(), at(2))), ("", "forbidden"));
    assert_eq!(out(hidden.undelete(&admin(), at(2))).deleted, None);
    assert_eq!(refused(active().undelete(&admin(), at(2))), ("", "not_deleted"));
    let escalated = moving::escalated(active());
    let Err(Refusal::Conflict { code, allowed, .. }) = escalated.delete(&admin(), at(3)) else { panic!("it was hidden") };
    assert_eq!((code, allowed), ("open_escalation", vec!["withdraw"]));
}

#[test]
fn an_open_escalation_does_not_keep_it_from_ending() {
    let ended = out(moving::escalated(active()).end(Some(summary()), None, &ada(), at(90)));
    assert!(ended.open_escalation.is_some());
    assert_eq!(ended.duration_seconds(), Some(90));
}

#[test]
fn doctors_and_auditors_change_nothing() {
    for role in [Role::Doctor, Role::Auditor] {
        let actor = Actor::staff(staff_id(1), role);
        assert_eq!(refused(log(chat(), &actor)), ("", "forbidden"));
        assert_eq!(refused(active().edit(InteractionPatch::default(), &actor, at(1))), ("", "forbidden"));
        assert_eq!(refused(active().set_status(InteractionStatus::Pending, &actor, at(1))), ("", "forbidden"));
        assert_eq!(refused(active().end(Some(summary()), None, &actor, at(1))), ("", "forbidden"));
        assert_eq!(refused(active().assign(None, None, &actor, at(1))), ("", "forbidden"));
        assert_eq!(refused(active().move_to(&customer(6), Tickets::Follow, &reason(), &actor, at(1))), ("", "forbidden"));
        assert_eq!(refused(active().note(MessageId::from_uuid(Uuid::nil()), "Hello".parse().unwrap(), &actor, at(1))), ("", "forbidden"));
        assert_eq!(refused(active().delete(&actor, at(1))), ("", "forbidden"));
        assert!(active().allowed(&actor).is_empty());
    }
}

#[test]
fn allowed_names_what_the_policy_and_the_state_allow() {
    use Action::{
        AssignInteraction, DeleteInteraction, EditInteraction, End, Escalate, MoveInteraction, Note, OpenTicket, ReadNotes,
        RestoreInteraction, SetInteractionStatus,
    };
    let mine = [EditInteraction, SetInteractionStatus, End, AssignInteraction, MoveInteraction, Escalate, OpenTicket, ReadNotes, Note];
    assert_eq!(active().allowed(&ada()), mine);
    assert_eq!(active().allowed(&ben()), [AssignInteraction, Escalate, OpenTicket, ReadNotes, Note]);
    assert_eq!(ended().allowed(&ada()), [EditInteraction, MoveInteraction, Escalate, OpenTicket, ReadNotes, Note]);
    assert!(ended().allowed(&admin()).contains(&DeleteInteraction));
    assert!(!moving::escalated(active()).allowed(&admin()).contains(&Escalate));
    assert_eq!(out(active().delete(&admin(), at(1))).allowed(&admin()), [RestoreInteraction]);
    assert!(out(active().delete(&admin(), at(1))).allowed(&ada()).is_empty());
}

fn reason() -> crate::text::Reason {
    "It was her sister who rang.".parse().unwrap()
}
