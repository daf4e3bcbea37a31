//! The caller's own settings and sessions.

use caredesk_domain::{
    DomainError, SessionId, StaffId,
    actor::{Actor, RowScope},
    policy::{Action, Ownership, check},
    staff::{PageLanguage, Staff},
};
use caredesk_persistence::{OwnSession, Page, PageRequest, Store, StoreError, StoredPreferences};
use serde_json::{Map, Value};

use super::{ExpectedVersion, ServiceError};

/// Changes to the caller's settings; `None` leaves a setting unchanged.
#[derive(Debug, Clone, Default)]
pub struct SettingsPatch {
    /// The language; `Some(None)` leaves it to the device.
    pub language: Option<Option<PageLanguage>>,
    /// A merge patch of the preferences (RFC 7396).
    pub preferences: Option<Map<String, Value>>,
}

/// The caller's staff id.
///
/// # Errors
/// When the caller is a service account.
pub fn require_staff(actor: &Actor) -> Result<StaffId, ServiceError> {
    check(actor, Action::SignOut, Ownership::Own)?;
    actor.staff_id().ok_or_else(|| DomainError::staff_only(Action::SignOut).into())
}

/// The caller, with their settings.
///
/// # Errors
/// When the caller is a service account.
pub async fn get(store: &Store, actor: &Actor) -> Result<(Staff, StoredPreferences), ServiceError> {
    let id = require_staff(actor)?;
    Ok((store.staff(id).await?.staff, store.preferences(id).await?))
}

/// Changes the caller's settings. A patch without changes writes nothing.
///
/// # Errors
/// When the caller is a service account, `expected` is another version, or the preferences become too large.
pub async fn edit(
    store: &Store,
    actor: &Actor,
    expected: &ExpectedVersion,
    patch: SettingsPatch,
) -> Result<(Staff, StoredPreferences), ServiceError> {
    let id = require_staff(actor)?;
    store
        .write(async |work| {
            let staff: Staff = work.get(RowScope::All, id).await?;
            let settings = work.preferences(id).await?;
            expected.check(settings.version)?;
            let mut edited = settings.clone();
            edited.language = patch.language.unwrap_or(edited.language);
            if let Some(patch) = patch.preferences.clone() {
                let merged = edited.preferences.merged(patch);
                edited.preferences = merged.map_err(|fault| ServiceError::Invalid { field: "preferences", fault })?;
            }
            let settings = if edited == settings { settings } else { work.save_preferences(id, edited).await? };
            Ok((staff, settings))
        })
        .await
}

/// The caller's active sessions, the latest first.
///
/// # Errors
/// When the caller is a service account.
pub async fn sessions(store: &Store, actor: &Actor, request: PageRequest) -> Result<Page<OwnSession>, ServiceError> {
    Ok(store.list_sessions(require_staff(actor)?, request).await?)
}

/// Ends a session of the caller; its tokens are invalid at once.
///
/// # Errors
/// When the caller is a service account, or has no such session.
pub async fn end_session(store: &Store, actor: &Actor, id: SessionId) -> Result<(), ServiceError> {
    let me = require_staff(actor)?;
    store
        .write(async |work| {
            let session = work.session(id).await?.filter(|session| session.staff.id == me);
            let good = session.filter(|session| session.ended_at.is_none() && session.expires_at > work.timestamp());
            let session = good.ok_or(StoreError::NotFound)?;
            work.end_session(id).await?;
            let change = session.staff.signed_out(id, actor, work.timestamp())?;
            Ok(work.save(change).await?)
        })
        .await
}
