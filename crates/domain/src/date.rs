//! Dates: dates of birth, and days of a report.

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate};

use crate::{FieldError, Timestamp, text};

/// A date of birth, `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BirthDate(NaiveDate);

impl BirthDate {
    /// The earliest year accepted; an earlier one is a typo.
    pub const MIN_YEAR: i32 = 1850;

    /// The day.
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// Whether this day has not begun anywhere on Earth at `at` (time zones are up to 14 hours ahead of UTC).
    pub fn is_after(self, at: Timestamp) -> bool {
        const FURTHEST_AHEAD_SECONDS: i64 = 14 * 60 * 60;
        self.0 > at.plus_seconds(FURTHEST_AHEAD_SECONDS).utc().date_naive()
    }
}

impl TryFrom<NaiveDate> for BirthDate {
    type Error = FieldError;

    fn try_from(date: NaiveDate) -> Result<Self, FieldError> {
        match date.year() {
            Self::MIN_YEAR..=9999 => Ok(Self(date)),
            _ => Err(FieldError::new("out_of_range", format!("must not be before {}-01-01", Self::MIN_YEAR))),
        }
    }
}

impl FromStr for BirthDate {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        text::reject_nul(text)?;
        parse_iso_date(text).ok_or_else(|| FieldError::format("must be a date such as 1956-08-03")).and_then(Self::try_from)
    }
}

fn parse_iso_date(text: &str) -> Option<NaiveDate> {
    // chrono alone would accept signs, spaces and months of one digit.
    let shaped =
        text.len() == 10 && text.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    if shaped { NaiveDate::parse_from_str(text, "%Y-%m-%d").ok() } else { None }
}

/// A day in the desk's time zone, `YYYY-MM-DD`, from 1970 to 9998; by default the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day(NaiveDate);

impl Day {
    /// The day as a chrono date.
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// The day `days` later; unchanged if that is out of range.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let moved = chrono::Duration::try_days(days).and_then(|by| self.0.checked_add_signed(by));
        moved.and_then(|date| Self::try_from(date).ok()).unwrap_or(self)
    }

    /// Days from `earlier` to this day; negative if `earlier` is later.
    pub fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_days()
    }
}

impl TryFrom<NaiveDate> for Day {
    type Error = FieldError;

    fn try_from(date: NaiveDate) -> Result<Self, FieldError> {
        match date.year() {
            1970..=9998 => Ok(Self(date)),
            _ => Err(FieldError::new("out_of_range", "must be from 1970-01-01 to 9998-12-31")),
        }
    }
}

impl FromStr for Day {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        parse_iso_date(text).ok_or_else(|| FieldError::format("must be a date such as 2026-03-01")).and_then(Self::try_from)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl utoipa::PartialSchema for Day {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::Date)))
            .examples(["2026-03-01"])
            .into()
    }
}
impl utoipa::ToSchema for Day {}

/// Omits the date, which is personal data.
impl fmt::Debug for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BirthDate(…)")
    }
}
impl fmt::Display for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}
impl serde::Serialize for BirthDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> serde::Deserialize<'de> for BirthDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::deserialize(deserializer)
    }
}

impl utoipa::PartialSchema for BirthDate {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::Date)))
            .description(Some(format!("A date of birth, from {}-01-01 and not in the future.", Self::MIN_YEAR)))
            .examples(["1956-08-03"])
            .into()
    }
}
impl utoipa::ToSchema for BirthDate {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_date_round_trips() {
        for text in ["1850-01-01", "1956-08-03", "2024-02-29", "9999-12-31"] {
            assert_eq!(text.parse::<BirthDate>().unwrap().to_string(), text);
        }
        assert_eq!(serde_json::from_str::<BirthDate>(r#""1956-08-03""#).unwrap(), "1956-08-03".parse().unwrap());
    }

    #[test]
    fn parse_date_of_other_format_or_nonexistent_day_is_error() {
        for text in [
            "",
            "1956",
            "1956-08",
            "1956-8-3",
            "03/08/1956",
            "2023-02-29",
            "1956-13-01",
            "1956-08-03T00:00:00Z",
            " 956-08-03",
            "+956-08-03",
            "١٩٥٦-٠٨-٠٣",
        ] {
            assert_eq!(text.parse::<BirthDate>().unwrap_err().code, "format", "{text:?}");
        }
        assert_eq!("1849-12-31".parse::<BirthDate>().unwrap_err().code, "out_of_range");
        assert_eq!("1956-08-0\0".parse::<BirthDate>().unwrap_err().code, "nul");
    }

    #[test]
    fn is_future_only_if_day_has_begun_in_no_time_zone() {
        let born: BirthDate = "2026-03-02".parse().unwrap();
        assert!(born.is_after("2026-03-01T09:59:59Z".parse().unwrap()));
        assert!(!born.is_after("2026-03-01T10:00:00Z".parse().unwrap()));
        assert!(!born.is_after("2026-03-02T00:00:00Z".parse().unwrap()));
    }
}
