//! Figures of flagged defendants.

use super::count::{Figure, days, mean, median, ratio, share};
use super::facts::{DefendantFact, Facts};
use super::figure::Period;
use rasso_terms::Day;

/// What the courts count.
pub(super) struct Courts<'f> {
    facts: &'f Facts,
    period: Period,
}

impl<'f> Courts<'f> {
    /// These facts, in a period.
    pub(super) const fn new(facts: &'f Facts, period: Period) -> Self {
        Self { facts, period }
    }

    /// A figure by its kind and, after the colon, what it is of; nothing when this is none of its
    /// figures, or there is nothing to count.
    pub(super) fn figure(&self, kind: &str, of: &str) -> Option<Figure> {
        match (kind, of) {
            ("conviction_rate", _) => share(
                self.completed().filter(|it| it.convicted).count(),
                self.completed().count(),
            ),
            ("mean_days_offence_to_completion", _) => mean(&self.days_from_offence()),
            ("median_days_offence_to_completion", _) => median(self.days_from_offence()),
            ("trials", outcome) => share(
                self.listings(|it| it == outcome),
                self.listings(|it| it != "vacated"),
            ),
            ("pleas_at_first_hearing", _) => share(
                self.pleas().filter(|it| it.pleaded_at_first).count(),
                self.pleas().count(),
            ),
            ("open_to_receipts", _) => ratio(self.open(), self.receipts()),
            ("mean_days_charge_to_completion", _) => {
                let gaps = self.completed().map(|it| days(it.charged, it.completed));
                mean(&gaps.collect::<Vec<_>>())
            }
            _ => None,
        }
    }

    fn holds(&self, day: Day) -> bool {
        self.period.0 <= day && day < self.period.1
    }

    fn completed(&self) -> impl Iterator<Item = &'f DefendantFact> {
        self.facts
            .defendants
            .iter()
            .filter(|it| self.holds(it.completed))
    }

    fn days_from_offence(&self) -> Vec<i32> {
        self.completed()
            .map(|it| days(it.offence, it.completed))
            .collect()
    }

    fn listings(&self, is: impl Fn(&str) -> bool) -> usize {
        let listings = self.facts.defendants.iter().flat_map(|it| &it.trials);
        listings
            .filter(|(day, outcome)| self.holds(*day) && is(outcome))
            .count()
    }

    fn pleas(&self) -> impl Iterator<Item = &'f DefendantFact> {
        self.completed()
            .filter(|it| it.received.is_some() && it.pleaded.is_some())
    }

    fn receipts(&self) -> usize {
        let receipts = self.facts.defendants.iter().filter_map(|it| it.received);
        receipts.filter(|it| self.holds(*it)).count()
    }

    /// Received by the end of the period and not completed by then.
    fn open(&self) -> usize {
        let open = |it: &&DefendantFact| {
            it.received.is_some_and(|day| day < self.period.1) && it.completed >= self.period.1
        };
        self.facts.defendants.iter().filter(open).count()
    }
}
