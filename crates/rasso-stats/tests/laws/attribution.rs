//! Parts of a change.

use proptest::prelude::*;
use rasso_stats::StatsError;
use rasso_stats::attribution::{Exact, Group, Rate, mix_and_rate, stages};

fn rate() -> impl Strategy<Value = Rate> {
    (0_u64..5000, 1_u64..5000).prop_map(|(x, n)| Rate::new(x, n).unwrap())
}

fn counts() -> impl Strategy<Value = (u64, u64)> {
    (0_u64..900).prop_flat_map(|n| (0..=n, Just(n)))
}

fn nothing() -> Exact {
    std::iter::empty().sum()
}

proptest! {
    // Fractions grow long.
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn stages_sum_to_the_change(pairs in prop::collection::vec((rate(), rate()), 1..7)) {
        let (before, after): (Vec<Rate>, Vec<Rate>) = pairs.iter().copied().unzip();
        let found = stages(&before, &after).unwrap();
        prop_assert_eq!(found.parts.iter().cloned().sum::<Exact>(), found.change.clone());
        // Backwards every part has the other sign, and in another order each stage keeps its own.
        let back = stages(&after, &before).unwrap();
        let turned: (Vec<Rate>, Vec<Rate>) = pairs.iter().rev().copied().unzip();
        let turned = stages(&turned.0, &turned.1).unwrap();
        for (part, (back, turned)) in found.parts.iter().zip(back.parts.iter().zip(turned.parts.iter().rev())) {
            prop_assert_eq!(part.clone() + back.clone(), nothing());
            prop_assert_eq!(part, turned);
        }
    }

    #[test]
    fn a_stage_that_did_not_change_brought_nothing(same in rate(), a in rate(), b in rate()) {
        let found = stages(&[a, same], &[b, same]).unwrap();
        prop_assert_eq!(found.parts[1].clone(), nothing());
        prop_assert_eq!(found.parts[0].clone(), found.change);
    }

    #[test]
    fn mix_and_rate_sum_to_the_change(groups in prop::collection::vec((counts(), counts()), 1..30)) {
        let groups: Vec<Group> = groups.iter().map(|it| Group { before: it.0, after: it.1 }).collect();
        match mix_and_rate(&groups) {
            Ok(found) => prop_assert_eq!(found.mix + found.rate, found.change),
            Err(error) => prop_assert_eq!(error, StatsError::TooFew),
        }
    }
}

#[test]
fn a_group_that_is_new_is_all_mix() {
    let groups = [
        Group {
            before: (1, 10),
            after: (1, 10),
        },
        Group {
            before: (0, 0),
            after: (5, 10),
        },
    ];
    let found = mix_and_rate(&groups).unwrap();
    assert_eq!(found.rate, nothing());
    assert_eq!(found.change.to_string(), "1/5");
    let wrong = [
        Group {
            before: (1, 0),
            after: (1, 10),
        },
        groups[0],
    ];
    assert_eq!(mix_and_rate(&wrong), Err(StatsError::Contradiction));
}

#[test]
fn what_cannot_be_taken_apart_is_refused() {
    let one = [Rate::new(1, 2).unwrap()];
    assert_eq!(stages(&one, &[]), Err(StatsError::Contradiction));
    assert_eq!(stages(&[], &[]), Err(StatsError::TooFew));
    assert_eq!(
        stages(&[one[0]; 21], &[one[0]; 21]),
        Err(StatsError::TooMany)
    );
    assert_eq!(Rate::new(1, 0), Err(StatsError::TooFew));
}
