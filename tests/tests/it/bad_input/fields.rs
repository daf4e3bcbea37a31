//! The fields of bodies: each in turn is given every invalid value.

use caredesk_tests::{
    TestResponse, TestServer,
    document::{Operation, schema_errors},
    on_both_engines,
};
use serde_json::Value;

use super::{
    CANARY, OperationFixture,
    bodies::{operations_with_body, send_json},
    samples::{self, Variant},
    values::{fields, values},
};

/// Rules between fields that a schema cannot express: `(operation, field that is removed or changed, pointer of the error)`.
const CROSS_FIELD_RULES: [(&str, &str, &str); 24] = [
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
fn with_value_at(mut body: Value, pointer: &str, value: Option<Value>) -> Value {
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
        for operation in operations_with_body() {
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
async fn each_field(desk: &TestServer, operation: Operation, variant: &Variant, wrong: &mut Vec<String>) -> usize {
    let (mut all, mut tried, mut used) = (Vec::new(), 0, false);
    let schema = &operation.json_body().unwrap().1["schema"];
    let mut ground = OperationFixture::new(desk, operation).await;
    fields(schema, &samples::full_body(&ground, desk, operation, variant), "", &mut all);
    for field in &all {
        let pointer = &field.pointer;
        // An array without its item is a case of the array itself.
        let item = pointer.ends_with(|last: char| last.is_ascii_digit());
        let mut cases = if item { Vec::new() } else { vec![("nothing at all".to_owned(), None)] };
        cases.extend(values(field).into_iter().map(|(name, value)| (name, Some(value))));
        for (name, value) in cases {
            let good =
                |ground: &OperationFixture| with_value_at(samples::full_body(ground, desk, operation, variant), pointer, value.clone());
            let mut body = good(&ground);
            samples::make_unique(desk, operation, &mut body);
            let mut answer = send_json(&ground, operation, &body).await;
            // An earlier success, or the limit of wrong passwords, may be the cause: repeat on new records.
            if (used || answer.status == 429) && answer.status >= 400 && schema_errors(schema, &body).is_empty() {
                ground = OperationFixture::new(desk, operation).await;
                body = good(&ground);
                samples::make_unique(desk, operation, &mut body);
                answer = send_json(&ground, operation, &body).await;
                used = false;
            }
            used |= answer.status < 300;
            let what = format!("{}: {name} at {pointer}", operation.id());
            wrong.extend(find_mismatch(operation, pointer, &what, &body, &answer));
            tried += 1;
        }
    }
    tried
}

/// The mismatch between the response and the schema, if any.
fn find_mismatch(operation: Operation, pointer: &str, what: &str, body: &Value, answer: &TestResponse) -> Option<String> {
    let wrong = schema_errors(&operation.json_body().unwrap().1["schema"], body);
    let under = format!("#{pointer}");
    let fits = match answer.status {
        400.. if answer.text().contains(CANARY) => return Some(format!("{what} is repeated: {answer}")),
        400 => !wrong.is_empty(),
        422 if !wrong.is_empty() => answer.error_locations().iter().any(|(place, _)| place.starts_with(&under)),
        422 => answer.error_locations().iter().all(|(place, code)| {
            let between = CROSS_FIELD_RULES.iter().any(|(of, field, at)| *of == operation.id() && *field == pointer && at == place);
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
