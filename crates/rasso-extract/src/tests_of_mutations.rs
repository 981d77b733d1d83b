//! Ten thousand damaged files: no panic, no hang, no row lost without a reason, and with a declared
//! checksum no change unseen.

mod base;
mod mutation;

use crate::{
    ExtractError, Extracted, Scope, SourceFile, read,
    testing::{crimes, options, schemas, texts},
};
use base::{Base, CHECKSUMS, Counted, ROWS, bases};
use mutation::{MUTATIONS, Mutation, Seed, mutate};
use rayon::prelude::*;
use std::{
    collections::BTreeMap,
    fs,
    io::Read as _,
    path::Path,
    time::{Duration, Instant},
};

/// How many files each mutation makes of each sound one: over ten thousand in all.
const FILES: u64 = 93;
const SLOWEST: Duration = Duration::from_secs(2);

#[test]
fn no_damaged_file_loses_a_row_without_a_reason() {
    let dir = tempfile::tempdir().unwrap();
    let mut with_checksums = Vec::new();
    for (at, base) in bases().into_iter().enumerate() {
        let path = dir.path().join(format!("sound-{at}"));
        fs::write(&path, &base.bytes).unwrap();
        let source = source(&base, &path);
        let sound = read(std::slice::from_ref(&source), schemas(), &options()).unwrap();
        assert_eq!(sound.files[0].accepted, ROWS, "{}", base.name);
        assert_eq!(lines(&base, &base.bytes), Some(ROWS), "{}", base.name);
        let sha256 = Some(sound.files[0].sha256.clone());
        with_checksums.push((base, SourceFile { sha256, ..source }));
    }
    let bases = with_checksums;
    let all: Vec<(usize, Mutation, u64)> = (0..bases.len())
        .flat_map(|base| MUTATIONS.map(|it| (base, it)))
        .flat_map(|(base, mutation)| (0..FILES).map(move |seed| (base, mutation, seed)))
        .collect();
    assert!(all.len() >= 10_000);
    let failed: Vec<String> = all
        .par_iter()
        .filter_map(|(at, mutation, seed)| {
            let base = &bases[*at];
            let path = dir.path().join(format!("{at}-{mutation:?}-{seed}"));
            let said = check(base, *mutation, *seed, &path)?;
            Some(format!("{} {mutation:?} {seed}: {said}", base.0.name))
        })
        .collect();
    assert!(
        failed.is_empty(),
        "{} of {}: {failed:#?}",
        failed.len(),
        all.len()
    );
}

fn source(base: &Base, path: &Path) -> SourceFile {
    let mut sent = crimes("").mapped(base.mapping);
    let mut source = sent.files.remove(0);
    source.path = path.to_owned();
    source
}

/// Both arms for one damaged file; what is wrong, if anything is.
fn check(
    (base, declared): &(Base, SourceFile),
    mutation: Mutation,
    seed: u64,
    path: &Path,
) -> Option<String> {
    let mut numbers = Seed(seed * 1_000_003 + u64::try_from(base.bytes.len()).unwrap());
    let damaged = mutate(&base.bytes, mutation, &mut numbers);
    fs::write(path, &damaged).unwrap();
    let mut source = SourceFile {
        path: path.to_owned(),
        sha256: None,
        ..declared.clone()
    };
    let timed = Instant::now();
    let outcome = read(std::slice::from_ref(&source), schemas(), &options());
    let took = timed.elapsed();
    let mut said = changed(base, &damaged, &outcome);
    said = said.or_else(|| accounted(base, &damaged, outcome));
    if took > SLOWEST {
        said = Some(format!("it took {took:?}"));
    }
    source.sha256.clone_from(&declared.sha256);
    let checked = read(&[source], schemas(), &options());
    let is_seen = matches!(checked, Err(ExtractError::ControlTotal { .. }));
    if is_seen == (damaged == base.bytes) {
        said = Some("the checksum and the change do not agree".to_owned());
    }
    fs::remove_file(path).unwrap();
    said
}

/// A page whose checksum is in the file does not change unseen.
fn changed(
    base: &Base,
    damaged: &[u8],
    outcome: &Result<Extracted, ExtractError>,
) -> Option<String> {
    let has_footer = |bytes: &[u8]| bytes.ends_with(&base.bytes[base.bytes.len() - 400..]);
    let is_of_pages = base.name == CHECKSUMS && has_footer(damaged);
    let extracted = outcome.as_ref().ok().filter(|_| is_of_pages)?;
    let refs = texts(&extracted.tables["police_crime"].records, "crime_ref");
    let sound = (1..=ROWS).all(|it| refs.contains(&format!("C{it}")));
    (!sound || !extracted.faults.is_empty()).then(|| "a page changed unseen".to_owned())
}

/// Without a checksum: the file is refused, or every row of it is accepted, quarantined or dropped.
fn accounted(
    base: &Base,
    damaged: &[u8],
    outcome: Result<Extracted, ExtractError>,
) -> Option<String> {
    let extracted = match outcome {
        Ok(extracted) => extracted,
        Err(error) if matches!(error.exit_code(), 2 | 3) => return None,
        Err(error) => return Some(error.to_string()),
    };
    let tally = &extracted.files[0];
    if !tally.adds_up() {
        return Some("the tally does not add up".to_owned());
    }
    let mut quarantined = BTreeMap::new();
    for fault in extracted.faults.iter().filter(|it| it.scope == Scope::Row) {
        quarantined.insert(fault.row, fault.lines);
    }
    let in_quarantine: u64 = quarantined.values().sum();
    let dropped: u64 = extracted.duplicates.iter().map(|it| it.lines).sum();
    let found = tally.accepted + in_quarantine + dropped;
    match lines(base, damaged) {
        None => Some("it is read, and cannot be".to_owned()),
        Some(lines) if lines != found => {
            Some(format!("{lines} rows, and {found} are accounted for"))
        }
        Some(_) => None,
    }
}

/// The rows of a damaged file, by another way than the reader's: lines that are not empty, below
/// the first.
fn lines(base: &Base, file: &[u8]) -> Option<u64> {
    let text = match base.counted {
        Counted::Rows => return Some(ROWS),
        Counted::Bytes | Counted::Pairs => file.to_vec(),
        Counted::Gzip => {
            let mut text = Vec::new();
            flate2::read::MultiGzDecoder::new(file)
                .read_to_end(&mut text)
                .ok()?;
            text
        }
        Counted::Zstd => zstd::decode_all(file).ok()?,
    };
    let by = |low: usize, high: usize| -> Vec<u16> {
        text.chunks_exact(2)
            .map(|it| u16::from(it[low]) | u16::from(it[high]) << 8)
            .collect()
    };
    // A byte order mark outranks what the mapping says.
    let units: Vec<u16> = match (base.counted, text.first_chunk()) {
        (_, Some([0xff, 0xfe])) | (Counted::Pairs, _) => by(0, 1),
        (_, Some([0xfe, 0xff])) => by(1, 0),
        (_, _) => text.iter().map(|it| u16::from(*it)).collect(),
    };
    let lines = units
        .split(|it| matches!(it, 10 | 13))
        .filter(|it| !it.is_empty());
    u64::try_from(lines.count()).unwrap().checked_sub(1)
}
