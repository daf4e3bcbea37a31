//! Logs panics by their source location, without the message, which may hold personal data.

/// Replaces the standard panic message, which prints values, by a log line with the source location.
pub fn log_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        tracing::error!(place, "panicked");
    }));
}
