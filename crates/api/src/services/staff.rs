//! Staff: adding, editing, listing, and password links.

mod offboarding;

pub use offboarding::{has_work_to_release, release_queued_work};

use caredesk_domain::{
    DomainError, StaffId, Timestamp,
    actor::{Actor, Role, RowScope},
    email::Email,
    policy::{Action, Denial, Ownership, check},
    staff::{NewStaff, Staff, StaffPatch},
    text::FullName,
};
use caredesk_persistence::{Page, PageRequest, StaffFilter, StaffView, Store, StoreError, Transaction, Written};

use super::{ExpectedVersion, ServiceError};
use crate::{
    password::{Password, Passwords},
    secret::Secret,
};

/// Lifetime of a password link, in seconds: seven days.
pub const LINK_SECONDS: i64 = 7 * 24 * 60 * 60;

/// The fields of a new staff member.
#[derive(Debug)]
pub struct AddStaff {
    /// The e-mail address to sign in with.
    pub email: Email,
    /// Their name.
    pub name: FullName,
    /// Their role.
    pub role: Role,
    /// Their first password; without one they get a password link.
    pub password: Option<Password>,
}

/// A password link, shown once.
#[derive(Debug)]
pub struct IssuedPasswordLink {
    /// Its token.
    pub token: Secret,
    /// When it expires.
    pub expires_at: Timestamp,
}

/// Adds a staff member; without a password, with a password link.
///
/// # Errors
/// When the actor may not, or the e-mail address is taken.
pub async fn add(
    store: &Store,
    passwords: &Passwords,
    actor: &Actor,
    new: AddStaff,
) -> Result<Written<(StaffView, Option<IssuedPasswordLink>)>, ServiceError> {
    check(actor, Action::CreateStaff, Ownership::Other)?;
    let hash = match new.password {
        Some(password) => Some(passwords.hash(password, store.ids().random_bytes()).await?),
        None => None,
    };
    let (email, name, role) = (new.email, new.name, new.role);
    let added = store
        .write_once(async |work| {
            let new = NewStaff { id: work.new_staff_id(), email: email.clone(), name: name.clone(), role, password: hash.clone() };
            let change = Staff::create(new, actor, work.timestamp())?;
            let staff = work.save(change).await?;
            let link = if hash.is_none() { Some(give_link(store, work, &staff).await?) } else { None };
            Ok::<_, ServiceError>((work.staff_view(staff).await?, link))
        })
        .await;
    added.map_err(email_taken)
}

/// The e-mail address is the only unique column of staff.
fn email_taken(error: ServiceError) -> ServiceError {
    if matches!(error, ServiceError::Store(StoreError::UniqueViolation(_))) {
        return ServiceError::invalid("email", "taken", "is another colleague's already");
    }
    error
}

/// Changes e-mail address, name, role or `active`. Deactivation or a change of role ends the sessions and, in the same transaction, releases the work
/// that they can no longer do.
///
/// # Errors
/// When the actor may not, there is no such staff member, `expected` is another version, it is their own role, no active admin would be left, or the
/// e-mail address is taken.
pub async fn edit(
    store: &Store,
    actor: &Actor,
    id: StaffId,
    expected: &ExpectedVersion,
    patch: StaffPatch,
) -> Result<StaffView, ServiceError> {
    check(actor, Action::EditStaff, Ownership::Other)?;
    store
        .write(async |work| {
            let admins = if patch.role.is_some() || patch.active.is_some() { Some(work.active_admins().await?) } else { None };
            let others = admins.as_ref().map_or(0, |admins| admins.iter().filter(|admin| **admin != id).count());
            // Of two admins who deactivate each other at once, the second is no longer an admin when the lock is granted.
            if admins.is_some_and(|admins| actor.staff_id().is_some_and(|me| !admins.contains(&me))) {
                return Err(DomainError::Forbidden { action: Action::EditStaff, denial: Denial::Roles(vec![Role::Admin]) }.into());
            }
            let before: Staff = work.get(RowScope::All, id).await?;
            expected.check(before.version)?;
            let change = before.clone().edit(patch.clone(), others, actor, work.timestamp())?;
            let staff = work.save(change).await?;
            if (staff.active, staff.role) != (before.active, before.role) {
                offboarding::begin(work, &staff, actor).await?;
            }
            Ok(work.staff_view(staff).await?)
        })
        .await
        .map_err(email_taken)
}

/// Issues a password link for a staff member and revokes earlier ones.
///
/// # Errors
/// When the actor may not, there is no such staff member, or they are not active.
pub async fn issue_link(store: &Store, actor: &Actor, id: StaffId) -> Result<IssuedPasswordLink, ServiceError> {
    check(actor, Action::IssuePasswordLink, Ownership::Other)?;
    store
        .write(async |work| {
            let staff: Staff = work.get(RowScope::All, id).await?;
            let change = staff.password_link_issued(actor, work.timestamp())?;
            work.save(change).await?;
            give_link(store, work, &staff).await
        })
        .await
}

async fn give_link(store: &Store, work: &mut Transaction, staff: &Staff) -> Result<IssuedPasswordLink, ServiceError> {
    let link = IssuedPasswordLink { token: Secret::generate(store.ids()), expires_at: work.timestamp().plus_seconds(LINK_SECONDS) };
    work.create_password_link(staff.id, &link.token.hash(), link.expires_at).await?;
    Ok(link)
}

/// Lists staff: all of them for actors who manage staff, active ones for everybody else.
///
/// # Errors
/// When the actor may not.
pub async fn list(store: &Store, actor: &Actor, mut filter: StaffFilter, request: PageRequest) -> Result<Page<StaffView>, ServiceError> {
    check(actor, Action::ReadStaff, Ownership::Other)?;
    if filter.active == Some(false) {
        check(actor, Action::ManageStaff, Ownership::Other)?;
    }
    if !can_manage_staff(actor) {
        filter.active = Some(true);
    }
    Ok(store.list_staff(&filter, request).await?)
}

/// One staff member.
///
/// # Errors
/// When the actor may not, or there is none they may see.
pub async fn get(store: &Store, actor: &Actor, id: StaffId) -> Result<StaffView, ServiceError> {
    check(actor, Action::ReadStaff, Ownership::Other)?;
    let view = store.staff(id).await?;
    if view.staff.active || can_manage_staff(actor) { Ok(view) } else { Err(StoreError::NotFound.into()) }
}

/// Whether the actor may see e-mail addresses and inactive staff.
pub fn can_manage_staff(actor: &Actor) -> bool {
    check(actor, Action::ManageStaff, Ownership::Other).is_ok()
}
