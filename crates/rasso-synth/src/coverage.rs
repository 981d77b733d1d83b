//! Months of a force that an extract does not hold, or holds twice.

use crate::dice::{Dice, Purpose};
use crate::mess_settings::Coverage;
use crate::world::World;
use rasso_terms::Day;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Which records go missing together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Holding {
    /// Suspects, by the month in which they were identified.
    Suspects,
    /// Defendants with their hearings and counts, by the month of the first hearing.
    Defendants,
}

/// How an extract holds the records of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    Once,
    Twice,
    Not,
}

/// Every month of a force that is not held once.
#[derive(Debug, Default)]
pub(crate) struct Gaps(BTreeMap<(Holding, &'static str, i32), Held>);

impl Gaps {
    /// Draws the months of a world.
    pub(crate) fn draw(
        (seed, rates): (u64, Coverage),
        forces: &[&'static str],
        (first, last): (Day, Day),
    ) -> Self {
        let mut gaps = BTreeMap::new();
        for (place, force) in (0..).zip(forces) {
            let mut dice = Dice::new(seed, Purpose::Coverage, place);
            for month in month(first)..=month(last) {
                for holding in [Holding::Suspects, Holding::Defendants] {
                    let fate = dice.below(10_000);
                    if fate < rates.gap {
                        gaps.insert((holding, *force, month), Held::Not);
                    } else if fate < rates.gap + rates.twice {
                        gaps.insert((holding, *force, month), Held::Twice);
                    }
                }
            }
        }
        Self(gaps)
    }

    /// How an extract holds a record of a force and day.
    pub(crate) fn held(&self, holding: Holding, force: &'static str, day: Day) -> Held {
        let found = self.0.get(&(holding, force, month(day)));
        found.copied().unwrap_or(Held::Once)
    }

    /// The lines of `truth/coverage.csv`.
    pub(crate) fn to_csv(&self) -> String {
        let mut text = "records,force_code,month,held\n".to_owned();
        for ((holding, force, month), held) in &self.0 {
            let records = match holding {
                Holding::Suspects => "suspects",
                Holding::Defendants => "defendants",
            };
            let held = match held {
                Held::Once => "once",
                Held::Twice => "twice",
                Held::Not => "gap",
            };
            let (year, month) = (month / 12, month % 12 + 1);
            // Writing to a text does not fail.
            writeln!(text, "{records},{force},{year}-{month:02},{held}").unwrap_or_default();
        }
        text
    }
}

impl World {
    /// How an extract of this world holds a record of a force and day.
    pub(crate) fn held(&self, holding: Holding, force: &'static str, day: Day) -> Held {
        self.gaps.held(holding, force, day)
    }
}

/// Months since the year 0.
fn month(day: Day) -> i32 {
    let (year, month) = day.year_month();
    i32::from(year) * 12 + i32::from(month) - 1
}

#[cfg(test)]
mod tests {
    use crate::MessSettings;
    use crate::sample::{made, plan};
    use std::collections::BTreeSet;

    #[test]
    fn a_month_in_a_gap_is_not_in_the_extract_and_one_held_twice_is_there_twice() {
        let mut plan = plan(30_000, 5, true);
        plan.rates = MessSettings::built_in().unwrap();
        (plan.rates.coverage.gap, plan.rates.coverage.twice) = (800, 800);
        // A spoilt day would put a row in another month.
        (plan.rates.record.duplicate_row, plan.rates.record.bad_cell) = (0, 0);
        let sample = made(plan);
        let mut of_months = std::collections::BTreeMap::<_, Vec<String>>::new();
        for row in sample.rows("police_suspect") {
            let month = row["identified_date"]
                .get(..7)
                .unwrap_or_default()
                .to_owned();
            let key = format!("{}|{}", row["crime_ref"], row["suspect_ref"]);
            let of = (row["force_code"].clone(), month);
            of_months.entry(of).or_default().push(key);
        }
        let (mut gaps, mut twice) = (0, 0);
        for row in sample.rows_of("truth/coverage.csv") {
            let of = (row["force_code"].clone(), row["month"].clone());
            if row["records"] != "suspects" {
                continue;
            }
            let keys = of_months.get(&of);
            if row["held"] == "gap" {
                assert!(keys.is_none(), "{of:?}");
                gaps += 1;
            } else if let Some(keys) = keys {
                let different: BTreeSet<_> = keys.iter().collect();
                assert_eq!(keys.len(), 2 * different.len(), "{of:?}");
                twice += 1;
            }
        }
        assert!(gaps > 20 && twice > 20, "{gaps} {twice}");
    }
}
