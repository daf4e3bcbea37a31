//! OAuth scopes of service accounts and of access tokens: coarse permissions.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{FieldError, role::Role, string_enum::string_enum};

string_enum! {
    /// An OAuth scope.
    pub enum OAuthScope {
        /// See customers.
        CustomersRead = "customers:read",
        /// Add and correct customers.
        CustomersWrite = "customers:write",
        /// See interactions.
        InteractionsRead = "interactions:read",
        /// Log, change and end interactions.
        InteractionsWrite = "interactions:write",
        /// See tickets and their messages.
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
        /// See colleagues; staff only.
        StaffRead = "staff:read",
        /// Manage colleagues and service accounts; staff only.
        StaffWrite = "staff:write",
        /// See the audit log and the read log.
        AuditRead = "audit:read",
        /// Import customers in bulk.
        ImportWrite = "import:write",
    }
}

impl OAuthScope {
    /// Whether a service account can have it.
    pub const fn is_for_service_accounts(self) -> bool {
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

    /// Whether the tokens of staff with `role` carry it, for other services to read: only if the role may do all of it. The policy alone
    /// decides what they may do here.
    const fn is_granted_to(self, role: Role) -> bool {
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

/// A scope that a service account can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceAccountScope(OAuthScope);

impl ServiceAccountScope {
    /// The scope.
    pub const fn scope(self) -> OAuthScope {
        self.0
    }

    fn names() -> Vec<&'static str> {
        OAuthScope::ALL.iter().filter(|scope| scope.is_for_service_accounts()).map(|scope| scope.as_str()).collect()
    }
}

impl FromStr for ServiceAccountScope {
    type Err = FieldError;

    fn from_str(word: &str) -> Result<Self, FieldError> {
        word.parse()
            .ok()
            .filter(|scope: &OAuthScope| scope.is_for_service_accounts())
            .map(Self)
            .ok_or_else(|| FieldError::unknown(&Self::names()))
    }
}

impl utoipa::PartialSchema for ServiceAccountScope {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::schema::Type::String).enum_values(Some(Self::names())).into()
    }
}
impl utoipa::ToSchema for ServiceAccountScope {}

impl Role {
    /// The scopes in the tokens of staff with this role.
    pub fn scopes(self) -> Scopes {
        OAuthScope::ALL.iter().copied().filter(|scope| scope.is_granted_to(self)).collect()
    }
}

/// A set of scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes(u32);

impl Scopes {
    /// Whether it contains `scope`.
    pub const fn contains(self, scope: OAuthScope) -> bool {
        self.0 & bit(scope) != 0
    }

    /// The scopes, in the order of definition.
    pub fn iter(self) -> impl Iterator<Item = OAuthScope> {
        OAuthScope::ALL.iter().copied().filter(move |scope| self.contains(*scope))
    }

    /// The intersection with `other`.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether it is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

const fn bit(scope: OAuthScope) -> u32 {
    // The set is a bit mask of the discriminants.
    #[expect(clippy::as_conversions, reason = "a discriminant has no other constant conversion")]
    let place = scope as u32;
    1 << place
}

impl FromIterator<OAuthScope> for Scopes {
    fn from_iter<I: IntoIterator<Item = OAuthScope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |set, scope| set | bit(scope)))
    }
}

/// As in an access token (RFC 6749, section 3.3): separated by spaces.
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

/// Parses what [`std::fmt::Display`] writes; repeated spaces and scopes are accepted.
impl FromStr for Scopes {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
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
        Vec::<OAuthScope>::deserialize(deserializer).map(|scopes| scopes.into_iter().collect())
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests create actors")]
mod tests {
    use super::*;
    use crate::{
        ServiceAccountId, StaffId,
        actor::Actor,
        policy::{Action, check_role},
    };

    #[test]
    fn scopes_collect_has_exactly_given_scopes() {
        for scope in OAuthScope::ALL {
            let set: Scopes = std::iter::once(*scope).collect();
            assert_eq!(set.iter().collect::<Vec<_>>(), [*scope]);
        }
    }

