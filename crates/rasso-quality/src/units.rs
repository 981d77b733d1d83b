//! The rules of units, asked over the relational core.

use crate::{QualityError, RuleCount, RuleFinding, joined::UnitRows};
use rasso_engine::Core;
use rasso_extract::AcceptedTable;
use rasso_extract::{Columns, QualityCount};
use rasso_schema::{QualityRules, RuleCell, RuleReads, RuleRows, Verdict};
use rasso_terms::Quarter;
use std::collections::BTreeMap;

/// Asks every rule of a unit; gives how often each was asked and broken, and by which records.
pub(crate) fn ask(
    core: &mut Core,
    rules: &QualityRules,
    tables: &BTreeMap<String, AcceptedTable>,
) -> Result<(Vec<RuleCount>, Vec<RuleFinding>), QualityError> {
    let (mut counts, mut findings) = (Vec::new(), Vec::new());
    for (rule, asks) in rules.asked() {
        let RuleReads::Unit(unit, joined) = &asks.reads else {
            continue;
        };
        let rows = UnitRows::read(core, unit, joined, &asks.columns, &asks.dates)?;
        let mut of_rule: BTreeMap<(Option<String>, Option<Quarter>), QualityCount> =
            BTreeMap::new();
        for (row, verdict) in asks.verdicts(&rows).into_iter().enumerate() {
            if verdict == Verdict::NotAsked {
                continue;
            }
            let quarter = match rows.cell(row, asks.period) {
                RuleCell::Day(day) => Some(Quarter::of(day)),
                RuleCell::Nothing | RuleCell::Text(_) | RuleCell::Number(_) => None,
            };
            let force = asks.force_of(&rows, row).map(str::to_owned);
            let count = of_rule.entry((force, quarter)).or_default();
            count.checked += 1;
            if verdict == Verdict::Broken {
                count.broken += 1;
                let (record_id, origin) = rows.records.get(row).cloned().unwrap_or_default();
                let place = place(tables, unit, origin.as_deref(), record_id)?;
                let (file, row) = place.unzip();
                findings.push(RuleFinding {
                    rule: rule.code,
                    of: unit.clone(),
                    record_id,
                    file,
                    row,
                });
            }
        }
        for ((force, quarter), count) in of_rule {
            counts.push(RuleCount {
                rule: rule.code,
                force,
                source: None,
                quarter,
                count,
            });
        }
    }
    Ok((counts, findings))
}

/// File and row of the record of a unit.
fn place(
    tables: &BTreeMap<String, AcceptedTable>,
    unit: &str,
    origin: Option<&str>,
    record: Option<i64>,
) -> Result<Option<(String, i64)>, QualityError> {
    let table = match (unit, origin) {
        ("crime", _) => "police_crime",
        ("suspect", _) => "police_suspect",
        ("cps_suspect", _) | ("defendant", Some("cps")) => "cps_case",
        ("consultation", _) => "cps_event",
        ("defendant", _) => "court_defendant",
        ("hearing", _) => "court_hearing",
        ("count", _) => "court_count",
        _ => return Ok(None),
    };
    let row = record.and_then(|it| usize::try_from(it).ok());
    let (Some(table), Some(row)) = (tables.get(table), row) else {
        return Ok(None);
    };
    let files = table.records.texts("source_file")?;
    let rows = table.records.integers("source_row")?;
    let is_there = row < table.records.num_rows();
    Ok(is_there.then(|| (files.value(row).to_owned(), rows.value(row))))
}
