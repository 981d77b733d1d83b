//! Which pairs are compared: records that agree on every field of some block.

use super::{
    definition::{Block, Model},
    fields::{Column, Fields, NOTHING},
    levels::translated,
    newcomers::{is_new, new_first, only_of_new},
    number::{index, place},
};
use rayon::prelude::*;

/// What a block costs, before any pair is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockCost {
    /// The fields, joined.
    pub on: String,
    /// How many pairs agree on them, those of earlier blocks among them.
    pub pairs: u64,
    /// How many pairs the most common key gives.
    pub largest: u64,
}

/// The key of every record in one block.
pub(crate) struct Keys {
    pub(crate) left: Vec<u32>,
    pub(crate) right: Vec<u32>,
    /// Records with a key, by key and then place.
    left_order: Vec<u32>,
    right_order: Vec<u32>,
    /// Whether left and right keys are of other fields.
    is_crossed: bool,
}

/// Records of one key: ranges of the orders.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    left: std::ops::Range<usize>,
    right: std::ops::Range<usize>,
}

/// Some groups, or a part of a large one, that one thread takes.
pub(crate) struct Chunk {
    pub(crate) block: usize,
    groups: Vec<Group>,
}

/// How many pairs a chunk has, about.
const CHUNK: usize = 1 << 16;

pub(crate) struct Blocks {
    pub(crate) keys: Vec<Keys>,
    is_one_file: bool,
    /// Which records of each file are new, where only pairs with a new one are compared.
    new: Option<[Vec<bool>; 2]>,
}

impl Blocks {
    /// With `new`, only of the pairs of which a record is new.
    pub(crate) fn of(model: &Model, fields: &Fields, new: Option<[Vec<bool>; 2]>) -> Self {
        let keys = model.blocks.par_iter();
        let keys = keys.map(|it| Keys::of(it, fields, new.as_ref()));
        Self {
            keys: keys.collect(),
            is_one_file: fields.is_one_file,
            new,
        }
    }

    /// What each block costs.
    pub(crate) fn costs(&self, model: &Model) -> Vec<BlockCost> {
        let of = |(keys, block): (&Keys, &Block)| {
            let sizes: Vec<u64> = keys
                .groups(self.is_one_file)
                .iter()
                .map(|it| self.pairs_of(keys, it))
                .collect();
            BlockCost {
                on: block.labels().join(", "),
                pairs: sizes.iter().sum(),
                largest: sizes.iter().copied().max().unwrap_or_default(),
            }
        };
        self.keys.iter().zip(&model.blocks).map(of).collect()
    }

    fn pairs_of(&self, keys: &Keys, group: &Group) -> u64 {
        let number = |it: usize| u64::try_from(it).unwrap_or(u64::MAX);
        let pairs = |left: usize, right: usize| {
            let (left, right) = (number(left), number(right));
            if self.is_one_file && !keys.is_crossed {
                left * left.saturating_sub(1) / 2
            } else {
                left * right
            }
        };
        let all = pairs(group.left.len(), group.right.len());
        // Without those of which neither record is new.
        let old = self.first_old(keys, group).map_or(0, |[left, right]| {
            pairs(group.left.end - left, group.right.end - right)
        });
        all - old
    }

    /// Where in the orders the records of a group that are not new begin.
    fn first_old(&self, keys: &Keys, group: &Group) -> Option<[usize; 2]> {
        let [left, right] = self.new.as_ref()?;
        let first_old = |order: &[u32], range: &std::ops::Range<usize>, new: &[bool]| {
            let records = order.get(range.clone()).unwrap_or_default();
            range.start + records.partition_point(|it| is_new(new, *it))
        };
        Some([
            first_old(&keys.left_order, &group.left, left),
            first_old(keys.right_order(self.is_one_file), &group.right, right),
        ])
    }

    /// What of a group is to be compared: its new left records with all right ones, and its other left
    /// records with new right ones. In one file that gives every pair of both orders, as a whole group does.
    fn parts(&self, keys: &Keys, group: Group) -> [Group; 2] {
        let Some([left, right]) = self.first_old(keys, &group) else {
            let nothing = Group {
                left: 0..0,
                right: 0..0,
            };
            return [group, nothing];
        };
        let others = Group {
            left: left..group.left.end,
            right: group.right.start..right,
        };
        let new = Group {
            left: group.left.start..left,
            right: group.right,
        };
        [new, others]
    }

