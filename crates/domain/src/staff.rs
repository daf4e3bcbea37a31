//! Staff: the people who work at the desk.

mod access;
mod preferences;

use std::ops::Deref;

use serde_json::json;

pub use preferences::{PageLanguage, Preferences};

use crate::{
    CustomerId, DomainError, StaffId, Timestamp,
    actor::{Actor, Role},
    change::{Change, EventBuilder, RecordWrite, Version, VersionedWrite},
    email::Email,
    event::{AuditField, AuditFields, Auditable, EventSubject, SubjectKind},
    policy::{Action, Ownership, check},
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
pub struct StaffRecord {
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
pub struct Staff(StaffRecord);

impl Deref for Staff {
    type Target = StaffRecord;

    fn deref(&self) -> &StaffRecord {
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
    /// See [`StaffRecord::email`].
    pub email: Option<Email>,
    /// See [`StaffRecord::name`].
    pub name: Option<FullName>,
    /// See [`StaffRecord::role`].
    pub role: Option<Role>,
    /// See [`StaffRecord::ensure_active`].
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
    pub const fn from_row(state: StaffRecord) -> Self {
        Self(state)
    }

    /// Adds a staff member.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is an admin or the command line.
    pub fn create(new: NewStaff, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::CreateStaff, Ownership::Other)?;
        let staff = Self(StaffRecord {
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
        Ok(EventBuilder::new(permit, at).change(&AuditFields::new(), staff, |staff| RecordWrite::Staff(VersionedWrite::insert(staff))))
    }

    /// Checks that tickets and interactions may be assigned to them; `field` is the request field for errors.
    ///
    /// # Errors
    /// [`DomainError::Invalid`] when they are not active, or neither agent nor admin.
    pub fn assignable(&self, field: &'static str) -> Result<Assignee, DomainError> {
        if !self.active {
            return Err(DomainError::invalid(field, "not_active", "must be an active staff member"));
        }
        match self.role {
            Role::Agent | Role::Admin => Ok(Assignee(self.id)),
            Role::Doctor | Role::Auditor => Err(DomainError::invalid(field, "wrong_role", "must be an agent or an admin")),
        }
    }

    /// Edits address, name, role or `active`. A patch without changes writes nothing. `other_admins` is the number of other active admins.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is an admin; [`DomainError::Conflict`] for one's own role, and where no active admin would be left.
    pub fn edit(self, patch: StaffPatch, other_admins: usize, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::EditStaff, Ownership::of_staff(actor, Some(self.id)))?;
        let mut edited = self.0.clone();
        edited.email = patch.email.unwrap_or(edited.email);
        edited.name = patch.name.unwrap_or(edited.name);
        edited.role = patch.role.unwrap_or(edited.role);
        edited.active = patch.active.unwrap_or(edited.active);
        if edited == self.0 {
            return Ok(Change::no_op(permit, self));
        }
        if edited.role != self.role && actor.staff_id() == Some(self.id) {
            return Err(DomainError::conflict("own_role", "nobody changes their own role: ask another admin"));
        }
        let is_active_admin = |state: &StaffRecord| state.active && state.role == Role::Admin;
        if is_active_admin(&self) && !is_active_admin(&edited) && other_admins == 0 {
            return Err(DomainError::conflict("last_admin", "they are the last active admin: make somebody else one first"));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| *state = edited))
    }

    /// The actions `actor` may take on the staff member now.
    pub fn allowed_actions(&self, actor: &Actor) -> Vec<Action> {
        let relation = Ownership::of_staff(actor, Some(self.id));
        let possible = [(Action::EditStaff, true), (Action::IssuePasswordLink, self.active)];
        let may = |action: Action| check(actor, action, relation).is_ok();
        possible.into_iter().filter(|(action, now)| *now && may(*action)).map(|(action, _)| action).collect()
    }

    fn transition(self, telling: EventBuilder, at: Timestamp, alter: impl FnOnce(&mut StaffRecord)) -> Change<Self> {
        let (before, expected) = (self.audit_fields(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.updated_at = at;
        state.version = expected + 1;
        telling.change(&before, Self(state), |staff| RecordWrite::Staff(VersionedWrite::update(expected, staff)))
    }
}

impl Auditable for Staff {
    fn subject(&self) -> EventSubject {
        EventSubject { kind: SubjectKind::Staff, id: self.id.uuid() }
    }

    fn customer(&self) -> Option<CustomerId> {
        None
    }

    fn audit_fields(&self) -> AuditFields {
        vec![
            ("role", AuditField::Public(json!(self.role))),
            ("active", AuditField::Public(json!(self.active))),
            ("name", AuditField::Personal(json!(self.name))),
            ("email", AuditField::Personal(json!(self.email))),
        ]
    }
}

#[cfg(test)]
mod tests;
