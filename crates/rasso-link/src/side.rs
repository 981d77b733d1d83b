//! One table as linking sees it: its records, and what models compare of them.

use crate::{LinkRecord, model::Texts};
use arrow::{
    array::{Array, AsArray, RecordBatch},
    datatypes::{Int32Type, Int64Type},
};
use rasso_terms::Day;
use std::collections::BTreeMap;

/// The records of a table, with the texts that models compare.
#[derive(Default)]
pub struct Side {
    /// What passes link by.
    pub records: Vec<LinkRecord>,
    /// A text for each record, by heading; none where no model is used.
    pub texts: BTreeMap<String, Texts>,
}

impl Side {
    /// Records without anything that a model could compare.
    pub const fn of_records(records: Vec<LinkRecord>) -> Self {
        Self {
            records,
            texts: BTreeMap::new(),
        }
    }

    /// Adds the columns of a batch, one row for each record, that a model asks for. One of a heading
    /// that is there already is left out.
    pub fn add(&mut self, batch: &RecordBatch, headings: &[String]) {
        for heading in headings {
            if let Some(column) = batch.column_by_name(heading)
                && !self.texts.contains_key(heading)
                && let Some(texts) = texts_of(column)
            {
                self.texts.insert(heading.clone(), texts);
            }
        }
    }

    /// Adds columns of the records that these belong to, where a model asks for one that is not there
    /// yet: a suspect's crime. `parent_of` gives the row of each record's.
    pub fn add_of_parents(
        &mut self,
        batch: &RecordBatch,
        parent_of: &[Option<usize>],
        headings: &[String],
    ) {
        for heading in headings {
            let column = batch.column_by_name(heading);
            if let Some(of_parents) = column.and_then(|it| texts_of(it))
                && !self.texts.contains_key(heading)
            {
                let mut texts = Texts::default();
                for parent in parent_of {
                    texts.push(parent.map_or("", |at| of_parents.get(at)));
                }
                self.texts.insert(heading.clone(), texts);
            }
        }
    }

    /// The records that are kept, in their order.
    pub(crate) fn kept(&self, keep: impl Fn(&LinkRecord) -> bool) -> Self {
        let kept: Vec<usize> = (0..self.records.len())
            .filter(|at| self.records.get(*at).is_some_and(&keep))
            .collect();
        let records = kept.iter().filter_map(|at| self.records.get(*at));
        let texts = |(heading, all): (&String, &Texts)| {
            let mut texts = Texts::default();
            for at in &kept {
                texts.push(all.get(*at));
            }
            (heading.clone(), texts)
        };
        Self {
            records: records.cloned().collect(),
            texts: self.texts.iter().map(texts).collect(),
        }
    }
}

/// A text for each row; none of a column that is neither text, date nor number.
fn texts_of(column: &dyn Array) -> Option<Texts> {
    let text: Box<dyn Fn(usize) -> String + '_> = if let Some(texts) = column.as_string_opt::<i32>()
    {
        Box::new(|at| texts.value(at).to_owned())
    } else if let Some(days) = column.as_primitive_opt::<Int32Type>() {
        Box::new(|at| Day::from_number(days.value(at)).to_string())
    } else if let Some(numbers) = column.as_primitive_opt::<Int64Type>() {
        Box::new(|at| numbers.value(at).to_string())
    } else {
        return None;
    };
    let mut all = Texts::default();
    for at in 0..column.len() {
        let said = column.is_valid(at).then(|| text(at));
        all.push(said.as_deref().unwrap_or_default());
    }
    Some(all)
}
