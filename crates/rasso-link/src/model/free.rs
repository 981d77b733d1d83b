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
    frequency::places_in,
    frozen::Frozen,
    number::{index, length},
    score::Candidate,
    texts::Texts,
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

/// The shares of the left and of the right records of each value by which they differ, as an earlier job had them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct FreeBy {
    /// The values, in order.
    pub(crate) values: Texts,
    pub(crate) shares: Vec<[f64; 2]>,
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
        let by = by(model, fields);
        let [left, right] = fields.records();
        let [of_left, of_right] = values_by(by, fields);
        Self {
            left: Side::of(left, of_left, by, candidates, |it| it.left),
            right: Side::of(right, of_right, by, candidates, |it| it.right),
        }
    }

    /// By what an earlier job expected of its own. A value that nobody had then has the share of all.
    pub(crate) fn as_then(model: &Model, fields: &'f Fields, then: &Frozen) -> Self {
        let by = by(model, fields);
        let places = by.map_or_else(Vec::new, |it| places_in(&then.free_by.values, &it.values));
        let [left, right] = values_by(by, fields);
        let side = |side: usize, values: &'f [u32]| {
            let all = then.learnt.free[side];
            let share = |it: &Option<usize>| {
                let known = it.and_then(|it| then.free_by.shares.get(it));
                known.map_or(all, |it| it[side])
            };
            Side {
                all,
                values,
                of_value: places.iter().map(share).collect(),
            }
        };
        Self {
            left: side(0, left),
            right: side(1, right),
        }
    }

    /// The share of all records of each side, for later jobs to go by.
    pub(crate) const fn of_all(&self) -> [f64; 2] {
        [self.left.all, self.right.all]
    }

    /// And those of each value.
    pub(crate) fn by(&self, model: &Model, fields: &Fields) -> FreeBy {
        let values = by(model, fields).map(|it| it.values.clone());
        let shares = self.left.of_value.iter().zip(&self.right.of_value);
        FreeBy {
            values: values.unwrap_or_default(),
            shares: shares.map(|(left, right)| [*left, *right]).collect(),
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

/// The field by whose values shares differ.
fn by<'f>(model: &Model, fields: &'f Fields) -> Option<&'f Column> {
    let by = model.partners_by.as_ref();
    by.and_then(|it| fields.columns.get(fields.place(it)))
}

/// Its value for each left record and each right one.
fn values_by<'f>(by: Option<&'f Column>, fields: &Fields) -> [&'f [u32]; 2] {
    by.map_or([&[], &[]], |it| [&it.left, it.of_right(fields.is_one_file)])
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
