//! The actors, tickets, interactions and escalations of these tests.

use super::*;
use crate::ticket::TicketFields;

pub(super) fn staff_id(number: u128) -> StaffId {
    StaffId::from_uuid(Uuid::from_u128(number))
}

pub(super) fn person(number: u128, role: Role) -> Actor {
    Actor::staff(staff_id(number), role)
}

/// The agent who raised it.
pub(super) fn agent() -> Actor {
    person(1, Role::Agent)
}

/// The doctor whom an escalation to a person names.
pub(super) fn ngozi() -> Actor {
    person(10, Role::Doctor)
}

/// Another doctor.
pub(super) fn obi() -> Actor {
    person(11, Role::Doctor)
}

/// The admin whom an escalation to a person names.
pub(super) fn tunde() -> Actor {
    person(20, Role::Admin)
}

/// Another admin.
pub(super) fn zainab() -> Actor {
    person(21, Role::Admin)
}

pub(super) fn program() -> Actor {
    let all = crate::scopes::OAuthScope::ALL.iter().copied().collect::<Scopes>();
    Actor::service(crate::ServiceAccountId::from_uuid(Uuid::from_u128(30)), all)
}

pub(super) fn at(seconds: i64) -> Timestamp {
    "2026-03-01T09:00:00Z".parse::<Timestamp>().unwrap().plus_seconds(seconds)
}

pub(super) fn out<T>(change: Result<Change<T>, DomainError>) -> T {
    change.unwrap().into_parts().0
}

pub(super) fn customer() -> Customer {
    let details = CustomerDetails::named("Adebayo".parse().unwrap());
    out(Customer::create(CustomerId::from_uuid(Uuid::from_u128(7)), details, &agent(), at(0)))
}

pub(super) fn ticket() -> Ticket {
    let new = NewTicket {
        id: TicketId::from_uuid(Uuid::from_u128(9)),
        number: TicketNumber::from_value(42),
        assignee: None,
        fields: TicketFields::new(
            Category::Medical,
            Priority::High,
            "A rash after the cream".parse().unwrap(),
            "A rash since Monday, where the cream was put.".parse().unwrap(),
        ),
    };
    out(Ticket::open(new, &customer(), None, &agent(), at(0)))
}

pub(super) fn interaction() -> Interaction {
    let new = NewInteraction {
        id: InteractionId::from_uuid(Uuid::from_u128(8)),
        channel: Channel::Call,
        direction: Direction::Inbound,
        summary: None,
        transcript: None,
        pending: false,
        started_at: None,
        ended_at: None,
        no_answer: false,
    };
    out(Interaction::log(new, &customer(), None, &agent(), at(0)))
}

pub(super) fn reason() -> Reason {
    "Is this an allergy to the cream?".parse().unwrap()
}

pub(super) fn outcome() -> Outcome {
    "Stop the cream; it is an allergy.".parse().unwrap()
}

pub(super) fn new(target: Target) -> NewEscalation {
    NewEscalation { id: EscalationId::from_uuid(Uuid::from_u128(12)), target, reason: reason(), priority: None }
}

/// The doctors' pool, or the admins'.
pub(super) fn pool(role: TargetRole) -> Target {
    Target::pool(role)
}

/// The doctor or admin as a named target.
pub(super) fn named(role: TargetRole) -> Target {
    let number = match role {
        TargetRole::Doctor => 10,
        TargetRole::Admin => 20,
    };
    Target::from_row(role, Some(staff_id(number)))
}

pub(super) fn raised(target: Target) -> (EscalatedRecord, Escalation) {
    out(EscalatedRecord::Ticket(ticket()).escalate(new(target), &agent(), at(10)))
}

pub(super) const STATES: [&str; 6] = ["in the pool", "asked by name", "taken on", "answered", "closed", "withdrawn"];

/// An escalation in one of the states, and the record it was raised from.
pub(super) fn standing(state: &str, role: TargetRole) -> (EscalatedRecord, Escalation) {
    let target = if state == "in the pool" { pool(role) } else { named(role) };
    let asked = if role == TargetRole::Doctor { ngozi() } else { tunde() };
    let (case, escalation) = raised(target);
    let answered = |(case, escalation): (EscalatedRecord, Escalation)| {
        let (escalation, case) = out(escalation.resolve(case, outcome(), &asked, at(30)));
        (case, escalation)
    };
    match state {
        "in the pool" | "asked by name" => (case, escalation),
        "taken on" => (case, out(escalation.accept(&asked, at(20)))),
        "answered" => answered((case, escalation)),
        "closed" => {
            let (case, escalation) = answered((case, escalation));
            (case, out(escalation.close(&agent(), at(40))))
        }
        "withdrawn" => {
            let (escalation, case) = out(escalation.withdraw(case, reason(), &agent(), at(30)));
            (case, escalation)
        }
        other => panic!("{other}"),
    }
}
