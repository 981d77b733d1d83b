//! How alike two texts are.

/// What can be said of a text before it is compared: how many of each letter it has, up to two, and
/// how many more characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Letters {
    bits: u64,
    others: u32,
    length: u32,
}

impl Letters {
    pub(crate) fn of(text: &str) -> Self {
        let mut letters = Self::default();
        for it in text.chars() {
            letters.length += 1;
            let place = match it {
                'a'..='z' => 2 * (u32::from(it) - u32::from('a')),
                '0'..='4' => 52 + 2 * (u32::from(it) - u32::from('0')),
                _ => {
                    letters.others += 1;
                    continue;
                }
            };
            let (once, twice) = (1 << place, 2 << place);
            if letters.bits & once == 0 {
                letters.bits |= once;
            } else if letters.bits & twice == 0 {
                letters.bits |= twice;
            } else {
                letters.others += 1;
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
}

/// Whether so many typing errors may make one text of the other: each takes one character at most of
/// those that the longer one has and the other has not.
pub(crate) fn may_be_typed(a: Letters, b: Letters, errors: u32) -> bool {
    a.length.max(b.length) <= a.common(b) + errors
}

/// Whether the Jaro-Winkler similarity of two texts may reach `least`; where it may not, it need not be
/// worked out. `start` is how many of the first four characters are the same.
pub(crate) fn may_be_like(a: Letters, b: Letters, start: u32, least: f64) -> bool {
    let common = f64::from(a.common(b));
    let shares = common / f64::from(a.length.max(1)) + common / f64::from(b.length.max(1));
    let jaro = (shares + 1.0) / 3.0;
    jaro + 0.1 * f64::from(start) * (1.0 - jaro) >= least
}

/// How many of the first four characters are the same.
pub(crate) fn common_start(a: &str, b: &str) -> u32 {
    let same = a.bytes().zip(b.bytes()).take(4).take_while(|(a, b)| a == b);
    same.fold(0, |sum, _| sum + 1)
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

/// Whether `errors` typing errors or fewer make one text of the other (optimal string alignment).
pub(crate) fn is_typed(a: &str, b: &str, errors: u32) -> bool {
    let errors = usize::try_from(errors).unwrap_or(usize::MAX);
    strsim::osa_distance(a, b) <= errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::number::Draws;

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
            let (start, least) = (common_start(&a, &b), 0.8);
            let may = may_be_like(Letters::of(&a), Letters::of(&b), start, least);
            passed += i32::from(may);
            let typed = may_be_typed(Letters::of(&a), Letters::of(&b), 2);
            assert!(typed || !is_typed(&a, &b, 2));
            assert!(may || jaro_winkler(&a, &b) < least);
            let (of_a, of_b) = (Letters::of(&a), Letters::of(&b));
            assert!(may_be_like(of_a, of_b, 0, least) || jaro(&a, &b) < least);
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
