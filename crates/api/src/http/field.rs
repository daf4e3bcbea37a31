//! Lenient fields: deserialise from any JSON value without failing, and keep the error until garde visits the fields.
//!
//! serde stops at its first error; fields that never fail let a caller see all errors of a body at once.

use std::fmt;

use caredesk_domain::FieldError;
use garde::{Path, Report, Validate};
use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};
use serde_json::Value;

use super::{
    error::ApiError,
    field_errors::FieldErrors,
    value::{FromRawValue, RawValue},
};

/// Code of a single-valued parameter that was sent more than once; the response is 400 instead of 422.
pub(super) const REPEATED_PARAMETER: &str = "repeated_parameter";

/// The state of one field in a request.
#[derive(Debug, Default)]
enum FieldValue<T> {
    #[default]
    Missing,
    Null,
    Invalid(FieldError),
    Value(T),
}

/// A field of a request: `OPTIONAL` if it may be left out, `NULLABLE` if it may be `null`.
#[derive(Debug)]
pub struct Field<T, const OPTIONAL: bool, const NULLABLE: bool>(FieldValue<T>);

/// A field that is required and not `null`.
pub type Required<T> = Field<T, false, false>;

/// A field that is optional and not `null`.
pub type Optional<T> = Field<T, true, false>;

/// A field that is optional and may be `null`: left out means "unchanged", `null` means "none" (RFC 7396).
pub type Nullable<T> = Field<T, true, true>;

/// A field that is required and may be `null`, so that it cannot be forgotten.
pub type RequiredNullable<T> = Field<T, false, true>;

impl<T: FromRawValue> RequiredNullable<T> {
    /// The value, or `None` for `null`; call after validation, error as for [`Required::into_value`].
    pub fn into_value(self) -> Result<Option<T::Output>, ApiError> {
        match self.0 {
            FieldValue::Null => Ok(None),
            FieldValue::Value(value) => value.into_output().map(Some),
            FieldValue::Missing | FieldValue::Invalid(_) => Err(unchecked()),
        }
    }
}

impl<T: FromRawValue> Required<T> {
    /// The value; call after validation.
    ///
    /// # Errors
    /// 500 if it was not validated: [`super::Json`] and [`super::Query`] never return an unvalidated field.
    pub fn into_value(self) -> Result<T::Output, ApiError> {
        match self.0 {
            FieldValue::Value(value) => value.into_output(),
            FieldValue::Missing | FieldValue::Null | FieldValue::Invalid(_) => Err(unchecked()),
        }
    }

    pub(super) fn from_json(value: Value) -> Self {
        Self(FieldValue::from_json(value))
    }
}

impl<T: FromRawValue> Optional<T> {
    /// The value, if given; call after validation, error as for [`Required::into_value`].
    pub fn into_value(self) -> Result<Option<T::Output>, ApiError> {
        match self.0 {
            FieldValue::Missing => Ok(None),
            FieldValue::Value(value) => value.into_output().map(Some),
            FieldValue::Null | FieldValue::Invalid(_) => Err(unchecked()),
        }
    }
}

impl<T: FromRawValue> Nullable<T> {
    /// `None`: left out. `Some(None)`: `null`. `Some(Some(value))`: a value. Error as for [`Required::into_value`].
    pub fn into_value(self) -> Result<Option<Option<T::Output>>, ApiError> {
        match self.0 {
            FieldValue::Missing => Ok(None),
            FieldValue::Null => Ok(Some(None)),
            FieldValue::Value(value) => value.into_output().map(|value| Some(Some(value))),
            FieldValue::Invalid(_) => Err(unchecked()),
        }
    }
}

impl<T, const NULLABLE: bool> Default for Field<T, true, NULLABLE> {
    fn default() -> Self {
        Self(FieldValue::Missing)
    }
}

impl<T: FromRawValue> FieldValue<T> {
    fn from_json(value: Value) -> Self {
        if value.is_null() { Self::Null } else { Self::from_input(RawValue::Json(value)) }
    }

    fn from_input(input: RawValue) -> Self {
        T::from_raw_value(input).map_or_else(Self::Invalid, Self::Value)
    }
}

/// Reads what [`super::object`] passes: none (missing), unit (`null`), some (JSON), str (a parameter), or seq (a repeated one).
impl<'de, T: FromRawValue> Deserialize<'de> for FieldValue<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(FieldVisitor(std::marker::PhantomData))
    }
}

struct FieldVisitor<T>(std::marker::PhantomData<T>);

impl<'de, T: FromRawValue> Visitor<'de> for FieldVisitor<T> {
    type Value = FieldValue<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_none<E>(self) -> Result<FieldValue<T>, E> {
        Ok(FieldValue::Missing)
    }

    fn visit_unit<E>(self) -> Result<FieldValue<T>, E> {
        Ok(FieldValue::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<FieldValue<T>, D::Error> {
        Value::deserialize(deserializer).map(FieldValue::from_json).map_err(D::Error::custom)
    }

    fn visit_str<E>(self, text: &str) -> Result<FieldValue<T>, E> {
        Ok(FieldValue::from_input(RawValue::Text(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut texts: A) -> Result<FieldValue<T>, A::Error> {
        let mut all = Vec::new();
        while let Some(text) = texts.next_element::<String>()? {
            all.push(text);
        }
        let once = || FieldValue::Invalid(FieldError::new(REPEATED_PARAMETER, "must be given once"));
        Ok(if T::COMMA_SEPARATED { FieldValue::from_input(RawValue::Text(all.join(","))) } else { once() })
    }
}

impl<'de, T: FromRawValue, const OPTIONAL: bool, const NULLABLE: bool> Deserialize<'de> for Field<T, OPTIONAL, NULLABLE> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        FieldValue::deserialize(deserializer).map(Self)
    }
}

impl<T: FromRawValue, const OPTIONAL: bool, const NULLABLE: bool> Validate for Field<T, OPTIONAL, NULLABLE> {
    type Context = FieldErrors;

    fn validate_into(&self, errors: &FieldErrors, path: &mut dyn FnMut() -> Path, _: &mut Report) {
        match &self.0 {
            FieldValue::Missing if OPTIONAL => {}
            FieldValue::Missing if NULLABLE => errors.push(&path(), FieldError::new("required", "must be given; it may be null")),
            FieldValue::Missing => errors.push(&path(), FieldError::new("required", "must be given")),
            FieldValue::Null if NULLABLE => {}
            FieldValue::Null => errors.push(&path(), FieldError::new("null", "must not be null")),
            FieldValue::Invalid(error) => errors.push(&path(), error.clone()),
            FieldValue::Value(value) => value.report(path, errors),
        }
    }
}

fn unchecked() -> ApiError {
    ApiError::internal("a field was taken before the request was checked")
}
