//! What the rules found, as the files of a run have it.

use crate::{CoverageRow, LeftOutRow, QualityError, RunQuality};
use arrow::array::RecordBatch;
use rasso_extract::OwnTable;
use rasso_schema::{QualityRules, RuleReads};

/// `quality.parquet`: how often each rule was asked and broken.
pub fn counts_batch(
    quality: &RunQuality,
    rules: &QualityRules,
) -> Result<RecordBatch, QualityError> {
    let mut rows = Vec::new();
    for it in &quality.counts {
        let asked = rules.asked().find(|(rule, _)| rule.code == it.rule);
        rows.extend(asked.map(|(rule, asks)| (it, rule, asks)));
    }
    let reads = |reads: &RuleReads| match reads {
        RuleReads::Table(name) | RuleReads::Unit(name, _) => name.clone(),
    };
    let names: Vec<String> = rows.iter().map(|it| reads(&it.2.reads)).collect();
    let quarters = rows.iter().map(|it| it.0.quarter);
    let quarters: Vec<Option<String>> = quarters.map(|it| it.map(|it| it.to_string())).collect();
    let number = |it: u64| i64::try_from(it).ok();
    let table = OwnTable::new()
        .words("rule", rows.iter().map(|it| Some(it.0.rule.as_str())))
        .words(
            "severity",
            rows.iter().map(|it| Some(it.1.severity.as_str())),
        )
        .words("effect", rows.iter().map(|it| Some(it.2.effect.as_str())))
        .words("table_or_unit", names.iter().map(|it| Some(it.as_str())))
        .words("force_code", rows.iter().map(|it| it.0.force.as_deref()))
        .words("source", rows.iter().map(|it| it.0.source.as_deref()))
        .words("period", quarters.iter().map(Option::as_deref))
        .integers("checked", rows.iter().map(|it| number(it.0.count.checked)))
        .integers("broken", rows.iter().map(|it| number(it.0.count.broken)));
    Ok(table.finish()?)
}

/// `quality_findings.parquet`: which records broke which rule. Row-level, and without a cell.
pub fn findings_batch(quality: &RunQuality) -> Result<RecordBatch, QualityError> {
    let all = &quality.findings;
    let table = OwnTable::new()
        .words("rule", all.iter().map(|it| Some(it.rule.as_str())))
        .words("table_or_unit", all.iter().map(|it| Some(it.of.as_str())))
        .integers("record_id", all.iter().map(|it| it.record_id))
        .words("file", all.iter().map(|it| it.file.as_deref()))
        .integers("row", all.iter().map(|it| it.row));
    Ok(table.finish()?)
}

/// `coverage.parquet`: what every force and Area told of every period, by table.
pub fn coverage_batch(coverage: &[CoverageRow]) -> Result<RecordBatch, QualityError> {
    let number = |it: u64| i64::try_from(it).ok();
    let periods: Vec<String> = coverage.iter().map(|it| it.period.to_string()).collect();
    let dates = |of: fn(&CoverageRow) -> Option<rasso_terms::Day>| -> Vec<Option<String>> {
        let days = coverage.iter().map(of);
        days.map(|it| it.map(|it| it.to_string())).collect()
    };
    let (firsts, lasts) = (dates(|it| it.first), dates(|it| it.last));
    let table = OwnTable::new()
        .words("agency", coverage.iter().map(|it| Some(it.agency.as_str())))
        .words("table", coverage.iter().map(|it| Some(it.table.as_str())))
        .words("force_code", coverage.iter().map(|it| it.sender.force()))
        .words("cps_area", coverage.iter().map(|it| it.sender.cps_area()))
        .words(
            "period_type",
            coverage
                .iter()
                .map(|it| Some(it.period.period_type.as_str())),
        )
        .words("period", periods.iter().map(|it| Some(it.as_str())))
        .integers("rows", coverage.iter().map(|it| number(it.rows)))
        .integers("months", coverage.iter().map(|it| number(it.months)))
        .integers(
            "months_with_rows",
            coverage.iter().map(|it| number(it.months_with_rows)),
        )
        .words("first_date", firsts.iter().map(Option::as_deref))
        .words("last_date", lasts.iter().map(Option::as_deref))
        .words("status", coverage.iter().map(|it| Some(it.status.as_str())));
    Ok(table.finish()?)
}

/// `left_out.parquet`: whom each figure is without.
pub fn left_out_batch(left_out: &[LeftOutRow]) -> Result<RecordBatch, QualityError> {
    let periods: Vec<String> = left_out.iter().map(|it| it.period.to_string()).collect();
    let words = |of: fn(&LeftOutRow) -> &str| left_out.iter().map(move |it| Some(of(it)));
    let table = OwnTable::new()
        .words("metric", words(|it| &it.metric))
        .words("clock", words(|it| &it.clock))
        .words("period_type", words(|it| it.period.period_type.as_str()))
        .words("period", periods.iter().map(|it| Some(it.as_str())))
        .words("area_type", words(|it| it.area_type.as_str()))
        .words("area_code", words(|it| &it.area_code))
        .words("force_code", left_out.iter().map(|it| it.sender.force()))
        .words("cps_area", left_out.iter().map(|it| it.sender.cps_area()))
        .words("agency", words(|it| it.agency.as_str()))
        .words("why", words(|it| &it.why));
    Ok(table.finish()?)
}
