//! Ratios of two groups over strata.

use super::{near, near_limits, read};
use rasso_stats::Confidence::Percent95;
use rasso_stats::GroupTest;
use rasso_stats::disparity::{Pair, Ratio, mantel_haenszel, risk_ratio, same_odds};
use rasso_stats::proportion::Share;

fn strata(set: &str) -> Vec<Pair> {
    let file = read("disparity_input.csv");
    let share = |row: &super::Row<'_>, x, n| Share::new(row.count(x), row.count(n)).unwrap();
    file.rows()
        .filter(|row| row.text("set") == set)
        .map(|row| Pair {
            group: share(&row, "a", "of_a"),
            reference: share(&row, "b", "of_b"),
        })
        .collect()
}

fn together(strata: &[Pair]) -> Pair {
    let sum = |of: fn(&Pair) -> Share| {
        let shares = || strata.iter().map(of);
        let x = shares().map(Share::numerator).sum();
        Share::new(x, shares().map(Share::denominator).sum()).unwrap()
    };
    Pair {
        group: sum(|it| it.group),
        reference: sum(|it| it.reference),
    }
}

#[test]
fn ratios_and_tests_are_what_statsmodels_and_r_give() {
    let file = read("disparity_expected.csv");
    let mut seen = 0;
    for row in file.rows() {
        let strata = strata(row.text("set"));
        let pooled = || mantel_haenszel(&strata, Percent95).unwrap();
        let ratio = |found: Option<Ratio>| {
            let found = found.unwrap();
            near(found.value, row.number("estimate"), 1e-10);
            if !row.text("lower").is_empty() {
                let interval = found.interval.unwrap();
                near_limits(interval, &row, ["lower", "upper"], 1e-10);
            }
        };
        let test = |found: GroupTest| {
            near(found.statistic, row.number("statistic"), 1e-10);
            near(found.p_value, row.number("p"), 1e-10);
        };
        match row.text("measure") {
            "mh_odds" => ratio(pooled().odds_ratio),
            "mh_risk" => ratio(pooled().risk_ratio),
            "katz_all" => ratio(risk_ratio(together(&strata), Percent95)),
            "cmh" => test(pooled().test),
            "breslow_day" => test(same_odds(&strata).unwrap().breslow_day),
            "tarone" => test(same_odds(&strata).unwrap().tarone),
            other => panic!("no measure {other}"),
        }
        seen += 1;
    }
    assert_eq!(seen, 16);
}
