//! Service errors as problems.

use caredesk_domain::{
    DomainError,
    policy::{Action, Denial, RecordDenial},
    scopes::OAuthScope,
};
use caredesk_persistence::{Retryable as _, StoreError};

use crate::{
    http::{ApiError, ProblemField},
    services::ServiceError,
};

/// `Retry-After` while the server is overloaded, in seconds.
const RETRY_AFTER_SECONDS: u64 = 2;

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
            StoreError::Internal(_) => Self::internal(error),
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
