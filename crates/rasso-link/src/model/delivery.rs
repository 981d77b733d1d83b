//! Records that are linked onto what is kept of an earlier job: only those that are new or changed are cleaned, and
//! only pairs with one of them are compared.

use super::{
    assign::{Chosen, Settled},
    definition::Model,
    fields::Fields,
    job::{Job, Prepared},
    kept::Kept,
    since::{Now, Records, Since},
    texts::Texts,
};
use std::collections::{BTreeMap, BTreeSet};

/// What is there now, held against what is kept.
pub struct Delivery {
    /// What became of the records of then.
    pub since: Since,
    /// The records of now.
    pub records: [Records; 2],
    /// Those that are new or changed.
    given: Job,
}

/// The ids of records that are not there any more: of left ones and of right ones.
pub type Gone = [BTreeSet<String>; 2];

impl Kept {
    /// Of files that hold every record there is now. The job is sorted.
    pub fn whole(&self, model: &Model, job: &Job) -> Delivery {
        self.delivery(model, job, |_, _| true)
    }

    /// Of files that hold only records that are new or changed: all others are as they were, but for those that are
    /// `gone`. Refuses one that is gone and given, or that nobody knows. The job is sorted.
    pub fn only_new(&self, model: &Model, job: &Job, gone: &Gone) -> Result<Delivery, String> {
        let ids = |of: &Records| -> BTreeSet<String> { of.ids.iter().map(str::to_owned).collect() };
        let given = job.records(model);
        let sides = ["left", "right"].into_iter().zip(gone);
        for ((side, gone), (then, given)) in sides.zip(self.records.iter().zip(&given)) {
            if gone.is_empty() {
                continue;
            }
            let count = |of: &BTreeSet<String>| gone.iter().filter(|it| of.contains(*it)).count();
            let unknown = gone.len() - count(&ids(then));
            if unknown > 0 {
                return Err(format!(
                    "{unknown} of the {side} ids were not there then, so that they cannot be gone"
                ));
            }
            let both = count(&ids(given));
            if both > 0 {
                return Err(format!(
                    "{both} of the {side} ids are in the {side} file as well, so that they are not gone"
                ));
            }
        }
        Ok(self.delivery(model, job, |side, at| {
            let ids = gone.get(side).zip(self.records.get(side));
            ids.is_some_and(|(gone, then)| gone.contains(then.ids.get(at)))
        }))
    }

    fn delivery(
        &self,
        model: &Model,
        job: &Job,
        is_gone: impl Fn(usize, usize) -> bool,
    ) -> Delivery {
        let given = job.records(model);
        let since = Since::of(&self.records, &given, is_gone, self.of.is_one_file);
        let mut sides = self.records.iter().zip(&given).zip(&since.sides);
        let mut next = || {
            let side = sides.next();
            side.map_or_else(Records::default, |((then, given), side)| {
                then.merged(given, &side.origins)
            })
        };
        let left = next();
        let right = if self.of.is_one_file {
            Records::default()
        } else {
            next()
        };
        let [of_left, of_right] = since.wanted();
        let only = |file: &BTreeMap<String, Texts>, rows: &[u32]| {
            let of = |(heading, texts): (&String, &Texts)| (heading.clone(), texts.reordered(rows));
            file.iter().map(of).collect()
        };
        Delivery {
            records: [left, right],
            given: Job {
                left: only(&job.left, &of_left),
                right: job.right.as_ref().map(|it| only(it, &of_right)),
            },
            since: since.renumbered(),
        }
    }

    /// Cleans the fields of the records that are new or changed, puts them to those of then, and finds the records of
    /// each block: what it would cost to compare the pairs of which one is new or changed.
    pub fn prepare(&self, model: &Model, delivery: &Delivery) -> Result<Prepared, String> {
        let given = delivery.given.fields(model)?;
        let fields = Fields::merged(&self.fields, &given, &delivery.since, model);
        let [left, right] = &delivery.records;
        let ids = [left, right].map(|it| it.ids.clone());
        let new = Some(delivery.since.which_new());
        Ok(Prepared::new(model, fields, ids, new))
    }

    /// What was chosen then among pairs whose records are as they were.
    pub fn settled(&self, since: &Since) -> Settled {
        let mut settled = Settled::default();
        for it in &self.pairs {
            match since.of_pair(it.pair.left, it.pair.right) {
                [Now::Same(left), Now::Same(right)] => {
                    let mut pair = it.pair;
                    (pair.left, pair.right) = (left, right);
                    settled.chosen.push(Chosen { pair, ..*it });
                }
                [left, right] => {
                    let [lefts, rights] = &mut settled.bereft;
                    lefts.extend(left.place());
                    rights.extend(right.place());
                }
            }
        }
        settled
    }
}
