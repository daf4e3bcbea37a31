//! Which denial an actor gets: derived from the rules.

use super::{
    action::Action,
    denial::{Denial, RecordDenial},
    ownership::{Ownership, all_ownerships},
    rules::{may, required_scope, staff_may},
};
use crate::actor::{Actor, Principal, Role};

impl Denial {
    /// Why the policy denies `action` to `actor`.
    pub(super) fn of(actor: &Actor, action: Action) -> Self {
        if all_ownerships().any(|relation| may(actor, action, relation)) {
            return Self::Record(record_denial(action));
        }
        match actor.principal() {
            Principal::Service { .. } => match required_scope(action) {
                Some(scope) => Self::Scopes(vec![scope]),
                None if permitted_roles(action, all_ownerships()).is_empty() => Self::SystemOnly,
                None => Self::StaffOnly,
            },
            Principal::Staff { .. } | Principal::System(_) => Self::of_staff(action, all_ownerships()),
        }
    }

    /// Why the policy denies `action` on all records to `actor`, who may do it to their own at most.
    pub(super) fn of_all_records(actor: &Actor, action: Action) -> Self {
        match actor.principal() {
            Principal::Staff { .. } => Self::of_staff(action, std::iter::once(Ownership::Other)),
            Principal::Service { .. } | Principal::System(_) => Self::of(actor, action),
        }
    }

    fn of_staff(action: Action, relations: impl Iterator<Item = Ownership> + Clone) -> Self {
        let roles = permitted_roles(action, relations);
        if !roles.is_empty() {
            Self::Roles(roles)
        } else if required_scope(action).is_some() {
            Self::ServiceAccountsOnly
        } else {
            Self::SystemOnly
        }
    }
}

/// The roles that may do `action` in at least one of these relations.
fn permitted_roles(action: Action, relations: impl Iterator<Item = Ownership> + Clone) -> Vec<Role> {
    let may = |role: &Role| relations.clone().any(|relation| staff_may(*role, action, relation));
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
    use crate::{
        DomainError, ServiceAccountId, StaffId,
        policy::{check, check_all, check_each},
        scopes::{OAuthScope, Scopes},
    };

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
