//! What a panic says. Its message may quote a cell; the place of it cannot.

use crate::{failure::BUG, terminal};

/// From here on a panic says where in the source it was, and never its message.
pub(crate) fn tell_only_the_place() {
    std::panic::set_hook(Box::new(|panic| {
        // A library fell over a damaged file: the reading says so itself.
        if rasso_extract::is_reading_a_file() {
            return;
        }
        let place = panic
            .location()
            .map(|it| format!("{}:{}", it.file(), it.line()));
        let text = format!(
            "this is a fault in rasso itself, at {}; nothing was published. Please report it.",
            place.unwrap_or_default()
        );
        terminal::error(BUG, &text, None);
    }));
}

#[cfg(test)]
pub(crate) mod tests;
