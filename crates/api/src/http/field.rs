//! Lenient fields: deserialise from any JSON value without failing, keep the error, and report it to garde.
//!
//! serde stops at its first error; fields that never fail let a caller see all errors of a body at once.

use std::fmt;

use caredesk_domain::Fault;
use garde::{Path, Report, Validate};
use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};
use serde_json::Value;

use super::{
    error::ApiError,
    input::{FromInput, Input},
};

/// Code of a single-valued parameter that was sent more than once; the response is 400 instead of 422.
pub(super) const REPEATED: &str = "repeated_parameter";

/// The state of one field in a request.
#[derive(Debug, Default)]
enum Said<T> {
    #[default]
    Nothing,
    Null,
    Faulty(Fault),
    Value(T),
}

/// A field that is required and not `null`.
#[derive(Debug)]
pub struct Required<T>(Said<T>);

/// A field that is optional and not `null`.
#[derive(Debug)]
pub struct Optional<T>(Said<T>);

/// A field that is optional and may be `null`: left out means "unchanged", `null` means "none" (RFC 7396).
#[derive(Debug)]
pub struct Nullable<T>(Said<T>);

/// A field that is required and may be `null`, so that it cannot be forgotten.
#[derive(Debug)]
pub struct Stated<T>(Said<T>);

impl<T: FromInput> Stated<T> {
    /// The value, or `None` for `null`; call after validation, error as for [`Required::take`].
    pub fn take(self) -> Result<Option<T::Out>, ApiError> {
        match self.0 {
            Said::Null => Ok(None),
            Said::Value(value) => value.out().map(Some),
            Said::Nothing | Said::Faulty(_) => Err(unchecked()),
        }
    }
}

impl<T: FromInput> Required<T> {
    /// The value; call after validation.
    ///
    /// # Errors
    /// 500 if it was not validated: [`super::Json`] and [`super::Query`] never return an unvalidated field.
    pub fn take(self) -> Result<T::Out, ApiError> {
        match self.0 {
            Said::Value(value) => value.out(),
            Said::Nothing | Said::Null | Said::Faulty(_) => Err(unchecked()),
        }
    }

    pub(super) fn from_json(value: Value) -> Self {
        Self(Said::from_json(value))
    }

    pub(super) fn append_to(&self, path: &mut dyn FnMut() -> Path, report: &mut Report) {
        match &self.0 {
            Said::Nothing => append(report, path(), &Fault::new("required", "must be given")),
            said @ (Said::Null | Said::Faulty(_) | Said::Value(_)) => said.append_to(path, report),
        }
    }
}

impl<T: FromInput> Optional<T> {
    /// The value, if given; call after validation, error as for [`Required::take`].
    pub fn take(self) -> Result<Option<T::Out>, ApiError> {
        match self.0 {
            Said::Nothing => Ok(None),
            Said::Value(value) => value.out().map(Some),
            Said::Null | Said::Faulty(_) => Err(unchecked()),
        }
    }
}

impl<T: FromInput> Nullable<T> {
    /// `None`: left out. `Some(None)`: `null`. `Some(Some(value))`: a value. Error as for [`Required::take`].
    pub fn take(self) -> Result<Option<Option<T::Out>>, ApiError> {
        match self.0 {
            Said::Nothing => Ok(None),
            Said::Null => Ok(Some(None)),
            Said::Value(value) => value.out().map(|value| Some(Some(value))),
            Said::Faulty(_) => Err(unchecked()),
        }
    }
}

impl<T> Default for Optional<T> {
    fn default() -> Self {
        Self(Said::Nothing)
    }
}

impl<T> Default for Nullable<T> {
    fn default() -> Self {
        Self(Said::Nothing)
    }
}

impl<T: FromInput> Said<T> {
    fn from_json(value: Value) -> Self {
        if value.is_null() { Self::Null } else { Self::from_input(Input::Json(value)) }
    }

    fn from_input(input: Input) -> Self {
        T::from_input(input).map_or_else(Self::Faulty, Self::Value)
    }

