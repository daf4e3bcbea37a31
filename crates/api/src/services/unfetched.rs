//! Notifies authors of replies that the app has not fetched in time.

use std::time::Duration;

use caredesk_persistence::Store;
use tokio::time::sleep;

/// How often to look for due replies.
const TICK: Duration = Duration::from_secs(2);

/// Notifies them as long as the server runs.
pub async fn run(store: Store) {
    loop {
        match store.send_unfetched_notices().await {
            Ok(true) => {}
            Ok(false) => sleep(TICK).await,
            Err(error) => {
                tracing::warn!(%error, "cannot notify authors of unfetched replies; retrying");
                sleep(TICK).await;
            }
        }
    }
}
