//! What is one's own: settings and sessions.

use caredesk_domain::{
    Refusal, SessionId, StaffId,
    actor::{Actor, Scope},
    policy::{Action, Relation, check},
    staff::{PageLanguage, Staff},
};
use caredesk_persistence::{OwnSession, Page, PageRequest, Settings, Store, StoreError};
use serde_json::{Map, Value};

use super::{Expected, ServiceError};

/// What to change of one's settings; `None` leaves one as it is.
#[derive(Debug, Clone, Default)]
pub struct SettingsPatch {
    /// The language; none leaves it to the device.
    pub language: Option<Option<PageLanguage>>,
    /// A merge patch of the preferences (RFC 7396).
    pub preferences: Option<Map<String, Value>>,
}

/// The caller, if they are a person.
///
/// # Errors
/// When they are a program.
pub fn person(actor: &Actor) -> Result<StaffId, ServiceError> {
    check(actor, Action::SignOut, Relation::Own)?;
    actor.staff_id().ok_or_else(|| Refusal::people_only(Action::SignOut).into())
}

/// The caller, with their settings.
///
/// # Errors
/// When they are a program.
pub async fn get(store: &Store, actor: &Actor) -> Result<(Staff, Settings), ServiceError> {
    let id = person(actor)?;
    Ok((store.staff(id).await?.staff, store.settings(id).await?))
}

/// Changes the caller's settings. A patch that says nothing new writes nothing.
///
/// # Errors
/// When they are a program, `expected` is another version, or it becomes too much.
pub async fn edit(store: &Store, actor: &Actor, expected: &Expected, patch: SettingsPatch) -> Result<(Staff, Settings), ServiceError> {
    let id = person(actor)?;
    store
        .write(async |work| {
            let staff: Staff = work.get(Scope::All, id).await?;
            let settings = work.settings(id).await?;
            expected.check(settings.version)?;
            let mut edited = settings.clone();
            edited.language = patch.language.unwrap_or(edited.language);
            if let Some(patch) = patch.preferences.clone() {
                let merged = edited.preferences.merged(patch);
                edited.preferences = merged.map_err(|fault| ServiceError::Invalid { field: "preferences", fault })?;
            }
            let settings = if edited == settings { settings } else { work.keep_settings(id, edited).await? };
            Ok((staff, settings))
        })
        .await
}

/// The caller's sessions that are good, the latest first.
///
/// # Errors
/// When they are a program.
pub async fn sessions(store: &Store, actor: &Actor, request: PageRequest) -> Result<Page<OwnSession>, ServiceError> {
    Ok(store.sessions_of(person(actor)?, request).await?)
}

/// Ends a session of the caller's, at once and for every token of it.
///
/// # Errors
/// When they are a program, or have no such session.
pub async fn end_session(store: &Store, actor: &Actor, id: SessionId) -> Result<(), ServiceError> {
    let me = person(actor)?;
    store
        .write(async |work| {
            let session = work.session(id).await?.filter(|session| session.staff.id == me);
            let good = session.filter(|session| session.ended_at.is_none() && session.expires_at > work.at());
            let session = good.ok_or(StoreError::NotFound)?;
            work.end_session(id).await?;
            let change = session.staff.signed_out(id, actor, work.at())?;
            Ok(work.save(change).await?)
        })
        .await
}
