//! Why the policy denies an action: the reason in a 403.

use std::collections::HashSet;

use super::{Action, Ownership, all_ownerships, may, required_scope};
use crate::{
    DomainError,
    actor::{Actor, Principal, Role},
    scopes::OAuthScope,
};

/// Why an actor may not do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denial {
    /// The service account lacks these scopes.
    Scopes(Vec<OAuthScope>),
    /// Only staff may; no scope allows it.
    StaffOnly,
    /// Only service accounts may; no role allows it.
    ServiceAccountsOnly,
    /// Only the system itself may.
    SystemOnly,
    /// Only staff with these roles may.
    Roles(Vec<Role>),
    /// The actor may do it, but not to this record.
    Record(RecordDenial),
}

/// Why an action is denied on one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordDenial {
    /// A stable code in lower_snake case.
    pub reason: &'static str,
    /// Who may.
    pub detail: &'static str,
}

impl Denial {
    /// Why the policy denies `action` to `actor`.
    pub(super) fn of(actor: &Actor, action: Action) -> Self {
        if all_ownerships().any(|relation| may(actor, action, relation)) {
            return Self::Record(record_denial(action));
        }
        match actor.principal() {
            Principal::Service { .. } => match required_scope(action, Ownership::Own) {
                Some(scope) => Self::Scopes(vec![scope]),
                None if permitted_roles(action, all_ownerships()).is_empty() => Self::SystemOnly,
                None => Self::StaffOnly,
            },
            Principal::Staff { .. } | Principal::System(_) => Self::of_staff(action, all_ownerships()),
        }
    }

    /// Why the policy denies `action` on all records to `actor`, who may do it to their own at most.
    fn of_all_records(actor: &Actor, action: Action) -> Self {
        match actor.principal() {
            Principal::Staff { .. } => Self::of_staff(action, std::iter::once(Ownership::Other)),
            Principal::Service { .. } | Principal::System(_) => Self::of(actor, action),
        }
    }

