//! The newest quarters: period estimates and the chain ladder.

use super::{near, read};
use rasso_stats::Confidence::Percent95;
use rasso_stats::survival::{At, DatedCase, DayCube, Window, chain_ladder, cumulative_incidence};

#[test]
fn the_period_estimate_is_what_r_gives_for_the_parts_of_cases_in_the_window() {
    let window = Window {
        first: 1136,
        last: 1500,
    };
    let mut cube = DayCube::new(1, 3);
    for row in read("dated_input.csv").rows() {
        let case = DatedCase {
            origin: row.text("origin").parse().unwrap(),
            last_seen: row.text("last_seen").parse().unwrap(),
            status: row.text("status").parse().unwrap(),
        };
        if let Some(spell) = window.spell(case) {
            cube.add(0, spell).unwrap();
        }
    }
    let incidence = cumulative_incidence(&cube.pooled());
    let file = read("period_expected_R_survfit.csv");
    let mut last = 0.0;
    for row in file.rows() {
        let time = row.number("time");
        for (cause, column) in [(1, "cif1"), (2, "cif2"), (3, "cif3")] {
            let at = incidence.at(cause, time, Percent95).unwrap();
            if let At::NotObserved { until } = at {
                // All at risk end on day 539, and two who last longer enter later. R repeats the
                // figures of that day.
                assert_eq!(until, Some(539.0));
                continue;
            }
            let point = at.value().unwrap();
            near(point.value, row.number(column), 1e-12);
            assert_eq!(point.at_risk, row.count("n_risk"));
            last = time;
        }
    }
    assert!((last - 539.0_f64).abs() < 1e-9);
    assert!(file.rows().count() > 100);
}

#[test]
fn the_chain_ladder_is_what_chainladder_gives() {
    let mut rows = vec![Vec::new(); 10];
    for row in read("chainladder_raa_input.csv").rows() {
        let origin: usize = row.text("origin").parse().unwrap();
        rows[origin].push(row.count("cumulative"));
    }
    let found = chain_ladder(&rows).unwrap();
    for row in read("chainladder_raa_expected.csv").rows() {
        let ultimate = match row.text("origin") {
            "total" => found.total,
            origin => found.rows[origin.parse::<usize>().unwrap()],
        };
        let ultimate = ultimate.unwrap();
        near(ultimate.value, row.number("ultimate"), 1e-10);
        match row.text("origin") {
            // Nothing is to come, and so nothing is uncertain; chainladder says that it is no number.
            "0" => assert!(ultimate.std_error.abs() < 1e-300),
            _ => near(ultimate.std_error, row.number("std_error"), 1e-10),
        }
    }
}