    /// Every block in chunks, always the same ones in the same order.
    pub(crate) fn chunks(&self) -> Vec<Chunk> {
        let mut chunks = Vec::new();
        for (block, keys) in self.keys.iter().enumerate() {
            let mut groups = Vec::new();
            let mut size = 0;
            let groups_of = keys.groups(self.is_one_file).into_iter();
            for group in groups_of.flat_map(|it| self.parts(keys, it)) {
                if group.right.is_empty() {
                    continue;
                }
                // A large group in parts, each some records of the left.
                let step = (CHUNK / group.right.len().max(1)).max(1);
                let mut start = group.left.start;
                while start < group.left.end {
                    let end = (start + step).min(group.left.end);
                    size += (end - start) * group.right.len();
                    groups.push(Group {
                        left: start..end,
                        right: group.right.clone(),
                    });
                    start = end;
                    if size >= CHUNK {
                        let groups = std::mem::take(&mut groups);
                        chunks.push(Chunk { block, groups });
                        size = 0;
                    }
                }
            }
            if !groups.is_empty() {
                chunks.push(Chunk { block, groups });
            }
        }
        chunks
    }

    /// Gives every pair of a chunk that is in no earlier block.
    pub(crate) fn each(&self, chunk: &Chunk, mut take: impl FnMut(u32, u32)) {
        let Some(keys) = self.keys.get(chunk.block) else {
            return;
        };
        let earlier = self.keys.get(..chunk.block).unwrap_or_default();
        let right_order = keys.right_order(self.is_one_file);
        for group in &chunk.groups {
            let left = keys.left_order.get(group.left.clone()).unwrap_or_default();
            let right = right_order.get(group.right.clone()).unwrap_or_default();
            for &a in left {
                for &b in right {
                    let is_other_way = keys.is_crossed && a > b && !keys.agree(b, a, true);
                    let pair = if !self.is_one_file || a < b {
                        Some((a, b))
                    } else {
                        is_other_way.then_some((b, a))
                    };
                    let Some((a, b)) = pair else { continue };
                    if earlier.iter().all(|it| !it.has(a, b, self.is_one_file)) {
                        take(a, b);
                    }
                }
            }
        }
    }
}

impl Keys {
    fn of(block: &Block, fields: &Fields, new: Option<&[Vec<bool>; 2]>) -> Self {
        let right_names = block.right.as_ref().unwrap_or(&block.on);
        let is_crossed = right_names != &block.on;
        let column = |name: &String| fields.columns.get(fields.place(name));
        let mut left: Option<Vec<u32>> = None;
        let mut right: Vec<u32> = Vec::new();
        for (name, other) in block.on.iter().zip(right_names) {
            let (Some(of), Some(other)) = (column(name), column(other)) else {
                continue;
            };
            let own_right = right_keys(of, other, fields.is_one_file, is_crossed);
            (left, right) = match left {
                None => {
                    let (mut left, mut right) = (of.left.clone(), own_right);
                    if let Some(new) = new {
                        only_of_new([&mut left, &mut right], new, of.values.len());
                    }
                    (Some(left), right)
                }
                Some(left) => {
                    let (left, right) = joined([&left, &of.left], [&right, &own_right], new);
                    (Some(left), right)
                }
            };
        }
        let left = left.unwrap_or_default();
        let (mut left_order, mut right_order) = (ordered(&left), ordered(&right));
        if let Some([new_left, new_right]) = new {
            new_first(&mut left_order, &left, new_left);
            new_first(&mut right_order, &right, new_right);
        }
        Self {
            left,
            right,
            left_order,
            right_order,
            is_crossed,
        }
    }

    fn right_order(&self, is_one_file: bool) -> &[u32] {
        if is_one_file && !self.is_crossed {
            &self.left_order
        } else {
            &self.right_order
        }
    }

    fn right_keys(&self, is_one_file: bool) -> &[u32] {
        if is_one_file && !self.is_crossed {
            &self.left
        } else {
            &self.right
        }
    }

