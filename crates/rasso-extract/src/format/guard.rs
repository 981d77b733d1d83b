//! Panics of the libraries that read formats end as errors of the file.

use crate::format::Refusal;
use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is reading a file, so that a panic in it is caught and becomes an error of
/// that file: a program that tells of panics may leave this one to it.
pub fn is_reading_a_file() -> bool {
    GUARDED.get()
}

/// Runs what reads a format; its panic is a fault of the file.
pub(crate) fn guarded<T>(read: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    let before = GUARDED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(before);
    outcome.unwrap_or(Err(Refusal::Damaged("its content contradicts itself")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_while_reading_is_an_error_of_the_file() {
        let outcome: Result<(), Refusal> = guarded(|| {
            assert!(is_reading_a_file());
            std::panic::resume_unwind(Box::new("a cell"))
        });
        assert!(matches!(outcome, Err(Refusal::Damaged(_))));
        assert!(!is_reading_a_file());
    }
}
