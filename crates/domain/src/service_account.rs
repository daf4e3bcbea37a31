//! Service accounts and their secrets.

mod secret;

use std::ops::Deref;

pub use secret::{NewSecret, Secret, SecretHash, SecretState};

use serde_json::json;

use crate::{
    CustomerId, Refusal, ServiceAccountId, StaffId, Timestamp,
    actor::Actor,
    change::{Change, Put, Telling, Version, Write},
    customer::Deleted,
    event::{Fact, Facts, Record, Subject, SubjectKind},
    policy::{Action, Relation, check},
    scopes::Scopes,
    text::FullName,
};

/// How long earlier secrets stay valid after a new one was issued, in seconds: a day to switch the client over.
pub const OVERLAP_SECONDS: i64 = 24 * 60 * 60;

/// A service account as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceAccountState {
    /// The id; also the OAuth client id.
    pub id: ServiceAccountId,
    /// The name.
    pub name: FullName,
    /// The scopes it may use.
    pub scopes: Scopes,
    /// When it expires.
    pub expires_at: Timestamp,
    /// Who added it.
    pub created_by: StaffId,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Set when deleted.
    pub deleted: Option<Deleted>,
    /// Incremented by each change.
    pub version: Version,
}

/// A service account, changed only by its own transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceAccount(ServiceAccountState);

impl Deref for ServiceAccount {
    type Target = ServiceAccountState;

    fn deref(&self) -> &ServiceAccountState {
        &self.0
    }
}

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
    /// See [`ServiceAccountState::name`].
    pub name: Option<FullName>,
    /// See [`ServiceAccountState::scopes`].
    pub scopes: Option<Scopes>,
    /// See [`ServiceAccountState::expires_at`].
    pub expires_at: Option<Timestamp>,
}

impl ServiceAccountState {
    fn check_scopes(&self) -> Result<(), Refusal> {
        if self.scopes.is_empty() {
            return Err(Refusal::invalid("scopes", "too_few", "must name one scope at least"));
        }
        if let Some(scope) = self.scopes.iter().find(|scope| !scope.is_for_programs()) {
            return Err(Refusal::invalid("scopes", "people_only", format!("must not hold {scope}, which is for people")));
        }
        Ok(())
    }

    fn check_end(&self, at: Timestamp) -> Result<(), Refusal> {
        if self.expires_at > at { Ok(()) } else { Err(Refusal::invalid("expires_at", "past", "must be in the future")) }
    }
}

impl ServiceAccount {
    /// Rebuilds the record from a stored row, without checks.
    pub const fn restore(state: ServiceAccountState) -> Self {
        Self(state)
    }

    /// Adds a service account with its first secret.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the actor is an admin; [`Refusal::Invalid`] without scopes, for scopes that are for people only, or when
    /// `expires_at` is past.
    pub fn create(new: NewServiceAccount, secret: NewSecret, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::CreateServiceAccount, Relation::Other)?;
        let Some(created_by) = actor.staff_id() else { return Err(Refusal::people_only(Action::CreateServiceAccount)) };
        let state = ServiceAccountState {
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
        state.check_end(at)?;
        let account = Self(state);
        let first = Write::Secret(Put::new(account.secret(secret, at)));
        let telling = Telling::new(permit, at);
        Ok(telling.change(&Facts::new(), account, |account| Write::ServiceAccount(Put::new(account))).write(first))
    }

