//! Reads the files of a job.

use super::{Model, Texts, job::Job};
use rasso_extract::{ExtractError, read_texts};
use std::{collections::BTreeMap, path::Path};

/// Reads the headings that a model speaks of, from two files or one. Labels name them in errors.
pub fn read_job(
    model: &Model,
    left: (&Path, &str),
    right: Option<(&Path, &str)>,
) -> Result<Job, ExtractError> {
    let [left_headings, right_headings] = model.headings();
    let read = |(path, label): (&Path, &str), headings: &[String]| {
        let mut columns = vec![Texts::default(); headings.len()];
        read_texts(path, label, headings, |row| {
            for (column, text) in columns.iter_mut().zip(row) {
                column.push(text);
            }
        })?;
        Ok::<_, ExtractError>(
            headings
                .iter()
                .cloned()
                .zip(columns)
                .collect::<BTreeMap<_, _>>(),
        )
    };
    let (left, right) = rayon::join(
        || read(left, &left_headings),
        || right.map(|it| read(it, &right_headings)).transpose(),
    );
    Ok(Job {
        left: left?,
        right: right?,
    })
}

impl Model {
    /// The headings that it reads of the left and of the right records, each once.
    pub fn headings(&self) -> [Vec<String>; 2] {
        let [left_id, right_id] = self.ids.clone();
        let (mut left, mut right) = (vec![left_id], vec![right_id]);
        for (name, field) in &self.fields {
            let heading = field.from.as_ref().unwrap_or(name);
            left.push(heading.clone());
            right.push(field.right.as_ref().unwrap_or(heading).clone());
        }
        for all in [&mut left, &mut right] {
            all.sort();
            all.dedup();
        }
        [left, right]
    }
}
