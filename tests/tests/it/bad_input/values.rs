//! The fields of a body, and the values that are tried in each.

use serde_json::{Value, json};

use super::{
    CANARY,
    samples::{allows_type, resolve_non_null},
};

/// One field of a body: its JSON pointer, its schema, and its valid value.
pub(in super::super) struct Field {
    pub(in super::super) pointer: String,
    pub(in super::super) schema: &'static Value,
    valid_value: Value,
}

/// Every field of a body, including those inside objects and arrays.
pub(in super::super) fn fields(schema: &'static Value, body: &Value, at: &str, found: &mut Vec<Field>) {
    let about = resolve_non_null(schema);
    match body {
        // A free-form object has no known fields.
        Value::Object(_) if about["properties"].is_null() => assert_eq!(about["additionalProperties"], true, "{at}"),
        Value::Object(object) => {
            for (name, value) in object {
                let Some(property) = about["properties"].get(name) else { panic!("{at}/{name} is not documented") };
                found.push(Field { pointer: format!("{at}/{name}"), schema: property, valid_value: value.clone() });
                fields(property, value, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                found.push(Field { pointer: format!("{at}/{index}"), schema: &about["items"], valid_value: item.clone() });
                fields(&about["items"], item, &format!("{at}/{index}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Values of every invalid and every boundary kind.
pub(in super::super) fn values(field: &Field) -> Vec<(String, Value)> {
    let mut values: Vec<(String, Value)> = [
        ("null", Value::Null),
        ("a number", json!(7)),
        ("a fraction", json!(1.5)),
        ("a huge number", json!(1e300)),
        ("a negative number", json!(-1)),
        ("true", json!(true)),
        ("a word", json!(CANARY)),
        ("an object", json!({"surprise": CANARY})),
        ("an empty object", json!({})),
        ("an array", json!([CANARY])),
        ("an empty array", json!([])),
        ("an array in an array", json!([[CANARY]])),
        ("nothing", json!("")),
        ("white space", json!(" ".repeat(40))),
        ("an emoji", json!(format!("🦷🦷🦷🦷🦷🦷🦷🦷 {CANARY}"))),
        ("text from right to left", json!(format!("\u{202e}שלום سلام {CANARY}\u{202c}"))),
        ("two lines", json!(format!("{CANARY}\n{CANARY}"))),
        ("NUL", json!(format!("{CANARY} \0 {CANARY}"))),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    let schema = resolve_non_null(field.schema);
    if allows_type(schema, "string") {
        values.extend(lengths(schema));
    }
    // Well formed, but unknown or in the future.
    match schema["format"].as_str() {
        Some("uuid") => values.push(("nobody's id".to_owned(), json!("0192f3c4-7a1b-7c2d-8e3f-405162738495"))),
        Some("date") => values.push(("a day to come".to_owned(), json!("2030-01-01"))),
        Some("date-time") => values.push(("an instant to come".to_owned(), json!("2030-01-01T00:00:00Z"))),
        Some(_) | None => {}
    }
    for (bound, past) in [("minimum", -1), ("maximum", 1)] {
        if let Some(bound) = schema[bound].as_i64() {
            values.extend([(format!("{bound}"), json!(bound)), (format!("{bound} and one"), json!(bound + past))]);
        }
    }
    for word in schema["enum"].as_array().into_iter().flatten() {
        values.push((format!("the word {word}"), word.clone()));
        values.push((format!("the word {word} in capitals"), json!(word.as_str().unwrap_or_default().to_uppercase())));
    }
    if let Some(most) = schema["maxItems"].as_u64() {
        for count in [most, most + 1] {
            values.push((format!("{count} items"), Value::Array(vec![field.valid_value[0].clone(); usize::try_from(count).unwrap()])));
        }
    }
    values
}

/// Texts at both length limits and one past them, in letters and in characters of four bytes.
fn lengths(schema: &'static Value) -> Vec<(String, Value)> {
    let mut texts = Vec::new();
    for (bound, past) in [("minLength", -1), ("maxLength", 1)] {
        let Some(length) = schema[bound].as_i64() else { continue };
        for length in [length, length + past] {
            for letter in ["a", "7", "🦷"] {
                texts.push((format!("{length} times {letter}"), json!(letter.repeat(usize::try_from(length).unwrap()))));
            }
        }
    }
    texts
}
