//! Service account transitions: create, edit, delete, issue a secret; and sign-in events.

use super::{
    record::{ServiceAccount, ServiceAccountRecord},
    secret::{NewSecret, Secret, SecretRecord},
};
use crate::{
    DomainError, ServiceAccountId, Timestamp,
    actor::Actor,
    change::{Change, EventBuilder, EventDetail, RecordWrite, VersionedWrite},
    deletion::Deletion,
    policy::{Action, Ownership, allowed_actions, check},
    scopes::Scopes,
    text::FullName,
};

/// How long earlier secrets stay valid after a new one was issued, in seconds: a day to switch the client over.
pub const OVERLAP_SECONDS: i64 = 24 * 60 * 60;

/// The input for a new service account.
#[derive(Debug)]
pub struct NewServiceAccount {
    /// The id.
    pub id: ServiceAccountId,
    /// The name.
    pub name: FullName,
    /// The scopes it may use.
    pub scopes: Scopes,
    /// When it expires.
    pub expires_at: Timestamp,
}

/// The fields of a service account to set; `None` leaves a field unchanged.
#[derive(Debug, Clone, Default)]
pub struct ServiceAccountPatch {
    /// See [`ServiceAccountRecord::name`].
    pub name: Option<FullName>,
    /// See [`ServiceAccountRecord::scopes`].
    pub scopes: Option<Scopes>,
    /// See [`ServiceAccountRecord::expires_at`].
    pub expires_at: Option<Timestamp>,
}

impl ServiceAccountRecord {
    fn check_scopes(&self) -> Result<(), DomainError> {
        if self.scopes.is_empty() {
            return Err(DomainError::invalid("scopes", "too_few", "must name one scope at least"));
        }
        if let Some(scope) = self.scopes.iter().find(|scope| !scope.is_for_service_accounts()) {
            return Err(DomainError::invalid("scopes", "people_only", format!("must not hold {scope}, which is for people")));
        }
        Ok(())
    }

    fn check_expiry(&self, at: Timestamp) -> Result<(), DomainError> {
        if self.expires_at > at { Ok(()) } else { Err(DomainError::invalid("expires_at", "past", "must be in the future")) }
    }
}

