//! What the rarity of a value that both records have adds to the weight of their agreement.
//!
//! A value that half as many records have says twice as much, as long as few of the pairs that share it are
//! of one person. Where a person has many records, or a rare spelling is one person's, most are: then it
//! says more than counting values tells, and a common value may as well say less. So what counting tells is
//! corrected band by band of commonness. How many pairs share a value of a band is known by counting; how
//! many of them are matches is expected from all the evidence there is for each.

use super::{
    definition::{Comparison, Model},
    fields::{Column, Fields},
    frequency::{Frequency, Then},
    frozen::{Frozen, RarityOnce},
    levels::Levels,
    number::{index, real},
    score::Candidate,
};

/// What rarity adds: of each field whose rarity counts on some level of a comparison.
pub(crate) struct Rarity<'f> {
    all: Vec<Rare<'f>>,
    /// Which of them counts on each level of each comparison.
    places: Vec<Vec<Option<usize>>>,
}

/// A field, in a comparison on one level of which both records have the same value of it.
struct Rare<'f> {
    levels: &'f Levels<'f>,
    /// The field's name.
    field: String,
    column: &'f Column,
    /// How common its values are.
    frequency: Frequency<'f>,
    known: Known,
}

/// The values of a field.
struct Known {
    /// How often any value agrees by chance.
    chance: f64,
    /// How many pairs of records share a value.
    same: f64,
    /// By how often the number of records that have a value can be halved; none where nothing is learnt.
    bands: Vec<Band>,
}

/// Values that are about as common.
#[derive(Clone, Copy, Default)]
struct Band {
    /// How many pairs of records share one of them.
    same: f64,
    /// How many times more than any shared value one of these says, by counting; the sum over those pairs.
    more: f64,
    /// What is to be added to that (log2).
    learnt: f64,
}

/// Each band moves the others a little; they stand still after two rounds.
const ROUNDS: usize = 3;
/// So many matches that are as common as counting tells are put to those of a band: a band in which hardly
/// a match is says nothing of its own.
const AS_COUNTED: f64 = 3.0;

impl<'f> Rarity<'f> {
    /// By counting values.
    pub(crate) fn new(model: &Model, fields: &'f Fields, levels: &'f [Levels<'f>]) -> Self {
        let mut all = Vec::new();
        let of = |(comparison, levels): (&Comparison, &'f Levels<'f>)| {
            let rare = comparison.rare.iter().enumerate();
            let of = |(at, field): (usize, &Option<String>)| {
                let field = field.as_ref()?;
                let column = fields.columns.get(fields.place(field))?;
                // What the weight of the level has been divided by, where the model gives it.
                let given = comparison.u.as_ref().and_then(|it| it.get(at)).copied();
                // On a lower level only some of those that share a value are left, and counting does not
                // tell how many.
                let is_learnt =
                    at == 0 && levels.counts_exact() && given.is_none() && !model.training.fixed;
                all.push(Rare {
                    levels,
                    field: field.clone(),
                    column,
                    frequency: Frequency::Now(column),
                    known: Known::new(column, given, is_learnt, fields.is_one_file),
                });
                Some(all.len() - 1)
            };
            rare.map(of).collect()
        };
        let places = model.comparisons.iter().zip(levels).map(of).collect();
        Self { all, places }
    }

    /// By what was learnt before, instead.
    pub(crate) fn goes_by(&mut self, frozen: &Frozen) {
        for (rare, learnt) in self.all.iter_mut().zip(&frozen.learnt.rarity) {
            // A field that said nothing then has no values: all there are now were not seen.
            let nothing = Then::default();
            let then = frozen.values.get(&rare.field).unwrap_or(&nothing);
            rare.frequency = Frequency::then(then, rare.column);
            rare.known = Known::learnt_before(learnt, rare.frequency.filled());
        }
    }

    /// What is learnt, for later jobs.
    pub(crate) fn learnt(&self) -> Vec<RarityOnce> {
        let of = |it: &Rare<'_>| RarityOnce {
            field: it.field.clone(),
            chance: it.known.chance,
            bands: it.known.bands.iter().map(|it| it.learnt).collect(),
        };
        self.all.iter().map(of).collect()
    }

    /// Which of them counts on a level of a comparison.
    pub(crate) fn place(&self, comparison: usize, level: usize) -> Option<usize> {
        *self.places.get(comparison)?.get(level.checked_sub(1)?)?
    }

    /// Whether there is anything to learn.
    pub(crate) fn is_learnt(&self) -> bool {
        self.all.iter().any(|it| !it.known.bands.is_empty())
    }

    /// What a value that both have adds to a pair (log2), where the one at this place counts.
    pub(crate) fn of(&self, place: usize, left: u32, right: u32) -> f64 {
        let Some((known, records, share)) = self.value(place, left, right) else {
            return 0.0;
        };
        // Where no two had the same value then, nothing is known of what a rare one says.
        if known.chance <= 0.0 {
            return 0.0;
        }
        let learnt = known.bands.get(band_of(records));
        (known.chance / share).log2() + learnt.map_or(0.0, |it| it.learnt)
    }

