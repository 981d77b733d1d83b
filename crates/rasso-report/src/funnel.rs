//! The attrition funnel: how many reached each step, and of how many.

use crate::number::{not_supplied, per_hundred, thousands};
use crate::table::bar;
use crate::{FunnelStep, RunPage};
use maud::{Markup, html};

/// The section of the funnel.
pub(crate) fn section(page: &RunPage) -> Markup {
    let largest = page.funnel.iter().filter_map(|step| step.count).max();
    let largest = largest.unwrap_or(0);
    html! {
        section aria-labelledby="funnel" {
            h2 #funnel { "From report to conviction, England and Wales" }
            p { (page.population) }
            @for whom in &page.without.at_all { p.without { "Some periods: " (within_a_sentence(whom)) } }
            p.note {
                "The agencies count different things: the police count crimes, the CPS counts suspects "
                "and the courts count defendants. Where the unit changes, at a dashed line, a figure per 100 is given "
                "and not a percentage, because one crime may have several suspects; nor where a step is no part of the "
                "one before: the police charge some crimes that were not referred. Every record counts, "
                "whatever its date. [x] not available: an agency that the step needs sent nothing."
            }
            ol.funnel {
                @for (at, step) in page.funnel.iter().enumerate() {
                    (row(step, &page.funnel[..at], largest))
                }
            }
        }
    }
}

fn row(step: &FunnelStep, before: &[FunnelStep], largest: u64) -> Markup {
    let changes = before.last().is_some_and(|last| last.unit != step.unit);
    html! {
        li.changes[changes] {
            div.step { strong { (step.name) } span.unit { (step.unit) } }
            div.measure {
                @match step.count {
                    Some(count) => { (bar(count, largest)) span.count { (thousands(count)) } }
                    None => { span.bar {} span.count { (not_supplied()) } }
                }
            }
            div.shares {
                @if let Some(last) = before.last() { (share(step, last, step.is_part)) }
                @if let [first, _, ..] = before { (share(step, first, true)) }
            }
        }
    }
}

/// A step as a share of an earlier one: a percentage only where it is a part of it.
fn share(step: &FunnelStep, of: &FunnelStep, is_part: bool) -> Markup {
    let step_of = format!("{} ({})", of.unit, within_a_sentence(&of.name));
    let (Some(count), Some(out_of)) = (step.count, of.count) else {
        return html! {};
    };
    html! {
        span {
            @match per_hundred(count, out_of) {
                None => { "not estimable: " (step_of) }
                Some(share) if is_part && step.unit == of.unit => { b { (share) "%" } " of " (step_of) }
                Some(share) => { b { (share) } " per 100 " (step_of) }
            }
        }
    }
}

/// A name without its capital, unless it begins with an abbreviation.
fn within_a_sentence(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first
            .to_lowercase()
            .chain([second])
            .chain(letters)
            .collect(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(name: &str, unit: &str, count: u64) -> FunnelStep {
        FunnelStep {
            name: name.to_owned(),
            unit: unit.to_owned(),
            count: Some(count),
            is_part: true,
        }
    }

    #[test]
    fn a_share_across_units_is_no_percentage() {
        let crimes = step("Recorded", "crimes", 200);
        let same = share(&step("Suspect identified", "crimes", 50), &crimes, true).0;
        assert_eq!(same, "<span><b>25.0%</b> of crimes (recorded)</span>");
        let other = share(&step("Charged", "crimes", 50), &crimes, false).0;
        assert_eq!(other, "<span><b>25.0</b> per 100 crimes (recorded)</span>");
        let other = share(
            &step("Charged by the CPS", "CPS suspects", 50),
            &crimes,
            true,
        )
        .0;
        assert_eq!(other, "<span><b>25.0</b> per 100 crimes (recorded)</span>");
    }

    #[test]
    fn a_step_that_was_not_supplied_is_no_zero() {
        let mut page = crate::sample::page();
        page.funnel[2].count = None;
        let html = section(&page).0;
        assert_eq!(html.matches(">[x]</abbr>").count(), 1);
        let next = page.funnel[3].clone();
        assert_eq!(share(&next, &page.funnel[2], true).0, "");
    }

    #[test]
    fn nothing_of_nothing_is_not_estimable() {
        let none = share(
            &step("Convicted", "defendants", 0),
            &step("Completed", "defendants", 0),
            true,
        )
        .0;
        assert_eq!(none, "<span>not estimable: defendants (completed)</span>");
    }

    #[test]
    fn a_name_keeps_its_abbreviations() {
        assert_eq!(
            within_a_sentence("Referred to the CPS"),
            "referred to the CPS"
        );
        assert_eq!(within_a_sentence("CPS charge"), "CPS charge");
        assert_eq!(within_a_sentence(""), "");
    }
}
