//! What a rule asks, in one of the forms that there are.

use super::{
    cell::RuleCell,
    condition::{Condition, Places, Written, joined},
    days::{Between, InOrder, YearOf},
    entry::{self, Entry},
    groups::{Needs, Sequence, Single},
};
use crate::RapeOffences;

/// What must be so of a record that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    Holds(Vec<Condition>),
    InOrder(InOrder),
    Between(Between),
    YearOf(YearOf),
    Single(Single),
    Sequence(Sequence),
}

impl Form {
    /// Whether one record keeps it; nothing where it says too little to be asked, or where it is not
    /// asked of a record by itself.
    pub(super) fn is_kept<'r>(&self, cell: &impl Fn(usize) -> RuleCell<'r>) -> Option<bool> {
        match self {
            Self::Holds(conditions) => Some(conditions.iter().all(|it| it.holds(cell))),
            Self::InOrder(it) => it.is_kept(cell),
            Self::Between(it) => it.is_kept(cell),
            Self::YearOf(it) => it.is_kept(cell),
            Self::Single(_) | Self::Sequence(_) => None,
        }
    }

    /// Whether one record is enough to ask it.
    pub(super) const fn is_of_one_record(&self) -> bool {
        !matches!(self, Self::Single(_) | Self::Sequence(_))
    }

    pub(super) fn words(&self) -> String {
        match self {
            Self::Holds(conditions) => joined(conditions, "; "),
            Self::InOrder(it) => it.words.clone(),
            Self::Between(it) => it.words.clone(),
            Self::YearOf(it) => it.words.clone(),
            Self::Single(it) => it.words.clone(),
            Self::Sequence(it) => it.words.clone(),
        }
    }

    pub(super) fn of(
        entry: &Entry,
        place: Places<'_>,
        rape: &RapeOffences,
    ) -> Result<Self, String> {
        let mut forms = Vec::new();
        if !entry.holds.is_empty() {
            forms.push(Self::Holds(conditions(&entry.holds, place, rape)?));
        }
        if let Some(it) = &entry.order {
            forms.push(Self::InOrder(in_order(it, place)?));
        }
        if let Some(it) = &entry.days {
            forms.push(Self::Between(between(it, place)?));
        }
        if let Some(it) = &entry.year_in {
            forms.push(Self::YearOf(YearOf {
                number: place(&it.number)?,
                date: place(&it.date)?,
                years: it.years,
                words: format!(
                    "the year in {} is that of {}, give or take {}",
                    it.number, it.date, it.years
                ),
            }));
        }
        if let Some(it) = &entry.single {
            forms.push(Self::Single(Single {
                per: places(&it.per, place)?,
                column: place(&it.column)?,
                words: format!("{} is one for each {}", it.column, it.per.join(", ")),
            }));
        }
        if let Some(it) = &entry.sequence {
            forms.push(Self::Sequence(sequence(it, place, rape)?));
        }
        match (forms.pop(), forms.is_empty()) {
            (Some(form), true) => Ok(form),
            _ => Err(
                "a rule has one of `holds`, `order`, `days`, `year_in`, `single` and `sequence`"
                    .to_owned(),
            ),
        }
    }
}

pub(super) fn places(names: &[String], place: Places<'_>) -> Result<Vec<usize>, String> {
    names.iter().map(|it| place(it)).collect()
}

pub(super) fn conditions(
    written: &[Written],
    place: Places<'_>,
    rape: &RapeOffences,
) -> Result<Vec<Condition>, String> {
    written.iter().map(|it| it.resolved(place, rape)).collect()
}

fn in_order(written: &entry::Order, place: Places<'_>) -> Result<InOrder, String> {
    let (pairs, words) = match (&written.dates, &written.first, &written.then) {
        (Some(dates), None, None) if dates.len() > 1 => {
            let at = places(dates, place)?;
            let pairs = at.iter().copied().zip(at.iter().copied().skip(1));
            (pairs.collect(), dates.join(" <= "))
        }
        (None, Some(first), Some(then)) if !then.is_empty() => {
            let at = place(first)?;
            let pairs = places(then, place)?.into_iter().map(|it| (at, it));
            (
                pairs.collect(),
                format!("{first} <= each of {}", then.join(", ")),
            )
        }
        _ => {
            return Err("`order` has `dates`, two or more, or `first` and `then`".to_owned());
        }
    };
    let tolerance = match written.tolerance_days {
        0 => String::new(),
        1 => ", or inverted by one day".to_owned(),
        days => format!(", or inverted by up to {days} days"),
    };
    let most = match written.at_most_days {
        None => String::new(),
        Some(1) => "; an inversion of more than one day is for another rule".to_owned(),
        Some(days) => format!("; an inversion of more than {days} days is for another rule"),
    };
    Ok(InOrder {
        pairs,
        tolerance_days: written.tolerance_days,
        at_most_days: written.at_most_days,
        words: format!("{words}{tolerance}{most}"),
    })
}

fn between(written: &entry::Days, place: Places<'_>) -> Result<Between, String> {
    let entry::Days {
        from,
        to,
        at_least,
        at_most,
    } = written;
    let bounds = match (at_least, at_most) {
        (Some(least), None) => format!("{least} or more"),
        (None, Some(most)) => format!("{most} or fewer"),
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (None, None) => return Err("`days` has `at_least` or `at_most`".to_owned()),
    };
    Ok(Between {
        from: place(from)?,
        to: place(to)?,
        at_least: *at_least,
        at_most: *at_most,
        words: format!("from {from} to {to} there are {bounds} days"),
    })
}

fn sequence(
    written: &entry::Sequence,
    place: Places<'_>,
    rape: &RapeOffences,
) -> Result<Sequence, String> {
    let mut read = |it: &Option<Vec<Written>>| {
        let read = it.as_ref().map(|it| conditions(it, place, rape));
        read.transpose()
    };
    let earlier = read(&written.earlier)?;
    let later = read(&written.later)?;
    let (since, one_of) = (read(&written.since)?, read(&written.one_of)?);
    let record = |it: &[Condition]| match it {
        [] => "another record".to_owned(),
        several => format!("a record where {}", joined(several, " and ")),
    };
    let (mut words, needs) = match (earlier, later, since, one_of) {
        (Some(it), None, None, None) if written.within_days.is_none() => (
            format!("{} on its day or before", record(&it)),
            Needs::Earlier(it),
        ),
        (None, Some(it), None, None) => {
            let within = written.within_days;
            let most = within.map_or_else(String::new, |it| format!(" and within {it} days"));
            (
                format!("{} on a later day{most}", record(&it)),
                Needs::Later(it, within),
            )
        }
        (None, None, Some(since), Some(one_of)) if written.within_days.is_none() => (
            format!("since {}, {}", record(&since), record(&one_of)),
            Needs::Since(since, one_of),
        ),
        _ => {
            return Err(
                "`sequence` has `earlier`, or `later` and perhaps `within_days`, or `since` and `one_of`"
                    .to_owned(),
            );
        }
    };
    if written.may_be_missing {
        words.push_str(", where there is one at all");
    }
    Ok(Sequence {
        per: places(&written.per, place)?,
        date: place(&written.date)?,
        needs,
        may_be_missing: written.may_be_missing,
        words: format!("of one {}: {words}", written.per.join(", ")),
    })
}
