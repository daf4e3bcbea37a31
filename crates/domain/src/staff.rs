//! The people of the desk.

mod access;
mod preferences;

use std::ops::Deref;

use serde_json::json;

pub use preferences::{PageLanguage, Preferences};

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
    /// What their password hashes to; none until they have set one by their link.
    pub password: Option<PasswordHash>,
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
    /// Their password's hash; left out, they set a password by a link.
    pub password: Option<PasswordHash>,
}

/// The fields of a member of staff to set; `None` leaves one as it is.
#[derive(Debug, Clone, Default)]
pub struct StaffPatch {
    /// See [`StaffState::email`].
    pub email: Option<Email>,
    /// See [`StaffState::name`].
    pub name: Option<FullName>,
    /// See [`StaffState::role`].
    pub role: Option<Role>,
    /// See [`StaffState::active`].
    pub active: Option<bool>,
}

/// An active colleague who works with customers: proof that a ticket or an interaction may be given to them.
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

    /// That a ticket or an interaction may be given to them; `field` is where the request names them.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when they are not active or do not work with customers.
    pub fn assignable(&self, field: &'static str) -> Result<Assignee, Refusal> {
        if !self.active {
            return Err(Refusal::invalid(field, "not_active", "must be an active colleague"));
        }
        match self.role {
            Role::Agent | Role::Admin => Ok(Assignee(self.id)),
            Role::Doctor | Role::Auditor => Err(Refusal::invalid(field, "wrong_role", "must be an agent or an admin")),
        }
    }

    /// Changes address, name, role or whether they are active. A patch that says nothing new writes nothing. `other_admins` is how many active admins
    /// there are besides.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless an admin asks; [`Refusal::Conflict`] for one's own role, and where no active admin would be left.
    pub fn edit(self, patch: StaffPatch, other_admins: usize, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::EditStaff, Relation::to(actor, Some(self.id)))?;
        let mut edited = self.0.clone();
        edited.email = patch.email.unwrap_or(edited.email);
        edited.name = patch.name.unwrap_or(edited.name);
        edited.role = patch.role.unwrap_or(edited.role);
        edited.active = patch.active.unwrap_or(edited.active);
        if edited == self.0 {
            return Ok(Change::none(permit, self));
        }
        if edited.role != self.role && actor.staff_id() == Some(self.id) {
            return Err(Refusal::conflict("own_role", "nobody changes their own role: ask another admin"));
        }
        let oversees = |state: &StaffState| state.active && state.role == Role::Admin;
        if oversees(&self) && !oversees(&edited) && other_admins == 0 {
            return Err(Refusal::conflict("last_admin", "they are the last active admin: make somebody else one first"));
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| *state = edited))
    }

    /// What `actor` may do with the member of staff now, in the words of the policy.
    pub fn allowed(&self, actor: &Actor) -> Vec<Action> {
        let relation = Relation::to(actor, Some(self.id));
        let possible = [(Action::EditStaff, true), (Action::IssuePasswordLink, self.active)];
        let may = |action: Action| check(actor, action, relation).is_ok();
        possible.into_iter().filter(|(action, now)| *now && may(*action)).map(|(action, _)| action).collect()
    }

    fn changed(self, telling: Telling, at: Timestamp, alter: impl FnOnce(&mut StaffState)) -> Change<Self> {
        // Whoever waited for the record's turn asked for the time before: it never runs backwards.
        let at = at.max(self.updated_at);
        let (before, expected) = (self.facts(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.updated_at = at;
        state.version = expected + 1;
        telling.change(&before, Self(state), |staff| Write::Staff(Put::over(expected, staff)))
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

#[cfg(test)]
mod tests;
