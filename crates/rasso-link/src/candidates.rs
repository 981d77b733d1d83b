//! Finds the records that share an identifier, by sorting both sides once.

use crate::LinkRecord;
use rayon::slice::ParallelSliceMut;

/// Records by one identifier: sorted, so that those who share it stand together.
pub(crate) struct Sorted<'r, K> {
    entries: Vec<(K, &'r LinkRecord)>,
}

impl<'r, K: Ord + Send> Sorted<'r, K> {
    /// The records that have the identifier.
    pub(crate) fn by(records: &'r [LinkRecord], key: impl Fn(&'r LinkRecord) -> Option<K>) -> Self {
        let mut entries: Vec<_> = records
            .iter()
            .filter_map(|it| key(it).map(|key| (key, it)))
            .collect();
        entries.par_sort_by(|a, b| a.0.cmp(&b.0).then(a.1.id.cmp(&b.1.id)));
        Self { entries }
    }

    /// The records whose identifier some record of `other` has too. The earlier table is far the
    /// longer one, so what cannot meet is left out before it is sorted.
    pub(crate) fn among(
        records: &'r [LinkRecord],
        key: impl Fn(&'r LinkRecord) -> Option<K>,
        other: &Self,
    ) -> Self {
        let has = |key: &K| other.entries.binary_search_by(|it| it.0.cmp(key)).is_ok();
        Self::by(records, |it| key(it).filter(has))
    }

    /// Calls `each` with the records of both sides for every identifier that both have.
    pub(crate) fn meet(
        &self,
        right: &Self,
        mut each: impl FnMut(&[(K, &'r LinkRecord)], &[(K, &'r LinkRecord)]),
    ) {
        let (mut l, mut r) = (self.entries.as_slice(), right.entries.as_slice());
        while let (Some(a), Some(b)) = (l.first(), r.first()) {
            match a.0.cmp(&b.0) {
                std::cmp::Ordering::Less => l = &l[run_length(l)..],
                std::cmp::Ordering::Greater => r = &r[run_length(r)..],
                std::cmp::Ordering::Equal => {
                    let (n, m) = (run_length(l), run_length(r));
                    each(&l[..n], &r[..m]);
                    (l, r) = (&l[n..], &r[m..]);
                }
            }
        }
    }
}

/// How many entries from the start share the first one's identifier.
fn run_length<K: PartialEq>(entries: &[(K, &LinkRecord)]) -> usize {
    entries.iter().take_while(|it| it.0 == entries[0].0).count()
}

/// How many people these records of one table speak of.
pub(crate) fn people<'r>(records: impl Iterator<Item = &'r LinkRecord>) -> usize {
    let mut seen: Vec<&LinkRecord> = Vec::new();
    for record in records {
        if !seen.iter().any(|it| it.same_person(record)) {
            seen.push(record);
        }
    }
    seen.len()
}
