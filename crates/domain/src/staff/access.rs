//! Sign-in and sign-out events, passwords, and password links.

use super::record::{PasswordHash, Staff};
use crate::{
    DomainError, SessionId, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder, EventDetail},
    policy::{Action, Ownership, check},
};

impl Staff {
    /// Logs that they signed in, with the session of `actor`.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] never in practice: every role may sign in.
    pub fn signed_in(&self, actor: &Actor, at: Timestamp) -> Result<Change<()>, DomainError> {
        Ok(self.event_builder(actor, Action::SignIn, at)?.event_only(self))
    }

    /// Logs that they ended one of their sessions, which may differ from the session of `actor`.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] when `actor` is somebody else.
    pub fn signed_out(&self, session: SessionId, actor: &Actor, at: Timestamp) -> Result<Change<()>, DomainError> {
        Ok(self.event_builder(actor, Action::SignOut, at)?.with(EventDetail::EndedSessions(vec![session])).event_only(self))
    }

    /// Logs a rejected sign-in, for a wrong password or an inactive account: the first attempt of a window.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is the authentication system job.
    pub fn sign_in_rejected(&self, door: &Actor, at: Timestamp) -> Result<Change<()>, DomainError> {
        Ok(self.event_builder(door, Action::RefuseSignIn, at)?.event_only(self))
    }

    /// Logs how many sign-ins were rejected since `since`, including the first.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is the authentication system job.
    pub fn sign_in_rejections(&self, attempts: i64, since: Timestamp, door: &Actor, at: Timestamp) -> Result<Change<()>, DomainError> {
        let event = self.event_builder(door, Action::RefuseSignIn, at)?;
        Ok(event.with(EventDetail::Attempts { count: attempts, since }).event_only(self))
    }

    /// Logs that their sessions were revoked: a refresh token was used twice, or they were deactivated.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is the authentication system job or an admin.
    pub fn sessions_revoked(&self, ended: &[SessionId], actor: &Actor, at: Timestamp) -> Result<Change<()>, DomainError> {
        Ok(self.event_builder(actor, Action::RevokeSession, at)?.with(EventDetail::EndedSessions(ended.to_vec())).event_only(self))
    }

    /// Sets one's own password, signed in or by a password link. `ended` are the sessions that this ends.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] for anybody else's password; [`DomainError::Conflict`] when they are not active.
    pub fn set_password(self, hash: PasswordHash, ended: &[SessionId], actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let event = self.event_builder(actor, Action::SetPassword, at)?;
        self.ensure_active()?;
        let event = if ended.is_empty() { event } else { event.with(EventDetail::EndedSessions(ended.to_vec())) };
        Ok(self.transition(event, at, |state| state.password = Some(hash)))
    }

    /// Logs that an admin issued a link by which they set their password.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is an admin; [`DomainError::Conflict`] when they are not active.
    pub fn password_link_issued(&self, actor: &Actor, at: Timestamp) -> Result<Change<()>, DomainError> {
        let event = self.event_builder(actor, Action::IssuePasswordLink, at)?;
        self.ensure_active()?;
        Ok(event.event_only(self))
    }

    fn ensure_active(&self) -> Result<(), DomainError> {
        if self.active { Ok(()) } else { Err(DomainError::conflict("not_active", "they are not active: make them active first")) }
    }

    fn event_builder(&self, actor: &Actor, action: Action, at: Timestamp) -> Result<EventBuilder, DomainError> {
        Ok(EventBuilder::new(check(actor, action, Ownership::of_staff(actor, Some(self.id)))?, at))
    }
}
