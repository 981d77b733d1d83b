//! How alike two texts are.

/// What can be said of a text before it is compared: how many of each letter it has, up to two, of each
/// digit, up to four, and how many more characters; and how it begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Letters {
    bits: u128,
    /// The first four bytes.
    start: [u8; 4],
    others: u32,
    length: u32,
}

impl Letters {
    pub(crate) fn of(text: &str) -> Self {
        let mut letters = Self::default();
        for (to, it) in letters.start.iter_mut().zip(text.bytes()) {
            *to = it;
        }
        for it in text.chars() {
            letters.length += 1;
            let (place, most) = match it {
                'a'..='z' => (2 * (u32::from(it) - u32::from('a')), 2),
                '0'..='9' => (52 + 4 * (u32::from(it) - u32::from('0')), 4),
                _ => (0, 0),
            };
            let free = (place..place + most).find(|at| letters.bits & (1 << at) == 0);
            match free {
                Some(at) => letters.bits |= 1 << at,
                None => letters.others += 1,
            }
        }
        letters
    }

    /// The most characters that the two may have in common.
    const fn common(self, other: Self) -> u32 {
        let others = if self.others < other.others {
            self.others
        } else {
            other.others
        };
        (self.bits & other.bits).count_ones() + others
    }

    /// How many of the first four bytes are the same.
    fn common_start(self, other: Self) -> u32 {
        let start = |it: Self| u32::from_le_bytes(it.start);
        // Beyond the end of both there are zeros.
        let same = (start(self) ^ start(other)).trailing_zeros() / 8;
        same.min(self.length).min(other.length)
    }
}

/// Whether so many typing errors may make one text of the other: each takes one character at most of
/// those that the longer one has and the other has not.
pub(crate) fn may_be_typed(a: Letters, b: Letters, errors: u32) -> bool {
    a.length.max(b.length) <= a.common(b) + errors
}

/// Whether one text may be how the other begins: all it has the other has too.
pub(crate) fn may_start(a: Letters, b: Letters) -> bool {
    a.length.min(b.length) <= a.common(b)
}

/// Whether two texts may be the same parts in another order.
pub(crate) fn may_be_turned(a: Letters, b: Letters) -> bool {
    a.length == b.length && a.bits == b.bits && a.others == b.others
}

/// Whether the Jaro similarity of two texts may reach `least`; where it may not, it need not be worked out.
pub(crate) fn may_be_alike(a: Letters, b: Letters, least: f64) -> bool {
    most_alike(a, b) >= least
}

/// The same of the Jaro-Winkler similarity.
pub(crate) fn may_be_like(a: Letters, b: Letters, least: f64) -> bool {
    let jaro = most_alike(a, b);
    jaro + 0.1 * f64::from(a.common_start(b)) * (1.0 - jaro) >= least
}

/// The most that the Jaro similarity of two texts may be.
fn most_alike(a: Letters, b: Letters) -> f64 {
    let common = f64::from(a.common(b));
    let shares = common / f64::from(a.length.max(1)) + common / f64::from(b.length.max(1));
    (shares + 1.0) / 3.0
}

/// The similarity of Jaro and Winkler, from 0 to 1; one common letter in the beginning adds a tenth of
/// what is missing, four at most (Winkler 1990).
pub(crate) fn jaro_winkler(a: &str, b: &str) -> f64 {
    strsim::jaro_winkler(a, b)
}

/// The similarity of Jaro, from 0 to 1 (1989).
pub(crate) fn jaro(a: &str, b: &str) -> f64 {
    strsim::jaro(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{number::Draws, typed::is_typed};

    fn word(draws: &mut Draws) -> String {
        let length = 1 + draws.below(12);
        let letter = |draws: &mut Draws| match draws.below(30) {
            it @ 0..26 => char::from(b'a' + u8::try_from(it).unwrap()),
            26 => 'é',
            27 => '0',
            28 => '9',
            _ => ' ',
        };
        (0..length).map(|_| letter(draws)).collect()
    }

    #[test]
    fn what_is_left_out_at_first_sight_could_not_be_alike() {
        let mut draws = Draws(7);
        let mut passed = 0;
        for n in 0..20_000 {
            let a = word(&mut draws);
            let b = if n % 3 == 0 {
                a.chars().rev().collect()
            } else {
                word(&mut draws)
            };
            let least = 0.8;
            let may = may_be_like(Letters::of(&a), Letters::of(&b), least);
            passed += i32::from(may);
            for errors in 0..4 {
                let distance = strsim::osa_distance(&a, &b);
                let is_near = distance <= usize::try_from(errors).unwrap();
                assert_eq!(is_typed(&a, &b, errors), is_near);
                let may = may_be_typed(Letters::of(&a), Letters::of(&b), errors);
                assert!(may || !is_near);
            }
            assert!(may || jaro_winkler(&a, &b) < least);
            let (of_a, of_b) = (Letters::of(&a), Letters::of(&b));
            assert!(may_be_alike(of_a, of_b, least) || jaro(&a, &b) < least);
            assert!(may_start(of_a, of_b) || !a.starts_with(&b) && !b.starts_with(&a));
            assert!(n % 3 != 0 || may_be_turned(of_a, of_b));
        }
        assert!(passed < 15_000, "{passed}");
    }

    #[test]
    fn typing_errors_are_counted() {
        assert!(is_typed("marhta", "martha", 1));
        assert!(is_typed("martha", "matha", 1));
        assert!(!is_typed("martha", "maht", 1) && is_typed("ab", "ba", 1));
        assert!((jaro_winkler("martha", "marhta") - 0.961_111).abs() < 1e-6);
    }
}
