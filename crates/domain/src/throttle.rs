//! Throttling of guesses: failed attempts at a secret delay further ones.
//!
//! A counter belongs to one account, device, session or network address. It counts failures only: attempts in progress and rejected
//! attempts never make a delay longer, so nobody can be locked out for good.

use crate::{RequestId, Timestamp, event::EventSubject, string_enum::string_enum};

/// The window of counted failures, in seconds.
pub const WINDOW_SECONDS: i64 = 15 * 60;
/// The first delay, in seconds. Each further failure doubles it.
pub const FIRST_DELAY_SECONDS: i64 = 30;
/// The longest delay, in seconds.
pub const MAX_DELAY_SECONDS: i64 = 15 * 60;
/// If the clock was set back by more than this, the counter is moved back with it; less is clock skew between two servers.
const CLOCK_TOLERANCE_SECONDS: i64 = 60;

string_enum! {
    /// What a failure counter belongs to.
    pub enum ThrottleKind {
        /// The account tried: a staff member's e-mail address or a service account's `client_id`, whether it exists or not.
        Account = "account",
        /// A browser that signed in to this account before.
        Device = "device",
        /// The session that changes its password.
        Session = "session",
        /// A network address from which passwords are tried.
        Address = "address",
        /// A network address from which generated secrets are tried: client secrets, password links, refresh tokens.
        TokenAddress = "token_address",
    }
}

impl ThrottleKind {
    /// The failures within [`WINDOW_SECONDS`] after which attempts are delayed. Forty agents share one network address.
    pub const fn limit(self) -> usize {
        match self {
            Self::Account | Self::Device | Self::Session => 5,
            Self::Address | Self::TokenAddress => 100,
        }
    }

    /// Whether it belongs to a person who signed in before.
    pub const fn is_known(self) -> bool {
        match self {
            Self::Device | Self::Session => true,
            Self::Account | Self::Address | Self::TokenAddress => false,
        }
    }
}

/// Key of a counter: its kind, and a keyed hash of the account, device, session or address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ThrottleKey {
    /// The kind.
    pub kind: ThrottleKind,
    /// The hash.
    pub hash: [u8; 32],
}

/// The failures of one key and the delay that follows from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureCounter {
    /// The failures within the window, the earliest first. Empty once there is a delay.
    pub failures: Vec<Timestamp>,
    /// The number of consecutive delays.
    pub delays: i16,
    /// Until when attempts are rejected.
    pub blocked_until: Option<Timestamp>,
    /// Time of the last failure.
    pub last_failed_at: Timestamp,
}

impl FailureCounter {
    /// A counter without failures.
    pub const fn new(at: Timestamp) -> Self {
        Self { failures: Vec::new(), delays: 0, blocked_until: None, last_failed_at: at }
    }

    /// Counts a failure at `at`.
    pub fn record(&mut self, kind: ThrottleKind, at: Timestamp) {
        self.rebase(at);
        self.last_failed_at = at;
        if !self.is_on_probation(at) {
            (self.delays, self.blocked_until) = (0, None);
            self.failures.retain(|failure| *failure > at.plus_seconds(-WINDOW_SECONDS));
            self.failures.push(at);
            if self.failures.len() < kind.limit() {
                return;
            }
            self.failures.clear();
        }
        self.delays = self.delays.saturating_add(1);
        self.blocked_until = Some(at.plus_seconds(delay(self.delays)));
    }

    /// The whole seconds for which attempts are still rejected at `at`; `None` if they are not.
    pub fn retry_after(&self, at: Timestamp) -> Option<u32> {
        let remaining = (self.blocked_until?.utc() - at.utc()).num_microseconds().filter(|micros| *micros > 0)?;
        u32::try_from(remaining.unsigned_abs().div_ceil(1_000_000)).ok()
    }

    /// When the counter has no effect any more.
    pub fn expires_at(&self) -> Timestamp {
        self.blocked_until.unwrap_or(self.last_failed_at).plus_seconds(WINDOW_SECONDS)
    }

