//! `rasso estimate period`: how cases end at the pace of the newest quarters, and whether the same said of
//! earlier quarters came true.

use super::ends::{Ends, Statuses};
use super::fault::Fault;
use super::label::Labels;
use super::row::{Columns, Row};
use super::table::{Cell, Table, not_observed};
use crate::{args::Period, failure::Failure};
use rasso_stats::survival::{
    At, BackTest, DatedCase, HORIZONS, IncidencePoint, Window, look_back, share_within,
};
use rasso_terms::{Day, Quarter};
use std::rc::Rc;

const COLUMNS: [&str; 17] = [
    "group",
    "cause",
    "time",
    "quarters_ago",
    "as_at",
    "n_risk",
    "n_event",
    "estimate",
    "std_error",
    "lower",
    "upper",
    "came_n_risk",
    "came",
    "came_std_error",
    "error",
    "deviation",
    "within",
];

/// A case that lasts longer has a wrong date: 273 years.
const LONGEST: i32 = 100_000;

/// The cases of each group, and the causes.
struct Dated {
    groups: Vec<(Rc<str>, Vec<DatedCase>)>,
    ends: Ends,
}

impl Dated {
    /// The quarter in which the first case began.
    fn first(&self) -> Option<Quarter> {
        let cases = self.groups.iter().flat_map(|it| &it.1);
        let first = cases.map(|it| it.origin).min();
        first.map(|it| Quarter::of(Day::from_number(it)))
    }
}

pub(super) fn period(asked: &Period) -> Result<Table, Failure> {
    let usual = HORIZONS.map(f64::from);
    let times = if asked.at.is_empty() {
        usual.to_vec()
    } else {
        super::cases::check_times(&asked.at)?;
        super::cases::in_order(&asked.at)
    };
    let newest = newest_whole(asked.as_at);
    let dated = read(asked)?;
    // Before the first case there is nothing to look back on.
    let begun = |ago: &u16| *ago == 0 || dated.first() <= Some(quarters_before(newest, *ago));
    let (causes, confidence) = (dated.ends.len(), asked.confidence.into());
    let (mut rows, mut tests) = (Vec::new(), Vec::new());
    for (group, cases) in &dated.groups {
        let looked = (0..=asked.back).take_while(begun).map(|ago| {
            let last = quarters_before(newest, ago);
            let window = days(quarters_before(last, asked.window - 1), last);
            Ok((ago, look_back(cases, causes, window, days(last, last))?))
        });
        let looked: Vec<_> = looked.collect::<Result<_, Failure>>()?;
        for (cause, number) in dated.ends.in_order() {
            for time in &times {
                for (ago, found) in &looked {
                    let Some(found) = found.at(number, *time, confidence) else {
                        continue;
                    };
                    let begins = [group.into(), (&cause).into(), (*time).into()];
                    rows.push(row(begins, *ago, found));
                    if *ago > 0 {
                        tests.push(found);
                    }
                }
            }
        }
    }
    let mut notes = not_observed(&rows, 7);
    notes.extend(came_true(&tests));
    notes.extend(dated.ends.notes());
    if causes == 0 {
        notes.push("no case has ended, so there is no cause to estimate".to_owned());
    }
    Ok(Table {
        columns: &COLUMNS,
        rows,
        notes,
    })
}

/// What was said, and what came of it. Of the newest quarters nothing has come yet.
fn row(begins: [Cell; 3], ago: u16, found: BackTest) -> Vec<Cell> {
    let said = found.estimate.value();
    let came = if ago == 0 {
        At::NotObserved { until: None }
    } else {
        found.came
    };
    let found = BackTest { came, ..found };
    let came = came.value();
    let of = |it: Option<IncidencePoint>, of: fn(IncidencePoint) -> f64| Cell::from(it.map(of));
    let [lower, upper] = Cell::limits(said.and_then(|it| it.interval));
    let within = found.is_within();
    let mut row = Vec::from(begins);
    row.extend([
        u64::from(ago).into(),
        Day::from_number(found.as_at).to_string().as_str().into(),
        said.map(|it| it.at_risk).into(),
        said.map(|it| it.events).into(),
        of(said, |it| it.value),
        of(said, |it| it.std_error),
        lower,
        upper,
        came.map(|it| it.at_risk).into(),
        of(came, |it| it.value),
        of(came, |it| it.std_error),
        said.zip(came)
            .map(|(said, came)| came.value - said.value)
            .into(),
        found.deviation().into(),
        within.map(|it| if it { "yes" } else { "no" }).into(),
    ]);
    row
}

