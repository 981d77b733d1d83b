//! Whether the odds ratio is the same in every stratum: Breslow and Day's test.
//!
//! With the common odds ratio of Mantel and Haenszel, each stratum has the count A that it would give
//! with the same margins, and its variance V = 1 / (1/A + 1/(t - A) + 1/(n - A) + 1/(m - t + A)), where
//! t are all counted. The statistic is Σ (a - A)² / V; Tarone (1985, Biometrika 72, 91-95) takes
//! (Σ a - Σ A)² / Σ V from it, which makes it right for an odds ratio that is not the likeliest one.

use super::{Pair, mantel_haenszel};
use crate::{Confidence, GroupTest, StatsError};

/// Whether strata have one odds ratio.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SameOdds {
    /// Breslow and Day's test (1980).
    pub breslow_day: GroupTest,
    /// The same with Tarone's correction: the one to use.
    pub tarone: GroupTest,
}

/// Tests whether the odds ratio is the same in all strata. A stratum in which none or all are counted
/// says nothing and is left out.
///
/// [`StatsError::TooFew`] when fewer than two strata say something, or there is no common odds ratio
/// above 0.
pub fn same_odds(strata: &[Pair]) -> Result<SameOdds, StatsError> {
    let common = mantel_haenszel(strata, Confidence::Percent95)?
        .odds_ratio
        .map(|it| it.value)
        .filter(|it| *it > 0.0)
        .ok_or(StatsError::TooFew)?;
    let (mut sum, mut off, mut variances, mut said) = (0.0, 0.0, 0.0, 0_u32);
    for pair in strata {
        let (a, a_rest, _) = pair.group.floats();
        let (b, b_rest, _) = pair.reference.floats();
        if a + b <= 0.0 || a_rest + b_rest <= 0.0 {
            continue;
        }
        let expected = expected(*pair, common);
        // By as much as one cell differs from what is expected, all four do.
        let moved = expected - a;
        let parts = [expected, b - moved, a_rest - moved, b_rest + moved];
        let variance = 1.0 / parts.iter().map(|it| 1.0 / it).sum::<f64>();
        sum += moved * moved / variance;
        off += moved;
        variances += variance;
        said += 1;
    }
    let degrees = said.saturating_sub(1);
    Ok(SameOdds {
        breslow_day: GroupTest::new(sum, degrees)?,
        tarone: GroupTest::new((sum - off * off / variances).max(0.0), degrees)?,
    })
}

/// A, the root of (1 - ψ) A² + (m - t + ψ (n + t)) A - ψ n t = 0 that leaves no cell below 0.
fn expected(pair: Pair, odds_ratio: f64) -> f64 {
    let (a, _, of_a) = pair.group.floats();
    let (b, _, of_b) = pair.reference.floats();
    let counted = a + b;
    let linear = of_b - counted + odds_ratio * (of_a + counted);
    let constant = odds_ratio * of_a * counted;
    let root = (linear * linear + 4.0 * (1.0 - odds_ratio) * constant).sqrt();
    // Of the two forms of the root the one that adds, so that no digits are lost.
    if linear >= 0.0 {
        2.0 * constant / (linear + root)
    } else {
        (root - linear) / (2.0 * (1.0 - odds_ratio))
    }
}
