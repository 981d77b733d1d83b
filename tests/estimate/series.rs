//! Series, triangles, roll-outs and tests of groups, on the references.

use super::{Row, estimated, near, number, reference, rows};
use std::fmt::Write as _;

fn label(special: &str) -> &'static str {
    match special {
        "" => "Common Cause",
        "outside_above" => "Above UCL",
        "outside_below" => "Below LCL",
        "trend_up" => "7 Point Trend (Increasing)",
        "trend_down" => "7 Point Trend (Decreasing)",
        "two_in_three_above" => "2 in 3 Above CL",
        "two_in_three_below" => "2 in 3 Below CL",
        "shift_above" => "7 Points Above CL",
        "shift_below" => "7 Points Below CL",
        other => panic!("no word {other}"),
    }
}

#[test]
fn charts_are_those_of_nhsrplotthedots() {
    let expected = rows(&reference("xmr_expected_NHSR.csv"));
    for (screened, ranges) in [("TRUE", "screened"), ("FALSE", "all")] {
        let of: Vec<&Row> = expected
            .iter()
            .filter(|it| it["screen_outliers"] == screened)
            .collect();
        let mut input = "series,q,y\n".to_owned();
        for row in &of {
            writeln!(input, "{},{},{}", row["series"], row["q"], row["y"]).unwrap();
        }
        let arguments = [
            "--value", "y", "--time", "q", "--group", "series", "--ranges", ranges,
        ];
        let found = estimated("xmr", &input, &arguments);
        assert_eq!(found.len(), of.len());
        for row in &found {
            let is_it = |it: &&&Row| it["series"] == row["group"] && it["q"] == row["time"];
            let expected = of.iter().find(is_it).unwrap();
            near(number(row, "centre"), number(expected, "mean"), 1e-12);
            // Of a series that never changes the package has no limits.
            if let Ok(lower) = expected["lpl"].parse::<f64>()
                && lower.is_finite()
            {
                near(number(row, "lower"), lower, 1e-12);
                near(number(row, "upper"), number(expected, "upl"), 1e-12);
            }
            assert_eq!(label(&row["special"]), expected["special_cause_type"]);
        }
    }
    let short = estimated("xmr", "y\n3\n", &["--value", "y"]);
    assert!(short[0]["centre"].is_empty() && short[0]["note"].starts_with("there are too few"));
}

#[test]
fn the_chain_ladder_is_that_of_mack() {
    let input = reference("chainladder_raa_input.csv");
    let columns = ["--origin", "origin", "--development", "development"];
    let cumulated = [&columns[..], &["--count", "cumulative"]].concat();
    let found = estimated("chainladder", &input, &cumulated);
    let expected = rows(&reference("chainladder_raa_expected.csv"));
    // The package has no error of an origin that is whole; it is none.
    for (row, expected) in found.iter().zip(&expected) {
        near(number(row, "ultimate"), number(expected, "ultimate"), 1e-10);
        if let Ok(error) = expected["std_error"].parse::<f64>()
            && error.is_finite()
        {
            near(number(row, "std_error"), error, 1e-10);
        }
    }
    let all = found.last().unwrap();
    near(
        number(all, "ultimate") - number(all, "latest"),
        52_135.23,
        1e-6,
    );
    near(number(all, "std_error"), 26_909.01, 1e-6);

    // The same from all up to each development and from each alone, rows in any order.
    let cumulated_counts = [12, 20, 27, 30, 10, 19, 24, 15, 24, 11];
    let alone_counts = [12, 8, 7, 3, 10, 9, 5, 15, 9, 11];
    let places = [
        (1, 0),
        (1, 1),
        (1, 2),
        (1, 3),
        (2, 0),
        (2, 1),
        (2, 2),
        (3, 0),
        (3, 1),
        (4, 0),
    ];
    let input = |counts: [u32; 10]| {
        let cells = places.iter().zip(counts).rev();
        let lines = cells.map(|((origin, development), n)| format!("{origin},{development},{n}\n"));
        format!(
            "origin,development,cumulative\n{}",
            lines.collect::<String>()
        )
    };
    let incremental = [&cumulated[..], &["--incremental"]].concat();
    assert_eq!(
        estimated("chainladder", &input(alone_counts), &incremental),
        estimated("chainladder", &input(cumulated_counts), &cumulated),
    );
}

