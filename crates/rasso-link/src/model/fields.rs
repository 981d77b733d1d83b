//! The fields of a model: every distinct text once, and its number for each record.

use super::{
    chance::Equals,
    cleaned::cleaned,
    definition::{Comparison, Model},
    field::Field,
    kernel::Letters,
    level::{Kind, Level},
    names::names_of,
    number::{index, length, place, real},
    said::Said,
    texts::Texts,
    words::Words,
};
use rasso_extract::DateFormats;
use rasso_terms::Day;
use rayon::prelude::*;

/// Stands for a cell that says nothing.
pub(crate) const NOTHING: u32 = u32::MAX;

/// One field of both files.
#[derive(Clone, Default)]
pub(crate) struct Column {
    /// The number of each left record's value, or [`NOTHING`].
    pub(crate) left: Vec<u32>,
    /// The same of the right records; none where one file is linked to itself.
    pub(crate) right: Vec<u32>,
    /// The distinct values, in order.
    pub(crate) values: Texts,
    pub(crate) letters: Vec<Letters>,
    /// What each value is as a number, or as days for dates, where a test asks for it.
    pub(crate) numbers: Vec<Option<f64>>,
    /// The first names that each value may stand for, where a test asks for them.
    pub(crate) names: Vec<Vec<u32>>,
    /// How many records of the left and of the right file have each value.
    pub(crate) counts: Vec<[u32; 2]>,
    /// How many records of each have any.
    pub(crate) filled: [u64; 2],
    /// How many of each have a cell that is filled and is no date, or no number where one is asked for.
    pub(crate) unread: [u64; 2],
}

/// The fields of a model, in the order of their names.
#[derive(Clone, Default)]
pub(crate) struct Fields {
    pub(crate) names: Vec<String>,
    pub(crate) columns: Vec<Column>,
    /// Whether the records of one file are linked to each other.
    pub(crate) is_one_file: bool,
}

impl Fields {
    /// Cleans the texts of each field; `left` and `right` give those of a heading.
    pub(crate) fn of<'t>(
        model: &Model,
        left: &(impl Fn(&str) -> Option<&'t Texts> + Sync),
        right: Option<&(impl Fn(&str) -> Option<&'t Texts> + Sync)>,
    ) -> Result<Self, String> {
        let asked = Asked::of(model);
        let fields: Vec<(&String, &Field)> = model.fields.iter().collect();
        let columns = fields.par_iter().map(|(name, field)| {
            let heading = field.from.as_ref().unwrap_or(name);
            let from_left = left(heading).ok_or_else(|| format!("left: no heading `{heading}`"))?;
            let other = field.right.as_ref().unwrap_or(heading);
            let from_right = match right {
                None => None,
                Some(right) => {
                    Some(right(other).ok_or_else(|| format!("right: no heading `{other}`"))?)
                }
            };
            let mut column = cleaned_column(
                &model.words,
                field,
                (from_left, from_right),
                asked.as_number(name),
            );
            column.work_out(name, field, model, &asked);
            Ok(column)
        });
        Ok(Self {
            columns: columns.collect::<Result<_, String>>()?,
            names: model.fields.keys().cloned().collect(),
            is_one_file: right.is_none(),
        })
    }

    /// The place of a field.
    pub(crate) fn place(&self, name: &str) -> usize {
        self.names
            .iter()
            .position(|it| it == name)
            .unwrap_or_default()
    }

    /// How many records the left and the right file have.
    pub(crate) fn records(&self) -> [usize; 2] {
        let first = self.columns.first();
        let left = first.map_or(0, |it| it.left.len());
        let right = first.map_or(0, |it| it.right.len());
        [left, if self.is_one_file { left } else { right }]
    }

    /// Fields of which every tenth cell or more could not be read, in words.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        for (name, column) in self.names.iter().zip(&self.columns) {
            let sides = column.unread.into_iter().zip(column.filled);
            for (side, (unread, read)) in ["left", "right"].into_iter().zip(sides) {
                if unread > 0 && unread * 10 >= unread + read {
                    warnings.push(format!(
                        "{side}, field `{name}`: {unread} of {} filled cells are no date in `date_formats`, or no number, and say nothing",
                        unread + read
                    ));
                }
            }
        }
        warnings
    }

    /// How many pairs of records there are.
    pub(crate) fn all_pairs(&self) -> f64 {
        pairs_of(self.records().map(length), self.is_one_file)
    }
}

/// What the tests of a model ask for of each field.
pub(crate) struct Asked<'m>(Vec<&'m Level>);

impl<'m> Asked<'m> {
    pub(crate) fn of(model: &'m Model) -> Self {
        let conditions = model.comparisons.iter().flat_map(Comparison::conditions);
        Self(conditions.collect())
    }

    fn any(&self, field: &str, of: fn(Kind) -> bool) -> bool {
        let mut tests = self.0.iter().flat_map(|it| &it.0);
        tests.any(|it| of(it.kind) && it.field == field)
    }

    fn as_number(&self, field: &str) -> bool {
        self.any(field, |it| {
            matches!(it, Kind::Within(_) | Kind::Between(..) | Kind::Ratio(_))
        })
    }

