//! The whole of it: from texts to links.

use super::{
    assign::{Cardinality, Chosen, Settled, assign, assign_onto},
    blocks::{BlockCost, Blocks},
    chance::chance,
    definition::Model,
    fields::Fields,
    free::Free,
    frequency::Then,
    frozen::{Frozen, LearntOnce},
    levels::Levels,
    number::{index, place},
    pairs::{Patterns, compare},
    score::{LevelWeight, Scores},
    texts::Texts,
    train::{Trained, train},
};
use std::collections::BTreeMap;

/// The texts of the two files, or of one, by heading.
#[derive(Default)]
pub struct Job {
    /// The left file.
    pub left: BTreeMap<String, Texts>,
    /// The right file; nothing where the records of one are linked to each other.
    pub right: Option<BTreeMap<String, Texts>>,
}

/// What a job says while it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// So many more pairs are compared.
    Compared(usize),
    /// A stage begins.
    Stage(&'static str),
}

/// What was learnt of one level of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Learnt {
    /// The comparison.
    pub comparison: String,
    /// The level, as the model writes it.
    pub level: String,
    /// How likely it is between two records of one person.
    pub m: f64,
    /// And of two.
    pub u: f64,
}

/// What came of a job.
#[derive(Debug)]
pub struct Outcome {
    /// Every pair above the floor, by left and right record.
    pub pairs: Vec<Chosen>,
    /// The weights of each pair, for those that were asked for.
    pub explained: Vec<(f64, Vec<LevelWeight>)>,
    /// What each block cost.
    pub costs: Vec<BlockCost>,
    /// Of each block how many of the pairs that it found first are expected to be matches, those that were
    /// taken over included.
    pub matches: Vec<f64>,
    /// How many pairs were compared.
    pub compared: u64,
    /// How many matches are expected among them, and among the pairs that were taken over.
    pub expected: f64,
    /// Rounds of training.
    pub rounds: u32,
    /// What was learnt of the levels of each comparison.
    pub levels: Vec<Learnt>,
    /// Groups of records too many to be summed exactly.
    pub approximate: usize,
    /// How many of the pairs were not compared but taken over.
    pub taken_over: usize,
    /// What later jobs may go by, where it is asked for.
    pub frozen: Option<Frozen>,
}

/// What a job begins with.
pub enum Begin<'k> {
    /// Nothing: it learns from its own records.
    Anew {
        /// Whether what it learns is given for later jobs.
        is_kept: bool,
    },
    /// What an earlier job learnt, with what it chose: those pairs are not among those to be compared.
    From(&'k Frozen, Settled),
}

impl Job {
    /// Refuses a file without records.
    pub fn check_filled(&self, model: &Model) -> Result<(), String> {
        let files = [Some(&self.left), self.right.as_ref()];
        for ((file, id), name) in files.into_iter().zip(&model.ids).zip(["left", "right"]) {
            if file.and_then(|it| it.get(id)).is_some_and(Texts::is_empty) {
                return Err(format!("{name}: the file has no record below its header"));
            }
        }
        Ok(())
    }

    /// Puts the records of each file into the order of their ids, so that the order of rows changes
    /// nothing. Refuses one whose ids do not tell them apart.
    pub fn sort(&mut self, model: &Model) -> Result<(), String> {
        let files = [Some(&mut self.left), self.right.as_mut()];
        for ((file, id), name) in files.into_iter().zip(&model.ids).zip(["left", "right"]) {
            let Some(file) = file else { continue };
            let ids = file
                .get(id)
                .ok_or_else(|| format!("{name}: no heading `{id}`"))?;
            if let Some(row) = ids.iter().position(str::is_empty) {
                let row = row + 1;
                return Err(format!(
                    "{name}: row {row} has no id; `{id}` must tell records apart"
                ));
            }
            let mut order: Vec<u32> = (0..place(ids.len())).collect();
            let at = |it: u32| ids.get(index(it));
            order.sort_by(|a, b| at(*a).cmp(at(*b)));
            let twice = order
                .windows(2)
                .find(|it| matches!(it, [a, b] if at(*a) == at(*b)));
            if let Some([_, row]) = twice {
                return Err(format!(
                    "{name}: the id in row {} stands there more than once; `{id}` must tell records apart",
                    row + 1
                ));
            }
            for texts in file.values_mut() {
                *texts = texts.reordered(&order);
            }
        }
        Ok(())
    }

