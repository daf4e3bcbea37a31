//! Signing in, staying signed in, signing out.

use caredesk_domain::{
    SecretId, ServiceAccountId, SessionId, StaffId,
    actor::{Actor, Role, Scope, Task, Who},
    email::Email,
    scopes::Scopes,
    staff::Staff,
};
use caredesk_persistence::{Session, Store, Work};

use super::{ServiceError, service_accounts};
use crate::{
    password::Passwords,
    refresh::{RefreshToken, RefreshTokens},
    token::Holder,
};

/// A session ends by itself after this, in seconds: twelve hours.
pub const SESSION_SECONDS: i64 = 12 * 60 * 60;
/// How long a refresh token stays good after it was exchanged, in seconds: two tabs may come with the same one.
const GRACE_SECONDS: i64 = 10;

/// A session that was just begun or renewed.
#[derive(Debug)]
pub struct SignedIn {
    /// Who it is.
    pub staff: Staff,
    /// The session.
    pub session: SessionId,
    /// What the next renewal takes.
    pub refresh: RefreshToken,
}

/// Begins a session for whoever knows the password.
///
/// # Errors
/// [`ServiceError::SignInRefused`], the same whatever is wrong.
pub async fn sign_in(
    store: &Store,
    passwords: &Passwords,
    tokens: &RefreshTokens,
    request: &Actors,
    email: &str,
    password: String,
) -> Result<SignedIn, ServiceError> {
    let staff = match email.parse::<Email>() {
        Ok(email) => store.staff_by_email(&email).await?,
        Err(_) => None,
    };
    // Whoever has set no password yet is turned away like a wrong one, in the same time.
    let hash = staff.as_ref().and_then(|staff| staff.password.clone());
    let fits = passwords.verify(password, hash).await?;
    let Some(staff) = staff else { return Err(ServiceError::SignInRefused) };
    if !fits || !staff.active {
        let (store, door) = (store.clone(), request.door());
        // Aside, so that the time the answer takes does not tell a known address from an unknown one.
        tokio::task::spawn_local(async move {
            let told = store.write(async |work| {
                let change = staff.sign_in_refused(&door, work.at())?;
                Ok::<_, ServiceError>(work.save(change).await?)
            });
            if let Err(error) = told.await {
                tracing::error!(%error, "a refused sign-in could not be noted");
            }
        });
        return Err(ServiceError::SignInRefused);
    }
    store
        .write(async |work| {
            // While the password was checked they may have been made inactive, or their password another: such a session would outlive it.
            let now: Staff = work.get_shared(Scope::All, staff.id).await?;
            if !now.active || now.password != staff.password {
                return Err(ServiceError::SignInRefused);
            }
            let session = work.begin_session(now.id, work.at().plus_seconds(SESSION_SECONDS)).await?;
            let change = now.signed_in(&request.person(now.id, now.role, session), work.at())?;
            work.save(change).await?;
            Ok(SignedIn { staff: now, session, refresh: tokens.issue(session, 0) })
        })
        .await
}

/// Renews a session: the refresh token is exchanged for another. One that was exchanged before ends the session, because
/// somebody else may hold it; within [`GRACE_SECONDS`] it is answered as the first time, for two tabs and for answers that were lost.
///
/// # Errors
/// [`ServiceError::SignInRefused`] when the token is not good, or not any more; [`ServiceError::AnotherPerson`] when it is not that of the
/// person who is `expected`: their session is left as it is.
pub async fn refresh(
    store: &Store,
    tokens: &RefreshTokens,
    request: &Actors,
    presented: &RefreshToken,
    expected: Option<StaffId>,
) -> Result<SignedIn, ServiceError> {
    let (id, generation) = tokens.read(presented).ok_or(ServiceError::SignInRefused)?;
    let renewed = store
        .write(async |work| {
            let Some(session) = work.session(id).await? else { return Ok(None) };
            if session.ended_at.is_some() || session.expires_at <= work.at() || !session.staff.active {
                return Ok(None);
            }
            check_expected(&session, expected)?;
            let in_grace = generation + 1 == session.generation && work.at().seconds_since(session.rotated_at) < GRACE_SECONDS;
            let next = if generation == session.generation {
                work.rotate_session(&session).await?
            } else if in_grace {
                session.generation
            } else {
                revoke(work, request, &session).await?;
                return Ok(None);
            };
            Ok::<_, ServiceError>(Some(SignedIn { staff: session.staff, session: id, refresh: tokens.issue(id, next) }))
        })
        .await?;
    renewed.ok_or(ServiceError::SignInRefused)
}

