//! Reads the files of one table and settles them into its records.

mod corrections;
mod sent_anew;

use crate::{
    AcceptedTable, DeliveryFinding, DroppedDuplicate, ExtractError, Fault, FileTally, ReadOptions,
    Rule, Scope, SourceFile, accepted,
    batch::Place,
    delivery::deliveries,
    error::arrow_bug,
    file::{self, CheckedFile},
    findings::Look,
    key,
    known::{Known, fingerprints},
    lines::Lines,
    quality::{BrokenRow, Delivery, TableQuality, table_quality},
    settle::{Gathered, Settled, index, settle},
};
use arrow::{array::new_empty_array, compute::concat};
use rasso_schema::{Key, Repeats, Schemas, TableSchema};
use rasso_terms::Day;
use rayon::prelude::*;
use sent_anew::Corrected;
use std::{collections::BTreeMap, sync::Arc};

/// One table of a run.
pub(crate) struct ReadTable {
    pub(crate) accepted: AcceptedTable,
    pub(crate) faults: Vec<Fault>,
    pub(crate) dropped: Vec<DroppedDuplicate>,
    pub(crate) findings: Vec<DeliveryFinding>,
    pub(crate) quality: TableQuality,
    /// By place among the files of the run.
    pub(crate) tallies: Vec<(usize, FileTally)>,
}

/// The files of a delivery, settled.
struct Delivered {
    settled: Settled,
    origins: Vec<(usize, u64)>,
    places: Vec<usize>,
    lines: Vec<Lines>,
    faults: Vec<Fault>,
    /// By the place of the file among those of the delivery.
    broken: Vec<(usize, BrokenRow)>,
    dropped: Vec<DroppedDuplicate>,
    tallies: Vec<FileTally>,
}

pub(crate) fn read(
    table: &TableSchema,
    files: &[(usize, &SourceFile)],
    schemas: &Schemas,
    options: &ReadOptions,
) -> Result<ReadTable, ExtractError> {
    let by_place: BTreeMap<usize, &SourceFile> = files.iter().copied().collect();
    let deliver = |places: &[usize]| deliver(table, places, &by_place, schemas, options);
    let mut tallies: BTreeMap<usize, FileTally> = files
        .iter()
        .map(|(place, file)| (*place, file::tally_of(file)))
        .collect();
    let mut known: BTreeMap<&str, Known> = BTreeMap::new();
    let mut look = Look::new(table, schemas, options);
    let mut taken = Vec::new();
    for (source, deliveries) in deliveries(files.iter().copied(), options.as_at) {
        let known = known.entry(source).or_default();
        for (day, places) in &deliveries.earlier {
            let delivered = deliver(places)?;
            let arrays = &delivered.settled.arrays;
            known.add(arrays, *day)?;
            if deliveries
                .earlier
                .last()
                .is_some_and(|(last, _)| last == day)
            {
                look.before(*day, arrays, &delivered.from(&by_place));
            }
            tallies.extend(delivered.places.into_iter().zip(delivered.tallies));
        }
        taken.extend(deliveries.taken);
    }
    let delivered = deliver(&taken)?;
    let from = delivered.from(&by_place);
    let broken = delivered.standing_breaks(&by_place);
    let quality = Delivery {
        arrays: &delivered.settled.arrays,
        from: &from,
        broken: &broken,
    };
    let quality = table_quality(table, schemas, &quality);
    let Delivered {
        settled,
        places,
        faults,
        dropped,
        tallies: used,
        ..
    } = delivered;
    let used = used.into_iter().map(|it| FileTally { used: true, ..it });
    tallies.extend(places.into_iter().zip(used));
    let known = known_days(&settled, &from, &known)?;
    let accepted = accepted::build(
        table,
        schemas,
        &settled.arrays,
        &from,
        &known,
        options.key.as_ref(),
    )?;
    Ok(ReadTable {
        findings: look.findings(&settled, &from)?,
        quality,
        accepted,
        faults,
        dropped,
        tallies: tallies.into_iter().collect(),
    })
}

/// The first delivery of its source that held each record.
fn known_days(
    settled: &Settled,
    from: &[(&SourceFile, u64)],
    known: &BTreeMap<&str, Known>,
) -> Result<Vec<Day>, ExtractError> {
    if known.values().all(Known::is_empty) {
        return Ok(from.iter().map(|(file, _)| file.extract_date).collect());
    }
    let since = |(fingerprint, (file, _)): (u128, &(&SourceFile, u64))| {
        let known = known
            .get(file.source.as_str())
            .and_then(|it| it.since(fingerprint));
        known.unwrap_or(file.extract_date)
    };
    Ok(fingerprints(&settled.arrays)?
        .into_iter()
        .zip(from)
        .map(since)
        .collect())
}

