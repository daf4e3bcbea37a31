//! Strict JSON: a duplicate name in an object is an error, as in I-JSON (RFC 7493).

use std::{cell::RefCell, fmt};

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value, map::Entry};

use super::{error::ApiError, problem::ProblemField};
use crate::complexity;
use caredesk_domain::FieldError;

/// Reads one JSON value; 400 with the place of the error, without repeating any input.
pub(super) fn read(bytes: &[u8]) -> Result<Value, ApiError> {
    complexity::check(bytes).map_err(ApiError::too_complex)?;
    let place = RefCell::new(DuplicateKeyPath::default());
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = UniqueKeys(&place).deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| {
        let mut place = place.into_inner();
        if place.twice {
            place.steps.reverse();
            let fault = ProblemField::pointer(pointer(&place.steps), FieldError::new("duplicate_key", "must be given once"));
            return ApiError::malformed("duplicate_key", "A name occurs twice in one object of the body.").with_errors(vec![fault]);
        }
        let (line, column) = (error.line(), error.column());
        ApiError::malformed("malformed_json", format!("The body is not valid JSON in UTF-8: see line {line}, column {column}."))
    })
}

/// A JSON pointer as a URI fragment (RFC 6901, section 6).
pub(super) fn pointer(steps: &[String]) -> String {
    steps.iter().fold(String::from("#"), |mut pointer, step| {
        pointer.push('/');
        for letter in step.chars() {
            match letter {
                '~' => pointer.push_str("~0"),
                '/' => pointer.push_str("~1"),
                'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' => pointer.push(letter),
                other => {
                    let mut buffer = [0; 4];
                    for byte in other.encode_utf8(&mut buffer).bytes() {
                        pointer.push_str(&format!("%{byte:02X}"));
                    }
                }
            }
        }
        pointer
    })
}

/// Whether an unknown name may be repeated in a response: names that may hold personal data may not.
pub(super) fn is_plain_name(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.[]".contains(&byte))
}

/// Path of a duplicate name. Steps are recorded while the error unwinds, the innermost first, so that valid input costs nothing.
#[derive(Default)]
struct DuplicateKeyPath {
    steps: Vec<String>,
    twice: bool,
}

impl DuplicateKeyPath {
    /// Records the step to the value in which reading failed.
    fn push_step(&mut self, step: impl FnOnce() -> String) {
        if self.twice {
            self.steps.push(step());
        }
    }
}

/// Reads a value with unique names.
struct UniqueKeys<'p>(&'p RefCell<DuplicateKeyPath>);

impl<'de> DeserializeSeed<'de> for UniqueKeys<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for UniqueKeys<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        loop {
            match seq.next_element_seed(UniqueKeys(self.0)) {
                Ok(Some(value)) => values.push(value),
                Ok(None) => return Ok(Value::Array(values)),
                Err(error) => {
                    self.0.borrow_mut().push_step(|| values.len().to_string());
                    return Err(error);
                }
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            match object.entry(name) {
                Entry::Occupied(known) => {
                    let mut place = self.0.borrow_mut();
                    place.twice = true;
                    // A name that may hold personal data is left out: the path ends at its object.
                    if is_plain_name(known.key()) {
                        place.steps.push(known.key().clone());
                    }
                    return Err(de::Error::custom("a name twice"));
                }
                Entry::Vacant(new) => match map.next_value_seed(UniqueKeys(self.0)) {
                    Ok(value) => {
                        new.insert(value);
                    }
                    Err(error) => {
                        self.0.borrow_mut().push_step(|| new.key().clone());
                        return Err(error);
                    }
                },
            }
        }
        Ok(Value::Object(object))
    }
}
