//! The command on the references, to the tolerance of `crates/rasso-stats/tests/reference/README.md`.

use super::{Row, estimated, near, number, reference, rows};
use std::fmt::Write as _;

/// The times of a reference, as `--at` takes them.
fn times(rows: &[Row], column: &str) -> String {
    let times: Vec<&str> = rows.iter().map(|it| it[column].as_str()).collect();
    times.join(",")
}

#[test]
fn incidence_of_bmt_is_that_of_scikit_survival() {
    let expected = rows(&reference("cr_bmt_expected_sksurv_Aalen.csv"));
    let at = times(&expected, "time");
    let arguments = ["--time", "time", "--status", "status", "--at", &at];
    let found = estimated("incidence", &reference("cr_bmt_input.csv"), &arguments);
    assert_eq!(found.len(), 2 * expected.len());
    for (cause, rows) in ["1", "2"].iter().zip(found.chunks(expected.len())) {
        for (row, expected) in rows.iter().zip(&expected) {
            assert_eq!(row["cause"], *cause);
            near(number(row, "time"), number(expected, "time"), 0.0);
            let of = |it: &str| number(expected, &format!("{it}{cause}"));
            near(number(row, "estimate"), of("cif"), 1e-12);
            near(number(row, "lower"), of("lo"), 1e-10);
            near(number(row, "upper"), of("hi"), 1e-10);
        }
        let events: f64 = rows.iter().map(|it| number(it, "n_event")).sum();
        let input = reference("cr_bmt_input.csv");
        let ended = super::rows(&input)
            .iter()
            .filter(|it| it["status"] == *cause)
            .count();
        assert!((events - f64::from(u32::try_from(ended).unwrap())).abs() < 0.5);
    }
}

#[test]
fn late_entries_are_those_of_r_and_halves_of_days_change_nothing() {
    let input = reference("late_input.csv");
    let expected = rows(&reference("late_expected_R_survfit.csv"));
    let at = times(&expected, "time");
    let arguments = [
        "--time", "exit", "--status", "status", "--entry", "entry", "--at", &at,
    ];
    let found = estimated("incidence", &input, &arguments);
    assert_eq!(found.len(), 3 * expected.len());
    for (cause, rows) in ["1", "2", "3"].iter().zip(found.chunks(expected.len())) {
        for (row, expected) in rows.iter().zip(&expected) {
            assert_eq!(row["n_risk"], expected["n_risk"]);
            near(
                number(row, "estimate"),
                number(expected, &format!("cif{cause}")),
                1e-12,
            );
        }
    }
    // In units of two days half of the times are no whole numbers.
    let halved = |text: &str| {
        text.parse::<f64>()
            .map_or(String::new(), |it| (it / 2.0).to_string())
    };
    let mut in_halves = "entry,exit,status\n".to_owned();
    for row in rows(&input) {
        writeln!(
            in_halves,
            "{},{},{}",
            halved(&row["entry"]),
            halved(&row["exit"]),
            row["status"]
        )
        .unwrap();
    }
    assert!(in_halves.contains(".5,"));
    let at: Vec<String> = at.split(',').map(halved).collect();
    let at = at.join(",");
    let arguments = [
        "--time", "exit", "--status", "status", "--entry", "entry", "--at", &at,
    ];
    for (row, whole) in estimated("incidence", &in_halves, &arguments)
        .iter()
        .zip(&found)
    {
        for column in [
            "cause",
            "n_risk",
            "n_event",
            "estimate",
            "std_error",
            "lower",
            "upper",
        ] {
            assert_eq!(row[column], whole[column]);
        }
    }
}

