//! The `XmR` chart of a series, with the rules of the NHS ("Making Data Count").
//!
//! - The centre is the mean of all points.
//! - Moving ranges are the distances from point to point. Ranges above 3.267 times their mean are left
//!   out of it, once ([`Ranges::Screened`], as `NHSRplotthedots` does and the NHS's spreadsheet does
//!   not).
//! - Limits lie 2.66 mean ranges either side of the centre.
//!
//! A point is special, by the first of these that holds: it is outside the limits; it is one of seven
//! that rise, or fall, without a break; it and another of three in a row on one side of the centre are
//! within the limits, but in the outer third; it is one of seven in a row on one side of the centre.

use crate::StatsError;
use crate::number::float_len;

/// How many points make a run.
const RUN: usize = 7;

/// Which moving ranges count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ranges {
    /// All but those that stand out by themselves.
    Screened,
    /// All of them.
    All,
}

/// On which side of the centre, or in which direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Above, or upwards.
    Above,
    /// Below, or downwards.
    Below,
}

/// Why a point is special.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Special {
    /// It is outside the limits.
    Outside(Side),
    /// It is one of seven that rise or fall without a break.
    Trend(Side),
    /// It and another of three in a row on one side are near the limit.
    TwoInThree(Side),
    /// It is one of seven in a row on one side of the centre.
    Shift(Side),
}

/// An `XmR` chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Xmr {
    /// The mean.
    pub centre: f64,
    /// The lower limit; it may be below what the figure can be.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
    /// Of each point, why it is special; nothing for a common one.
    pub points: Vec<Option<Special>>,
}

/// Makes the chart of a series in its order. [`StatsError::TooFew`] for fewer than two points,
/// [`StatsError::NotFinite`] when one is no number.
pub fn xmr(series: &[f64], ranges: Ranges) -> Result<Xmr, StatsError> {
    if series.len() < 2 {
        return Err(StatsError::TooFew);
    }
    if series.iter().any(|it| !it.is_finite()) {
        return Err(StatsError::NotFinite);
    }
    let centre = mean(series);
    let reach = 2.66 * mean_range(series, ranges);
    let chart = Chart {
        centre,
        reach,
        series,
    };
    Ok(Xmr {
        centre,
        lower: centre - reach,
        upper: centre + reach,
        points: chart.points(),
    })
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / float_len(values.len())
}

fn mean_range(series: &[f64], ranges: Ranges) -> f64 {
    let mut moved: Vec<f64> = series
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).abs())
        .collect();
    if ranges == Ranges::Screened {
        let longest = 3.267 * mean(&moved);
        // The mean is among those kept, so some are.
        moved.retain(|it| *it <= longest);
    }
    mean(&moved)
}

struct Chart<'a> {
    centre: f64,
    reach: f64,
    series: &'a [f64],
}

impl Chart<'_> {
    fn points(&self) -> Vec<Option<Special>> {
        let mut points = vec![None; self.series.len()];
        // The weakest rule first: a stronger one takes its place.
        let sides: Vec<Option<Side>> = self.series.iter().map(|it| self.side(*it)).collect();
        for (at, run) in sides.windows(RUN).enumerate() {
            if let Some(side) = run[0].filter(|side| run.iter().all(|it| *it == Some(*side))) {
                points[at..at + RUN].fill(Some(Special::Shift(side)));
            }
        }
        let near: Vec<bool> = self.series.iter().map(|it| self.is_near(*it)).collect();
        for (at, three) in sides.windows(3).enumerate() {
            let side = three[0].filter(|side| three.iter().all(|it| *it == Some(*side)));
            let are_near = &near[at..at + 3];
            if let Some(side) = side
                && are_near.iter().filter(|it| **it).count() >= 2
            {
                for (point, is_near) in points[at..].iter_mut().zip(are_near) {
                    if *is_near {
                        *point = Some(Special::TwoInThree(side));
                    }
                }
            }
        }
        for (at, run) in self.series.windows(RUN).enumerate() {
            if let Some(side) = trend(run) {
                points[at..at + RUN].fill(Some(Special::Trend(side)));
            }
        }
        for (point, value) in points.iter_mut().zip(self.series) {
            if let Some(side) = self.outside(*value) {
                *point = Some(Special::Outside(side));
            }
        }
        points
    }

    fn side(&self, value: f64) -> Option<Side> {
        beyond(value, self.centre, self.centre)
    }

    fn outside(&self, value: f64) -> Option<Side> {
        beyond(value, self.centre - self.reach, self.centre + self.reach)
    }

    /// Whether a point is in the outer third of what lies between centre and limit.
    fn is_near(&self, value: f64) -> bool {
        let third = self.reach * 2.0 / 3.0;
        let side = beyond(value, self.centre - third, self.centre + third);
        side.is_some() && self.outside(value).is_none()
    }
}

fn beyond(value: f64, lower: f64, upper: f64) -> Option<Side> {
    if value > upper {
        Some(Side::Above)
    } else if value < lower {
        Some(Side::Below)
    } else {
        None
    }
}

fn trend(run: &[f64]) -> Option<Side> {
    if run.windows(2).all(|pair| pair[0] < pair[1]) {
        Some(Side::Above)
    } else if run.windows(2).all(|pair| pair[0] > pair[1]) {
        Some(Side::Below)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_that_never_changes_has_no_special_point() {
        let chart = xmr(&[4.0; 9], Ranges::Screened).unwrap();
        assert_eq!(chart.points, [None; 9]);
        assert!((chart.upper - chart.lower).abs() < 1e-300);
    }

    #[test]
    fn two_of_three_are_special_when_all_three_are_on_one_side() {
        let points = |series| {
            let (centre, reach) = (0.0, 3.0);
            Chart {
                centre,
                reach,
                series,
            }
            .points()
        };
        let above = Some(Special::TwoInThree(Side::Above));
        assert_eq!(points(&[2.5, 0.5, 2.6, 0.0]), [above, None, above, None]);
        // One of the three is on the other side, or the two are four apart, or one is outside.
        assert_eq!(points(&[2.5, -0.5, 2.6]), [None; 3]);
        assert_eq!(points(&[2.5, 0.5, 0.5, 2.6]), [None; 4]);
        let outside = Some(Special::Outside(Side::Above));
        assert_eq!(points(&[2.5, 0.5, 3.5]), [None, None, outside]);
    }

    #[test]
    fn what_is_no_series_is_refused() {
        assert_eq!(xmr(&[1.0], Ranges::All), Err(StatsError::TooFew));
        assert_eq!(
            xmr(&[1.0, f64::NAN], Ranges::All),
            Err(StatsError::NotFinite)
        );
    }
}