    fn agree(&self, a: u32, b: u32, is_one_file: bool) -> bool {
        let left = self.left.get(index(a)).copied().unwrap_or(NOTHING);
        let right = self.right_keys(is_one_file).get(index(b)).copied();
        left != NOTHING && right == Some(left)
    }

    /// Whether the block has the pair, whichever way round.
    fn has(&self, a: u32, b: u32, is_one_file: bool) -> bool {
        self.agree(a, b, is_one_file)
            || (is_one_file && self.is_crossed && self.agree(b, a, is_one_file))
    }

    /// The records of each key that both sides have.
    fn groups(&self, is_one_file: bool) -> Vec<Group> {
        let right_order = self.right_order(is_one_file);
        let right_keys = self.right_keys(is_one_file);
        let key = |order: &[u32], keys: &[u32], at: usize| {
            order.get(at).and_then(|it| keys.get(index(*it))).copied()
        };
        let end = |order: &[u32], keys: &[u32], start: usize| {
            let of = key(order, keys, start);
            let mut end = start + 1;
            while end < order.len() && key(order, keys, end) == of {
                end += 1;
            }
            end
        };
        let mut groups = Vec::new();
        let (mut left, mut right) = (0, 0);
        while left < self.left_order.len() && right < right_order.len() {
            let a = key(&self.left_order, &self.left, left);
            let b = key(right_order, right_keys, right);
            let left_end = end(&self.left_order, &self.left, left);
            let right_end = end(right_order, right_keys, right);
            match a.cmp(&b) {
                std::cmp::Ordering::Less => left = left_end,
                std::cmp::Ordering::Greater => right = right_end,
                std::cmp::Ordering::Equal => {
                    groups.push(Group {
                        left: left..left_end,
                        right: right..right_end,
                    });
                    (left, right) = (left_end, right_end);
                }
            }
        }
        groups
    }
}

/// The keys of the right records, as values of the left field.
fn right_keys(of: &Column, other: &Column, is_one_file: bool, is_crossed: bool) -> Vec<u32> {
    let values = other.of_right(is_one_file);
    if std::ptr::eq(of, other) {
        return if is_one_file && !is_crossed {
            Vec::new()
        } else {
            values.to_vec()
        };
    }
    let meant = translated(other, of);
    let as_left = |it: &u32| meant.get(index(*it)).copied().unwrap_or(NOTHING);
    values.iter().map(as_left).collect()
}

/// Records with a key, by key and then place.
fn ordered(keys: &[u32]) -> Vec<u32> {
    let mut keyed: Vec<(u32, u32)> = keys
        .iter()
        .enumerate()
        .filter(|(_, key)| **key != NOTHING)
        .map(|(at, key)| (*key, place(at)))
        .collect();
    keyed.par_sort_unstable();
    keyed.into_iter().map(|it| it.1).collect()
}

/// Keys of two parts each, numbered anew; with `new`, only those that a new record has.
fn joined(
    left: [&[u32]; 2],
    right: [&[u32]; 2],
    new: Option<&[Vec<bool>; 2]>,
) -> (Vec<u32>, Vec<u32>) {
    let both = |[a, b]: [&[u32]; 2]| -> Vec<u64> {
        let pair = |(a, b): (&u32, &u32)| {
            if *a == NOTHING || *b == NOTHING {
                u64::MAX
            } else {
                (u64::from(*a) << 32) | u64::from(*b)
            }
        };
        a.iter().zip(b).map(pair).collect()
    };
    let (left, right) = (both(left), both(right));
    let mut known: Vec<u64> = match new {
        None => left.clone(),
        Some([new_left, new_right]) => {
            let sides = left.iter().zip(new_left).chain(right.iter().zip(new_right));
            sides.filter(|it| *it.1).map(|it| *it.0).collect()
        }
    };
    known.retain(|it| *it != u64::MAX);
    known.par_sort_unstable();
    known.dedup();
    let numbered = |keys: &[u64]| -> Vec<u32> {
        let number = |it: &u64| known.binary_search(it).map_or(NOTHING, place);
        keys.par_iter().map(number).collect()
    };
    (numbered(&left), numbered(&right))
}