impl ServiceAccount {
    /// Adds a service account with its first secret.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is an admin; [`DomainError::Invalid`] without scopes, for scopes that are for people only, or when
    /// `expires_at` is past.
    pub fn create(new: NewServiceAccount, secret: NewSecret, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::CreateServiceAccount, Ownership::Other)?;
        let Some(created_by) = actor.staff_id() else { return Err(DomainError::staff_only(Action::CreateServiceAccount)) };
        let state = ServiceAccountRecord {
            id: new.id,
            name: new.name,
            scopes: new.scopes,
            expires_at: new.expires_at,
            created_by,
            created_at: at,
            updated_at: at,
            deleted: None,
            version: 1,
        };
        state.check_scopes()?;
        state.check_expiry(at)?;
        let account = Self(state);
        let first = RecordWrite::Secret(VersionedWrite::insert(account.secret(secret, at)));
        let event = EventBuilder::new(permit, at);
        Ok(event.change(None, account, |account| RecordWrite::ServiceAccount(VersionedWrite::insert(account))).write(first))
    }

    /// Edits the account. A patch without changes writes nothing.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is an admin; [`DomainError::Invalid`] as for a new one. An expired account can still be renamed: only a
    /// changed `expires_at` is checked.
    pub fn edit(self, patch: ServiceAccountPatch, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::EditServiceAccount, Ownership::Other)?;
        let mut edited = self.0.clone();
        edited.name = patch.name.unwrap_or(edited.name);
        edited.scopes = patch.scopes.unwrap_or(edited.scopes);
        edited.expires_at = patch.expires_at.unwrap_or(edited.expires_at);
        if edited == self.0 {
            return Ok(Change::no_op(permit, self));
        }
        edited.check_scopes()?;
        if edited.expires_at != self.expires_at {
            edited.check_expiry(at)?;
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| *state = edited))
    }

    /// Issues a new secret; the `earlier` ones stay valid for [`OVERLAP_SECONDS`].
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is an admin; [`DomainError::Conflict`] when the account is expired or deleted.
    pub fn issue_secret(self, new: NewSecret, earlier: Vec<Secret>, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::IssueSecret, Ownership::Other)?;
        if !self.is_valid(at) {
            return Err(DomainError::Conflict {
                code: "expired",
                detail: "the account is over: give it a later expires_at first".to_owned(),
                allowed: vec![Action::EditServiceAccount.as_str()],
            });
        }
        let given = self.secret(new, at);
        let event = EventBuilder::new(permit, at).with(EventDetail::Secret(given.id));
        let mut change = self.transition(event, at, |_| {}).write(RecordWrite::Secret(VersionedWrite::insert(given)));
        let until = at.plus_seconds(OVERLAP_SECONDS);
        for secret in earlier.into_iter().filter(|secret| secret.is_valid(until)) {
            let expected = secret.version;
            let mut state = secret.0;
            state.expires_at = Some(until);
            state.version = expected + 1;
            change = change.write(RecordWrite::Secret(VersionedWrite::update(expected, Secret(state))));
        }
        Ok(change)
    }

    /// Deletes the account: it and its secrets are invalid at once.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is an admin; [`DomainError::Conflict`] when it was deleted before.
    pub fn delete(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, DomainError> {
        let permit = check(actor, Action::DeleteServiceAccount, Ownership::Other)?;
        let Some(by) = actor.staff_id() else { return Err(DomainError::staff_only(Action::DeleteServiceAccount)) };
        if self.deleted.is_some() {
            return Err(DomainError::conflict("deleted", "the account is deleted already"));
        }
        Ok(self.transition(EventBuilder::new(permit, at), at, |state| state.deleted = Some(Deletion { at, by })))
    }

    /// The actions `actor` may take on the account at `at`.
    pub fn allowed_actions(&self, actor: &Actor, at: Timestamp) -> Vec<Action> {
        let live = self.deleted.is_none();
        let possible = [(Action::EditServiceAccount, live), (Action::IssueSecret, self.is_valid(at)), (Action::DeleteServiceAccount, live)];
        allowed_actions(actor, Ownership::Other, possible)
    }

    /// Logs that the account signed in with one of its secrets, which is the session of `actor`.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] when `actor` is another service account.
    pub fn signed_in(&self, actor: &Actor, at: Timestamp) -> Result<Change<()>, DomainError> {
        let permit = check(actor, Action::SignIn, Ownership::of_principal(actor, Some(self.id.into())))?;
        Ok(EventBuilder::new(permit, at).event_only(self))
    }

    /// Logs a rejected sign-in, with a wrong or expired secret: the first attempt of a window.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is the authentication system job.
    pub fn sign_in_rejected(&self, door: &Actor, at: Timestamp) -> Result<Change<()>, DomainError> {
        let permit = check(door, Action::RefuseSignIn, Ownership::Other)?;
        Ok(EventBuilder::new(permit, at).event_only(self))
    }

    /// Logs how many sign-ins were rejected since `since`, including the first.
    ///
    /// # Errors
    /// [`DomainError::Forbidden`] unless the actor is the authentication system job.
    pub fn sign_in_rejections(&self, attempts: i64, since: Timestamp, door: &Actor, at: Timestamp) -> Result<Change<()>, DomainError> {
        let permit = check(door, Action::RefuseSignIn, Ownership::Other)?;
        Ok(EventBuilder::new(permit, at).with(EventDetail::Attempts { count: attempts, since }).event_only(self))
    }

    fn secret(&self, new: NewSecret, at: Timestamp) -> Secret {
        Secret(SecretRecord { id: new.id, account: self.id, hash: new.hash, created_at: at, expires_at: None, version: 1 })
    }

    fn transition(self, event: EventBuilder, at: Timestamp, alter: impl FnOnce(&mut ServiceAccountRecord)) -> Change<Self> {
        let (before, expected) = (self.clone(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.updated_at = at;
        state.version = expected + 1;
        event.change(Some(before), Self(state), |account| RecordWrite::ServiceAccount(VersionedWrite::update(expected, account)))
    }
}
