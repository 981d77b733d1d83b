//! A column of texts in one piece of memory.

use std::fmt;

/// A column of texts, one for each record.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Texts {
    text: String,
    ends: Vec<u32>,
}

/// How many there are, and none of them: they are of people.
impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Texts({})", self.len())
    }
}

impl Texts {
    pub(crate) const fn empty() -> Self {
        Self {
            text: String::new(),
            ends: Vec::new(),
        }
    }

    /// Adds the text of the next record; empty where it says nothing.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(super::number::place(self.text.len()));
    }

    /// How many records it has.
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has none.
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of a record.
    pub fn get(&self, at: usize) -> &str {
        let end = self.ends.get(at).copied().unwrap_or_default();
        let before = at.checked_sub(1).and_then(|it| self.ends.get(it));
        let start = before.copied().unwrap_or_default();
        let (start, end) = (super::number::index(start), super::number::index(end));
        self.text.get(start..end).unwrap_or_default()
    }

    /// Every text, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// The records in another order.
    pub(crate) fn reordered(&self, order: &[u32]) -> Self {
        let mut texts = Self::default();
        for at in order {
            texts.push(self.get(super::number::index(*at)));
        }
        texts
    }
}
