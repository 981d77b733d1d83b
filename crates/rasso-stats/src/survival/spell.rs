//! The time for which one case was under observation.

/// From when a case was under observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry<T> {
    /// From its origin: what happens on day 0 counts.
    Origin,
    /// From after this time on: a case that had ended by then could not have been seen. After 0 is not
    /// from the origin: what happens on day 0 is not seen.
    After(T),
}

/// One case: under observation from its entry up to and with its exit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spell<T> {
    /// From when it was under observation.
    pub entry: Entry<T>,
    /// When it ended or was last seen, counted from its origin.
    pub exit: T,
    /// How it ended, from 1 on; 0 when it was still open.
    pub status: u8,
}

impl<T> Spell<T> {
    /// A case that was under observation from its origin.
    pub fn from_origin(exit: T, status: u8) -> Self {
        Self {
            entry: Entry::Origin,
            exit,
            status,
        }
    }

    /// A case that came under observation `entry` after its origin.
    pub fn entering_after(entry: T, exit: T, status: u8) -> Self {
        Self {
            entry: Entry::After(entry),
            exit,
            status,
        }
    }
}
