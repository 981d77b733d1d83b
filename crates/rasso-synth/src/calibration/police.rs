//! Figures of recorded crimes.

use super::count::{Figure, days, median, ratio, share};
use super::facts::{CrimeFact, Facts};
use super::figure::Period;
use rasso_terms::Day;

/// The year to March 2019, to which volumes are compared.
const BASE: (i16, i16) = (2018, 2019);

/// What the police count.
pub(super) struct Police<'f> {
    facts: &'f Facts,
    period: Period,
}

impl<'f> Police<'f> {
    /// These facts, in a period.
    pub(super) const fn new(facts: &'f Facts, period: Period) -> Self {
        Self { facts, period }
    }

    /// A figure by its kind and, after the colon, what it is of; nothing when this is none of its
    /// figures, or there is nothing to count.
    pub(super) fn figure(&self, kind: &str, of: &str) -> Option<Figure> {
        match (kind, of) {
            ("recorded_to_2018_19", _) => {
                let (from, to) = BASE;
                let base = (Day::from_ymd(from, 4, 1)?, Day::from_ymd(to, 4, 1)?);
                let base = Self::new(self.facts, base);
                ratio(self.recorded().count(), base.recorded().count())
            }
            ("incidents_to_crimes", _) => ratio(self.incidents(), self.recorded().count()),
            ("class", code) => share(
                self.recorded().filter(|it| it.class == code).count(),
                self.recorded().count(),
            ),
            ("child", _) => {
                let child = |it: &&CrimeFact| matches!(it.class, "19D" | "19E" | "19G" | "19H");
                share(
                    self.recorded().filter(child).count(),
                    self.recorded().count(),
                )
            }
            ("non_recent", _) => share(
                self.recorded().filter(|it| it.gap > 365).count(),
                self.recorded().count(),
            ),
            ("stranger", _) => share(
                self.recorded().filter(|it| it.stranger).count(),
                self.recorded().count(),
            ),
            ("outcomes_to_recorded", "") => ratio(self.closed(|_| true), self.recorded().count()),
            ("outcomes_to_recorded", code) => {
                ratio(self.closed(|it| it == code), self.recorded().count())
            }
            ("outcomes", "14+16") => share(
                self.closed(|it| it == "14" || it == "16"),
                self.closed(|_| true),
            ),
            ("outcomes", code) => share(self.closed(|it| it == code), self.closed(|_| true)),
            ("alternate_of_charged", _) => share(
                self.closed(|it| it == "1A"),
                self.closed(|it| it == "1" || it == "1A"),
            ),
            ("median_days_to_charge_outcome", _) => median(self.days_to(|it| it == "1")),
            ("median_days_to_outcome", _) => median(self.days_to(|_| true)),
            ("withdrawn_within", days) => self.withdrawn_within(days.parse().ok()?),
            _ => None,
        }
    }

    fn holds(&self, day: Day) -> bool {
        self.period.0 <= day && day < self.period.1
    }

    fn crimes(&self) -> impl Iterator<Item = &'f CrimeFact> {
        self.facts.crimes.iter().filter(|it| !it.incident)
    }

    pub(super) fn recorded(&self) -> impl Iterator<Item = &'f CrimeFact> {
        self.crimes().filter(|it| self.holds(it.recorded))
    }

    fn incidents(&self) -> usize {
        let incidents = self.facts.crimes.iter().filter(|it| it.incident);
        incidents.filter(|it| self.holds(it.recorded)).count()
    }

    fn outcomes(&self) -> impl Iterator<Item = (&'f CrimeFact, Day, &'static str)> {
        let outcomes = self.crimes().filter_map(|it| Some((it, it.outcome?)));
        outcomes
            .filter(|(_, (day, _))| self.holds(*day))
            .map(|(it, (day, code))| (it, day, code))
    }

    fn closed(&self, is: impl Fn(&str) -> bool) -> usize {
        self.outcomes().filter(|it| is(it.2)).count()
    }

    fn days_to(&self, is: impl Fn(&str) -> bool) -> Vec<i32> {
        let outcomes = self.outcomes().filter(|it| is(it.2));
        outcomes
            .map(|(it, day, _)| days(it.recorded, day))
            .collect()
    }

    /// Of withdrawals from crimes recorded in the period, those within so many days of the record.
    fn withdrawn_within(&self, limit: i32) -> Option<Figure> {
        let gaps = self
            .recorded()
            .filter_map(|it| Some(days(it.recorded, it.withdrew?)));
        let gaps: Vec<_> = gaps.collect();
        share(gaps.iter().filter(|it| **it <= limit).count(), gaps.len())
    }
}
