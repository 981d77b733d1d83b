//! What the counts of a run are called beside those published before.
//!
//! Of a table and period of which any count has changed, every cell gets a new name, and names its last one: which of
//! them were revised is told by none. One that is as it was keeps its names.

use crate::failure::{DISK, Failure, INPUT};
use rasso_attrition::{CellSum, TableCell, Tabulation};
use rasso_disclosure::Cell;
use rasso_schema::io_reason;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, DirBuilder, File},
    io::Write as _,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

/// A count that was published, or withheld, and what it revised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counted {
    id: String,
    value: i64,
    revises: Option<String>,
}

/// All counts, in the order in which they first came, and which of them is which cell of the run.
pub(super) struct Vintages {
    all: Vec<Counted>,
    /// For each cell of the run its place.
    places: Vec<usize>,
}

/// The file of the counts behind a release.
pub(super) fn counts_file(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("{number:04}.csv"))
}

/// The counts behind the last release of a ledger.
pub(super) fn read(folder: &Path, releases: usize) -> Result<Vec<Counted>, Failure> {
    if releases == 0 {
        return Ok(Vec::new());
    }
    let path = counts_file(folder, releases);
    let wrong = |why: &str| {
        Failure::new(INPUT, format!("{}: {why}", path.display())).hint(
            "it holds the counts behind the last release, without which the next cannot be protected: take it from a copy",
        )
    };
    let mut reader = csv::Reader::from_path(&path).map_err(|_missing| wrong("cannot be read"))?;
    let mut all = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|_damaged| wrong("is not as it was written"))?;
        let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
        let value = cell(1).parse();
        all.push(Counted {
            id: cell(0),
            value: value.map_err(|_damaged| wrong("is not as it was written"))?,
            revises: Some(cell(2)).filter(|it| !it.is_empty()),
        });
    }
    Ok(all)
}

/// For each cell, by its name without a vintage, the number and the place of its newest.
fn newest(before: &[Counted]) -> BTreeMap<String, (u32, usize)> {
    let mut last: BTreeMap<String, (u32, usize)> = BTreeMap::new();
    for (at, it) in before.iter().enumerate() {
        let (base, vintage) = it.id.rsplit_once("/v").unwrap_or((&it.id, "1"));
        let vintage = vintage.parse().unwrap_or(1);
        let of = last.entry(base.to_owned()).or_insert((vintage, at));
        if of.0 <= vintage {
            *of = (vintage, at);
        }
    }
    last
}

/// What was published last of each cell, by its name without a vintage.
pub(super) fn published(before: &[Counted]) -> BTreeMap<String, i64> {
    let newest = newest(before).into_iter();
    newest
        .map(|(base, (_, at))| (base, before[at].value))
        .collect()
}

impl Vintages {
    /// The counts of a run beside those of all releases before.
    pub(super) fn of(counted: &Tabulation, before: Vec<Counted>) -> Self {
        let last = newest(&before);
        let group = |it: &TableCell| (it.table.clone(), it.period);
        let is_as_it_was = |it: &TableCell| {
            let old = last.get(&it.id());
            old.is_some_and(|(_, at)| before[*at].value == it.value)
        };
        let changed: BTreeSet<_> = counted
            .cells
            .iter()
            .filter(|it| !is_as_it_was(it))
            .map(group)
            .collect();
        let mut all = before;
        let mut places = Vec::new();
        for cell in &counted.cells {
            let id = cell.id();
            let old = last.get(&id);
            if let Some((_, at)) = old.filter(|_| !changed.contains(&group(cell))) {
                places.push(*at);
                continue;
            }
            places.push(all.len());
            let vintage = old.map_or(1, |it| it.0 + 1);
            all.push(Counted {
                id: format!("{id}/v{vintage}"),
                value: cell.value,
                revises: old.map(|it| all[it.1].id.clone()),
            });
        }
        Self { all, places }
    }

    /// Where a cell of the run is among all.
    pub(super) fn place(&self, cell: usize) -> usize {
        self.places[cell]
    }

    /// What a cell of the run is called in the ledger.
    pub(super) fn id(&self, cell: usize) -> &str {
        &self.all[self.places[cell]].id
    }

    /// What a sum is called: a sum of other vintages is another.
    pub(super) fn sum_id(&self, sum: &CellSum) -> String {
        let vintage = |it: &(usize, i64)| {
            let id = self.id(it.0);
            id.rsplit_once("/v").map_or("1", |it| it.1).to_owned()
        };
        let mut vintages: Vec<String> = sum.terms.iter().map(vintage).collect();
        vintages.dedup();
        format!("{} v{}", sum.id, vintages.join("."))
    }

    /// All counts as protection takes them.
    pub(super) fn cells(&self) -> Vec<Cell> {
        let place: BTreeMap<&str, usize> = self
            .all
            .iter()
            .enumerate()
            .map(|(at, it)| (it.id.as_str(), at))
            .collect();
        let cell = |(at, it): (usize, &Counted)| Cell {
            id: it.id.clone(),
            count: it.value,
            revises: it.revises.as_deref().and_then(|it| place.get(it)).copied(),
            complainants: None,
            largest: None,
            row: u64::try_from(at + 2).unwrap_or(u64::MAX),
        };
        self.all.iter().enumerate().map(cell).collect()
    }

    /// Writes them where only their owner may enter.
    pub(super) fn write(&self, folder: &Path, number: usize) -> Result<(), Failure> {
        let path = counts_file(folder, number);
        let failed = |it: std::io::Error| {
            let why = io_reason(it.kind());
            Failure::new(
                DISK,
                format!("{} cannot be written ({why})", path.display()),
            )
        };
        if !folder.is_dir() {
            DirBuilder::new()
                .mode(0o700)
                .create(folder)
                .map_err(failed)?;
        }
        let beside = path.with_extension("part");
        let mut text = "cell_id,value,revises\n".to_owned();
        for it in &self.all {
            let revises = it.revises.as_deref().unwrap_or_default();
            text.extend([&it.id, ",", &it.value.to_string(), ",", revises, "\n"]);
        }
        let mut options = File::options();
        options.create(true).truncate(true).write(true).mode(0o600);
        options
            .open(&beside)
            .and_then(|mut it| {
                it.write_all(text.as_bytes())?;
                it.sync_all()
            })
            .and_then(|()| fs::rename(&beside, &path))
            .and_then(|()| File::open(folder)?.sync_all())
            .map_err(failed)
    }
}
