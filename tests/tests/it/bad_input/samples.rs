//! Good bodies and their parts, made from schemas.

use caredesk_tests::{
    Desk,
    document::{Operation, resolved},
};
use serde_json::{Map, Value, json};

use super::Ground;

/// Fields that only mean something together: the body in which all of them may stand.
fn together(operation: &str) -> Value {
    match operation {
        "create_ticket_message" => json!({"kind": "reply", "author": "customer", "via": "chat", "status": "open"}),
        _ => json!({}),
    }
}

/// Cursors are given out by lists; none can be made up that is good.
pub(super) const GIVEN_OUT: &str = "cursor";

/// The documented example with real ids in it.
pub(super) fn example(ground: &Ground, desk: &Desk, operation: Operation) -> Value {
    let (_, about) = operation.json_body().expect("a body");
    let mut body = about["example"].clone();
    assert!(body.is_object(), "{} has no example of its body", operation.id());
    for id in ["customer_id", "assignee_id"] {
        if body[id].is_string() {
            body[id] = ground.id_for(id);
        }
    }
    renew(desk, operation, &mut body);
    body
}

/// A body with every field the schema knows, good in all of them.
pub(super) fn full(ground: &Ground, desk: &Desk, operation: Operation) -> Value {
    let (_, about) = operation.json_body().expect("a body");
    let mut body = sample(ground, "", &about["schema"]);
    merge(&mut body, example(ground, desk, operation));
    merge(&mut body, together(operation.id()));
    body.as_object_mut().expect("an object").remove(GIVEN_OUT);
    body
}

/// Puts into a body what must be new each time.
pub(super) fn renew(desk: &Desk, operation: Operation, body: &mut Value) {
    // No two colleagues share an address.
    if operation.id() == "create_staff" && body["email"].as_str().is_some_and(|email| email.starts_with("ben")) {
        body["email"] = format!("ben-{}@desk.example", desk.next()).into();
    }
}

fn merge(body: &mut Value, over: Value) {
    let over = if let Value::Object(over) = over { over } else { Map::new() };
    over.into_iter().for_each(|(field, value)| body[field] = value);
}

/// A good value of a schema, with every property of an object and one item of an array.
fn sample(ground: &Ground, field: &str, schema: &'static Value) -> Value {
    let about = resolved(schema);
    for said in [&schema["example"], &about["example"], &about["examples"][0], &about["enum"][0]] {
        if !said.is_null() {
            return said.clone();
        }
    }
    if about["format"] == "uuid" {
        return ground.id_for(field);
    }
    if let Some(properties) = about["properties"].as_object() {
        return properties.iter().map(|(name, property)| (name.clone(), sample(ground, name, property))).collect();
    }
    if let Some(one) = about["oneOf"].as_array() {
        return sample(ground, field, one.iter().find(|one| one["type"] != "null").expect("more than null"));
    }
    if about["type"] == "array" {
        return json!([sample(ground, field, &about["items"])]);
    }
    if about["default"].is_null() {
        assert_eq!(about["type"], "boolean", "the schema of {field} has no example: {about}");
        return json!(true);
    }
    about["default"].clone()
}

/// The schema behind `null or …` and references.
pub(super) fn meant(schema: &'static Value) -> &'static Value {
    let about = resolved(schema);
    match about["oneOf"].as_array().and_then(|one| one.iter().find(|one| one["type"] != "null")) {
        Some(one) => meant(one),
        None => about,
    }
}

/// Whether a schema takes this JSON type.
pub(super) fn takes(schema: &Value, name: &str) -> bool {
    schema["type"].as_array().map_or_else(|| schema["type"] == name, |several| several.iter().any(|one| one == name))
}
