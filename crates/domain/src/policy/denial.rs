//! Why the policy does not allow something, for whoever is told no.

use super::{Action, Relation, may, program_scope, relations};
use crate::{
    actor::{Actor, Role, Who},
    scopes::ApiScope,
};

/// Why an actor may not do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denial {
    /// The account of the program lacks this scope.
    Scope(ApiScope),
    /// Only people may, whatever scopes a program has.
    PeopleOnly,
    /// Only people of these roles may; of none where the desk alone does it.
    Roles(Vec<Role>),
    /// The actor's role may do it, but not to this record.
    Record(Record),
}

/// A record that is not the actor's to do something to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// A stable lower_snake word.
    pub reason: &'static str,
    /// Who may.
    pub detail: &'static str,
}

impl Denial {
    /// Why the policy refuses `action` to `actor`.
    pub(super) fn of(actor: &Actor, action: Action) -> Self {
        if relations().any(|relation| may(actor, action, relation)) {
            return Self::Record(record(action));
        }
        match actor.who() {
            Who::Service { .. } => program_scope(action, Relation::Own).map_or(Self::PeopleOnly, Self::Scope),
            Who::Staff { .. } | Who::System(_) => Self::Roles(roles(action)),
        }
    }
}

/// The roles that may do it to some record at least.
fn roles(action: Action) -> Vec<Role> {
    let may = |role: &Role| relations().any(|relation| super::person_may(*role, action, relation));
    Role::ALL.iter().copied().filter(may).collect()
}

/// Who may do what depends on the record.
const RECORDS: &[(Action, &str, &str)] = &[
    (Action::End, "not_holder", "Only whoever holds the interaction, or an admin, may end it."),
    (Action::EditInteraction, "not_holder", "Only whoever holds the interaction, or an admin, may correct it."),
    (Action::SetInteractionStatus, "not_holder", "Only whoever holds the interaction, or an admin, may change its status."),
    (Action::MoveInteraction, "not_holder", "Only whoever holds the interaction, or an admin, may move it to another customer."),
    (Action::UndoStatus, "not_changer", "Only whoever changed the status may undo that."),
    (Action::Recall, "not_author", "Only whoever wrote the reply may take it back."),
    (Action::EditNote, "not_author", "Only whoever wrote the note may rewrite it."),
    (Action::Accept, "not_target", "Only those whom it was escalated to may accept the escalation."),
    (Action::Discuss, "not_target", "Only those whom it was escalated to, agents and admins may write in the escalation."),
    (Action::Reassign, "not_target", "Only those whom it was escalated to, or an admin, may pass the escalation on."),
    (Action::RaisePriority, "not_target", "Only those whom it was escalated to, or an admin, may raise the priority."),
    (Action::Decline, "not_acceptor", "Only whoever accepted the escalation may give it back."),
    (Action::ResolveEscalation, "not_acceptor", "Only whoever accepted the escalation, or an admin, may answer it."),
    (Action::ReadOversight, "not_self", "You may see the figures of your own work only."),
];

/// What else depends on whose it is: sessions, passwords, notices.
const FOR_SELF: Record = Record { reason: "not_self", detail: "Everybody may do this for themselves only." };

fn record(action: Action) -> Record {
    RECORDS.iter().find(|(about, ..)| *about == action).map_or(FOR_SELF, |(_, reason, detail)| Record { reason, detail })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test makes its own actors")]

    use super::*;
    use crate::{ServiceAccountId, StaffId, policy::check, scopes::Scopes};

    fn denial(actor: &Actor, action: Action) -> Denial {
        match check(actor, action, Relation::Other).unwrap_err() {
            crate::Refusal::Forbidden { denial, .. } => denial,
            other @ (crate::Refusal::Conflict { .. } | crate::Refusal::Taken { .. } | crate::Refusal::Invalid { .. }) => {
                panic!("{other:?}")
            }
        }
    }

    fn program(scopes: Scopes) -> Actor {
        Actor::service(ServiceAccountId::from_uuid(uuid::Uuid::from_u128(1)), scopes)
    }

    #[test]
    fn program_is_told_the_scope_it_lacks_or_that_none_would_do() {
        for action in Action::ALL {
            match denial(&program(Scopes::default()), *action) {
                Denial::Scope(scope) if *action != Action::SignIn => {
                    let with = program(std::iter::once(scope).collect());
                    assert!(relations().any(|relation| may(&with, *action, relation)), "{action}");
                }
                Denial::PeopleOnly => {
                    let all = program(ApiScope::ALL.iter().copied().collect());
                    assert!(!relations().any(|relation| may(&all, *action, relation)), "{action}");
                }
                other @ (Denial::Scope(_) | Denial::Roles(_) | Denial::Record(_)) => {
                    assert_eq!((*action, other), (Action::SignIn, Denial::Record(FOR_SELF)));
                }
            }
        }
        let all = program(ApiScope::ALL.iter().copied().collect());
        assert!(matches!(denial(&all, Action::EditNote), Denial::Record(Record { reason: "not_author", .. })));
    }

    #[test]
    fn person_is_told_whose_it_is_or_which_roles_may() {
        let person = |role| Actor::staff(StaffId::from_uuid(uuid::Uuid::from_u128(1)), role);
        assert!(matches!(denial(&person(Role::Agent), Action::End), Denial::Record(Record { reason: "not_holder", .. })));
        assert_eq!(denial(&person(Role::Doctor), Action::End), Denial::Roles(vec![Role::Agent, Role::Admin]));
        assert_eq!(denial(&person(Role::Admin), Action::BeginReadLog), Denial::Roles(Vec::new()));
    }
}
