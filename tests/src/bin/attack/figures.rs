//! Counts and waiting times of the requests of honest people.

use std::time::Duration;

/// The least share of their goodput that honest people must keep during an attack.
pub(crate) const MIN_RATIO: f64 = 0.5;

/// The results of the requests of one kind in one window.
#[derive(Debug, Default)]
pub(crate) struct Goodput {
    /// Requests with the expected status.
    pub(crate) done: u32,
    /// Requests that were rejected, failed, or were answered too late.
    pub(crate) failed: u32,
    /// The waiting time of each request; one without a response when the window ended counts with the time until then.
    waited: Vec<Duration>,
    window: Duration,
}

impl Goodput {
    pub(crate) fn over(window: Duration) -> Self {
        Self { window, ..Self::default() }
    }

    pub(crate) fn done(&mut self, waited: Duration) {
        self.done += 1;
        self.waited.push(waited);
    }

    pub(crate) const fn failed(&mut self) {
        self.failed += 1;
    }

    pub(crate) fn cut_off(&mut self, waited: Duration) {
        self.waited.push(waited);
    }

    /// Adds the results of another person in the same window.
    pub(crate) fn add(&mut self, other: Self) {
        self.done += other.done;
        self.failed += other.failed;
        self.waited.extend(other.waited);
    }

    pub(crate) fn per_second(&self) -> f64 {
        f64::from(self.done) / self.window.as_secs_f64()
    }

    /// The ratio of this goodput to `alone`.
    pub(crate) fn ratio_to(&self, alone: &Self) -> f64 {
        self.per_second() / alone.per_second()
    }

    /// A percentile of the waiting time, in milliseconds.
    pub(crate) fn percentile(&self, percent: usize) -> Option<f64> {
        let mut waited = self.waited.clone();
        waited.sort_unstable();
        let last = waited.len().checked_sub(1)?;
        waited.get(last * percent / 100).map(|waited| waited.as_secs_f64() * 1e3)
    }
}

/// The goodput of honest people in three windows, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    pub(crate) reader: Goodput,
    pub(crate) writer: Goodput,
    pub(crate) sign_in: Goodput,
}
