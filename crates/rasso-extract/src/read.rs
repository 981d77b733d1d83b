//! Reads all files of one run.

use crate::{
    AcceptedTable, DeliveryFinding, DroppedDuplicate, ExtractError, Fault, FileTally, ReadOptions,
    SourceFile, TableQuality,
    findings::{files_sent_twice, files_with_an_open_end, files_with_nul_bytes},
    table,
};
use arrow::{array::RecordBatch, datatypes::Schema};
use rasso_schema::{Schemas, TableSchema};
use rasso_terms::Day;
use rayon::prelude::*;
use std::{collections::BTreeMap, io::ErrorKind, mem, sync::Arc};

/// What the files of a run hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Extracted {
    /// Every table of the schemas; one that no file was sent for is empty.
    pub tables: BTreeMap<String, AcceptedTable>,
    /// Every fault of the deliveries taken, by table, file and row.
    pub faults: Vec<Fault>,
    /// Every row of the deliveries taken that was left out, by table, file and row.
    pub duplicates: Vec<DroppedDuplicate>,
    /// What is wrong with the deliveries as a whole.
    pub findings: Vec<DeliveryFinding>,
    /// What the rules of quality found in the records of tables, and in rows that they cost.
    pub quality: TableQuality,
    /// One tally for each file, in the order the pipeline names them.
    pub files: Vec<FileTally>,
}

impl Extracted {
    /// Takes the identifiers of all tables out, so that they can be sealed and are nowhere else.
    pub fn take_identifiers(&mut self) -> BTreeMap<String, RecordBatch> {
        let nothing = || RecordBatch::new_empty(Arc::new(Schema::empty()));
        let take = |(name, table): (&String, &mut AcceptedTable)| {
            (
                name.clone(),
                mem::replace(&mut table.identifiers, nothing()),
            )
        };
        self.tables.iter_mut().map(take).collect()
    }
}

/// Reads all files of one run: of each source the latest delivery that is not after the as-at date.
///
/// The order of rows in a file, and of files in the run, does not change a record or its id.
pub fn read(
    files: &[SourceFile],
    schemas: &Schemas,
    options: &ReadOptions,
) -> Result<Extracted, ExtractError> {
    for file in files {
        let label = || file.label.clone();
        let table = schemas.table(&file.table);
        let table = table.map_err(|name| ExtractError::UnknownTable {
            label: label(),
            name,
        })?;
        if table.agency != file.agency {
            let (table, agency) = (table.name.clone(), table.agency);
            return Err(ExtractError::WrongAgency {
                label: label(),
                table,
                agency,
            });
        }
    }
    check_deliveries(files, options.as_at)?;
    check_files_are_there(files, options.as_at)?;
    let tables: Vec<&TableSchema> = schemas.tables().collect();
    let of = |table: &TableSchema| -> Vec<(usize, &SourceFile)> {
        files
            .iter()
            .enumerate()
            .filter(|(_, it)| it.table == table.name)
            .collect()
    };
    let read: Vec<_> = tables
        .par_iter()
        .map(|it| table::read(it, &of(it), schemas, options))
        .collect();
    let mut extracted = Extracted {
        tables: BTreeMap::new(),
        faults: Vec::new(),
        duplicates: Vec::new(),
        findings: Vec::new(),
        quality: TableQuality::default(),
        files: Vec::new(),
    };
    let mut tallies: BTreeMap<usize, FileTally> = BTreeMap::new();
    for table in read {
        let table = table?;
        extracted
            .tables
            .insert(table.accepted.name.clone(), table.accepted);
        extracted.faults.extend(table.faults);
        extracted.duplicates.extend(table.dropped);
        extracted.findings.extend(table.findings);
        extracted.quality.add(table.quality);
        tallies.extend(table.tallies);
    }
    extracted.files = tallies.into_values().collect();
    extracted
        .findings
        .extend(files_sent_twice(&extracted.files));
    extracted
        .findings
        .extend(files_with_an_open_end(&extracted.files));
    extracted
        .findings
        .extend(files_with_nul_bytes(&extracted.files));
    extracted.findings.sort();
    if let Some(lost) = extracted.files.iter().find(|it| !it.adds_up()) {
        return Err(ExtractError::bug(&format!(
            "{}: not every row is accounted for",
            lost.label
        )));
    }
    Ok(extracted)
}

/// Every sender that the run names had sent something by its day: without this its records would be
/// missing from every figure without a word.
fn check_deliveries(files: &[SourceFile], as_at: Day) -> Result<(), ExtractError> {
    let mut earliest: BTreeMap<(&str, &str), Day> = BTreeMap::new();
    for file in files {
        let first = earliest
            .entry((&file.table, &file.source))
            .or_insert(file.extract_date);
        *first = (*first).min(file.extract_date);
    }
    match earliest.into_iter().find(|(_, first)| *first > as_at) {
        None => Ok(()),
        Some(((table, sender), earliest)) => Err(ExtractError::NoDelivery {
            table: table.to_owned(),
            sender: sender.to_owned(),
            as_at,
            earliest,
        }),
    }
}

/// Every file that would be read is there: else all that are not are named at once, and not each in
/// a run of its own.
fn check_files_are_there(files: &[SourceFile], as_at: Day) -> Result<(), ExtractError> {
    let is_missing = |it: &&SourceFile| {
        let found = it.path.metadata();
        it.extract_date <= as_at && found.is_err_and(|it| it.kind() == ErrorKind::NotFound)
    };
    let labels: Vec<String> = files
        .iter()
        .filter(is_missing)
        .map(|it| it.label.clone())
        .collect();
    if labels.is_empty() {
        Ok(())
    } else {
        Err(ExtractError::MissingFiles { labels })
    }
}
