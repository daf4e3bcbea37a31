//! Who acts: the one thing the policy needs to know about a caller.

use crate::{PrincipalId, RequestId, ServiceAccountId, SessionId, StaffId, scopes::Scopes, words::words};

words! {
    /// What a member of staff does at the desk.
    pub enum Role {
        /// Works tickets and interactions with patients.
        Agent = "agent",
        /// Answers escalations; sees the cases escalated to them and nothing else.
        Doctor = "doctor",
        /// Oversees the desk and manages its staff.
        Admin = "admin",
        /// Reads reports and the audit trail, changes nothing.
        Auditor = "auditor",
    }
}

words! {
    /// Work the desk does by itself, each with policy arms of its own.
    pub enum Task {
        /// Takes in patients from a file.
        Import = "import",
        /// Makes staff from the command line.
        Setup = "setup",
        /// Guards the door: notes refused sign-ins and revoked sessions.
        Door = "door",
    }
}

/// Who stands behind an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// A signed-in person.
    Staff {
        /// Which one.
        id: StaffId,
        /// In which role, as it was when the request came.
        role: Role,
    },
    /// A program of another system.
    Service {
        /// Its account.
        id: ServiceAccountId,
        /// What it may do.
        scopes: Scopes,
    },
    /// The desk itself.
    System(Task),
}

/// A caller, as authenticated. Made by sign-in, the command line and the seeder only (clippy guards the constructors).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    who: Who,
    session: Option<SessionId>,
    request: Option<RequestId>,
    takes_in: bool,
}

/// Which rows exist for an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every row.
    All,
    /// The rows of cases escalated to this doctor.
    CasesOf(StaffId),
}

impl Actor {
    /// A signed-in person.
    pub const fn staff(id: StaffId, role: Role) -> Self {
        Self { who: Who::Staff { id, role }, session: None, request: None, takes_in: false }
    }

    /// A program whose access token has been checked.
    pub const fn service(id: ServiceAccountId, scopes: Scopes) -> Self {
        Self { who: Who::Service { id, scopes }, session: None, request: None, takes_in: false }
    }

    /// The desk itself at one of its tasks.
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

    /// The same actor while it takes in customers in bulk: to add and to correct them is part of that.
    #[must_use]
    pub const fn taking_in(mut self) -> Self {
        self.takes_in = true;
        self
    }

    /// Whether it takes in customers in bulk.
    pub const fn takes_in(&self) -> bool {
        self.takes_in
    }

    /// Who it is.
    pub const fn who(&self) -> Who {
        self.who
    }

    /// The session it came in by.
    pub const fn session(&self) -> Option<SessionId> {
        self.session
    }

    /// The request it came with.
    pub const fn request(&self) -> Option<RequestId> {
        self.request
    }

    /// The person, if it is one.
    pub const fn staff_id(&self) -> Option<StaffId> {
        match self.who {
            Who::Staff { id, .. } => Some(id),
            Who::Service { .. } | Who::System(_) => None,
        }
    }

    /// The person or program, if it is one: whom records name as having done something.
    pub fn principal(&self) -> Option<PrincipalId> {
        match self.who {
            Who::Staff { id, .. } => Some(id.into()),
            Who::Service { id, .. } => Some(id.into()),
            Who::System(_) => None,
        }
    }

    /// The person's role, if it is one.
    pub const fn role(&self) -> Option<Role> {
        match self.who {
            Who::Staff { role, .. } => Some(role),
            Who::Service { .. } | Who::System(_) => None,
        }
    }

    /// Which rows exist for it. What it may *do* with them is the policy's to say.
    pub const fn scope(&self) -> Scope {
        match self.who {
            Who::Staff { id, role: Role::Doctor } => Scope::CasesOf(id),
            Who::Staff { role: Role::Agent | Role::Admin | Role::Auditor, .. } | Who::Service { .. } | Who::System(_) => Scope::All,
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test makes its own actors")]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_actor_names_the_session_and_the_request_it_came_by() {
        let (session, request) = (SessionId::from_uuid(Uuid::from_u128(7)), RequestId::from_uuid(Uuid::from_u128(8)));
        let bare = Actor::staff(StaffId::from_uuid(Uuid::from_u128(1)), Role::Agent);
        assert_eq!((bare.session(), bare.request()), (None, None));
        let come = bare.in_session(session).in_request(request);
        assert_eq!((come.session(), come.request()), (Some(session), Some(request)));
    }

    #[test]
    fn records_name_people_and_programs_and_never_the_desk_itself() {
        let (ada, app) = (StaffId::from_uuid(Uuid::from_u128(1)), ServiceAccountId::from_uuid(Uuid::from_u128(4)));
        let named = |actor: Actor| (actor.principal(), actor.staff_id(), actor.role());
        assert_eq!(named(Actor::staff(ada, Role::Doctor)), (Some(ada.into()), Some(ada), Some(Role::Doctor)));
        assert_eq!(named(Actor::service(app, Scopes::default())), (Some(app.into()), None, None));
        assert_eq!(named(Actor::system(Task::Door)), (None, None, None));
    }
}
