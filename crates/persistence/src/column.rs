//! Typed columns: how the domain's values lie in a row.
//!
//! The domain knows nothing of SeaORM and SeaORM nothing of the domain, so each kind of value has a wrapper here that
//! an entity's field is declared with. A stored value that no longer parses is an error that names the type and the
//! column, never the value, which may be a patient's.

use std::{any::type_name, fmt::Display, str::FromStr};

use caredesk_domain::{Fault, Timestamp, id::Id, metric::bucket_of};
use chrono::DateTime;
use sea_orm::{
    ActiveValue, ColIdx, ColumnType, DbErr, IntoActiveValue, QueryResult, TryFromU64, TryGetError, TryGetable, Value,
    sea_query::{ArrayType, Nullable, ValueType, ValueTypeErr},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// A value of the domain kept as text, as its `Display` writes and its `FromStr` reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Typed<T>(pub(crate) T);

/// The id of a `K`: a native `uuid` on PostgreSQL, sixteen bytes on SQLite. Both compare it byte by byte, so ids sort
/// by the time they were made.
#[derive(Debug)]
pub(crate) struct IdColumn<K>(pub(crate) Id<K>);

/// An instant, kept as whole microseconds since 1970 in a 64-bit integer on both engines.
///
/// Not as a date type: SQLite has none, and sqlx writes RFC 3339 text there that is four times as long, drops trailing
/// zeros, and sorts a year of five digits before all others. The integer is exact, sorts alike everywhere, and covers every
/// instant chrono can name; SQL does no date arithmetic here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Moment(pub(crate) Timestamp);

/// Stands in a row where something has not happened: the end of the year 9999, so that it sorts after all that has, alike on both engines.
const NEVER: i64 = 253_402_300_799_000_000;

impl Moment {
    /// What stands in a row for something that has not happened.
    pub(crate) fn never() -> Self {
        Self(Timestamp::new(DateTime::from_timestamp_micros(NEVER).unwrap_or(DateTime::<chrono::Utc>::MAX_UTC)))
    }

    /// The instant, unless it stands for none.
    pub(crate) fn happened(self) -> Option<Timestamp> {
        Some(self.0).filter(|at| at.utc().timestamp_micros() != NEVER)
    }
}

/// A duration as reports count it: its whole seconds (sixty-eight years fit), and their bucket.
pub(crate) fn duration(seconds: i64) -> (i32, i16) {
    (seconds.try_into().unwrap_or(i32::MAX), bucket_of(seconds))
}

/// A value kept as JSON text: a list or a map that no query looks into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JsonText<T>(pub(crate) T);

/// What is kept of a value, and how it is read back.
trait Stored: Sized {
    /// The type SeaORM binds and fetches.
    type Kept: Into<Value> + ValueType + Nullable + TryGetable;
    /// What to name in an error.
    fn name() -> &'static str;
    fn keep(self) -> Self::Kept;
    /// `None` when what is stored is not such a value.
    fn restore(kept: Self::Kept) -> Option<Self>;
}

impl<T: FromStr<Err = Fault> + Display> Stored for Typed<T> {
    type Kept = String;

    fn name() -> &'static str {
        type_name::<T>()
    }
    fn keep(self) -> String {
        self.0.to_string()
    }
    fn restore(kept: String) -> Option<Self> {
        // The fault's sentence is dropped: the stored value is wrong for the program, not for a person who could mend it.
        kept.parse().ok().map(Self)
    }
}

impl<T: Serialize + DeserializeOwned> Stored for JsonText<T> {
    type Kept = String;

    fn name() -> &'static str {
        type_name::<T>()
    }
    fn keep(self) -> String {
        // Only a map whose keys are no text cannot be written as JSON. Nothing at all is no JSON either: reading it is an error.
        serde_json::to_string(&self.0).unwrap_or_default()
    }
    fn restore(kept: String) -> Option<Self> {
        serde_json::from_str(&kept).ok().map(Self)
    }
}

impl<K> Stored for IdColumn<K> {
    type Kept = Uuid;

    fn name() -> &'static str {
        type_name::<Id<K>>()
    }
    fn keep(self) -> Uuid {
        self.0.uuid()
    }
    fn restore(kept: Uuid) -> Option<Self> {
        Some(Self(Id::from_uuid(kept)))
    }
}

impl Stored for Moment {
    type Kept = i64;

    fn name() -> &'static str {
        type_name::<Timestamp>()
    }
    fn keep(self) -> i64 {
        self.0.utc().timestamp_micros()
    }
    fn restore(kept: i64) -> Option<Self> {
        DateTime::from_timestamp_micros(kept).map(|at| Self(Timestamp::new(at)))
    }
}

/// SeaORM's traits for a wrapper, all through [`Stored`]; they are foreign, so one generic implementation cannot serve all wrappers.
macro_rules! column {
    ($wrapper:ty, $inner:ty $(, $generic:ident $(: $($bound:tt)+)?)?) => {
        impl $(<$generic $(: $($bound)+)?>)? From<$inner> for $wrapper {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }
        impl $(<$generic $(: $($bound)+)?>)? From<$wrapper> for Value {
            fn from(column: $wrapper) -> Value {
                column.keep().into()
            }
        }
        impl $(<$generic $(: $($bound)+)?>)? TryGetable for $wrapper {
            fn try_get_by<I: ColIdx>(row: &QueryResult, column: I) -> Result<Self, TryGetError> {
                let kept = <$wrapper as Stored>::Kept::try_get_by(row, column)?;
                Self::restore(kept)
                    .ok_or_else(|| DbErr::Type(format!("what is stored in {column:?} is no {}", Self::name())).into())
            }
        }
        impl $(<$generic $(: $($bound)+)?>)? ValueType for $wrapper {
            fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
                let kept = <<$wrapper as Stored>::Kept as ValueType>::try_from(value)?;
                Self::restore(kept).ok_or(ValueTypeErr)
            }
            fn type_name() -> String {
                Self::name().to_owned()
            }
            fn array_type() -> ArrayType {
                <$wrapper as Stored>::Kept::array_type()
            }
            fn column_type() -> ColumnType {
                <$wrapper as Stored>::Kept::column_type()
            }
        }
        impl $(<$generic $(: $($bound)+)?>)? Nullable for $wrapper {
            fn null() -> Value {
                <$wrapper as Stored>::Kept::null()
            }
        }
        impl $(<$generic $(: $($bound)+)?>)? IntoActiveValue<$wrapper> for $wrapper {
            fn into_active_value(self) -> ActiveValue<$wrapper> {
                ActiveValue::Set(self)
            }
        }
        // Asked of every primary key; only a number the database counts up could answer it.
        impl $(<$generic $(: $($bound)+)?>)? TryFromU64 for $wrapper {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(Self::name()))
            }
        }
    };
}

column!(Typed<T>, T, T: FromStr<Err = Fault> + Display);
column!(JsonText<T>, T, T: Serialize + DeserializeOwned);
column!(IdColumn<K>, Id<K>, K);
column!(Moment, Timestamp);

// By hand, because a derive would ask the same of `K`, which only marks what the id belongs to.
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
