//! Shared parts of responses: references, numbers, and records as the caller may see them.

use caredesk_domain::{
    CustomerId, PrincipalId, StaffId, TicketId,
    actor::{Actor, RowScope},
    event::SubjectKind,
    message::MessageKind,
    policy::{can_read, can_read_messages},
    text::Subject,
    ticket_number::TicketNumber,
};
use caredesk_persistence::{CountBy, CustomerRef, PrincipalRef, StaffRef, TicketRef};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    http::{IfMatch, Representation},
    services::ExpectedVersion,
};

/// A staff member by name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StaffReference)]
pub(super) struct StaffReference {
    pub(super) id: StaffId,
    #[schema(example = "Ada Obi")]
    pub(super) name: String,
}

impl From<StaffRef> for StaffReference {
    fn from(staff: StaffRef) -> Self {
        Self { id: staff.id, name: staff.name }
    }
}

/// A staff member or a service account by name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PrincipalReference {
    id: PrincipalId,
    #[schema(example = "Ada Obi")]
    name: String,
}

impl From<PrincipalRef> for PrincipalReference {
    fn from(principal: PrincipalRef) -> Self {
        Self { id: principal.id, name: principal.name }
    }
}

/// A ticket by number.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TicketReference {
    id: TicketId,
    number: TicketNumber,
    /// `null` if the ticket is deleted, for doctors, and for callers who may not read tickets.
    #[schema(required)]
    subject: Option<Subject>,
}

/// A ticket as `actor` may see it named. The subject is shown only to callers who read tickets and see all of them: for a doctor the ticket may be out
/// of scope.
pub(super) fn ticket_reference(ticket: TicketRef, actor: &Actor) -> TicketReference {
    let subject = match actor.row_scope() {
        RowScope::All => ticket.subject.filter(|_| can_read(actor, SubjectKind::Ticket)),
        RowScope::EscalatedTo(_) => None,
    };
    TicketReference { id: ticket.id, number: ticket.number, subject }
}

/// A customer by name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CustomerReference {
    pub(super) id: CustomerId,
    /// Empty in reports if the customer is deleted and the caller may not restore it.
    #[schema(example = "Ife Adebayo")]
    pub(super) name: String,
    /// Present if the customer is deleted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    deleted: bool,
}

impl From<CustomerRef> for CustomerReference {
    fn from(customer: CustomerRef) -> Self {
        Self { id: customer.id, name: customer.name, deleted: customer.deleted }
    }
}

/// A number of records, saturating.
pub(super) fn saturating_u32(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The count for `key`; 0 without one.
pub(super) fn count_for<K: Eq + std::hash::Hash>(tally: &CountBy<K>, key: K) -> u32 {
    saturating_u32(tally.get(&key).copied().unwrap_or(0))
}

/// The versions that `If-Match` allows; any without the header.
pub(super) fn expected_versions(if_match: Option<IfMatch>) -> ExpectedVersion {
    match if_match {
        Some(IfMatch::Versions(versions)) => ExpectedVersion::OneOf(versions),
        Some(IfMatch::Any) | None => ExpectedVersion::Any,
    }
}

/// The record for a caller who may read its kind, else a response without body. Every response that renders a record is built here.
pub(super) fn represent<T: Serialize>(actor: &Actor, kind: SubjectKind, version: i32, record: impl FnOnce() -> T) -> Representation<T> {
    if can_read(actor, kind) { Representation::new(version, record()) } else { Representation::withheld(version) }
}

/// Like [`represent`], for a message or a note.
pub(super) fn represent_message<T: Serialize>(
    actor: &Actor,
    kind: MessageKind,
    version: i32,
    message: impl FnOnce() -> T,
) -> Representation<T> {
    if can_read_messages(actor, kind) { Representation::new(version, message()) } else { Representation::withheld(version) }
}
