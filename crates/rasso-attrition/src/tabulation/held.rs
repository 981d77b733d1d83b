//! Tables whose revisions are held back: earlier periods stay as they were published.

use super::{CellSum, TableCell, Tabulation};
use rasso_terms::PeriodType;
use std::collections::BTreeSet;

impl Tabulation {
    /// Puts the counts of a table that were published, withheld ones too, in the place of those of the run; a year that
    /// was not is the sum of its quarters as they then are. Gives how many counts are others. `published` knows cells by their
    /// ids. Tables that share counts must be held together ([`Self::joined`]).
    pub fn hold(&mut self, table: &str, published: &dyn Fn(&str) -> Option<i64>) -> usize {
        let mut others = 0;
        let mut new_years = Vec::new();
        for (at, cell) in self.cells.iter_mut().enumerate() {
            if cell.table != table {
                continue;
            }
            match published(&cell.id()) {
                Some(value) => {
                    others += usize::from(cell.value != value);
                    cell.value = value;
                }
                None if cell.period.period_type == PeriodType::Quarter => {}
                None => new_years.push(at),
            }
        }
        for at in new_years {
            let year = self.cells[at].clone();
            let is_part = |it: &&TableCell| {
                it.table == table
                    && it.period.period_type == PeriodType::Quarter
                    && it.count == year.count
                    && (it.area_type, &it.area_code) == (year.area_type, &year.area_code)
                    && year.period.holds(it.period.first)
            };
            let value = self.cells.iter().filter(is_part).map(|it| it.value).sum();
            others += usize::from(year.value != value);
            self.cells[at].value = value;
        }
        others
    }

    /// These tables, and those that share counts with them.
    pub fn joined(&self, tables: &BTreeSet<String>) -> BTreeSet<String> {
        let mut joined = tables.clone();
        loop {
            let before = joined.len();
            for same in &self.same {
                let other = &self.cells[same.cell].table;
                if joined.contains(other) || joined.contains(&same.table) {
                    joined.extend([other.clone(), same.table.clone()]);
                }
            }
            if joined.len() == before {
                return joined;
            }
        }
    }

    /// Every sum holds after tables were held, because each holds among what was published, and among what is new.
    pub fn check_sums(&self) -> Result<(), String> {
        let is_wrong = |it: &&CellSum| {
            let of = |&(at, by): &(usize, i64)| self.cells[at].value * by;
            it.terms.iter().map(of).sum::<i64>() != 0
        };
        match self.sums.iter().find(is_wrong) {
            None => Ok(()),
            Some(sum) => Err(format!(
                "the sum `{}` does not hold between what was published and what is new",
                sum.id
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AreaType;
    use rasso_terms::{Period, Quarter};

    /// Five quarters of one count, and the two years that they make.
    fn five(counts: [i64; 5]) -> Tabulation {
        let first: Quarter = "2024-Q1".parse().unwrap();
        let last = Quarter::from_ordinal(first.ordinal() + 4);
        let kinds = [PeriodType::Quarter, PeriodType::RollingYear];
        let mut periods = Period::between(first, last);
        periods.retain(|it| kinds.contains(&it.period_type));
        let quarter = |it: Quarter| usize::try_from(it.ordinal() - first.ordinal()).unwrap();
        let cell = |period: &Period| TableCell {
            table: "crimes".to_owned(),
            count: "all".to_owned(),
            area_type: AreaType::Force,
            area_code: "52".to_owned(),
            period: *period,
            value: counts[quarter(period.first)..=quarter(period.last)]
                .iter()
                .sum(),
            is_available: true,
            is_provisional: false,
            is_partial: false,
        };
        let cells: Vec<TableCell> = periods.iter().map(cell).collect();
        let sum = |year: usize| CellSum {
            id: format!("year {year}"),
            terms: (year..year + 4)
                .map(|it| (it, 1))
                .chain([(5 + year, -1)])
                .collect(),
        };
        Tabulation {
            sums: vec![sum(0), sum(1)],
            same: Vec::new(),
            cells,
        }
    }

    #[test]
    fn what_was_published_stays_and_new_years_sum_what_stays_with_what_is_new() {
        let before = five([3, 5, 7, 9, 0]);
        let mut now = five([3, 6, 7, 9, 11]);
        // The last quarter, and the year that it ends, are new.
        let published = |id: &str| {
            let known = before.cells.iter().find(|it| it.id() == id)?;
            let is_new = known.period.last == "2025-Q1".parse().unwrap();
            (!is_new).then_some(known.value)
        };
        assert_eq!(now.hold("crimes", &published), 3);
        assert_eq!(now.check_sums(), Ok(()));
        let values: Vec<i64> = now.cells.iter().map(|it| it.value).collect();
        assert_eq!(values, [3, 5, 7, 9, 11, 24, 32]);
        assert_eq!(now.hold("crimes", &published), 0);
        assert_eq!(now.hold("others", &|_| Some(1)), 0);
        now.hold("crimes", &|id| id.ends_with("YE 2024-12").then_some(1));
        assert!(now.check_sums().is_err_and(|it| it.contains("year 0")));
    }
}
