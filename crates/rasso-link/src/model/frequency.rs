//! How many records have each value of a field: now, or when a model was trained.

use super::{
    fields::Column,
    number::{index, real},
    texts::Texts,
};
use std::cmp::Ordering;

/// How many records had each value of a field when a model was trained.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Then {
    /// How many records had any value.
    pub(crate) filled: u64,
    /// The values, in order.
    pub(crate) values: Texts,
    /// How many had each.
    pub(crate) records: Vec<u32>,
}

impl Then {
    /// How many have each value of a field now, to be kept.
    pub(crate) fn of(column: &Column) -> Self {
        let counts = column.counts.iter();
        Self {
            filled: column.filled.iter().sum(),
            values: column.values.clone(),
            records: counts.map(|[a, b]| a.saturating_add(*b)).collect(),
        }
    }

    /// How many records had each value that there is now. One not seen then counts as the rarest that was.
    fn records_of(&self, column: &Column) -> Vec<u64> {
        let rarest = self.records.iter().min().copied().unwrap_or(1);
        let place = |it: Option<usize>| it.and_then(|it| self.records.get(it)).copied();
        let places = places_in(&self.values, &column.values);
        let of = |it| u64::from(place(it).unwrap_or(rarest));
        places.into_iter().map(of).collect()
    }
}

/// Where each of `texts` stands among `all`; both are in order.
pub(crate) fn places_in(all: &Texts, texts: &Texts) -> Vec<Option<usize>> {
    let mut at = 0;
    let of = |text: &str| {
        while at < all.len() && all.get(at) < text {
            at += 1;
        }
        (at < all.len() && all.get(at).cmp(text) == Ordering::Equal).then_some(at)
    };
    texts.iter().map(of).collect()
}

/// How common the values of a field are.
pub(crate) enum Frequency<'f> {
    /// As they are counted in the records that are linked.
    Now(&'f Column),
    /// As they were when the model was trained.
    Then {
        /// How many records had each value of the field, by the number that it has now.
        records: Vec<u64>,
        /// How many had any.
        filled: u64,
    },
}

impl Frequency<'_> {
    pub(crate) fn then(then: &Then, column: &Column) -> Self {
        Self::Then {
            records: then.records_of(column),
            filled: then.filled,
        }
    }

    /// How many records have this value.
    pub(crate) fn records(&self, value: u32) -> u64 {
        match self {
            Self::Now(column) => column.records(value),
            Self::Then { records, .. } => records.get(index(value)).copied().unwrap_or_default(),
        }
    }

    /// How many have any.
    pub(crate) fn filled(&self) -> f64 {
        let filled = match self {
            Self::Now(column) => column.filled.iter().sum(),
            Self::Then { filled, .. } => *filled,
        };
        real(filled.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[(&str, [u32; 2])]) -> Column {
        let mut column = Column::default();
        for (text, counts) in values {
            column.values.push(text);
            column.counts.push(*counts);
            column.filled = [0, 1].map(|at| column.filled[at] + u64::from(counts[at]));
        }
        column
    }

    #[test]
    fn values_are_as_common_as_they_were_and_one_not_seen_then_as_the_rarest() {
        let before = column(&[("ann", [5, 4]), ("mia", [1, 2]), ("omar", [0, 7])]);
        let then = Then::of(&before);
        let now = column(&[("ann", [90, 90]), ("new", [30, 0]), ("omar", [1, 0])]);
        let frequency = Frequency::then(&then, &now);
        let records = [0, 1, 2].map(|it| frequency.records(it));
        assert_eq!(records, [9, 3, 7]);
        assert!((frequency.filled() - 19.0).abs() < 1e-9);
    }
}
