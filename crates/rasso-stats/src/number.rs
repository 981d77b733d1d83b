//! Counts as floats.

/// The nearest float to a count: exact up to 2^53.
pub(crate) fn float(count: u64) -> f64 {
    let low = u32::try_from(count & u64::from(u32::MAX)).unwrap_or(u32::MAX);
    let high = u32::try_from(count >> 32).unwrap_or(u32::MAX);
    f64::from(high) * 4_294_967_296.0 + f64::from(low)
}

/// The same for how many of something there are.
pub(crate) fn float_len(len: usize) -> f64 {
    float(u64::try_from(len).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_becomes_the_nearest_float() {
        assert!((float(u64::from(u32::MAX) + 7) - 4_294_967_302.0).abs() < 1e-9);
        assert!((float(1 << 52) - 4_503_599_627_370_496.0).abs() < 1e-9);
    }
}