/// Of how many earlier estimates what came is within the interval.
fn came_true(tests: &[BackTest]) -> Option<String> {
    let share = share_within(tests).ok()?;
    let (within, all) = (share.numerator(), share.denominator());
    Some(format!(
        "of {all} estimates of earlier quarters that can be held against what came, {within} have it within their interval"
    ))
}

/// The last quarter that was over on a day.
fn newest_whole(as_at: Day) -> Quarter {
    let of_day = Quarter::of(as_at.plus(1));
    quarters_before(of_day, 1)
}

fn quarters_before(quarter: Quarter, ago: u16) -> Quarter {
    Quarter::from_ordinal(quarter.ordinal() - i32::from(ago))
}

/// The days from one quarter up to and with another.
fn days(first: Quarter, last: Quarter) -> Window {
    Window {
        first: first.first_day().number(),
        last: last.last_day().number(),
    }
}

/// The cases that had begun by the day of the extract, as they were known then.
fn read(asked: &Period) -> Result<Dated, Failure> {
    let mut columns = Columns::default();
    let [begin, end, status] = [&asked.begin, &asked.end, &asked.status].map(|it| columns.add(it));
    let group = columns.add_if(asked.group.as_ref());
    let mut groups = Labels::default();
    let mut cases: Vec<Vec<DatedCase>> = Vec::new();
    let mut ends = Ends::new(Statuses::Causes);
    let of = |row: &Row<'_>| {
        let case = case(row, [begin, end, status], asked, &mut ends)?;
        Ok((groups.number(group.map_or("", |it| row.text(it))), case))
    };
    columns.each::<_, Failure>(&asked.files, of, |(group, case)| {
        if cases.len() <= group {
            cases.resize_with(group + 1, Vec::new);
        }
        cases[group].extend(case.as_at(asked.as_at.number()));
        Ok(())
    })?;
    let mut of = |number: usize| cases.get_mut(number).map(std::mem::take);
    let groups = groups.in_order().into_iter();
    let groups = groups.filter_map(|(label, number)| Some((label, of(number)?)));
    Ok(Dated {
        groups: groups.collect(),
        ends,
    })
}

fn case(
    row: &Row<'_>,
    [begin, end, status]: [usize; 3],
    asked: &Period,
    ends: &mut Ends,
) -> Result<DatedCase, Fault> {
    let origin = row.day(begin)?;
    let how = ends.status(row, status)?;
    // An open case was last seen on the day of the extract, unless the file says otherwise.
    let last_seen = match row.text(end) {
        "" if how == 0 => asked.as_at.max(origin),
        _ => row.day(end)?,
    };
    if last_seen < origin {
        let must_be = format!("must not be before `{}`", asked.begin);
        return Err(row.fault(end, &must_be));
    }
    if last_seen > origin.plus(LONGEST) {
        let must_be = format!(
            "must not be more than {LONGEST} days before `{}`",
            asked.end
        );
        return Err(row.fault(begin, &must_be));
    }
    Ok(DatedCase {
        origin: origin.number(),
        last_seen: last_seen.number(),
        status: how,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_whole_from_its_last_day_on() {
        let newest = |day: &str| newest_whole(day.parse().unwrap()).to_string();
        assert_eq!(newest("2025-06-29"), "2025-Q1");
        assert_eq!(newest("2025-06-30"), "2025-Q2");
        assert_eq!(newest("2025-07-01"), "2025-Q2");
        assert_eq!(newest("2025-12-31"), "2025-Q4");
    }
}