fn deliver(
    table: &TableSchema,
    places: &[usize],
    files: &BTreeMap<usize, &SourceFile>,
    schemas: &Schemas,
    options: &ReadOptions,
) -> Result<Delivered, ExtractError> {
    // By name, so that the order in which a pipeline lists its files decides nothing.
    let mut places: Vec<usize> = places.to_vec();
    places.sort_by_key(|it| (files.get(it).map(|it| it.label.as_str()), *it));
    let chosen: Vec<&SourceFile> = places
        .iter()
        .filter_map(|it| files.get(it).copied())
        .collect();
    let checked: Vec<_> = chosen
        .par_iter()
        .map(|it| file::read(it, table, schemas, options))
        .collect();
    let checked = checked
        .into_iter()
        .collect::<Result<Vec<CheckedFile>, _>>()?;
    let mut arrays = Vec::new();
    for (at, (column, holds)) in key::layout(table).into_iter().enumerate() {
        let empty = new_empty_array(&key::data_type(column, holds));
        let parts = checked.iter().filter_map(|it| it.arrays.get(at));
        let parts: Vec<_> = parts.chain([&empty]).map(AsRef::as_ref).collect();
        arrays.push(concat(&parts).map_err(arrow_bug("joined"))?);
    }
    let (mut origins, mut faults, mut dropped, mut tallies) = (vec![], vec![], vec![], vec![]);
    let (mut lines, mut broken) = (Vec::new(), Vec::new());
    for (at, file) in checked.into_iter().enumerate() {
        origins.extend(file.rows.into_iter().map(|row| (at, row)));
        faults.extend(file.faults);
        broken.extend(file.broken.into_iter().map(|it| (at, it)));
        dropped.extend(file.dropped);
        tallies.push(file.tally);
        lines.push(file.lines);
    }
    let collapses = |it: &SourceFile| {
        it.mapping
            .as_ref()
            .is_some_and(|it| it.repeats == Repeats::Collapse)
    };
    let gathered = Gathered {
        arrays,
        origins,
        collapses: chosen.iter().map(|it| collapses(it)).collect(),
        corrects: corrections::chains(table, &chosen)?,
    };
    let settled = settle(&gathered, table)?;
    let corrected = Corrected {
        table,
        files: &chosen,
        gathered: &gathered,
        settled: &settled,
        faults: &faults,
    };
    corrected.put_down(&mut tallies, schemas, options)?;
    let mut delivered = Delivered {
        settled,
        origins: gathered.origins,
        places,
        lines,
        faults,
        broken,
        dropped,
        tallies,
    };
    delivered.account(table);
    Ok(delivered)
}

impl Delivered {
    /// The file and row that each record comes from.
    fn from<'f>(&self, files: &BTreeMap<usize, &'f SourceFile>) -> Vec<(&'f SourceFile, u64)> {
        let origins = self.settled.from.iter();
        origins
            .filter_map(|it| self.origins.get(index(*it)))
            .filter_map(|(file, row)| Some((*files.get(self.places.get(*file)?)?, *row)))
            .collect()
    }

    /// The rows that broke a rule of quality which cost them something, without those in whose place
    /// a corrected file has sent others.
    fn standing_breaks<'f>(
        &self,
        files: &BTreeMap<usize, &'f SourceFile>,
    ) -> Vec<(&'f SourceFile, BrokenRow)> {
        let stands = |(at, it): &&(usize, BrokenRow)| {
            let anew = self.tallies.get(*at).map(|it| it.sent_anew.as_slice());
            anew.is_none_or(|rows| rows.binary_search(&it.row).is_err())
        };
        let of_file =
            |(at, it): &(usize, BrokenRow)| Some((*files.get(self.places.get(*at)?)?, it.clone()));
        let standing = self.broken.iter().filter(stands);
        standing.filter_map(of_file).collect()
    }

    /// Counts what settling did to the rows of each file, and names the rows.
    fn account(&mut self, table: &TableSchema) {
        let columns: Arc<str> = match &table.key {
            Key::Columns(names) => names.join(", ").into(),
            Key::WholeRow => "(row)".into(),
        };
        let must_be: Arc<str> = Rule::KeyRepeated.words().into();
        for row in &self.settled.from {
            if let Some((_, tally)) = place(&self.origins, &mut self.tallies, *row) {
                tally.accepted += 1;
            }
        }
        for row in &self.settled.repeated {
            let Place { line, lines, .. } = line_of(&self.origins, &self.lines, *row);
            if let Some((row, tally)) = place(&self.origins, &mut self.tallies, *row) {
                tally.quarantined += 1;
                let (table, file) = (Arc::clone(&tally.table), Arc::clone(&tally.label));
                let (column, must_be) = (Arc::clone(&columns), Arc::clone(&must_be));
                let (rule, scope) = (Rule::KeyRepeated, Scope::Row);
                self.faults.push(Fault {
                    table,
                    file,
                    row,
                    line,
                    lines,
                    column,
                    headings: None,
                    rule,
                    locator: None,
                    scope,
                    must_be,
                });
            }
        }
        for (row, kept, reason) in &self.settled.dropped {
            let kept = place(&self.origins, &mut self.tallies, *kept)
                .map(|(row, tally)| (row, Arc::clone(&tally.label)));
            let (kept_row, kept_file) = kept.unzip();
            let Place { line, lines, .. } = line_of(&self.origins, &self.lines, *row);
            if let Some((row, tally)) = place(&self.origins, &mut self.tallies, *row) {
                tally.dropped += 1;
                let (table, file) = (Arc::clone(&tally.table), Arc::clone(&tally.label));
                let reason = (*reason).into();
                self.dropped.push(DroppedDuplicate {
                    table,
                    file,
                    row,
                    line,
                    lines,
                    kept_file,
                    kept_row,
                    reason,
                });
            }
        }
        self.faults
            .sort_by(|a, b| (&a.file, a.row).cmp(&(&b.file, b.row)));
        self.dropped.sort();
    }
}

/// The number of a gathered row in its file, and the file's tally.
fn place<'t>(
    origins: &[(usize, u64)],
    tallies: &'t mut [FileTally],
    row: u32,
) -> Option<(u64, &'t mut FileTally)> {
    let (file, row) = *origins.get(index(row))?;
    tallies.get_mut(file).map(|tally| (row, tally))
}

/// Where a gathered row stands in its file.
fn line_of(origins: &[(usize, u64)], lines: &[Lines], row: u32) -> Place {
    let (file, number) = origins.get(index(row)).copied().unwrap_or_default();
    let lines = lines.get(file);
    lines.map_or_else(|| Lines::default().place(number), |it| it.place(number))
}
