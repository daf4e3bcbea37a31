//! Timestamps that both database engines store without loss.

use std::{fmt, str::FromStr};

use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};

use crate::FieldError;

/// A UTC instant truncated to microseconds, so that every database engine returns what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(DateTime<Utc>);

impl Timestamp {
    /// Truncates an instant to microseconds.
    pub fn new(at: DateTime<Utc>) -> Self {
        Self(at.trunc_subsecs(6))
    }

    /// The instant as a chrono value.
    pub const fn utc(self) -> DateTime<Utc> {
        self.0
    }

    /// Whole seconds from `earlier` to this instant; negative if `earlier` is later.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_seconds()
    }

    /// This instant moved by days of 24 hours, regardless of daylight saving time.
    pub fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days.saturating_mul(24 * 60 * 60))
    }

    /// This instant moved by whole seconds, clamped to the representable range.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        let moved = chrono::Duration::try_seconds(seconds).and_then(|by| self.0.checked_add_signed(by));
        Self(moved.unwrap_or(if seconds < 0 { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC }))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

impl FromStr for Timestamp {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        DateTime::parse_from_rfc3339(text)
            .map(|at| Self::new(at.to_utc()))
            .map_err(|_| FieldError::format("must be a time of RFC 3339 such as 2026-03-01T09:30:00Z"))
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        DateTime::<Utc>::deserialize(deserializer).map(Self::new)
    }
}

impl utoipa::PartialSchema for Timestamp {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::DateTime)))
            .examples(["2026-03-01T09:30:00.000000Z"])
            .into()
    }
}
impl utoipa::ToSchema for Timestamp {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamp_is_truncated_to_microseconds_and_round_trips() {
        let at: Timestamp = "2026-03-01T10:30:00.123456789+01:00".parse().unwrap();
        assert_eq!(at.to_string(), "2026-03-01T09:30:00.123456Z");
        assert_eq!(at.to_string().parse::<Timestamp>().unwrap(), at);
    }

    #[test]
    fn plus_seconds_accepts_negative_and_saturates() {
        let at: Timestamp = "2026-03-01T09:30:00Z".parse().unwrap();
        assert_eq!(at.seconds_since(at.plus_seconds(90)), -90);
        assert!(at.plus_seconds(i64::MAX) > at);
    }
}
