//! Chances and quantiles of the usual distributions, from `statrs`.

use statrs::function::beta::{beta_reg, ln_beta};
use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};

/// The chance that a chi-squared variable is at least this large; 1 when it has no freedom.
pub(crate) fn chi_squared_tail(value: f64, degrees: u32) -> f64 {
    if degrees == 0 || value <= 0.0 {
        1.0
    } else {
        gamma_ur(f64::from(degrees) / 2.0, value / 2.0)
    }
}

/// The largest of the smaller parameter up to which the continued fraction of `statrs` reaches its end.
const LARGEST: f64 = 1e6;

/// The value below which a Beta(a, b) variable is with this chance; a and b above 0, the chance
/// between 0 and 1. Nothing when both are above a million, where digits would be lost in silence.
///
/// Newton's steps on the distribution function, kept between limits that close in. The quantiles of
/// `statrs` itself have seven digits, and for some parameters their search does not end.
pub(crate) fn beta_quantile(chance: f64, a: f64, b: f64) -> Option<f64> {
    if a.min(b) > LARGEST {
        return None;
    }
    let (mut low, mut high) = (0.0, 1.0);
    let mut at = a / (a + b);
    for _ in 0..200 {
        if !(low < at && at < high) {
            at = f64::midpoint(low, high);
        }
        let off = beta_reg(a, b, at) - chance;
        if off > 0.0 {
            high = at;
        } else {
            low = at;
        }
        let ln_density = (a - 1.0) * at.ln() + (b - 1.0) * (-at).ln_1p() - ln_beta(a, b);
        let step = off / ln_density.exp();
        at -= step;
        if step.abs() <= 1e-15 * at || high - low <= 1e-15 * low {
            break;
        }
    }
    Some(at.clamp(low, high))
}

/// The value below which a gamma variable of this shape and scale 1 is with this chance; the shape
/// above 0, the chance between 0 and 1.
pub(crate) fn gamma_quantile(chance: f64, shape: f64) -> f64 {
    // By Chebyshev's inequality chances down to one in 10,000 lie within this.
    let (mut low, mut high) = (0.0, shape + 100.0 * shape.sqrt() + 100.0);
    let mut at = shape;
    for _ in 0..200 {
        if !(low < at && at < high) {
            at = f64::midpoint(low, high);
        }
        let off = gamma_lr(shape, at) - chance;
        if off > 0.0 {
            high = at;
        } else {
            low = at;
        }
        let step = off / ((shape - 1.0) * at.ln() - at - ln_gamma(shape)).exp();
        at -= step;
        if step.abs() <= 1e-15 * at || high - low <= 1e-15 * low {
            break;
        }
    }
    at.clamp(low, high)
}

/// The chance that a normal variable is at least so many standard errors off, on either side.
pub(crate) fn normal_two_tails(z: f64) -> f64 {
    // The error function of `statrs` has eleven digits; its square is chi-squared, which has more.
    chi_squared_tail(z * z, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chi_squared_tails_are_those_of_scipy() {
        for (value, degrees, expected) in [
            (3.841_458_820_694_124, 1, 0.05),
            (99.15, 43, 2.514_341_586_701_562_8e-6),
            (0.0, 5, 1.0),
            (7.0, 0, 1.0),
        ] {
            let off = chi_squared_tail(value, degrees) / expected - 1.0;
            assert!(off.abs() < 1e-11, "{value} {degrees}");
        }
    }
}
