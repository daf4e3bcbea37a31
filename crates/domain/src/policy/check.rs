//! The check of an action against the rules, and the permit it gives.

use std::collections::HashSet;

use super::{
    action::Action,
    denial::Denial,
    ownership::{Ownership, all_ownerships},
    rules::may,
};
use crate::{DomainError, actor::Actor, event::SubjectKind, message::MessageKind, scopes::OAuthScope};

/// Proof that the policy allowed one action to one actor. Only [`check`] creates it, and one change consumes it.
#[derive(Debug)]
pub struct Permit {
    actor: Actor,
    action: Action,
}

impl Permit {
    pub(crate) fn into_parts(self) -> (Actor, Action) {
        (self.actor, self.action)
    }
}

/// Checks whether `actor` may do `action` to a record that relates to them as `relation`.
///
/// # Errors
/// [`DomainError::Forbidden`] when not.
pub fn check(actor: &Actor, action: Action, relation: Ownership) -> Result<Permit, DomainError> {
    if may(actor, action, relation) { Ok(Permit { actor: actor.clone(), action }) } else { Err(forbidden(actor, action)) }
}

/// Checks whether `actor` may do `action` to any record at all, before the record is loaded: 403 comes before 404.
///
/// # Errors
/// [`DomainError::Forbidden`] when not.
pub fn check_role(actor: &Actor, action: Action) -> Result<(), DomainError> {
    if all_ownerships().any(|relation| may(actor, action, relation)) { Ok(()) } else { Err(forbidden(actor, action)) }
}

/// The actions that are possible now and that `actor` may do to a record that relates to them as `relation`.
pub(crate) fn allowed_actions(actor: &Actor, relation: Ownership, possible: impl IntoIterator<Item = (Action, bool)>) -> Vec<Action> {
    let allowed = possible.into_iter().filter(|(action, is_possible)| *is_possible && may(actor, *action, relation));
    allowed.map(|(action, _)| action).collect()
}

/// The error for an `action` that `actor` may not do.
pub fn forbidden(actor: &Actor, action: Action) -> DomainError {
    DomainError::Forbidden { action, denial: Denial::of(actor, action) }
}

/// Checks whether `actor` may read records of a kind. Responses include a record by this check alone, whatever else the actor may do to it.
///
/// # Errors
/// [`DomainError::Forbidden`] when not.
pub fn check_read(actor: &Actor, kind: SubjectKind) -> Result<(), DomainError> {
    let action = match kind {
        SubjectKind::Customer => Action::ReadCustomers,
        SubjectKind::Ticket | SubjectKind::Message => Action::ReadTickets,
        SubjectKind::Interaction => Action::ReadInteractions,
        SubjectKind::Escalation => Action::ReadEscalations,
        SubjectKind::Staff => Action::ReadStaff,
        SubjectKind::ServiceAccount => Action::ReadServiceAccounts,
        // In no response: only the command line uses it.
        SubjectKind::ReadLog => Action::BeginReadLog,
    };
    check(actor, action, Ownership::Other).map(drop)
}

/// Whether `actor` may read records of a kind: see [`check_read`].
pub fn can_read(actor: &Actor, kind: SubjectKind) -> bool {
    check_read(actor, kind).is_ok()
}

/// Whether `actor` may read deleted records of a kind: only if they may restore them.
pub fn can_read_deleted(actor: &Actor, kind: SubjectKind) -> bool {
    let action = match kind {
        SubjectKind::Customer => Action::RestoreCustomer,
        SubjectKind::Ticket | SubjectKind::Message => Action::RestoreTicket,
        SubjectKind::Interaction => Action::RestoreInteraction,
        SubjectKind::Escalation => Action::RestoreEscalation,
        // Cannot be restored.
        SubjectKind::Staff | SubjectKind::ServiceAccount | SubjectKind::ReadLog => return false,
    };
    check(actor, action, Ownership::Other).is_ok()
}

/// Whether `actor` may read messages of a kind.
pub fn can_read_messages(actor: &Actor, kind: MessageKind) -> bool {
    match kind {
        MessageKind::Reply => can_read(actor, SubjectKind::Message),
        MessageKind::Note => can_read_notes(actor),
    }
}

/// Whether `actor` may read internal notes.
pub fn can_read_notes(actor: &Actor) -> bool {
    check(actor, Action::ReadNotes, Ownership::Other).is_ok()
}

/// Checks whether `actor` may do `action` to all records and not only to their own, such as seeing a report of the whole desk.
///
/// # Errors
/// [`DomainError::Forbidden`] when not.
pub fn check_all(actor: &Actor, action: Action) -> Result<(), DomainError> {
    if may(actor, action, Ownership::Other) {
        return Ok(());
    }
    Err(DomainError::Forbidden { action, denial: Denial::of_all_records(actor, action) })
}

/// Checks whether `actor` may do each of `actions`. The error names all scopes that a service account lacks.
///
/// # Errors
/// [`DomainError::Forbidden`] when not.
pub fn check_each(actor: &Actor, actions: &[Action]) -> Result<(), DomainError> {
    let refused: Vec<Action> = actions.iter().copied().filter(|action| !may(actor, *action, Ownership::Other)).collect();
    combined_denial(actor, &refused).map_or(Ok(()), Err)
}

/// One error for all of `actions`, naming every scope that a service account lacks.
fn combined_denial(actor: &Actor, actions: &[Action]) -> Option<DomainError> {
    let action = *actions.first()?;
    let mut lacking: Vec<OAuthScope> = Vec::new();
    for action in actions {
        match Denial::of(actor, *action) {
            Denial::Scopes(scopes) => lacking.extend(scopes),
            denial @ (Denial::StaffOnly | Denial::ServiceAccountsOnly | Denial::SystemOnly | Denial::Roles(_) | Denial::Record(_)) => {
                return Some(DomainError::Forbidden { action: *action, denial });
            }
        }
    }
    let mut named = HashSet::new();
    lacking.retain(|scope| named.insert(scope.as_str()));
    Some(DomainError::Forbidden { action, denial: Denial::Scopes(lacking) })
}
