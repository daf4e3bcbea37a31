//! What answers share: references, lists, and how the errors of the services become problems.

use caredesk_domain::{
    CustomerId, PrincipalId, Refusal, StaffId, TicketId,
    actor::{Actor, Scope},
    event::SubjectKind,
    message::MessageKind,
    policy::{Action, Denial, Record, reads, reads_messages},
    scopes::ApiScope,
    text::Subject,
    ticket_number::TicketNumber,
};
use caredesk_persistence::{CustomerRef, PageRequest, Position, PrincipalRef, Retry as _, StaffRef, StoreError, Tally, TicketRef};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    http::{self, ApiError, Cursors, FaultAt, Fingerprint, IfMatch, Limit, Representation},
    services::{Expected, ServiceError},
};

/// After how many seconds a busy desk is worth another try.
const RETRY_AFTER_SECONDS: u64 = 2;

/// A colleague by name.
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

/// A person or a program by name.
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
    /// What it is about; `null` where the ticket was deleted, for doctors, and for whoever may not read tickets.
    #[schema(required)]
    subject: Option<Subject>,
}

/// A ticket as `actor` may see it named: what it is about only where they may read tickets and every ticket exists for them, because it may be no case
/// of theirs.
pub(super) fn ticket_reference(ticket: TicketRef, actor: &Actor) -> TicketReference {
    let subject = match actor.scope() {
        Scope::All => ticket.subject.filter(|_| reads(actor, SubjectKind::Ticket)),
        Scope::CasesOf(_) => None,
    };
    TicketReference { id: ticket.id, number: ticket.number, subject }
}

/// A customer by name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CustomerReference {
    pub(super) id: CustomerId,
    /// Empty in reports where the customer was deleted and the caller may not restore them.
    #[schema(example = "Ife Adebayo")]
    pub(super) name: String,
    /// Present when the customer was deleted.
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
pub(super) struct List<T> {
    /// The rows.
    pub(super) data: Vec<T>,
    /// How to go on.
    pub(super) page: Page,
}

/// Where a page stands in its list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Page {
    /// What to send as `cursor` for the next page; `null` on the last.
    #[schema(required)]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
    /// How many rows the whole list has, where it was asked for; at most 10,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    total: Option<u32>,
    /// Present and true when there are more rows than were counted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    total_capped: bool,
}

/// A page of the store as the list `list` answers it.
pub(super) fn list<T, U>(
    page: caredesk_persistence::Page<T>,
    cursors: &Cursors,
    list: Fingerprint,
    row: impl FnMut(T) -> U,
) -> Result<List<U>, ApiError> {
    let next = page.next.map(|next| http::Position { key: next.key.to_string(), id: next.id });
    let next_cursor = next.map(|next| cursors.write(list, &next)).transpose()?;
    let page_of = Page {
        has_more: next_cursor.is_some(),
        next_cursor,
        total: page.total.map(|total| u32::try_from(total.count).unwrap_or(u32::MAX)),
        total_capped: page.total.is_some_and(|total| total.capped),
    };
    Ok(List { data: page.rows.into_iter().map(row).collect(), page: page_of })
}

