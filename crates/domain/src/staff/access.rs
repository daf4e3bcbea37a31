//! Coming in and going: sessions, passwords, and the links that set them.

use serde_json::json;

use super::{PasswordHash, Staff};
use crate::{
    Refusal, SessionId, Timestamp,
    actor::Actor,
    change::{Change, Telling},
    policy::{Action, Relation, check},
};

impl Staff {
    /// Tells that they signed in, into the session of `actor`.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] never in practice: every role may sign in.
    pub fn signed_in(&self, actor: &Actor, at: Timestamp) -> Result<Change<()>, Refusal> {
        Ok(self.telling(actor, Action::SignIn, at)?.alone(self))
    }

    /// Tells that they ended one of their sessions, which need not be the one of `actor`.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] when `actor` is somebody else.
    pub fn signed_out(&self, session: SessionId, actor: &Actor, at: Timestamp) -> Result<Change<()>, Refusal> {
        Ok(self.telling(actor, Action::SignOut, at)?.plain("ended", json!([session])).alone(self))
    }

    /// Tells that somebody tried a wrong password of theirs, or that they are no longer active: the first attempt of a window.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the desk's own door tells it.
    pub fn sign_in_refused(&self, door: &Actor, at: Timestamp) -> Result<Change<()>, Refusal> {
        Ok(self.telling(door, Action::RefuseSignIn, at)?.alone(self))
    }

    /// Tells how many attempts were refused since `since`, the first among them.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the desk's own door tells it.
    pub fn sign_ins_refused(&self, attempts: i64, since: Timestamp, door: &Actor, at: Timestamp) -> Result<Change<()>, Refusal> {
        let telling = self.telling(door, Action::RefuseSignIn, at)?;
        Ok(telling.plain("attempts", json!(attempts)).plain("since", json!(since)).alone(self))
    }

    /// Tells that sessions of theirs were ended: because a refresh token came twice, or because their access was cut.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the desk's own door or an admin tells it.
    pub fn sessions_revoked(&self, ended: &[SessionId], actor: &Actor, at: Timestamp) -> Result<Change<()>, Refusal> {
        Ok(self.telling(actor, Action::RevokeSession, at)?.plain("ended", json!(ended)).alone(self))
    }

    /// Sets their password: the person does, signed in or by their link. `ended` are the sessions that end with it.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] for anybody else; [`Refusal::Conflict`] when they are not active.
    pub fn set_password(self, hash: PasswordHash, ended: &[SessionId], actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let telling = self.telling(actor, Action::SetPassword, at)?;
        self.active()?;
        let telling = if ended.is_empty() { telling } else { telling.plain("ended", json!(ended)) };
        Ok(self.changed(telling, at, |state| state.password = Some(hash)))
    }

    /// Tells that an admin was given a link by which they set a password.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless an admin asks; [`Refusal::Conflict`] when they are not active.
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
