use tracing::Callsite as _;
use tracing_subscriber::{fmt, layer::SubscriberExt as _};

use super::*;
use crate::captured_log::{self, CapturedLog};

/// The lines that `log` writes under `limit`.
fn lines(limit: &LogLimit, log: impl FnOnce()) -> Vec<serde_json::Value> {
    let kept = CapturedLog::default();
    let _listening =
        captured_log::start(tracing_subscriber::registry().with(limit.clone()).with(fmt::layer().json().with_writer(kept.clone())));
    log();
    kept.lines()
}

fn refuse(signed_in: bool) {
    tracing::info!(signed_in, "refused");
}

#[test]
fn event_over_the_limit_is_counted_and_other_places_go_on() {
    let limit = LogLimit::default();
    let logged = lines(&limit, || {
        (0..MAX_LINES + 40).for_each(|_| refuse(false));
        tracing::info!("another place");
        (0..MAX_LINES + 40).for_each(|_| refuse(true));
        limit.report(true);
    });
    let with = |message: &str| logged.iter().filter(|line| line["fields"]["message"] == message).count();
    assert_eq!(with("another place"), 1);
    assert_eq!(with("refused"), usize::try_from(2 * MAX_LINES + 40).unwrap(), "authenticated callers have no limit");
    let report = &logged.last().unwrap()["fields"];
    assert_eq!((&report["lines"], &report["source"]), (&40.into(), &module_path!().into()));
    assert!(report["message"].as_str().unwrap().starts_with("log lines suppressed"), "{report}");
}

#[test]
fn period_end_makes_room_and_reports_once() {
    let limit = LogLimit::default();
    let metadata = tracing::callsite!(name: "place", kind: tracing::metadata::Kind::EVENT, fields: message).metadata();
    let start = Instant::now();
    let allowed = |at: Instant| (0..100).filter(|_| limit.allows(metadata, at)).count();
    assert_eq!((allowed(start), allowed(start + PERIOD / 2)), (60, 0));
    assert!(limit.take_suppressed(start + PERIOD / 2, false).is_empty(), "the period is not over");
    assert_eq!(allowed(start + PERIOD), 60);
    let reported = |at: Instant| limit.take_suppressed(at, false).into_iter().map(|(_, lines)| lines).collect::<Vec<_>>();
    assert_eq!(reported(start + PERIOD), [140]);
    assert_eq!(reported(start + 2 * PERIOD), [40]);
    assert!(reported(start + 3 * PERIOD).is_empty());
}
