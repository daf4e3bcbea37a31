//! Cost of reading a body, relative to a plain text of the same size, so that it does not depend on the machine's speed or load.

use std::time::{Duration, Instant};

use super::*;

/// Minimum of several runs: other load only adds to a time.
fn cost(body: &str) -> Duration {
    let read = || {
        let began = Instant::now();
        let fingerprints = object(body.as_bytes()).map(|object| Fingerprint::of_object("/tickets", &object));
        std::hint::black_box(fingerprints.ok());
        began.elapsed()
    };
    (0..5).map(|_| read()).min().unwrap()
}

/// Without limits, 125,000 objects cost 66 times as much as a text of their size, 520,000 numbers 52 times, 80,000 names 23 times.
#[test]
fn parse_1_mib_body_of_any_shape_costs_about_as_much_as_text() {
    let list = |item: &str, count: usize| format!("{{\"x\": [{}]}}", vec![item; count].join(","));
    let plain = cost(&format!("{{\"x\": \"{}\"}}", "a".repeat(1_048_500)));
    for (what, body) in [
        ("objects", list("{\"a\":1}", 125_000)),
        ("arrays", list("[]", 349_000)),
        ("numbers", list("0", 520_000)),
        ("names", format!("{{{}}}", (0..80_000).map(|name| format!("\"n{name}\": 1")).collect::<Vec<_>>().join(","))),
        ("short escapes", format!("{{\"x\": \"{}\"}}", "\\n".repeat(524_000))),
        ("long escapes", format!("{{\"x\": \"{}\"}}", "\\u0001".repeat(174_000))),
        ("four-byte characters", format!("{{\"x\": \"{}\"}}", "🦷".repeat(262_000))),
        ("9,900 texts", list(&format!("\"{}\"", "a".repeat(102)), 9_900)),
        ("9,900 fractions", list(&format!("0.{}", "1".repeat(102)), 9_900)),
        ("one fraction", format!("{{\"x\": 0.{}}}", "9".repeat(1_048_000))),
        ("one whole number", format!("{{\"x\": {}}}", "9".repeat(1_048_000))),
        ("white space", format!("{{{}}}", " ".repeat(1_048_000))),
    ] {
        let cost = cost(&body);
        assert!(cost < plain * 8, "{what}: {cost:?}, a text of the same size {plain:?}");
    }
}

#[test]
fn invalid_body_reports_at_most_100_faults() {
    let fault = |index: usize| ProblemField::pointer(format!("#/{index}"), FieldError::format("must be another"));
    for (count, told) in [(3, 3), (100, 100), (5000, 100)] {
        let error = ApiError::invalid((0..count).map(fault).collect());
        assert_eq!(error.problem().errors.len(), told);
        assert_eq!(error.problem().detail.starts_with("Many"), count > told);
    }
}
