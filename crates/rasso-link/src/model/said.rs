//! Texts of many records, put in order.

use std::{borrow::Cow, cmp::Ordering};

/// What a record says in a field.
pub(crate) struct Said<'t> {
    /// The first bytes of the text, which mostly tell two texts apart.
    start: u64,
    pub(crate) text: Cow<'t, str>,
    /// The record.
    pub(crate) at: u32,
}

impl<'t> Said<'t> {
    pub(crate) fn new(text: Cow<'t, str>, at: u32) -> Self {
        let mut start = [0; size_of::<u64>()];
        for (to, from) in start.iter_mut().zip(text.bytes()) {
            *to = from;
        }
        Self {
            start: u64::from_be_bytes(start),
            text,
            at,
        }
    }

    /// In the order of texts, and then of records.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        let (a, b) = (&self.text, &other.text);
        let texts = || {
            // What is no longer than its start is told apart by it, but for zeros at the end.
            if a.len().max(b.len()) <= size_of::<u64>() {
                a.len().cmp(&b.len())
            } else {
                a.cmp(b)
            }
        };
        let starts = self.start.cmp(&other.start);
        starts.then_with(texts).then(self.at.cmp(&other.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::number::place;

    #[test]
    fn what_records_say_is_in_the_order_of_texts_and_then_of_records() {
        let texts = [
            "",
            "a",
            "a\0",
            "a\0b",
            "ab",
            "abcdefgh",
            "abcdefgh\0",
            "abcdefghi",
            "abcdefgi",
            "b",
            "é",
            "éabcdefg",
            "éabcdefgh",
            "z",
        ];
        let said = |text: &'static str, at: u32| Said::new(Cow::Borrowed(text), at);
        for (a, text) in texts.into_iter().enumerate() {
            for (b, other) in texts.into_iter().enumerate() {
                let order = said(text, place(b)).order(&said(other, place(a)));
                assert_eq!(order, text.cmp(other).then(b.cmp(&a)), "{text} and {other}");
            }
        }
    }
}
