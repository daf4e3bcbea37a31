//! Authentication: sign-in, session renewal, sign-out, and actors from access tokens.

mod attempt;

use caredesk_domain::{
    SecretId, SessionId, StaffId,
    actor::{Actor, Principal, RowScope},
    email::Email,
    event::{EventSubject, SubjectKind},
    staff::Staff,
    throttle::ThrottleKey,
};
use caredesk_persistence::{Session, Store, Transaction};

pub use self::attempt::{ActorFactory, AttemptSource};
use super::{ServiceError, service_accounts, throttle::Throttle};
use crate::{
    device::DeviceCookies,
    password::Passwords,
    refresh::{RefreshToken, RefreshTokens},
    token::TokenSubject,
};

/// Lifetime of a session, in seconds: twelve hours.
pub const SESSION_SECONDS: i64 = 12 * 60 * 60;
/// How long a refresh token stays valid after it was exchanged, in seconds: two tabs may send the same one.
const GRACE_SECONDS: i64 = 10;

/// A session that was just started or renewed.
#[derive(Debug)]
pub struct SignedIn {
    /// The staff member.
    pub staff: Staff,
    /// The session.
    pub session: SessionId,
    /// The refresh token of the next renewal.
    pub refresh: RefreshToken,
}

/// The dependencies of sign-in.
#[derive(Debug, Clone, Copy)]
pub struct Authenticator<'a> {
    /// The database.
    pub store: &'a Store,
    /// Checks passwords.
    pub passwords: &'a Passwords,
    /// Issues and verifies refresh tokens.
    pub tokens: &'a RefreshTokens,
    /// Counts failed attempts.
    pub throttle: &'a Throttle,
    /// Recognises browsers.
    pub devices: &'a DeviceCookies,
}

impl Authenticator<'_> {
    /// Starts a session, if the password is right.
    ///
    /// # Errors
    /// [`ServiceError::Unauthenticated`], the same whatever is wrong; [`ServiceError::Throttled`] after too many failed attempts, whether the account
    /// exists or not.
    pub async fn sign_in(&self, origin: &AttemptSource, email: &str, password: String) -> Result<SignedIn, ServiceError> {
        let parsed = email.parse::<Email>().ok();
        let keys = self.keys(origin, parsed.as_ref(), email).await?;
        self.throttle.check_memory(&keys).await?;
        // Before the database is queried, so that rejected attempts cost it nothing.
        let permit = self.passwords.acquire(&keys, self.throttle.failures(&keys)).await?;
        self.throttle.check(&keys).await?;
        let staff = self.staff(parsed.as_ref()).await?;
        // No password set yet: rejected like a wrong one, in the same time.
        let hash = staff.as_ref().and_then(|staff| staff.password.clone());
        let (fits, permit) = permit.verify(password, hash).await?;
        match staff {
            Some(staff) if fits && staff.active => {
                drop(permit);
                self.begin(origin, staff).await
            }
            staff => {
                let subject = staff.map(|staff| EventSubject { kind: SubjectKind::Staff, id: staff.id.uuid() });
                let counted = self.throttle.count(origin.failure(keys, subject));
                drop(permit);
                counted.await;
                Err(ServiceError::Unauthenticated)
            }
        }
    }

    async fn begin(&self, origin: &AttemptSource, staff: Staff) -> Result<SignedIn, ServiceError> {
        self.store
            .write(async |work| {
                // They may have been deactivated, or their password changed, while it was checked: the session must not outlive that.
                let now: Staff = work.get_shared(RowScope::All, staff.id).await?;
                if !now.active || now.password != staff.password {
                    return Err(ServiceError::Unauthenticated);
                }
                let session = work.begin_session(now.id, work.timestamp().plus_seconds(SESSION_SECONDS)).await?;
                let change = now.signed_in(&origin.actors.staff(now.id, now.role, session), work.timestamp())?;
                work.save(change).await?;
                Ok(SignedIn { staff: now, session, refresh: self.tokens.issue(session, 0) })
            })
            .await
    }

    /// Renews a session: exchanges the refresh token for a new one. A token that was exchanged before ends the session, because it may be stolen;
    /// within [`GRACE_SECONDS`] it gives the same result again, for two tabs and for lost responses.
    ///
    /// # Errors
    /// [`ServiceError::Unauthenticated`] when the token is invalid, expired or revoked; [`ServiceError::Throttled`] after too many tokens that this desk
    /// never issued; [`ServiceError::SessionOfOtherStaff`] when the session is not of the staff member `expected`: it is left as it is.
    pub async fn refresh(
        &self,
        origin: &AttemptSource,
        presented: &RefreshToken,
        expected: Option<StaffId>,
    ) -> Result<SignedIn, ServiceError> {
        let Some((id, generation)) = self.tokens.verify(presented) else {
            let keys = vec![self.throttle.keys().token_address(origin.address)];
            self.throttle.count_wrong_secret(origin.failure(keys, None)).await?;
            return Err(ServiceError::Unauthenticated);
        };
        let renewed = self
            .store
            .write(async |work| {
                let Some(session) = work.session(id).await? else { return Ok(None) };
                if session.ended_at.is_some() || session.expires_at <= work.timestamp() || !session.staff.active {
                    return Ok(None);
                }
                check_expected(&session, expected)?;
                let in_grace = generation + 1 == session.generation && work.timestamp().seconds_since(session.rotated_at) < GRACE_SECONDS;
                let next = if generation == session.generation {
                    work.rotate_session(&session).await?
                } else if in_grace {
                    session.generation
                } else {
                    revoke_session(work, &origin.actors, &session).await?;
                    return Ok(None);
                };
                Ok::<_, ServiceError>(Some(SignedIn { staff: session.staff, session: id, refresh: self.tokens.issue(id, next) }))
            })
            .await?;
        renewed.ok_or(ServiceError::Unauthenticated)
    }

    /// The throttle keys of an attempt: the browser, if this staff member signed in with it before and is active; else account and network address.
    async fn keys(&self, origin: &AttemptSource, parsed: Option<&Email>, email: &str) -> Result<Vec<ThrottleKey>, ServiceError> {
        let keys = self.throttle.keys();
        let folded = parsed.map_or_else(|| email.to_lowercase(), Email::folded);
        let device = origin.device.as_deref().and_then(|cookie| self.devices.verify(cookie, &folded, self.store.now()));
        if let Some(device) = device
            && self.staff(parsed).await?.is_some_and(|staff| staff.active)
        {
            return Ok(vec![keys.device(device)]);
        }
        Ok(vec![keys.staff(&folded), keys.address(origin.address)])
    }

    async fn staff(&self, email: Option<&Email>) -> Result<Option<Staff>, ServiceError> {
        match email {
            Some(email) => Ok(self.store.staff_by_email(email).await?),
            None => Ok(None),
        }
    }
}

