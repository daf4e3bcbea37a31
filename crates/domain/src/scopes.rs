//! What may be done at the desk in rough words: the scopes of a service account and of an access token.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Fault, actor::Role, words::words};

words! {
    /// One thing that may be allowed.
    pub enum ApiScope {
        /// See customers.
        CustomersRead = "customers:read",
        /// Add and correct customers.
        CustomersWrite = "customers:write",
        /// See interactions.
        InteractionsRead = "interactions:read",
        /// Log, change and end interactions.
        InteractionsWrite = "interactions:write",
        /// See tickets and their conversation.
        TicketsRead = "tickets:read",
        /// Open and work tickets.
        TicketsWrite = "tickets:write",
        /// See internal notes.
        NotesRead = "notes:read",
        /// Write internal notes.
        NotesWrite = "notes:write",
        /// See escalations.
        EscalationsRead = "escalations:read",
        /// Raise escalations.
        EscalationsWrite = "escalations:write",
        /// See reports.
        ReportsRead = "reports:read",
        /// See colleagues; for people only.
        StaffRead = "staff:read",
        /// Manage colleagues and the accounts of programs; for people only.
        StaffWrite = "staff:write",
        /// See the audit trail and the read ledger.
        AuditRead = "audit:read",
        /// Take in patients in bulk.
        ImportWrite = "import:write",
    }
}

impl ApiScope {
    /// Whether a program can be given it.
    pub const fn is_for_programs(self) -> bool {
        match self {
            Self::StaffRead | Self::StaffWrite => false,
            Self::CustomersRead
            | Self::CustomersWrite
            | Self::InteractionsRead
            | Self::InteractionsWrite
            | Self::TicketsRead
            | Self::TicketsWrite
            | Self::NotesRead
            | Self::NotesWrite
            | Self::EscalationsRead
            | Self::EscalationsWrite
            | Self::ReportsRead
            | Self::AuditRead
            | Self::ImportWrite => true,
        }
    }

    /// Whether people of `role` have it: the whole of it. What exactly they may do is the policy's to say; this is what their tokens tell
    /// other programs of it.
    const fn is_of(self, role: Role) -> bool {
        match self {
            Self::CustomersRead | Self::InteractionsRead | Self::TicketsRead | Self::EscalationsRead | Self::EscalationsWrite => match role
            {
                Role::Agent | Role::Doctor | Role::Admin => true,
                Role::Auditor => false,
            },
            Self::CustomersWrite | Self::InteractionsWrite | Self::TicketsWrite | Self::NotesRead | Self::NotesWrite => match role {
                Role::Agent | Role::Admin => true,
                Role::Doctor | Role::Auditor => false,
            },
            Self::StaffRead => match role {
                Role::Agent | Role::Doctor | Role::Admin => true,
                Role::Auditor => false,
            },
            Self::ReportsRead | Self::AuditRead => match role {
                Role::Admin | Role::Auditor => true,
                Role::Agent | Role::Doctor => false,
            },
            Self::StaffWrite | Self::ImportWrite => match role {
                Role::Admin => true,
                Role::Agent | Role::Doctor | Role::Auditor => false,
            },
        }
    }
}

/// A scope that a program can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProgramScope(ApiScope);

impl ProgramScope {
    /// The scope.
    pub const fn scope(self) -> ApiScope {
        self.0
    }

    fn words() -> Vec<&'static str> {
        ApiScope::ALL.iter().filter(|scope| scope.is_for_programs()).map(|scope| scope.as_str()).collect()
    }
}

impl FromStr for ProgramScope {
    type Err = Fault;

    fn from_str(word: &str) -> Result<Self, Fault> {
        word.parse().ok().filter(|scope: &ApiScope| scope.is_for_programs()).map(Self).ok_or_else(|| Fault::unknown(&Self::words()))
    }
}

impl utoipa::PartialSchema for ProgramScope {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::schema::Type::String).enum_values(Some(Self::words())).into()
    }
}
impl utoipa::ToSchema for ProgramScope {}

impl Role {
    /// The scopes that the tokens of people of this role carry.
    pub fn scopes(self) -> Scopes {
        ApiScope::ALL.iter().copied().filter(|scope| scope.is_of(self)).collect()
    }
}

/// A set of scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes(u32);

impl Scopes {
    /// Whether `scope` is among them.
    pub const fn contains(self, scope: ApiScope) -> bool {
        self.0 & bit(scope) != 0
    }

    /// Those in the set, in the order of their definition.
    pub fn iter(self) -> impl Iterator<Item = ApiScope> {
        ApiScope::ALL.iter().copied().filter(move |scope| self.contains(*scope))
    }

    /// Those that are in `other` too.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

const fn bit(scope: ApiScope) -> u32 {
    // The place of a variant in its enum is what a set of them is made of.
    #[expect(clippy::as_conversions, reason = "a variant's place has no other constant conversion")]
    let place = scope as u32;
    1 << place
}

impl FromIterator<ApiScope> for Scopes {
    fn from_iter<I: IntoIterator<Item = ApiScope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |set, scope| set | bit(scope)))
    }
}

