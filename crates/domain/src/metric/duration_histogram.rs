//! Histogram of durations: percentiles without sorting a million rows.

use std::collections::BTreeMap;

/// The lower bound of each bucket in whole seconds: single seconds first, then each bucket at most 5 % wide.
const EDGES: [i64; BUCKETS] = edges();
/// Enough for 68 years, the maximum of a duration column (32-bit seconds).
const BUCKETS: usize = 411;

const fn edges() -> [i64; BUCKETS] {
    let mut edges = [0; BUCKETS];
    let mut place = 1;
    while place < BUCKETS {
        let before = edges[place - 1];
        edges[place] = before + if before < 20 { 1 } else { before / 20 };
        place += 1;
    }
    edges
}

/// The bucket of a duration in whole seconds; a negative one counts as 0.
pub fn duration_bucket(seconds: i64) -> i16 {
    let above = EDGES.partition_point(|edge| *edge <= seconds);
    i16::try_from(above.saturating_sub(1)).unwrap_or(i16::MAX)
}

/// The middle of a bucket, which stands for its durations with an error of 2.5 % at most.
fn bucket_midpoint(bucket: i16) -> i64 {
    let place = usize::try_from(bucket).unwrap_or(0).min(BUCKETS - 1);
    let from = EDGES.get(place).copied().unwrap_or(0);
    let next = EDGES.get(place + 1).copied().unwrap_or(from + 1);
    i64::midpoint(from, next - 1)
}

/// Durations in whole seconds: their number, their sum, and the number in each bucket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DurationHistogram {
    n: i64,
    seconds: i64,
    buckets: BTreeMap<i16, i64>,
}

impl DurationHistogram {
    /// Adds `n` durations of a bucket, with the sum `seconds`.
    pub fn add(&mut self, bucket: i16, n: i64, seconds: i64) {
        if n > 0 {
            self.n += n;
            self.seconds += seconds;
            *self.buckets.entry(bucket).or_default() += n;
        }
    }

    /// Adds all of another histogram.
    pub fn add_all(&mut self, others: &Self) {
        self.n += others.n;
        self.seconds += others.seconds;
        for (bucket, n) in &others.buckets {
            *self.buckets.entry(*bucket).or_default() += n;
        }
    }

    /// Their number.
    pub const fn n(&self) -> i64 {
        self.n
    }

    /// Their sum in seconds.
    pub const fn seconds(&self) -> i64 {
        self.seconds
    }

    /// The percentile by nearest rank in seconds, exact to its bucket; `None` if there are no durations.
    pub fn percentile(&self, percent: i64) -> Option<i64> {
        let rank = (self.n * percent + 99) / 100;
        let mut counted = 0;
        let reached = self.buckets.iter().find(|(_, n)| {
            counted += **n;
            counted >= rank
        });
        reached.map(|(bucket, _)| bucket_midpoint(*bucket))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bucket_width_is_at_most_5_percent_and_exact_for_short_durations() {
        for pair in EDGES.windows(2) {
            let [from, next] = pair else { unreachable!() };
            assert!(next > from && (next - from == 1 || (next - from) * 20 <= *from), "{from} to {next}");
        }
        assert!(EDGES[BUCKETS - 1] > i64::from(i32::MAX), "{}", EDGES[BUCKETS - 1]);
        assert_eq!((0..=39).map(|seconds| bucket_midpoint(duration_bucket(seconds))).collect::<Vec<_>>(), (0..=39).collect::<Vec<_>>());
        assert_eq!((duration_bucket(-5), duration_bucket(i64::MAX)), (0, 410));
    }

    #[test]
    fn bucket_value_is_within_bucket_and_off_by_at_most_2_5_percent() {
        for seconds in (0..400_000).step_by(7).chain([i64::from(i32::MAX)]) {
            let middle = bucket_midpoint(duration_bucket(seconds));
            assert_eq!(duration_bucket(middle), duration_bucket(seconds), "{seconds}");
            assert!((middle - seconds).abs() * 40 <= seconds.max(40), "{seconds} is represented by {middle}");
        }
    }

    #[test]
    fn percentile_uses_nearest_rank() {
        let mut ten = DurationHistogram::default();
        for seconds in [10, 10, 3, 4, 9, 8, 5, 1, 7, 6] {
            ten.add(duration_bucket(seconds), 1, seconds);
        }
        assert_eq!(
            (ten.n(), ten.seconds(), ten.percentile(50), ten.percentile(90), ten.percentile(100)),
            (10, 63, Some(6), Some(10), Some(10))
        );
        assert_eq!(DurationHistogram::default().percentile(50), None);
    }
}
