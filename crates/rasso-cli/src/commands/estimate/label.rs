//! Groups and causes by their texts.

use std::{cmp::Ordering, collections::BTreeMap, rc::Rc};

/// Texts, numbered as they first come.
#[derive(Default)]
pub(super) struct Labels {
    numbers: BTreeMap<Rc<str>, usize>,
    texts: Vec<Rc<str>>,
}

impl Labels {
    pub(super) fn get(&self, text: &str) -> Option<usize> {
        self.numbers.get(text).copied()
    }

    /// The number of a text, a new one where it is new.
    pub(super) fn number(&mut self, text: &str) -> usize {
        if let Some(number) = self.get(text) {
            return number;
        }
        let (number, text): (usize, Rc<str>) = (self.texts.len(), text.into());
        self.texts.push(Rc::clone(&text));
        self.numbers.insert(text, number);
        number
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The texts in their order, with their numbers.
    pub(super) fn in_order(&self) -> Vec<(Rc<str>, usize)> {
        let mut all: Vec<_> = self.texts.iter().cloned().zip(0..).collect();
        all.sort_by(|a, b| in_order(&a.0, &b.0));
        all
    }
}

/// Numbers by their size, then other texts by their letters.
pub(super) fn in_order(a: &str, b: &str) -> Ordering {
    let number = |it: &str| it.parse::<f64>().ok().filter(|it| it.is_finite());
    match (number(a), number(b)) {
        (Some(x), Some(y)) => x.total_cmp(&y).then_with(|| a.cmp(b)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    }
}

/// What is to be said of a series whose times do not rise: it is taken in the order of its rows.
pub(super) fn not_rising<'t>(times: impl Iterator<Item = &'t Rc<str>> + Clone) -> Option<String> {
    let mut pairs = times.clone().zip(times.skip(1));
    let falls = pairs.any(|(a, b)| in_order(a, b) != Ordering::Less);
    falls.then(|| {
        "some time stands twice in a series, or comes after a later one: the series is taken in the order of its rows".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_that_do_not_rise_are_told() {
        let told = |times: &[&str]| {
            let times: Vec<Rc<str>> = times.iter().map(|it| Rc::from(*it)).collect();
            not_rising(times.iter()).is_some()
        };
        assert!(!told(&["2024-Q1", "2024-Q2", "2025-Q1"]) && !told(&["9", "10"]) && !told(&["1"]));
        assert!(told(&["2024-Q2", "2024-Q1"]) && told(&["3", "3"]));
    }

    #[test]
    fn numbers_stand_by_their_size_and_before_words() {
        let mut labels = Labels::default();
        for text in ["nfa", "10", "9", "charged", "9"] {
            labels.number(text);
        }
        let texts: Vec<_> = labels.in_order().into_iter().map(|it| it.0).collect();
        assert_eq!(
            texts.iter().map(AsRef::as_ref).collect::<Vec<&str>>(),
            ["9", "10", "charged", "nfa"]
        );
    }
}
