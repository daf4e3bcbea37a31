//! What waits for whoever asks, and what they did.

use caredesk_domain::{
    Timestamp,
    actor::{Actor, Role},
    policy::{Action, Relation, check},
};
use caredesk_persistence::{Dashboard, Store, Whose};
use chrono_tz::Tz;

use super::{
    ServiceError, days, me,
    timelines::{hidden, leave_out_notes},
};

/// Over how many days first responses are told, today among them.
pub const RESPONSE_DAYS: i64 = 7;

/// A dashboard with the instant it is of, and that at which its day began.
#[derive(Debug)]
pub struct DashboardAt {
    /// What it tells.
    pub dashboard: Dashboard,
    /// Now.
    pub at: Timestamp,
    /// When the day began on the clocks of the desk.
    pub day_started: Timestamp,
}

/// What waits for the actor, and what they did; days are those of `zone`.
///
/// # Errors
/// When the actor is a program, or has no part in the work.
pub async fn read(store: &Store, actor: &Actor, zone: Tz) -> Result<DashboardAt, ServiceError> {
    check(actor, Action::ReadTickets, Relation::Other)?;
    let staff = me::person(actor)?;
    let at = store.now();
    let day_started = days::begins(days::day_of(at, zone), zone);
    let responses_since = days::begins(days::day_of(at, zone).plus_days(1 - RESPONSE_DAYS), zone);
    // A program is no person, and was turned away.
    let role = actor.role().unwrap_or(Role::Auditor);
    let whose = Whose { staff, role, scope: actor.scope(), day_started, responses_since };
    let mut dashboard = store.dashboard(whose, hidden(actor)).await?.disclose(store.ledger(), actor).await?;
    leave_out_notes(actor, &mut dashboard.doings);
    Ok(DashboardAt { dashboard, at, day_started })
}
