//! Setting one's own password: signed in, or by a password link.

use caredesk_domain::{
    DomainError,
    actor::{Actor, RowScope},
    event::{EventSubject, SubjectKind},
    policy::{Action, Ownership, check},
    staff::{PasswordHash, Staff},
};
use caredesk_persistence::{PasswordLink, Store, Transaction};

use super::{ServiceError, authentication::AttemptSource, throttle::Throttle};
use crate::{
    password::{Password, Passwords},
    secret::Secret,
};

/// Sets the actor's password, ends all their other sessions and revokes their password links.
///
/// # Errors
/// When `current` is not their password, after too many failures, or when the actor is not a staff member.
pub async fn change(
    store: &Store,
    passwords: &Passwords,
    throttle: &Throttle,
    origin: &AttemptSource,
    actor: &Actor,
    current: String,
    new: Password,
) -> Result<(), ServiceError> {
    check(actor, Action::SetPassword, Ownership::Own)?;
    let (Some(id), Some(session)) = (actor.staff_id(), actor.session()) else {
        return Err(DomainError::staff_only(Action::SetPassword).into());
    };
    // Counted by session: an attacker in one session cannot keep its owner from changing the password in another.
    let keys = vec![throttle.keys().session(session)];
    throttle.check_memory(&keys).await?;
    let wrong = || ServiceError::invalid("current_password", "wrong", "is not your present password");
    let present = store.staff(id).await?.staff.password.clone();
    let permit = passwords.acquire(&keys, throttle.failures(&keys)).await?;
    throttle.check(&keys).await?;
    let (fits, permit) = permit.verify(current, present.clone()).await?;
    if !fits {
        let counted = throttle.count(origin.failure(keys, Some(EventSubject { kind: SubjectKind::Staff, id: id.uuid() })));
        drop(permit);
        counted.await;
        return Err(wrong());
    }
    drop(permit);
    let hash = passwords.hash(new, store.ids().random_bytes()).await?;
    store
        .write(async |work| {
            let staff: Staff = work.get(RowScope::All, id).await?;
            // The password may have been changed while it was checked.
            if staff.password != present {
                return Err(wrong());
            }
            work.revoke_password_links(id).await?;
            set(work, staff, hash.clone(), actor).await.map(drop)
        })
        .await
}

/// Sets the password of the staff member of a password link, and ends all their sessions.
///
/// # Errors
/// When the link is unknown, used or expired, the staff member is not active, or too many unknown links came from the same network address.
pub async fn set_by_link(
    store: &Store,
    passwords: &Passwords,
    throttle: &Throttle,
    origin: &AttemptSource,
    token: &Secret,
    new: Password,
) -> Result<Staff, ServiceError> {
    let token = token.hash();
    // Before the slow hash, so that an invented link cannot make the server compute one.
    let link = store.password_link(&token).await?;
    if link.is_none() {
        throttle.count_wrong_secret(origin.failure(vec![throttle.keys().token_address(origin.address)], None)).await?;
    }
    let link = valid_link(link, store.now())?;
    let hash = passwords.hash(new, store.ids().random_bytes()).await?;
    store
        .write(async |work| {
            let staff: Staff = work.get(RowScope::All, link.staff).await?;
            valid_link(work.password_link(&token).await?, work.timestamp())?;
            work.mark_password_link_used(&token).await?;
            let actor = origin.actors.by_link(staff.id, staff.role);
            set(work, staff, hash.clone(), &actor).await
        })
        .await
}

async fn set(work: &mut Transaction, staff: Staff, hash: PasswordHash, actor: &Actor) -> Result<Staff, ServiceError> {
    let ended = work.end_sessions_of(staff.id, actor.session()).await?;
    let change = staff.set_password(hash, &ended, actor, work.timestamp())?;
    Ok(work.save(change).await?)
}

fn valid_link(link: Option<PasswordLink>, now: caredesk_domain::Timestamp) -> Result<PasswordLink, ServiceError> {
    let refused = |code, detail| Err(ServiceError::invalid("token", code, detail));
    match link {
        None => refused("unknown", "is not that of a link, or a newer link was given: ask an admin for another"),
        Some(link) if link.used_at.is_some() => refused("used", "has set a password before: sign in, or ask an admin for another link"),
        Some(link) if link.expires_at <= now => refused("expired", "is too old: ask an admin for another link"),
        Some(link) => Ok(link),
    }
}
