//! Looks at the deliveries of one table.

use super::{
    Before, DeliveryFinding, FindingKind, Findings, Months, Senders, foreign_urns, half_told,
    half_told::tell,
    missing_periods,
    months::{Origin, month_of},
    periods_sent_twice, repeated_periods, sharp_changes,
};
use crate::{ExtractError, ReadOptions, SourceFile, settle::Settled};
use arrow::array::ArrayRef;
use rasso_schema::{MonthRule, Schemas, TableSchema};
use rasso_terms::Day;
use std::collections::BTreeMap;

/// The earlier deliveries of a table, as far as later ones are held against them.
pub(crate) struct Look<'t> {
    table: &'t TableSchema,
    rule: Option<&'t MonthRule>,
    schemas: &'t Schemas,
    as_at: Day,
    senders: Senders,
    /// The delivery before the one taken, of each source.
    before: Vec<Before>,
}

impl<'t> Look<'t> {
    pub(crate) fn new(table: &'t TableSchema, schemas: &'t Schemas, options: &ReadOptions) -> Self {
        Self {
            table,
            rule: schemas.delivery_rules().months(&table.name),
            schemas,
            as_at: options.as_at,
            senders: Senders::default(),
            before: Vec::new(),
        }
    }

    /// Notes what the delivery before the one taken held.
    /// `from` gives the file of each record.
    pub(crate) fn before(&mut self, day: Day, arrays: &[ArrayRef], from: &[(&SourceFile, u64)]) {
        if let Some(rule) = self.rule {
            let senders = &mut self.senders;
            let origin = |row: usize| from.get(row).map(|it| Origin::of(it.0, rule));
            let months = Months::of(arrays, self.table, rule, self.as_at, senders, origin);
            let counts = months.whole_counts();
            self.before.push(Before { day, counts });
        }
    }

    /// Looks at the deliveries taken. `from` gives the file of each record.
    pub(crate) fn findings(
        mut self,
        settled: &Settled,
        from: &[(&SourceFile, u64)],
    ) -> Result<Vec<DeliveryFinding>, ExtractError> {
        let arrays = &settled.arrays;
        let rules = self.schemas.delivery_rules();
        let senders = &mut self.senders;
        let half = half_told(arrays, self.table, &rules.half_told, from, senders);
        let foreign = &rules.foreign_urns;
        let foreign = foreign_urns(arrays, self.table, self.schemas, foreign, from, senders);
        let months = self.rule.map(|rule| {
            let origin = |row: usize| from.get(row).map(|it| Origin::of(it.0, rule));
            Months::of(arrays, self.table, rule, self.as_at, senders, origin)
        });
        let mut findings = Findings::new(&self.table.name, &self.senders);
        tell(half, FindingKind::HalfTold, &mut findings);
        tell(foreign, FindingKind::ForeignUrns, &mut findings);
        let Some(months) = months else {
            return Ok(findings.into_sorted());
        };
        let counts = months.whole_counts();
        let extracted: BTreeMap<&str, Day> = from
            .iter()
            .map(|(file, _)| (file.source.as_str(), file.extract_date))
            .collect();
        let last = |sender: u32| {
            let (source, _) = self.senders.named(sender);
            let day = extracted.get(&*source).copied().unwrap_or(self.as_at);
            month_of(day) - 1
        };
        missing_periods(&counts, last, rules.missing_period, &mut findings);
        periods_sent_twice(
            &months,
            settled.repeats(),
            rules.period_sent_twice,
            &mut findings,
        );
        repeated_periods(
            arrays,
            self.table,
            &months,
            rules.repeated_period,
            &mut findings,
        )?;
        for before in &mut self.before {
            let counted = &mut before.counts;
            counted.retain(|sender, _| !months.by_year.contains(sender));
            sharp_changes(before, &counts, rules.sharp_change, &mut findings);
        }
        Ok(findings.into_sorted())
    }
}
