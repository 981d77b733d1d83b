//! Intervals of one proportion and of differences.

use super::{Row, near_limits, read};
use rasso_stats::proportion::{Share, clopper_pearson, jeffreys, miettinen_nurminen, newcombe};
use rasso_stats::{Confidence, wilson};

fn confidence(row: &Row<'_>) -> Confidence {
    match row.text("alpha") {
        "0.050000000000000003" | "0.05" => Confidence::Percent95,
        "0.002" => Confidence::Percent99_8,
        other => panic!("an unexpected alpha, {other}"),
    }
}

#[test]
fn wilson_is_what_statsmodels_gives() {
    let file = read("prop_ci_expected.csv");
    for row in file.rows() {
        let confidence = confidence(&row);
        let (x, n) = (row.count("x"), row.count("n"));
        let interval = wilson(x, n, confidence).unwrap();
        let (lower, upper) = (row.number("wilson_lo"), row.number("wilson_hi"));
        assert!((interval.lower - lower).abs() < 1e-12, "{x} of {n}");
        assert!((interval.upper - upper).abs() < 1e-12, "{x} of {n}");
    }
    assert_eq!(file.rows().count(), 180);
}

#[test]
fn clopper_pearson_and_jeffreys_are_what_statsmodels_gives() {
    for row in read("prop_ci_expected.csv").rows() {
        let share = Share::new(row.count("x"), row.count("n")).unwrap();
        let exact = clopper_pearson(share, confidence(&row)).unwrap();
        near_limits(exact, &row, ["beta_lo", "beta_hi"], 1e-9);
        let middle = jeffreys(share, confidence(&row)).unwrap();
        near_limits(middle, &row, ["jeffreys_lo", "jeffreys_hi"], 1e-9);
    }
}

#[test]
fn differences_are_those_of_statsmodels_and_of_forty_digits() {
    let file = read("prop_diff_expected.csv");
    for row in file.rows() {
        let share = |x, n| Share::new(row.count(x), row.count(n)).unwrap();
        let (a, b) = (share("x1", "n1"), share("x2", "n2"));
        let one = newcombe(a, b, confidence(&row)).unwrap();
        let other = miettinen_nurminen(a, b, confidence(&row));
        for (found, expected) in [
            (one.interval.lower, row.number("newcombe_lo")),
            (one.interval.upper, row.number("newcombe_hi")),
            (other.interval.lower, row.number("mn_lo")),
            (other.interval.upper, row.number("mn_hi")),
        ] {
            assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
        }
    }
    assert_eq!(file.rows().count(), 30);
}
