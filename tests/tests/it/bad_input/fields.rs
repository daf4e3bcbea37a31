//! The fields of bodies: each in turn is everything it should not be.

use caredesk_tests::{
    Answer, Desk,
    document::{Operation, faults},
    on_both_engines,
};
use serde_json::Value;

use super::{
    CANARY, Ground,
    bodies::{ask, with_body},
    samples::{self, Variant},
    values::{fields, values},
};

/// Rules between fields that a schema cannot say: `(operation, field that is gone or other, pointer of the fault)`.
const BETWEEN: [(&str, &str, &str); 24] = [
    // Somebody else's secret is well formed too.
    ("change_password", "/current_password", "#/current_password"),
    ("use_password_link", "/token", "#/token"),
    // Each action on many tickets takes what it is about, and no more.
    ("change_tickets", "/action", "#/action"),
    ("change_tickets", "/assignee_id", "#/action"),
    ("change_tickets", "/status", "#/action"),
    ("change_tickets", "/priority", "#/action"),
    // Whoever is asked must be of the role that is asked.
    ("create_ticket_escalation", "/target/role", "#/target/staff_id"),
    ("create_interaction_escalation", "/target/role", "#/target/staff_id"),
    ("reassign_escalation", "/target/role", "#/target/staff_id"),
    // What has ended says so by its end, began before it, and has a summary.
    ("create_interaction", "/status", "#/status"),
    ("create_interaction", "/started_at", "#/ended_at"),
    ("create_interaction", "/summary", "#/summary"),
    ("update_interaction", "/summary", "#/summary"),
    ("end_interaction", "/summary", "#/summary"),
    // Only an outbound call or chat that has ended can be without an answer.
    ("create_interaction", "/channel", "#/no_answer"),
    ("create_interaction", "/direction", "#/no_answer"),
    ("create_interaction", "/ended_at", "#/no_answer"),
    ("end_interaction", "/no_answer", "#/no_answer"),
    ("update_interaction", "/channel", "#/no_answer"),
    ("update_interaction", "/direction", "#/no_answer"),
    // A channel goes with what the customer said.
    ("create_ticket_message", "/author", "#/via"),
    // A note passes no answer on.
    ("create_ticket_message", "/kind", "#/closes_escalation"),
    // The customer writes no notes.
    ("create_ticket_message", "/kind", "#/kind"),
    // A duplicate is resolved, and nothing else.
    ("set_ticket_status", "/status", "#/duplicate_of"),
];

/// What a schema cannot say of the text in a field: the codes with which good length and shape may still be refused.
const BEYOND_SCHEMA: [&str; 6] = ["blank", "control", "format", "future", "not_found", "nul"];

/// The body without what is at `pointer`, or with another value there.
fn changed(mut body: Value, pointer: &str, value: Option<Value>) -> Value {
    if let Some(value) = value {
        *body.pointer_mut(pointer).unwrap() = value;
        return body;
    }
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    body.pointer_mut(parent).and_then(Value::as_object_mut).unwrap().remove(name);
    body
}

#[tokio::test]
async fn every_field_takes_what_its_schema_takes_and_nothing_else() {
    on_both_engines(async |desk| {
        let (mut tried, mut wrong) = (0, Vec::new());
        for operation in with_body() {
            for variant in samples::variants(operation.id()) {
                tried += each_field(desk, operation, &variant, &mut wrong).await;
            }
        }
        assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
        assert!(tried > 3000, "only {tried} bodies were made from the document");
    })
    .await;
}

/// Tries every value in every field of one good body; gives how many bodies that were.
async fn each_field(desk: &Desk, operation: Operation, variant: &Variant, wrong: &mut Vec<String>) -> usize {
    let (mut all, mut tried, mut used) = (Vec::new(), 0, false);
    let schema = &operation.json_body().unwrap().1["schema"];
    let mut ground = Ground::lay(desk, operation).await;
    fields(schema, &samples::full(&ground, desk, operation, variant), "", &mut all);
    for field in &all {
        let pointer = &field.pointer;
        // An array without its item is tried in the array's own place.
        let item = pointer.ends_with(|last: char| last.is_ascii_digit());
        let mut cases = if item { Vec::new() } else { vec![("nothing at all".to_owned(), None)] };
        cases.extend(values(field).into_iter().map(|(name, value)| (name, Some(value))));
        for (name, value) in cases {
            let good = |ground: &Ground| changed(samples::full(ground, desk, operation, variant), pointer, value.clone());
            let mut body = good(&ground);
            samples::renew(desk, operation, &mut body);
            let mut answer = ask(&ground, operation, &body).await;
            // What has been done once may be in the way of doing it again, and so are many wrong passwords.
            if (used || answer.status == 429) && answer.status >= 400 && faults(schema, &body).is_empty() {
                ground = Ground::lay(desk, operation).await;
                body = good(&ground);
                samples::renew(desk, operation, &mut body);
                answer = ask(&ground, operation, &body).await;
                used = false;
            }
            used |= answer.status < 300;
            let what = format!("{}: {name} at {pointer}", operation.id());
            wrong.extend(judge(operation, pointer, &what, &body, &answer));
            tried += 1;
        }
    }
    tried
}

/// Says how the answer is not what the schema makes of the body.
fn judge(operation: Operation, pointer: &str, what: &str, body: &Value, answer: &Answer) -> Option<String> {
    let wrong = faults(&operation.json_body().unwrap().1["schema"], body);
    let under = format!("#{pointer}");
    let fits = match answer.status {
        400.. if answer.text().contains(CANARY) => return Some(format!("{what} is repeated: {answer}")),
        400 => !wrong.is_empty(),
        422 if !wrong.is_empty() => answer.places().iter().any(|(place, _)| place.starts_with(&under)),
        422 => answer.places().iter().all(|(place, code)| {
            let between = BETWEEN.iter().any(|(of, field, at)| *of == operation.id() && *field == pointer && at == place);
            between || (place.starts_with(&under) && BEYOND_SCHEMA.contains(&code.as_str()))
        }),
        200..=299 | 409 => wrong.is_empty() && !what.contains("NUL"),
        // Nobody signs in with most of these.
        401 | 429 => operation.id() == "login" && wrong.is_empty() && !what.contains("NUL"),
        _ => false,
    };
    let why = if wrong.is_empty() { "fits the schema".to_owned() } else { format!("does not fit the schema ({})", wrong.join("; ")) };
    (!fits).then(|| format!("{what} {why}, but {answer}"))
}