    /// Cleans the fields and finds the records of each block: what it would cost to link them, before
    /// any pair is compared.
    pub fn prepare(&self, model: &Model) -> Result<Prepared, String> {
        let fields = self.fields(model)?;
        let ids = [Some(&self.left), self.right.as_ref()];
        let mut ids = ids.into_iter().zip(&model.ids);
        let mut next = || {
            let (file, heading) = ids.next()?;
            file?.get(heading).cloned()
        };
        let ids = [next(), next()].map(Option::unwrap_or_default);
        Ok(Prepared::new(model, fields, ids, None))
    }

    /// Cleans the fields.
    pub(super) fn fields(&self, model: &Model) -> Result<Fields, String> {
        let left = |heading: &str| self.left.get(heading);
        let right = self.right.as_ref();
        let right = right.map(|it| |heading: &str| it.get(heading));
        if right.is_none() && model.cardinality != Cardinality::ManyToMany {
            return Err(
                "the model's `cardinality` is of two files; the records of one may be of one person in any number: leave it out".to_owned(),
            );
        }
        Fields::of(model, &left, right.as_ref())
    }
}

/// Records that are ready to be compared.
pub struct Prepared {
    pub(super) fields: Fields,
    blocks: Blocks,
    ids: [Texts; 2],
    /// What each block costs.
    pub costs: Vec<BlockCost>,
    /// Fields in which many cells say nothing that could be read.
    pub warnings: Vec<String>,
}

impl Prepared {
    /// With `new`, only pairs are to be compared of which a record is new.
    pub(super) fn new(
        model: &Model,
        fields: Fields,
        ids: [Texts; 2],
        new: Option<[Vec<bool>; 2]>,
    ) -> Self {
        let blocks = Blocks::of(model, &fields, new);
        Self {
            costs: blocks.costs(model),
            warnings: fields.warnings(),
            fields,
            blocks,
            ids,
        }
    }

    /// The ids of the left records and of the right ones, by their places in what comes of it; of one file they are
    /// the same.
    pub const fn ids(&self) -> [&Texts; 2] {
        let [left, right] = &self.ids;
        [left, if self.fields.is_one_file { left } else { right }]
    }

    /// Whether the records of one file are linked to each other.
    pub const fn is_one_file(&self) -> bool {
        self.fields.is_one_file
    }

    /// Links, by the model that it was prepared for. Pairs that `explains` asks for come with their
    /// weights; `tell` hears how far it is.
    pub fn run(
        &self,
        model: &Model,
        explains: impl Fn(&Chosen) -> bool,
        tell: &(impl Fn(Progress) + Sync),
    ) -> Result<Outcome, String> {
        self.run_from(model, Begin::Anew { is_kept: false }, explains, tell)
    }

