//! What is looked for in a delivery as a whole.

use crate::{ColumnSchema, Files, SchemaError, TableSchema, UnknownName, files::parse_toml};
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

/// A column that counts for nothing without another.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// The one it needs.
    pub needs: String,
    /// The column of whose record it is.
    pub sender: String,
    /// What becomes of records that fill the first only.
    pub costs: String,
}

/// When records fill a column and leave empty the one that it needs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HalfTold {
    /// How many in a hundred of the records that fill the first.
    pub percent: u64,
    /// How many records at least.
    pub records: u64,
    /// The columns.
    pub pair: Vec<Pair>,
}

/// Where the force of a record and that of its URN stand.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UrnForce {
    /// The table.
    pub table: String,
    /// The column of the URN.
    pub urn: String,
    /// The column of the force.
    pub force: String,
}

/// When the URNs of a force's records are another's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForeignUrns {
    /// How many in a hundred of the records that have a URN.
    pub percent: u64,
    /// How many records at least.
    pub records: u64,
    /// The columns.
    pub of: Vec<UrnForce>,
}

/// When a sender has no records of months.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverageRules {
    /// How many months on either side tell what is usual of the sender.
    pub months_around: i32,
    /// How many records ought to be there, by table.
    pub table: Vec<CoverageLimits>,
    /// The tables that a figure of a unit rests on.
    pub units: BTreeMap<String, Vec<String>>,
    /// The table that a figure rests on which needs an agency's records beside those of its unit.
    pub agencies: BTreeMap<String, String>,
}

/// How many records of a table ought to be there for none to be no chance.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverageLimits {
    /// The table.
    pub table: String,
    /// How many.
    pub expected_records: u64,
    /// How many a sender has on average, for one without any to have sent nothing.
    pub average_records: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    table: Vec<MonthRule>,
    missing_period: MissingPeriod,
    period_sent_twice: PeriodSentTwice,
    repeated_period: RepeatedPeriod,
    sharp_change: SharpChange,
    half_told: HalfTold,
    foreign_urns: ForeignUrns,
    coverage: CoverageRules,
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
    /// When records fill a column and leave empty the one that it needs.
    pub half_told: HalfTold,
    /// When the URNs of a force's records are another's.
    pub foreign_urns: ForeignUrns,
    /// When a sender has no records of months.
    pub coverage: CoverageRules,
}

/// The column of a table, as a file names it.
pub(crate) fn check_column<'t>(
    file: &str,
    tables: &'t BTreeMap<String, TableSchema>,
    table: &str,
    column: &str,
) -> Result<&'t ColumnSchema, SchemaError> {
    let unknown = |it| SchemaError::unknown_in(file, it);
    let Some(table) = tables.get(table) else {
        let known = tables.keys().map(String::as_str);
        return Err(unknown(UnknownName::among("table", table, known)));
    };
    table.column(column).ok_or_else(|| {
        let known = table.columns.iter().map(|it| it.name.as_str());
        unknown(UnknownName::among("column", column, known))
    })
}

impl DeliveryRules {
    pub(crate) fn load(
        files: &Files,
        tables: &BTreeMap<String, TableSchema>,
    ) -> Result<Self, SchemaError> {
        let written: Written = parse_toml(FILE, files.text(FILE)?)?;
        let mut months = BTreeMap::new();
        for rule in written.table {
            for column in [Some(&rule.month_of), rule.sender.as_ref()]
                .into_iter()
                .flatten()
            {
                check_column(FILE, tables, &rule.table, column)?;
            }
            months.insert(rule.table.clone(), rule);
        }
        for it in &written.half_told.pair {
            check_column(FILE, tables, &it.table, &it.column)?;
            check_column(FILE, tables, &it.table, &it.needs)?;
            check_column(FILE, tables, &it.table, &it.sender)?;
        }
        for it in &written.foreign_urns.of {
            check_column(FILE, tables, &it.table, &it.urn)?;
            check_column(FILE, tables, &it.table, &it.force)?;
        }
        let of_units = written.coverage.units.values().flatten();
        let of_agencies = written.coverage.agencies.values();
        for table in of_units.chain(of_agencies) {
            let expected = &written.coverage.table;
            let is_there = expected.iter().any(|it| it.table == *table);
            if !is_there || !months.contains_key(table) {
                let what =
                    format!("the coverage of `{table}` has no month and no expected records");
                return Err(SchemaError::malformed(FILE, what));
            }
        }
        Ok(Self {
            months,
            missing_period: written.missing_period,
            period_sent_twice: written.period_sent_twice,
            repeated_period: written.repeated_period,
            sharp_change: written.sharp_change,
            half_told: written.half_told,
            foreign_urns: written.foreign_urns,
            coverage: written.coverage,
        })
    }

    /// Which month a record of this table is of; nothing where no column says it.
    pub fn months(&self, table: &str) -> Option<&MonthRule> {
        self.months.get(table)
    }
}
