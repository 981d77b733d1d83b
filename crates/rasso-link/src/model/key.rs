//! What stands for cells and values in what is kept of a job: keyed, so that without the key nobody finds
//! out by trying what a cell said.

use std::fmt;

/// The key of what is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; Self::LENGTH]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(withheld)")
    }
}

impl Key {
    /// How many bytes it has.
    pub const LENGTH: usize = 32;

    /// The key of these bytes, which are random.
    pub const fn new(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }

    /// What stands for these texts in this order. Each goes in with its length.
    pub(crate) fn stands_for<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Stand {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        for text in texts {
            let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
            hasher.update(&length.to_le_bytes());
            hasher.update(text.as_bytes());
        }
        let mut stand = Stand::default();
        let digest = hasher.finalize();
        for (to, from) in stand.iter_mut().zip(digest.as_bytes()) {
            *to = *from;
        }
        stand
    }
}

/// What stands for texts: half of a digest, of which no two are alike by chance.
pub(crate) type Stand = [u8; 16];
