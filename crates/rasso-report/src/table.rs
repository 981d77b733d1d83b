//! The one form of table on the page: captioned, headed, and reachable by keyboard when too wide.

use maud::{Markup, Render, html};

/// A heading of a column.
#[derive(Clone, Copy)]
pub(crate) enum Head<'a> {
    /// A column of words.
    Text(&'a str),
    /// A column of numbers, set to the right.
    Number(&'a str),
}

impl Render for Head<'_> {
    fn render(&self) -> Markup {
        match self {
            Self::Text(title) => html! { th scope="col" { (title) } },
            Self::Number(title) => html! { th.n scope="col" { (title) } },
        }
    }
}

/// A table in a region that scrolls sideways. `id` names the region and must be the page's only one.
pub(crate) fn table(id: &str, caption: &str, head: &[Head<'_>], body: &Markup) -> Markup {
    framed(
        id,
        caption,
        &html! { tr { @for head in head { (head) } } },
        body,
    )
}

/// The same with rows of its own at the head.
pub(crate) fn framed(id: &str, caption: &str, head: &Markup, body: &Markup) -> Markup {
    html! {
        div.scroll role="region" aria-labelledby=(id) tabindex="0" {
            table {
                caption id=(id) { (caption) }
                thead { (head) }
                tbody { (body) }
            }
        }
    }
}

/// A bar as long as a count is of the largest. The number stands beside it, so it is not read out.
pub(crate) fn bar(count: u64, largest: u64) -> Markup {
    let length = if largest == 0 {
        0
    } else {
        (u128::from(count) * 1000).div_ceil(u128::from(largest))
    };
    html! {
        svg.bar viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect.track width="1000" height="10" {}
            rect.fill width=(length) height="10" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_count() {
        let length = |count, largest| {
            let bar = bar(count, largest).0;
            bar.split("fill\" width=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .to_owned()
        };
        assert_eq!(length(50, 100), "500");
        assert_eq!(length(0, 100), "0");
        assert_eq!(length(1, 1_000_000), "1");
        assert_eq!(length(0, 0), "0");
        assert_eq!(length(u64::MAX, u64::MAX), "1000");
    }
}
