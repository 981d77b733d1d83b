//! The difference of two proportions, by Miettinen and Nurminen's score interval.

use super::{Difference, Share};
use crate::confidence::{Confidence, Interval};
use crate::halving::last_place;

/// The difference of the first and the second, with Miettinen and Nurminen's interval (1985, Statistics in Medicine 4,
/// 213-226): all differences δ with
///
/// > (difference - δ)² <= z² N / (N - 1) (p (1 - p) / n + q (1 - q) / m),
///
/// where p of n and q of m are the likeliest proportions that are δ apart, and N = n + m. It is right for small
/// counts and at none and all. statsmodels up to 0.15.0 takes one denominator for the other here.
pub fn miettinen_nurminen(first: Share, second: Share, confidence: Confidence) -> Difference {
    let value = first.value() - second.value();
    let (of_first, of_second) = (first.floats().2, second.floats().2);
    let all = of_first + of_second;
    let scale = confidence.standard_errors().powi(2) * all / (all - 1.0);
    let is_inside = |apart: f64| {
        let q = likeliest(first, second, apart);
        let p = q + apart;
        let variance = p * (1.0 - p) / of_first + q * (1.0 - q) / of_second;
        (value - apart).powi(2) <= scale * variance
    };
    Difference {
        value,
        interval: Interval {
            lower: edge(value, -1.0, is_inside),
            upper: edge(value, 1.0, is_inside),
        },
    }
}

/// Where the differences that are inside end, on the way from the estimate to an end of the scale.
fn edge(estimate: f64, end: f64, is_inside: impl Fn(f64) -> bool) -> f64 {
    if is_inside(end) {
        end
    } else {
        last_place(estimate, end, is_inside)
    }
}

/// The second proportion under which both counts are likeliest when the first is so much larger.
///
/// The likelihood has one summit, so its slope is followed by halving. That holds all digits where
/// the cubic equation, which is in use for it, loses half of them.
fn likeliest(first: Share, second: Share, apart: f64) -> f64 {
    let (some_first, rest_first, _) = first.floats();
    let (some_second, rest_second, _) = second.floats();
    // A count of none pulls nowhere, not even at the end of the scale.
    let pull = |count: f64, room: f64| if count > 0.0 { count / room } else { 0.0 };
    let rises = |q: f64| {
        let p = q + apart;
        let up = pull(some_first, p) + pull(some_second, q);
        up > pull(rest_first, 1.0 - p) + pull(rest_second, 1.0 - q)
    };
    last_place((-apart).max(0.0), (1.0 - apart).min(1.0), rises)
}
