//! Typed columns: how the domain's values are stored in a row.
//!
//! Neither the domain nor SeaORM depends on the other, so each kind of value has a wrapper type here for the fields of
//! entities. A stored value that does not parse is an error that names the type and the column, never the value, which
//! may be personal data.

use std::{any::type_name, fmt::Display, str::FromStr};

use caredesk_domain::{FieldError, Timestamp, id::Id, metric::duration_bucket};
use chrono::DateTime;
use sea_orm::{
    ActiveValue, ColIdx, ColumnType, DbErr, IntoActiveValue, QueryResult, TryFromU64, TryGetError, TryGetable, Value,
    sea_query::{ArrayType, Nullable, ValueType, ValueTypeErr},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// A domain value stored as text: written by its `Display`, read by its `FromStr`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TextColumn<T>(pub(crate) T);

/// The id of a `K`: a native `uuid` on PostgreSQL, sixteen bytes on SQLite. Both compare it byte by byte, so ids sort
/// by creation time.
#[derive(Debug)]
pub(crate) struct IdColumn<K>(pub(crate) Id<K>);

/// An instant, stored as whole microseconds since 1970 in a 64-bit integer on both engines.
///
/// Not as a date type: SQLite has none, and sqlx writes RFC 3339 text there that is four times as long, drops trailing
/// zeros, and sorts five-digit years first. The integer is exact, sorts the same on both engines, and covers every
/// instant of chrono; no SQL here does date arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct InstantColumn(pub(crate) Timestamp);

/// Stored where something has not happened: the end of the year 9999, which sorts after all instants on both engines, unlike NULL.
const FAR_FUTURE: i64 = 253_402_300_799_000_000;

impl InstantColumn {
    /// The value stored for something that has not happened.
    pub(crate) fn far_future() -> Self {
        Self(Timestamp::new(DateTime::from_timestamp_micros(FAR_FUTURE).unwrap_or(DateTime::<chrono::Utc>::MAX_UTC)))
    }

    /// The instant, or `None` for the value that means it has not happened.
    pub(crate) fn to_option(self) -> Option<Timestamp> {
        Some(self.0).filter(|at| at.utc().timestamp_micros() != FAR_FUTURE)
    }
}

/// A duration as reports use it: whole seconds, capped at `i32::MAX` (68 years), and their histogram bucket.
pub(crate) fn seconds_and_bucket(seconds: i64) -> (i32, i16) {
    (seconds.try_into().unwrap_or(i32::MAX), duration_bucket(seconds))
}

/// A value stored as JSON text: a list or a map that is not queried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JsonText<T>(pub(crate) T);

/// How a value is converted to the type that SeaORM stores, and back.
trait Stored: Sized {
    /// The type SeaORM binds and fetches.
    type DbType: Into<Value> + ValueType + Nullable + TryGetable;
    /// The type's name, for errors.
    fn name() -> &'static str;
    fn to_db(self) -> Self::DbType;
    /// `None` when the stored value is invalid.
    fn from_db(stored: Self::DbType) -> Option<Self>;
}

impl<T: FromStr<Err = FieldError> + Display> Stored for TextColumn<T> {
    type DbType = String;

    fn name() -> &'static str {
        type_name::<T>()
    }
    fn to_db(self) -> String {
        self.0.to_string()
    }
    fn from_db(stored: String) -> Option<Self> {
        // The parser's message is dropped: it is written for users who can correct their input.
        stored.parse().ok().map(Self)
    }
}

impl<T: Serialize + DeserializeOwned> Stored for JsonText<T> {
    type DbType = String;

    fn name() -> &'static str {
        type_name::<T>()
    }
    fn to_db(self) -> String {
        // Fails only for a map whose keys are not strings; the empty text stored then is not JSON, so reading it is an error.
        serde_json::to_string(&self.0).unwrap_or_default()
    }
    fn from_db(stored: String) -> Option<Self> {
        serde_json::from_str(&stored).ok().map(Self)
    }
}

impl<K> Stored for IdColumn<K> {
    type DbType = Uuid;

    fn name() -> &'static str {
        type_name::<Id<K>>()
    }
    fn to_db(self) -> Uuid {
        self.0.uuid()
    }
    fn from_db(stored: Uuid) -> Option<Self> {
        Some(Self(Id::from_uuid(stored)))
    }
}

impl Stored for InstantColumn {
    type DbType = i64;

    fn name() -> &'static str {
        type_name::<Timestamp>()
    }
    fn to_db(self) -> i64 {
        self.0.utc().timestamp_micros()
    }
    fn from_db(stored: i64) -> Option<Self> {
        DateTime::from_timestamp_micros(stored).map(|at| Self(Timestamp::new(at)))
    }
}

/// SeaORM's traits for a wrapper, all through [`Stored`]. The traits are foreign, so a blanket implementation is not possible.
macro_rules! column {
    ($wrapper:ty, $inner:ty $(, $generic:ident $(: $($bound:tt)+)?)?) => {
        impl $(<$generic $(: $($bound)+)?>)? From<$inner> for $wrapper {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }
        impl $(<$generic $(: $($bound)+)?>)? From<$wrapper> for Value {
            fn from(column: $wrapper) -> Value {
                column.to_db().into()
            }
        }
        impl $(<$generic $(: $($bound)+)?>)? TryGetable for $wrapper {
            fn try_get_by<I: ColIdx>(row: &QueryResult, column: I) -> Result<Self, TryGetError> {
                let stored = <$wrapper as Stored>::DbType::try_get_by(row, column)?;
                Self::from_db(stored)
                    .ok_or_else(|| DbErr::Type(format!("the value stored in {column:?} is not a valid {}", Self::name())).into())
            }
        }
        impl $(<$generic $(: $($bound)+)?>)? ValueType for $wrapper {
            fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
                let stored = <<$wrapper as Stored>::DbType as ValueType>::try_from(value)?;
                Self::from_db(stored).ok_or(ValueTypeErr)
            }
            fn type_name() -> String {
                Self::name().to_owned()
            }
            fn array_type() -> ArrayType {
                <$wrapper as Stored>::DbType::array_type()
            }
            fn column_type() -> ColumnType {
                <$wrapper as Stored>::DbType::column_type()
            }
        }
        impl $(<$generic $(: $($bound)+)?>)? Nullable for $wrapper {
            fn null() -> Value {
                <$wrapper as Stored>::DbType::null()
            }
        }
        impl $(<$generic $(: $($bound)+)?>)? IntoActiveValue<$wrapper> for $wrapper {
            fn into_active_value(self) -> ActiveValue<$wrapper> {
                ActiveValue::Set(self)
            }
        }
        // SeaORM requires this of every primary key; it only works for auto-increment keys.
        impl $(<$generic $(: $($bound)+)?>)? TryFromU64 for $wrapper {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(Self::name()))
            }
        }
    };
}

column!(TextColumn<T>, T, T: FromStr<Err = FieldError> + Display);
column!(JsonText<T>, T, T: Serialize + DeserializeOwned);
column!(IdColumn<K>, Id<K>, K);
column!(InstantColumn, Timestamp);

// By hand: a derive would also require the traits of `K`, which is only a marker type.
impl<K> Clone for IdColumn<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for IdColumn<K> {}
impl<K> PartialEq for IdColumn<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for IdColumn<K> {}

#[cfg(test)]
mod tests;
