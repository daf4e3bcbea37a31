//! Arrays and objects inside a body.

use caredesk_domain::FieldError;
use garde::{Path, Report, Validate};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    error::ApiError,
    field::Required,
    field_errors::FieldErrors,
    object::{self, Rejected},
    value::{FromRawValue, RawValue, wrong_type},
};

/// Code of an unknown field; the response is 400 instead of 422.
pub(super) const UNKNOWN_FIELD: &str = "unknown_field";

/// A JSON array of `MIN` to `MAX` values; the handler gets a `Vec`.
#[derive(Debug)]
pub struct Array<T, const MIN: usize, const MAX: usize>(Vec<Required<T>>);

impl<T: FromRawValue, const MIN: usize, const MAX: usize> FromRawValue for Array<T, MIN, MAX> {
    type Output = Vec<T::Output>;

    fn from_raw_value(input: RawValue) -> Result<Self, FieldError> {
        match input {
            RawValue::Json(Value::Array(values)) if values.len() > MAX => {
                Err(FieldError::new("too_many", format!("must be an array of at most {MAX} values")))
            }
            RawValue::Json(Value::Array(values)) if values.len() < MIN => {
                Err(FieldError::new("too_few", format!("must be an array of {MIN} to {MAX} values")))
            }
            RawValue::Json(Value::Array(values)) => Ok(Self(values.into_iter().map(Required::from_json).collect())),
            RawValue::Json(_) | RawValue::Text(_) => Err(wrong_type("must be an array")),
        }
    }

    fn report(&self, path: &mut dyn FnMut() -> Path, errors: &FieldErrors) {
        for (index, value) in self.0.iter().enumerate() {
            value.validate_into(errors, &mut || path().join(index), &mut Report::new());
        }
    }

    fn into_output(self) -> Result<Self::Output, ApiError> {
        self.0.into_iter().map(Required::into_value).collect()
    }
}

/// A JSON object inside the body, a struct of fields like the body; the handler gets the struct.
#[derive(Debug)]
pub struct JsonObject<T>(Result<T, Rejected>);

impl<T: DeserializeOwned + Validate<Context = FieldErrors>> FromRawValue for JsonObject<T> {
    type Output = T;

    fn from_raw_value(input: RawValue) -> Result<Self, FieldError> {
        match input {
            RawValue::Json(Value::Object(fields)) => Ok(Self(object::read(fields).map(|(value, _)| value))),
            RawValue::Json(_) | RawValue::Text(_) => Err(wrong_type("must be an object")),
        }
    }

    fn report(&self, path: &mut dyn FnMut() -> Path, errors: &FieldErrors) {
        match &self.0 {
            Ok(value) => value.validate_into(errors, path, &mut Report::new()),
            Err(Rejected::UnknownField(name)) => {
                errors.push_unknown(&path(), name, FieldError::new(UNKNOWN_FIELD, "is not a field of this object"));
            }
            Err(Rejected::Unreadable(_)) => errors.push(&path(), wrong_type("must be an object of the documented shape")),
        }
    }

    fn into_output(self) -> Result<T, ApiError> {
        self.0.map_err(|_| ApiError::internal("a nested object was taken before the request was checked"))
    }
}
