//! Figures of flagged suspects at the CPS.

use super::count::{Figure, days, mean, ratio, share};
use super::facts::{End, Facts, FileFact};
use super::figure::Period;
use super::police::Police;
use rasso_terms::Day;

/// What the CPS counts.
pub(super) struct Cps<'f> {
    facts: &'f Facts,
    period: Period,
}

impl<'f> Cps<'f> {
    /// These facts, in a period.
    pub(super) const fn new(facts: &'f Facts, period: Period) -> Self {
        Self { facts, period }
    }

    /// A figure by its kind and, after the colon, what it is of; nothing when this is none of its
    /// figures, or there is nothing to count.
    pub(super) fn figure(&self, kind: &str, of: &str) -> Option<Figure> {
        match (kind, of) {
            ("referrals_to_recorded", _) => ratio(
                self.referrals(),
                Police::new(self.facts, self.period).recorded().count(),
            ),
            ("early_advice_first", _) => share(
                self.referred()
                    .filter(|it| it.received != Some(it.first))
                    .count(),
                self.referrals(),
            ),
            ("charges_to_referrals", _) => {
                ratio(self.ended(|it| it == End::Charge), self.referrals())
            }
            ("charged_of_legal_decisions", _) => share(
                self.ended(|it| it == End::Charge),
                self.ended(|it| it != End::Admin),
            ),
            ("charged_of_all_decisions", _) => {
                share(self.ended(|it| it == End::Charge), self.ended(|_| true))
            }
            ("admin_finalised_to_receipts", _) => {
                ratio(self.ended(|it| it == End::Admin), self.referrals())
            }
            ("consultations_per_suspect", _) => self.consultations(),
            ("mean_days_receipt_to_charge", _) => mean(&self.days_to_charge(|it| Some(it.first))),
            ("mean_days_charging_receipt_to_charge", _) => {
                mean(&self.days_to_charge(|it| it.received))
            }
            ("reviews_upheld", _) => self.reviews_upheld(),
            _ => None,
        }
    }

    fn holds(&self, day: Day) -> bool {
        self.period.0 <= day && day < self.period.1
    }

    fn referred(&self) -> impl Iterator<Item = &'f FileFact> {
        self.facts.files.iter().filter(|it| self.holds(it.first))
    }

    fn referrals(&self) -> usize {
        self.referred().count()
    }

    fn files_ended(&self) -> impl Iterator<Item = (&'f FileFact, Day, End)> {
        let ended = self
            .facts
            .files
            .iter()
            .filter_map(|it| Some((it, it.ended?)));
        ended
            .filter(|(_, (day, _))| self.holds(*day))
            .map(|(it, (day, end))| (it, day, end))
    }

    fn ended(&self, is: impl Fn(End) -> bool) -> usize {
        self.files_ended().filter(|it| is(it.2)).count()
    }

    fn consultations(&self) -> Option<Figure> {
        let consultations = self.files_ended().map(|it| it.0.consultations).sum::<u64>();
        let files = self.files_ended().count();
        let percent = ratio(usize::try_from(consultations).ok()?, files)?;
        Some(Figure {
            value: percent.value / 100.0,
            error: percent.error / 100.0,
        })
    }

    fn days_to_charge(&self, from: impl Fn(&FileFact) -> Option<Day>) -> Vec<i32> {
        let charged = self.files_ended().filter(|it| it.2 == End::Charge);
        charged
            .filter_map(|(it, day, _)| Some(days(from(it)?, day)))
            .collect()
    }

    fn reviews_upheld(&self) -> Option<Figure> {
        let reviews = self.facts.files.iter().filter_map(|it| it.review);
        let reviews: Vec<_> = reviews.filter(|(day, _)| self.holds(*day)).collect();
        share(reviews.iter().filter(|it| it.1).count(), reviews.len())
    }
}
