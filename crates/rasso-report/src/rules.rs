//! The rules of quality, and how often each was asked and broken.

use crate::RunPage;
use crate::number::thousands;
use crate::table::{Head, table};
use maud::{Markup, html};
use serde::Serialize;

/// A rule of quality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleRow {
    /// Its code.
    pub code: String,
    /// A short name for it.
    pub title: String,
    /// Whether what breaks it cannot be.
    pub is_hard: bool,
    /// What becomes of a record that breaks it; or why no table carries what it asks.
    pub effect: String,
    /// Of how many records it was asked, and how many broke it; nothing where no table carries it.
    pub counts: Option<(u64, u64)>,
}

/// The section of the rules.
pub(crate) fn section(page: &RunPage) -> Markup {
    let carried = page.rules.iter().filter_map(|it| Some((it, it.counts?)));
    let others: Vec<&RuleRow> = page.rules.iter().filter(|it| it.counts.is_none()).collect();
    let body = html! {
        @for (rule, (checked, broken)) in carried {
            tr {
                th scope="row" { (rule.title) span.unit { code { (rule.code) } } }
                td { @if rule.is_hard { "cannot be" } @else { "to be looked at" } }
                td { (rule.effect) }
                td.n { (thousands(checked)) }
                td.n { (thousands(broken)) }
            }
        }
    };
    let head = [
        Head::Text("Rule"),
        Head::Text("What breaks it"),
        Head::Text("What was done"),
        Head::Number("Asked of"),
        Head::Number("Broken by"),
    ];
    html! {
        section aria-labelledby="rules" {
            h2 #rules { "Rules of quality" }
            p {
                "A rule across records or agencies cannot know which of them is wrong, so its records stay "
                "and are listed in " code { "quality_findings.parquet" } ". " code { "quality.parquet" }
                " has the counts by force and quarter, and " code { "rasso explain" } " with a code says "
                "what a rule asks and why."
            }
            (table("rules-table", "Rules and how often they were broken", &head, &body))
            @if !others.is_empty() {
                h3 { "Rules that no table here can be asked" }
                dl.definitions {
                    @for rule in others {
                        div { dt { (rule.code) ": " (rule.title) } dd { (rule.effect) } }
                    }
                }
            }
        }
    }
}
