//! Failed attempts in the audit log: the first of a window at once, and their number when the window closes.

use caredesk_domain::{
    actor::{Actor, RowScope, SystemJob},
    event::{EventSubject, SubjectKind},
    id::Id,
    service_account::ServiceAccount,
    staff::Staff,
    throttle::{AttemptReport, AttemptWindow, ThrottleEntry},
};
use caredesk_persistence::Transaction;

use crate::services::ServiceError;

/// Records the summary of a window that has closed.
pub(super) async fn record_summary(work: &mut Transaction, entry: &mut ThrottleEntry) -> Result<(), ServiceError> {
    if let Some((AttemptReport::Summary, window)) = entry.report(work.timestamp()) {
        record_report(work, entry, AttemptReport::Summary, window).await?;
        entry.mark_reported(AttemptReport::Summary);
    }
    Ok(())
}

/// Records the event of a report.
#[expect(clippy::disallowed_methods, reason = "authentication acts as a system actor")]
pub(super) async fn record_report(
    work: &mut Transaction,
    entry: &ThrottleEntry,
    report: AttemptReport,
    window: AttemptWindow,
) -> Result<(), ServiceError> {
    let door = match (report, window.request) {
        (AttemptReport::First, Some(request)) => Actor::system(SystemJob::Authentication).in_request(request),
        (AttemptReport::First, None) | (AttemptReport::Summary, _) => Actor::system(SystemJob::Authentication),
    };
    let change = match entry.subject {
        Some(EventSubject { kind: SubjectKind::Staff, id }) => {
            let staff: Staff = work.get_including_deleted(RowScope::All, Id::from_uuid(id)).await?;
            match report {
                AttemptReport::First => staff.sign_in_rejected(&door, work.timestamp())?,
                AttemptReport::Summary => staff.sign_in_rejections(window.attempts, window.started_at, &door, work.timestamp())?,
            }
        }
        Some(EventSubject { kind: SubjectKind::ServiceAccount, id }) => {
            let account: ServiceAccount = work.get_including_deleted(RowScope::All, Id::from_uuid(id)).await?;
            match report {
                AttemptReport::First => account.sign_in_rejected(&door, work.timestamp())?,
                AttemptReport::Summary => account.sign_in_rejections(window.attempts, window.started_at, &door, work.timestamp())?,
            }
        }
        // Other records cannot sign in.
        Some(_) | None => return Ok(()),
    };
    Ok(work.save(change).await?)
}
