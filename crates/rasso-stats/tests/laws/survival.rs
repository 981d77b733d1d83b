//! Day cubes, risk tables and what is estimated from them.

use proptest::prelude::*;
use rasso_stats::survival::{
    At, DayCube, Entry, RiskTable, Spell, cumulative_incidence, gray, kaplan_meier, log_rank,
};
use rasso_stats::{Confidence::Percent95, StatsError};

const CAUSES: u8 = 3;
const GROUPS: usize = 4;

/// A case of some group, seen late one time in three.
fn case() -> impl Strategy<Value = (usize, Spell<u32>)> {
    let late = prop::option::weighted(0.3, 0_u32..30);
    (0..GROUPS, late, 0_u32..60, 0..=CAUSES).prop_map(|(group, late, days, status)| {
        let spell = match late {
            None => Spell::from_origin(days, status),
            Some(entry) => Spell::entering_after(entry, entry + 1 + days, status),
        };
        (group, spell)
    })
}

fn cases() -> impl Strategy<Value = Vec<(usize, Spell<u32>)>> {
    prop::collection::vec(case(), 0..120)
}

fn cube(cases: &[(usize, Spell<u32>)]) -> DayCube {
    let mut cube = DayCube::new(GROUPS, usize::from(CAUSES));
    for (group, spell) in cases {
        cube.add(*group, *spell).unwrap();
    }
    cube
}

/// The same estimate by going through all cases again at every day.
fn by_hand(cases: &[(usize, Spell<u32>)], day: u32) -> (f64, [f64; 3]) {
    let (mut survival, mut incidence) = (1.0, [0.0; 3]);
    for u in 0..=day {
        let is_at_risk = |spell: &Spell<u32>| {
            u <= spell.exit
                && match spell.entry {
                    Entry::Origin => true,
                    Entry::After(entry) => entry < u,
                }
        };
        let at_risk = cases.iter().filter(|it| is_at_risk(&it.1)).count();
        let ended = |status: u8| {
            cases
                .iter()
                .filter(|(_, it)| it.exit == u && it.status == status)
                .count()
        };
        if at_risk == 0 {
            continue;
        }
        let share = |count: usize| f64::from(u32::try_from(count).unwrap());
        let ends = [ended(1), ended(2), ended(3)];
        for (incidence, ended) in incidence.iter_mut().zip(ends) {
            *incidence += survival * share(ended) / share(at_risk);
        }
        survival *= 1.0 - share(ends.iter().sum()) / share(at_risk);
    }
    (survival, incidence)
}

/// Aalen's variance as it is written, with a sum over all earlier times for every time.
fn variance_by_hand(table: &RiskTable, cause: usize, until: f64) -> f64 {
    let float = |count: u64| f64::from(u32::try_from(count).unwrap());
    let (mut survival, mut value) = (1.0, 0.0);
    let mut rows = Vec::new();
    for step in table.steps().filter(|it| it.time <= until) {
        let (n, d) = (float(step.at_risk), float(step.all_events()));
        let of_cause = float(step.events[cause - 1]);
        value += survival * of_cause / n;
        rows.push((survival, value, n, d, of_cause));
        survival *= 1.0 - d / n;
    }
    let term = |&(survival, so_far, n, d, of_cause): &(f64, f64, f64, f64, f64)| {
        let rest = value - so_far;
        let or_none = |it: f64| if it.is_finite() { it } else { 0.0 };
        let spread = of_cause * (n - of_cause);
        or_none(rest * rest * d / ((n - 1.0) * (n - d)))
            + or_none(survival * survival * spread / (n * n * (n - 1.0)))
            - or_none(2.0 * rest * survival * spread / (n * (n - d) * (n - 1.0)))
    };
    rows.iter().map(term).sum()
}

