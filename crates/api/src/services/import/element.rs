//! Reads a resource element by element. Faults carry the FHIR path and nothing of the value.

use std::str::FromStr;

use caredesk_domain::FieldError;
use serde_json::Value;

use super::report::LineError;

/// An element of a resource, with its path, such as `name[0].given[1]`.
///
/// `null`, and a text of only white space, counts as absent. (FHIR R4 allows neither, yet systems write both.)
#[derive(Debug, Clone)]
pub(super) struct Element<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> Element<'a> {
    /// A whole resource.
    pub(super) const fn resource(value: &'a Value) -> Self {
        Self { value, path: String::new() }
    }

    /// The path of a field of it.
    pub(super) fn path_of(&self, field: &str) -> String {
        if self.path.is_empty() { field.to_owned() } else { format!("{}.{field}", self.path) }
    }

    /// The element as text.
    pub(super) fn as_text(&self) -> Result<Option<&'a str>, LineError> {
        match self.value {
            Value::String(text) if text.chars().all(char::is_whitespace) => Ok(None),
            Value::String(text) => Ok(Some(text)),
            Value::Null => Ok(None),
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => Err(self.wrong_type("must be a string")),
        }
    }

    /// One of its fields; the element has to be an object.
    pub(super) fn field(&self, field: &str) -> Result<Option<Self>, LineError> {
        let Value::Object(fields) = self.value else { return Err(self.wrong_type("must be an object")) };
        let value = fields.get(field).filter(|value| !value.is_null());
        Ok(value.map(|value| Self { value, path: self.path_of(field) }))
    }

    /// A field that repeats.
    pub(super) fn list(&self, field: &str) -> Result<Vec<Self>, LineError> {
        let Some(list) = self.field(field)? else { return Ok(Vec::new()) };
        let Value::Array(items) = list.value else { return Err(list.wrong_type("must be an array")) };
        let items = items.iter().enumerate().filter(|(_, value)| !value.is_null());
        Ok(items.map(|(index, value)| Self { value, path: format!("{}[{index}]", list.path) }).collect())
    }

    /// A field that is text.
    pub(super) fn text(&self, field: &str) -> Result<Option<&'a str>, LineError> {
        self.field(field)?.map_or(Ok(None), |element| element.as_text())
    }

    /// A field that is text and parses as `T`.
    pub(super) fn parsed<T: FromStr<Err = FieldError>>(&self, field: &str) -> Result<Option<T>, LineError> {
        let Some(text) = self.text(field)? else { return Ok(None) };
        text.parse().map(Some).map_err(|fault| self.fault(field, fault))
    }

    /// A field that is true or false.
    pub(super) fn boolean(&self, field: &str) -> Result<Option<bool>, LineError> {
        let Some(element) = self.field(field)? else { return Ok(None) };
        element.value.as_bool().map(Some).ok_or_else(|| element.wrong_type("must be true or false"))
    }

    /// A field that is a whole number and not negative.
    pub(super) fn unsigned(&self, field: &str) -> Result<Option<u64>, LineError> {
        let Some(element) = self.field(field)? else { return Ok(None) };
        element.value.as_u64().map(Some).ok_or_else(|| element.wrong_type("must be a whole number"))
    }

    /// Reports a fault of a field.
    pub(super) fn fault(&self, field: &str, fault: FieldError) -> LineError {
        LineError::at_path(self.path_of(field), fault)
    }

    fn wrong_type(&self, detail: &str) -> LineError {
        let path = (!self.path.is_empty()).then(|| self.path.clone());
        LineError { fault: FieldError::new("wrong_type", detail), path }
    }
}
