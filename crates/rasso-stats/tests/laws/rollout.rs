//! Roll-outs of any figures.

use proptest::prelude::*;
use rasso_stats::Confidence::Percent95;
use rasso_stats::StatsError;
use rasso_stats::rollout::{Controls, Correction, Panel, interrupted, shuffled, staggered};

/// Eight areas over six times, two of which start at 2 and two at 4.
fn panel(figures: &[f64], effect: f64) -> Panel {
    let starts = [None, None, None, None, Some(2), Some(2), Some(4), Some(4)];
    let area = |(figures, start): (&[f64], &Option<usize>)| -> Vec<f64> {
        let add = |at: usize| {
            if start.is_some_and(|it| at >= it) {
                effect
            } else {
                0.0
            }
        };
        figures
            .iter()
            .enumerate()
            .map(|(at, it)| it + add(at))
            .collect()
    };
    let figures = figures.chunks_exact(6).zip(&starts).map(area).collect();
    Panel::new(figures, starts.to_vec()).unwrap()
}

proptest! {
    #[test]
    fn an_effect_that_is_added_is_found_on_top(figures in prop::collection::vec(-5.0_f64..5.0, 48), effect in -3.0_f64..3.0) {
        for controls in [Controls::Never, Controls::NotYet] {
            let before = staggered(&panel(&figures, 0.0), controls, Percent95).unwrap().overall;
            let after = staggered(&panel(&figures, effect), controls, Percent95).unwrap().overall;
            prop_assert!((after.value - before.value - effect).abs() < 1e-12);
            prop_assert!((after.std_error - before.std_error).abs() < 1e-12);
        }
    }

    #[test]
    fn a_series_of_two_lines_is_found_without_error(values in prop::collection::vec(-5.0_f64..5.0, 4), start in 2_usize..18) {
        let at = |t: usize| f64::from(u32::try_from(t).unwrap());
        let after = |t: usize| if t >= start { values[2] + values[3] * at(t - start) } else { 0.0 };
        let series: Vec<f64> = (0..20).map(|t| values[0] + values[1] * at(t) + after(t)).collect();
        let found = interrupted(&series, start, 2, Correction::None, Percent95).unwrap();
        let terms = [found.level, found.slope, found.level_change, found.slope_change];
        for (term, value) in terms.iter().zip(&values) {
            prop_assert!((term.value - value).abs() < 1e-10 && term.std_error < 1e-9);
        }
    }
}

#[test]
fn deals_are_the_same_for_one_seed_and_tell_an_effect_from_none() {
    let figures: Vec<f64> = (0..48_u32)
        .map(|it| f64::from(it * 7 % 11) / 10.0)
        .collect();
    let with = panel(&figures, 9.0);
    let found = shuffled(&with, Controls::Never, 999, 1).unwrap();
    assert_eq!(found, shuffled(&with, Controls::Never, 999, 1).unwrap());
    assert_ne!(
        found.as_far,
        shuffled(&with, Controls::Never, 999, 2).unwrap().as_far
    );
    // There are 420 deals of these starts, of which only the true one sees the whole effect.
    assert!(found.p_value < 0.01, "{}", found.p_value);
    assert!(
        shuffled(&panel(&figures, 0.0), Controls::Never, 999, 1)
            .unwrap()
            .p_value
            > 0.05
    );
}

#[test]
fn nothing_to_compare_with_is_refused() {
    let figures = vec![vec![1.0, 2.0, 3.0]; 2];
    let all_start = Panel::new(figures.clone(), vec![Some(1); 2]).unwrap();
    assert_eq!(
        staggered(&all_start, Controls::Never, Percent95),
        Err(StatsError::TooFew)
    );
    // From the first time on there is no before; after the last the start is not seen.
    let never_seen = Panel::new(figures.clone(), vec![Some(0), Some(9)]).unwrap();
    assert_eq!(
        staggered(&never_seen, Controls::NotYet, Percent95),
        Err(StatsError::TooFew)
    );
    assert_eq!(
        Panel::new(figures, vec![None]),
        Err(StatsError::Contradiction)
    );
    let gap = Panel::new(vec![vec![f64::NAN]], vec![None]);
    assert_eq!(gap, Err(StatsError::NotFinite));
    let short = interrupted(&[1.0, 2.0, 3.0, 4.0], 2, 1, Correction::None, Percent95);
    assert_eq!(short, Err(StatsError::TooFew));
}
