//! A staff member's page preferences. Private to them, so changes are not logged.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{FieldError, string_enum::string_enum};

string_enum! {
    /// A language of the pages.
    pub enum PageLanguage {
        /// English.
        En = "en",
        /// French.
        Fr = "fr",
    }
}

/// Preferences that a client stores for a person across devices: a JSON object that the server does not interpret.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Preferences(Map<String, Value>);

impl Preferences {
    /// The maximum size as JSON, in bytes.
    pub const MAX_BYTES: usize = 4096;

    /// The object.
    pub const fn object(&self) -> &Map<String, Value> {
        &self.0
    }

    /// Applies a merge patch (RFC 7396): `null` removes, objects merge, everything else replaces.
    ///
    /// # Errors
    /// When it would become larger than [`Preferences::MAX_BYTES`].
    pub fn merged(&self, patch: Map<String, Value>) -> Result<Self, FieldError> {
        let mut object = self.0.clone();
        merge(&mut object, patch);
        let size = Value::Object(object.clone()).to_string().len();
        if size > Self::MAX_BYTES {
            return Err(FieldError::new("too_large", format!("must have at most {} bytes as JSON once merged", Self::MAX_BYTES)));
        }
        Ok(Self(object))
    }
}

fn merge(object: &mut Map<String, Value>, patch: Map<String, Value>) {
    for (name, value) in patch {
        match value {
            Value::Null => drop(object.remove(&name)),
            Value::Object(inner) => {
                let mut merged = match object.remove(&name) {
                    Some(Value::Object(present)) => present,
                    Some(_) | None => Map::new(),
                };
                merge(&mut merged, inner);
                object.insert(name, Value::Object(merged));
            }
            value @ (Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => drop(object.insert(name, value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn merge_patch_sets_replaces_removes_and_merges_nested() {
        let first =
            Preferences::default().merged(object(json!({"dark": true, "queue": {"sort": "priority", "limit": 50}, "tips": [1]}))).unwrap();
        let second = first
            .merged(object(json!({"dark": null, "queue": {"limit": null, "density": "high"}, "tips": {"seen": 3, "old": null}})))
            .unwrap();
        assert_eq!(json!(second), json!({"queue": {"sort": "priority", "density": "high"}, "tips": {"seen": 3}}));
    }

    #[test]
    fn patch_preferences_over_4096_bytes_is_error() {
        let sized = |bytes: usize| object(json!({"a": "x".repeat(bytes - r#"{"a":""}"#.len())}));
        assert!(Preferences::default().merged(sized(4096)).is_ok());
        assert_eq!(Preferences::default().merged(sized(4097)).unwrap_err().code, "too_large");
        let full = Preferences::default().merged(sized(4096)).unwrap();
        assert_eq!(full.merged(object(json!({"b": 1}))).unwrap_err().code, "too_large");
        assert!(full.merged(object(json!({"a": null, "b": 1}))).is_ok());
    }
}