/// As an access token has them (RFC 6749, section 3.3): separated by spaces.
impl std::fmt::Display for Scopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (place, scope) in self.iter().enumerate() {
            if place > 0 {
                f.write_str(" ")?;
            }
            f.write_str(scope.as_str())?;
        }
        Ok(())
    }
}

/// Reads what [`std::fmt::Display`] writes; any number of spaces, and each scope any number of times.
impl FromStr for Scopes {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        text.split(' ').filter(|word| !word.is_empty()).map(str::parse).collect()
    }
}

impl Serialize for Scopes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
impl<'de> Deserialize<'de> for Scopes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<ApiScope>::deserialize(deserializer).map(|scopes| scopes.into_iter().collect())
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test makes its own actors")]
mod tests {
    use super::*;
    use crate::{
        ServiceAccountId, StaffId,
        actor::Actor,
        policy::{Action, check_role},
    };

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        for scope in ApiScope::ALL {
            let set: Scopes = std::iter::once(*scope).collect();
            assert_eq!(set.iter().collect::<Vec<_>>(), [*scope]);
        }
    }

    #[test]
    fn a_token_separates_them_by_spaces() {
        let set: Scopes = [ApiScope::TicketsRead, ApiScope::CustomersRead].into_iter().collect();
        assert_eq!(set.to_string(), "customers:read tickets:read");
        assert_eq!("tickets:read  customers:read tickets:read".parse::<Scopes>(), Ok(set));
        assert_eq!("".parse::<Scopes>(), Ok(Scopes::default()));
        assert!("tickets:read\tcustomers:read".parse::<Scopes>().is_err());
        assert!("tickets".parse::<Scopes>().is_err());
    }

    #[test]
    fn a_program_can_be_given_every_scope_but_those_of_people() {
        for scope in ApiScope::ALL {
            assert_eq!(scope.as_str().parse::<ProgramScope>().is_ok(), !scope.as_str().starts_with("staff"), "{scope}");
        }
    }

    #[test]
    fn what_two_sets_share_is_all_that_is_left_of_them() {
        let one: Scopes = [ApiScope::TicketsRead, ApiScope::CustomersRead].into_iter().collect();
        let other: Scopes = [ApiScope::TicketsRead, ApiScope::NotesRead].into_iter().collect();
        assert_eq!(one.and(other).to_string(), "tickets:read");
        assert!(one.and(Scopes::default()).is_empty());
    }

    #[test]
    fn the_tokens_of_people_say_what_their_role_may_do() {
        let said: Vec<(Role, String)> = Role::ALL.iter().map(|role| (*role, role.scopes().to_string())).collect();
        let all = ApiScope::ALL.iter().copied().collect::<Scopes>().to_string();
        let agent = "customers:read customers:write interactions:read interactions:write tickets:read tickets:write notes:read notes:write \
                     escalations:read escalations:write staff:read";
        let doctor = "customers:read interactions:read tickets:read escalations:read escalations:write staff:read";
        let expected = [(Role::Agent, agent), (Role::Doctor, doctor), (Role::Admin, &all), (Role::Auditor, "reports:read audit:read")];
        assert_eq!(said, expected.map(|(role, scopes)| (role, scopes.to_owned())));
    }

    /// Both are asked of the policy: the table here must not promise what it refuses. Escalations are written by programs and by doctors in
    /// different ways.
    #[test]
    fn no_token_promises_what_the_policy_refuses_and_none_keeps_silent_of_what_it_allows() {
        let (program, person) = (ServiceAccountId::from_uuid(uuid::Uuid::from_u128(1)), StaffId::from_uuid(uuid::Uuid::from_u128(2)));
        for scope in ApiScope::ALL.iter().copied().filter(|scope| *scope != ApiScope::EscalationsWrite) {
            let program = Actor::service(program, std::iter::once(scope).collect());
            let none = Actor::service(ServiceAccountId::from_uuid(uuid::Uuid::from_u128(3)), Scopes::default());
            let needs = |action: &&Action| check_role(&program, **action).is_ok() && check_role(&none, **action).is_err();
            for role in Role::ALL {
                let person = Actor::staff(person, *role);
                // Their own figures are not what the scope of reports promises, and only programs fetch replies.
                let own = |action: &&Action| *role == Role::Agent && **action == Action::ReadOversight;
                let apart = |action: &&Action| own(action) || **action == Action::MarkFetched;
                for action in Action::ALL.iter().filter(needs).filter(|action| !apart(action)) {
                    assert_eq!(check_role(&person, *action).is_ok(), role.scopes().contains(scope), "{role}: {scope} and {action}");
                }
            }
        }
    }

    #[test]
    fn a_scope_that_no_program_can_be_given_is_refused_with_those_that_one_can() {
        let refused = "staff:read".parse::<ProgramScope>().unwrap_err();
        assert!(refused.detail.contains("customers:read, customers:write"), "{refused}");
        assert!(refused.detail.contains("import:write") && !refused.detail.contains("staff"), "{refused}");
    }
}
