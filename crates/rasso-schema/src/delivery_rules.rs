//! What is looked for in a delivery as a whole.

use crate::{Files, SchemaError, TableSchema, UnknownName, files::parse_toml};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Where they stand.
const FILE: &str = "deliveries/findings.toml";

/// Which month a record of a table is of, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthRule {
    /// The table.
    pub table: String,
    /// The column of the date.
    pub month_of: String,
    /// The column of whose record it is; of a URN, its force counts.
    pub sender: Option<String>,
}

/// When months without a record are a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingPeriod {
    /// How many records the months around would lead one to expect in it.
    pub expected_records: u64,
    /// How many records a month would be usual at least: rarer ones come in bursts.
    pub records_a_month: u64,
    /// How many months on either side tell what would be usual.
    pub months_around: usize,
}

/// When a month stands there twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodSentTwice {
    /// How many in a hundred of its records are repeated.
    pub percent: u64,
    /// How many records are repeated at least.
    pub records: u64,
}

/// When two months are the same period under another date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepeatedPeriod {
    /// How many in a hundred of the records of either month are alike.
    pub percent: u64,
    /// How many records are alike at least.
    pub records: u64,
    /// The chance of it, as the negative exponent of ten.
    pub chance_of_10_to_minus: u32,
}

/// When a delivery differs from the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharpChange {
    /// By how many in a hundred.
    pub percent: u64,
    /// By how many records at least.
    pub records: u64,
    /// Months before the earlier extract of which records still come in.
    pub settling_months: i32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    table: Vec<MonthRule>,
    missing_period: MissingPeriod,
    period_sent_twice: PeriodSentTwice,
    repeated_period: RepeatedPeriod,
    sharp_change: SharpChange,
}

/// What is looked for in a delivery as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRules {
    months: BTreeMap<String, MonthRule>,
    /// When months without a record are a gap.
    pub missing_period: MissingPeriod,
    /// When a month stands there twice.
    pub period_sent_twice: PeriodSentTwice,
    /// When two months are the same period under another date.
    pub repeated_period: RepeatedPeriod,
    /// When a delivery differs from the one before.
    pub sharp_change: SharpChange,
}

impl DeliveryRules {
    pub(crate) fn load(
        files: &Files,
        tables: &BTreeMap<String, TableSchema>,
    ) -> Result<Self, SchemaError> {
        let written: Written = parse_toml(FILE, files.text(FILE)?)?;
        let mut months = BTreeMap::new();
        for rule in written.table {
            let unknown = |it| SchemaError::unknown_in(FILE, it);
            let Some(table) = tables.get(&rule.table) else {
                let known = tables.keys().map(String::as_str);
                return Err(unknown(UnknownName::among("table", &rule.table, known)));
            };
            for column in [Some(&rule.month_of), rule.sender.as_ref()]
                .into_iter()
                .flatten()
            {
                if table.column(column).is_none() {
                    let known = table.columns.iter().map(|it| it.name.as_str());
                    return Err(unknown(UnknownName::among("column", column, known)));
                }
            }
            months.insert(rule.table.clone(), rule);
        }
        Ok(Self {
            months,
            missing_period: written.missing_period,
            period_sent_twice: written.period_sent_twice,
            repeated_period: written.repeated_period,
            sharp_change: written.sharp_change,
        })
    }

    /// Which month a record of this table is of; nothing where no column says it.
    pub fn months(&self, table: &str) -> Option<&MonthRule> {
        self.months.get(table)
    }
}
