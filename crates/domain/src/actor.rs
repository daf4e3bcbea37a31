//! The actor: an authenticated caller, as the policy sees it.

pub use crate::role::Role;
use crate::{PrincipalId, RequestId, ServiceAccountId, SessionId, StaffId, scopes::Scopes, string_enum::string_enum};

string_enum! {
    /// Jobs of the system itself, each with its own policy.
    pub enum SystemJob {
        /// Imports customers from a file.
        Import = "import",
        /// Creates staff from the command line.
        Bootstrap = "setup",
        /// Records rejected sign-ins and revoked sessions.
        Authentication = "door",
        /// Puts the work of staff members who left or changed role back into the queues.
        Offboarding = "offboarding",
    }
}

/// Who performs an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Principal {
    /// A signed-in staff member.
    Staff {
        /// Their id.
        id: StaffId,
        /// Their role at the time of the request.
        role: Role,
    },
    /// A service account.
    Service {
        /// Its id.
        id: ServiceAccountId,
        /// The scopes of its access token.
        scopes: Scopes,
    },
    /// The system itself.
    System(SystemJob),
}

/// An authenticated caller. Created by sign-in, the command line and the seeder only (clippy `disallowed-methods` guards the constructors).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    principal: Principal,
    session: Option<SessionId>,
    request: Option<RequestId>,
    is_import: bool,
}

/// Which rows are visible to an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowScope {
    /// Every row.
    All,
    /// The rows of records escalated to this doctor.
    EscalatedTo(StaffId),
}

impl Actor {
    /// A signed-in staff member.
    pub const fn staff(id: StaffId, role: Role) -> Self {
        Self { principal: Principal::Staff { id, role }, session: None, request: None, is_import: false }
    }

    /// A service account whose access token has been verified.
    pub const fn service(id: ServiceAccountId, scopes: Scopes) -> Self {
        Self { principal: Principal::Service { id, scopes }, session: None, request: None, is_import: false }
    }

    /// The system itself, running a job.
    pub const fn system(task: SystemJob) -> Self {
        Self { principal: Principal::System(task), session: None, request: None, is_import: false }
    }

    /// The same actor within a session.
    #[must_use]
    pub const fn in_session(mut self, session: SessionId) -> Self {
        self.session = Some(session);
        self
    }

    /// The same actor within a request.
    #[must_use]
    pub const fn in_request(mut self, request: RequestId) -> Self {
        self.request = Some(request);
        self
    }

    /// The same actor during a bulk import, which includes creating and editing customers.
    #[must_use]
    pub const fn in_import(mut self) -> Self {
        self.is_import = true;
        self
    }

    /// Whether this is a bulk import.
    pub const fn is_import(&self) -> bool {
        self.is_import
    }

    /// Who it is.
    pub const fn principal(&self) -> Principal {
        self.principal
    }

    /// The session of the request.
    pub const fn session(&self) -> Option<SessionId> {
        self.session
    }

    /// The request.
    pub const fn request(&self) -> Option<RequestId> {
        self.request
    }

    /// The staff member, if it is one.
    pub const fn staff_id(&self) -> Option<StaffId> {
        match self.principal {
            Principal::Staff { id, .. } => Some(id),
            Principal::Service { .. } | Principal::System(_) => None,
        }
    }

    /// The staff member or service account that records name as the author; `None` for the system.
    pub fn principal_id(&self) -> Option<PrincipalId> {
        match self.principal {
            Principal::Staff { id, .. } => Some(id.into()),
            Principal::Service { id, .. } => Some(id.into()),
            Principal::System(_) => None,
        }
    }

    /// The role, if it is a staff member.
    pub const fn role(&self) -> Option<Role> {
        match self.principal {
            Principal::Staff { role, .. } => Some(role),
            Principal::Service { .. } | Principal::System(_) => None,
        }
    }

    /// Which rows are visible to it. What it may do with them, the policy decides.
    pub const fn row_scope(&self) -> RowScope {
        match self.principal {
            Principal::Staff { id, role: Role::Doctor } => RowScope::EscalatedTo(id),
            Principal::Staff { role: Role::Agent | Role::Admin | Role::Auditor, .. } | Principal::Service { .. } | Principal::System(_) => {
                RowScope::All
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests create actors")]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn actor_has_session_and_request_id() {
        let (session, request) = (SessionId::from_uuid(Uuid::from_u128(7)), RequestId::from_uuid(Uuid::from_u128(8)));
        let bare = Actor::staff(StaffId::from_uuid(Uuid::from_u128(1)), Role::Agent);
        assert_eq!((bare.session(), bare.request()), (None, None));
        let come = bare.in_session(session).in_request(request);
        assert_eq!((come.session(), come.request()), (Some(session), Some(request)));
    }

    #[test]
    fn principal_is_staff_or_service_account_never_system() {
        let (ada, app) = (StaffId::from_uuid(Uuid::from_u128(1)), ServiceAccountId::from_uuid(Uuid::from_u128(4)));
        let named = |actor: Actor| (actor.principal_id(), actor.staff_id(), actor.role());
        assert_eq!(named(Actor::staff(ada, Role::Doctor)), (Some(ada.into()), Some(ada), Some(Role::Doctor)));
        assert_eq!(named(Actor::service(app, Scopes::default())), (Some(app.into()), None, None));
        assert_eq!(named(Actor::system(SystemJob::Authentication)), (None, None, None));
    }
}
