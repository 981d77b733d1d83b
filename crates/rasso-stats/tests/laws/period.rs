//! Windows of the calendar, back-tests and triangles.

use proptest::prelude::*;
use rasso_stats::proportion::Share;
use rasso_stats::survival::{
    At, BackTestPlan, DatedCase, DayCube, Window, back_test, chain_ladder, share_within,
};
use rasso_stats::{Confidence, StatsError};

fn cases() -> impl Strategy<Value = Vec<DatedCase>> {
    let case = (-50_i32..100, 0_i32..60, 0_u8..=2);
    let case = case.prop_map(|(origin, days, status)| DatedCase {
        origin,
        last_seen: origin + days,
        status,
    });
    prop::collection::vec(case, 0..80)
}

fn cube(cases: &[DatedCase], window: Window) -> DayCube {
    let mut cube = DayCube::new(1, 2);
    for spell in cases.iter().filter_map(|it| window.spell(*it)) {
        cube.add(0, spell).unwrap();
    }
    cube
}

fn window(first: i32, last: i32) -> Window {
    Window { first, last }
}

proptest! {
    #[test]
    fn a_window_over_everything_is_the_cohort(cases in cases()) {
        let mut whole = DayCube::new(1, 2);
        for case in &cases {
            whole.add(0, case.spell().unwrap()).unwrap();
        }
        prop_assert_eq!(cube(&cases, window(-1000, 1000)), whole);
    }

    #[test]
    fn windows_side_by_side_share_out_every_day_at_risk_and_every_end(cases in cases(), cut in -60_i32..160) {
        let whole = cube(&cases, window(-1000, 1000)).pooled();
        let before = cube(&cases, window(-1000, cut)).pooled();
        let after = cube(&cases, window(cut + 1, 1000)).pooled();
        for day in 0_u32..61 {
            let time = f64::from(day);
            prop_assert_eq!(whole.at_risk_at(time), before.at_risk_at(time) + after.at_risk_at(time));
        }
        for cause in 0..2 {
            let ends = |it: &rasso_stats::survival::RiskTable| {
                it.steps().map(|it| it.events[cause]).sum::<u64>()
            };
            prop_assert_eq!(ends(&whole), ends(&before) + ends(&after));
        }
    }

    #[test]
    fn a_triangle_that_always_doubles_is_known_without_error(start in 1_u64..1000, size in 4_usize..8) {
        let rows: Vec<Vec<u64>> = (0..size)
            .map(|row| (0..size - row).map(|column| start << column).collect())
            .collect();
        let found = chain_ladder(&rows).unwrap();
        let reached = (0..size - 1).fold(f64::from(u32::try_from(start).unwrap()), |it, _| 2.0 * it);
        for row in found.rows {
            let row = row.unwrap();
            prop_assert!((row.value / reached - 1.0).abs() < 1e-12 && row.std_error < 1e-6);
        }
    }
}

#[test]
fn a_case_counts_on_the_first_and_the_last_day_of_the_window() {
    let case = |origin, last_seen| DatedCase {
        origin,
        last_seen,
        status: 1,
    };
    let spell = |origin, last_seen| window(10, 20).spell(case(origin, last_seen));
    assert_eq!(spell(0, 9), None);
    assert_eq!(spell(21, 25), None);
    assert_eq!(
        cube(&[case(0, 10)], window(10, 20))
            .pooled()
            .at_risk_at(10.0),
        1
    );
    assert_eq!(spell(0, 20).map(|it| it.status), Some(1));
    assert_eq!(spell(0, 21).map(|it| (it.exit, it.status)), Some((20, 0)));
    // What ends on its first day counts when that day is in the window.
    assert_eq!(spell(10, 10).map(|it| it.exit), Some(0));
    assert_eq!(case(5, 4).spell(), None);
}

/// A case a day, of which every second ends by cause 1 after so many days.
fn steady(days: i32, until: i32) -> Vec<DatedCase> {
    let case = |origin: i32| DatedCase {
        origin,
        last_seen: origin + days,
        status: if origin % 2 == 0 { 1 } else { 2 },
    };
    (0..1000)
        .map(case)
        .filter_map(|it| it.as_at(until))
        .collect()
}

#[test]
fn a_pace_that_lasts_is_foretold_and_one_that_breaks_is_missed() {
    let plan = BackTestPlan {
        causes: 2,
        cause: 1,
        horizon: 50,
        window: 200,
        cohort: 30,
        confidence: Confidence::Percent95,
    };
    let lasting = back_test(&steady(50, 900), &plan, &[400, 600, 890]).unwrap();
    assert_eq!(lasting[0].is_within(), Some(true));
    assert_eq!(lasting[1].is_within(), Some(true));
    assert!(lasting[1].deviation().unwrap().abs() < 1.0);
    assert_eq!(share_within(&lasting), Share::new(2, 2));
    assert_eq!(share_within(&lasting[2..]), Err(StatsError::TooFew));
    // The cases of the last days have not been followed for 50 days yet.
    assert_eq!(lasting[2].is_within(), None);
    assert!(matches!(lasting[2].came, At::NotObserved { .. }));

    let mut breaking = steady(50, 900);
    for case in &mut breaking {
        if case.origin > 500 && case.status == 1 {
            case.status = 2;
        }
    }
    let missed = back_test(&breaking, &plan, &[600]).unwrap()[0];
    assert_eq!(missed.is_within(), Some(false));
    assert!(missed.deviation().unwrap() < -5.0);
}

#[test]
fn a_triangle_that_is_none_is_refused() {
    assert_eq!(
        chain_ladder(&[vec![1, 2], vec![1]]),
        Err(StatsError::TooFew)
    );
    let square = vec![vec![1, 2, 3, 4]; 4];
    assert_eq!(chain_ladder(&square), Err(StatsError::Contradiction));
    let zeros = [vec![0, 1, 2, 3], vec![0, 1, 2], vec![0, 1], vec![0]];
    assert_eq!(chain_ladder(&zeros), Err(StatsError::TooFew));
}

#[test]
fn a_row_that_has_nothing_yet_is_not_foretold_as_nothing() {
    let rows = [vec![4, 6, 7, 8], vec![5, 7, 8], vec![3, 5], vec![0]];
    let found = chain_ladder(&rows).unwrap();
    assert_eq!(found.rows[3], None);
    assert!(found.rows[2].is_some());
    assert_eq!(found.total, None);
}