    #[test]
    fn scopes_text_is_space_separated() {
        let set: Scopes = [OAuthScope::TicketsRead, OAuthScope::CustomersRead].into_iter().collect();
        assert_eq!(set.to_string(), "customers:read tickets:read");
        assert_eq!("tickets:read  customers:read tickets:read".parse::<Scopes>(), Ok(set));
        assert_eq!("".parse::<Scopes>(), Ok(Scopes::default()));
        assert!("tickets:read\tcustomers:read".parse::<Scopes>().is_err());
        assert!("tickets".parse::<Scopes>().is_err());
    }

    #[test]
    fn parse_program_scope_rejects_staff_scopes() {
        for scope in OAuthScope::ALL {
            assert_eq!(scope.as_str().parse::<ServiceAccountScope>().is_ok(), !scope.as_str().starts_with("staff"), "{scope}");
        }
    }

    #[test]
    fn scopes_and_is_intersection() {
        let one: Scopes = [OAuthScope::TicketsRead, OAuthScope::CustomersRead].into_iter().collect();
        let other: Scopes = [OAuthScope::TicketsRead, OAuthScope::NotesRead].into_iter().collect();
        assert_eq!(one.intersection(other).to_string(), "tickets:read");
        assert!(one.intersection(Scopes::default()).is_empty());
    }

    #[test]
    fn role_scopes_match_role() {
        let said: Vec<(Role, String)> = Role::ALL.iter().map(|role| (*role, role.scopes().to_string())).collect();
        let all = OAuthScope::ALL.iter().copied().collect::<Scopes>().to_string();
        let agent = "customers:read customers:write interactions:read interactions:write tickets:read tickets:write notes:read notes:write \
                     escalations:read escalations:write staff:read";
        let doctor = "customers:read interactions:read tickets:read escalations:read escalations:write staff:read";
        let expected = [(Role::Agent, agent), (Role::Doctor, doctor), (Role::Admin, &all), (Role::Auditor, "reports:read audit:read")];
        assert_eq!(said, expected.map(|(role, scopes)| (role, scopes.to_owned())));
    }

    /// The scopes of a role must match the policy. Escalations are left out: service accounts and doctors write them in different ways.
    #[test]
    fn role_scopes_equal_what_policy_grants() {
        let (program, person) = (ServiceAccountId::from_uuid(uuid::Uuid::from_u128(1)), StaffId::from_uuid(uuid::Uuid::from_u128(2)));
        for scope in OAuthScope::ALL.iter().copied().filter(|scope| *scope != OAuthScope::EscalationsWrite) {
            let program = Actor::service(program, std::iter::once(scope).collect());
            let none = Actor::service(ServiceAccountId::from_uuid(uuid::Uuid::from_u128(3)), Scopes::default());
            let needs = |action: &&Action| check_role(&program, **action).is_ok() && check_role(&none, **action).is_err();
            for role in Role::ALL {
                let person = Actor::staff(person, *role);
                // `reports:read` is not about reports on one's own work, and only service accounts fetch replies.
                let own = |action: &&Action| *role == Role::Agent && **action == Action::ReadOversight;
                let apart = |action: &&Action| own(action) || **action == Action::MarkFetched;
                for action in Action::ALL.iter().filter(needs).filter(|action| !apart(action)) {
                    assert_eq!(check_role(&person, *action).is_ok(), role.scopes().contains(scope), "{role}: {scope} and {action}");
                }
            }
        }
    }

    #[test]
    fn parse_staff_scope_as_program_scope_is_error_with_valid_ones() {
        let refused = "staff:read".parse::<ServiceAccountScope>().unwrap_err();
        assert!(refused.detail.contains("customers:read, customers:write"), "{refused}");
        assert!(refused.detail.contains("import:write") && !refused.detail.contains("staff"), "{refused}");
    }
}
