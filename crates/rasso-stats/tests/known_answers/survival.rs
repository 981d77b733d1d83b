//! Cases that are still open: Kaplan and Meier, Aalen and Johansen.

use super::{Row, near, near_limits, read};
use rasso_stats::Confidence::Percent95;
use rasso_stats::survival::{
    At, DayCube, Entry, Reached, RiskTable, Spell, cumulative_incidence, gray, kaplan_meier,
    log_rank,
};

fn lung() -> RiskTable {
    let mut cube = DayCube::new(1, 1);
    for row in read("km_lung_input.csv").rows() {
        let day = row.text("time").parse().unwrap();
        let status = row.text("event").parse().unwrap();
        cube.add(0, Spell::from_origin(day, status)).unwrap();
    }
    cube.risk_table(0).unwrap()
}

pub(super) fn bmt() -> DayCube {
    let mut cube = DayCube::new(2, 2);
    for row in read("cr_bmt_input.csv").rows() {
        let day = row.text("time").parse().unwrap();
        let status = row.text("status").parse().unwrap();
        let group = row.text("group").parse().unwrap();
        cube.add(group, Spell::from_origin(day, status)).unwrap();
    }
    cube
}

#[test]
fn kaplan_meier_is_what_lifelines_gives() {
    let table = lung();
    let survival = kaplan_meier(&table);
    let file = read("km_lung_expected_lifelines.csv");
    for row in file.rows() {
        let point = survival
            .at(row.number("event_at"), Percent95)
            .value()
            .unwrap();
        near(point.value, row.number("KM_estimate"), 1e-12);
        assert_eq!(point.at_risk, row.count("at_risk"));
        let lower = row.number("ci_exp_greenwood_lower_0.95");
        let upper = row.number("ci_exp_greenwood_upper_0.95");
        match point.interval {
            Some(interval) => {
                near(interval.lower, lower, 1e-10);
                near(interval.upper, upper, 1e-10);
            }
            // lifelines gives 1 to 1 before the first event; that is no interval.
            None => assert!(row.text("event_at") == "0" && lower > 0.999),
        }
    }
    for (row, step) in file.rows().skip(1).zip(table.steps()) {
        assert_eq!(step.events, [row.count("observed")]);
        assert_eq!(step.censored, row.count("censored"));
    }
    assert_eq!(file.rows().count(), 187);
}

#[test]
fn kaplan_meier_is_what_scikit_survival_gives() {
    let survival = kaplan_meier(&lung());
    let file = read("km_lung_expected_sksurv_loglog.csv");
    for row in file.rows() {
        let point = survival.at(row.number("time"), Percent95).value().unwrap();
        near(point.value, row.number("S"), 1e-12);
        let interval = point.interval.unwrap();
        near_limits(interval, &row, ["lo", "hi"], 1e-10);
    }
    assert_eq!(file.rows().count(), 186);
}

#[test]
fn quantiles_are_the_days_that_r_gives() {
    let survival = kaplan_meier(&lung());
    let day = |text: &str| match text {
        "NA" => Reached::NotReached,
        day => Reached::By(day.parse().unwrap()),
    };
    for row in read("km_lung_quantiles_log-log_R.csv").rows() {
        let quantile = survival.quantile(row.number("p"), Percent95).unwrap();
        assert_eq!(quantile.estimate, day(row.text("q")));
        assert_eq!(quantile.lower, day(row.text("lo")));
        assert_eq!(quantile.upper, day(row.text("hi")));
    }
}

/// Holds survival and every cause's incidence to a file of R's `survfit`.
#[track_caller]
fn check_points(table: &RiskTable, name: &str) {
    let incidence = cumulative_incidence(table);
    let file = read(name);
    for row in file.rows() {
        let time = row.number("time");
        let survival = incidence.survival_at(time).value().unwrap();
        near(survival, row.number("S"), 1e-12);
        for cause in 1..=table.causes() {
            let point = incidence
                .at(cause, time, Percent95)
                .unwrap()
                .value()
                .unwrap();
            near(point.value, row.number(&format!("cif{cause}")), 1e-12);
            assert_eq!(point.at_risk, row.count("n_risk"));
        }
    }
    assert!(file.rows().count() > 20);
}

