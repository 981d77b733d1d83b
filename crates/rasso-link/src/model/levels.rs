//! Finds the level on which two records agree.

use super::{
    definition::{Comparison, Model},
    fields::{Column, Fields, NOTHING},
    kernel::{
        jaro, jaro_winkler, may_be_alike, may_be_like, may_be_turned, may_be_typed, may_start,
    },
    level::Kind,
    number::index,
    typed::is_typed,
};

/// The level of a pair of which one record says nothing.
pub(crate) const UNKNOWN: u8 = 0;

/// One comparison with its fields found. Levels count from 1; `else` is the last.
pub(crate) struct Levels<'f> {
    own: &'f Column,
    also: Vec<&'f Column>,
    is_one_file: bool,
    tests: Vec<Vec<Asked<'f>>>,
    nothing_when: Option<Vec<Asked<'f>>>,
    else_only_when: Option<Vec<Asked<'f>>>,
    /// Of each level whether only the field itself is looked at, so that two values always pass or fail.
    is_own: Vec<bool>,
    /// Whether the first level is that both say the same.
    starts_with_exact: bool,
}

struct Asked<'f> {
    kind: Kind,
    column: &'f Column,
    /// Of a swap: the values of the other field, and which of them each value of this field is.
    other: Option<(&'f Column, Vec<u32>)>,
}

/// Levels of value pairs that were found before.
pub(crate) struct Memo {
    known: Vec<(u64, u8)>,
}

impl Memo {
    const BITS: u32 = 14;

    pub(crate) fn new() -> Self {
        Self {
            known: vec![(u64::MAX, UNKNOWN); 1 << Self::BITS],
        }
    }

    fn level(&mut self, a: u32, b: u32, find: impl FnOnce() -> u8) -> u8 {
        let pair = (u64::from(a) << 32) | u64::from(b);
        // Fibonacci hashing (Knuth).
        let place = pair.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - Self::BITS);
        let place = usize::try_from(place).unwrap_or_default();
        let Some(slot) = self.known.get_mut(place) else {
            return find();
        };
        if slot.0 != pair {
            *slot = (pair, find());
        }
        slot.1
    }
}

impl<'f> Levels<'f> {
    /// The comparisons of a model, in its order.
    pub(crate) fn of(model: &Model, fields: &'f Fields) -> Vec<Self> {
        let of = |it: &Comparison| Self::new(it, fields);
        model.comparisons.iter().map(of).collect()
    }

    fn new(comparison: &Comparison, fields: &'f Fields) -> Self {
        let column = |name: &str| fields.columns.get(fields.place(name));
        let nothing = &EMPTY;
        let own = column(&comparison.field).unwrap_or(nothing);
        let asked = |test: &super::level::Test| {
            let of = column(&test.field).unwrap_or(nothing);
            let other = test.other.as_ref().and_then(|it| column(it));
            Asked {
                kind: test.kind,
                column: of,
                other: other.map(|it| (it, translated(of, it))),
            }
        };
        let all = |it: &super::level::Level| -> Vec<_> { it.0.iter().map(asked).collect() };
        let levels: Vec<Vec<_>> = comparison.levels.iter().map(all).collect();
        let is_own = |it: &super::level::Level| {
            let mut tests = it.0.iter();
            tests.all(|it| it.other.is_none() && it.field == comparison.field)
        };
        Self {
            own,
            is_one_file: fields.is_one_file,
            is_own: comparison.levels.iter().map(is_own).collect(),
            also: comparison.also.iter().filter_map(|it| column(it)).collect(),
            starts_with_exact: comparison
                .levels
                .first()
                .is_some_and(|it| it.is_exact(&comparison.field)),
            tests: levels,
            nothing_when: comparison.nothing_when.as_ref().map(all),
            else_only_when: comparison.else_only_when.as_ref().map(all),
        }
    }

    /// How many levels it has, with `else` and the one of nothing to compare.
    pub(crate) fn count(&self) -> usize {
        self.tests.len() + 2
    }

    /// Whether its first level is that both say the same, and how often they do is known by counting.
    pub(crate) fn counts_exact(&self) -> bool {
        self.starts_with_exact && self.also.is_empty()
    }

    /// The value of a field that both records have, where they have the same.
    pub(crate) fn shared_value(&self, column: &Column, left: usize, right: usize) -> Option<u32> {
        let (a, b) = self.values(column, left, right);
        (a == b && a != NOTHING).then_some(a)
    }

    pub(crate) fn column(&self) -> &Column {
        self.own
    }

    fn values(&self, column: &Column, left: usize, right: usize) -> (u32, u32) {
        let a = column.left.get(left).copied().unwrap_or(NOTHING);
        let b = column.of_right(self.is_one_file).get(right).copied();
        (a, b.unwrap_or(NOTHING))
    }

