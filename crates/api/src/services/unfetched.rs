//! Notifies authors of replies that the app has not fetched in time.

use caredesk_persistence::Store;

use super::ServiceError;

/// Notifies the authors of all overdue replies.
///
/// # Errors
/// When the database fails.
pub async fn notify_authors(store: &Store) -> Result<(), ServiceError> {
    while store.send_unfetched_notices().await? {}
    Ok(())
}