#[test]
fn incidence_has_the_points_that_r_gives() {
    check_points(&bmt().pooled(), "cr_bmt_expected_R_survfit.csv");
    let late = invented("late_input.csv").pooled();
    check_points(&late, "late_expected_R_survfit.csv");
}

#[test]
fn incidence_has_the_points_and_limits_that_scikit_survival_gives() {
    let incidence = cumulative_incidence(&bmt().pooled());
    for row in read("cr_bmt_expected_sksurv_Aalen.csv").rows() {
        let time = row.number("time");
        let mut total = 0.0;
        for (cause, value, lower, upper) in [(1, "cif1", "lo1", "hi1"), (2, "cif2", "lo2", "hi2")] {
            let point = incidence
                .at(cause, time, Percent95)
                .unwrap()
                .value()
                .unwrap();
            near(point.value, row.number(value), 1e-12);
            let interval = point.interval.unwrap();
            near(interval.lower, row.number(lower), 1e-10);
            near(interval.upper, row.number(upper), 1e-10);
            total += point.value;
        }
        near(total, row.number("total"), 1e-12);
    }
    // The error that scikit-survival gives there, and not those of R or of Dinse.
    let At::Observed(point) = incidence.at(1, 20.0, Percent95).unwrap() else {
        panic!("somebody is at risk after 20 days");
    };
    assert!((point.std_error - 0.079_522_2).abs() < 5e-8);
}

/// A case of the invented cohorts.
fn spell(row: &Row<'_>) -> Spell<u32> {
    let exit = row.text("exit").parse().unwrap();
    let entry = row.text("entry").parse();
    Spell {
        entry: entry.map_or(Entry::Origin, Entry::After),
        exit,
        status: row.text("status").parse().unwrap(),
    }
}

fn invented(name: &str) -> DayCube {
    let mut cube = DayCube::new(5, 3);
    for row in read(name).rows() {
        let group = row.text("group").parse().unwrap();
        cube.add(group, spell(&row)).unwrap();
    }
    cube
}

fn groups(cube: &DayCube) -> Vec<RiskTable> {
    (0..cube.groups())
        .filter_map(|it| cube.risk_table(it))
        .collect()
}

#[test]
fn kaplan_meier_with_late_entries_is_what_r_gives() {
    let survival = kaplan_meier(&invented("late_input.csv").pooled());
    for row in read("late_expected_R_km.csv").rows() {
        let point = survival.at(row.number("time"), Percent95).value().unwrap();
        if row.text("lo") == "NA" {
            // The last case ends: S is 0, here to the last digit.
            assert!(point.value.abs() < 1e-300 && row.number("S").abs() < 1e-12);
            assert_eq!(point.interval, None);
            continue;
        }
        near(point.value, row.number("S"), 1e-12);
        let interval = point.interval.unwrap();
        near_limits(interval, &row, ["lo", "hi"], 1e-10);
    }
}

/// The late cohort with no two times alike, as the log-rank test of a Cox model wants it.
fn apart() -> Vec<RiskTable> {
    let mut spells = vec![Vec::new(); 5];
    for (row, id) in read("late_input.csv").rows().zip(1_u32..) {
        let it = spell(&row);
        let group: usize = row.text("group").parse().unwrap();
        spells[group].push(Spell {
            entry: match it.entry {
                Entry::Origin => Entry::Origin,
                Entry::After(day) => Entry::After(f64::from(day)),
            },
            exit: f64::from(it.exit) + f64::from(id) / 1024.0,
            status: it.status,
        });
    }
    let tables = spells.iter().map(|it| RiskTable::from_spells(3, it));
    tables.collect::<Result<_, _>>().unwrap()
}

#[test]
fn tests_between_groups_are_what_r_gives() {
    let file = read("tests_expected_R.csv");
    for row in file.rows() {
        let tables = match row.text("data") {
            "bmt" => groups(&bmt()),
            "late" => apart(),
            _ => groups(&invented("cohort_input.csv")),
        };
        let cause = row.text("cause").parse().unwrap();
        let test = match row.text("test") {
            "gray" => gray(&tables, cause),
            _ => log_rank(&tables, cause),
        };
        let test = test.unwrap();
        near(test.statistic, row.number("statistic"), 1e-9);
        near(test.p_value, row.number("p"), 1e-9);
        assert_eq!(u64::from(test.degrees), row.count("df"));
    }
    assert_eq!(file.rows().count(), 11);
}
