//! Ratios over strata, by Mantel and Haenszel.
//!
//! In a stratum with a of n and b of m, and N = n + m in all:
//!
//! - the odds ratio is Σ a (m - b) / N over Σ b (n - a) / N, its logarithm with the variance of Robins,
//!   Breslow and Greenland (1986, Biometrics 42, 311-323);
//! - the risk ratio is Σ a m / N over Σ b n / N, its logarithm with that of Greenland and Robins (1985,
//!   Biometrics 41, 55-68);
//! - the test is that of Cochran, Mantel and Haenszel, without correction for continuity.

use super::{Pair, Ratio};
use crate::{Confidence, GroupTest, StatsError};

/// Two groups compared within strata.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MantelHaenszel {
    /// The common odds ratio; nothing when its denominator is 0.
    pub odds_ratio: Option<Ratio>,
    /// The common risk ratio; nothing when its denominator is 0.
    pub risk_ratio: Option<Ratio>,
    /// Whether there is any difference.
    pub test: GroupTest,
}

/// Compares two groups within strata. [`StatsError::TooFew`] when in no stratum there is anything to
/// compare: none or all of its cases are counted.
pub fn mantel_haenszel(
    strata: &[Pair],
    confidence: Confidence,
) -> Result<MantelHaenszel, StatsError> {
    let mut sums = Sums::default();
    for pair in strata {
        sums.add(*pair);
    }
    if sums.variance <= 0.0 {
        return Err(StatsError::TooFew);
    }
    Ok(MantelHaenszel {
        odds_ratio: sums.odds_ratio(confidence),
        risk_ratio: sums.risk_ratio(confidence),
        test: GroupTest::new(sums.off * sums.off / sums.variance, 1)?,
    })
}

#[derive(Default)]
struct Sums {
    /// Σ R and Σ S, with R = a (m - b) / N and S = b (n - a) / N.
    odds: (f64, f64),
    /// Σ P R, Σ (P S + Q R) and Σ Q S, with P = (a + m - b) / N and Q = 1 - P.
    odds_variance: (f64, f64, f64),
    /// Σ a m / N and Σ b n / N.
    risks: (f64, f64),
    risk_variance: f64,
    /// Σ a less what is expected, and its variance.
    off: f64,
    variance: f64,
}

impl Sums {
    fn add(&mut self, pair: Pair) {
        let (a, a_rest, of_a) = pair.group.floats();
        let (b, b_rest, of_b) = pair.reference.floats();
        let all = of_a + of_b;
        let (up, down) = (a * b_rest / all, b * a_rest / all);
        let alike = (a + b_rest) / all;
        let unlike = (b + a_rest) / all;
        self.odds.0 += up;
        self.odds.1 += down;
        self.odds_variance.0 += alike * up;
        self.odds_variance.1 += alike * down + unlike * up;
        self.odds_variance.2 += unlike * down;
        self.risks.0 += a * of_b / all;
        self.risks.1 += b * of_a / all;
        let counted = a + b;
        self.risk_variance += (of_a * of_b * counted - a * b * all) / (all * all);
        self.off += a - of_a * counted / all;
        self.variance += of_a * of_b * counted * (all - counted) / (all * all * (all - 1.0));
    }

    fn odds_ratio(&self, confidence: Confidence) -> Option<Ratio> {
        let (up, down) = self.odds;
        let (same, both, other) = self.odds_variance;
        let variance =
            same / (2.0 * up * up) + both / (2.0 * up * down) + other / (2.0 * down * down);
        (down > 0.0).then(|| Ratio::new(up / down, variance, confidence))
    }

    fn risk_ratio(&self, confidence: Confidence) -> Option<Ratio> {
        let (up, down) = self.risks;
        let variance = self.risk_variance / (up * down);
        (down > 0.0).then(|| Ratio::new(up / down, variance, confidence))
    }
}
