//! Who gets which notice, and when it is removed.

#![expect(clippy::disallowed_methods, reason = "a test makes its own actors")]

use uuid::Uuid;

use super::*;
use crate::{
    CustomerId, EscalationId, InteractionId, MessageId, ServiceAccountId, TicketId, Timestamp,
    actor::Actor,
    change::Change,
    customer::{Customer, CustomerDetails},
    escalated_record::EscalatedRecord,
    escalation::{NewEscalation, Target, TargetRole},
    interaction::{Direction, InteractionEnd, NewInteraction},
    message::Channel,
    scopes::{OAuthScope, Scopes},
    staff::{Assignee, NewStaff, Staff},
    ticket::{Category, NewMessage, NewTicket, TicketFields, TicketPatch},
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

fn ngozi() -> Actor {
    Actor::staff(staff_id(10), Role::Doctor)
}

fn tunde() -> Actor {
    Actor::staff(staff_id(20), Role::Admin)
}

fn app() -> Actor {
    let id = ServiceAccountId::from_uuid(Uuid::from_u128(30));
    Actor::service(id, OAuthScope::ALL.iter().copied().collect::<Scopes>())
}

fn at(seconds: i64) -> Timestamp {
    "2026-03-01T09:00:00Z".parse::<Timestamp>().unwrap().plus_seconds(seconds)
}

/// Each notice change in short: the recipient and notice, or what is removed.
fn told<T>(change: Change<T>) -> (T, Vec<String>) {
    let (out, _, events) = change.into_parts();
    let words = notice_changes(&events).into_iter().map(|word| match word {
        NoticeChange::Create(notice) => format!("{}: {} {}", whom(notice.to), notice.kind, notice.subject.kind),
        NoticeChange::Dismiss(kind, subject) => format!("settled: {kind} {}", subject.kind),
        NoticeChange::DismissAll(subject) => format!("forgotten: {}", subject.kind),
        NoticeChange::Reassign { from, .. } => format!("inherited: {}", from.uuid().as_u128()),
    });
    (out, words.collect())
}

fn whom(to: Recipient) -> String {
    match to {
        Recipient::Person(staff) => staff.uuid().as_u128().to_string(),
        Recipient::Role(role) => format!("every {role}"),
        Recipient::CareTeam { raised_by, .. } => format!("care team, first {}", raised_by.uuid().as_u128()),
    }
}

fn customer() -> Customer {
    let details = CustomerDetails::named("Adebayo".parse().unwrap());
    Customer::create(CustomerId::from_uuid(Uuid::from_u128(7)), details, &ada(), at(0)).unwrap().into_parts().0
}

fn colleague(number: u128) -> Assignee {
    let new = NewStaff {
        id: staff_id(number),
        email: "cleo@desk.example".parse().unwrap(),
        name: "Cleo".parse().unwrap(),
        role: Role::Agent,
        password: None,
    };
    Staff::create(new, &tunde(), at(0)).unwrap().into_parts().0.assignable("assignee_id").unwrap()
}

fn opened(priority: Priority, assignee: Option<u128>) -> (Ticket, Vec<String>) {
    let new = NewTicket {
        id: TicketId::from_uuid(Uuid::from_u128(9)),
        number: TicketNumber::from_value(42),
        assignee: assignee.map(colleague),
        fields: TicketFields::new(
            Category::Medical,
            priority,
            "A rash after the cream".parse().unwrap(),
            "A rash since Monday, where the cream was put.".parse().unwrap(),
        ),
    };
    told(Ticket::open(new, &customer(), None, &ada(), at(0)).unwrap())
}

fn message() -> NewMessage {
    NewMessage { id: MessageId::from_uuid(Uuid::from_u128(11)), body: "It itches.".parse().unwrap(), status: None, relays: None }
}

const NOTHING: [&str; 0] = [];

#[test]
fn assign_notifies_assignee_unless_self_assigned() {
    let (ticket, words) = opened(Priority::Medium, Some(1));
    assert_eq!(words, NOTHING, "the author gets no notice");
    assert_eq!(opened(Priority::Medium, Some(2)).1, ["2: assigned ticket"]);
    let (ticket, words) = told(ticket.assign(Some(colleague(2)), None, &ada(), at(1)).unwrap());
    assert_eq!(words, ["settled: assigned ticket", "2: assigned ticket", "settled: customer_wrote ticket"]);
    let (ticket, words) = told(ticket.assign(Some(colleague(2)), Some("Yours".parse().unwrap()), &ada(), at(2)).unwrap());
    assert_eq!(words, NOTHING, "the assignee is unchanged");
    let (ticket, words) = told(ticket.assign(None, None, &ada(), at(3)).unwrap());
    assert_eq!(words, ["settled: assigned ticket", "settled: customer_wrote ticket"]);
    assert_eq!(told(ticket.clone().claim(&ben(), at(4)).unwrap()).1, NOTHING);
    assert_eq!(told(ticket.reply(message(), &ben(), at(4)).unwrap()).1, ["settled: customer_wrote ticket"]);
}

#[test]
fn customer_message_notifies_assignee_unless_recorded_by_them() {
    let (ticket, _) = opened(Priority::Medium, Some(2));
    let said = |by: &Actor| told(ticket.clone().record_customer_message(message(), Some(Channel::Chat), by, at(5)).unwrap()).1;
    assert_eq!(said(&app()), ["2: customer_wrote ticket"]);
    assert_eq!(said(&ada()), ["2: customer_wrote ticket"]);
    assert_eq!(said(&ben()), NOTHING);
    let (queued, _) = opened(Priority::Medium, None);
    assert_eq!(told(queued.record_customer_message(message(), None, &app(), at(5)).unwrap()).1, NOTHING, "the queue shows it");
    let contact = |channel, by: &Actor| {
        let new = NewInteraction {
            id: InteractionId::from_uuid(Uuid::from_u128(8)),
            channel,
            direction: Direction::Inbound,
            summary: None,
            transcript: None,
            pending: false,
            started_at: None,
            ended_at: None,
            no_answer: false,
        };
        told(Interaction::log(new, &customer(), Some(ticket.clone()), by, at(5)).unwrap()).1
    };
    let unattended = ["every agent: unattended interaction", "2: customer_wrote ticket"];
    assert_eq!(contact(Channel::Chat, &app()), unattended, "unattended");
    assert_eq!(contact(Channel::Chat, &ada()), ["settled: customer_wrote ticket"], "it has an agent");
    assert_eq!(contact(Channel::Email, &ada()), ["2: customer_wrote ticket"], "logging an e-mail does not answer it");
}

#[test]
fn unattended_chat_notifies_agents_until_assigned() {
    let new = |channel| NewInteraction {
        id: InteractionId::from_uuid(Uuid::from_u128(8)),
        channel,
        direction: Direction::Inbound,
        summary: None,
        transcript: None,
        pending: false,
        started_at: None,
        ended_at: None,
        no_answer: false,
    };
    let log = |channel, by: &Actor| told(Interaction::log(new(channel), &customer(), None, by, at(5)).unwrap());
    assert_eq!(log(Channel::Email, &app()).1, NOTHING);
    assert_eq!(log(Channel::Call, &ada()).1, NOTHING);
    let (chat, words) = log(Channel::Chat, &app());
    assert_eq!(words, ["every agent: unattended interaction"]);
    let summary = || Some("She asked when she would be paid back.".parse().unwrap());
    let ending = InteractionEnd { summary: summary(), ..InteractionEnd::default() };
    let ended = ["settled: assigned interaction", "settled: unattended interaction"];
    assert_eq!(told(chat.clone().end(ending, None, &tunde(), at(9)).unwrap()).1, ended);
    assert_eq!(told(chat.delete(None, &tunde(), at(9)).unwrap()).1, ["forgotten: interaction"]);
    let (call, _) = log(Channel::Call, &ada());
    let left = ["settled: assigned interaction", "every agent: unattended interaction"];
    assert_eq!(told(call.assign(None, None, None, &ada(), at(9)).unwrap()).1, left);
}

#[test]
fn high_priority_ticket_notifies_agents_and_again_when_urgent() {
    let patch = |priority| TicketPatch { priority: Some(priority), ..TicketPatch::default() };
    let (high, words) = opened(Priority::High, None);
    assert_eq!(words, ["every agent: high_in_queue ticket"]);
    let (urgent, words) = told(high.edit(patch(Priority::Urgent), &ada(), at(1)).unwrap());
    assert_eq!(words, ["settled: high_in_queue ticket", "every agent: urgent_in_queue ticket"]);
    assert_eq!(told(urgent.edit(patch(Priority::Low), &ada(), at(2)).unwrap()).1, ["settled: urgent_in_queue ticket"]);
}

#[test]
fn urgent_ticket_notifies_agents_while_in_queue() {
    let (urgent, words) = opened(Priority::Urgent, None);
    assert_eq!(words, ["every agent: urgent_in_queue ticket"]);
    let (claimed, words) = told(urgent.clone().claim(&ben(), at(1)).unwrap());
    assert_eq!(words, ["settled: urgent_in_queue ticket"]);
    let put_back = ["settled: assigned ticket", "settled: customer_wrote ticket", "every agent: urgent_in_queue ticket"];
    assert_eq!(told(claimed.assign(None, None, &ben(), at(2)).unwrap()).1, put_back);
    let pending = urgent.clone().set_status(TicketStatus::Pending, &ada(), at(1)).unwrap();
    assert_eq!(told(pending).1, ["settled: customer_wrote ticket"], "still there");
    let (resolved, words) = told(urgent.clone().set_status(TicketStatus::Resolved, &ada(), at(1)).unwrap());
    assert_eq!(words, ["settled: assigned ticket", "settled: customer_wrote ticket", "settled: urgent_in_queue ticket"]);
    assert_eq!(told(resolved.set_status(TicketStatus::Open, &ada(), at(2)).unwrap()).1, ["every agent: urgent_in_queue ticket"]);
    let (hidden, words) = told(urgent.delete(&tunde(), at(1)).unwrap());
    assert_eq!(words, ["forgotten: ticket"]);
    assert_eq!(told(hidden.restore(&tunde(), at(2)).unwrap()).1, ["every agent: urgent_in_queue ticket"]);
    let (calm, words) = opened(Priority::Medium, None);
    assert_eq!(words, NOTHING);
    let patch = |priority| TicketPatch { priority: Some(priority), ..TicketPatch::default() };
    let (urgent, words) = told(calm.edit(patch(Priority::Urgent), &ada(), at(1)).unwrap());
    assert_eq!(words, ["every agent: urgent_in_queue ticket"]);
    assert_eq!(told(urgent.edit(patch(Priority::Low), &ada(), at(2)).unwrap()).1, ["settled: urgent_in_queue ticket"]);
}

#[test]
fn escalation_notifies_target_and_its_progress_notifies_raiser() {
    let (ticket, _) = opened(Priority::Urgent, Some(1));
    let escalate = |target, by: &Actor| {
        let id = EscalationId::from_uuid(Uuid::from_u128(12));
        let new = NewEscalation { id, target, reason: "Is this an allergy?".parse().unwrap(), priority: None };
        told(EscalatedRecord::Ticket(ticket.clone()).escalate(new, by, at(1)).unwrap())
    };
    let doctors = Target::pool(TargetRole::Doctor);
    let dr_ngozi = Target::from_row(TargetRole::Doctor, Some(staff_id(10)));
    assert_eq!(escalate(dr_ngozi, &ada()).1, ["10: escalation escalation"]);
    let ((case, waiting), words) = escalate(doctors, &ada());
    assert_eq!(words, ["every doctor: escalation escalation"]);
    let (taken, words) = told(waiting.clone().accept(&ngozi(), at(2)).unwrap());
    assert_eq!(words, ["settled: escalation escalation", "settled: escalation_decline escalation"]);
    let say = |by: &Actor| {
        let id = MessageId::from_uuid(Uuid::from_u128(13));
        told(taken.clone().discuss(id, "Since when?".parse().unwrap(), by, at(3)).unwrap()).1
    };
    assert_eq!(say(&ngozi()), ["settled: escalation_reply escalation", "care team, first 1: escalation_question escalation"]);
    assert_eq!(say(&ada()), ["settled: escalation_question escalation", "10: escalation_reply escalation"]);
    let settled = |kinds: &[&str], then: &[&str]| -> Vec<String> {
        let settled = kinds.iter().map(|kind| format!("settled: {kind} escalation"));
        settled.chain(then.iter().map(|word| (*word).to_owned())).collect()
    };
    let asking = ["escalation", "escalation_question", "escalation_reply", "escalation_decline"];
    let reason = || "Not my field, ask a dermatologist.".parse().unwrap();
    assert_eq!(
        told(taken.clone().decline(&reason(), &ngozi(), at(4)).unwrap()).1,
        settled(&asking, &["every doctor: escalation escalation", "care team, first 1: escalation_decline escalation"])
    );
    assert_eq!(told(waiting.clone().reassign(dr_ngozi, &tunde(), at(4)).unwrap()).1, settled(&asking, &["10: escalation escalation"]));
    let answer = taken.clone().resolve(case.clone(), "It is an allergy.".parse().unwrap(), &ngozi(), at(5)).unwrap();
    let ((answered, _), words) = told(answer);
    assert_eq!(words, settled(&asking, &["care team, first 1: escalation_answer escalation"]));
    assert_eq!(told(answered.clone().delete(&tunde(), at(6)).unwrap()).1, ["forgotten: escalation"]);
    let passed_on = ["escalation_answer", "escalation_question", "escalation_reply"];
    assert_eq!(told(answered.close(&ada(), at(6)).unwrap()).1, settled(&passed_on, &[]));
    let withdrawn = taken.withdraw(case.clone(), reason(), &ada(), at(5)).unwrap();
    assert_eq!(told(withdrawn).1, settled(&asking, &["10: escalation_withdrawn escalation"]));
    assert_eq!(told(waiting.withdraw(case, reason(), &ada(), at(5)).unwrap()).1, settled(&asking, &[]));
}
