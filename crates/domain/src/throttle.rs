//! Throttling of guesses: how failed attempts at a secret delay further ones.
//!
//! A counter belongs to one account, device, session or network address. It counts failures only: attempts under way and refused attempts never
//! make a delay longer, so nobody can be locked out for good.

use crate::{RequestId, Timestamp, event::Subject, words::words};

/// Failures are counted over so many seconds.
pub const WINDOW_SECONDS: i64 = 15 * 60;
/// The first delay, in seconds. Each further failure doubles it.
pub const FIRST_DELAY_SECONDS: i64 = 30;
/// The longest delay, in seconds.
pub const LONGEST_DELAY_SECONDS: i64 = 15 * 60;
/// A clock that was set back by more than this moves what is counted back with it; less is taken for the difference between two servers.
const CLOCK_TOLERANCE_SECONDS: i64 = 60;

words! {
    /// What failures are counted by.
    pub enum ThrottleKind {
        /// The account somebody tries: a person's e-mail address or a program's `client_id`, whether it exists or not.
        Account = "account",
        /// A browser that signed in as this person before.
        Device = "device",
        /// The session of somebody who changes their password.
        Session = "session",
        /// A network address that passwords are tried from.
        Address = "address",
        /// A network address that generated secrets are tried from: client secrets, password links, refresh tokens.
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

    /// Whether what is counted is known to belong to a person who signed in before.
    pub const fn is_known(self) -> bool {
        match self {
            Self::Device | Self::Session => true,
            Self::Account | Self::Address | Self::TokenAddress => false,
        }
    }
}

/// What a counter belongs to: its kind, and a keyed hash of the account, device, session or address.
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
    /// How many delays followed each other.
    pub delays: i16,
    /// Until when attempts are refused.
    pub blocked_until: Option<Timestamp>,
    /// When the last failure was.
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

    /// The whole seconds for which attempts are still refused at `at`; `None` when they are not.
    pub fn retry_after(&self, at: Timestamp) -> Option<u32> {
        let remaining = (self.blocked_until?.utc() - at.utc()).num_microseconds().filter(|micros| *micros > 0)?;
        u32::try_from(remaining.unsigned_abs().div_ceil(1_000_000)).ok()
    }

    /// When the counter says nothing any more.
    pub fn expires_at(&self) -> Timestamp {
        self.blocked_until.unwrap_or(self.last_failed_at).plus_seconds(WINDOW_SECONDS)
    }

    /// Moves what lies in the future back to `at`, after the clock was set back: neither is a delay prolonged by it nor are failures forgotten.
    /// Says whether anything was moved.
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

    /// Whether the next failure makes the delay longer: the present delay, and [`WINDOW_SECONDS`] after its end.
    fn is_on_probation(&self, at: Timestamp) -> bool {
        self.blocked_until.is_some_and(|until| at < until.plus_seconds(WINDOW_SECONDS))
    }
}

/// The delay after so many delays, in seconds: 30, 60, 120, … 900.
fn delay(delays: i16) -> i64 {
    let doubled = u32::try_from(delays.saturating_sub(1)).unwrap_or(0).min(10);
    (FIRST_DELAY_SECONDS << doubled).min(LONGEST_DELAY_SECONDS)
}

/// The refused attempts at an account that the audit log tells of together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttemptWindow {
    /// When the first was.
    pub started_at: Timestamp,
    /// The request that made it.
    pub request: Option<RequestId>,
    /// How many there were, those that were not even checked among them.
    pub attempts: i64,
    /// Whether the log tells of the first.
    pub reported: bool,
}

/// What the audit log should tell now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// That attempts began.
    First,
    /// How many there were in the window that has closed.
    Summary,
}

/// A counter as it is stored, with what the audit log still has to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThrottleEntry {
    /// What it belongs to.
    pub key: ThrottleKey,
    /// The person or program whose secret was tried, where there is one.
    pub subject: Option<Subject>,
    /// The failures.
    pub counter: FailureCounter,
    /// The attempts of the present window.
    pub window: Option<AttemptWindow>,
}

impl ThrottleEntry {
    /// An entry without failures.
    pub const fn new(key: ThrottleKey, at: Timestamp) -> Self {
        Self { key, subject: None, counter: FailureCounter::new(at), window: None }
    }

    /// Adds attempts to the present window, or begins one. Close a window that is over before (see [`Self::report`]).
    pub fn add_attempts(&mut self, attempts: i64, request: Option<RequestId>, at: Timestamp) {
        let window = self.window.get_or_insert(AttemptWindow { started_at: at, request, attempts: 0, reported: false });
        window.attempts = window.attempts.saturating_add(attempts);
    }

    /// What the audit log should tell at `at`. Call [`Self::reported`] once it does.
    pub fn report(&self, at: Timestamp) -> Option<(Report, AttemptWindow)> {
        let window = self.window.filter(|_| self.subject.is_some())?;
        if !window.reported {
            return Some((Report::First, window));
        }
        (window.is_over(at) && window.attempts > 1).then_some((Report::Summary, window))
    }

    /// Notes that the audit log tells it. A window is forgotten with its summary.
    pub fn reported(&mut self, report: Report) {
        match report {
            Report::First => {
                if let Some(window) = &mut self.window {
                    window.reported = true;
                }
            }
            Report::Summary => self.window = None,
        }
    }

    /// Forgets a window that is over and of which there is nothing more to tell.
    pub fn close_window(&mut self, at: Timestamp) {
        if self.report(at).is_none() {
            self.window = self.window.filter(|window| !window.is_over(at));
        }
    }

    /// When somebody should look at the entry again: to tell something, or to delete it.
    pub fn due_at(&self) -> Timestamp {
        match self.window.filter(|_| self.subject.is_some()) {
            Some(window) if window.reported => window.started_at.plus_seconds(WINDOW_SECONDS),
            Some(window) => window.started_at,
            None => self.counter.expires_at(),
        }
    }

    /// Whether it can be deleted: it delays nobody, and there is nothing to tell.
    pub fn is_expired(&self, at: Timestamp) -> bool {
        self.counter.expires_at() <= at && (self.window.is_none() || self.subject.is_none())
    }
}

impl AttemptWindow {
    /// A window that lies in the future, because the clock was set back, is over too.
    fn is_over(&self, at: Timestamp) -> bool {
        at.seconds_since(self.started_at).abs() >= WINDOW_SECONDS
    }
}

#[cfg(test)]
mod tests;