    /// The same, going by what an earlier job learnt, or learning what later jobs may go by.
    pub fn run_from(
        &self,
        model: &Model,
        begin: Begin<'_>,
        explains: impl Fn(&Chosen) -> bool,
        tell: &(impl Fn(Progress) + Sync),
    ) -> Result<Outcome, String> {
        let Self {
            fields,
            blocks,
            costs,
            warnings: _,
            ids: _,
        } = self;
        let levels = Levels::of(model, fields);
        let patterns = Patterns::of(&levels)
            .ok_or("the comparisons have too many levels together; leave some out")?;
        let is_anew = matches!(begin, Begin::Anew { .. });
        let chance = is_anew.then(|| {
            tell(Progress::Stage("chance"));
            chance(model, fields, &levels, &patterns)
        });
        tell(Progress::Stage("compare"));
        let chunks = blocks.chunks();
        let ended = |pairs: usize| tell(Progress::Compared(pairs));
        let compared = compare(blocks, &chunks, &levels, &patterns, &ended);
        let trained = match (&begin, &chance) {
            (Begin::From(frozen, _), _) => frozen.learnt.trained(),
            (Begin::Anew { .. }, chance) => {
                tell(Progress::Stage("train"));
                let chance = chance.as_ref().ok_or("random pairs are needed to learn")?;
                train(model, fields, &compared, &patterns, chance)
            }
        };
        tell(Progress::Stage("score"));
        let mut scores = Scores::new(model, fields, &levels, &patterns, &trained);
        match &begin {
            Begin::From(frozen, _) => scores.goes_by(frozen),
            Begin::Anew { .. } => scores.learn_rarity(blocks, &chunks, &compared),
        }
        let candidates = scores.candidates(blocks, &chunks, &compared, model.floor);
        let total = compared.counts.iter().flat_map(BTreeMap::values).sum();
        drop(compared);
        tell(Progress::Stage("assign"));
        let cardinality = model.cardinality;
        let (pairs, approximate, frozen, taken_over) = match begin {
            Begin::Anew { is_kept } => {
                let free = Free::of(model, fields, &candidates);
                let (pairs, approximate) = assign(&candidates, cardinality, &free);
                let frozen = is_kept.then(|| frozen(model, fields, &trained, &scores, &free));
                (pairs, approximate, frozen, 0)
            }
            Begin::From(frozen, settled) => {
                let free = Free::as_then(model, fields, frozen);
                let taken_over = settled.chosen.len();
                let (pairs, approximate) = assign_onto(settled, &candidates, cardinality, &free);
                (pairs, approximate, Some(frozen.clone()), taken_over)
            }
        };
        let explained = pairs.iter().filter(|it| explains(it));
        let explained = explained
            .map(|it| scores.explained(model, it.pair))
            .collect();
        // Pairs that were taken over have no pattern counted: of them all it is known which are likely.
        let matches = if is_anew {
            trained.of_blocks.clone()
        } else {
            of_blocks(&pairs, costs.len())
        };
        Ok(Outcome {
            explained,
            costs: costs.clone(),
            expected: matches.iter().sum(),
            matches,
            compared: total,
            rounds: trained.rounds,
            levels: learnt(model, &trained),
            approximate,
            pairs,
            taken_over,
            frozen,
        })
    }
}

/// What was learnt, for later jobs to go by.
fn frozen(
    model: &Model,
    fields: &Fields,
    trained: &Trained,
    scores: &Scores<'_>,
    free: &Free<'_>,
) -> Frozen {
    let rarity = scores.rarity().learnt();
    let values = rarity.iter().filter_map(|it| {
        let column = fields.columns.get(fields.place(&it.field))?;
        let then = Then::of(column);
        // A field that says nothing has no values to be kept.
        (then.filled > 0).then(|| (it.field.clone(), then))
    });
    Frozen {
        values: values.collect(),
        learnt: LearntOnce {
            records: fields.records(),
            matches: trained.matches,
            u: trained.u.clone(),
            classes: trained.classes.clone(),
            free: free.of_all(),
            rarity,
        },
        free_by: free.by(model, fields),
    }
}

/// Of each block how many of the pairs that it found first are expected to be matches.
fn of_blocks(pairs: &[Chosen], blocks: usize) -> Vec<f64> {
    let mut matches = vec![0.0; blocks];
    for Chosen { pair: it, .. } in pairs {
        if let Some(matches) = matches.get_mut(index(it.block)) {
            *matches += it.probability();
        }
    }
    matches
}

fn learnt(model: &Model, trained: &Trained) -> Vec<Learnt> {
    let told = model.comparisons.iter();
    let told = told.zip(trained.m.iter().zip(&trained.u));
    let levels = told.flat_map(|(comparison, (m, u))| {
        let shares = comparison.labels.iter().zip(m.iter().zip(u));
        shares.map(|(label, (m, u))| Learnt {
            comparison: comparison.name.clone(),
            level: label.clone(),
            m: *m,
            u: *u,
        })
    });
    levels.collect()
}

impl Outcome {
    /// How many of the pairs are links that are more likely than not.
    pub fn links(&self) -> usize {
        self.pairs.iter().filter(|it| it.is_likely_link()).count()
    }
}

#[cfg(test)]
mod tests;
