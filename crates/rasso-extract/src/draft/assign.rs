//! Which heading each column takes, so that the scores of all together are the highest.

/// For each row of scores the place that it takes, no place twice. A score of 0 is no match.
///
/// The Hungarian method in the form with potentials: exact, and of equal sums the same one always.
pub(super) fn assign(scores: &[Vec<i64>]) -> Vec<Option<usize>> {
    let rows = scores.len();
    let real = scores.iter().map(Vec::len).max().unwrap_or(0);
    // A place of its own for each row, where it takes none. Row and place 0 stand for nobody.
    let places = real + rows;
    let cost = |row: usize, place: usize| -> i64 {
        let score = scores.get(row - 1).and_then(|it| it.get(place - 1));
        -score.copied().unwrap_or(0)
    };
    let mut of_row = vec![0_i64; rows + 1];
    let mut of_place = vec![0_i64; places + 1];
    let mut taken = vec![0_usize; places + 1];
    let mut from = vec![0_usize; places + 1];
    for row in 1..=rows {
        taken[0] = row;
        let mut place = 0;
        let mut least = vec![i64::MAX; places + 1];
        let mut seen = vec![false; places + 1];
        while taken[place] != 0 {
            seen[place] = true;
            let here = taken[place];
            let (mut step, mut next) = (i64::MAX, 0);
            for other in 1..=places {
                if seen[other] {
                    continue;
                }
                let reduced = cost(here, other) - of_row[here] - of_place[other];
                if reduced < least[other] {
                    least[other] = reduced;
                    from[other] = place;
                }
                if least[other] < step {
                    step = least[other];
                    next = other;
                }
            }
            for other in 0..=places {
                if seen[other] {
                    of_row[taken[other]] += step;
                    of_place[other] -= step;
                } else if least[other] != i64::MAX {
                    least[other] -= step;
                }
            }
            place = next;
        }
        while place != 0 {
            taken[place] = taken[from[place]];
            place = from[place];
        }
    }
    let mut found = vec![None; rows];
    for (place, row) in taken.iter().enumerate().skip(1) {
        if let Some(at) = row.checked_sub(1)
            && scores[at].get(place - 1).is_some_and(|it| *it > 0)
        {
            found[at] = Some(place - 1);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(scores: &[Vec<i64>], taken: &[Option<usize>]) -> i64 {
        let of = |(row, place): (&Vec<i64>, &Option<usize>)| place.map_or(0, |it| row[it]);
        scores.iter().zip(taken).map(of).sum()
    }

    /// The highest sum there is, by trying every way.
    fn highest(scores: &[Vec<i64>], free: &[usize]) -> i64 {
        let Some((row, rest)) = scores.split_first() else {
            return 0;
        };
        let without = highest(rest, free);
        let with = free.iter().map(|place| {
            let free: Vec<usize> = free.iter().copied().filter(|it| it != place).collect();
            row[*place] + highest(rest, &free)
        });
        with.fold(without, i64::max)
    }

    #[test]
    fn the_second_best_place_is_taken_where_it_serves_all() {
        let scores = [vec![900, 800], vec![850, 0]];
        assert_eq!(assign(&scores), [Some(1), Some(0)]);
        assert_eq!(assign(&[vec![0, 0], vec![0, 7]]), [None, Some(1)]);
        assert!(assign(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn no_other_way_scores_higher(
            scores in prop::collection::vec(prop::collection::vec(0_i64..6, 4), 0..5),
        ) {
            let taken = assign(&scores);
            let mut places: Vec<usize> = taken.iter().flatten().copied().collect();
            let many = places.len();
            places.sort_unstable();
            places.dedup();
            prop_assert_eq!(places.len(), many);
            prop_assert_eq!(sum(&scores, &taken), highest(&scores, &[0, 1, 2, 3]));
        }
    }
}
