//! Conversion of one request value into a domain value: the value types of fields.

use std::str::FromStr;

use caredesk_domain::FieldError;
use garde::Path;
use serde_json::Value;

use super::{error::ApiError, field_errors::FieldErrors};

/// One value of a request.
#[derive(Debug)]
pub enum RawValue {
    /// A value of a JSON body; never `null`, which fields handle.
    Json(Value),
    /// The text of a query parameter.
    Text(String),
}

/// The value type of a field. Every domain type with `FromStr<Err = FieldError>` is one, parsed from text.
pub trait FromRawValue: Sized {
    /// What a handler gets from a validated field.
    type Output;

    /// Whether a query parameter holds several values separated by commas, so that it may also be repeated.
    const COMMA_SEPARATED: bool = false;

    /// Reads one value; errors of its parts may be kept for `report`.
    fn from_raw_value(input: RawValue) -> Result<Self, FieldError>;

    /// Adds the errors of its parts.
    fn report(&self, _path: &mut dyn FnMut() -> Path, _errors: &FieldErrors) {}

    /// The validated value; an error means that the request was never validated (a bug).
    fn into_output(self) -> Result<Self::Output, ApiError>;
}

impl<T: FromStr<Err = FieldError>> FromRawValue for T {
    type Output = T;

    fn from_raw_value(input: RawValue) -> Result<Self, FieldError> {
        match input {
            RawValue::Text(text) | RawValue::Json(Value::String(text)) => text.parse(),
            RawValue::Json(_) => Err(wrong_type("must be a string")),
        }
    }

    fn into_output(self) -> Result<T, ApiError> {
        Ok(self)
    }
}

/// `true` or `false`. (A wrapper, because the blanket implementation for `FromStr` covers `bool`.)
#[derive(Debug)]
pub struct Bool(bool);

impl FromRawValue for Bool {
    type Output = bool;

    fn from_raw_value(input: RawValue) -> Result<Self, FieldError> {
        match input {
            RawValue::Json(Value::Bool(value)) => Ok(Self(value)),
            RawValue::Text(text) => text.parse().map(Self).map_err(|_| FieldError::unknown(&["true", "false"])),
            RawValue::Json(_) => Err(wrong_type("must be true or false")),
        }
    }

    fn into_output(self) -> Result<bool, ApiError> {
        Ok(self.0)
    }
}

/// An integer from `MIN` to `MAX`.
#[derive(Debug)]
pub struct IntInRange<const MIN: i32, const MAX: i32>(i32);

impl<const MIN: i32, const MAX: i32> FromRawValue for IntInRange<MIN, MAX> {
    type Output = i32;

    fn from_raw_value(input: RawValue) -> Result<Self, FieldError> {
        parse_int(input, MIN, MAX).map(Self)
    }

    fn into_output(self) -> Result<i32, ApiError> {
        Ok(self.0)
    }
}

/// Reads an integer; for a number out of range and for other text the error states the range.
pub(super) fn parse_int(input: RawValue, min: i32, max: i32) -> Result<i32, FieldError> {
    let wanted = format!("must be a whole number from {min} to {max}");
    let number = match input {
        RawValue::Json(Value::Number(number)) => {
            // 5.0 is an integer too (JSON Schema); one too large for i64 is only out of range.
            let rounded = || number.as_f64().filter(|number| number.fract() == 0.0).map(|number| format!("{number:.0}"));
            let whole = number.as_i64().or_else(|| rounded().map(|digits| digits.parse().unwrap_or(i64::MAX)));
            whole.ok_or_else(|| wrong_type(&wanted))?
        }
        RawValue::Text(text) => text.parse().map_err(|_| FieldError::format(&wanted))?,
        RawValue::Json(_) => return Err(wrong_type(&wanted)),
    };
    i32::try_from(number).ok().filter(|number| (min..=max).contains(number)).ok_or_else(|| FieldError::new("out_of_range", wanted))
}

/// The error for another JSON type than `wanted`.
pub(super) fn wrong_type(wanted: &str) -> FieldError {
    FieldError::new("wrong_type", wanted)
}
