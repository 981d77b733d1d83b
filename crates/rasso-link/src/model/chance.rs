//! How often records of two people agree: `u`.

use super::{
    definition::Model,
    fields::Fields,
    levels::{Levels, Memo, UNKNOWN},
    number::{Draws, index, place, real},
};

/// Of each comparison the probability of each level, without the one of nothing to compare.
pub(crate) type Shares = Vec<Vec<f64>>;

/// How many pairs are drawn before it is asked whether they are enough.
const AT_A_TIME: u32 = 50_000;

/// The shares among pairs drawn at random; of the first level, where it is that both say the same, by
/// counting values, which is exact. Nothing is drawn where the model gives them all.
///
/// The drawing ends when every level has been seen often enough, or at the most that the model allows;
/// where there are no more pairs than that, each is looked at once. The same records in the same order
/// give the same pairs.
pub(crate) fn shares_by_chance(model: &Model, fields: &Fields, levels: &[Levels<'_>]) -> Shares {
    let given = model.comparisons.iter().map(|it| it.u.clone());
    if let Some(given) = given.collect::<Option<Shares>>() {
        return given;
    }
    let [left, right] = fields.records();
    let mut counts: Vec<Vec<u64>> = levels.iter().map(|it| vec![0; it.count()]).collect();
    let mut memos: Vec<Memo> = levels.iter().map(|_| Memo::new()).collect();
    let mut look_at = |a: usize, b: usize, counts: &mut Vec<Vec<u64>>| {
        for ((levels, memo), counts) in levels.iter().zip(&mut memos).zip(counts) {
            if let Some(count) = counts.get_mut(usize::from(levels.level(a, b, memo))) {
                *count += 1;
            }
        }
    };
    let training = &model.training;
    if fields.all_pairs() <= f64::from(training.random_pairs) {
        for a in 0..left {
            let from = if fields.is_one_file { a + 1 } else { 0 };
            for b in from..right {
                look_at(a, b, &mut counts);
            }
        }
    } else {
        let mut dice = Draws(20_250_630);
        let mut drawn = 0;
        let enough = u64::from(training.enough_of_each);
        while drawn < training.random_pairs {
            let next = AT_A_TIME.min(training.random_pairs - drawn);
            for _ in 0..next {
                let (a, b) = (dice.below(place(left)), dice.below(place(right)));
                if !fields.is_one_file || a != b {
                    look_at(index(a), index(b), &mut counts);
                }
            }
            drawn += next;
            let is_known = |(levels, counts): (&Levels<'_>, &Vec<u64>)| {
                let from = 1 + usize::from(levels.counts_exact());
                counts.iter().skip(from).all(|it| *it >= enough)
            };
            if levels.iter().zip(&counts).all(is_known) {
                break;
            }
        }
    }
    let of = |(levels, counts): (&Levels<'_>, &Vec<u64>)| shares(levels, counts, fields);
    levels.iter().zip(&counts).map(of).collect()
}

fn shares(levels: &Levels<'_>, counts: &[u64], fields: &Fields) -> Vec<f64> {
    let known = counts.get(usize::from(UNKNOWN) + 1..).unwrap_or_default();
    if !levels.counts_exact() {
        return smoothed(known, 1.0);
    }
    // What is left over by the exact share goes to the other levels, as they were drawn.
    let all = levels.column();
    let exact = all.chance_of_equals(fields.is_one_file).max(1e-9);
    let others = smoothed(known.get(1..).unwrap_or_default(), 1.0 - exact);
    std::iter::once(exact).chain(others).collect()
}

/// Shares of counts that come to `all`; a level that was never drawn has half a pair.
fn smoothed(counts: &[u64], all: f64) -> Vec<f64> {
    let count = |it: &u64| real(*it).max(0.5);
    let sum: f64 = counts.iter().map(count).sum();
    counts
        .iter()
        .map(|it| all * count(it) / sum.max(0.5))
        .collect()
}
