//! Statistics of a list of durations.

/// Mean, median and 90th percentile of durations in whole seconds, with their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DurationStats {
    /// The number of durations; at least 1.
    pub n: usize,
    /// Their sum divided by `n`, rounded down.
    pub mean: i64,
    /// The median; of an even number the lower of the middle two.
    pub median: i64,
    /// The 90th percentile (nearest rank).
    pub p90: i64,
}

impl DurationStats {
    /// Computes the statistics; `None` if there are no durations, because no data is not 0 seconds.
    pub fn of(mut seconds: Vec<i64>) -> Option<Self> {
        seconds.sort_unstable();
        let n = seconds.len();
        let sum: i64 = seconds.iter().sum();
        let mean = sum.checked_div(i64::try_from(n).ok()?)?;
        // Nearest rank: the smallest value with at least that share of all at or below it.
        let rank = |percent: usize| seconds.get((n * percent).div_ceil(100).checked_sub(1)?).copied();
        Some(Self { n, mean, median: rank(50)?, p90: rank(90)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stats_of_no_durations_have_no_mean() {
        assert_eq!(DurationStats::of(Vec::new()), None);
    }

    #[test]
    fn stats_of_one_duration_equal_it() {
        assert_eq!(DurationStats::of(vec![40]), Some(DurationStats { n: 1, mean: 40, median: 40, p90: 40 }));
    }

    #[test]
    fn stats_are_independent_of_input_order() {
        let ten = vec![100, 10, 30, 20, 90, 80, 50, 40, 70, 60];
        assert_eq!(DurationStats::of(ten), Some(DurationStats { n: 10, mean: 55, median: 50, p90: 90 }));
        assert_eq!(DurationStats::of(vec![5, 1, 1000]), Some(DurationStats { n: 3, mean: 335, median: 5, p90: 1000 }));
    }
}
