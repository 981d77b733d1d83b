//! Intervals of proportions and their differences.

use proptest::prelude::*;
use rasso_stats::proportion::{
    Difference, Share, clopper_pearson, jeffreys, miettinen_nurminen, newcombe,
};
use rasso_stats::{Confidence::Percent95, Confidence::Percent99_8, Interval, StatsError, wilson};

fn share() -> impl Strategy<Value = Share> {
    (1_u64..400)
        .prop_flat_map(|n| (0..=n, Just(n)))
        .prop_map(|(x, n)| Share::new(x, n).unwrap())
}

fn rest(share: Share) -> Share {
    Share::new(share.denominator() - share.numerator(), share.denominator()).unwrap()
}

fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

proptest! {
    #[test]
    fn limits_hold_the_share_and_turn_with_it(share in share()) {
        let of_wilson = |it: Share| wilson(it.numerator(), it.denominator(), Percent95).unwrap();
        let of_exact = |it| clopper_pearson(it, Percent95).unwrap();
        let methods: [&dyn Fn(Share) -> Interval; 2] = [&of_wilson, &of_exact];
        for method in methods {
            let (interval, turned) = (method(share), method(rest(share)));
            prop_assert!(interval.lower <= share.value() && share.value() <= interval.upper);
            prop_assert!(is_close(interval.lower, 1.0 - turned.upper));
        }
        let narrow = jeffreys(share, Percent95).unwrap();
        let wide = clopper_pearson(share, Percent99_8).unwrap();
        prop_assert!(wide.lower <= narrow.lower && narrow.upper <= wide.upper);
    }

    #[test]
    fn a_difference_turned_round_has_its_limits_turned(a in share(), b in share()) {
        let of_newcombe = |a, b| newcombe(a, b, Percent95).unwrap();
        let of_score = |a, b| miettinen_nurminen(a, b, Percent95);
        let methods: [&dyn Fn(Share, Share) -> Difference; 2] = [&of_newcombe, &of_score];
        for method in methods {
            let (one, turned) = (method(a, b), method(b, a));
            prop_assert!(is_close(one.interval.lower, -turned.interval.upper));
            prop_assert!(is_close(one.interval.upper, -turned.interval.lower));
            let complement = method(rest(b), rest(a));
            prop_assert!(is_close(one.interval.lower, complement.interval.lower));
            prop_assert!(one.interval.lower <= one.value + 1e-12 && one.value <= one.interval.upper + 1e-12);
            prop_assert!(-1.0 <= one.interval.lower && one.interval.upper <= 1.0);
        }
    }
}

#[test]
fn limits_of_large_counts_are_right_or_there_are_none() {
    let half = |n: u64| clopper_pearson(Share::new(n, 2 * n).unwrap(), Percent95);
    // Wilson's and the exact limits come together as counts grow.
    let (exact, normal) = (
        half(1_000_000).unwrap(),
        wilson(1_000_000, 2_000_000, Percent95),
    );
    assert!((exact.lower - normal.unwrap().lower).abs() < 1e-6);
    assert_eq!(half(1_000_001), None);
    let rare = Share::new(40, 90_000_000).unwrap();
    // scipy 1.17.1: beta.ppf(0.025, 40, 89999961).
    let lower = clopper_pearson(rare, Percent95).unwrap().lower;
    assert!(
        (lower / 3.175_176_455_177_555_4e-7 - 1.0).abs() < 1e-7,
        "{lower:e}"
    );
}

#[test]
fn what_is_no_share_is_refused() {
    assert_eq!(Share::new(0, 0), Err(StatsError::TooFew));
    assert_eq!(Share::new(3, 2), Err(StatsError::Contradiction));
}
