//! Chances and quantiles of the usual distributions, from `statrs`.

use statrs::function::gamma::gamma_ur;

/// The chance that a chi-squared variable is at least this large; 1 when it has no freedom.
pub(crate) fn chi_squared_tail(value: f64, degrees: u32) -> f64 {
    if degrees == 0 || value <= 0.0 {
        1.0
    } else {
        gamma_ur(f64::from(degrees) / 2.0, value / 2.0)
    }
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
