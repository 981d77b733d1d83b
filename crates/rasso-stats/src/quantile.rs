//! Quantiles of values that are all known, by the definitions in use, and an interval of the median.
//!
//! Where cases are still open, quantiles of the closed ones are too short:
//! [`kaplan_meier`](crate::survival::kaplan_meier) has those that allow for it.

use crate::confidence::{Confidence, Interval};
use crate::number::{float, float_len};
use statrs::function::beta::beta_reg;

/// How a quantile between two values is taken. The numbers are those of Hyndman and Fan (1996, American
/// Statistician 50, 361-365), which R calls types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuantileKind {
    /// Type 1: the first value by which so many are reached.
    InvertedCdf,
    /// Type 2: the same, and the mean of two values where it is either.
    AveragedInvertedCdf,
    /// Type 5, Hazen's.
    Hazen,
    /// Type 6, Weibull's.
    Weibull,
    /// Type 7, straight lines from the first value to the last: what R, numpy and Excel take.
    Linear,
    /// Type 8, about right for the median of the quantile whatever the values.
    MedianUnbiased,
}

/// The value below which a share of the values lies. Nothing without values, when the share is not
/// within 0 to 1, or when a value is no number.
///
/// ```
/// use rasso_stats::{QuantileKind, quantile};
/// assert_eq!(quantile(&[4.0, 1.0, 2.0, 3.0], 0.5, QuantileKind::Linear), Some(2.5));
/// ```
pub fn quantile(values: &[f64], share: f64, kind: QuantileKind) -> Option<f64> {
    if values.is_empty() || !(0.0..=1.0).contains(&share) || values.iter().any(|it| it.is_nan()) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = float_len(sorted.len());
    // The place counted from 1, and for the kinds that jump from value to value what is between.
    let place = match kind {
        QuantileKind::InvertedCdf | QuantileKind::AveragedInvertedCdf => n * share,
        QuantileKind::Hazen => n * share + 0.5,
        QuantileKind::Weibull => (n + 1.0) * share,
        QuantileKind::Linear => (n - 1.0) * share + 1.0,
        QuantileKind::MedianUnbiased => (n + 1.0 / 3.0) * share + 1.0 / 3.0,
    };
    // A place that is whole may come out a trace off it.
    let below = whole_part(place + 1e-12 * n, sorted.len());
    let over = place - float_len(below);
    let is_between = over > 1e-12 * n;
    let part = match kind {
        QuantileKind::InvertedCdf | QuantileKind::AveragedInvertedCdf if is_between => 1.0,
        QuantileKind::InvertedCdf => 0.0,
        QuantileKind::AveragedInvertedCdf => 0.5,
        QuantileKind::Hazen
        | QuantileKind::Weibull
        | QuantileKind::Linear
        | QuantileKind::MedianUnbiased => over.max(0.0),
    };
    let value = |rank: usize| sorted[rank.clamp(1, sorted.len()) - 1];
    let (low, high) = (value(below), value(below + 1));
    Some(if part > 0.0 {
        low + part * (high - low)
    } else {
        low
    })
}

/// The largest whole number up to a place, and at most `most`: found by halving, because a float is not
/// cast to a place in a list.
fn whole_part(place: f64, most: usize) -> usize {
    let (mut low, mut high) = (0, most + 1);
    while high - low > 1 {
        let middle = usize::midpoint(low, high);
        if float_len(middle) <= place {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// An interval of the median that asks nothing of the values but that they are independent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MedianInterval {
    /// The values at its ends.
    pub interval: Interval,
    /// The ranks of these among the sorted values, counted from 1.
    pub ranks: (u64, u64),
    /// How often such an interval holds the median: at least the confidence asked for.
    pub coverage: f64,
}

/// The interval from one of the sorted values to the one as far from the other end. Nothing when there
/// are too few values for the confidence: fewer than six at 95 %.
pub fn median_interval(values: &[f64], confidence: Confidence) -> Option<MedianInterval> {
    if values.iter().any(|it| it.is_nan()) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    // The chance that fewer than so many of n values are below the median.
    let n = u64::try_from(sorted.len()).ok()?;
    let fewer = |rank: u64| beta_reg(float(n - rank + 1), float(rank), 0.5);
    let (mut rank, mut beyond) = (0, n / 2 + 1);
    while beyond - rank > 1 {
        let middle = u64::midpoint(rank, beyond);
        if fewer(middle) <= confidence.tail() {
            rank = middle;
        } else {
            beyond = middle;
        }
    }
    let place = usize::try_from(rank).ok()?.checked_sub(1)?;
    Some(MedianInterval {
        interval: Interval {
            lower: sorted[place],
            upper: sorted[sorted.len() - 1 - place],
        },
        ranks: (rank, n + 1 - rank),
        coverage: 1.0 - 2.0 * fewer(rank),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_are_whole_do_not_jump_to_the_next_value() {
        let ten: Vec<f64> = (1..=10_u8).map(f64::from).collect();
        for tenths in 1..10_u8 {
            let share = f64::from(tenths) / 10.0;
            let first = quantile(&ten, share, QuantileKind::InvertedCdf);
            assert_eq!(first, Some(f64::from(tenths)));
            let mean = quantile(&ten, share, QuantileKind::AveragedInvertedCdf);
            assert_eq!(mean, Some(f64::from(tenths) + 0.5));
        }
    }

    #[test]
    fn the_ends_are_the_first_and_the_last_value() {
        for kind in [
            QuantileKind::InvertedCdf,
            QuantileKind::AveragedInvertedCdf,
            QuantileKind::Hazen,
            QuantileKind::Weibull,
            QuantileKind::Linear,
            QuantileKind::MedianUnbiased,
        ] {
            assert_eq!(quantile(&[3.0, 9.0, 5.0], 0.0, kind), Some(3.0));
            assert_eq!(quantile(&[3.0, 9.0, 5.0], 1.0, kind), Some(9.0));
            assert_eq!(quantile(&[7.0], 0.3, kind), Some(7.0));
            assert_eq!(quantile(&[], 0.3, kind), None);
            assert_eq!(quantile(&[f64::NAN], 0.3, kind), None);
            assert_eq!(quantile(&[1.0], f64::NAN, kind), None);
        }
    }

    #[test]
    fn few_values_have_no_interval_of_the_median() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        assert_eq!(median_interval(&values[..5], Confidence::Percent95), None);
        assert_eq!(median_interval(&[], Confidence::Percent95), None);
        let six = median_interval(&values, Confidence::Percent95).unwrap();
        assert_eq!(six.ranks, (1, 6));
        // All six lie on one side once in 32 times.
        assert!((six.coverage - 31.0 / 32.0).abs() < 1e-14);
    }
}
