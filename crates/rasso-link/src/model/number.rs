//! Counts as fractions.

/// A count as a number to divide by; exact below 2^53.
pub(crate) fn real(count: u64) -> f64 {
    let high = u32::try_from(count >> 32).unwrap_or(u32::MAX);
    let low = u32::try_from(count & u64::from(u32::MAX)).unwrap_or(u32::MAX);
    f64::from(high) * 4_294_967_296.0 + f64::from(low)
}

/// The length of a list, as a number to divide by.
pub(crate) fn length(length: usize) -> f64 {
    real(u64::try_from(length).unwrap_or(u64::MAX))
}

/// A place in a list as it is kept in tables.
pub(crate) fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A place in a list.
pub(crate) fn index(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// Draws whole numbers that look like chance and are the same every time (`splitmix64`, Steele and others 2014).
pub(crate) struct Draws(pub(crate) u64);

impl Draws {
    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        // The upper half of the product is even over the bound (Lemire 2019), but for 2^-32.
        let scaled = ((z >> 32) * u64::from(bound)) >> 32;
        u32::try_from(scaled).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_stay_what_they_are() {
        assert!((real((1 << 40) + 3) - 1_099_511_627_779.0).abs() < f64::EPSILON);
        let mut draws = Draws(1);
        let mut seen = [0_u32; 5];
        for _ in 0..5_000 {
            seen[index(draws.below(5))] += 1;
        }
        assert!(seen.iter().all(|it| (900..1_100).contains(it)), "{seen:?}");
    }
}
