//! Numbers and dates as the page writes them.

use crate::Figure;
use maud::{Markup, html};
pub(crate) use rasso_stats::thousands;
use rasso_stats::{Median, mean_half_up, percentage_half_up};
use rasso_terms::Day;

/// Below this denominator a rate or a median is marked `[u]`: one case more moves a rate by more
/// than three percentage points.
pub(crate) const SMALL_DENOMINATOR: u64 = 30;

/// One count per hundred of another to one place, without a sign; nothing when there are none.
pub(crate) fn per_hundred(numerator: u64, denominator: u64) -> Option<String> {
    percentage_half_up(numerator, denominator, 1)
}

/// One count as a percentage of another, or `not estimable`.
pub(crate) fn percent(numerator: u64, denominator: u64) -> String {
    per_hundred(numerator, denominator)
        .map_or_else(|| "not estimable".to_owned(), |share| format!("{share}%"))
}

/// A date in words, `30 June 2025`; what is not an ISO date is left as it is.
pub(crate) fn date(iso: &str) -> String {
    iso.parse::<Day>()
        .map_or_else(|_| iso.to_owned(), Day::words)
}

/// A figure with what it rests on in small print.
pub(crate) fn figure(figure: Figure) -> Markup {
    match figure {
        Figure::Count(count) => html! { (thousands(count)) },
        Figure::Rate {
            numerator,
            denominator,
        } => html! {
            @if denominator == 0 {
                span.none { "not estimable" }
            } @else {
                (percent(numerator, denominator)) (small_mark(denominator))
            }
            span.basis { (thousands(numerator)) " of " (thousands(denominator)) }
        },
        Figure::MedianDays { twice, n } => html! {
            @if let Some(twice) = twice {
                (Median { twice }) (small_mark(n))
            } @else {
                span.none { "not estimable" }
            }
            span.basis { "n = " (thousands(n)) }
        },
        Figure::Mean { total, n } => html! {
            @if let Some(mean) = mean_half_up(total, n) {
                (mean) (small_mark(n))
            } @else {
                span.none { "not estimable" }
            }
            span.basis { (thousands(total)) " of n = " (thousands(n)) }
        },
        Figure::NotSupplied => not_supplied(),
    }
}

/// The mark of a figure that cannot be made.
pub(crate) fn not_supplied() -> Markup {
    html! { abbr title="not available: an agency that it needs sent nothing" { "[x]" } }
}

/// The mark of a small denominator.
fn small_mark(denominator: u64) -> Markup {
    html! {
        @if denominator < SMALL_DENOMINATOR {
            " " abbr title="small denominator, low reliability" { "[u]" }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_in_words() {
        assert_eq!(date("2025-06-30"), "30 June 2025");
        assert_eq!(date("2025-01-01"), "1 January 2025");
        for odd in ["", "soon", "2025-13-01", "2025-00-01", "2025-06"] {
            assert_eq!(date(odd), odd);
        }
    }

    #[test]
    fn a_rate_shows_what_it_is_of() {
        let rate = |numerator, denominator| {
            figure(Figure::Rate {
                numerator,
                denominator,
            })
            .0
        };
        assert_eq!(
            rate(3910, 6855),
            r#"57.0%<span class="basis">3,910 of 6,855</span>"#
        );
        assert!(rate(1, 29).contains("[u]"));
        assert!(!rate(1, 30).contains("[u]"));
        assert!(rate(0, 0).contains("not estimable"));
    }

    #[test]
    fn a_mean_is_rounded_half_up_to_a_tenth() {
        let mean = |total, n| figure(Figure::Mean { total, n }).0;
        assert_eq!(
            mean(5_009, 40),
            r#"125.2<span class="basis">5,009 of n = 40</span>"#
        );
        assert!(mean(1, 20).starts_with("0.1 "), "a half goes up, and [u]");
        assert!(mean(0, 0).contains("not estimable"));
    }

    #[test]
    fn a_median_shows_how_many_it_is_of() {
        let median = |twice, n| figure(Figure::MedianDays { twice, n }).0;
        assert_eq!(
            median(Some(25), 40),
            r#"12.5<span class="basis">n = 40</span>"#
        );
        assert!(median(Some(25), 4).contains("[u]"));
        assert!(median(None, 0).contains("not estimable"));
    }
}
