//! Sends an operation with the values that Swagger UI fills in.

use caredesk_tests::{
    Answer,
    document::{Operation, resolved},
};
use serde_json::Value;

use super::Stage;

/// What Swagger UI fills in for a parameter by itself (its `setDefaultValue`): the parameter's own example, or its schema's example or default.
fn filled_in(parameter: &'static Value) -> Option<String> {
    let (own, schema) = (&parameter["example"], resolved(&parameter["schema"]));
    let value = [own, &schema["example"], &schema["default"]].into_iter().find(|value| !value.is_null())?;
    Some(text(value))
}

/// A value as text of a form field or a path.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The example body of an operation with its media type, if it takes one.
fn example_body(operation: Operation) -> Option<(&'static str, Value)> {
    let content = operation.about["requestBody"]["content"].as_object()?;
    let (kind, body) = content.iter().next().unwrap();
    if !body["example"].is_null() {
        return Some((kind, body["example"].clone()));
    }
    // A form is filled in field by field, each with its own example.
    let fields = resolved(&body["schema"])["properties"].as_object().unwrap_or_else(|| panic!("{}: no example body", operation.id()));
    let fields = fields.iter().map(|(name, field)| (name.clone(), field["example"].clone()));
    Some((kind, Value::Object(fields.collect())))
}

/// Sends the request as *Execute* in Swagger UI does, with the ids and fields of the fixture.
pub(crate) async fn press(operation: Operation, stage: &Stage) -> Answer {
    let mut path = operation.template.to_owned();
    for (name, id) in &stage.at {
        path = path.replace(&format!("{{{name}}}"), id);
    }
    assert!(!path.contains('{'), "{}: the fixture has no id for {path}", operation.id());
    let filled = operation
        .parameters("query")
        .filter_map(|parameter| Some(format!("{}={}", parameter["name"].as_str().unwrap(), filled_in(parameter)?)));
    let query: Vec<String> = filled.chain(stage.query.clone()).collect();
    if !query.is_empty() {
        path = format!("{path}?{}", query.join("&"));
    }
    let mut call = stage.by.call(operation.method(), &format!("/{path}"));
    for parameter in operation.parameters("header") {
        let name = parameter["name"].as_str().unwrap();
        if stage.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name)) {
            continue;
        }
        match filled_in(parameter) {
            Some(value) => call = call.header(name, &value),
            None => assert!(parameter["required"] != true, "{}: {name} has no example", operation.id()),
        }
    }
    for (name, value) in &stage.headers {
        call = call.header(name, value);
    }
    if let Some(cookie) = &stage.cookie {
        call = call.refresh_cookie(cookie);
    }
    if let Some((kind, mut body)) = example_body(operation) {
        for (field, value) in &stage.fields {
            match (value, &mut body) {
                (Value::Null, Value::Object(body)) => drop(body.remove(field)),
                (value, body) => body[field] = value.clone(),
            }
        }
        call = match kind {
            "application/x-www-form-urlencoded" => call.body(kind, form(&body)),
            _ if body.is_string() => call.body(kind, body.as_str().unwrap()),
            _ => call.body(kind, body.to_string()),
        };
    }
    call.send().await
}

fn form(fields: &Value) -> String {
    let fields = fields.as_object().unwrap().iter();
    fields.map(|(name, value)| format!("{name}={}", text(value).replace(' ', "+"))).collect::<Vec<_>>().join("&")
}
