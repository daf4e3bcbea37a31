//! Captures the log lines of a test's own thread.

use std::{
    io::Write,
    sync::{Arc, LazyLock, Mutex},
};

use tracing::{Dispatch, Level, Subscriber};
use tracing_subscriber::{fmt, fmt::MakeWriter, registry::Registry};

#[derive(Clone, Default)]
pub(crate) struct CapturedLog(Arc<Mutex<Vec<u8>>>);

impl Write for CapturedLog {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for CapturedLog {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl CapturedLog {
    /// Captures until the guard is dropped.
    pub(crate) fn start(&self) -> tracing::subscriber::DefaultGuard {
        start(fmt().with_max_level(Level::DEBUG).json().with_writer(self.clone()).finish())
    }

    pub(crate) fn lines(&self) -> Vec<serde_json::Value> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// Sets `subscriber` as this thread's default until the guard is dropped.
///
/// While a process has a single subscriber, `tracing` caches for all threads what the first thread at a log statement answers, and that may be another test
/// without a subscriber. With a second subscriber each thread is asked.
pub(crate) fn start(subscriber: impl Subscriber + Send + Sync + 'static) -> tracing::subscriber::DefaultGuard {
    static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Registry::default()));
    LazyLock::force(&SECOND);
    tracing::subscriber::set_default(subscriber)
}
