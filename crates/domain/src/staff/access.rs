//! Sign-in and sign-out events, passwords, and password links.

use serde_json::json;

use super::{PasswordHash, Staff};
use crate::{
    Refusal, SessionId, Timestamp,
    actor::Actor,
    change::{Change, Telling},
    policy::{Action, Relation, check},
};

impl Staff {
    /// Logs that they signed in, with the session of `actor`.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] never in practice: every role may sign in.
    pub fn signed_in(&self, actor: &Actor, at: Timestamp) -> Result<Change<()>, Refusal> {
        Ok(self.telling(actor, Action::SignIn, at)?.alone(self))
    }

    /// Logs that they ended one of their sessions, which may differ from the session of `actor`.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] when `actor` is somebody else.
    pub fn signed_out(&self, session: SessionId, actor: &Actor, at: Timestamp) -> Result<Change<()>, Refusal> {
        Ok(self.telling(actor, Action::SignOut, at)?.plain("ended", json!([session])).alone(self))
    }

    /// Logs a rejected sign-in, for a wrong password or an inactive account: the first attempt of a window.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the actor is the authentication system job.
    pub fn sign_in_refused(&self, door: &Actor, at: Timestamp) -> Result<Change<()>, Refusal> {
        Ok(self.telling(door, Action::RefuseSignIn, at)?.alone(self))
    }

    /// Logs how many sign-ins were rejected since `since`, including the first.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the actor is the authentication system job.
    pub fn sign_ins_refused(&self, attempts: i64, since: Timestamp, door: &Actor, at: Timestamp) -> Result<Change<()>, Refusal> {
        let telling = self.telling(door, Action::RefuseSignIn, at)?;
        Ok(telling.plain("attempts", json!(attempts)).plain("since", json!(since)).alone(self))
    }

    /// Logs that their sessions were revoked: a refresh token was used twice, or they were deactivated.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the actor is the authentication system job or an admin.
    pub fn sessions_revoked(&self, ended: &[SessionId], actor: &Actor, at: Timestamp) -> Result<Change<()>, Refusal> {
        Ok(self.telling(actor, Action::RevokeSession, at)?.plain("ended", json!(ended)).alone(self))
    }

    /// Sets one's own password, signed in or by a password link. `ended` are the sessions that this ends.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] for anybody else's password; [`Refusal::Conflict`] when they are not active.
    pub fn set_password(self, hash: PasswordHash, ended: &[SessionId], actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let telling = self.telling(actor, Action::SetPassword, at)?;
        self.active()?;
        let telling = if ended.is_empty() { telling } else { telling.plain("ended", json!(ended)) };
        Ok(self.changed(telling, at, |state| state.password = Some(hash)))
    }

    /// Logs that an admin issued a link by which they set their password.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the actor is an admin; [`Refusal::Conflict`] when they are not active.
    pub fn password_link_issued(&self, actor: &Actor, at: Timestamp) -> Result<Change<()>, Refusal> {
        let telling = self.telling(actor, Action::IssuePasswordLink, at)?;
        self.active()?;
        Ok(telling.alone(self))
    }

    fn active(&self) -> Result<(), Refusal> {
        if self.active { Ok(()) } else { Err(Refusal::conflict("not_active", "they are not active: make them active first")) }
    }

    fn telling(&self, actor: &Actor, action: Action, at: Timestamp) -> Result<Telling, Refusal> {
        Ok(Telling::new(check(actor, action, Relation::to(actor, Some(self.id)))?, at))
    }
}