    /// The most that it may add to a pair.
    pub(crate) fn most(&self) -> f64 {
        let of = |Rare {
                      frequency, known, ..
                  }: &Rare<'_>| {
            let rarest = frequency.filled();
            let learnt = known.bands.iter().map(|it| it.learnt);
            let least = (known.chance * rarest).log2().max(0.0);
            least + learnt.fold(0.0, f64::max)
        };
        let most = |places: &Vec<Option<usize>>| {
            let rare = places.iter().flatten().filter_map(|it| self.all.get(*it));
            rare.map(of).fold(0.0, f64::max)
        };
        self.places.iter().map(most).sum()
    }

    /// Learns what the bands say from pairs; `exact` gives those that count in one.
    pub(crate) fn learn<'c>(
        &mut self,
        pairs: &[Candidate],
        exact: impl Fn(&Candidate) -> &'c [usize],
    ) {
        let added = |rarity: &Self, it: &Candidate| -> f64 {
            let of = exact(it).iter();
            of.map(|at| rarity.of(*at, it.left, it.right)).sum()
        };
        let bare: Vec<f64> = pairs.iter().map(|it| it.weight - added(self, it)).collect();
        for _ in 0..ROUNDS {
            let bands = |it: &Rare<'_>| vec![0.0; it.known.bands.len()];
            let mut matches: Vec<Vec<f64>> = self.all.iter().map(bands).collect();
            for (pair, bare) in pairs.iter().zip(&bare) {
                let weight = bare + added(self, pair);
                let probability = Candidate { weight, ..*pair }.probability();
                for at in exact(pair) {
                    let value = self.value(*at, pair.left, pair.right);
                    let bands = matches.get_mut(*at).zip(value);
                    let band = bands.and_then(|(it, value)| it.get_mut(band_of(value.1)));
                    if let Some(band) = band {
                        *band += probability;
                    }
                }
            }
            for (rare, matches) in self.all.iter_mut().zip(&matches) {
                rare.known.learn(matches);
            }
        }
    }

    /// How many records have the value that both have, and what share of all they are.
    fn value(&self, place: usize, left: u32, right: u32) -> Option<(&Known, u64, f64)> {
        let rare = self.all.get(place)?;
        let shared = rare
            .levels
            .shared_value(rare.column, index(left), index(right));
        let records = rare.frequency.records(shared?);
        Some((
            &rare.known,
            records,
            real(records) / rare.frequency.filled(),
        ))
    }
}

impl Known {
    /// By counting, unless it is `given` how often any value agrees by chance.
    fn new(column: &Column, given: Option<f64>, is_learnt: bool, is_one_file: bool) -> Self {
        let equals = column.equals(is_one_file);
        let chance = given.unwrap_or_else(|| equals.same / equals.known.max(1.0));
        let all = real(column.filled.iter().sum::<u64>().max(1));
        let mut bands: Vec<Band> = Vec::new();
        let shared = column.shared(is_one_file).filter(|_| is_learnt);
        for (pairs, records) in shared {
            let band = band_of(records);
            if bands.len() <= band {
                bands.resize(band + 1, Band::default());
            }
            if let Some(band) = bands.get_mut(band)
                && records > 0
            {
                band.same += pairs;
                band.more += pairs * chance * all / real(records);
            }
        }
        Self {
            chance,
            same: equals.same,
            bands,
        }
    }

    /// Where no two records shared a value then, a rare one says no more than any.
    fn learnt_before(learnt: &RarityOnce, filled: f64) -> Self {
        let band = |learnt: &f64| Band {
            learnt: *learnt,
            ..Band::default()
        };
        Self {
            chance: if learnt.chance > 0.0 {
                learnt.chance
            } else {
                1.0 / filled
            },
            same: 0.0,
            bands: learnt.bands.iter().map(band).collect(),
        }
    }

    /// Takes up how many matches share a value of each band.
    fn learn(&mut self, matches: &[f64]) {
        let all: f64 = matches.iter().sum();
        let others = (self.same - all).max(1.0);
        for (band, found) in self.bands.iter_mut().zip(matches) {
            if band.same > 0.0 {
                let strangers = (band.same - found).max(0.0);
                let counted = all * strangers / others * band.more / band.same;
                band.learnt = ((found + AS_COUNTED) / (counted + AS_COUNTED)).log2();
            }
        }
    }
}

/// How often so many records can be halved.
fn band_of(records: u64) -> usize {
    let halved = records.checked_ilog2().unwrap_or_default();
    index(halved)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of which 1,000 pairs say four times as much as any, and 9,000 pairs two thirds.
    fn known() -> Known {
        let band = |same: f64, more: f64| Band {
            same,
            more: same * more,
            learnt: 0.0,
        };
        Known {
            chance: 0.01,
            same: 10_000.0,
            bands: vec![band(1_000.0, 4.0), band(9_000.0, 2.0 / 3.0)],
        }
    }

    fn learnt(matches: [f64; 2]) -> [f64; 2] {
        let mut known = known();
        known.learn(&matches);
        [0, 1].map(|it| known.bands[it].learnt)
    }

    #[test]
    fn matches_as_common_as_counting_tells_change_nothing() {
        // Of 100 matches, a part as large as that of the pairs, times what each says.
        let [rare, common] = learnt([40.0, 60.0]);
        assert!(rare.abs() < 0.1 && common.abs() < 0.1, "{rare}, {common}");
    }

    #[test]
    fn where_nearly_all_that_share_a_value_are_of_one_person_it_says_more() {
        let [rare, common] = learnt([990.0, 10.0]);
        // Of 1,000 matches 10 strangers' pairs of 9,000 would let 4.4 be expected.
        let truth = ((990.0 + AS_COUNTED) / (1_000.0 * 10.0 / 9_000.0 * 4.0 + AS_COUNTED)).log2();
        assert!((rare - truth).abs() < 1e-9 && rare > 7.0, "{rare}");
        assert!(common < -5.0, "{common}");
    }

    #[test]
    fn a_band_without_a_match_says_little_of_its_own() {
        let [rare, common] = learnt([0.0, 3.0]);
        assert!(rare.abs() < 1.0 && common.abs() < 1.0, "{rare}, {common}");
    }
}
