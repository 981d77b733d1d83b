//! Funnels and shrinkage of any units.

use proptest::prelude::*;
use rasso_stats::Confidence::Percent95;
use rasso_stats::StatsError;
use rasso_stats::compare::{Shrinkage, benjamini_hochberg, funnel, holm, shrink};
use rasso_stats::proportion::Share;

fn units() -> impl Strategy<Value = Vec<Share>> {
    let unit = (1_u64..2000).prop_flat_map(|n| (0..=n, Just(n)));
    prop::collection::vec(unit.prop_map(|(x, n)| Share::new(x, n).unwrap()), 2..30)
}

proptest! {
    #[test]
    fn a_funnel_does_not_ask_for_an_order(units in units()) {
        let found = funnel(&units).unwrap();
        let backwards: Vec<Share> = units.iter().rev().copied().collect();
        let turned = funnel(&backwards).unwrap();
        prop_assert!((found.phi - turned.phi).abs() <= 1e-9 * found.phi);
        for (a, b) in found.units.iter().zip(turned.units.iter().rev()) {
            prop_assert!((a.adjusted_z - b.adjusted_z).abs() <= 1e-9 * a.adjusted_z.abs().max(1.0));
            prop_assert!(a.percent_95.over_dispersed.lower <= a.percent_95.by_chance.lower);
            prop_assert!(a.adjusted_z.abs() <= a.z.abs() + 1e-12);
        }
    }

    #[test]
    fn looking_at_many_never_makes_a_chance_smaller(p in prop::collection::vec(0.0..=1.0, 0..40)) {
        for ((p, rate), holm) in p.iter().zip(benjamini_hochberg(&p)).zip(holm(&p)) {
            prop_assert!(*p <= rate + 1e-15 && rate <= holm + 1e-15 && holm <= 1.0);
        }
    }
}

proptest! {
    // Each case is fitted by some hundred thousand steps.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_shrunk_share_lies_between_its_own_and_that_of_all(units in units()) {
        match shrink(&units, Percent95) {
            Ok(Shrinkage::Spread { alpha, beta, units: shrunk }) => {
                let middle = alpha / (alpha + beta);
                for (unit, shrunk) in units.iter().zip(shrunk) {
                    let (low, high) = (middle.min(unit.value()), middle.max(unit.value()));
                    prop_assert!(low - 1e-12 <= shrunk.value && shrunk.value <= high + 1e-12);
                    let interval = shrunk.interval.unwrap();
                    prop_assert!(interval.lower < interval.upper);
                }
            }
            Ok(Shrinkage::NoSpread { share }) => prop_assert!((0.0..=1.0).contains(&share)),
            Err(error) => {
                let is_none_or_all = |it: &Share| it.numerator().is_multiple_of(it.denominator());
                prop_assert!(units.iter().all(is_none_or_all), "{}", error);
            }
        }
    }
}

#[test]
fn units_no_further_apart_than_chance_are_not_spread() {
    let alike = [Share::new(30, 100).unwrap(), Share::new(31, 100).unwrap()];
    let found = shrink(&alike, Percent95).unwrap();
    assert_eq!(found, Shrinkage::NoSpread { share: 0.305 });
    let nobody = [Share::new(0, 100).unwrap(); 3];
    assert_eq!(shrink(&nobody, Percent95), Err(StatsError::TooFew));
    let none_or_all = [(0, 9), (9, 9)].map(|(x, n)| Share::new(x, n).unwrap());
    assert_eq!(
        shrink(&none_or_all, Percent95),
        Err(StatsError::NoConvergence)
    );
}
