//! Areas beside each other, and what a change is made of, on the references.

use super::{Row, estimated, near, number, reference, rows};
use std::fmt::Write as _;

const FORCES: [&str; 6] = [
    "--numerator",
    "charged",
    "--denominator",
    "recorded",
    "--group",
    "force",
];

#[test]
fn the_funnel_is_that_of_the_reference() {
    let expected = rows(&reference("funnel_od_expected.csv"));
    let found = estimated("funnel", &reference("force_rates_input.csv"), &FORCES);
    assert_eq!(found.len(), expected.len());
    for (row, expected) in found.iter().zip(&expected) {
        assert_eq!(row["group"], expected["force"]);
        // The reference has its levels to six digits.
        for (column, theirs, tolerance) in [
            ("estimate", "rate", 1e-12),
            ("chance_z", "z", 1e-12),
            ("z", "z_od", 1e-12),
            ("p_value", "p_od", 1e-10),
            ("false_discovery_rate", "bh_q", 1e-10),
            ("holm", "holm", 1e-10),
            ("lower_95", "odll95", 1e-6),
            ("upper_95", "odul95", 1e-6),
            ("lower_99_8", "odll998", 1e-6),
            ("upper_99_8", "odul998", 1e-6),
            ("chance_lower_95", "ll95", 1e-6),
            ("chance_upper_99_8", "ul998", 1e-6),
        ] {
            near(number(row, column), number(expected, theirs), tolerance);
        }
        near(number(row, "phi"), 13.7696, 1e-5);
        near(number(row, "tau_squared"), 0.001_373_37, 1e-5);
    }
    // Seven forces are beyond the limits of 95 %, and one of them beyond those of 99.8 %.
    let flags = |of: &str| found.iter().filter(|it| it["flag"].ends_with(of)).count();
    assert_eq!((flags("_95"), flags("_99_8")), (6, 1));
}

#[test]
fn shrunk_shares_are_those_of_vgam_and_scipy() {
    let expected = rows(&reference("eb_expected.csv"));
    let found = estimated("shrink", &reference("force_rates_input.csv"), &FORCES);
    assert_eq!(found.len(), expected.len());
    for (row, expected) in found.iter().zip(&expected) {
        for (column, theirs) in [
            ("estimate", "value"),
            ("lower", "lower"),
            ("upper", "upper"),
        ] {
            near(number(row, column), number(expected, theirs), 1e-8);
        }
    }
    // All have the same share, so that chance is enough; one has no cases.
    let alike = "force,charged,recorded\nA,5,100\nB,10,200\nC,0,0\n";
    let found = estimated("shrink", alike, &FORCES);
    near(number(&found[0], "estimate"), 0.05, 1e-15);
    assert!(found[0]["note"].starts_with("chance is enough"));
    assert_eq!((&*found[0]["lower"], &*found[2]["estimate"]), ("", ""));
}

#[test]
fn standardised_shares_are_those_of_statsmodels() {
    let input = reference("casemix_input.csv");
    let columns = ["--group", "force", "--numerator", "charged"];
    let logit = [
        "--by",
        "relationship,age,prompt_report",
        "--method",
        "logit",
    ];
    let found = estimated("standardise", &input, &[&columns[..], &logit].concat());
    let expected = rows(&reference("casemix_indirect_expected.csv"));
    assert_eq!(found.len(), expected.len());
    for (row, expected) in found.iter().zip(&expected) {
        for (column, theirs) in [
            ("expected", "e"),
            ("ratio", "sr"),
            ("estimate", "adj_rate"),
            ("lower", "exact_lo"),
            ("upper", "exact_hi"),
            ("byar_lower", "byar_lo"),
            ("byar_upper", "byar_hi"),
        ] {
            near(number(row, column), number(expected, theirs), 1e-8);
        }
    }
    let direct = ["--by", "relationship,age", "--method", "direct"];
    let found = estimated("standardise", &input, &[&columns[..], &direct].concat());
    for (row, expected) in found
        .iter()
        .zip(rows(&reference("casemix_direct_expected.csv")))
    {
        for (column, theirs) in [("estimate", "dsr"), ("std_error", "se"), ("covered", "w")] {
            near(number(row, column), number(&expected, theirs), 1e-12);
        }
    }
    // By the shares of kinds all forces together are what is expected of them.
    let indirect = ["--by", "relationship", "--method", "indirect"];
    let found = estimated("standardise", &input, &[&columns[..], &indirect].concat());
    let sum = |column: &str| found.iter().map(|it| number(it, column)).sum::<f64>();
    near(sum("expected"), sum("numerator"), 1e-12);
}

