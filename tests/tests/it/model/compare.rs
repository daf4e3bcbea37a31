//! Comparison of responses with the model.

use caredesk_domain::Timestamp;
use caredesk_tests::TestResponse;
use serde_json::{Map, Value, json};

use super::{actors::Actor, command::role_name, outcome::Outcome, state::ModelState};

fn time(at: Option<Timestamp>) -> Value {
    at.map(|at| at.to_string()).into()
}

/// The sorted `allowed`; empty if it is missing.
fn allowed(of: &Value) -> Vec<&str> {
    let mut words: Vec<&str> = of["allowed"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    words.sort_unstable();
    words
}

/// Asserts the status, the code and the allowed actions.
#[track_caller]
pub(super) fn assert_outcome(expected: &Outcome, answer: &TestResponse) {
    match expected {
        Ok(status) => assert_eq!(answer.status, *status, "{answer}"),
        Err(refused) => {
            assert_eq!(answer.status, refused.status, "the model expects {}: {answer}", refused.code);
            let problem = answer.json();
            if refused.status == 422 {
                let places = answer.error_locations();
                assert!(places.len() == 1 && places[0].1 == refused.code, "the model expects {}: {answer}", refused.code);
            } else {
                assert_eq!(problem["code"], refused.code, "{answer}");
            }
            assert_eq!(allowed(&problem), refused.allowed, "{answer}");
        }
    }
}

/// Asserts that every field of the model has the expected value.
#[track_caller]
pub(super) fn assert_record(found: &Value, expected: &Map<String, Value>, viewer: Actor) {
    for (field, value) in expected {
        let is = match field.as_str() {
            "allowed" => json!(allowed(found)),
            "deleted" => json!(found["deleted_at"].is_string()),
            "target" => json!({"role": found["target"]["role"], "staff": found["target"]["staff"]["id"]}),
            // For a reference compare its id.
            _ if found[field]["id"].is_string() => found[field]["id"].clone(),
            _ => found[field].clone(),
        };
        assert_eq!(is, *value, "{field}, seen by {viewer:?}, of {found}");
    }
}

fn facts(all: &Value) -> Map<String, Value> {
    all.as_object().cloned().unwrap()
}

/// The expected fields of a ticket.
pub(super) fn expected_ticket(
    world: &ModelState,
    place: usize,
    viewer: Actor,
    now: Timestamp,
    customers: &[String],
    people: &[String],
) -> Map<String, Value> {
    let (ticket, id) = (&world.tickets[place], |who: Option<Actor>| who.map(|who| people[who.index()].clone()));
    facts(&json!({
        "customer": customers[ticket.customer],
        "assignee": id(ticket.assignee),
        "status": ticket.status,
        "waiting_since": time(ticket.waiting_since),
        "first_response_at": time(ticket.first_response_at),
        "resolved_at": time(ticket.resolved.map(|(at, _)| at)),
        "resolved_by": id(ticket.resolved.map(|(_, by)| by)),
        "reopened_count": ticket.reopened,
        "duplicate_of": ticket.duplicate_of.map(|of| world.tickets[of].id.clone()),
        "open_escalation": ticket.escalation.map(|escalation| world.escalations[escalation].id.clone()),
        "deleted": ticket.deleted,
        "version": ticket.version,
        "allowed": ticket.allowed_actions(viewer, now),
    }))
}

/// The expected fields of an escalation.
pub(super) fn expected_escalation(
    world: &ModelState,
    place: usize,
    viewer: Actor,
    customers: &[String],
    people: &[String],
) -> Map<String, Value> {
    let (escalation, id) = (&world.escalations[place], |who: Option<Actor>| who.map(|who| people[who.index()].clone()));
    let target = json!({"role": role_name(escalation.target.role), "staff": id(escalation.target.staff)});
    facts(&json!({
        "target": target,
        "source": world.tickets[escalation.ticket].id,
        "customer": customers[escalation.customer],
        "status": escalation.status,
        "outcome": escalation.outcome,
        "accepted_by": id(escalation.accepted_by),
        "resolved_by": id(escalation.resolved_by),
        "closed_by": id(escalation.closed_by),
        "deleted": escalation.deleted,
        "version": escalation.version,
        "allowed": escalation.allowed_actions(viewer),
    }))
}