/// A number of records as it goes out.
pub(super) fn counted(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// How many are tallied under `key`.
pub(super) fn tallied<K: Eq + std::hash::Hash>(tally: &Tally<K>, key: K) -> u32 {
    counted(tally.get(&key).copied().unwrap_or(0))
}

/// Which page is asked for.
pub(super) fn page_request(limit: Option<Limit>, after: Option<http::Position>, with_total: Option<bool>) -> Result<PageRequest, ApiError> {
    let after = after.map(|at| Ok::<_, ApiError>(Position { key: at.key.parse().map_err(ApiError::internal)?, id: at.id })).transpose()?;
    Ok(PageRequest { limit: limit.unwrap_or_default().rows(), after, with_total: with_total.unwrap_or(false) })
}

/// The versions that `If-Match` allows; without it, any.
pub(super) fn expected(if_match: Option<IfMatch>) -> Expected {
    match if_match {
        Some(IfMatch::Versions(versions)) => Expected::OneOf(versions),
        Some(IfMatch::Any) | None => Expected::Any,
    }
}

/// A record as `actor` is answered it: as it is where they may read its kind, else only that what they asked for was done. Every answer that renders a
/// record is built here.
pub(super) fn represented<T: Serialize>(actor: &Actor, kind: SubjectKind, version: i32, record: impl FnOnce() -> T) -> Representation<T> {
    if reads(actor, kind) { Representation::new(version, record()) } else { Representation::withheld(version) }
}

/// As [`represented`], a message or a note.
pub(super) fn represented_message<T: Serialize>(
    actor: &Actor,
    kind: MessageKind,
    version: i32,
    message: impl FnOnce() -> T,
) -> Representation<T> {
    if reads_messages(actor, kind) { Representation::new(version, message()) } else { Representation::withheld(version) }
}

/// The one place where errors become answers.
impl From<ServiceError> for ApiError {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Refused(refusal) => refusal.into(),
            ServiceError::TakenBy(owner) => {
                let detail = format!("The ticket already belongs to {}.", owner.name);
                Self::conflict("already_assigned", detail, ["assign"])
            }
            ServiceError::AcceptedBy(owner) => {
                let detail = format!("{} has taken the escalation on already.", owner.name);
                Self::conflict("already_accepted", detail, [""; 0])
            }
            ServiceError::Invalid { field, fault } => Self::invalid_at(&pointer(field), fault),
            ServiceError::Stale => Self::stale(),
            ServiceError::SignInRefused => Self::unauthenticated("sign_in_refused", "The sign-in is not valid."),
            ServiceError::AnotherPerson => Self::another_person(),
            ServiceError::Throttled { retry_after_seconds } => Self::too_many_attempts(retry_after_seconds.into()),
            ServiceError::Busy => Self::unavailable(RETRY_AFTER_SECONDS, "too many passwords are being checked"),
            ServiceError::Internal(cause) => Self::internal(cause),
            ServiceError::Store(error) => error.into(),
        }
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Forbidden { action, denial } => forbidden(action, denial),
            Refusal::Conflict { code, detail, allowed } => Self::conflict(code, sentence(&detail), allowed),
            Refusal::Taken { .. } => Self::conflict("already_assigned", "The ticket already belongs to someone.", ["assign"]),
            Refusal::Invalid { field, fault } => Self::invalid(vec![FaultAt::pointer(pointer(field), fault)]),
        }
    }
}

/// 403 in the words of whoever asked: a program is told its scope, a person who may.
fn forbidden(action: Action, denial: Denial) -> ApiError {
    match denial {
        Denial::Scopes(scopes) => ApiError::insufficient_scope(&scopes.into_iter().map(ApiScope::as_str).collect::<Vec<_>>()),
        Denial::PeopleOnly => only("people_only", "people", action),
        Denial::ProgramsOnly => only("programs_only", "programs", action),
        Denial::SystemOnly => only("system_only", "the system itself", action),
        Denial::Roles(roles) => {
            let roles: Vec<String> = roles.into_iter().map(|role| format!("{role}s")).collect();
            let all = match roles.split_last() {
                Some((last, [])) => last.clone(),
                Some((last, others)) => format!("{} and {last}", others.join(", ")),
                None => String::new(),
            };
            only("wrong_role", &all, action)
        }
        Denial::Record(Record { reason, detail }) => ApiError::forbidden_for(reason, detail),
    }
}

fn only(reason: &'static str, who: &str, action: Action) -> ApiError {
    ApiError::forbidden_for(reason, format!("Only {who} may {}.", action.in_words()))
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::not_found(),
            StoreError::Stale => Self::stale(),
            StoreError::Taken(ref index) if index.starts_with("escalation_") => {
                Self::conflict("open_escalation", "An escalation is open on it already: withdraw it first.", ["withdraw"])
            }
            StoreError::Taken(_) if !error.may_pass() => Self::conflict("taken", "Another record has such a value already.", [""; 0]),
            StoreError::Taken(_)
            | StoreError::Moved
            | StoreError::Unavailable(_)
            | StoreError::Storage(_)
            | StoreError::Schema
            | StoreError::Ledger
            | StoreError::Overloaded
            | StoreError::DeadlineExceeded => Self::unavailable(RETRY_AFTER_SECONDS, error),
            StoreError::Uncertain(_) => Self::outcome_unknown(RETRY_AFTER_SECONDS, error),
            StoreError::KeyReused => Self::key_reused(),
            StoreError::KeyInUse => Self::key_in_use(),
            // On its way to `replay::answered`, which finds it as the cause and answers the record instead.
            StoreError::Replayed(_) | StoreError::Broken(_) => Self::internal(error),
        }
    }
}

fn pointer(field: &str) -> String {
    if field.is_empty() { "#".to_owned() } else { format!("#/{field}") }
}

/// The domain's clause as a sentence.
fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).chain(std::iter::once('.')).collect()
}
