//! How many typing errors are between two texts.
//!
//! Most texts that are compared differ in all, so that it matters how soon that is seen.

/// Whether `errors` typing errors or fewer make one text of the other (optimal string alignment).
pub(crate) fn is_typed(a: &str, b: &str, errors: u32) -> bool {
    let errors = usize::try_from(errors).unwrap_or(usize::MAX);
    if !a.is_ascii() || !b.is_ascii() {
        return strsim::osa_distance(a, b) <= errors;
    }
    let (a, b) = without_common_ends(a.as_bytes(), b.as_bytes());
    let (short, long) = if a.len() > b.len() { (b, a) } else { (a, b) };
    if long.len() <= errors {
        return true;
    }
    if long.len() - short.len() > errors {
        return false;
    }
    if long.len() >= WIDTH {
        let [a, b] = [short, long].map(|it| std::str::from_utf8(it).unwrap_or_default());
        return strsim::osa_distance(a, b) <= errors;
    }
    let errors = u8::try_from(errors).unwrap_or(u8::MAX);
    distance(short, long, errors) <= errors
}

/// Longer texts than this are left to a library that takes memory for each.
const WIDTH: usize = 32;

/// What is left of two texts without what they begin and end with alike.
fn without_common_ends<'t>(mut a: &'t [u8], mut b: &'t [u8]) -> (&'t [u8], &'t [u8]) {
    while let ([x, rest @ ..], [y, others @ ..]) = (a, b)
        && x == y
    {
        (a, b) = (rest, others);
    }
    while let ([rest @ .., x], [others @ .., y]) = (a, b)
        && x == y
    {
        (a, b) = (rest, others);
    }
    (a, b)
}

/// The distance of two short texts, row by row; once a row has nothing at `most` or below, more than that.
fn distance(a: &[u8], b: &[u8], most: u8) -> u8 {
    let mut before = [u8::MAX; WIDTH];
    let mut last = [0_u8; WIDTH];
    for (it, at) in last.iter_mut().zip(0..) {
        *it = at;
    }
    let mut of_last_row = 0;
    for (row, x) in (1..).zip(a) {
        let mut now = [0_u8; WIDTH];
        let (mut left, mut lowest) = (row, row);
        let mut previous = 0;
        if let Some(it) = now.first_mut() {
            *it = row;
        }
        // At each place: the cells above, above to the left, and two above to the left of that.
        let above = last.iter().zip(last.iter().skip(1));
        let crossed = std::iter::once(&u8::MAX).chain(&before);
        for (((y, (diagonal, above)), cell), crossed) in
            b.iter().zip(above).zip(now.iter_mut().skip(1)).zip(crossed)
        {
            let is_crossed = *x == previous && *y == of_last_row;
            let mut found = diagonal + u8::from(x != y);
            found = found.min(above + 1).min(left + 1);
            if is_crossed {
                found = found.min(crossed.saturating_add(1));
            }
            *cell = found;
            lowest = lowest.min(found);
            left = found;
            previous = *y;
        }
        if lowest > most {
            return lowest;
        }
        (before, last) = (last, now);
        of_last_row = *x;
    }
    last.get(b.len()).copied().unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::number::Draws;

    #[test]
    fn typing_errors_of_words_that_are_near_are_counted() {
        let mut draws = Draws(11);
        let mut seen = [0; 4];
        for _ in 0..50_000 {
            // Few letters, so that a change is often undone, and two are often the other way round.
            let length = draws.below(10) + 30 * u32::from(draws.below(20) == 0);
            let mut letters: Vec<u8> = (0..length)
                .map(|_| b"abc"[usize::try_from(draws.below(3)).unwrap()])
                .collect();
            let a = String::from_utf8(letters.clone()).unwrap();
            for _ in 0..draws.below(4) {
                let at = usize::try_from(draws.below(length + 1)).unwrap();
                match draws.below(3) {
                    0 => letters.insert(at.min(letters.len()), b'b'),
                    1 if at < letters.len() => drop(letters.remove(at)),
                    _ if at + 1 < letters.len() => letters.swap(at, at + 1),
                    _ => {}
                }
            }
            let b = String::from_utf8(letters).unwrap();
            let distance = strsim::osa_distance(&a, &b);
            seen[distance.min(3)] += 1;
            for errors in 0..3 {
                let is_near = distance <= usize::try_from(errors).unwrap();
                assert_eq!(is_typed(&a, &b, errors), is_near);
            }
        }
        assert!(seen.iter().all(|it| *it > 1_000), "{seen:?}");
    }
}
