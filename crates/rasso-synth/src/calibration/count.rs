//! Shares, means and medians, each with its standard error.

use rasso_terms::Day;

/// A figure of a world, and how far off it may be by chance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figure {
    pub(super) value: f64,
    pub(super) error: f64,
}

/// Days from one day to another.
pub(super) fn days(from: Day, to: Day) -> i32 {
    to.number() - from.number()
}

/// The share of some of them, in per cent.
pub(super) fn share(some: usize, of: usize) -> Option<Figure> {
    let (some, of) = (number(some)?, number(of).filter(|it| *it > 0.0)?);
    let share = some / of;
    let error = 100.0 * (share * (1.0 - share).max(0.0) / of).sqrt();
    Some(Figure {
        value: 100.0 * share,
        error,
    })
}

/// So many for every hundred of something else; the error is that of two counts by the Poisson
/// law.
pub(super) fn ratio(some: usize, to: usize) -> Option<Figure> {
    let (some, to) = (number(some)?, number(to).filter(|it| *it > 0.0)?);
    let value = 100.0 * some / to;
    let error = value * (1.0 / some.max(1.0) + 1.0 / to).sqrt();
    Some(Figure { value, error })
}

/// The mean.
pub(super) fn mean(days: &[i32]) -> Option<Figure> {
    let count = number(days.len()).filter(|it| *it > 1.0)?;
    let value = days.iter().copied().map(f64::from).sum::<f64>() / count;
    let squares = days.iter().map(|it| (f64::from(*it) - value).powi(2));
    let error = (squares.sum::<f64>() / (count - 1.0) / count).sqrt();
    Some(Figure { value, error })
}

/// The median; its error from the ranks one standard error to either side.
pub(super) fn median(mut days: Vec<i32>) -> Option<Figure> {
    days.sort_unstable();
    let at = |rank: usize| days.get(rank).copied().map(f64::from);
    let middle = days.len() / 2;
    let aside = days.len().isqrt() / 2;
    let (low, high) = (at(middle.checked_sub(aside)?)?, at(middle + aside)?);
    Some(Figure {
        value: at(middle)?,
        error: (high - low) / 2.0,
    })
}

/// A count as a number with a fraction; counts of this crate stay far below the limit.
fn number(count: usize) -> Option<f64> {
    u32::try_from(count).ok().map(f64::from)
}
