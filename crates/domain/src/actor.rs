//! The actor: an authenticated caller, as the policy sees it.

use crate::{PrincipalId, RequestId, ServiceAccountId, SessionId, StaffId, scopes::Scopes, words::words};

words! {
    /// The role of a staff member.
    pub enum Role {
        /// Handles tickets and interactions with customers.
        Agent = "agent",
        /// Answers escalations; sees only the records escalated to them.
        Doctor = "doctor",
        /// Oversees the desk and manages its staff.
        Admin = "admin",
        /// Reads reports and the audit log, changes nothing.
        Auditor = "auditor",
    }
}

words! {
    /// Jobs of the system itself, each with its own policy.
    pub enum Task {
        /// Imports customers from a file.
        Import = "import",
        /// Creates staff from the command line.
        Setup = "setup",
        /// Records rejected sign-ins and revoked sessions.
        Door = "door",
    }
}

/// Who performs an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
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
    System(Task),
}

/// An authenticated caller. Created by sign-in, the command line and the seeder only (clippy `disallowed-methods` guards the constructors).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    who: Who,
    session: Option<SessionId>,
    request: Option<RequestId>,
    takes_in: bool,
}

/// Which rows are visible to an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every row.
    All,
    /// The rows of records escalated to this doctor.
    CasesOf(StaffId),
}

impl Actor {
    /// A signed-in staff member.
    pub const fn staff(id: StaffId, role: Role) -> Self {
        Self { who: Who::Staff { id, role }, session: None, request: None, takes_in: false }
    }

    /// A service account whose access token has been verified.
    pub const fn service(id: ServiceAccountId, scopes: Scopes) -> Self {
        Self { who: Who::Service { id, scopes }, session: None, request: None, takes_in: false }
    }

    /// The system itself, running a job.
    pub const fn system(task: Task) -> Self {
        Self { who: Who::System(task), session: None, request: None, takes_in: false }
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
    pub const fn taking_in(mut self) -> Self {
        self.takes_in = true;
        self
    }

    /// Whether this is a bulk import.
    pub const fn takes_in(&self) -> bool {
        self.takes_in
    }

    /// Who it is.
    pub const fn who(&self) -> Who {
        self.who
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
        match self.who {
            Who::Staff { id, .. } => Some(id),
            Who::Service { .. } | Who::System(_) => None,
        }
    }

    /// The staff member or service account that records name as the author; `None` for the system.
    pub fn principal(&self) -> Option<PrincipalId> {
        match self.who {
            Who::Staff { id, .. } => Some(id.into()),
            Who::Service { id, .. } => Some(id.into()),
            Who::System(_) => None,
        }
    }

    /// The role, if it is a staff member.
    pub const fn role(&self) -> Option<Role> {
        match self.who {
            Who::Staff { role, .. } => Some(role),
            Who::Service { .. } | Who::System(_) => None,
        }
    }

    /// Which rows are visible to it. What it may do with them, the policy decides.
    pub const fn scope(&self) -> Scope {
        match self.who {
            Who::Staff { id, role: Role::Doctor } => Scope::CasesOf(id),
            Who::Staff { role: Role::Agent | Role::Admin | Role::Auditor, .. } | Who::Service { .. } | Who::System(_) => Scope::All,
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
        let named = |actor: Actor| (actor.principal(), actor.staff_id(), actor.role());
        assert_eq!(named(Actor::staff(ada, Role::Doctor)), (Some(ada.into()), Some(ada), Some(Role::Doctor)));
        assert_eq!(named(Actor::service(app, Scopes::default())), (Some(app.into()), None, None));
        assert_eq!(named(Actor::system(Task::Door)), (None, None, None));
    }
}
