//! The people of the desk.

use caredesk_domain::{
    StaffId,
    actor::{Actor, Role},
    email::Email,
    policy::{Action, Relation, check},
    staff::{NewStaff, Staff},
    text::FullName,
};
use caredesk_persistence::{Page, PageRequest, StaffFilter, Store, StoreError};

use super::ServiceError;
use crate::password::{Password, Passwords};

/// What a new member of staff is made from.
#[derive(Debug)]
pub struct AddStaff {
    /// The address they sign in with.
    pub email: Email,
    /// Their name.
    pub name: FullName,
    /// Their role.
    pub role: Role,
    /// Their first password.
    pub password: Password,
}

/// Adds a member of staff.
///
/// # Errors
/// When the actor may not, or the address is taken.
pub async fn add(store: &Store, passwords: &Passwords, actor: &Actor, new: AddStaff) -> Result<Staff, ServiceError> {
    check(actor, Action::CreateStaff, Relation::Other)?;
    let hash = passwords.hash(new.password, store.ids().random_bytes()).await?;
    let (email, name, role) = (new.email, new.name, new.role);
    let added = store
        .write(async |work| {
            let new = NewStaff { id: work.new_staff_id(), email: email.clone(), name: name.clone(), role, password: hash.clone() };
            let change = Staff::create(new, actor, work.at())?;
            Ok::<_, ServiceError>(work.save(change).await?)
        })
        .await;
    match added {
        Err(ServiceError::Store(StoreError::Taken(_))) => Err(ServiceError::invalid("email", "taken", "is another colleague's already")),
        outcome => outcome,
    }
}

/// Colleagues: all for whoever manages them, the active ones for everybody else.
///
/// # Errors
/// When the actor may not.
pub async fn list(store: &Store, actor: &Actor, mut filter: StaffFilter, request: PageRequest) -> Result<Page<Staff>, ServiceError> {
    check(actor, Action::ReadStaff, Relation::Other)?;
    if filter.active == Some(false) {
        check(actor, Action::ManageStaff, Relation::Other)?;
    }
    if !manages(actor) {
        filter.active = Some(true);
    }
    Ok(store.list_staff(&filter, request).await?)
}

/// One colleague.
///
/// # Errors
/// When the actor may not, or there is none whom they may see.
pub async fn get(store: &Store, actor: &Actor, id: StaffId) -> Result<Staff, ServiceError> {
    check(actor, Action::ReadStaff, Relation::Other)?;
    let staff: Staff = store.get(actor.scope(), id).await?.disclose(store.ledger(), actor).await?;
    if staff.active || manages(actor) { Ok(staff) } else { Err(StoreError::NotFound.into()) }
}

/// Whether addresses and inactive colleagues are the actor's business.
pub fn manages(actor: &Actor) -> bool {
    check(actor, Action::ManageStaff, Relation::Other).is_ok()
}

/// The caller themself.
///
/// # Errors
/// When they are gone.
pub async fn me(store: &Store, actor: &Actor, id: StaffId) -> Result<Staff, ServiceError> {
    Ok(store.get::<Staff>(actor.scope(), id).await?.disclose(store.ledger(), actor).await?)
}