#[test]
fn survival_of_lung_is_that_of_lifelines_and_its_quantiles_those_of_r() {
    let input = reference("km_lung_input.csv");
    let all = rows(&reference("km_lung_expected_lifelines.csv"));
    let expected = &all[1..];
    let at = times(expected, "event_at");
    let columns = ["--time", "time", "--status", "event"];
    let arguments = [&columns[..], &["--at", at.as_str()]].concat();
    let found = estimated("survival", &input, &arguments);
    assert_eq!(found.len(), expected.len());
    for (row, expected) in found.iter().zip(expected) {
        assert_eq!(row["n_risk"], expected["at_risk"]);
        assert_eq!(row["n_event"], expected["observed"]);
        assert_eq!(row["n_censored"], expected["censored"]);
        near(
            number(row, "estimate"),
            number(expected, "KM_estimate"),
            1e-12,
        );
        for (limit, column) in [
            ("lower", "ci_exp_greenwood_lower_0.95"),
            ("upper", "ci_exp_greenwood_upper_0.95"),
        ] {
            near(number(row, limit), number(expected, column), 1e-10);
        }
    }
    // Without --at it is every time at which somebody died.
    let deaths = expected.iter().filter(|it| it["observed"] != "0");
    let every = estimated("survival", &input, &columns);
    assert!(
        every
            .iter()
            .map(|it| &it["time"])
            .eq(deaths.map(|it| &it["event_at"]))
    );

    let expected = rows(&reference("km_lung_quantiles_log-log_R.csv"));
    let shares = times(&expected, "p");
    let arguments = [&columns[..], &["--p", shares.as_str()]].concat();
    let found = estimated("quantile", &input, &arguments);
    assert_eq!(found.len(), expected.len());
    for (row, expected) in found.iter().zip(&expected) {
        let or_not = |it: &str| {
            if it == "NA" || it.is_empty() {
                "not reached".to_owned()
            } else {
                it.to_owned()
            }
        };
        assert_eq!(row["estimate"], or_not(&expected["q"]));
        assert_eq!(row["lower"], or_not(&expected["lo"]));
        assert_eq!(row["upper"], or_not(&expected["hi"]));
    }
}

#[test]
fn proportions_and_differences_are_those_of_the_references() {
    let input = reference("prop_ci_expected.csv");
    let expected = rows(&input);
    for (method, name, tolerance) in [
        ("wilson", "wilson", 1e-12),
        ("clopper-pearson", "beta", 1e-9),
        ("jeffreys", "jeffreys", 1e-9),
    ] {
        for (alpha, confidence) in [(0.05, "95"), (0.002, "99.8")] {
            let arguments = [
                "--numerator",
                "x",
                "--denominator",
                "n",
                "--method",
                method,
                "--confidence",
                confidence,
            ];
            let found = estimated("proportion", &input, &arguments);
            assert_eq!(found.len(), expected.len());
            let of_level = |it: &&(_, &Row)| (number(it.1, "alpha") - alpha).abs() < 1e-6;
            let pairs: Vec<_> = found.iter().zip(&expected).collect();
            let mut held = 0;
            for (row, expected) in pairs.iter().filter(of_level) {
                for (limit, short) in [("lower", "lo"), ("upper", "hi")] {
                    let expected = number(expected, &format!("{name}_{short}"));
                    assert!((number(row, limit) - expected).abs() <= tolerance);
                }
                held += 1;
            }
            assert!(held > 20, "{held}");
        }
    }
    let input = reference("prop_diff_expected.csv");
    let expected = rows(&input);
    for (method, name) in [("newcombe", "newcombe"), ("miettinen-nurminen", "mn")] {
        let columns = [
            "--numerator",
            "x1",
            "--denominator",
            "n1",
            "--reference-numerator",
            "x2",
            "--reference-denominator",
            "n2",
        ];
        let arguments = [&columns[..], &["--method", method]].concat();
        let found = estimated("difference", &input, &arguments);
        assert_eq!(found.len(), expected.len());
        let mut held = 0;
        for (row, expected) in found
            .iter()
            .zip(&expected)
            .filter(|it| it.1["alpha"] == "0.05")
        {
            for (limit, short) in [("lower", "lo"), ("upper", "hi")] {
                let expected = number(expected, &format!("{name}_{short}"));
                assert!((number(row, limit) - expected).abs() <= 1e-9);
            }
            held += 1;
        }
        assert!(held > 5, "{held}");
    }
}
