//! Typed ids: a ticket's id cannot be passed as a customer's.
//!
//! Every id is a UUIDv7 from the one id source of the persistence crate.

use std::{fmt, marker::PhantomData, str::FromStr};

use uuid::Uuid;

use crate::FieldError;

/// The id of a `K`.
pub struct Id<K>(Uuid, PhantomData<fn() -> K>);

/// The kind of record an id belongs to; names it in messages and in the OpenAPI schema.
pub trait Kind {
    /// The noun, such as `ticket`.
    const NOUN: &'static str;
}

impl<K> Id<K> {
    /// Wraps a UUID that is known to be the id of a `K`: from the database or from the id source.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    /// The bare UUID, for storing it.
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K> std::hash::Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Regular expression of an id, for schemas.
pub const UUID_PATTERN: &str = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";

impl<K> FromStr for Id<K> {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        // Only the hyphenated form: braces, URNs and bare hex would give one record several URLs.
        if text.len() != 36 {
            return Err(FieldError::format("must be a UUID such as 0192f3c4-7a1b-7c2d-8e3f-405162738495"));
        }
        Uuid::try_parse(text)
            .map(Self::from_uuid)
            .map_err(|_| FieldError::format("must be a UUID such as 0192f3c4-7a1b-7c2d-8e3f-405162738495"))
    }
}

impl<K> serde::Serialize for Id<K> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<'de, K> serde::Deserialize<'de> for Id<K> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::from_uuid)
    }
}

impl<K: Kind> utoipa::PartialSchema for Id<K> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::Uuid)))
            .description(Some(format!("The id of a {} record (UUIDv7).", K::NOUN)))
            .into()
    }
}
impl<K: Kind> utoipa::ToSchema for Id<K> {
    fn name() -> std::borrow::Cow<'static, str> {
        let noun: String = K::NOUN.split(' ').map(capitalised).collect();
        format!("{noun}Id").into()
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Defines the marker type and the id type of each kind of record.
macro_rules! kinds {
    ($($marker:ident, $alias:ident, $noun:literal;)*) => {$(
        #[doc = concat!("Marks the id of a ", $noun, " record.")]
        #[derive(Debug)]
        pub enum $marker {}
        impl Kind for $marker {
            const NOUN: &'static str = $noun;
        }
        #[doc = concat!("The id of a ", $noun, " record.")]
        pub type $alias = Id<$marker>;
    )*};
}

kinds! {
    CustomerKind, CustomerId, "customer";
    TicketKind, TicketId, "ticket";
    MessageKind, MessageId, "message";
    StaffKind, StaffId, "staff";
    ServiceAccountKind, ServiceAccountId, "service account";
    PrincipalKind, PrincipalId, "principal";
    SecretKind, SecretId, "secret";
    InteractionKind, InteractionId, "interaction";
    EscalationKind, EscalationId, "escalation";
    EventKind, EventId, "event";
    SessionKind, SessionId, "session";
    ReadLogKind, ReadLogId, "read log";
    RequestKind, RequestId, "request";
}

/// A principal is a staff member or a service account. Their ids never coincide, so one id type covers both.
impl From<StaffId> for PrincipalId {
    fn from(id: StaffId) -> Self {
        Self::from_uuid(id.uuid())
    }
}
impl From<ServiceAccountId> for PrincipalId {
    fn from(id: ServiceAccountId) -> Self {
        Self::from_uuid(id.uuid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_id_round_trips() {
        let text = "0192f3c4-7a1b-7c2d-8e3f-405162738495";
        assert_eq!(text.parse::<TicketId>().unwrap().to_string(), text);
    }

    #[test]
    fn parse_id_of_other_uuid_format_is_error() {
        for text in ["", "0192f3c47a1b7c2d8e3f405162738495", "{0192f3c4-7a1b-7c2d-8e3f-405162738495}", "TKT-00000000"] {
            assert_eq!(text.parse::<TicketId>().unwrap_err().code, "format");
        }
    }
}
