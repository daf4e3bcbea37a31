//! The dashboard: what waits for the actor, and what they did.

use caredesk_domain::{
    Timestamp,
    actor::{Actor, Role},
    policy::{Action, Ownership, check},
};
use caredesk_persistence::{Dashboard, DashboardScope, Store};
use chrono_tz::Tz;

use super::{
    ServiceError, days, me,
    timelines::{excluded_actions, remove_assignment_notes},
};

/// Over how many days first responses are reported, today included.
pub const RESPONSE_DAYS: i64 = 7;

/// A dashboard with its instant and the start of its day.
#[derive(Debug)]
pub struct DashboardAt {
    /// The dashboard.
    pub dashboard: Dashboard,
    /// The instant it was read.
    pub at: Timestamp,
    /// When the day began in the desk's time zone.
    pub day_started: Timestamp,
}

/// What waits for the actor, and what they did; days are those of `zone`.
///
/// # Errors
/// When the actor is a service account, or may not read tickets.
pub async fn read(store: &Store, actor: &Actor, zone: Tz) -> Result<DashboardAt, ServiceError> {
    check(actor, Action::ReadTickets, Ownership::Other)?;
    let staff = me::require_staff(actor)?;
    let at = store.now();
    let day_started = days::start_of_day(days::day_of(at, zone), zone);
    let responses_since = days::start_of_day(days::day_of(at, zone).plus_days(1 - RESPONSE_DAYS), zone);
    // A service account has no role, and was denied above.
    let role = actor.role().unwrap_or(Role::Auditor);
    let whose = DashboardScope { staff, role, scope: actor.row_scope(), day_started, responses_since };
    let mut dashboard = store.dashboard(whose, excluded_actions(actor)).await?.disclose(store.read_log(), actor).await?;
    remove_assignment_notes(actor, &mut dashboard.activity);
    Ok(DashboardAt { dashboard, at, day_started })
}
