//! Units beside each other. The funnel's reference is tested beside its code.

use super::{Reference, near, read};
use rasso_stats::Confidence::Percent95;
use rasso_stats::compare::{Shrinkage, shrink};
use rasso_stats::proportion::Share;

fn forces(file: &Reference) -> Vec<Share> {
    let share = |row: super::Row<'_>| Share::new(row.count("charged"), row.count("recorded"));
    file.rows().map(|it| share(it).unwrap()).collect()
}

#[test]
fn shrinkage_is_what_vgam_and_scipy_give() {
    let shrinkage = shrink(&forces(&read("force_rates_input.csv")), Percent95).unwrap();
    let Shrinkage::Spread { alpha, beta, units } = shrinkage else {
        panic!("these forces differ beyond chance");
    };
    near(alpha, 6.110_682_056_49, 1e-8);
    near(beta, 96.338_470_514_39, 1e-8);
    for (row, unit) in read("eb_expected.csv").rows().zip(&units) {
        near(unit.value, row.number("value"), 1e-8);
        let interval = unit.interval.unwrap();
        near(interval.lower, row.number("lower"), 1e-8);
        near(interval.upper, row.number("upper"), 1e-8);
    }
    assert_eq!(units.len(), 44);
}
