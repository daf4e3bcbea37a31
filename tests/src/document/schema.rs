//! Validates a value against a schema of the document (the part of JSON Schema 2020-12 that the document uses).

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex},
};

use regex::Regex;
use serde_json::Value;

use super::document;

/// The supported schema keywords. Another keyword would be ignored silently, so it is an error.
const KEYWORDS: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "default",
    "description",
    "enum",
    "example",
    "examples",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "oneOf",
    "pattern",
    "properties",
    "required",
    "title",
    "type",
];

/// Every violation of `schema` by `value`, each with its JSON pointer.
///
/// # Panics
/// When the schema uses an unsupported keyword, type or format.
pub fn schema_errors(schema: &Value, value: &Value) -> Vec<String> {
    let mut errors = Vec::new();
    Validator { at: String::from("#"), faults: &mut errors }.check(schema, value);
    errors
}

struct Validator<'f> {
    at: String,
    faults: &'f mut Vec<String>,
}

impl Validator<'_> {
    fn fault(&mut self, what: impl std::fmt::Display) {
        self.faults.push(format!("{}: {what}", self.at));
    }

    fn within(&mut self, step: impl std::fmt::Display, schema: &Value, value: &Value) {
        Validator { at: format!("{}/{step}", self.at), faults: self.faults }.check(schema, value);
    }

    fn check(&mut self, schema: &Value, value: &Value) {
        let words = schema.as_object().unwrap_or_else(|| panic!("{}: {schema} is no schema", self.at));
        if let Some(word) = words.keys().find(|word| !KEYWORDS.contains(&word.as_str())) {
            panic!("{}: the schema keyword {word} is not supported by these tests", self.at);
        }
        if let Some(reference) = schema["$ref"].as_str() {
            let target = document().pointer(reference.trim_start_matches('#'));
            self.check(target.unwrap_or_else(|| panic!("{reference} cannot be resolved")), value);
        }
        self.combined(schema, value);
        if !fits_type(&schema["type"], value) {
            return self.fault(format!("must be {}", schema["type"]));
        }
        if schema["enum"].as_array().is_some_and(|known| !known.contains(value)) {
            self.fault("is not in the enum");
        }
        match value {
            Value::String(text) => self.text(schema, text),
            Value::Number(number) => self.number(schema, number.as_f64().unwrap_or(f64::NAN)),
            Value::Array(items) => self.array(schema, items),
            Value::Object(_) => self.object(schema, value),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn combined(&mut self, schema: &Value, value: &Value) {
        for all in schema["allOf"].as_array().into_iter().flatten() {
            self.check(all, value);
        }
        let fitting = |schemas: &Vec<Value>| schemas.iter().filter(|schema| schema_errors(schema, value).is_empty()).count();
        if schema["oneOf"].as_array().is_some_and(|one| fitting(one) != 1) {
            self.fault("does not match exactly one schema of oneOf");
        }
        if schema["anyOf"].as_array().is_some_and(|any| fitting(any) == 0) {
            self.fault("matches no schema of anyOf");
        }
    }

    fn text(&mut self, schema: &Value, text: &str) {
        let length = text.chars().count();
        if outside(schema, "minLength", "maxLength", length) {
            self.fault(format!("has {length} characters"));
        }
        if schema["pattern"].as_str().is_some_and(|pattern| !matches_pattern(pattern, text)) {
            self.fault("does not match the pattern");
        }
        match schema["format"].as_str() {
            None | Some("password") => {}
            Some(format) => {
                if !fits_format(format, text) {
                    self.fault(format!("is no {format}"));
                }
            }
        }
    }

    fn number(&mut self, schema: &Value, number: f64) {
        let (least, most) = (schema["minimum"].as_f64(), schema["maximum"].as_f64());
        if least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most) {
            self.fault("is out of its range");
        }
    }

    fn array(&mut self, schema: &Value, items: &[Value]) {
        if outside(schema, "minItems", "maxItems", items.len()) {
            self.fault(format!("has {} items", items.len()));
        }
        if !schema["items"].is_null() {
            for (index, item) in items.iter().enumerate() {
                self.within(index, &schema["items"], item);
            }
        }
    }

    fn object(&mut self, schema: &Value, value: &Value) {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if value.get(name).is_none() {
                self.fault(format!("lacks {name}"));
            }
        }
        for (name, value) in value.as_object().into_iter().flatten() {
            match schema["properties"].get(name) {
                Some(property) => self.within(name, property, value),
                None if schema["additionalProperties"] == false => self.fault(format!("must not have {name}")),
                None => {}
            }
        }
    }
}

fn outside(schema: &Value, least: &str, most: &str, size: usize) -> bool {
    let bound = |name: &str| schema[name].as_u64().map(|bound| usize::try_from(bound).expect("a bound"));
    bound(least).is_some_and(|least| size < least) || bound(most).is_some_and(|most| size > most)
}

/// Compiling a pattern takes long, and the document has few of them.
fn matches_pattern(pattern: &str, text: &str) -> bool {
    static COMPILED: LazyLock<Mutex<HashMap<String, Regex>>> = LazyLock::new(Mutex::default);
    let mut compiled = COMPILED.lock().expect("patterns");
    compiled.entry(pattern.to_owned()).or_insert_with(|| Regex::new(pattern).expect("a pattern")).is_match(text)
}

fn fits_type(types: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str() {
        Some("string") => value.is_string(),
        Some("integer") => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        Some("null") => value.is_null(),
        other => panic!("unsupported type {other:?}"),
    };
    match types.as_array() {
        Some(several) => several.iter().any(is),
        None => types.is_null() || is(types),
    }
}

fn fits_format(format: &str, text: &str) -> bool {
    static UUID: LazyLock<Regex> = LazyLock::new(|| Regex::new("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$").unwrap());
    match format {
        "uuid" => UUID.is_match(text),
        "date" => text.parse::<caredesk_domain::date::BirthDate>().is_ok(),
        "date-time" => text.parse::<caredesk_domain::Timestamp>().is_ok(),
        "email" => text.parse::<caredesk_domain::email::Email>().is_ok(),
        other => panic!("unsupported format {other}"),
    }
}
