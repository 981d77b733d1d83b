//! Intervals of one proportion and of differences.

use super::read;
use rasso_stats::{Confidence, wilson};

#[test]
fn wilson_is_what_statsmodels_gives() {
    let file = read("prop_ci_expected.csv");
    for row in file.rows() {
        let confidence = match row.text("alpha") {
            "0.050000000000000003" => Confidence::Percent95,
            "0.002" => Confidence::Percent99_8,
            other => panic!("an unexpected alpha, {other}"),
        };
        let (x, n) = (row.count("x"), row.count("n"));
        let interval = wilson(x, n, confidence).unwrap();
        let (lower, upper) = (row.number("wilson_lo"), row.number("wilson_hi"));
        assert!((interval.lower - lower).abs() < 1e-12, "{x} of {n}");
        assert!((interval.upper - upper).abs() < 1e-12, "{x} of {n}");
    }
    assert_eq!(file.rows().count(), 180);
}
