//! Whose each record is, and its day.

use super::Sender;
use crate::QualityError;
use arrow::array::RecordBatch;
use rasso_extract::{Columns, Extracted, day, text};
use rasso_schema::Schemas;
use rasso_terms::Day;
use std::collections::{BTreeMap, BTreeSet};

/// The days of the records of every sender, one that has none among them. A record of which nobody can
/// say whose it is counts for nobody.
pub(super) fn records(
    extracted: &Extracted,
    schemas: &Schemas,
    table: &str,
    senders: &BTreeSet<Sender>,
) -> Result<BTreeMap<Sender, Vec<Day>>, QualityError> {
    let none = senders.iter().map(|it| (it.clone(), Vec::new()));
    let mut all: BTreeMap<Sender, Vec<Day>> = none.collect();
    let (Some(rule), Some(accepted)) = (
        schemas.delivery_rules().months(table),
        extracted.tables.get(table),
    ) else {
        return Ok(all);
    };
    let batch = &accepted.records;
    let days = batch.days(&rule.month_of)?;
    let whose = whose(extracted, table, batch)?;
    for (row, sender) in whose.into_iter().enumerate() {
        let days_of = sender.and_then(|it| all.get_mut(&it));
        if let (Some(days_of), Some(day)) = (days_of, day(days, row)) {
            days_of.push(day);
        }
    }
    Ok(all)
}

/// The sender of each record: in its own row, or in that of its case.
fn whose(
    extracted: &Extracted,
    table: &str,
    batch: &RecordBatch,
) -> Result<Vec<Option<Sender>>, QualityError> {
    let own = |column: &str| -> Result<Vec<Option<String>>, QualityError> {
        let texts = batch.texts(column)?;
        let of = |row| text(texts, row).map(str::to_owned);
        Ok((0..batch.num_rows()).map(of).collect())
    };
    let force = |it: Vec<Option<String>>| it.into_iter().map(|it| it.map(Sender::Force)).collect();
    match table {
        "court_defendant" => Ok(force(own("urn_force")?)),
        "court_hearing" => {
            let keys = ["court_case_ref", "defendant_ref"];
            let found = through_case(extracted, "court_defendant", keys, "urn_force", batch)?;
            Ok(force(found))
        }
        "cps_event" => {
            let keys = ["cps_case_ref", "cps_suspect_ref"];
            let found = through_case(extracted, "cps_case", keys, "cps_area", batch)?;
            Ok(found
                .into_iter()
                .map(|it| it.map(Sender::CpsArea))
                .collect())
        }
        _ => Ok(force(own("force_code")?)),
    }
}

/// A column of the record that each row belongs to.
fn through_case(
    extracted: &Extracted,
    table: &str,
    keys: [&str; 2],
    column: &str,
    batch: &RecordBatch,
) -> Result<Vec<Option<String>>, QualityError> {
    let key = |batch: &RecordBatch| -> Result<Vec<(String, String)>, QualityError> {
        let [case, person] = keys;
        let (cases, people) = (batch.texts(case)?, batch.texts(person)?);
        let of = |row| (cases.value(row).to_owned(), people.value(row).to_owned());
        Ok((0..batch.num_rows()).map(of).collect())
    };
    let mut said: BTreeMap<(String, String), String> = BTreeMap::new();
    if let Some(cases) = extracted.tables.get(table) {
        let texts = cases.records.texts(column)?;
        for (row, key) in key(&cases.records)?.into_iter().enumerate() {
            said.extend(text(texts, row).map(|it| (key, it.to_owned())));
        }
    }
    Ok(key(batch)?.iter().map(|it| said.get(it).cloned()).collect())
}
