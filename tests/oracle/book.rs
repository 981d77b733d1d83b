//! Counts kept by metric, clock, place and quarter, and rolled up to areas and periods.

use crate::oracle::cells::{Cell, CellKey, Cells};
use crate::oracle::facts::Place;
use crate::oracle::periods::Quarter;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Crimes, suspects or defendants by the date the case was recorded.
pub(crate) const COHORT: &str = "cohort";
/// By the date of the event counted.
pub(crate) const FLOW: &str = "flow";
/// By the date of the first charging receipt.
pub(crate) const REFERRAL_COHORT: &str = "referral_cohort";
/// On the last day of a period.
const STOCK: &str = "stock";
/// Quarters after which nothing that began is followed any more: far more than a run reports.
const FOLLOWED: i32 = 400;

/// What a figure is made of.
#[derive(Clone, Copy)]
enum Kind {
    Count,
    Ratio,
    Median,
    Mean,
}

#[derive(Default)]
struct Tally {
    numerator: i64,
    denominator: i64,
    days: Vec<i64>,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.numerator += other.numerator;
        self.denominator += other.denominator;
        self.days.extend(&other.days);
    }

    fn cell(mut self, kind: Kind) -> Cell {
        match kind {
            Kind::Count => Cell {
                numerator: Some(self.numerator),
                ..Cell::default()
            },
            Kind::Ratio => Cell {
                numerator: Some(self.numerator),
                denominator: Some(self.denominator),
                twice_median: None,
            },
            Kind::Mean => Cell {
                numerator: Some(self.days.iter().sum()),
                denominator: i64::try_from(self.days.len()).ok(),
                twice_median: None,
            },
            Kind::Median => {
                self.days.sort_unstable();
                let n = self.days.len();
                // The two in the middle, or the one in the middle twice.
                let twice = self.days[(n - 1) / 2] + self.days[n / 2];
                Cell {
                    numerator: None,
                    denominator: i64::try_from(n).ok(),
                    twice_median: Some(twice),
                }
            }
        }
    }
}

struct Sheet<'a> {
    kind: Kind,
    leaves: BTreeMap<(&'a Place, Quarter), Tally>,
}

/// The counts of every metric.
#[derive(Default)]
pub(crate) struct Book<'a> {
    sheets: BTreeMap<(&'static str, &'static str), Sheet<'a>>,
    /// What was open from one quarter on, and up to which, by metric and place.
    open: Vec<(&'static str, &'a Place, Quarter, Option<Quarter>)>,
}

impl<'a> Book<'a> {
    fn tally(
        &mut self,
        metric: &'static str,
        clock: &'static str,
        kind: Kind,
        place: &'a Place,
        date: Date,
    ) -> &mut Tally {
        let sheet = self.sheets.entry((metric, clock));
        let sheet = sheet.or_insert_with(|| Sheet {
            kind,
            leaves: BTreeMap::new(),
        });
        sheet.leaves.entry((place, Quarter::of(date))).or_default()
    }

    /// Counts one, when it has a date.
    pub(crate) fn count(
        &mut self,
        metric: &'static str,
        clock: &'static str,
        place: &'a Place,
        date: Option<Date>,
    ) {
        if let Some(date) = date {
            self.tally(metric, clock, Kind::Count, place, date)
                .numerator += 1;
        }
    }

    /// Counts one above the line and one below it, each when it has a date.
    pub(crate) fn ratio(
        &mut self,
        metric: &'static str,
        clock: &'static str,
        place: &'a Place,
        above: Option<Date>,
        below: Option<Date>,
    ) {
        if let Some(date) = above {
            self.tally(metric, clock, Kind::Ratio, place, date)
                .numerator += 1;
        }
        if let Some(date) = below {
            self.tally(metric, clock, Kind::Ratio, place, date)
                .denominator += 1;
        }
    }

    /// Counts out of those with a date one that keeps a condition.
    pub(crate) fn share(
        &mut self,
        metric: &'static str,
        clock: &'static str,
        place: &'a Place,
        (date, keeps): (Option<Date>, bool),
    ) {
        self.ratio(metric, clock, place, date.filter(|_| keeps), date);
    }

    /// Notes a number for a mean.
    pub(crate) fn mean(
        &mut self,
        metric: &'static str,
        clock: &'static str,
        place: &'a Place,
        (date, number): (Option<Date>, Option<i64>),
    ) {
        if let (Some(date), Some(number)) = (date, number) {
            let tally = self.tally(metric, clock, Kind::Mean, place, date);
            tally.days.push(number);
        }
    }

    /// Notes a number for a median.
    pub(crate) fn median(
        &mut self,
        metric: &'static str,
        clock: &'static str,
        place: &'a Place,
        (date, number): (Option<Date>, Option<i64>),
    ) {
        if let (Some(date), Some(number)) = (date, number) {
            let tally = self.tally(metric, clock, Kind::Median, place, date);
            tally.days.push(number);
        }
    }

