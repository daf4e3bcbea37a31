//! The people of the desk.

use std::ops::Deref;

use serde_json::json;

use crate::{
    CustomerId, Refusal, StaffId, Timestamp,
    actor::{Actor, Role},
    change::{Change, Put, Telling, Version, Write},
    email::Email,
    event::{Fact, Facts, Record, Subject, SubjectKind},
    policy::{Action, Relation, check},
    text::FullName,
};

/// A password's hash in PHC form (argon2id). Shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Takes a PHC string.
    pub const fn from_phc(phc: String) -> Self {
        Self(phc)
    }

    /// The PHC string, for storing and verifying.
    pub fn phc(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// A member of staff as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffState {
    /// The id.
    pub id: StaffId,
    /// The address they sign in with; unique without regard to case.
    pub email: Email,
    /// What colleagues call them.
    pub name: FullName,
    /// What they may do.
    pub role: Role,
    /// Whether they may sign in and be given work.
    pub active: bool,
    /// What their password hashes to.
    pub password: PasswordHash,
    /// When they were added.
    pub created_at: Timestamp,
    /// When they last changed.
    pub updated_at: Timestamp,
    /// How often they changed.
    pub version: Version,
}

/// A member of staff, changed only by its own transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff(StaffState);

impl Deref for Staff {
    type Target = StaffState;

    fn deref(&self) -> &StaffState {
        &self.0
    }
}

/// What a new member of staff is made from.
#[derive(Debug)]
pub struct NewStaff {
    /// The id.
    pub id: StaffId,
    /// The address they will sign in with.
    pub email: Email,
    /// Their name.
    pub name: FullName,
    /// Their role.
    pub role: Role,
    /// Their password's hash.
    pub password: PasswordHash,
}

/// An active colleague who works tickets: proof that a ticket may be given to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignee(StaffId);

impl Assignee {
    /// Who it is.
    pub const fn id(self) -> StaffId {
        self.0
    }
}

impl Staff {
    /// Takes a row read from the database for what it was when saved.
    pub const fn restore(state: StaffState) -> Self {
        Self(state)
    }

    /// Adds a member of staff.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless an admin, or the command line, asks.
    pub fn create(new: NewStaff, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::CreateStaff, Relation::Other)?;
        let staff = Self(StaffState {
            id: new.id,
            email: new.email,
            name: new.name,
            role: new.role,
            active: true,
            password: new.password,
            created_at: at,
            updated_at: at,
            version: 1,
        });
        Ok(Telling::new(permit, at).change(&Facts::new(), staff, |staff| Write::Staff(Put::new(staff))))
    }

    /// That a ticket may be given to them.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when they are not active or do not work tickets.
    pub fn assignable(&self) -> Result<Assignee, Refusal> {
        if !self.active {
            return Err(Refusal::invalid("assignee_id", "not_active", "must be an active colleague"));
        }
        match self.role {
            Role::Agent | Role::Admin => Ok(Assignee(self.id)),
            Role::Doctor | Role::Auditor => Err(Refusal::invalid("assignee_id", "wrong_role", "must be an agent or an admin")),
        }
    }

    /// Tells that they signed in, into the session of `actor`.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] never in practice: every role may sign in.
    pub fn signed_in(&self, actor: &Actor, at: Timestamp) -> Result<Change<()>, Refusal> {
        self.tell(actor, Action::SignIn, at)
    }

    /// Tells that they signed out of the session of `actor`.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] when `actor` is somebody else.
    pub fn signed_out(&self, actor: &Actor, at: Timestamp) -> Result<Change<()>, Refusal> {
        self.tell(actor, Action::SignOut, at)
    }

    /// Tells that somebody tried their address with a wrong password, or that they are no longer active.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the desk's own door tells it.
    pub fn sign_in_refused(&self, door: &Actor, at: Timestamp) -> Result<Change<()>, Refusal> {
        self.tell(door, Action::RefuseSignIn, at)
    }

    /// Tells that a session of theirs was ended because its refresh token came twice.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the desk's own door tells it.
    pub fn session_revoked(&self, door: &Actor, at: Timestamp) -> Result<Change<()>, Refusal> {
        self.tell(door, Action::RevokeSession, at)
    }

    fn tell(&self, actor: &Actor, action: Action, at: Timestamp) -> Result<Change<()>, Refusal> {
        let permit = check(actor, action, Relation::to(actor, Some(self.id)))?;
        Ok(Telling::new(permit, at).alone(self))
    }
}

impl Record for Staff {
    fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::Staff, id: self.id.uuid() }
    }

    fn customer(&self) -> Option<CustomerId> {
        None
    }

    fn facts(&self) -> Facts {
        vec![
            ("role", Fact::Plain(json!(self.role))),
            ("active", Fact::Plain(json!(self.active))),
            ("name", Fact::Personal(json!(self.name))),
            ("email", Fact::Personal(json!(self.email))),
        ]
    }
}
