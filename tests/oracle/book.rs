//! Counts kept by metric, clock, place and quarter, and rolled up to areas and periods.

use crate::oracle::cells::{Cell, CellKey, Cells};
use crate::oracle::facts::Place;
use crate::oracle::open::{Open, ages, stocks};
use crate::oracle::periods::Quarter;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Crimes, suspects or defendants by the date the case was recorded.
pub(crate) const COHORT: &str = "cohort";
/// By the date of the event counted.
pub(crate) const FLOW: &str = "flow";
/// By the date of the first charging receipt.
pub(crate) const REFERRAL_COHORT: &str = "referral_cohort";

/// What a figure is made of.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Count,
    Ratio,
    Median,
    Mean,
}

#[derive(Default)]
pub(super) struct Tally {
    numerator: i64,
    denominator: i64,
    pub(super) days: Vec<i64>,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.numerator += other.numerator;
        self.denominator += other.denominator;
        self.days.extend(&other.days);
    }

    pub(super) fn cell(mut self, kind: Kind) -> Cell {
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
    /// What was open from one day to another, by metric.
    open: Vec<(&'static str, Open<'a>)>,
    /// The same for the ages of it, by the metric of their median and that of their mean.
    aged: Vec<([&'static str; 2], Open<'a>)>,
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
        let open = began.map(|began| Open {
            place,
            began,
            ended,
        });
        self.open.extend(open.map(|it| (metric, it)));
    }

    /// Notes how old what is open is, for a median and a mean.
    pub(crate) fn age(
        &mut self,
        metrics: [&'static str; 2],
        place: &'a Place,
        began: Option<Date>,
        ended: Option<Date>,
    ) {
        let open = began.map(|began| Open {
            place,
            began,
            ended,
        });
        self.aged.extend(open.map(|it| (metrics, it)));
    }

    /// Keeps some of the metrics.
    pub(crate) fn keep(&mut self, metrics: &BTreeSet<String>) {
        self.sheets.retain(|it, _| metrics.contains(it.0));
        self.open.retain(|it| metrics.contains(it.0));
        self.aged
            .retain(|it| it.0.iter().any(|it| metrics.contains(*it)));
    }

    /// Every cell that holds anything, by force, CPS area and nation, for the periods a quarter
    /// falls into, as known on a day.
    pub(crate) fn cells(
        self,
        known: Date,
        periods: impl Fn(Quarter) -> Vec<(&'static str, String)>,
    ) -> Cells {
        let mut cells = stocks(&self.open, &periods);
        cells.extend(ages(&self.aged, known, &periods));
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
pub(super) fn keys(
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

/// The days from one date to another, unless they run backwards.
pub(crate) fn days_between(from: Option<Date>, to: Option<Date>) -> Option<i64> {
    let (from, to) = (from?, to?);
    (from <= to).then(|| i64::from((to - from).get_days()))
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