    /// Notes the days from one date to another. Days that run backwards are left out.
    pub(crate) fn days(
        &mut self,
        metric: &'static str,
        place: &'a Place,
        recorded: Date,
        from: Option<Date>,
        to: Option<Date>,
    ) {
        let days = days_between(from, to);
        self.median(metric, COHORT, place, (Some(recorded), days));
        self.median(metric, FLOW, place, (to, days));
    }

    /// Notes what is open from one date to another.
    pub(crate) fn stock(
        &mut self,
        metric: &'static str,
        place: &'a Place,
        began: Option<Date>,
        ended: Option<Date>,
    ) {
        if let Some(began) = began {
            let until = ended.map(Quarter::of);
            self.open.push((metric, place, Quarter::of(began), until));
        }
    }

    /// Keeps some of the metrics.
    pub(crate) fn keep(&mut self, metrics: &BTreeSet<String>) {
        self.sheets.retain(|it, _| metrics.contains(it.0));
        self.open.retain(|it| metrics.contains(it.0));
    }

    /// Every cell that holds anything, by force, CPS area and nation, for the periods a quarter
    /// falls into.
    pub(crate) fn cells(self, periods: impl Fn(Quarter) -> Vec<(&'static str, String)>) -> Cells {
        let mut cells = stocks(&self.open, &periods);
        for ((metric, clock), sheet) in self.sheets {
            let mut tallies: BTreeMap<CellKey, Tally> = BTreeMap::new();
            for ((place, quarter), leaf) in sheet.leaves {
                for period in periods(quarter) {
                    for key in keys((metric, clock), place, &period) {
                        tallies.entry(key).or_default().add(&leaf);
                    }
                }
            }
            cells.extend(
                tallies
                    .into_iter()
                    .map(|(key, tally)| (key, tally.cell(sheet.kind))),
            );
        }
        cells
    }
}

/// The cells that a place falls into, in a period.
fn keys(
    (metric, clock): (&str, &str),
    place: &Place,
    (period_type, period): &(&'static str, String),
) -> [CellKey; 3] {
    let areas = [
        ("force", &place.force[..]),
        ("cps_area", &place.area),
        ("national", "EW"),
    ];
    areas.map(|(area_type, area)| CellKey {
        metric: metric.to_owned(),
        clock: clock.to_owned(),
        area_type: area_type.to_owned(),
        area: area.to_owned(),
        period_type: (*period_type).to_owned(),
        period: period.clone(),
    })
}

/// How many are open on the last day of each period that ends with a quarter: a period that does not
/// go on into the next one.
fn stocks(
    open: &[(&'static str, &Place, Quarter, Option<Quarter>)],
    periods: &impl Fn(Quarter) -> Vec<(&'static str, String)>,
) -> Cells {
    let mut cells = Cells::new();
    for (metric, place, began, until) in open {
        let held = (0..FOLLOWED).map(|it| began.plus(it));
        for quarter in held.take_while(|it| until.is_none_or(|until| *it < until)) {
            let later = periods(quarter.plus(1));
            for period in periods(quarter).iter().filter(|it| !later.contains(it)) {
                for key in keys((metric, STOCK), place, period) {
                    let cell = cells.entry(key).or_default();
                    cell.numerator = Some(cell.numerator.unwrap_or_default() + 1);
                }
            }
        }
    }
    cells
}

/// The days from one date to another, unless they run backwards.
pub(crate) fn days_between(from: Option<Date>, to: Option<Date>) -> Option<i64> {
    let (from, to) = (from?, to?);
    (from <= to).then(|| i64::from((to - from).get_days()))
}

#[test]
fn what_is_open_is_counted_on_the_last_day_of_a_period() {
    let place = Place {
        force: "52".to_owned(),
        area: "cps:south-west".to_owned(),
    };
    let mut book = Book::default();
    let day = |year, month| Some(jiff::civil::date(year, month, 15));
    // From before the span to its second quarter, from its first on, and within one quarter.
    book.stock("open", &place, day(2023, 1), day(2024, 5));
    book.stock("open", &place, day(2024, 2), None);
    book.stock("open", &place, day(2024, 4), day(2024, 6));
    let span = crate::oracle::periods::Span {
        from: Quarter::parse("2024-Q1").unwrap(),
        last: Quarter::parse("2024-Q3").unwrap(),
    };
    let cells = book.cells(|it| span.periods(it));
    let of_force = |period: &str| {
        let mut own = cells
            .iter()
            .filter(|(key, _)| key.area == "52" && key.period == period);
        own.next().and_then(|it| it.1.numerator)
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
fn a_median_of_an_even_number_is_halfway() {
    let tally = |days: &[i64]| Tally {
        days: days.to_vec(),
        ..Tally::default()
    };
    assert_eq!(tally(&[9, 2, 4]).cell(Kind::Median).twice_median, Some(8));
    assert_eq!(
        tally(&[9, 2, 4, 5]).cell(Kind::Median).twice_median,
        Some(9)
    );
}
