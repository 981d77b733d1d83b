//! Chances when many figures are looked at together.

use crate::number::float_len;

/// Holm's adjusted p-values (1979, Scandinavian Journal of Statistics 6, 65-70), in the order given:
/// flag those at most 0.05, and the chance of any false flag is at most 0.05.
///
/// ```
/// assert_eq!(rasso_stats::compare::holm(&[0.01, 0.5, 0.02]), [0.03, 0.5, 0.04]);
/// ```
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let order = from_smallest(p_values);
    let mut adjusted = vec![0.0; p_values.len()];
    let mut largest = 0.0_f64;
    for (before, &at) in order.iter().enumerate() {
        let left = float_len(p_values.len() - before);
        largest = largest.max(left * p_values[at]).min(1.0);
        adjusted[at] = largest;
    }
    adjusted
}

/// Benjamini and Hochberg's adjusted p-values (1995, Journal of the Royal Statistical Society B 57,
/// 289-300), in the order given: of those at most 0.05, one in twenty is a false flag on average.
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    let order = from_smallest(p_values);
    let all = float_len(p_values.len());
    let mut adjusted = vec![0.0; p_values.len()];
    let mut smallest = 1.0_f64;
    for (before, &at) in order.iter().enumerate().rev() {
        smallest = smallest.min(all * p_values[at] / float_len(before + 1));
        adjusted[at] = smallest;
    }
    adjusted
}

fn from_smallest(p_values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*a].total_cmp(&p_values[*b]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R 4.2.2: `p.adjust(p, "holm")` and `p.adjust(p, "BH")`.
    #[test]
    fn adjusted_values_are_those_of_r() {
        let p = [0.04, 0.001, 0.6, 0.015, 0.04, 0.9];
        let expected = [
            [0.16, 0.006, 1.0, 0.075, 0.16, 1.0],
            [0.06, 0.006, 0.72, 0.045, 0.06, 0.9],
        ];
        for (found, expected) in [holm(&p), benjamini_hochberg(&p)].iter().zip(expected) {
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-15, "{found} {expected}");
            }
        }
        assert!(holm(&[]).is_empty() && benjamini_hochberg(&[]).is_empty());
    }
}
