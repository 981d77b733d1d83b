//! Cells that cannot be kept from each other, and need not be.

use crate::{
    question::{Question, Standing},
    system::{Term, number},
};
use std::collections::BTreeSet;

/// For each cell of one case a number that it shares with the other cells that hold the same case: those that a
/// sum joins in which there is no other case.
pub(super) fn one_case(question: &Question) -> Vec<Option<u32>> {
    let cases = &question.cases;
    let is_one = |it: usize| cases[it].abs() == 1;
    let mut case: Vec<Option<u32>> = (0..cases.len())
        .map(|it| is_one(it).then(|| number(it)))
        .collect();
    let rows = question.system.rows().chain(question.of_cases.rows());
    let pair = |row: &[Term]| {
        let filled = row.iter().map(|it| it.0 as usize);
        let filled: Vec<usize> = filled.filter(|it| cases[*it] != 0).collect();
        match *filled.as_slice() {
            [a, b] if is_one(a) && is_one(b) => Some((a, b)),
            _ => None,
        }
    };
    let pairs: Vec<(usize, usize)> = rows.filter_map(pair).collect();
    loop {
        let mut changed = false;
        for &(a, b) in &pairs {
            if case[a] != case[b] {
                let least = case[a].min(case[b]);
                (case[a], case[b]) = (least, least);
                changed = true;
            }
        }
        if !changed {
            return case;
        }
    }
}

/// The changes and their new counts, both ways, where the old count was shown: the one is the other plus what everybody
/// knows.
pub(super) fn one_unknown(question: &Question) -> BTreeSet<(usize, usize)> {
    let is_open = |it: &usize| question.standing[*it] != Standing::Shown;
    let mut pairs = BTreeSet::new();
    for row in question.system.rows() {
        let open: Vec<usize> = row.iter().map(|it| it.0 as usize).filter(is_open).collect();
        if let &[a, b] = open.as_slice()
            && (question.is_change(a) || question.is_change(b))
        {
            pairs.extend([(a, b), (b, a)]);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::System;

    /// A count of 56 was shown and is 57 now: the level, then old, new and change, and a count beside the new one.
    fn revised() -> Question {
        let rows = [
            vec![(2, 1), (1, -1), (3, -1), (0, 1)],
            vec![(2, 1), (4, 1), (5, -1)],
        ];
        let counts = vec![100, 56, 57, 101, 1, 58];
        let primary = vec![false, false, false, true, true, false];
        let mut question = Question::new(System::new(6, &rows), counts, primary);
        question.cases = vec![0, 56, 57, 1, 1, 58];
        question.standing[0] = Standing::Shown;
        question.standing[1] = Standing::Shown;
        question
    }

    #[test]
    fn a_change_and_the_new_count_are_one_where_the_old_was_shown() {
        let mut question = revised();
        assert_eq!(one_unknown(&question), BTreeSet::from([(2, 3), (3, 2)]));
        question.standing[1] = Standing::Withheld;
        assert_eq!(one_unknown(&question), BTreeSet::new());
    }

    #[test]
    fn changes_that_are_all_there_is_of_a_sum_hold_the_same_case() {
        let mut question = revised();
        assert_eq!(one_case(&question)[3], Some(3));
        assert_eq!(one_case(&question)[4], Some(4));
        question.of_cases = System::new(6, &[vec![(3, 1), (4, -1)]]);
        assert_eq!(one_case(&question)[4], Some(3));
        assert_eq!(one_case(&question)[2], None);
    }
}