/// Ends the session of a refresh token. Succeeds if there is none.
///
/// # Errors
/// [`ServiceError::SessionOfOtherStaff`] when the session is not of the staff member `expected`, and when the database fails.
pub async fn sign_out(
    store: &Store,
    tokens: &RefreshTokens,
    request: &ActorFactory,
    presented: &RefreshToken,
    expected: Option<StaffId>,
) -> Result<(), ServiceError> {
    let Some((id, _)) = tokens.verify(presented) else { return Ok(()) };
    store
        .write(async |work| {
            let Some(session) = work.session(id).await?.filter(|session| session.ended_at.is_none()) else { return Ok(()) };
            check_expected(&session, expected)?;
            work.end_session(id).await?;
            let person = request.staff(session.staff.id, session.staff.role, id);
            let change = session.staff.signed_out(id, &person, work.timestamp())?;
            Ok(work.save(change).await?)
        })
        .await
}

/// Checks that a session is of the staff member whom the page expects: all tabs of a browser share the cookie.
fn check_expected(session: &Session, expected: Option<StaffId>) -> Result<(), ServiceError> {
    if expected.is_none_or(|expected| expected == session.staff.id) { Ok(()) } else { Err(ServiceError::SessionOfOtherStaff) }
}

async fn revoke_session(work: &mut Transaction, request: &ActorFactory, session: &Session) -> Result<(), ServiceError> {
    work.end_session(session.id).await?;
    let change = session.staff.sessions_revoked(&[session.id], &request.system_actor().in_session(session.id), work.timestamp())?;
    Ok(work.save(change).await?)
}

/// The actor of an access token, if its session or secret is still valid: checked at every request, so that access ends at once.
///
/// # Errors
/// When the database fails.
pub async fn authenticate(store: &Store, request: &ActorFactory, holder: TokenSubject) -> Result<Option<Actor>, ServiceError> {
    match holder {
        TokenSubject::Staff { id, session, role: _ } => {
            let person = store.session_staff(session, store.now()).await?.filter(|(staff, _)| *staff == id);
            Ok(person.map(|(staff, role)| request.staff(staff, role, session)))
        }
        TokenSubject::ServiceAccount { id, secret, scopes } => service_accounts::authenticate(store, request, id, secret, scopes).await,
    }
}

/// The actor with their current rights, for long requests: `None` once their session, account or secret has ended.
///
/// # Errors
/// When the database fails.
pub async fn reauthenticate(store: &Store, actor: &Actor) -> Result<Option<Actor>, ServiceError> {
    let Some((session, request)) = actor.session().zip(actor.request()) else { return Ok(Some(actor.clone())) };
    let holder = match actor.principal() {
        Principal::Staff { id, role } => TokenSubject::Staff { id, session, role },
        Principal::Service { id, scopes } => TokenSubject::ServiceAccount { id, secret: SecretId::from_uuid(session.uuid()), scopes },
        Principal::System(_) => return Ok(Some(actor.clone())),
    };
    authenticate(store, &ActorFactory::new(request), holder).await
}