/// Ends the session a refresh token belongs to. Without a session there is nothing to end, which is as well.
///
/// # Errors
/// [`ServiceError::AnotherPerson`] when it is not that of the person who is `expected`, and when the database fails.
pub async fn sign_out(
    store: &Store,
    tokens: &RefreshTokens,
    request: &Actors,
    presented: &RefreshToken,
    expected: Option<StaffId>,
) -> Result<(), ServiceError> {
    let Some((id, _)) = tokens.read(presented) else { return Ok(()) };
    store
        .write(async |work| {
            let Some(session) = work.session(id).await?.filter(|session| session.ended_at.is_none()) else { return Ok(()) };
            check_expected(&session, expected)?;
            work.end_session(id).await?;
            let person = request.person(session.staff.id, session.staff.role, id);
            let change = session.staff.signed_out(id, &person, work.at())?;
            Ok(work.save(change).await?)
        })
        .await
}

/// That a session is of the person whom a page believes to be signed in: the cookie is shared by all tabs of a browser.
fn check_expected(session: &Session, expected: Option<StaffId>) -> Result<(), ServiceError> {
    if expected.is_none_or(|expected| expected == session.staff.id) { Ok(()) } else { Err(ServiceError::AnotherPerson) }
}

async fn revoke(work: &mut Work, request: &Actors, session: &Session) -> Result<(), ServiceError> {
    work.end_session(session.id).await?;
    let change = session.staff.sessions_revoked(&[session.id], &request.door().in_session(session.id), work.at())?;
    Ok(work.save(change).await?)
}

/// Who holds an access token, provided that what it was given for is still good: asked at every request, so that access ends at once.
///
/// # Errors
/// When the database fails.
pub async fn recognise(store: &Store, request: &Actors, holder: Holder) -> Result<Option<Actor>, ServiceError> {
    match holder {
        Holder::Person { id, session, role: _ } => {
            let person = store.signed_in(session, store.now()).await?.filter(|(staff, _)| *staff == id);
            Ok(person.map(|(staff, role)| request.person(staff, role, session)))
        }
        Holder::Program { id, secret, scopes } => service_accounts::recognise(store, request, id, secret, scopes).await,
    }
}

/// A caller as their rights are by now, for what takes long: `None` once their session, account or secret is over.
///
/// # Errors
/// When the database fails.
pub async fn recognise_again(store: &Store, actor: &Actor) -> Result<Option<Actor>, ServiceError> {
    let Some((session, request)) = actor.session().zip(actor.request()) else { return Ok(Some(actor.clone())) };
    let holder = match actor.who() {
        Who::Staff { id, role } => Holder::Person { id, session, role },
        Who::Service { id, scopes } => Holder::Program { id, secret: SecretId::from_uuid(session.uuid()), scopes },
        Who::System(_) => return Ok(Some(actor.clone())),
    };
    recognise(store, &Actors::of(request), holder).await
}

/// Makes the actors of one request. Here because whoever signs in is nobody yet when the request comes.
#[derive(Debug, Clone, Copy)]
pub struct Actors {
    request: caredesk_domain::RequestId,
}

impl Actors {
    /// For one request.
    pub const fn of(request: caredesk_domain::RequestId) -> Self {
        Self { request }
    }

    /// A person whose session has been checked.
    #[expect(clippy::disallowed_methods, reason = "sign-in is where people become actors")]
    pub const fn person(&self, id: StaffId, role: Role, session: SessionId) -> Actor {
        Actor::staff(id, role).in_session(session).in_request(self.request)
    }

    /// Whoever holds the link that was made for a person: they are that person, and in no session.
    #[expect(clippy::disallowed_methods, reason = "sign-in is where people become actors")]
    pub const fn by_link(&self, id: StaffId, role: Role) -> Actor {
        Actor::staff(id, role).in_request(self.request)
    }

    /// A program whose secret has been checked. What it does is told with the secret in the place of a session, so that one which got into other
    /// hands can be followed.
    #[expect(clippy::disallowed_methods, reason = "sign-in is where programs become actors")]
    pub const fn program(&self, id: ServiceAccountId, secret: SecretId, scopes: Scopes) -> Actor {
        Actor::service(id, scopes).in_session(SessionId::from_uuid(secret.uuid())).in_request(self.request)
    }

    /// The desk's own door.
    #[expect(clippy::disallowed_methods, reason = "sign-in is where the door acts")]
    pub const fn door(&self) -> Actor {
        Actor::system(Task::Door).in_request(self.request)
    }
}
