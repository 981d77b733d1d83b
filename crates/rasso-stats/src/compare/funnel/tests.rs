use super::*;
use std::collections::BTreeMap;

type Row = BTreeMap<String, String>;

fn rows(name: &str) -> Vec<Row> {
    let path = format!("{}/tests/reference/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headings = reader.headers().unwrap().clone();
    let row = |it: csv::StringRecord| {
        let cells = headings.iter().zip(&it);
        cells.map(|it| (it.0.to_owned(), it.1.to_owned())).collect()
    };
    reader.records().map(|it| row(it.unwrap())).collect()
}

fn forces() -> Vec<Share> {
    let count = |row: &Row, column: &str| row[column].parse().unwrap();
    let share = |row: &Row| Share::new(count(row, "charged"), count(row, "recorded")).unwrap();
    rows("force_rates_input.csv").iter().map(share).collect()
}

#[track_caller]
fn near(found: f64, expected: f64) {
    let off = (found - expected).abs();
    assert!(off <= 1e-12 * expected.abs(), "{found:e} {expected:e}");
}

#[test]
fn the_reference_funnel_comes_out() {
    // The reference rounds the standard errors of its levels to these.
    let found = with_limits(&forces(), [1.959_964, 3.090_232]).unwrap();
    near(found.target, 0.059_636_639_628_101_13);
    near(found.phi, 13.769_658_377_112_599);
    near(found.tau_squared, 0.001_373_371_362_885_915);
    let expected = rows("funnel_od_expected.csv");
    assert_eq!(found.units.len(), expected.len());
    for (unit, row) in found.units.iter().zip(&expected) {
        let (p95, p998) = (unit.percent_95, unit.percent_99_8);
        for (value, column) in [
            (unit.value, "rate"),
            (unit.z, "z"),
            (p95.by_chance.lower, "ll95"),
            (p95.by_chance.upper, "ul95"),
            (p95.over_dispersed.lower, "odll95"),
            (p95.over_dispersed.upper, "odul95"),
            (p998.by_chance.lower, "ll998"),
            (p998.by_chance.upper, "ul998"),
            (p998.over_dispersed.lower, "odll998"),
            (p998.over_dispersed.upper, "odul998"),
            (unit.adjusted_z, "z_od"),
            (unit.p_value, "p_od"),
            (unit.false_discovery_rate, "bh_q"),
            (unit.holm, "holm"),
        ] {
            near(value, row[column].parse().unwrap());
        }
    }
}

#[test]
fn units_that_are_alike_have_no_over_dispersion() {
    let found = funnel(&[Share::new(20, 400).unwrap(); 6]).unwrap();
    assert!(found.tau_squared.abs() < 1e-300 && found.phi < 1e-12);
    let limits = found.units[0].percent_95;
    assert_eq!(limits.by_chance, limits.over_dispersed);
}

#[test]
fn limits_of_tiny_units_stay_within_0_and_1() {
    let units = [(0, 1), (1, 1), (5, 9)].map(|(x, n)| Share::new(x, n).unwrap());
    for unit in funnel(&units).unwrap().units {
        let limits = unit.percent_99_8.over_dispersed;
        assert!(0.0 <= limits.lower && limits.lower < limits.upper && limits.upper <= 1.0);
    }
    assert_eq!(funnel(&units[..1]), Err(StatsError::TooFew));
}
