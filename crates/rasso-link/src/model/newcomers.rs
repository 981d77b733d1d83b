//! What blocks know of new records, where only pairs with one are compared.

use super::{fields::NOTHING, number::index};

pub(crate) fn is_new(new: &[bool], record: u32) -> bool {
    new.get(index(record)).copied().unwrap_or_default()
}

/// Puts the new records of each key before its others.
pub(crate) fn new_first(order: &mut [u32], keys: &[u32], new: &[bool]) {
    let key = |it: &u32| keys.get(index(*it)).copied();
    for of_key in order.chunk_by_mut(|a, b| key(a) == key(b)) {
        of_key.sort_by_key(|it| !is_new(new, *it));
    }
}

/// Leaves no key that no new record of either side has: none of its pairs has one. There are `count` keys.
pub(crate) fn only_of_new(keys: [&mut Vec<u32>; 2], new: &[Vec<bool>; 2], count: usize) {
    let mut is_of_new = vec![false; count];
    for (keys, new) in keys.iter().zip(new) {
        for (key, _) in keys.iter().zip(new).filter(|it| *it.1) {
            if let Some(is_of_new) = is_of_new.get_mut(index(*key)) {
                *is_of_new = true;
            }
        }
    }
    for key in keys.into_iter().flatten() {
        if !is_of_new.get(index(*key)).copied().unwrap_or_default() {
            *key = NOTHING;
        }
    }
}
