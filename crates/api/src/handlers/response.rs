//! Shared parts of responses: references, lists, and the mapping of service errors to problems.

use caredesk_domain::{
    CustomerId, DomainError, PrincipalId, StaffId, TicketId,
    actor::{Actor, RowScope},
    event::SubjectKind,
    message::MessageKind,
    policy::{Action, Denial, RecordDenial, can_read, can_read_messages},
    scopes::OAuthScope,
    text::Subject,
    ticket_number::TicketNumber,
};
use caredesk_persistence::{CountBy, CustomerRef, PageRequest, PrincipalRef, Retryable as _, SeekKey, StaffRef, StoreError, TicketRef};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    http::{self, ApiError, CursorCodec, Fingerprint, IfMatch, Limit, ProblemField, Representation},
    services::{ExpectedVersion, ServiceError},
};

/// `Retry-After` while the server is overloaded, in seconds.
const RETRY_AFTER_SECONDS: u64 = 2;

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

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ListResponse<T> {
    /// The rows.
    pub(super) data: Vec<T>,
    /// Paging information.
    pub(super) page: PageInfo,
}

/// Paging information of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PageInfo {
    /// `cursor` of the next page; `null` on the last.
    #[schema(required)]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
    /// Number of rows in the whole list, if `include_total` was sent; at most 10,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    total: Option<u32>,
    /// Present and true if there are more rows than were counted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    total_capped: bool,
}

/// Converts a page of the store to the response of the list `list`.
pub(super) fn list_response<T, U>(
    page: caredesk_persistence::Page<T>,
    cursors: &CursorCodec,
    list: Fingerprint,
    row: impl FnMut(T) -> U,
) -> Result<ListResponse<U>, ApiError> {
    let next = page.next.map(|next| http::CursorPosition { key: next.key.to_string(), id: next.id });
    let next_cursor = next.map(|next| cursors.encode(list, &next)).transpose()?;
    let page_of = PageInfo {
        has_more: next_cursor.is_some(),
        next_cursor,
        total: page.total.map(|total| u32::try_from(total.count).unwrap_or(u32::MAX)),
        total_capped: page.total.is_some_and(|total| total.capped),
    };
    Ok(ListResponse { data: page.rows.into_iter().map(row).collect(), page: page_of })
}

/// A number of records, saturating.
pub(super) fn saturating_u32(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The count for `key`; 0 without one.
pub(super) fn count_for<K: Eq + std::hash::Hash>(tally: &CountBy<K>, key: K) -> u32 {
    saturating_u32(tally.get(&key).copied().unwrap_or(0))
}

/// The requested page.
pub(super) fn page_request(
    limit: Option<Limit>,
    after: Option<http::CursorPosition>,
    with_total: Option<bool>,
) -> Result<PageRequest, ApiError> {
    let after = after.map(|at| Ok::<_, ApiError>(SeekKey { key: at.key.parse().map_err(ApiError::internal)?, id: at.id })).transpose()?;
    Ok(PageRequest { limit: limit.unwrap_or_default().rows(), after, with_total: with_total.unwrap_or(false) })
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

/// The only place where service errors become responses.
impl From<ServiceError> for ApiError {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Domain(refusal) => refusal.into(),
            ServiceError::AssignedToOther(owner) => {
                let detail = format!("The ticket already belongs to {}.", owner.name);
                Self::conflict("already_assigned", detail, ["assign"])
            }
            ServiceError::AcceptedByOther(owner) => {
                let detail = format!("{} has taken the escalation on already.", owner.name);
                Self::conflict("already_accepted", detail, [""; 0])
            }
            ServiceError::Invalid { field, fault } => Self::invalid_at(&pointer(field), fault),
            ServiceError::VersionMismatch => Self::stale(),
            ServiceError::Unauthenticated => Self::unauthenticated("sign_in_refused", "The sign-in is not valid."),
            ServiceError::SessionOfOtherStaff => Self::another_person(),
            ServiceError::Throttled { retry_after_seconds } => Self::too_many_attempts(retry_after_seconds.into()),
            ServiceError::Busy => Self::unavailable(RETRY_AFTER_SECONDS, "too many passwords are being checked"),
            ServiceError::Internal(cause) => Self::internal(cause),
            ServiceError::Store(error) => error.into(),
        }
    }
}

impl From<DomainError> for ApiError {
    fn from(refusal: DomainError) -> Self {
        match refusal {
            DomainError::Forbidden { action, denial } => forbidden(action, denial),
            DomainError::Conflict { code, detail, allowed } => Self::conflict(code, sentence(&detail), allowed),
            DomainError::AlreadyAssigned { .. } => Self::conflict("already_assigned", "The ticket already belongs to someone.", ["assign"]),
            DomainError::Invalid { field, fault } => Self::invalid(vec![ProblemField::pointer(pointer(field), fault)]),
        }
    }
}

/// 403 with a detail for the caller: a service account is told the missing scopes, staff which roles may do it.
fn forbidden(action: Action, denial: Denial) -> ApiError {
    match denial {
        Denial::Scopes(scopes) => ApiError::insufficient_scope(&scopes.into_iter().map(OAuthScope::as_str).collect::<Vec<_>>()),
        Denial::StaffOnly => allowed_only_to("people_only", "people", action),
        Denial::ServiceAccountsOnly => allowed_only_to("programs_only", "programs", action),
        Denial::SystemOnly => allowed_only_to("system_only", "the system itself", action),
        Denial::Roles(roles) => {
            let roles: Vec<String> = roles.into_iter().map(|role| format!("{role}s")).collect();
            let all = match roles.split_last() {
                Some((last, [])) => last.clone(),
                Some((last, others)) => format!("{} and {last}", others.join(", ")),
                None => String::new(),
            };
            allowed_only_to("wrong_role", &all, action)
        }
        Denial::Record(RecordDenial { reason, detail }) => ApiError::forbidden_for(reason, detail),
    }
}

fn allowed_only_to(reason: &'static str, who: &str, action: Action) -> ApiError {
    ApiError::forbidden_for(reason, format!("Only {who} may {}.", action.description()))
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::not_found(),
            StoreError::Stale => Self::stale(),
            StoreError::UniqueViolation(ref index) if index.starts_with("escalation_") => {
                Self::conflict("open_escalation", "An escalation is open on it already: withdraw it first.", ["withdraw"])
            }
            StoreError::UniqueViolation(_) if !error.is_retryable() => {
                Self::conflict("taken", "Another record already has this value.", [""; 0])
            }
            StoreError::UniqueViolation(_)
            | StoreError::LinksChanged
            | StoreError::Unavailable(_)
            | StoreError::Storage(_)
            | StoreError::SchemaMismatch
            | StoreError::ReadLog
            | StoreError::Overloaded
            | StoreError::DeadlineExceeded => Self::unavailable(RETRY_AFTER_SECONDS, error),
            StoreError::CommitUnknown(_) => Self::outcome_unknown(RETRY_AFTER_SECONDS, error),
            StoreError::KeyReused => Self::key_reused(),
            StoreError::KeyInUse => Self::key_in_use(),
            // `replay::respond_to_replays` finds it as the cause and returns the stored record instead.
            StoreError::Replayed(_) | StoreError::Internal(_) => Self::internal(error),
        }
    }
}

fn pointer(field: &str) -> String {
    if field.is_empty() { "#".to_owned() } else { format!("#/{field}") }
}

/// The domain's clause as a sentence: capital letter and full stop.
fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).chain(std::iter::once('.')).collect()
}
