//! What is open on the last day of a period, and how old it is then.

use crate::oracle::book::{Kind, Tally, keys};
use crate::oracle::cells::{CellKey, Cells};
use crate::oracle::facts::Place;
use crate::oracle::periods::Quarter;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// On the last day of a period.
const STOCK: &str = "stock";
/// Quarters after which nothing that began is followed any more: far more than a run reports.
const FOLLOWED: i32 = 400;

/// Something that began on a day, and may have ended on another.
#[derive(Clone, Copy)]
pub(super) struct Open<'a> {
    pub(super) place: &'a Place,
    pub(super) began: Date,
    pub(super) ended: Option<Date>,
}

impl Open<'_> {
    /// The quarters on whose last day it is open.
    fn quarters(&self) -> impl Iterator<Item = Quarter> {
        let (began, until) = (Quarter::of(self.began), self.ended.map(Quarter::of));
        let held = (0..FOLLOWED).map(move |it| began.plus(it));
        held.take_while(move |it| until.is_none_or(|until| *it < until))
    }
}

/// The periods that end with a quarter: those that do not go on into the next one.
fn ending(
    quarter: Quarter,
    periods: &impl Fn(Quarter) -> Vec<(&'static str, String)>,
) -> Vec<(&'static str, String)> {
    let later = periods(quarter.plus(1));
    let mut own = periods(quarter);
    own.retain(|it| !later.contains(it));
    own
}

/// How many are open on the last day of each period.
pub(super) fn stocks(
    open: &[(&'static str, Open<'_>)],
    periods: &impl Fn(Quarter) -> Vec<(&'static str, String)>,
) -> Cells {
    let mut cells = Cells::new();
    for (metric, open) in open {
        for quarter in open.quarters() {
            for period in ending(quarter, periods) {
                for key in keys((metric, STOCK), open.place, &period) {
                    let cell = cells.entry(key).or_default();
                    cell.numerator = Some(cell.numerator.unwrap_or_default() + 1);
                }
            }
        }
    }
    cells
}

/// How old what is open is on the last day of each period, or on the day known where that comes first.
pub(super) fn ages(
    aged: &[([&'static str; 2], Open<'_>)],
    known: Date,
    periods: &impl Fn(Quarter) -> Vec<(&'static str, String)>,
) -> Cells {
    let mut cells = Cells::new();
    for (at, kind) in [(0, Kind::Median), (1, Kind::Mean)] {
        let mut tallies: BTreeMap<CellKey, Tally> = BTreeMap::new();
        for (metrics, open) in aged {
            for quarter in open.quarters() {
                let day = quarter.last_day().min(known);
                let age = i64::from((day - open.began).get_days()).max(0);
                for period in ending(quarter, periods) {
                    for key in keys((metrics[at], STOCK), open.place, &period) {
                        tallies.entry(key).or_default().days.push(age);
                    }
                }
            }
        }
        let told = tallies.into_iter();
        cells.extend(told.map(|(key, tally)| (key, tally.cell(kind))));
    }
    cells
}

#[cfg(test)]
mod tests {
    use crate::oracle::book::Book;
    use crate::oracle::cells::Cells;
    use crate::oracle::facts::Place;
    use crate::oracle::periods::{Quarter, Span};
    use jiff::civil::{Date, date};

    /// From before the span to its second quarter, from its first on, and within one quarter.
    const OPEN: [(Date, Option<Date>); 3] = [
        (date(2023, 1, 15), Some(date(2024, 5, 15))),
        (date(2024, 2, 15), None),
        (date(2024, 4, 15), Some(date(2024, 6, 15))),
    ];

    /// The cells of a force, as known on a day of the third and last quarter.
    fn cells() -> Cells {
        let place = Place {
            force: "52".to_owned(),
            area: "cps:south-west".to_owned(),
        };
        let mut book = Book::default();
        for (began, ended) in OPEN {
            book.stock("open", &place, Some(began), ended);
            book.age(["median", "mean"], &place, Some(began), ended);
        }
        let span = Span {
            from: Quarter::parse("2024-Q1").unwrap(),
            last: Quarter::parse("2024-Q3").unwrap(),
        };
        let all = book.cells(date(2024, 8, 31), |it| span.periods(it));
        all.into_iter().filter(|it| it.0.area == "52").collect()
    }

    #[test]
    fn what_is_open_is_counted_on_the_last_day_of_a_period() {
        let cells = cells();
        let of_force = |period: &str| {
            let mut own = cells.iter();
            let is_it = |it: &(&super::CellKey, _)| it.0.metric == "open" && it.0.period == period;
            own.find(is_it).and_then(|it| it.1.numerator)
        };
        assert_eq!(of_force("2024-Q1"), Some(2));
        assert_eq!(of_force("2024-Q2"), Some(1));
        assert_eq!(of_force("2024-Q3"), Some(1));
        assert_eq!(
            of_force("2024"),
            Some(1),
            "a year that is not over ends now"
        );
    }

    #[test]
    fn ages_are_those_on_the_last_day_or_on_the_last_day_known() {
        let cells = cells();
        let told = |metric: &str, period: &str| {
            let mut own = cells.iter();
            let cell = own.find(|it| it.0.metric == metric && it.0.period == period);
            cell.map(|it| *it.1).unwrap()
        };
        // On 31 March 2024 one is 441 days old, and the other 45.
        assert_eq!(told("median", "2024-Q1").twice_median, Some(486));
        let mean = told("mean", "2024-Q1");
        assert_eq!((mean.numerator, mean.denominator), (Some(486), Some(2)));
        assert_eq!(told("mean", "2024-Q2").numerator, Some(136));
        // 31 August, and not 30 September.
        assert_eq!(told("mean", "2024-Q3").numerator, Some(198));
        assert_eq!(told("mean", "2024").numerator, Some(198));
    }
}