    /// Edits the account. A patch without changes writes nothing.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the actor is an admin; [`Refusal::Invalid`] as for a new one. An expired account can still be renamed: only a
    /// changed `expires_at` is checked.
    pub fn edit(self, patch: ServiceAccountPatch, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::EditServiceAccount, Relation::Other)?;
        let mut edited = self.0.clone();
        edited.name = patch.name.unwrap_or(edited.name);
        edited.scopes = patch.scopes.unwrap_or(edited.scopes);
        edited.expires_at = patch.expires_at.unwrap_or(edited.expires_at);
        if edited == self.0 {
            return Ok(Change::none(permit, self));
        }
        edited.check_scopes()?;
        if edited.expires_at != self.expires_at {
            edited.check_end(at)?;
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| *state = edited))
    }

    /// Issues a new secret; the `earlier` ones stay valid for [`OVERLAP_SECONDS`].
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the actor is an admin; [`Refusal::Conflict`] when the account is expired or deleted.
    pub fn issue_secret(self, new: NewSecret, earlier: Vec<Secret>, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::IssueSecret, Relation::Other)?;
        if !self.is_good(at) {
            return Err(Refusal::Conflict {
                code: "expired",
                detail: "the account is over: give it a later expires_at first".to_owned(),
                allowed: vec![Action::EditServiceAccount.as_str()],
            });
        }
        let given = self.secret(new, at);
        let telling = Telling::new(permit, at).plain("secret", given.id.to_string());
        let mut change = self.changed(telling, at, |_| {}).write(Write::Secret(Put::new(given)));
        let until = at.plus_seconds(OVERLAP_SECONDS);
        for secret in earlier.into_iter().filter(|secret| secret.is_good(until)) {
            let expected = secret.version;
            let mut state = secret.0;
            state.expires_at = Some(until);
            state.version = expected + 1;
            change = change.write(Write::Secret(Put::over(expected, Secret(state))));
        }
        Ok(change)
    }

    /// Deletes the account: it and its secrets are invalid at once.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the actor is an admin; [`Refusal::Conflict`] when it was deleted before.
    pub fn delete(self, actor: &Actor, at: Timestamp) -> Result<Change<Self>, Refusal> {
        let permit = check(actor, Action::DeleteServiceAccount, Relation::Other)?;
        let Some(by) = actor.staff_id() else { return Err(Refusal::people_only(Action::DeleteServiceAccount)) };
        if self.deleted.is_some() {
            return Err(Refusal::conflict("deleted", "the account is deleted already"));
        }
        Ok(self.changed(Telling::new(permit, at), at, |state| state.deleted = Some(Deleted { at, by })))
    }

    /// The actions `actor` may take on the account at `at`.
    pub fn allowed(&self, actor: &Actor, at: Timestamp) -> Vec<Action> {
        let live = self.deleted.is_none();
        let possible = [(Action::EditServiceAccount, live), (Action::IssueSecret, self.is_good(at)), (Action::DeleteServiceAccount, live)];
        let may = |action: Action| check(actor, action, Relation::Other).is_ok();
        possible.into_iter().filter(|(action, now)| *now && may(*action)).map(|(action, _)| action).collect()
    }

    /// Logs that the account signed in with one of its secrets, which is the session of `actor`.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] when `actor` is another service account.
    pub fn signed_in(&self, actor: &Actor, at: Timestamp) -> Result<Change<()>, Refusal> {
        let permit = check(actor, Action::SignIn, Relation::of(actor, Some(self.id.into())))?;
        Ok(Telling::new(permit, at).alone(self))
    }

    /// Logs a rejected sign-in, with a wrong or expired secret: the first attempt of a window.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the actor is the authentication system job.
    pub fn sign_in_refused(&self, door: &Actor, at: Timestamp) -> Result<Change<()>, Refusal> {
        let permit = check(door, Action::RefuseSignIn, Relation::Other)?;
        Ok(Telling::new(permit, at).alone(self))
    }

    /// Logs how many sign-ins were rejected since `since`, including the first.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] unless the actor is the authentication system job.
    pub fn sign_ins_refused(&self, attempts: i64, since: Timestamp, door: &Actor, at: Timestamp) -> Result<Change<()>, Refusal> {
        let permit = check(door, Action::RefuseSignIn, Relation::Other)?;
        Ok(Telling::new(permit, at).plain("attempts", json!(attempts)).plain("since", json!(since)).alone(self))
    }

    /// Whether it is neither expired nor deleted at `at`.
    pub fn is_good(&self, at: Timestamp) -> bool {
        self.deleted.is_none() && self.expires_at > at
    }

    fn secret(&self, new: NewSecret, at: Timestamp) -> Secret {
        Secret(SecretState { id: new.id, account: self.id, hash: new.hash, created_at: at, expires_at: None, version: 1 })
    }

    fn changed(self, telling: Telling, at: Timestamp, alter: impl FnOnce(&mut ServiceAccountState)) -> Change<Self> {
        let (before, expected) = (self.facts(), self.version);
        let mut state = self.0;
        alter(&mut state);
        state.updated_at = at;
        state.version = expected + 1;
        telling.change(&before, Self(state), |account| Write::ServiceAccount(Put::over(expected, account)))
    }
}

impl Record for ServiceAccount {
    fn subject(&self) -> Subject {
        Subject { kind: SubjectKind::ServiceAccount, id: self.id.uuid() }
    }

    fn customer(&self) -> Option<CustomerId> {
        None
    }

    fn facts(&self) -> Facts {
        vec![
            ("name", Fact::Plain(json!(self.name))),
            ("scopes", Fact::Plain(json!(self.scopes))),
            ("expires_at", Fact::Plain(json!(self.expires_at))),
            ("deleted", Fact::Plain(json!(self.deleted.map(|_| true)))),
        ]
    }
}

#[cfg(test)]
mod tests;
