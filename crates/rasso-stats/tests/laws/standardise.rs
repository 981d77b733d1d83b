//! Standardisation at its edges.

use proptest::prelude::*;
use rasso_stats::proportion::Share;
use rasso_stats::standardise::{Stratum, direct, indirect, logit};
use rasso_stats::{Confidence::Percent95, StatsError};

fn share(numerator: u64, denominator: u64) -> Share {
    Share::new(numerator, denominator).unwrap()
}

proptest! {
    #[test]
    fn an_area_standardised_to_its_own_kinds_keeps_its_share(
        counts in prop::collection::vec((0_u64..50, 0_u64..50), 1..12)
    ) {
        prop_assume!(counts.iter().any(|it| it.0 + it.1 > 0));
        let strata: Vec<Stratum> = counts
            .iter()
            .map(|(x, rest)| Stratum {
                standard: x + rest,
                share: Share::new(*x, x + rest).ok(),
            })
            .collect();
        let all = share(counts.iter().map(|it| it.0).sum(), counts.iter().map(|it| it.0 + it.1).sum());
        let found = direct(&strata).unwrap();
        prop_assert!((found.value - all.value()).abs() < 1e-12);
        prop_assert!((found.covered - 1.0).abs() < 1e-12);
    }

    #[test]
    fn exact_and_byar_limits_lie_close_and_hold_the_ratio(observed in 0_u64..3000, expected in 0.5_f64..3000.0) {
        let found = indirect(observed, expected, Percent95).unwrap();
        for limits in [found.byar, found.exact] {
            prop_assert!(limits.lower <= found.ratio && found.ratio <= limits.upper);
        }
        prop_assert!((found.byar.upper / found.exact.upper - 1.0).abs() < 0.01);
    }
}

#[test]
fn a_kind_that_the_area_has_not_is_told() {
    let strata = [
        Stratum {
            standard: 30,
            share: Some(share(1, 4)),
        },
        Stratum {
            standard: 10,
            share: None,
        },
    ];
    let found = direct(&strata).unwrap();
    assert!((found.value - 0.25).abs() < 1e-15 && (found.covered - 0.75).abs() < 1e-15);
    assert_eq!(direct(&strata[1..]), Err(StatsError::TooFew));
}

#[test]
fn a_model_that_has_no_end_or_no_answer_is_refused() {
    let ones = vec![1.0; 2];
    let shares = [share(0, 9), share(9, 9)];
    let decides = vec![0.0, 1.0];
    assert_eq!(
        logit(&[ones.clone(), decides], &shares),
        Err(StatsError::NotIdentified)
    );
    let shares = [share(1, 9), share(5, 9)];
    assert_eq!(
        logit(&[ones.clone(), ones.clone()], &shares),
        Err(StatsError::NotIdentified)
    );
    assert_eq!(logit(&[vec![1.0]], &shares), Err(StatsError::Contradiction));
    let fit = logit(&[ones], &shares).unwrap();
    // A constant alone expects the share of all: 6 of 18.
    assert!((fit.fitted[0] - 1.0 / 3.0).abs() < 1e-12);
    assert!(indirect(3, 0.0, Percent95).is_err());
}