#[test]
fn roll_outs_are_those_of_statsmodels_and_diff_diff() {
    let input = reference("its_input.csv");
    let mut held = 0;
    for row in rows(&reference("its_expected.csv")) {
        let mut arguments = vec![
            "--value",
            "y",
            "--time",
            "time",
            "--start",
            "24",
            "--lags",
            &row["lags"],
        ];
        if row["corrected"] == "FALSE" {
            arguments.push("--uncorrected");
        }
        let found = estimated("its", &input, &arguments);
        let term = found.iter().find(|it| it["term"] == row["term"]).unwrap();
        near(number(term, "estimate"), number(&row, "coef"), 1e-10);
        near(number(term, "std_error"), number(&row, "se"), 1e-10);
        held += 1;
    }
    assert_eq!(held, 16);
    // 48 times or so have three lags by the rule.
    let usual = ["--value", "y", "--time", "time", "--start", "24"];
    let three = [&usual[..], &["--lags", "3"]].concat();
    assert_eq!(
        estimated("its", &input, &usual),
        estimated("its", &input, &three)
    );

    let input = reference("did_input.csv");
    for (controls, theirs) in [("never", "never_treated"), ("not-yet", "not_yet_treated")] {
        let arguments = [
            "--area",
            "unit",
            "--time",
            "period",
            "--start",
            "start",
            "--value",
            "y",
            "--controls",
            controls,
            "--deals",
            "99",
            "--seed",
            "3",
        ];
        let found = estimated("did", &input, &arguments);
        let all = rows(&reference("did_expected.csv"));
        let expected: Vec<&Row> = all.iter().filter(|it| it["controls"] == theirs).collect();
        assert_eq!(found.len(), expected.len());
        for (row, expected) in found.iter().zip(expected) {
            assert!(row["start"] == expected["start"] || row["effect"] == "overall");
            assert_eq!(row["time"], expected["period"]);
            near(number(row, "estimate"), number(expected, "att"), 1e-10);
            near(number(row, "std_error"), number(expected, "se"), 1e-10);
        }
        // No deal of 99 has so large an effect.
        let overall = found.last().unwrap();
        near(number(overall, "p_value"), 0.01, 1e-12);
        assert_eq!(estimated("did", &input, &arguments), found);
    }
}

/// The late cohort with no two times alike, as the log-rank test of a Cox model wants it.
fn apart() -> String {
    let mut text = "entry,exit,status,group\n".to_owned();
    for (row, id) in rows(&reference("late_input.csv")).iter().zip(1_u32..) {
        let exit = number(row, "exit") + f64::from(id) / 1024.0;
        writeln!(
            text,
            "{},{exit},{},{}",
            row["entry"], row["status"], row["group"]
        )
        .unwrap();
    }
    text
}

#[test]
fn tests_of_groups_are_those_of_r() {
    let expected = rows(&reference("tests_expected_R.csv"));
    for row in &expected {
        let (input, time) = match &*row["data"] {
            "bmt" => (reference("cr_bmt_input.csv"), "time"),
            "late" => (apart(), "exit"),
            _ => (reference("cohort_input.csv"), "exit"),
        };
        let mut arguments = vec![
            "--time",
            time,
            "--status",
            "status",
            "--group",
            "group",
            "--cause",
            &row["cause"],
        ];
        if row["data"] == "late" {
            arguments.extend(["--entry", "entry"]);
        }
        let found = estimated(&row["test"], &input, &arguments);
        near(
            number(&found[0], "statistic"),
            number(row, "statistic"),
            1e-9,
        );
        near(number(&found[0], "p_value"), number(row, "p"), 1e-9);
        assert_eq!(found[0]["degrees"], row["df"]);
    }
    assert_eq!(expected.len(), 11);
    // Gray's test is not known for late entries, and says so.
    let arguments = [
        "--time", "exit", "--status", "status", "--group", "group", "--entry", "entry",
    ];
    let found = estimated("gray", &reference("late_input.csv"), &arguments);
    assert!(
        found[0]["statistic"].is_empty()
            && found[0]["note"].starts_with("this test is not defined")
    );
}
