//! The fields of the records of now, of those of then that stay and those given: only these are cleaned.

use super::{
    definition::Model,
    fields::{Asked, Column, Fields, NOTHING},
    number::{index, place},
    since::{Origin, Since},
    texts::Texts,
};
use rayon::prelude::*;
use std::cmp::Ordering;

impl Fields {
    /// Those of then, without what is worked out of their values, with those of the records given that `since` wants.
    /// They are as if all records had been cleaned.
    pub(super) fn merged(then: &Self, given: &Self, since: &Since, model: &Model) -> Self {
        let asked = Asked::of(model);
        let [left, right] = &since.sides;
        // The records of one file stand on the left alone.
        let right: &[Origin] = if given.is_one_file {
            &[]
        } else {
            &right.origins
        };
        let columns = then.columns.par_iter().zip(&given.columns);
        let fields: Vec<_> = model.fields.iter().collect();
        let columns = columns.zip(fields).map(|((then, given), (name, field))| {
            let mut column = Column::merged(then, given, [&left.origins, right]);
            column.work_out(name, field, model, &asked);
            column
        });
        Self {
            columns: columns.collect(),
            names: given.names.clone(),
            is_one_file: given.is_one_file,
        }
    }
}

impl Column {
    fn merged(then: &Self, given: &Self, [left, right]: [&[Origin]; 2]) -> Self {
        let mut is_there = vec![false; then.values.len()];
        for (origins, values) in [(left, &then.left), (right, &then.right)] {
            let stay = origins.iter().filter_map(|it| match *it {
                Origin::Then(at) => values.get(index(at)),
                Origin::Given(_) => None,
            });
            for value in stay {
                if let Some(it) = is_there.get_mut(index(*value)) {
                    *it = true;
                }
            }
        }
        let (values, of_then, of_given) = union(&then.values, &is_there, &given.values);
        let mut column = Self {
            counts: vec![[0, 0]; values.len()],
            values,
            unread: given.unread,
            ..Self::default()
        };
        let numbered = |origins: &[Origin], [then, given]: [&[u32]; 2]| -> Vec<u32> {
            let number = |of: &[u32], values: &[u32], at: u32| {
                let value = values.get(index(at)).copied().unwrap_or(NOTHING);
                of.get(index(value)).copied().unwrap_or(NOTHING)
            };
            let of = |it: &Origin| match *it {
                Origin::Then(at) => number(&of_then, then, at),
                Origin::Given(at) => number(&of_given, given, at),
            };
            origins.iter().map(of).collect()
        };
        column.left = numbered(left, [&then.left, &given.left]);
        column.right = numbered(right, [&then.right, &given.right]);
        for (side, values) in [&column.left, &column.right].into_iter().enumerate() {
            for value in values {
                if let Some(counts) = column.counts.get_mut(index(*value)) {
                    counts[side] += 1;
                    column.filled[side] += 1;
                }
            }
        }
        column
    }
}

/// Those of `a` that are there and all of `b`, in order, each once; and the place there of every one of `a` and of `b`.
fn union(a: &Texts, is_there: &[bool], b: &Texts) -> (Texts, Vec<u32>, Vec<u32>) {
    let mut all = Texts::default();
    let (mut of_a, mut of_b) = (vec![NOTHING; a.len()], vec![NOTHING; b.len()]);
    let mut there = (0..a.len())
        .filter(|it| is_there.get(*it) == Some(&true))
        .peekable();
    let mut given = (0..b.len()).peekable();
    loop {
        let order = match (there.peek(), given.peek()) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(x), Some(y)) => a.get(*x).cmp(b.get(*y)),
        };
        let here = place(all.len());
        if order != Ordering::Greater
            && let Some(x) = there.next()
            && let Some(it) = of_a.get_mut(x)
        {
            all.push(a.get(x));
            *it = here;
        }
        if order != Ordering::Less
            && let Some(y) = given.next()
            && let Some(it) = of_b.get_mut(y)
        {
            // One of both is there already.
            if order == Ordering::Greater {
                all.push(b.get(y));
            }
            *it = here;
        }
    }
    (all, of_a, of_b)
}

#[cfg(test)]
impl Column {
    /// Whether it is the other but for what could not be read.
    pub(super) fn is_as(&self, other: &Self) -> bool {
        self.values == other.values
            && (&self.left, &self.right) == (&other.left, &other.right)
            && (&self.letters, &self.names) == (&other.letters, &other.names)
            && self.numbers == other.numbers
            && (&self.counts, self.filled) == (&other.counts, other.filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_both_are_there_once_and_in_order() {
        let texts = |all: &[&str]| {
            let mut texts = Texts::default();
            for it in all {
                texts.push(it);
            }
            texts
        };
        let (then, given) = (
            texts(&["ann", "liz", "mia", "tom"]),
            texts(&["bo", "mia", "zoe"]),
        );
        let (all, of_then, of_given) = union(&then, &[true, false, true, true], &given);
        let all: Vec<&str> = all.iter().collect();
        assert_eq!(all, ["ann", "bo", "mia", "tom", "zoe"]);
        assert_eq!(of_then, [0, NOTHING, 2, 3]);
        assert_eq!(of_given, [1, 2, 4]);
    }
}