proptest! {
    #[test]
    fn incidences_and_survival_sum_to_one(cases in cases()) {
        let table = cube(&cases).pooled();
        let incidence = cumulative_incidence(&table);
        let mut last = [0.0; 3];
        for &time in incidence.times() {
            let mut sum = incidence.survival_at(time).value().unwrap();
            for (cause, last) in (1..=3).zip(&mut last) {
                let point = incidence.at(cause, time, Percent95).unwrap().value().unwrap();
                prop_assert!(point.value >= *last && point.std_error.is_finite());
                if let Some(limits) = point.interval {
                    prop_assert!(0.0 <= limits.lower && limits.lower <= point.value + 1e-12);
                    prop_assert!(point.value <= limits.upper + 1e-12 && limits.upper <= 1.0);
                }
                *last = point.value;
                sum += point.value;
            }
            prop_assert!((sum - 1.0).abs() < 1e-12);
            let survival = kaplan_meier(&table).at(time, Percent95).value().unwrap();
            prop_assert!((survival.value - incidence.survival_at(time).value().unwrap()).abs() < 1e-12);
        }
    }

    #[test]
    fn every_day_is_what_counting_again_gives(cases in cases(), day in 0_u32..100) {
        let incidence = cumulative_incidence(&cube(&cases).pooled());
        if let Some(found) = incidence.survival_at(f64::from(day)).value() {
            let (survival, by_cause) = by_hand(&cases, day);
            prop_assert!((found - survival).abs() < 1e-12);
            for (cause, expected) in (1..=3).zip(by_cause) {
                let point = incidence.at(cause, f64::from(day), Percent95).unwrap();
                prop_assert!((point.value().unwrap().value - expected).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn the_variance_is_the_formula_summed_anew_for_every_day(cases in cases()) {
        let table = cube(&cases).pooled();
        let incidence = cumulative_incidence(&table);
        for &time in incidence.times() {
            let point = incidence.at(2, time, Percent95).unwrap().value().unwrap();
            let expected = variance_by_hand(&table, 2, time);
            prop_assert!((point.std_error.powi(2) - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn merging_cubes_is_one_cube(a in cases(), b in cases()) {
        let mut merged = cube(&b);
        merged.merge(&cube(&a)).unwrap();
        prop_assert_eq!(merged, cube(&[a, b].concat()));
    }

    #[test]
    fn room_made_as_cases_come_is_room_made_before(cases in cases()) {
        let mut grown = DayCube::new(0, 0);
        for (group, spell) in &cases {
            grown.widen(group + 1, usize::from(spell.status));
            grown.add(*group, *spell).unwrap();
        }
        grown.widen(GROUPS, usize::from(CAUSES));
        prop_assert_eq!(grown, cube(&cases));
    }

    #[test]
    fn the_order_of_cases_does_not_matter(
        (cases, shuffled) in cases().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle()))
    ) {
        prop_assert_eq!(cube(&cases), cube(&shuffled));
    }

    #[test]
    fn pooling_is_one_group(cases in cases()) {
        let one: Vec<_> = cases.iter().map(|(_, spell)| (0, *spell)).collect();
        prop_assert_eq!(cube(&cases).pooled(), cube(&one).risk_table(0).unwrap());
    }

    #[test]
    fn days_as_numbers_make_the_same_table(cases in cases()) {
        let spells: Vec<Spell<f64>> = cases
            .iter()
            .map(|(_, it)| Spell {
                entry: match it.entry {
                    Entry::Origin => Entry::Origin,
                    Entry::After(day) => Entry::After(f64::from(day)),
                },
                exit: f64::from(it.exit),
                status: it.status,
            })
            .collect();
        let table = RiskTable::from_spells(usize::from(CAUSES), &spells).unwrap();
        prop_assert_eq!(table, cube(&cases).pooled());
    }

    #[test]
    fn ten_of_each_case_move_no_share_and_narrow_its_interval(cases in cases()) {
        let mut many = DayCube::new(GROUPS, usize::from(CAUSES));
        for (group, spell) in &cases {
            many.add_many(*group, *spell, 10).unwrap();
        }
        let one = cumulative_incidence(&cube(&cases).pooled());
        let ten = cumulative_incidence(&many.pooled());
        for &time in one.times() {
            let a = one.at(1, time, Percent95).unwrap().value().unwrap();
            let b = ten.at(1, time, Percent95).unwrap().value().unwrap();
            prop_assert!((a.value - b.value).abs() < 1e-12);
            prop_assert_eq!(10 * a.at_risk, b.at_risk);
        }
    }
}

#[test]
fn groups_that_are_alike_do_not_differ() {
    let alike = table(&[Spell::from_origin(3, 1), Spell::from_origin(9, 2)]);
    let tables = vec![alike; 3];
    for test in [gray(&tables, 1), log_rank(&tables, 1)] {
        let test = test.unwrap();
        assert!(test.statistic < 1e-20 && test.p_value > 0.999_999);
        assert_eq!(test.degrees, 2);
    }
}

#[test]
fn a_group_without_cases_takes_no_part_in_a_test() {
    let some = [
        table(&[Spell::from_origin(3, 1), Spell::from_origin(9, 2)]),
        table(&[Spell::from_origin(4, 1), Spell::from_origin(5, 1)]),
    ];
    let with_empty = [some[0].clone(), table(&[]), some[1].clone()];
    assert_eq!(gray(&some, 1), gray(&with_empty, 1));
    assert_eq!(log_rank(&some, 1), log_rank(&with_empty, 1));
    assert_eq!(gray(&some[..1], 1), Err(StatsError::TooFew));
    assert_eq!(log_rank(&[], 1), Err(StatsError::NoSuchCause { causes: 0 }));
    let late = [some[0].clone(), table(&[Spell::entering_after(1, 4, 1)])];
    assert_eq!(gray(&late, 1), Err(StatsError::LateEntry));
    assert!(log_rank(&late, 1).is_ok());
}

fn table(spells: &[Spell<u32>]) -> RiskTable {
    let cases: Vec<_> = spells.iter().map(|it| (0, *it)).collect();
    cube(&cases).risk_table(0).unwrap()
}

#[test]
fn what_ends_on_day_0_counts() {
    let table = table(&[Spell::from_origin(0, 1), Spell::from_origin(9, 0)]);
    let incidence = cumulative_incidence(&table);
    let point = incidence.at(1, 0.0, Percent95).unwrap().value().unwrap();
    assert!((point.value - 0.5).abs() < 1e-15);
    assert_eq!((point.at_risk, point.events), (2, 1));
}

#[test]
fn an_estimate_ends_with_the_last_who_was_seen() {
    let incidence = cumulative_incidence(&table(&[
        Spell::from_origin(3, 1),
        Spell::from_origin(9, 0),
    ]));
    let at = |time| incidence.at(1, time, Percent95).unwrap();
    assert!(matches!(at(9.0), At::Observed(_)));
    assert_eq!(at(10.0), At::NotObserved { until: Some(9.0) });
    assert_eq!(at(f64::NAN), At::NotObserved { until: Some(9.0) });
    let survival = kaplan_meier(&table(&[Spell::from_origin(9, 0)]));
    assert_eq!(
        survival.at(9.5, Percent95),
        At::NotObserved { until: Some(9.0) }
    );
}

#[test]
fn when_all_have_ended_the_share_is_final() {
    let incidence = cumulative_incidence(&table(&[
        Spell::from_origin(3, 1),
        Spell::from_origin(9, 2),
    ]));
    let At::Settled(point) = incidence.at(1, 365.0, Percent95).unwrap() else {
        panic!("all have ended");
    };
    assert!((point.value - 0.5).abs() < 1e-15);
    assert_eq!(point.at_risk, 0);
}

#[test]
fn a_gap_in_which_nobody_is_seen_ends_the_estimate() {
    let late = Spell::entering_after(20, 25, 1);
    let until = |spells: &[Spell<u32>]| {
        let found = cumulative_incidence(&table(spells)).survival_at(25.0);
        let At::NotObserved { until } = found else {
            panic!("{found:?} is an estimate beyond a gap");
        };
        until
    };
    assert_eq!(until(&[late]), None);
    assert_eq!(until(&[Spell::from_origin(9, 0), late]), Some(9.0));
    // All at risk end on day 21 while another case is known to last longer.
    let later = Spell::entering_after(21, 40, 1);
    assert_eq!(until(&[Spell::from_origin(21, 1), later]), Some(21.0));
}

#[test]
fn all_still_open_is_no_incidence_and_no_interval() {
    let incidence = cumulative_incidence(&table(&[Spell::from_origin(400, 0); 5]));
    let point = incidence.at(2, 365.0, Percent95).unwrap().value().unwrap();
    assert!(point.value.abs() < 1e-300 && point.std_error.abs() < 1e-300);
    assert_eq!((point.at_risk, point.interval), (5, None));
}

#[test]
fn a_group_without_cases_has_no_estimate() {
    let empty = cube(&[(1, Spell::from_origin(5, 1))])
        .risk_table(0)
        .unwrap();
    let incidence = cumulative_incidence(&empty);
    assert_eq!(incidence.survival_at(0.0), At::NotObserved { until: None });
    assert_eq!(
        kaplan_meier(&empty).at(0.0, Percent95),
        At::NotObserved { until: None }
    );
}

#[test]
fn what_the_cube_cannot_hold_is_refused() {
    let mut cube = DayCube::new(2, 1);
    let refused = |it: Result<(), StatsError>| it.unwrap_err();
    assert_eq!(
        refused(cube.add(2, Spell::from_origin(1, 1))),
        StatsError::NoSuchGroup { groups: 2 }
    );
    assert_eq!(
        refused(cube.add(0, Spell::from_origin(1, 2))),
        StatsError::NoSuchCause { causes: 1 }
    );
    assert_eq!(
        refused(cube.add(0, Spell::entering_after(5, 5, 1))),
        StatsError::EmptySpell
    );
    assert_eq!(
        refused(cube.add(0, Spell::from_origin(u32::MAX, 1))),
        StatsError::BadTime
    );
    assert_eq!(refused(cube.merge(&DayCube::new(2, 2))), StatsError::Unlike);
    assert_eq!(cube, DayCube::new(2, 1));
    let never = [Spell::from_origin(f64::NAN, 1)];
    assert_eq!(RiskTable::from_spells(1, &never), Err(StatsError::BadTime));
}

#[test]
fn a_lower_limit_is_never_later_than_what_it_is_the_limit_of() {
    let mut cube = DayCube::new(1, 1);
    cube.add(0, Spell::from_origin(40, 1)).unwrap();
    let found = kaplan_meier(&cube.pooled());
    let median = found.quantile(0.5, Percent95).unwrap();
    assert_eq!(median.estimate, rasso_stats::survival::Reached::By(40.0));
    assert_eq!(
        (median.lower, median.upper),
        (
            rasso_stats::survival::Reached::By(40.0),
            rasso_stats::survival::Reached::NotReached
        )
    );
}
