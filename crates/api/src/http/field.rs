//! Lenient fields: deserialise from any JSON value without failing, keep the error, and report it to garde.
//!
//! serde stops at its first error; fields that never fail let a caller see all errors of a body at once.

use std::fmt;

use caredesk_domain::FieldError;
use garde::{Path, Report, Validate};
use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};
use serde_json::Value;

use super::{
    error::ApiError,
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

/// A field that is required and not `null`.
#[derive(Debug)]
pub struct Required<T>(FieldValue<T>);

/// A field that is optional and not `null`.
#[derive(Debug)]
pub struct Optional<T>(FieldValue<T>);

/// A field that is optional and may be `null`: left out means "unchanged", `null` means "none" (RFC 7396).
#[derive(Debug)]
pub struct Nullable<T>(FieldValue<T>);

/// A field that is required and may be `null`, so that it cannot be forgotten.
#[derive(Debug)]
pub struct RequiredNullable<T>(FieldValue<T>);

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

    pub(super) fn append_to(&self, path: &mut dyn FnMut() -> Path, report: &mut Report) {
        match &self.0 {
            FieldValue::Missing => append(report, path(), &FieldError::new("required", "must be given")),
            said @ (FieldValue::Null | FieldValue::Invalid(_) | FieldValue::Value(_)) => said.append_to(path, report),
        }
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

impl<T> Default for Optional<T> {
    fn default() -> Self {
        Self(FieldValue::Missing)
    }
}

impl<T> Default for Nullable<T> {
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

    fn append_to(&self, path: &mut dyn FnMut() -> Path, report: &mut Report) {
        match self {
            Self::Missing => {}
            Self::Null => append(report, path(), &FieldError::new("null", "must not be null")),
            Self::Invalid(fault) => append(report, path(), fault),
            Self::Value(value) => value.report(path, report),
        }
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

impl<'de, T: FromRawValue> Deserialize<'de> for Required<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        FieldValue::deserialize(deserializer).map(Self)
    }
}

impl<'de, T: FromRawValue> Deserialize<'de> for Optional<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        FieldValue::deserialize(deserializer).map(Self)
    }
}

impl<'de, T: FromRawValue> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        FieldValue::deserialize(deserializer).map(Self)
    }
}

impl<'de, T: FromRawValue> Deserialize<'de> for RequiredNullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        FieldValue::deserialize(deserializer).map(Self)
    }
}

impl<T: FromRawValue> Validate for RequiredNullable<T> {
    type Context = ();

    fn validate_into(&self, (): &(), parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        match &self.0 {
            FieldValue::Null => {}
            FieldValue::Missing => append(report, parent(), &FieldError::new("required", "must be given; it may be null")),
            said @ (FieldValue::Invalid(_) | FieldValue::Value(_)) => said.append_to(parent, report),
        }
    }
}

impl<T: FromRawValue> Validate for Required<T> {
    type Context = ();

    fn validate_into(&self, (): &(), parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        self.append_to(parent, report);
    }
}

impl<T: FromRawValue> Validate for Optional<T> {
    type Context = ();

    fn validate_into(&self, (): &(), parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        self.0.append_to(parent, report);
    }
}

impl<T: FromRawValue> Validate for Nullable<T> {
    type Context = ();

    fn validate_into(&self, (): &(), parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        match &self.0 {
            FieldValue::Null => {}
            said @ (FieldValue::Missing | FieldValue::Invalid(_) | FieldValue::Value(_)) => said.append_to(parent, report),
        }
    }
}

fn unchecked() -> ApiError {
    ApiError::internal("a field was taken before the request was checked")
}

/// Separates code and detail in garde's one message; neither contains it.
const CODE_SEPARATOR: char = '\u{1f}';

/// Adds an error to garde's report, whose errors are plain texts.
pub(super) fn append(report: &mut Report, path: Path, fault: &FieldError) {
    report.append(path, garde::Error::new(format!("{}{CODE_SEPARATOR}{}", fault.code, fault.detail)));
}

/// All errors of a report: path (names and indexes), code, and detail.
///
/// garde sorts fields by name; `names` restores the order of the struct.
pub(super) fn field_errors(report: &Report, names: &[&str]) -> Vec<(Vec<String>, String, String)> {
    let fault = |(path, error): &(Path, garde::Error)| {
        let mut place: Vec<String> = path.__iter().map(|(_, step)| step.trim_start_matches("r#").to_owned()).collect();
        place.reverse();
        // garde's own rules have a message but no code.
        let (code, detail) = error.message().split_once(CODE_SEPARATOR).unwrap_or(("format", error.message()));
        (place, code.to_owned(), detail.to_owned())
    };
    let mut faults: Vec<_> = report.iter().map(fault).collect();
    faults.sort_by_key(|(place, ..)| place.first().map(|field| names.iter().position(|name| is_field(name, field))));
    faults
}

/// Whether a serde name (`created_at[gte]`) is that of a Rust field (`created_at_gte`).
pub(super) fn is_field(name: &str, field: &str) -> bool {
    name.replace('[', "_").replace(']', "") == field
}
