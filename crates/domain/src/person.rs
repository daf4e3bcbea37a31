//! A person's language and administrative gender.

use std::{fmt, str::FromStr};

use crate::{FieldError, string_enum::string_enum, text};

/// A language tag in the form of BCP 47, such as `en` or `fr-CA`, stored as typed. Comparison ignores case.
#[derive(Debug, Clone)]
pub struct Language(String);

impl Language {
    /// The most characters; BCP 47 (4.4.1) recommends room for 35.
    pub const MAX: usize = 35;

    /// The tag as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}
impl Eq for Language {}

impl FromStr for Language {
    type Err = FieldError;

    fn from_str(tag: &str) -> Result<Self, FieldError> {
        text::reject_nul(tag)?;
        if tag.chars().count() > Self::MAX {
            return Err(FieldError::new("too_long", format!("must have 2 to {} characters", Self::MAX)));
        }
        let (language, rest) = tag.split_once('-').map_or((tag, None), |(language, rest)| (language, Some(rest)));
        let language_fits = (2..=8).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_alphabetic());
        let subtag_fits = |subtag: &str| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric());
        if language_fits && rest.is_none_or(|rest| rest.split('-').all(subtag_fits)) {
            Ok(Self(tag.to_owned()))
        } else {
            Err(FieldError::format("must be a language tag of BCP 47 such as en or fr-CA"))
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl serde::Serialize for Language {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
impl<'de> serde::Deserialize<'de> for Language {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::deserialize(deserializer)
    }
}

impl utoipa::PartialSchema for Language {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("A language tag (BCP 47)."))
            .pattern(Some("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"))
            .min_length(Some(2))
            .max_length(Some(Self::MAX))
            .examples(["fr-CA"])
            .into()
    }
}
impl utoipa::ToSchema for Language {}

string_enum! {
    /// Administrative gender, with the codes of FHIR R4 (`administrative-gender`).
    pub enum Gender {
        /// Male.
        Male = "male",
        /// Female.
        Female = "female",
        /// Neither male nor female.
        Other = "other",
        /// Not known.
        Unknown = "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tag_keeps_text_and_compares_case_insensitively() {
        for tag in ["en", "fr-CA", "zh-Hant-TW", "yo", "sl-rozaj-biske", "de-x-desk", "yue", "en-us"] {
            assert_eq!(tag.parse::<Language>().unwrap().to_string(), tag);
        }
        assert_eq!("en-US".parse::<Language>().unwrap(), "EN-us".parse().unwrap());
    }

    #[test]
    fn parse_invalid_language_tag_is_error() {
        for tag in ["", "e", "english-", "-en", "en--US", "en_US", "12", "en US", "en-ninelette", "fran\u{e7}ais", "ninelette"] {
            assert_eq!(tag.parse::<Language>().unwrap_err().code, "format", "{tag:?}");
        }
        assert!("en-abcdefgh-abcdefgh-abcdefgh-abcde".parse::<Language>().is_ok());
        assert_eq!("en-abcdefgh-abcdefgh-abcdefgh-abcdef".parse::<Language>().unwrap_err().code, "too_long");
        assert_eq!("en\0".parse::<Language>().unwrap_err().code, "nul");
    }

    #[test]
    fn gender_values_are_fhir_codes() {
        let words: Vec<_> = Gender::ALL.iter().map(|gender| gender.as_str()).collect();
        assert_eq!(words, ["male", "female", "other", "unknown"]);
        assert_eq!("Male".parse::<Gender>().unwrap_err().code, "unknown");
    }
}