    /// The level of a pair of records.
    pub(crate) fn level(&self, left: usize, right: usize, memo: &mut Memo) -> u8 {
        let (a, b) = self.values(self.own, left, right);
        let is_said = |column: &&Column| {
            let (a, b) = self.values(column, left, right);
            a != NOTHING && b != NOTHING
        };
        let is_own_said = is_said(&self.own);
        if !is_own_said && !self.also.iter().any(is_said) {
            return UNKNOWN;
        }
        let all_hold = |tests: &Vec<Asked<'_>>| {
            let mut tests = tests.iter();
            tests.all(|it| self.holds(it, left, right, &mut None))
        };
        if self.nothing_when.as_ref().is_some_and(all_hold) {
            return UNKNOWN;
        }
        if is_own_said && a == b && self.starts_with_exact {
            return 1;
        }
        let own = if is_own_said {
            memo.level(a, b, || self.find(left, right, true))
        } else {
            self.last()
        };
        let others = self.is_own.iter().take(usize::from(own) - 1);
        if others.copied().all(|is_own| is_own) {
            return own;
        }
        self.find(left, right, false).min(own)
    }

    /// Whether a pair of this level is of two people, whatever else agrees.
    pub(crate) fn is_vetoed(&self, level: usize, left: usize, right: usize) -> bool {
        level == self.tests.len() + 1
            && self.else_only_when.as_ref().is_some_and(|tests| {
                let mut tests = tests.iter();
                !tests.all(|it| self.holds(it, left, right, &mut None))
            })
    }

    /// Whether it may say so.
    pub(crate) const fn may_veto(&self) -> bool {
        self.else_only_when.is_some()
    }

    /// The first level that holds, among those that look at the field itself alone, or at others too.
    fn find(&self, left: usize, right: usize, of_own: bool) -> u8 {
        let mut similarity = None;
        for ((at, tests), is_own) in (1..).zip(&self.tests).zip(&self.is_own) {
            let mut tests = tests.iter();
            if *is_own == of_own && tests.all(|it| self.holds(it, left, right, &mut similarity)) {
                return at;
            }
        }
        self.last()
    }

    /// The level that is left where none holds.
    fn last(&self) -> u8 {
        u8::try_from(self.tests.len() + 1).unwrap_or(u8::MAX)
    }

    /// `similarity` is that of the values of the comparison's own field, once it is worked out.
    fn holds(
        &self,
        asked: &Asked<'_>,
        left: usize,
        right: usize,
        similarity: &mut Option<f64>,
    ) -> bool {
        let column = asked.column;
        let (a, b) = self.values(column, left, right);
        if let Some((other, meant)) = &asked.other {
            let (x, y) = self.values(other, left, right);
            let as_other = |it: u32| meant.get(index(it)).copied().filter(|it| *it != NOTHING);
            let (a, b) = (as_other(a), as_other(b));
            let (first, second) = (a == Some(y) && y != NOTHING, b == Some(x) && x != NOTHING);
            return if asked.kind == Kind::Crossed {
                first || second
            } else {
                first && second
            };
        }
        if a == NOTHING || b == NOTHING {
            return false;
        }
        let text = |it: u32| column.values.get(index(it));
        let letters = |it: u32| column.letters.get(index(it)).copied().unwrap_or_default();
        let numbers = || {
            let number = |it: u32| column.numbers.get(index(it)).copied().flatten();
            number(a).zip(number(b))
        };
        match asked.kind {
            Kind::Exact => a == b,
            Kind::JaroWinkler(least) => {
                let is_own = std::ptr::eq(column, self.own);
                let known = similarity.filter(|_| is_own);
                let found = known.unwrap_or_else(|| {
                    if !may_be_like(letters(a), letters(b), least) {
                        return -1.0;
                    }
                    jaro_winkler(text(a), text(b))
                });
                // What was left out at first sight is not known for a lower level.
                if is_own && found >= 0.0 {
                    *similarity = Some(found);
                }
                found >= least
            }
            Kind::Jaro(least) => {
                may_be_alike(letters(a), letters(b), least) && jaro(text(a), text(b)) >= least
            }
            Kind::Typed(errors) => {
                may_be_typed(letters(a), letters(b), errors) && is_typed(text(a), text(b), errors)
            }
            Kind::Starts => {
                may_start(letters(a), letters(b))
                    && (text(a).starts_with(text(b)) || text(b).starts_with(text(a)))
            }
            Kind::Nickname => a == b || column.may_be_one_name(a, b),
            Kind::DayMonth => {
                may_be_turned(letters(a), letters(b)) && is_day_month(text(a), text(b))
            }
            Kind::Within(most) => numbers().is_some_and(|(a, b)| (a - b).abs() <= most),
            Kind::Between(from, to) => {
                numbers().is_some_and(|(a, b)| (from..=to).contains(&(b - a)))
            }
            Kind::Ratio(most) => {
                numbers().is_some_and(|(a, b)| (a - b).abs() <= most * a.abs().max(b.abs()))
            }
            Kind::Swapped | Kind::Crossed => false,
        }
    }
}

/// Two dates, year first, with day and month the other way round.
fn is_day_month(a: &str, b: &str) -> bool {
    fn parts(date: &str) -> Option<(&str, &str, &str)> {
        let (year, rest) = date.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        Some((year, month, day))
    }
    let turned = parts(b).map(|(year, month, day)| (year, day, month));
    parts(a).is_some_and(|it| Some(it) == turned)
}

/// Which value of another field each value of this one is.
pub(crate) fn translated(from: &Column, to: &Column) -> Vec<u32> {
    let place = |text: &str| {
        let mut range = 0..to.values.len();
        while !range.is_empty() {
            let middle = range.start + range.len() / 2;
            match to.values.get(middle).cmp(text) {
                std::cmp::Ordering::Less => range.start = middle + 1,
                std::cmp::Ordering::Greater => range.end = middle,
                std::cmp::Ordering::Equal => return super::number::place(middle),
            }
        }
        NOTHING
    };
    from.values.iter().map(place).collect()
}

static EMPTY: Column = Column::empty();

#[cfg(test)]
mod tests;
