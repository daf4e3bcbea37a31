//! The fields of bodies: each in turn is given every invalid value.

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

/// Rules between fields that a schema cannot express: `(operation, field that is removed or changed, pointer of the error)`.
const BETWEEN: [(&str, &str, &str); 24] = [
    // A wrong secret can be well formed.
    ("change_password", "/current_password", "#/current_password"),
    ("use_password_link", "/token", "#/token"),
    // Each bulk action takes only its own fields.
    ("change_tickets", "/action", "#/action"),
    ("change_tickets", "/assignee_id", "#/action"),
    ("change_tickets", "/status", "#/action"),
    ("change_tickets", "/priority", "#/action"),
    // The target staff member must have the target role.
    ("create_ticket_escalation", "/target/role", "#/target/staff_id"),
    ("create_interaction_escalation", "/target/role", "#/target/staff_id"),
    ("reassign_escalation", "/target/role", "#/target/staff_id"),
    // An ended interaction has no `status`, ends after it starts, and has a summary.
    ("create_interaction", "/status", "#/status"),
    ("create_interaction", "/started_at", "#/ended_at"),
    ("create_interaction", "/summary", "#/summary"),
    ("update_interaction", "/summary", "#/summary"),
    ("end_interaction", "/summary", "#/summary"),
    // `no_answer` is only for ended outbound calls and chats.
    ("create_interaction", "/channel", "#/no_answer"),
    ("create_interaction", "/direction", "#/no_answer"),
    ("create_interaction", "/ended_at", "#/no_answer"),
    ("end_interaction", "/no_answer", "#/no_answer"),
    ("update_interaction", "/channel", "#/no_answer"),
    ("update_interaction", "/direction", "#/no_answer"),
    // `via` is only for messages of the customer.
    ("create_ticket_message", "/author", "#/via"),
    // A note closes no escalation.
    ("create_ticket_message", "/kind", "#/closes_escalation"),
    // A customer cannot write notes.
    ("create_ticket_message", "/kind", "#/kind"),
    // `duplicate_of` needs the status `resolved`.
    ("set_ticket_status", "/status", "#/duplicate_of"),
];

/// Codes with which a value that matches its schema may still be rejected.
const BEYOND_SCHEMA: [&str; 6] = ["blank", "control", "format", "future", "not_found", "nul"];

/// The body with another value at `pointer`, or without the field.
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
async fn body_field_accepts_exactly_what_its_schema_accepts() {
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

/// Tries every value in every field of one valid body; returns the number of bodies.
async fn each_field(desk: &Desk, operation: Operation, variant: &Variant, wrong: &mut Vec<String>) -> usize {
    let (mut all, mut tried, mut used) = (Vec::new(), 0, false);
    let schema = &operation.json_body().unwrap().1["schema"];
    let mut ground = Ground::lay(desk, operation).await;
    fields(schema, &samples::full(&ground, desk, operation, variant), "", &mut all);
    for field in &all {
        let pointer = &field.pointer;
        // An array without its item is a case of the array itself.
        let item = pointer.ends_with(|last: char| last.is_ascii_digit());
        let mut cases = if item { Vec::new() } else { vec![("nothing at all".to_owned(), None)] };
        cases.extend(values(field).into_iter().map(|(name, value)| (name, Some(value))));
        for (name, value) in cases {
            let good = |ground: &Ground| changed(samples::full(ground, desk, operation, variant), pointer, value.clone());
            let mut body = good(&ground);
            samples::renew(desk, operation, &mut body);
            let mut answer = ask(&ground, operation, &body).await;
            // An earlier success, or the limit of wrong passwords, may be the cause: repeat on new records.
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

/// The mismatch between the response and the schema, if any.
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
        // Most of these are no valid credentials.
        401 | 429 => operation.id() == "login" && wrong.is_empty() && !what.contains("NUL"),
        _ => false,
    };
    let why = if wrong.is_empty() { "fits the schema".to_owned() } else { format!("does not fit the schema ({})", wrong.join("; ")) };
    (!fits).then(|| format!("{what} {why}, but {answer}"))
}
