//! Staff: the people who work at the desk.

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

/// A staff member as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffState {
    /// The id.
    pub id: StaffId,
    /// The address they sign in with; unique without regard to case.
    pub email: Email,
    /// The name.
    pub name: FullName,
    /// The role.
    pub role: Role,
    /// Whether they may sign in and be assigned work.
    pub active: bool,
    /// The password's hash; `None` until they have set one by a password link.
    pub password: Option<PasswordHash>,
    /// When they were added.
    pub created_at: Timestamp,
    /// When they last changed.
    pub updated_at: Timestamp,
    /// Incremented by each change.
    pub version: Version,
}

/// A staff member, changed only by its own transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff(StaffState);

impl Deref for Staff {
    type Target = StaffState;

    fn deref(&self) -> &StaffState {
        &self.0
    }
}

/// The input for a new staff member.
#[derive(Debug)]
pub struct NewStaff {
    /// The id.
    pub id: StaffId,
    /// The address they will sign in with.
    pub email: Email,
    /// The name.
    pub name: FullName,
    /// The role.
    pub role: Role,
    /// The password's hash; with `None`, they set a password by a link.
    pub password: Option<PasswordHash>,
}

/// The fields of a staff member to set; `None` leaves a field unchanged.
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

/// An active agent or admin: proof that a ticket or an interaction may be assigned to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignee(StaffId);

impl Assignee {
    /// The staff member's id.
    pub const fn id(self) -> StaffId {
        self.0
    }
}

impl Staff {
    /// Rebuilds the record from a stored row, without checks.
    pub const fn restore(state: StaffState) -> Self {
        Self(state)
    }

    /// Adds a staff member.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the actor is an admin or the command line.
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

    /// Checks that tickets and interactions may be assigned to them; `field` is the request field for errors.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when they are not active, or neither agent nor admin.
    pub fn assignable(&self, field: &'static str) -> Result<Assignee, Refusal> {
        if !self.active {
            return Err(Refusal::invalid(field, "not_active", "must be an active staff member"));
        }
        match self.role {
            Role::Agent | Role::Admin => Ok(Assignee(self.id)),
            Role::Doctor | Role::Auditor => Err(Refusal::invalid(field, "wrong_role", "must be an agent or an admin")),
        }
    }

    /// Edits address, name, role or `active`. A patch without changes writes nothing. `other_admins` is the number of other active admins.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the actor is an admin; [`Refusal::Conflict`] for one's own role, and where no active admin would be left.
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

    /// The actions `actor` may take on the staff member now.
    pub fn allowed(&self, actor: &Actor) -> Vec<Action> {
        let relation = Relation::to(actor, Some(self.id));
        let possible = [(Action::EditStaff, true), (Action::IssuePasswordLink, self.active)];
        let may = |action: Action| check(actor, action, relation).is_ok();
        possible.into_iter().filter(|(action, now)| *now && may(*action)).map(|(action, _)| action).collect()
    }

    fn changed(self, telling: Telling, at: Timestamp, alter: impl FnOnce(&mut StaffState)) -> Change<Self> {
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
