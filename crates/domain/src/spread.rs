//! How a number of durations lie: what stands beside every average.

/// Durations in whole seconds, summed up: mean, median and ninetieth percentile side by side with how many there were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// How many there were; never none.
    pub n: usize,
    /// Their sum divided by `n`, rounded down.
    pub mean: i64,
    /// The one in the middle; of an even number the lower of the two.
    pub median: i64,
    /// The shortest that nine in ten do not exceed.
    pub p90: i64,
}

impl Spread {
    /// Sums up durations; `None` where there are none, because nothing is not zero seconds.
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
    fn nothing_has_no_average() {
        assert_eq!(Spread::of(Vec::new()), None);
    }

    #[test]
    fn one_is_its_own_mean_median_and_percentile() {
        assert_eq!(Spread::of(vec![40]), Some(Spread { n: 1, mean: 40, median: 40, p90: 40 }));
    }

    #[test]
    fn they_are_counted_in_order_of_length_however_they_came() {
        let ten = vec![100, 10, 30, 20, 90, 80, 50, 40, 70, 60];
        assert_eq!(Spread::of(ten), Some(Spread { n: 10, mean: 55, median: 50, p90: 90 }));
        assert_eq!(Spread::of(vec![5, 1, 1000]), Some(Spread { n: 3, mean: 335, median: 5, p90: 1000 }));
    }
}