#[test]
fn stages_and_groups_have_the_fractions_of_the_references() {
    let file = reference("decomposition_stage_expected.json");
    let file: serde_json::Value = serde_json::from_str(&file).unwrap();
    let steps = ["recorded", "referred", "charged", "completed", "convicted"];
    let mut input = "step,before,after\n".to_owned();
    for step in steps {
        writeln!(
            input,
            "{step},{},{}",
            file["period0"][step], file["period1"][step]
        )
        .unwrap();
    }
    let arguments = ["--step", "step", "--before", "before", "--after", "after"];
    let found = estimated("decompose", &input, &arguments);
    assert_eq!(found.len(), steps.len());
    for (at, row) in found.iter().take(4).enumerate() {
        assert_eq!(row["stage"], steps[at + 1]);
        assert_eq!(row["exact"], file["shapley_exact"][at].as_str().unwrap());
        near(
            number(row, "estimate"),
            file["shapley"][at].as_f64().unwrap(),
            1e-15,
        );
    }
    near(
        number(&found[4], "rate_before"),
        file["e2e0"].as_f64().unwrap(),
        1e-15,
    );
    near(
        number(&found[4], "estimate"),
        file["delta"].as_f64().unwrap(),
        1e-15,
    );

    let expected = rows(&reference("kitagawa_expected.csv"));
    let arguments = [
        "--group",
        "force",
        "--numerator-before",
        "x0",
        "--denominator-before",
        "n0",
        "--numerator-after",
        "x1",
        "--denominator-after",
        "n1",
    ];
    let found = estimated("kitagawa", &reference("kitagawa_input.csv"), &arguments);
    assert_eq!(found.len(), 2 * expected.len() + 3);
    for (parts, expected) in found.chunks(2).zip(&expected) {
        for (row, part) in parts.iter().zip(["mix", "rate"]) {
            assert_eq!((&row["group"], &*row["part"]), (&expected["force"], part));
            near(number(row, "estimate"), number(expected, part), 1e-15);
        }
    }
    let totals: serde_json::Value =
        serde_json::from_str(&reference("kitagawa_totals.json")).unwrap();
    for (row, total) in found[found.len() - 3..]
        .iter()
        .zip(["mix", "rate", "total"])
    {
        near(
            number(row, "estimate"),
            totals[total].as_f64().unwrap(),
            1e-15,
        );
    }
}

#[test]
fn disparities_are_those_of_statsmodels_and_r() {
    let arguments = [
        "--group",
        "set",
        "--numerator",
        "a",
        "--denominator",
        "of_a",
        "--reference-numerator",
        "b",
        "--reference-denominator",
        "of_b",
    ];
    let found = estimated("disparity", &reference("disparity_input.csv"), &arguments);
    let expected = rows(&reference("disparity_expected.csv"));
    for expected in &expected {
        let measure = match &*expected["measure"] {
            "mh_odds" => "mh_odds_ratio",
            "mh_risk" => "mh_risk_ratio",
            "katz_all" => "risk_ratio",
            other => other,
        };
        let is_it = |it: &&Row| it["group"] == expected["set"] && it["measure"] == measure;
        let row = found.iter().find(is_it).unwrap();
        for (column, theirs) in [
            ("estimate", "estimate"),
            ("lower", "lower"),
            ("upper", "upper"),
            ("statistic", "statistic"),
            ("p_value", "p"),
        ] {
            if !expected[theirs].is_empty() {
                near(number(row, column), number(expected, theirs), 1e-10);
            }
        }
    }
    assert_eq!(expected.len(), 16);
    // One stratum cannot say whether strata are alike.
    let is_it = |it: &&Row| it["group"] == "one" && it["measure"] == "tarone";
    let alone = found.iter().find(is_it).unwrap();
    assert!(alone["statistic"].is_empty() && alone["note"].starts_with("there are too few"));
    // Holm's smallest of three is three times the chance.
    let tests: Vec<&Row> = found.iter().filter(|it| it["measure"] == "cmh").collect();
    let least = tests
        .iter()
        .min_by(|a, b| number(a, "p_value").total_cmp(&number(b, "p_value")));
    let least = least.unwrap();
    near(number(least, "holm"), 3.0 * number(least, "p_value"), 1e-12);
}
