//! Valid bodies and values, generated from schemas.

use caredesk_tests::{
    TestServer,
    document::{Operation, resolve_ref},
};
use serde_json::{Map, Value, json};

use super::OperationFixture;

/// The fields of a valid body, and the fields it leaves out because they exclude each other.
pub(in super::super) type Variant = (Value, &'static [&'static str]);

/// The variants of valid bodies of an operation; together they contain every field it knows.
pub(in super::super) fn variants(operation: &str) -> Vec<Variant> {
    match operation {
        "change_tickets" => vec![
            (json!({"action": "assign"}), &["status", "priority"]),
            (json!({"action": "claim"}), &["assignee_id", "status", "priority"]),
            (json!({"action": "set_status", "status": "resolved"}), &["assignee_id", "priority"]),
            (json!({"action": "set_priority"}), &["assignee_id", "status"]),
        ],
        "create_interaction" => vec![
            (json!({}), &["status", "no_answer"]),
            (json!({"status": "pending"}), &["ended_at", "no_answer"]),
            (json!({"channel": "call", "direction": "outbound", "no_answer": true}), &["status"]),
        ],
        "create_ticket_message" => vec![
            (json!({"kind": "reply", "author": "customer", "via": "chat", "status": "open"}), &["closes_escalation"]),
            (json!({"kind": "reply"}), &["author", "via"]),
        ],
        "set_ticket_status" => {
            vec![(json!({"status": "resolved"}), &["undo"]), (json!({"status": "open", "undo": true}), &["duplicate_of"])]
        }
        "update_interaction" => {
            vec![(json!({}), &["no_answer"]), (json!({"channel": "call", "direction": "outbound", "no_answer": true}), &[])]
        }
        "update_service_account" => vec![(json!({"expires_at": "2099-01-01T00:00:00Z"}), &[])],
        _ => vec![(json!({}), &[])],
    }
}

/// Cursors come from list responses; none can be generated.
pub(in super::super) const CURSOR_FIELD: &str = "cursor";

/// The documented example with real ids.
pub(in super::super) fn example(ground: &OperationFixture, desk: &TestServer, operation: Operation) -> Value {
    let (_, about) = operation.json_body().expect("a body");
    let mut body = about["example"].clone();
    let fields = body.as_object_mut().unwrap_or_else(|| panic!("{} has no example of its body", operation.id()));
    for (field, value) in fields.iter_mut().filter(|(_, value)| !value.is_null()) {
        ground.field_value(field).into_iter().for_each(|real| *value = real.clone());
    }
    make_unique(desk, operation, &mut body);
    body
}

/// A body with every field of the variant, all of them valid.
pub(in super::super) fn full_body(ground: &OperationFixture, desk: &TestServer, operation: Operation, (says, without): &Variant) -> Value {
    let (_, about) = operation.json_body().expect("a body");
    let mut body = sample(ground, "", &about["schema"]);
    merge(&mut body, example(ground, desk, operation));
    merge(&mut body, says.clone());
    body.as_object_mut().expect("an object").retain(|field, _| field != CURSOR_FIELD && !without.contains(&field.as_str()));
    body
}

/// A valid body.
pub(in super::super) fn valid_body(ground: &OperationFixture, desk: &TestServer, operation: Operation) -> Value {
    full_body(ground, desk, operation, &variants(operation.id())[0])
}

/// Sets the fields of a body that must be unique.
pub(in super::super) fn make_unique(desk: &TestServer, operation: Operation, body: &mut Value) {
    // Emails of staff are unique.
    let examples = ["ben@desk.example", "ada@example.org"];
    let of_staff = ["create_staff", "update_staff"].contains(&operation.id());
    if of_staff && body["email"].as_str().is_some_and(|email| examples.contains(&email)) {
        body["email"] = format!("ben-{}@desk.example", desk.next_number()).into();
    }
}

/// Merges `over` into a body; `null` changes nothing.
fn merge(body: &mut Value, over: Value) {
    match (body, over) {
        (_, Value::Null) => {}
        (Value::Object(body), Value::Object(over)) => {
            over.into_iter().for_each(|(field, value)| merge(body.entry(field).or_insert(Value::Null), value));
        }
        (body, over) => *body = over,
    }
}

/// A valid value of a schema, with every property of an object and one item of an array.
fn sample(ground: &OperationFixture, field: &str, schema: &'static Value) -> Value {
    let about = resolve_ref(schema);
    if let Some(real) = ground.field_value(field) {
        return real.clone();
    }
    for said in [&schema["example"], &about["example"], &about["examples"][0], &about["enum"][0]] {
        if !said.is_null() {
            return said.clone();
        }
    }
    assert_ne!(about["format"], "uuid", "no record is known for the id {field}: add it to the fixture");
    if let Some(properties) = about["properties"].as_object() {
        return properties.iter().map(|(name, property)| (name.clone(), sample(ground, name, property))).collect::<Map<_, _>>().into();
    }
    if let Some(one) = about["oneOf"].as_array() {
        return sample(ground, field, one.iter().find(|one| one["type"] != "null").expect("more than null"));
    }
    if about["type"] == "array" {
        return json!([sample(ground, field, &about["items"])]);
    }
    if about["default"].is_null() {
        if about["type"] == "integer" {
            return about["minimum"].clone();
        }
        assert_eq!(about["type"], "boolean", "the schema of {field} has no example: {about}");
        return json!(true);
    }
    about["default"].clone()
}

/// The schema behind references and `null or …`.
pub(in super::super) fn resolve_non_null(schema: &'static Value) -> &'static Value {
    let about = resolve_ref(schema);
    match about["oneOf"].as_array().and_then(|one| one.iter().find(|one| one["type"] != "null")) {
        Some(one) => resolve_non_null(one),
        None => about,
    }
}

/// Whether a schema allows this JSON type.
pub(in super::super) fn allows_type(schema: &Value, name: &str) -> bool {
    schema["type"].as_array().map_or_else(|| schema["type"] == name, |several| several.iter().any(|one| one == name))
}