    fn as_name(&self, field: &str) -> bool {
        self.any(field, |it| it == Kind::Nickname)
    }
}

impl Column {
    /// Works out of its values what tests look at.
    pub(crate) fn work_out(&mut self, name: &str, field: &Field, model: &Model, asked: &Asked<'_>) {
        let values = &self.values;
        self.letters = values.iter().map(Letters::of).collect();
        if asked.as_number(name) {
            let is_date = !field.date_formats.is_empty();
            let days = |text: &str| {
                let day: Day = text.parse().ok()?;
                Some(f64::from(day.number()))
            };
            let of = |text: &str| if is_date { days(text) } else { number(text) };
            self.numbers = values.iter().map(of).collect();
        }
        if asked.as_name(name) {
            let of = |text: &str| names_of(&model.words.nicknames, text);
            self.names = values.iter().map(of).collect();
        }
    }

    pub(crate) const fn empty() -> Self {
        Self {
            left: Vec::new(),
            right: Vec::new(),
            values: Texts::empty(),
            letters: Vec::new(),
            numbers: Vec::new(),
            names: Vec::new(),
            counts: Vec::new(),
            filled: [0, 0],
            unread: [0, 0],
        }
    }

    /// The values of the right records: those of the left, where there is one file.
    pub(crate) fn of_right(&self, is_one_file: bool) -> &[u32] {
        if is_one_file { &self.left } else { &self.right }
    }

    /// Whether two values may stand for one first name.
    pub(crate) fn may_be_one_name(&self, a: u32, b: u32) -> bool {
        let [a, b] = [a, b].map(|it| self.names.get(index(it)));
        a.zip(b)
            .is_some_and(|(a, b)| a.iter().any(|it| b.contains(it)))
    }

    /// How many pairs of records say the same, and how many say anything.
    pub(crate) fn equals(&self, is_one_file: bool) -> Equals {
        let [left, right] = self.filled.map(real);
        let pairs = |it: &[u32; 2]| pairs_of(it.map(|it| real(it.into())), is_one_file);
        Equals {
            same: self.counts.iter().map(pairs).sum(),
            known: pairs_of([left, right], is_one_file),
        }
    }

    /// How many pairs of records share each value, and how many records have it.
    pub(crate) fn shared(&self, is_one_file: bool) -> impl Iterator<Item = (f64, u64)> {
        self.counts.iter().map(move |it| {
            let records = it.map(u64::from);
            (
                pairs_of(records.map(real), is_one_file),
                records.iter().sum(),
            )
        })
    }

    /// How many records have this value.
    pub(crate) fn records(&self, value: u32) -> u64 {
        let [left, right] = self.counts.get(index(value)).copied().unwrap_or_default();
        u64::from(left) + u64::from(right)
    }
}

/// How many pairs so many records of the left and of the right file make.
fn pairs_of([left, right]: [f64; 2], is_one_file: bool) -> f64 {
    if is_one_file {
        (left * (left - 1.0) / 2.0).max(0.0)
    } else {
        left * right
    }
}

fn cleaned_column<'t>(
    words: &'t Words,
    field: &Field,
    (left, right): (&'t Texts, Option<&'t Texts>),
    is_number: bool,
) -> Column {
    let right = right.unwrap_or(&NO_TEXTS);
    let formats =
        (!field.date_formats.is_empty()).then(|| DateFormats::new(&field.date_formats, None));
    let is_date = formats.is_some();
    let mut unread = [0, 0];
    let mut clean = |at: usize, text: &'t str| {
        let is_unread = |said: &str| match &formats {
            Some(formats) => formats.day(said).is_none(),
            None => is_number && number(said).is_none(),
        };
        let said = cleaned(words, field, formats.as_ref(), text);
        let is_said = said.as_ref().is_some_and(|it| is_date || !is_unread(it));
        let is_filled = !text.is_empty() && field.null.iter().all(|it| it != text);
        if !is_said && is_filled && is_unread(text) && (is_date || is_number) {
            unread[usize::from(at >= left.len())] += 1;
        }
        said.filter(|_| is_said || !is_number)
    };
    let mut all: Vec<Said<'t>> = left
        .iter()
        .chain(right.iter())
        .enumerate()
        .filter_map(|(at, text)| Some(Said::new(clean(at, text)?, place(at))))
        .collect();
    all.par_sort_unstable_by(Said::order);
    let mut column = Column {
        unread,
        left: vec![NOTHING; left.len()],
        right: vec![NOTHING; right.len()],
        ..Column::default()
    };
    let mut last = None;
    for Said { text, at, .. } in &all {
        if last != Some(text) {
            column.values.push(text);
            column.counts.push([0, 0]);
            last = Some(text);
        }
        let value = place(column.values.len() - 1);
        let at = index(*at);
        let (side, record) = match at.checked_sub(left.len()) {
            None => (0, column.left.get_mut(at)),
            Some(at) => (1, column.right.get_mut(at)),
        };
        if let Some(record) = record {
            *record = value;
        }
        if let Some(counts) = column.counts.last_mut() {
            counts[side] += 1;
            column.filled[side] += 1;
        }
    }
    column
}

static NO_TEXTS: Texts = Texts::empty();

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|it: &f64| it.is_finite())
}
