//! Setting one's own password: signed in, or by a link.

use caredesk_domain::{
    Refusal,
    actor::{Actor, Scope},
    policy::{Action, Relation, check},
    staff::{PasswordHash, Staff},
};
use caredesk_persistence::{PasswordLink, Store, Work};

use super::{ServiceError, sign_in::Actors};
use crate::{
    password::{Password, Passwords},
    secret::Secret,
};

/// Sets one's own password. All other sessions of theirs end, and links to set one are good for nothing any more.
///
/// # Errors
/// When `current` is not their password, or the actor is no person.
pub async fn change(store: &Store, passwords: &Passwords, actor: &Actor, current: String, new: Password) -> Result<(), ServiceError> {
    check(actor, Action::SetPassword, Relation::Own)?;
    let Some(id) = actor.staff_id() else { return Err(Refusal::Forbidden { action: Action::SetPassword }.into()) };
    let wrong = || ServiceError::invalid("current_password", "wrong", "is not your present password");
    let present = store.staff(id).await?.staff.password.clone();
    if !passwords.verify(current, present.clone()).await? {
        return Err(wrong());
    }
    let hash = passwords.hash(new, store.ids().random_bytes()).await?;
    store
        .write(async |work| {
            let staff: Staff = work.get(Scope::All, id).await?;
            // Somebody else who knew the password may have been quicker.
            if staff.password != present {
                return Err(wrong());
            }
            work.void_password_links(id).await?;
            set(work, staff, hash.clone(), actor).await
        })
        .await
}

/// Sets the password of whoever the link was made for. All their sessions end.
///
/// # Errors
/// When the link is not known, used, or too old, or they are not active.
pub async fn set_by_link(
    store: &Store,
    passwords: &Passwords,
    request: &Actors,
    token: &Secret,
    new: Password,
) -> Result<(), ServiceError> {
    let token = token.hash();
    // Before the slow hash, so that nobody makes the desk compute one with a link of their own making.
    let link = good(store.password_link(&token).await?, store.now())?;
    let hash = passwords.hash(new, store.ids().random_bytes()).await?;
    store
        .write(async |work| {
            let staff: Staff = work.get(Scope::All, link.staff).await?;
            good(work.password_link(&token).await?, work.at())?;
            work.use_password_link(&token).await?;
            let actor = request.by_link(staff.id, staff.role);
            set(work, staff, hash.clone(), &actor).await
        })
        .await
}

async fn set(work: &mut Work, staff: Staff, hash: PasswordHash, actor: &Actor) -> Result<(), ServiceError> {
    let ended = work.end_sessions_of(staff.id, actor.session()).await?;
    let change = staff.set_password(hash, &ended, actor, work.at())?;
    work.save(change).await?;
    Ok(())
}

fn good(link: Option<PasswordLink>, now: caredesk_domain::Timestamp) -> Result<PasswordLink, ServiceError> {
    let refused = |code, detail| Err(ServiceError::invalid("token", code, detail));
    match link {
        None => refused("unknown", "is not that of a link, or a newer link was given: ask an admin for another"),
        Some(link) if link.used_at.is_some() => refused("used", "has set a password before: sign in, or ask an admin for another link"),
        Some(link) if link.expires_at <= now => refused("expired", "is too old: ask an admin for another link"),
        Some(link) => Ok(link),
    }
}