    /// Moves times in the future back to `at`, after the clock was set back, so that delays get no longer and failures stay counted.
    /// Returns whether anything was moved.
    pub fn rebase(&mut self, at: Timestamp) -> bool {
        let ahead = self.last_failed_at.seconds_since(at);
        if ahead <= CLOCK_TOLERANCE_SECONDS {
            return false;
        }
        let moved = |instant: Timestamp| instant.plus_seconds(-ahead);
        self.last_failed_at = moved(self.last_failed_at);
        self.blocked_until = self.blocked_until.map(moved);
        self.failures.iter_mut().for_each(|failure| *failure = moved(*failure));
        true
    }

    /// Whether the next failure makes the delay longer: during the current delay, and [`WINDOW_SECONDS`] after its end.
    fn is_on_probation(&self, at: Timestamp) -> bool {
        self.blocked_until.is_some_and(|until| at < until.plus_seconds(WINDOW_SECONDS))
    }
}

/// The length of the nth delay, in seconds: 30, 60, 120, … 900.
fn delay(delays: i16) -> i64 {
    let doubled = u32::try_from(delays.saturating_sub(1)).unwrap_or(0).min(10);
    (FIRST_DELAY_SECONDS << doubled).min(MAX_DELAY_SECONDS)
}

/// The rejected attempts at an account that the audit log summarises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttemptWindow {
    /// Time of the first.
    pub started_at: Timestamp,
    /// The request of the first.
    pub request: Option<RequestId>,
    /// Their number, including those rejected without a check.
    pub attempts: i64,
    /// Whether the first is in the audit log.
    pub reported: bool,
}

/// What is to be written to the audit log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptReport {
    /// The first attempt.
    First,
    /// The number of attempts in the closed window.
    Summary,
}

/// A counter as stored, with the attempts not yet in the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThrottleEntry {
    /// Its key.
    pub key: ThrottleKey,
    /// The staff member or service account whose secret was tried, if it exists.
    pub subject: Option<EventSubject>,
    /// The failures.
    pub counter: FailureCounter,
    /// The attempts of the current window.
    pub window: Option<AttemptWindow>,
}

impl ThrottleEntry {
    /// An entry without failures.
    pub const fn new(key: ThrottleKey, at: Timestamp) -> Self {
        Self { key, subject: None, counter: FailureCounter::new(at), window: None }
    }

    /// Adds attempts to the current window, or opens one. Close a window that is over first (see [`Self::report`]).
    pub fn add_attempts(&mut self, attempts: i64, request: Option<RequestId>, at: Timestamp) {
        let window = self.window.get_or_insert(AttemptWindow { started_at: at, request, attempts: 0, reported: false });
        window.attempts = window.attempts.saturating_add(attempts);
    }

    /// What is to be written to the audit log at `at`. Call [`Self::mark_reported`] once it is written.
    pub fn report(&self, at: Timestamp) -> Option<(AttemptReport, AttemptWindow)> {
        let window = self.window.filter(|_| self.subject.is_some())?;
        if !window.reported {
            return Some((AttemptReport::First, window));
        }
        (window.is_over(at) && window.attempts > 1).then_some((AttemptReport::Summary, window))
    }

    /// Marks `report` as written to the audit log. The summary closes the window.
    pub fn mark_reported(&mut self, report: AttemptReport) {
        match report {
            AttemptReport::First => {
                if let Some(window) = &mut self.window {
                    window.reported = true;
                }
            }
            AttemptReport::Summary => self.window = None,
        }
    }

    /// Closes a window that is over and has nothing to report.
    pub fn close_window(&mut self, at: Timestamp) {
        if self.report(at).is_none() {
            self.window = self.window.filter(|window| !window.is_over(at));
        }
    }

    /// When the entry is to be processed next: to report, or to be deleted.
    pub fn due_at(&self) -> Timestamp {
        match self.window.filter(|_| self.subject.is_some()) {
            Some(window) if window.reported => window.started_at.plus_seconds(WINDOW_SECONDS),
            Some(window) => window.started_at,
            None => self.counter.expires_at(),
        }
    }

    /// Whether it can be deleted: it delays no attempt and has nothing to report.
    pub fn is_expired(&self, at: Timestamp) -> bool {
        self.counter.expires_at() <= at && (self.window.is_none() || self.subject.is_none())
    }
}

impl AttemptWindow {
    /// Whether it has ended. A window in the future, after the clock was set back, has ended too.
    fn is_over(&self, at: Timestamp) -> bool {
        at.seconds_since(self.started_at).abs() >= WINDOW_SECONDS
    }
}

#[cfg(test)]
mod tests;
