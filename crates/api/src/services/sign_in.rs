//! Signing in, staying signed in, signing out.

use caredesk_domain::{
    SessionId, StaffId,
    actor::{Actor, Role, Task},
    email::Email,
    staff::Staff,
};
use caredesk_persistence::{Presented, Session, Store, TokenHash, Work};
use sha2::{Digest, Sha256};

use super::ServiceError;
use crate::password::Passwords;

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
    /// What the next renewal takes; `None` where an earlier request of these seconds already got it.
    pub refresh: Option<RefreshToken>,
}

/// What a session is renewed with: 32 random bytes, of which the desk keeps only the digest.
#[derive(Clone)]
pub struct RefreshToken(String);

impl RefreshToken {
    fn new(bytes: [u8; 32]) -> Self {
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Takes what a caller presents.
    pub fn presented(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text to hand out.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn hash(&self) -> TokenHash {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

/// Never the token.
impl std::fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RefreshToken(…)")
    }
}

/// Begins a session for whoever knows the password.
///
/// # Errors
/// [`ServiceError::SignInRefused`], the same whatever is wrong.
pub async fn sign_in(
    store: &Store,
    passwords: &Passwords,
    request: &Actors,
    email: &str,
    password: String,
) -> Result<SignedIn, ServiceError> {
    let staff = match email.parse::<Email>() {
        Ok(email) => store.staff_by_email(&email).await?,
        Err(_) => None,
    };
    let hash = staff.as_ref().map(|staff| staff.password.clone());
    let fits = passwords.verify(password, hash).await?;
    let Some(staff) = staff else { return Err(ServiceError::SignInRefused) };
    if !fits || !staff.active {
        let door = request.door();
        store
            .write(async |work| {
                let change = staff.sign_in_refused(&door, work.at())?;
                Ok::<_, ServiceError>(work.save(change).await?)
            })
            .await?;
        return Err(ServiceError::SignInRefused);
    }
    store
        .write(async |work| {
            let token = RefreshToken::new(store.ids().random_bytes());
            let session = work.begin_session(staff.id, token.hash(), work.at().plus_seconds(SESSION_SECONDS)).await?;
            let change = staff.signed_in(&request.person(staff.id, staff.role, session), work.at())?;
            work.save(change).await?;
            Ok(SignedIn { staff: staff.clone(), session, refresh: Some(token) })
        })
        .await
}

/// Renews a session: the refresh token is exchanged for another. One that was exchanged before ends the session, because
/// somebody else may hold it.
///
/// # Errors
/// [`ServiceError::SignInRefused`] when the token is not good, or not any more.
pub async fn refresh(store: &Store, request: &Actors, presented: &RefreshToken) -> Result<SignedIn, ServiceError> {
    let renewed = store
        .write(async |work| {
            let (session, current) = match work.session_by_token(presented.hash()).await? {
                Some(Presented::Current(session)) => (session, true),
                Some(Presented::Previous(session)) => (session, false),
                None => return Ok(None),
            };
            if session.ended_at.is_some() || session.expires_at <= work.at() || !session.staff.active {
                return Ok(None);
            }
            if current {
                let token = RefreshToken::new(store.ids().random_bytes());
                work.rotate_session(session.id, presented.hash(), token.hash()).await?;
                return Ok(Some(SignedIn { staff: session.staff, session: session.id, refresh: Some(token) }));
            }
            if work.at().seconds_since(session.rotated_at) < GRACE_SECONDS {
                return Ok(Some(SignedIn { staff: session.staff, session: session.id, refresh: None }));
            }
            revoke(work, request, &session).await?;
            Ok::<_, ServiceError>(None)
        })
        .await?;
    renewed.ok_or(ServiceError::SignInRefused)
}

/// Ends the session a refresh token belongs to. Without a session there is nothing to end, which is as well.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(store: &Store, request: &Actors, presented: &RefreshToken) -> Result<(), ServiceError> {
    store
        .write(async |work| {
            let session = match work.session_by_token(presented.hash()).await? {
                Some(Presented::Current(session) | Presented::Previous(session)) => session,
                None => return Ok(()),
            };
            if session.ended_at.is_some() {
                return Ok(());
            }
            work.end_session(session.id).await?;
            let person = request.person(session.staff.id, session.staff.role, session.id);
            let change = session.staff.signed_out(&person, work.at())?;
            Ok(work.save(change).await?)
        })
        .await
}

async fn revoke(work: &mut Work, request: &Actors, session: &Session) -> Result<(), ServiceError> {
    work.end_session(session.id).await?;
    let change = session.staff.session_revoked(&request.door().in_session(session.id), work.at())?;
    Ok(work.save(change).await?)
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

    /// The desk's own door.
    #[expect(clippy::disallowed_methods, reason = "sign-in is where the door acts")]
    pub const fn door(&self) -> Actor {
        Actor::system(Task::Door).in_request(self.request)
    }
}
