//! Rate limit of log lines per call site, so that unauthenticated callers cannot fill the disk.
//!
//! Lines over the limit are dropped and counted; the count is logged at the end of the minute.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tracing::{
    Event, Metadata, Subscriber,
    callsite::Identifier,
    field::{Field, Visit},
};
use tracing_subscriber::layer::{Context, Layer};

/// The most lines that one call site may log in a period.
pub(crate) const MAX_LINES: u64 = 60;
/// The length of a period.
const PERIOD: Duration = Duration::from_secs(60);
/// Boolean event field: the caller is authenticated. Such events are not limited, because the caller is known.
const SIGNED_IN: &str = "signed_in";

/// The limiter; clones share their counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct LogLimit(Arc<Mutex<Counts>>);

#[derive(Debug, Default)]
struct Counts {
    /// When the current period began.
    began: Option<Instant>,
    lines: HashMap<Identifier, (&'static Metadata<'static>, u64)>,
    /// Counts of ended periods that are not reported yet.
    suppressed: HashMap<Identifier, (&'static Metadata<'static>, u64)>,
}

impl LogLimit {
    /// Logs after every period how many lines were suppressed, until the process ends.
    pub(crate) async fn report_each_period(self) {
        loop {
            tokio::time::sleep(PERIOD).await;
            self.report(false);
        }
    }

    /// Logs how many lines were suppressed in ended periods; with `is_end` also in the current one.
    pub(crate) fn report(&self, is_end: bool) {
        // Take the counts first: logging while they are locked would deadlock.
        let suppressed = self.take_suppressed(Instant::now(), is_end);
        for (metadata, lines) in suppressed {
            let (source, source_line) = (metadata.target(), metadata.line());
            tracing::warn!(source, source_line, lines, "log lines suppressed: more than {MAX_LINES} a minute");
        }
    }

    fn take_suppressed(&self, now: Instant, is_end: bool) -> Vec<(&'static Metadata<'static>, u64)> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if is_end {
            counts.close_period();
        } else {
            counts.advance(now);
        }
        counts.suppressed.drain().map(|(_, counted)| counted).collect()
    }

    fn allows(&self, metadata: &'static Metadata<'static>, now: Instant) -> bool {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.advance(now);
        let (_, lines) = counts.lines.entry(metadata.callsite()).or_insert((metadata, 0));
        *lines += 1;
        *lines <= MAX_LINES
    }
}

impl Counts {
    fn advance(&mut self, now: Instant) {
        let began = *self.began.get_or_insert(now);
        if now.duration_since(began) >= PERIOD {
            self.close_period();
            self.began = Some(now);
        }
    }

    fn close_period(&mut self) {
        for (callsite, (metadata, lines)) in self.lines.drain() {
            if lines > MAX_LINES {
                self.suppressed.entry(callsite).or_insert((metadata, 0)).1 += lines - MAX_LINES;
            }
        }
    }
}

/// Whether the event has `signed_in = true`. Events without that field are not visited.
fn is_authenticated(event: &Event<'_>) -> bool {
    struct SignedIn(bool);
    impl Visit for SignedIn {
        fn record_bool(&mut self, field: &Field, value: bool) {
            self.0 |= field.name() == SIGNED_IN && value;
        }
        fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
    }
    let mut signed_in = SignedIn(false);
    if event.metadata().fields().field(SIGNED_IN).is_some() {
        event.record(&mut signed_in);
    }
    signed_in.0
}

/// A layer of its own, not a per-layer filter: `tracing_subscriber` loses track of events that a filter rejects in `event_enabled`.
impl<S: Subscriber> Layer<S> for LogLimit {
    fn event_enabled(&self, event: &Event<'_>, _: Context<'_, S>) -> bool {
        is_authenticated(event) || self.allows(event.metadata(), Instant::now())
    }
}

#[cfg(test)]
mod tests;
