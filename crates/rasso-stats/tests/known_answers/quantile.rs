//! Quantiles by six definitions, and the interval of a median.

use super::{near, path, read};
use rasso_stats::Confidence::Percent95;
use rasso_stats::{QuantileKind, median_interval, quantile};

#[test]
fn quantiles_are_those_of_numpy_and_r() {
    let file = read("quantile_input.csv");
    let days: Vec<f64> = file.rows().map(|it| it.number("days")).collect();
    let expected = std::fs::read(path("quantile_expected.json")).unwrap();
    let expected: serde_json::Value = serde_json::from_slice(&expected).unwrap();
    for (name, kind) in [
        ("linear", QuantileKind::Linear),
        ("weibull", QuantileKind::Weibull),
        ("median_unbiased", QuantileKind::MedianUnbiased),
        ("hazen", QuantileKind::Hazen),
        ("inverted_cdf", QuantileKind::InvertedCdf),
        ("averaged_inverted_cdf", QuantileKind::AveragedInvertedCdf),
    ] {
        let shares = expected["quantiles"][name].as_object().unwrap();
        assert_eq!(shares.len(), 6);
        for (share, value) in shares {
            let found = quantile(&days, share.parse().unwrap(), kind).unwrap();
            near(found, value.as_f64().unwrap(), 1e-12);
        }
    }
    let median = median_interval(&days, Percent95).unwrap();
    let number = |name: &str, at: usize| expected[name][at].as_f64().unwrap();
    assert_eq!(expected["median_ci_ranks_1based"][0], median.ranks.0);
    assert_eq!(expected["median_ci_ranks_1based"][1], median.ranks.1);
    near(median.interval.lower, number("median_ci", 0), 1e-12);
    near(median.interval.upper, number("median_ci", 1), 1e-12);
    near(
        median.coverage,
        expected["coverage"].as_f64().unwrap(),
        1e-12,
    );
}
