//! Phone numbers: stored as typed, and compared by E.164 so that two spellings of a number are equal.

mod normalise;
mod region;

use std::{fmt, hash, str::FromStr};

pub use normalise::phone_query_keys;
pub use region::Region;

use crate::{FieldError, text};

/// A phone number as typed, without a region.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PhoneText(String);

impl PhoneText {
    /// The fewest characters, and the fewest digits among them.
    pub const MIN: usize = 3;
    /// The most characters.
    pub const MAX: usize = 32;
    const MARKS: &'static str = " +-().x/#*";

    /// The number as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as dialled in `region`.
    pub fn in_region(self, region: Region) -> Phone {
        let e164 = normalise::valid_e164(&self.0, region);
        Phone { typed: self, e164 }
    }

    fn digits(&self) -> impl DoubleEndedIterator<Item = char> {
        self.0.chars().filter(char::is_ascii_digit)
    }
}

impl FromStr for PhoneText {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        text::reject_nul(text)?;
        text::check_length(text, Self::MIN, Self::MAX)?;
        let typed = Self(text.to_owned());
        if text.chars().all(|c| c.is_ascii_digit() || Self::MARKS.contains(c)) && typed.digits().count() >= Self::MIN {
            Ok(typed)
        } else {
            Err(FieldError::format("must be a phone number: at least 3 digits, spaces and + - ( ) . x / # *"))
        }
    }
}

/// A phone number: as typed, and as E.164 if it is valid.
///
/// Two are equal when their E.164 and their extensions are; where neither has one, when their digits are.
#[derive(Clone)]
pub struct Phone {
    typed: PhoneText,
    e164: Option<String>,
}

impl Phone {
    /// Parses a number as dialled in `region`.
    pub fn parse(text: &str, region: Region) -> Result<Self, FieldError> {
        text.parse::<PhoneText>().map(|typed| typed.in_region(region))
    }

    /// A number as stored, whatever the region is now.
    pub const fn from_row(typed: PhoneText, e164: Option<String>) -> Self {
        Self { typed, e164 }
    }

    /// The number as typed.
    pub const fn typed(&self) -> &PhoneText {
        &self.typed
    }

    /// The E.164 number, such as `+2348031234567`, if it is valid.
    pub fn e164(&self) -> Option<&str> {
        self.e164.as_deref()
    }

    /// The number to show and to dial: E.164 if valid and without an extension (which E.164 cannot hold), else as typed.
    pub fn display_number(&self) -> &str {
        self.e164().filter(|_| !self.typed.0.contains(['x', '#', '*'])).unwrap_or(self.typed.as_str())
    }

    /// The digits reversed, so that a search for the last digits is a prefix search.
    pub fn search_key(&self) -> String {
        match &self.e164 {
            Some(e164) => normalise::reversed_digits(e164),
            None => normalise::reversed_digits(self.typed.as_str()),
        }
    }

    fn equality_key(&self) -> (bool, String, Option<&str>) {
        // An extension is part of the number although E.164 cannot hold it.
        let extended = self.e164().is_some_and(|e164| e164 != self.display_number());
        (self.e164.is_some(), self.search_key(), extended.then_some(self.typed.as_str()))
    }
}

impl PartialEq for Phone {
    fn eq(&self, other: &Self) -> bool {
        self.equality_key() == other.equality_key()
    }
}
impl Eq for Phone {}
impl hash::Hash for Phone {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.equality_key().hash(state);
    }
}

/// Omits the digits, which are personal data.
impl fmt::Debug for PhoneText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneText({} digits)", self.digits().count())
    }
}
/// Omits the digits, which are personal data.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({} digits, valid: {})", self.typed.digits().count(), self.e164.is_some())
    }
}
impl fmt::Display for PhoneText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.display_number())
    }
}
impl serde::Serialize for PhoneText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
impl<'de> serde::Deserialize<'de> for PhoneText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::deserialize(deserializer)
    }
}
impl serde::Serialize for Phone {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.display_number())
    }
}

impl utoipa::PartialSchema for PhoneText {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("A phone number in any spelling, with at least three digits."))
            .pattern(Some(r"^[ +\-().x/#*]*([0-9][ +\-().x/#*]*){3,}$"))
            .min_length(Some(Self::MIN))
            .max_length(Some(Self::MAX))
            .examples(["0803 123 4567"])
            .into()
    }
}
impl utoipa::ToSchema for PhoneText {}
impl utoipa::PartialSchema for Phone {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("A phone number: E.164 if it is valid, else as typed."))
            .examples(["+2348031234567"])
            .into()
    }
}
impl utoipa::ToSchema for Phone {}

#[cfg(test)]
mod tests;
