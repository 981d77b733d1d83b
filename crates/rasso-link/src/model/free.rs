//! How many records have no partner.
//!
//! By itself a pair is held against everything else that its records may be, linked to others too. Where
//! those others stand beside it, it is held against both being free, which is less likely: the odds of a
//! pair rise by the share of records that have a partner. Where a force sent one of two files and not the
//! other, nobody of it has one, and its odds must not rise by what holds elsewhere: a model may name the
//! field by whose values that share differs (`partners_by`).

use super::{
    assign::Cardinality,
    definition::Model,
    fields::{Column, Fields, NOTHING},
    number::{index, length},
    score::Candidate,
};

/// The share of records that are free is not known better than this: of one near nothing much would come.
const LEAST: f64 = 0.05;
/// How many records the share of all weighs against that of one value: a value of few says little.
const WEIGHT_OF_ALL: f64 = 10.0;

/// The share of the records that have no partner, on each side.
pub(crate) struct Free<'f> {
    left: Side<'f>,
    right: Side<'f>,
}

/// That of one side.
struct Side<'f> {
    /// The share of all records.
    all: f64,
    /// The value of each record, where shares differ by value.
    values: &'f [u32],
    /// The share of the records of each value.
    of_value: Vec<f64>,
}

impl<'f> Free<'f> {
    /// By what is expected of the candidates.
    pub(crate) fn of(model: &Model, fields: &'f Fields, candidates: &[Candidate]) -> Self {
        let by = model.partners_by.as_ref();
        let by = by.and_then(|it| fields.columns.get(fields.place(it)));
        let [left, right] = fields.records();
        let (of_left, of_right): (&[u32], &[u32]) =
            by.map_or((&[], &[]), |it| (&it.left, it.of_right(fields.is_one_file)));
        Self {
            left: Side::of(left, of_left, by, candidates, |it| it.left),
            right: Side::of(right, of_right, by, candidates, |it| it.right),
        }
    }

    /// Shares that are the same for all records.
    #[cfg(test)]
    pub(crate) const fn alike([left, right]: [f64; 2]) -> Self {
        Self {
            left: Side::alike(left),
            right: Side::alike(right),
        }
    }

    /// The share that the odds of a pair are divided by.
    pub(crate) fn against(&self, cardinality: Cardinality, pair: &Candidate) -> f64 {
        let (left, right) = (self.left.share(pair.left), self.right.share(pair.right));
        match cardinality {
            Cardinality::OneToOne => left * right,
            Cardinality::OneToMany => right,
            Cardinality::ManyToOne => left,
            Cardinality::ManyToMany => 1.0,
        }
    }
}

impl<'f> Side<'f> {
    fn of(
        records: usize,
        values: &'f [u32],
        by: Option<&Column>,
        candidates: &[Candidate],
        side: fn(&Candidate) -> u32,
    ) -> Self {
        let expected: f64 = candidates.iter().map(Candidate::probability).sum();
        let partnered = expected / length(records.max(1));
        // Of each value: how many records have it, and how many of them are expected to have a partner.
        let mut known = vec![(0.0, 0.0); by.map_or(0, |it| it.values.len())];
        for value in values {
            if let Some(it) = known.get_mut(index(*value)) {
                it.0 += 1.0;
            }
        }
        for pair in candidates {
            let value = values.get(index(side(pair))).copied().unwrap_or(NOTHING);
            if let Some(it) = known.get_mut(index(value)) {
                it.1 += pair.probability();
            }
        }
        let share = |(records, expected): (f64, f64)| {
            1.0 - (expected + WEIGHT_OF_ALL * partnered) / (records + WEIGHT_OF_ALL)
        };
        Self {
            all: 1.0 - partnered,
            values,
            of_value: known.into_iter().map(share).collect(),
        }
    }

    #[cfg(test)]
    const fn alike(all: f64) -> Self {
        Self {
            all,
            values: &[],
            of_value: Vec::new(),
        }
    }

    fn share(&self, record: u32) -> f64 {
        let value = self.values.get(index(record)).copied().unwrap_or(NOTHING);
        let share = self.of_value.get(index(value)).copied();
        share.unwrap_or(self.all).clamp(LEAST, 1.0)
    }
}
