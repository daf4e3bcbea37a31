//! Requests with an idempotency key, and what is stored of their outcome.
//!
//! For a new kind of record in a response add a variant to [`RecordRef`]: the compiler reports all places except the conversion from a row, which
//! fails a debug assertion in the first test that writes such a record with an idempotency key.

use caredesk_domain::{
    CustomerId, EscalationId, InteractionId, MessageId, ServiceAccountId, StaffId, TicketId, change::RecordWrite, id::Id,
};
use sea_orm::DbErr;
use uuid::Uuid;

use crate::error::StoreError;

/// Identifies a request: its caller, its idempotency key, and its content; the latter two as digests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdempotentRequest {
    /// The staff member or service account.
    pub caller: Uuid,
    /// Digest of the key, because callers may put personal data or secrets into keys.
    pub key: [u8; 16],
    /// Digest of the request.
    pub fingerprint: [u8; 16],
}

/// What a write did that may have an idempotency key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written<T> {
    /// It was carried out.
    Done(T),
    /// The request was carried out before and nothing was done now.
    Replayed(ReplayOutcome),
}

impl<T> Written<T> {
    /// Converts the value of a write that was carried out.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Written<U> {
        match self {
            Self::Done(value) => Written::Done(convert(value)),
            Self::Replayed(outcome) => Written::Replayed(outcome),
        }
    }

    /// The value of a write whose request never has a key.
    ///
    /// # Errors
    /// [`StoreError::Internal`] if it had one and was replayed (a bug).
    pub fn without_key(self) -> Result<T, StoreError> {
        match self {
            Self::Done(value) => Ok(value),
            Self::Replayed(_) => Err(StoreError::Internal(DbErr::Custom("a write without an idempotency key was replayed".to_owned()))),
        }
    }
}

/// The result of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplayOutcome {
    /// The record in the response.
    pub record: RecordRef,
    /// Whether the request created it.
    pub inserted: bool,
}

/// A reference to the record in the response to a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordRef {
    /// A customer.
    Customer(CustomerId),
    /// A staff member.
    Staff(StaffId),
    /// A ticket.
    Ticket(TicketId),
    /// A message of a ticket, or a note.
    Message(MessageId),
    /// An interaction.
    Interaction(InteractionId),
    /// An escalation.
    Escalation(EscalationId),
    /// A message of an escalation.
    EscalationMessage(MessageId),
    /// A service account.
    ServiceAccount(ServiceAccountId),
}

impl RecordRef {
    /// The kind as stored.
    pub(crate) const fn kind(self) -> &'static str {
        match self {
            Self::Customer(_) => "customer",
            Self::Staff(_) => "staff",
            Self::Ticket(_) => "ticket",
            Self::Message(_) => "message",
            Self::Interaction(_) => "interaction",
            Self::Escalation(_) => "escalation",
            Self::EscalationMessage(_) => "escalation_message",
            Self::ServiceAccount(_) => "service_account",
        }
    }

    /// The record's id, untyped.
    pub(crate) const fn id(self) -> Uuid {
        match self {
            Self::Customer(id) => id.uuid(),
            Self::Staff(id) => id.uuid(),
            Self::Ticket(id) => id.uuid(),
            Self::Message(id) | Self::EscalationMessage(id) => id.uuid(),
            Self::Interaction(id) => id.uuid(),
            Self::Escalation(id) => id.uuid(),
            Self::ServiceAccount(id) => id.uuid(),
        }
    }

    pub(crate) fn from_kind(kind: &str, id: Uuid) -> Option<Self> {
        let all = [
            Self::Customer(Id::from_uuid(id)),
            Self::Staff(Id::from_uuid(id)),
            Self::Ticket(Id::from_uuid(id)),
            Self::Message(Id::from_uuid(id)),
            Self::Interaction(Id::from_uuid(id)),
            Self::Escalation(Id::from_uuid(id)),
            Self::EscalationMessage(Id::from_uuid(id)),
            Self::ServiceAccount(Id::from_uuid(id)),
        ];
        all.into_iter().find(|shown| shown.kind() == kind)
    }
}

impl From<CustomerId> for RecordRef {
    fn from(id: CustomerId) -> Self {
        Self::Customer(id)
    }
}
impl From<StaffId> for RecordRef {
    fn from(id: StaffId) -> Self {
        Self::Staff(id)
    }
}
impl From<TicketId> for RecordRef {
    fn from(id: TicketId) -> Self {
        Self::Ticket(id)
    }
}
impl From<InteractionId> for RecordRef {
    fn from(id: InteractionId) -> Self {
        Self::Interaction(id)
    }
}
impl From<EscalationId> for RecordRef {
    fn from(id: EscalationId) -> Self {
        Self::Escalation(id)
    }
}
impl From<ServiceAccountId> for RecordRef {
    fn from(id: ServiceAccountId) -> Self {
        Self::ServiceAccount(id)
    }
}
impl From<MessageId> for RecordRef {
    fn from(id: MessageId) -> Self {
        Self::Message(id)
    }
}

/// The id of the record that a write creates, if a response can show such a record.
pub(crate) fn inserted_id(write: &RecordWrite) -> Option<Uuid> {
    match write {
        RecordWrite::Customer(put) => put.expected_version().is_none().then(|| put.id.uuid()),
        RecordWrite::Ticket(put) => put.expected_version().is_none().then(|| put.id.uuid()),
        RecordWrite::Interaction(put) => put.expected_version().is_none().then(|| put.id.uuid()),
        RecordWrite::Message(put) => put.expected_version().is_none().then(|| put.id.uuid()),
        RecordWrite::Escalation(put) => put.expected_version().is_none().then(|| put.id.uuid()),
        RecordWrite::EscalationMessage(message) => Some(message.id.uuid()),
        RecordWrite::Staff(put) => put.expected_version().is_none().then(|| put.id.uuid()),
        RecordWrite::ServiceAccount(put) => put.expected_version().is_none().then(|| put.id.uuid()),
        RecordWrite::ImportSnapshot(_) | RecordWrite::RedactHistory { .. } | RecordWrite::Secret(_) => None,
    }
}
