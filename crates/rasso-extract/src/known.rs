//! When a record was first known: the first delivery that held the same row.

use crate::{ExtractError, key};
use arrow::array::{Array, ArrayRef};
use rasso_terms::Day;
use rayon::prelude::*;

/// How many rows are made comparable at a time, to bound the memory it takes.
const AT_ONCE: usize = 65_536;

/// The rows that earlier deliveries held, and the first day each was held.
#[derive(Debug, Default)]
pub(crate) struct Known(Vec<(u128, Day)>);

impl Known {
    /// Adds the rows of a delivery.
    pub(crate) fn add(
        &mut self,
        arrays: &[ArrayRef],
        extract_date: Day,
    ) -> Result<(), ExtractError> {
        self.0.extend(
            fingerprints(arrays)?
                .into_iter()
                .map(|it| (it, extract_date)),
        );
        self.0.par_sort_unstable();
        self.0.dedup_by_key(|it| it.0);
        Ok(())
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first day a row was held, if it was.
    pub(crate) fn since(&self, fingerprint: u128) -> Option<Day> {
        let found = self.0.binary_search_by_key(&fingerprint, |it| it.0).ok()?;
        self.0.get(found).map(|it| it.1)
    }
}

/// A fingerprint of each row's whole content.
pub(crate) fn fingerprints(arrays: &[ArrayRef]) -> Result<Vec<u128>, ExtractError> {
    let rows = arrays.first().map_or(0, Array::len);
    let all: Vec<usize> = (0..arrays.len()).collect();
    let mut fingerprints = Vec::with_capacity(rows);
    for start in (0..rows).step_by(AT_ONCE) {
        let length = AT_ONCE.min(rows - start);
        let slice: Vec<ArrayRef> = arrays.iter().map(|it| it.slice(start, length)).collect();
        let comparable = key::comparable(&slice, &all)?;
        let of = |at: usize| {
            let mut half = [0; 16];
            half.copy_from_slice(&blake3::hash(comparable.row(at).as_ref()).as_bytes()[..16]);
            u128::from_le_bytes(half)
        };
        fingerprints.par_extend((0..length).into_par_iter().map(of));
    }
    Ok(fingerprints)
}
