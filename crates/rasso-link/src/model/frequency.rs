//! How many records have each value of a field: now, or when a model was trained.

use super::{
    fields::Column,
    key::{Key, Stand},
    number::{index, real},
};

/// How many records had each value of a field when a model was trained. It holds no value's text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Then {
    /// How many records had any value.
    pub(crate) filled: u64,
    /// How many had each value; in the order of what stands for it.
    pub(crate) records: Vec<(Stand, u32)>,
}

impl Then {
    /// How many have each value of a field now, to be kept.
    pub(crate) fn of(name: &str, column: &Column, key: &Key) -> Self {
        let counts = column.values.iter().zip(&column.counts);
        let of = |(text, [left, right]): (&str, &[u32; 2])| {
            (key.stands_for([name, text]), left.saturating_add(*right))
        };
        let mut records: Vec<(Stand, u32)> = counts.map(of).collect();
        records.sort_unstable();
        Self {
            filled: column.filled.iter().sum(),
            records,
        }
    }

    /// How many records had each value that there is now. One not seen then counts as the rarest that was.
    fn records_of(&self, name: &str, column: &Column, key: &Key) -> Vec<u64> {
        let rarest = self.records.iter().map(|it| it.1).min().unwrap_or(1);
        let of = |text: &str| {
            let stand = key.stands_for([name, text]);
            let place = self.records.binary_search_by_key(&stand, |it| it.0);
            let known = place.ok().and_then(|it| self.records.get(it));
            u64::from(known.map_or(rarest, |it| it.1))
        };
        column.values.iter().map(of).collect()
    }
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
    pub(crate) fn then(then: &Then, name: &str, column: &Column, key: &Key) -> Self {
        Self::Then {
            records: then.records_of(name, column, key),
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
        let key = Key::new([3; Key::LENGTH]);
        let before = column(&[("ann", [5, 4]), ("mia", [1, 2]), ("omar", [0, 7])]);
        let then = Then::of("first", &before, &key);
        let now = column(&[("ann", [90, 90]), ("new", [30, 0]), ("omar", [1, 0])]);
        let frequency = Frequency::then(&then, "first", &now, &key);
        let records = [0, 1, 2].map(|it| frequency.records(it));
        assert_eq!(records, [9, 3, 7]);
        assert!((frequency.filled() - 19.0).abs() < 1e-9);
        // A value of another field is another value, and under another key nothing is known.
        let other = then.records_of("surname", &now, &key);
        assert_eq!(other, [3, 3, 3]);
        assert_eq!(then.records_of("first", &now, &Key::new([4; 32])), other);
    }
}
