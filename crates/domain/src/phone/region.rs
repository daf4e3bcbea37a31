//! The region of a phone number.

use std::{fmt, str::FromStr};

use phonenumber::{country, metadata::DATABASE};

use crate::FieldError;

/// The region whose numbers are dialled without a country code: ISO 3166-1 alpha-2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Region(pub(super) country::Id);

impl Region {
    /// The two letters.
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }
}

impl FromStr for Region {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let known = text.parse::<country::Id>().ok().filter(|id| DATABASE.by_id(id.as_ref()).is_some());
        known.map(Self).ok_or_else(|| FieldError::format("must be a region of ISO 3166 in two capital letters, such as NG"))
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