    fn of_staff(action: Action, relations: impl Iterator<Item = Ownership> + Clone) -> Self {
        let roles = permitted_roles(action, relations);
        if !roles.is_empty() {
            Self::Roles(roles)
        } else if required_scope(action, Ownership::Own).is_some() {
            Self::ServiceAccountsOnly
        } else {
            Self::SystemOnly
        }
    }
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

/// The roles that may do `action` in at least one of these relations.
fn permitted_roles(action: Action, relations: impl Iterator<Item = Ownership> + Clone) -> Vec<Role> {
    let may = |role: &Role| relations.clone().any(|relation| super::staff_may(*role, action, relation));
    Role::ALL.iter().copied().filter(may).collect()
}

/// Reason and detail of denials that depend on the record.
const RECORD_DENIALS: &[(Action, &str, &str)] = &[
    (Action::End, "not_holder", "Only the holder of the interaction, or an admin, may end it."),
    (Action::EditInteraction, "not_holder", "Only the holder of the interaction, or an admin, may correct it."),
    (Action::SetInteractionStatus, "not_holder", "Only the holder of the interaction, or an admin, may change its status."),
    (Action::MoveInteraction, "not_holder", "Only the holder of the interaction, or an admin, may move it to another customer."),
    (Action::UndoStatus, "not_changer", "Only the author of the status change may undo it."),
    (Action::Recall, "not_author", "Only the author of the reply may recall it."),
    (Action::EditNote, "not_author", "Only the author of the note may edit it."),
    (Action::Accept, "not_target", "Only the addressee of the escalation or its pool may accept it."),
    (Action::Discuss, "not_target", "Only the addressee of the escalation, its pool, agents and admins may write in it."),
    (Action::Reassign, "not_target", "Only the addressee of the escalation, its pool or an admin may reassign it."),
    (Action::RaisePriority, "not_target", "Only the addressee of the escalation, its pool or an admin may raise its priority."),
    (Action::Decline, "not_acceptor", "Only the staff member who accepted the escalation may decline it."),
    (Action::ResolveEscalation, "not_acceptor", "Only the staff member who accepted the escalation, or an admin, may resolve it."),
    (Action::ReadOversight, "not_self", "You may see the reports on your own work only."),
];

/// All other actions on own records only: sessions, passwords, notices.
const SELF_ONLY: RecordDenial = RecordDenial { reason: "not_self", detail: "You may do this for yourself only." };

fn record_denial(action: Action) -> RecordDenial {
    RECORD_DENIALS.iter().find(|(about, ..)| *about == action).map_or(SELF_ONLY, |(_, reason, detail)| RecordDenial { reason, detail })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "tests create actors")]

    use super::*;
    use crate::{ServiceAccountId, StaffId, policy::check, scopes::Scopes};

    fn denial(actor: &Actor, action: Action) -> Denial {
        match check(actor, action, Ownership::Other).unwrap_err() {
            crate::DomainError::Forbidden { denial, .. } => denial,
            other @ (crate::DomainError::Conflict { .. }
            | crate::DomainError::AlreadyAssigned { .. }
            | crate::DomainError::Invalid { .. }) => {
                panic!("{other:?}")
            }
        }
    }

    fn program(scopes: Scopes) -> Actor {
        Actor::service(ServiceAccountId::from_uuid(uuid::Uuid::from_u128(1)), scopes)
    }

    #[test]
    fn denial_of_service_account_names_missing_scope_or_people_only() {
        for action in Action::ALL {
            match denial(&program(Scopes::default()), *action) {
                Denial::Scopes(scopes) if *action != Action::SignIn => {
                    let with = program(scopes.into_iter().collect());
                    assert!(all_ownerships().any(|relation| may(&with, *action, relation)), "{action}");
                }
                Denial::StaffOnly => {
                    let all = program(OAuthScope::ALL.iter().copied().collect());
                    assert!(!all_ownerships().any(|relation| may(&all, *action, relation)), "{action}");
                }
                Denial::SystemOnly => assert!(matches!(action, Action::RefuseSignIn | Action::BeginReadLog), "{action}"),
                other @ (Denial::Scopes(_) | Denial::ServiceAccountsOnly | Denial::Roles(_) | Denial::Record(_)) => {
                    assert_eq!((*action, other), (Action::SignIn, Denial::Record(SELF_ONLY)));
                }
            }
        }
        let all = program(OAuthScope::ALL.iter().copied().collect());
        assert!(matches!(denial(&all, Action::EditNote), Denial::Record(RecordDenial { reason: "not_author", .. })));
    }

    #[test]
    fn denial_of_staff_names_owner_or_allowed_roles() {
        let person = |role| Actor::staff(StaffId::from_uuid(uuid::Uuid::from_u128(1)), role);
        assert!(matches!(denial(&person(Role::Agent), Action::End), Denial::Record(RecordDenial { reason: "not_holder", .. })));
        assert_eq!(denial(&person(Role::Doctor), Action::End), Denial::Roles(vec![Role::Agent, Role::Admin]));
        assert_eq!(denial(&person(Role::Admin), Action::BeginReadLog), Denial::SystemOnly);
        assert_eq!(denial(&person(Role::Admin), Action::MarkFetched), Denial::ServiceAccountsOnly);
        let whole = check_all(&person(Role::Agent), Action::ReadOversight).unwrap_err();
        assert_eq!(whole, forbidden_to(Action::ReadOversight, Denial::Roles(vec![Role::Admin, Role::Auditor])));
    }

    #[test]
    fn denial_of_service_account_lists_missing_scopes_once() {
        let tickets = program(std::iter::once(OAuthScope::TicketsRead).collect());
        let each = |actions: &[Action]| check_each(&tickets, actions).unwrap_err();
        let [customers, interactions] = [OAuthScope::CustomersRead, OAuthScope::InteractionsRead];
        assert_eq!(
            each(&[Action::ReadTickets, Action::ReadCustomers, Action::ReadInteractions, Action::ReadCustomers]),
            forbidden_to(Action::ReadCustomers, Denial::Scopes(vec![customers, interactions]))
        );
        assert_eq!(each(&[Action::ReadCustomers, Action::Close]), forbidden_to(Action::Close, Denial::StaffOnly));
        check_each(&tickets, &[Action::ReadTickets]).unwrap();
    }

    fn forbidden_to(action: Action, denial: Denial) -> DomainError {
        DomainError::Forbidden { action, denial }
    }
}