    fn append_to(&self, path: &mut dyn FnMut() -> Path, report: &mut Report) {
        match self {
            Self::Nothing => {}
            Self::Null => append(report, path(), &Fault::new("null", "must not be null")),
            Self::Faulty(fault) => append(report, path(), fault),
            Self::Value(value) => value.report(path, report),
        }
    }
}

/// Reads what [`super::object`] passes: none (missing), unit (`null`), some (JSON), str (a parameter), or seq (a repeated one).
impl<'de, T: FromInput> Deserialize<'de> for Said<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(SaidVisitor(std::marker::PhantomData))
    }
}

struct SaidVisitor<T>(std::marker::PhantomData<T>);

impl<'de, T: FromInput> Visitor<'de> for SaidVisitor<T> {
    type Value = Said<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_none<E>(self) -> Result<Said<T>, E> {
        Ok(Said::Nothing)
    }

    fn visit_unit<E>(self) -> Result<Said<T>, E> {
        Ok(Said::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Said<T>, D::Error> {
        Value::deserialize(deserializer).map(Said::from_json).map_err(D::Error::custom)
    }

    fn visit_str<E>(self, text: &str) -> Result<Said<T>, E> {
        Ok(Said::from_input(Input::Text(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut texts: A) -> Result<Said<T>, A::Error> {
        let mut all = Vec::new();
        while let Some(text) = texts.next_element::<String>()? {
            all.push(text);
        }
        let once = || Said::Faulty(Fault::new(REPEATED, "must be given once"));
        Ok(if T::SEVERAL { Said::from_input(Input::Text(all.join(","))) } else { once() })
    }
}

impl<'de, T: FromInput> Deserialize<'de> for Required<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Said::deserialize(deserializer).map(Self)
    }
}

impl<'de, T: FromInput> Deserialize<'de> for Optional<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Said::deserialize(deserializer).map(Self)
    }
}

impl<'de, T: FromInput> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Said::deserialize(deserializer).map(Self)
    }
}

impl<'de, T: FromInput> Deserialize<'de> for Stated<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Said::deserialize(deserializer).map(Self)
    }
}

impl<T: FromInput> Validate for Stated<T> {
    type Context = ();

    fn validate_into(&self, (): &(), parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        match &self.0 {
            Said::Null => {}
            Said::Nothing => append(report, parent(), &Fault::new("required", "must be given; it may be null")),
            said @ (Said::Faulty(_) | Said::Value(_)) => said.append_to(parent, report),
        }
    }
}

impl<T: FromInput> Validate for Required<T> {
    type Context = ();

    fn validate_into(&self, (): &(), parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        self.append_to(parent, report);
    }
}

impl<T: FromInput> Validate for Optional<T> {
    type Context = ();

    fn validate_into(&self, (): &(), parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        self.0.append_to(parent, report);
    }
}

impl<T: FromInput> Validate for Nullable<T> {
    type Context = ();

    fn validate_into(&self, (): &(), parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        match &self.0 {
            Said::Null => {}
            said @ (Said::Nothing | Said::Faulty(_) | Said::Value(_)) => said.append_to(parent, report),
        }
    }
}

fn unchecked() -> ApiError {
    ApiError::internal("a field was taken before the request was checked")
}

/// Separates code and detail in garde's one message; neither contains it.
const BETWEEN: char = '\u{1f}';

/// Adds an error to garde's report, whose errors are plain texts.
pub(super) fn append(report: &mut Report, path: Path, fault: &Fault) {
    report.append(path, garde::Error::new(format!("{}{BETWEEN}{}", fault.code, fault.detail)));
}

/// All errors of a report: path (names and indexes), code, and detail.
///
/// garde sorts fields by name; `names` restores the order of the struct.
pub(super) fn faults(report: &Report, names: &[&str]) -> Vec<(Vec<String>, String, String)> {
    let fault = |(path, error): &(Path, garde::Error)| {
        let mut place: Vec<String> = path.__iter().map(|(_, step)| step.trim_start_matches("r#").to_owned()).collect();
        place.reverse();
        // garde's own rules have a message but no code.
        let (code, detail) = error.message().split_once(BETWEEN).unwrap_or(("format", error.message()));
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
