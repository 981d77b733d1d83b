//! Which rows of a corrected file have come anew: their faults no longer stand.
//!
//! A quarantined row is known again by its key, and only by it: a file that corrects another may hold
//! new records too. The corrected file is read a second time for its keys alone, because a quarantined
//! row is not kept. A row whose key cannot be read stands until the whole file is sent in its place.

use crate::{
    ExtractError, Fault, FileTally, ReadOptions, Rule, Scope, SourceFile,
    file::{self, CheckedFile, count},
    key,
    known::fingerprints,
    settle::{CORRECTED, Gathered, Settled},
};
use arrow::array::ArrayRef;
use rasso_schema::{Schemas, TableSchema};
use std::collections::{BTreeMap, BTreeSet};

/// The files of one delivery and what became of their rows so far.
pub(super) struct Corrected<'d> {
    pub(super) table: &'d TableSchema,
    pub(super) files: &'d [&'d SourceFile],
    pub(super) gathered: &'d Gathered,
    pub(super) settled: &'d Settled,
    /// Those of checking; that a key is repeated is not yet among them.
    pub(super) faults: &'d [Fault],
}

/// The keys of the rows of a file that were quarantined when they were checked, by row.
type Keys = BTreeMap<u64, Vec<u128>>;

impl Corrected<'_> {
    /// Puts down for each corrected file which of its faulty rows have come anew.
    pub(super) fn put_down(
        &self,
        tallies: &mut [FileTally],
        schemas: &Schemas,
        options: &ReadOptions,
    ) -> Result<(), ExtractError> {
        if self.gathered.corrects.iter().all(Vec::is_empty) {
            return Ok(());
        }
        let (which, _) = key::key_and_rest(self.table);
        let arrays = which.iter().filter_map(|at| self.gathered.arrays.get(*at));
        let keys = fingerprints(&arrays.cloned().collect::<Vec<ArrayRef>>())?;
        let corrected: BTreeSet<u32> = self
            .settled
            .dropped
            .iter()
            .filter(|(_, _, reason)| *reason == CORRECTED)
            .map(|(row, ..)| *row)
            .collect();
        for (place, (file, tally)) in self.files.iter().zip(tallies).enumerate() {
            let corrects_it = |it: &Vec<usize>| it.contains(&place);
            if !self.gathered.corrects.iter().any(corrects_it) {
                continue;
            }
            let mut faulty: BTreeSet<u64> = self.faulty(tally, |_| true);
            let (mut replaced, mut stay) = (BTreeSet::new(), BTreeSet::new());
            let mut sound: Keys = BTreeMap::new();
            for (row, ((of, number), key)) in (0_u32..).zip(self.gathered.origins.iter().zip(&keys))
            {
                if *of == place {
                    sound.entry(*number).or_default().push(*key);
                    if corrected.contains(&row) {
                        replaced.insert(*number);
                    } else {
                        stay.insert(*number);
                    }
                }
            }
            if tally.quarantined > 0 {
                let new = self.keys_sent_anew(place, &keys, &corrected);
                let quarantined = self.quarantined(file, tally, sound, schemas, options)?;
                for row in self.faulty(tally, |it| it.scope == Scope::Row) {
                    let keys = quarantined.get(&row).map_or(&[][..], Vec::as_slice);
                    tally.recovered += count(keys.iter().filter(|it| new.contains(it)).count());
                    if keys.is_empty() || !keys.iter().all(|it| new.contains(it)) {
                        stay.insert(row);
                    } else {
                        replaced.insert(row);
                    }
                }
            }
            faulty.retain(|it| replaced.contains(it) && !stay.contains(it));
            tally.sent_anew = faulty.into_iter().collect();
        }
        Ok(())
    }

    /// The rows of a file with a fault of some kind.
    fn faulty(&self, tally: &FileTally, is_meant: impl Fn(&Fault) -> bool) -> BTreeSet<u64> {
        let of_file = self.faults.iter().filter(|it| it.file == tally.label);
        of_file.filter(|it| is_meant(it)).map(|it| it.row).collect()
    }

    /// The keys that the files which correct this one have brought into the records.
    fn keys_sent_anew(
        &self,
        corrected_file: usize,
        keys: &[u128],
        corrected: &BTreeSet<u32>,
    ) -> BTreeSet<u128> {
        let repeated: BTreeSet<u32> = self.settled.repeated.iter().copied().collect();
        let rows = (0_u32..).zip(self.gathered.origins.iter().zip(keys));
        rows.filter(|(row, ((file, _), _))| {
            let chain = self.gathered.corrects.get(*file);
            chain.is_some_and(|it| it.contains(&corrected_file))
                && !repeated.contains(row)
                && !corrected.contains(row)
        })
        .map(|(_, (_, key))| *key)
        .collect()
    }

    /// The keys of the rows that checking has quarantined; `sound` are those of the others. A row
    /// is left out where not every key of it can be known.
    fn quarantined(
        &self,
        file: &SourceFile,
        tally: &FileTally,
        mut sound: Keys,
        schemas: &Schemas,
        options: &ReadOptions,
    ) -> Result<Keys, ExtractError> {
        let Some((table, file)) = for_keys_alone(self.table, file) else {
            return Ok(Keys::new());
        };
        let CheckedFile {
            arrays,
            rows,
            faults,
            tally: again,
            ..
        } = file::read(&file, &table, schemas, options)?;
        if again.sha256 != tally.sha256 {
            return Ok(Keys::new());
        }
        let is_of_no_cell = |it: &Fault| matches!(it.rule, Rule::RaggedRow | Rule::SwallowedRows);
        let mut unknown = self.faulty(tally, is_of_no_cell);
        let without_a_key = faults.iter().filter(|it| it.scope == Scope::Row);
        unknown.extend(without_a_key.map(|it| it.row));
        let mut quarantined = Keys::new();
        for (row, key) in rows.into_iter().zip(fingerprints(&arrays)?) {
            let others = sound.entry(row).or_default();
            match others.iter().position(|it| *it == key) {
                Some(at) => {
                    others.swap_remove(at);
                }
                None if unknown.contains(&row) => {}
                None => quarantined.entry(row).or_default().push(key),
            }
        }
        Ok(quarantined)
    }
}

/// A table of the key's columns, in its order, and the file read as such a table; nothing where its
/// mapping says nothing of its own of them.
fn for_keys_alone(table: &TableSchema, file: &SourceFile) -> Option<(TableSchema, SourceFile)> {
    let (mut table_of_keys, mut file) = (table.clone(), file.clone());
    let columns = table.key_positions().into_iter();
    table_of_keys.columns = columns
        .filter_map(|it| table.columns.get(it).cloned())
        .collect();
    if let Some(mapping) = &mut file.mapping {
        let is_key = |name: &str| table_of_keys.column(name).is_some();
        mapping.columns.retain(|name, _| is_key(name));
        mapping.constants.retain(|name, _| is_key(name));
        mapping.check(&mapping.name, &table_of_keys).ok()?;
    }
    Some((table_of_keys, file))
}
