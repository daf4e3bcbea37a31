use super::*;
use crate::event::SubjectKind;

fn at(seconds: i64) -> Timestamp {
    "2026-03-02T09:00:00.5Z".parse::<Timestamp>().unwrap().plus_seconds(seconds)
}

fn failed(kind: ThrottleKind, seconds: &[i64]) -> FailureCounter {
    let mut counter = FailureCounter::new(at(0));
    seconds.iter().for_each(|second| counter.record(kind, at(*second)));
    counter
}

#[test]
fn record_fifth_failure_within_15_min_delays_by_30_seconds() {
    use ThrottleKind::Account;
    assert_eq!(failed(Account, &[0, 1, 2, 3]).retry_after(at(3)), None);
    assert_eq!(failed(Account, &[0, 1, 2, 3, 899]).retry_after(at(899)), Some(30));
    assert_eq!(failed(Account, &[0, 1, 2, 3, 900]).retry_after(at(900)), None, "the first is older than 15 min");
    assert_eq!(failed(Account, &[0, 800, 800, 800, 950, 951]).retry_after(at(951)), Some(30), "a sliding window, not quarter hours");
}

#[test]
fn record_failures_from_an_address_delays_after_100() {
    let seconds: Vec<i64> = (0..100).collect();
    assert_eq!(failed(ThrottleKind::Address, &seconds[..99]).retry_after(at(99)), None);
    assert_eq!(failed(ThrottleKind::Address, &seconds).retry_after(at(99)), Some(30));
}

#[test]
fn record_failures_all_day_below_the_limit_never_delays() {
    let seconds: Vec<i64> = (0..2000).map(|number| number * 10).collect();
    assert_eq!(failed(ThrottleKind::Address, &seconds).delays, 0, "90 in each 15 min");
}

#[test]
fn record_failure_after_each_delay_doubles_it_to_15_min_at_most() {
    let mut counter = failed(ThrottleKind::Account, &[0, 0, 0, 0, 0]);
    let mut delays = Vec::new();
    let mut now = 0;
    for _ in 0..8 {
        let seconds = counter.retry_after(at(now)).unwrap();
        delays.push(seconds);
        now += i64::from(seconds);
        assert_eq!(counter.retry_after(at(now)), None);
        counter.record(ThrottleKind::Account, at(now));
    }
    assert_eq!(delays, [30, 60, 120, 240, 480, 900, 900, 900]);
}

#[test]
fn record_failure_after_15_quiet_min_begins_anew() {
    let mut counter = failed(ThrottleKind::Account, &[0, 0, 0, 0, 0]);
    counter.record(ThrottleKind::Account, at(30 + 900));
    assert_eq!((counter.delays, counter.retry_after(at(930)), counter.failures.len()), (0, None, 1));
    assert_eq!(counter.expires_at(), at(930 + 900));
}

#[test]
fn retry_after_rounds_up_to_whole_seconds() {
    let counter = failed(ThrottleKind::Account, &[0; 5]);
    let nearly: Timestamp = "2026-03-02T09:00:30.499999Z".parse().unwrap();
    assert_eq!(counter.retry_after(nearly), Some(1));
    assert_eq!(counter.retry_after(at(30)), None);
}

#[test]
fn rebase_after_clock_set_back_keeps_delay() {
    let mut counter = failed(ThrottleKind::Account, &[0; 5]);
    assert!(!counter.rebase(at(-60)), "clock skew between two servers");
    assert!(counter.rebase(at(-86_400)));
    assert_eq!(counter.retry_after(at(-86_400)), Some(30));
    assert_eq!(counter.retry_after(at(-86_370)), None);
    let mut counter = failed(ThrottleKind::Account, &[0; 4]);
    counter.record(ThrottleKind::Account, at(-86_400));
    assert_eq!(counter.retry_after(at(-86_400)), Some(30), "the four before still count");
}

fn entry(subject: bool) -> ThrottleEntry {
    let subject = subject.then_some(EventSubject { kind: SubjectKind::Staff, id: uuid::Uuid::nil() });
    ThrottleEntry { subject, ..ThrottleEntry::new(ThrottleKey { kind: ThrottleKind::Account, hash: [0; 32] }, at(0)) }
}

#[test]
fn report_has_first_attempt_at_once_and_summary_at_window_end() {
    let mut entry = entry(true);
    assert_eq!(entry.report(at(0)), None);
    entry.add_attempts(1, None, at(0));
    assert_eq!((entry.report(at(0)).unwrap().0, entry.due_at()), (AttemptReport::First, at(0)));
    entry.mark_reported(AttemptReport::First);
    entry.add_attempts(40, None, at(100));
    assert_eq!((entry.report(at(899)), entry.due_at()), (None, at(900)));
    let (report, window) = entry.report(at(900)).unwrap();
    assert_eq!((report, window.attempts, window.started_at), (AttemptReport::Summary, 41, at(0)));
    assert!(!entry.is_expired(at(86_400)), "the summary is due");
    entry.mark_reported(report);
    assert_eq!((entry.report(at(900)), entry.is_expired(at(900))), (None, true));
}

#[test]
fn report_of_a_single_attempt_has_no_summary() {
    let mut entry = entry(true);
    entry.add_attempts(1, None, at(0));
    entry.mark_reported(AttemptReport::First);
    entry.close_window(at(899));
    assert!(entry.window.is_some());
    entry.close_window(at(900));
    assert_eq!((entry.report(at(900)), entry.window), (None, None));
}

#[test]
fn report_of_unknown_account_is_empty() {
    let mut entry = entry(false);
    entry.add_attempts(7, None, at(0));
    assert_eq!((entry.report(at(900)), entry.due_at(), entry.is_expired(at(900))), (None, at(900), true));
}
