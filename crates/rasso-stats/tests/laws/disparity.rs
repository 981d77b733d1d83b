//! Ratios of any two groups.

use proptest::prelude::*;
use rasso_stats::disparity::{Pair, mantel_haenszel, risk_ratio, same_odds};
use rasso_stats::proportion::Share;
use rasso_stats::{Confidence::Percent95, StatsError};

fn share() -> impl Strategy<Value = Share> {
    (2_u64..300)
        .prop_flat_map(|n| (1..n, Just(n)))
        .prop_map(|(x, n)| Share::new(x, n).unwrap())
}

fn pair() -> impl Strategy<Value = Pair> {
    (share(), share()).prop_map(|(group, reference)| Pair { group, reference })
}

fn turned(pair: Pair) -> Pair {
    Pair {
        group: pair.reference,
        reference: pair.group,
    }
}

fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1e-3)
}

proptest! {
    #[test]
    fn of_one_stratum_the_common_risk_ratio_is_katz(pair in pair()) {
        let pooled = mantel_haenszel(&[pair], Percent95).unwrap().risk_ratio.unwrap();
        let katz = risk_ratio(pair, Percent95).unwrap();
        prop_assert!(is_close(pooled.value, katz.value));
        prop_assert!(is_close(pooled.interval.unwrap().lower, katz.interval.unwrap().lower));
        prop_assert!(is_close(pooled.interval.unwrap().upper, katz.interval.unwrap().upper));
    }

    #[test]
    fn groups_that_change_places_have_one_over_the_ratio(strata in prop::collection::vec(pair(), 1..8)) {
        let one = mantel_haenszel(&strata, Percent95).unwrap();
        let back: Vec<Pair> = strata.iter().map(|it| turned(*it)).collect();
        let back = mantel_haenszel(&back, Percent95).unwrap();
        for (one, back) in [(one.odds_ratio, back.odds_ratio), (one.risk_ratio, back.risk_ratio)] {
            let (one, back) = (one.unwrap(), back.unwrap());
            prop_assert!(is_close(one.value, 1.0 / back.value));
            prop_assert!(is_close(one.interval.unwrap().lower, 1.0 / back.interval.unwrap().upper));
        }
        prop_assert!(is_close(one.test.statistic, back.test.statistic));
    }

    #[test]
    fn strata_that_are_alike_have_one_odds_ratio(pair in pair(), n in 2_usize..6) {
        let found = same_odds(&vec![pair; n]).unwrap();
        prop_assert!(found.breslow_day.statistic < 1e-9 && found.tarone.statistic < 1e-9);
        prop_assert_eq!(found.tarone.degrees, u32::try_from(n - 1).unwrap());
    }
}

#[test]
fn nothing_to_compare_is_no_ratio() {
    let share = |x, n| Share::new(x, n).unwrap();
    let pair = |group, reference| Pair { group, reference };
    assert_eq!(risk_ratio(pair(share(1, 5), share(0, 5)), Percent95), None);
    let none = risk_ratio(pair(share(0, 5), share(1, 5)), Percent95).unwrap();
    assert_eq!(none.interval, None);
    let nobody = pair(share(0, 5), share(0, 9));
    assert_eq!(
        mantel_haenszel(&[nobody], Percent95),
        Err(StatsError::TooFew)
    );
    let some = pair(share(1, 5), share(2, 9));
    assert_eq!(same_odds(&[some, nobody]), Err(StatsError::TooFew));
}
