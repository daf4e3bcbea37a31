//! Staff transitions: create and edit.

use super::record::{PasswordHash, Staff, StaffRecord};
use crate::{
    DomainError, StaffId, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder, RecordWrite, VersionedWrite},
    email::Email,
    policy::{Action, Ownership, allowed_actions, check},
    role::Role,
    text::FullName,
};

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
    /// See [`StaffRecord::active`].
    pub active: Option<bool>,
}

impl Staff {
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
        Ok(EventBuilder::new(permit, at).change(None, staff, |staff| RecordWrite::Staff(VersionedWrite::insert(staff))))
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
        allowed_actions(actor, relation, possible)
    }

    pub(super) fn transition(self, event: EventBuilder, at: Timestamp, alter: impl FnOnce(&mut StaffRecord)) -> Change<Self> {
        let (before, expected) = (self.clone(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.updated_at = at;
        state.version = expected + 1;
        event.change(Some(before), Self(state), |staff| RecordWrite::Staff(VersionedWrite::update(expected, staff)))
    }
}
