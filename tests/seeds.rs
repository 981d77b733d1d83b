//! Ten worlds, each run whole with mess and without, and held against the oracle.

use crate::oracle::cells::bias_table;
use crate::oracle::recoverable;
use crate::world::{World, tell};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

const CRIMES: u64 = 6_000;
const SEEDS: std::ops::RangeInclusive<u64> = 1..=10;

/// Without mess every measure is the true one. With it every measure is the one that the
/// identifiers allow, and the table says how far that is from the truth: the same world without
/// mess.
#[test]
fn ten_worlds_measure_as_the_oracle_does() {
    let mut differences: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for seed in SEEDS {
        let clean = World::new(CRIMES, seed, false).unwrap();
        let truth = clean.truth.links(&clean.extracts);
        let checked = clean.check(&clean.run().unwrap(), &truth);
        checked.unwrap_or_else(|it| panic!("seed {seed}, without mess: {it}"));

        let messy = World::new(CRIMES, seed, true).unwrap();
        let recovered = recoverable::links(&messy.extracts);
        let checked = messy.check(&messy.run().unwrap(), &recovered);
        checked.unwrap_or_else(|it| panic!("seed {seed}, with mess: {it}"));

        let table = bias_table(&messy.whole(&recovered), &clean.whole(&truth));
        for line in table.lines().skip(1) {
            let cells: Vec<_> = line.split(',').collect();
            let measure = format!("{},{},{}", cells[0], cells[1], cells[5]);
            let difference: f64 = cells[4].parse().unwrap();
            differences.entry(measure).or_default().push(difference);
        }
    }
    let mut table = "metric,clock,in,mean difference,least,most,worlds\n".to_owned();
    for (measure, found) in &differences {
        let found: Vec<_> = found.iter().filter(|it| it.is_finite()).collect();
        let count = f64::from(u32::try_from(found.len()).unwrap());
        let mean = found.iter().copied().sum::<f64>() / count;
        let least = found.iter().copied().copied().fold(f64::INFINITY, f64::min);
        let most = found
            .iter()
            .copied()
            .copied()
            .fold(f64::NEG_INFINITY, f64::max);
        writeln!(table, "{measure},{mean:+.2},{least:+.2},{most:+.2},{count}").unwrap();
    }
    tell(&table);
    assert!(differences.len() > 20);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bias_ten_seeds.csv");
    std::fs::write(path, table).unwrap();
}
