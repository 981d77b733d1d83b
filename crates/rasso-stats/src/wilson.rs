//! Wilson's score interval for one proportion.

/// How sure an interval is to hold the true proportion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// 95 in 100: the level of published intervals.
    Percent95,
    /// 998 in 1,000: the outer limit of a funnel plot.
    Percent99_8,
}

impl Confidence {
    /// How many standard errors either side the level reaches, on the normal distribution.
    fn standard_errors(self) -> f64 {
        match self {
            Self::Percent95 => 1.959_963_984_540_054,
            Self::Percent99_8 => 3.090_232_306_167_813,
        }
    }
}

/// The lower and upper limits of a proportion, both within 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

/// Wilson's interval for `numerator` out of `denominator`, or nothing when there is no denominator
/// or the numerator is larger than it (two flows, say, which are not a proportion).
///
/// ```
/// use rasso_stats::{Confidence, wilson};
/// let interval = wilson(0, 1, Confidence::Percent95).unwrap();
/// assert!((interval.upper - 0.793_450_685_622_763).abs() < 1e-12);
/// assert!(wilson(0, 0, Confidence::Percent95).is_none());
/// ```
pub fn wilson(numerator: u64, denominator: u64, confidence: Confidence) -> Option<Interval> {
    if numerator > denominator {
        return None;
    }
    let share = proportion(numerator, denominator)?;
    let n = float(denominator);
    let z = confidence.standard_errors();
    let shrink = 1.0 + z * z / n;
    let centre = (share + z * z / (2.0 * n)) / shrink;
    let reach = z / shrink * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    // At none and at all of them the limits are exact; arithmetic would leave a trace such as 1e-17.
    let lower = (centre - reach).max(0.0);
    let upper = (centre + reach).min(1.0);
    Some(Interval {
        lower: if numerator == 0 { 0.0 } else { lower },
        upper: if numerator == denominator { 1.0 } else { upper },
    })
}

/// `numerator` over `denominator` as the nearest fraction, or nothing when there is no denominator.
pub fn proportion(numerator: u64, denominator: u64) -> Option<f64> {
    (denominator != 0).then(|| float(numerator) / float(denominator))
}

/// The nearest float to a count: exact up to 2^53.
fn float(count: u64) -> f64 {
    let low = u32::try_from(count & u64::from(u32::MAX)).unwrap_or(u32::MAX);
    let high = u32::try_from(count >> 32).unwrap_or(u32::MAX);
    f64::from(high) * 4_294_967_296.0 + f64::from(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_intervals_come_out_to_one_in_a_million_million() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/data/prop_ci_expected.csv"
        );
        let mut seen = 0;
        for row in csv::Reader::from_path(path).unwrap().records() {
            let row = row.unwrap();
            let cell = |at: usize| row[at].parse::<f64>().unwrap();
            let confidence = match &row[2] {
                "0.050000000000000003" => Confidence::Percent95,
                "0.002" => Confidence::Percent99_8,
                other => panic!("an unexpected alpha, {other}"),
            };
            let (x, n) = (row[0].parse().unwrap(), row[1].parse().unwrap());
            let interval = wilson(x, n, confidence).unwrap();
            assert!((interval.lower - cell(3)).abs() < 1e-12, "{x} of {n}");
            assert!((interval.upper - cell(4)).abs() < 1e-12, "{x} of {n}");
            seen += 1;
        }
        assert_eq!(seen, 180);
    }

    #[test]
    fn there_is_no_interval_without_a_denominator_or_beyond_it() {
        assert_eq!(wilson(0, 0, Confidence::Percent95), None);
        assert_eq!(wilson(3, 2, Confidence::Percent95), None);
        assert_eq!(proportion(3, 0), None);
    }

    #[test]
    fn a_count_becomes_the_nearest_float() {
        assert!((float(u64::from(u32::MAX) + 7) - 4_294_967_302.0).abs() < 1e-9);
        assert!((float(1 << 52) - 4_503_599_627_370_496.0).abs() < 1e-9);
    }
}
