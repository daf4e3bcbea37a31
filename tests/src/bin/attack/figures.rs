//! What was counted while somebody asked, and how long they waited.

use std::time::Duration;

/// The least share of their goodput that honest people keep beside an attack.
pub(crate) const MIN_RATIO: f64 = 0.5;

/// What came of the requests of one kind in one window.
#[derive(Debug, Default)]
pub(crate) struct Goodput {
    /// Requests that were answered as they should be.
    pub(crate) done: u32,
    /// Requests that were refused, failed, or came too late.
    pub(crate) failed: u32,
    /// How long each was waited for; what was not answered when the window ended counts with the time until then.
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

    /// The figures of somebody else in the same window.
    pub(crate) fn add(&mut self, other: Self) {
        self.done += other.done;
        self.failed += other.failed;
        self.waited.extend(other.waited);
    }

    pub(crate) fn per_second(&self) -> f64 {
        f64::from(self.done) / self.window.as_secs_f64()
    }

    /// Which share of `alone` this is.
    pub(crate) fn ratio_to(&self, alone: &Self) -> f64 {
        self.per_second() / alone.per_second()
    }

    /// The wait that so many percent did not exceed, in milliseconds.
    pub(crate) fn percentile(&self, percent: usize) -> Option<f64> {
        let mut waited = self.waited.clone();
        waited.sort_unstable();
        let last = waited.len().checked_sub(1)?;
        waited.get(last * percent / 100).map(|waited| waited.as_secs_f64() * 1e3)
    }
}

/// What honest people got done in three windows, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    pub(crate) reader: Goodput,
    pub(crate) writer: Goodput,
    pub(crate) sign_in: Goodput,
}
