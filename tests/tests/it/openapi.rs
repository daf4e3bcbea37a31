//! The rules of the OpenAPI document that generated clients depend on, checked for every operation and schema.

use std::collections::BTreeSet;

use caredesk_tests::document::{document, operations};
use serde_json::{Value, json};

/// Every object in the document with its JSON pointer. Examples are values, not parts of the document.
fn objects() -> Vec<(String, &'static Value)> {
    let (mut found, mut left) = (Vec::new(), vec![(String::new(), document())]);
    while let Some((at, value)) = left.pop() {
        let below: Vec<(String, &Value)> = match value {
            Value::Object(fields) => fields.iter().map(|(name, value)| (name.replace('~', "~0").replace('/', "~1"), value)).collect(),
            Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => continue,
        };
        let below = below.into_iter().filter(|(name, _)| !["example", "examples", "default", "enum"].contains(&name.as_str()));
        left.extend(below.map(|(name, value)| (format!("{at}/{name}"), value)));
        if value.is_object() {
            found.push((at, value));
        }
    }
    found
}

fn components() -> impl Iterator<Item = (String, &'static Value)> {
    document()["components"]["schemas"].as_object().unwrap().iter().map(|(name, schema)| (name.clone(), schema))
}

#[test]
fn request_body_of_another_media_type_than_json_or_form_is_binary() {
    let mut binary = 0;
    for operation in operations() {
        for (kind, content) in operation.definition["requestBody"]["content"].as_object().into_iter().flatten() {
            let is_binary = content["schema"]["type"] == "string" && content["schema"]["format"] == "binary";
            let is_read_as_fields = kind.ends_with("json") && !kind.ends_with("ndjson") || kind == "application/x-www-form-urlencoded";
            assert_eq!(is_binary, !is_read_as_fields, "{}: {kind} {content}", operation.id());
            binary += usize::from(is_binary);
        }
    }
    assert!(binary > 0, "no operation has a binary body");
}

#[test]
fn content_always_has_a_schema_and_text_is_a_string() {
    for (at, content) in objects().into_iter().filter(|(at, _)| at.rsplit('/').nth(1) == Some("content")) {
        assert!(content["schema"].is_object(), "{at}");
        if at.rsplit('/').next().unwrap().starts_with("text~1") {
            assert_eq!(content["schema"], json!({"type": "string"}), "{at}");
        }
    }
}

#[test]
fn open_operation_has_empty_security_and_every_other_names_a_scheme() {
    let mut open = 0;
    for operation in operations() {
        let security = operation.definition["security"].as_array().unwrap_or_else(|| panic!("{}: no security", operation.id()));
        open += usize::from(security.is_empty());
        for requirement in security {
            assert!(!requirement.as_object().unwrap().is_empty(), "{}: {{}} means anonymous, use []", operation.id());
        }
    }
    assert!(open > 0, "no operation is open to all");
}

#[test]
fn get_with_etag_documents_if_none_match_and_304() {
    let mut tagged = 0;
    for operation in operations() {
        let has_tag = operation.method == "get" && !operation.definition["responses"]["200"]["headers"]["ETag"].is_null();
        let takes_tag = operation.parameters("header").any(|parameter| parameter["name"] == "If-None-Match");
        let is_unchanged = !operation.definition["responses"]["304"].is_null();
        assert_eq!((takes_tag, is_unchanged), (has_tag, has_tag), "{}", operation.id());
        tagged += usize::from(has_tag);
    }
    assert!(tagged > 0, "no record has an ETag");
}

#[test]
fn object_schema_equal_to_component_is_referenced() {
    let components: Vec<(String, &Value)> = components().collect();
    for (at, schema) in objects().into_iter().filter(|(_, object)| object["properties"].is_object()) {
        let same = components.iter().find(|(name, component)| *component == schema && at != format!("/components/schemas/{name}"));
        assert_eq!(same.map(|(name, _)| name), None, "{at} repeats a component");
    }
}

#[test]
fn parameter_is_never_null() {
    for operation in operations() {
        for parameter in operation.definition["parameters"].as_array().into_iter().flatten() {
            assert!(!parameter["schema"].to_string().contains("\"null\""), "{}: {parameter}", operation.id());
        }
    }
}

#[test]
fn enum_parameter_references_its_component() {
    for (at, schema) in objects().into_iter().filter(|(at, _)| at.starts_with("/paths/") && at.contains("/parameters/")) {
        assert!(schema["enum"].is_null(), "{at}: {schema}");
    }
}

#[test]
fn references_resolve_and_every_component_is_used() {
    let references: BTreeSet<&str> = objects().into_iter().filter_map(|(_, object)| object["$ref"].as_str()).collect();
    let known: BTreeSet<String> = components().map(|(name, _)| format!("#/components/schemas/{name}")).collect();
    assert_eq!(references, known.iter().map(String::as_str).collect());
}

#[test]
fn client_credentials_scopes_match_service_account_scopes() {
    let flow = &document()["components"]["securitySchemes"]["client_credentials"]["flows"]["clientCredentials"]["scopes"];
    let scopes = flow.as_object().unwrap();
    let granted: BTreeSet<&str> =
        document()["components"]["schemas"]["ServiceAccountScope"]["enum"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(scopes.keys().map(String::as_str).collect::<BTreeSet<_>>(), granted);
    let needed: BTreeSet<&str> = operations()
        .flat_map(|operation| operation.definition["security"].as_array().into_iter().flatten())
        .flat_map(|requirement| requirement["client_credentials"].as_array().into_iter().flatten())
        .filter_map(Value::as_str)
        .collect();
    for (scope, about) in scopes {
        let said = about.as_str().unwrap().contains("No operation needs it yet.");
        assert_eq!(said, !needed.contains(scope.as_str()), "{scope}");
    }
}
