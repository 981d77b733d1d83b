//! The page around its sections.

use crate::{RunPage, ages, faults, forces, funnel, links, losses, origin, rules, sources};
use maud::{DOCTYPE, Markup, PreEscaped, html};

pub(crate) const STYLE: &str = include_str!("style.css");

/// Nothing may be fetched and nothing may run, whatever stands in the page.
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// The one section that is not on every page.
const AGES: &str = "ages";

/// The sections, by the id of their heading.
const CONTENTS: [(&str, &str); 10] = [
    ("funnel", "From report to conviction"),
    ("forces", "Police forces"),
    (AGES, "How cases end, by age"),
    ("losses", "Where cases were lost"),
    ("links", "Links between the agencies"),
    ("faults", "Faults in the extracts"),
    ("rules", "Rules of quality"),
    ("sources", "Extracts and coverage"),
    ("stages", "Time taken"),
    ("origin", "Versions and checksums"),
];

/// The internal page of a run as one HTML file.
///
/// ```
/// let page = rasso_report::run_page(&rasso_report::RunPage::default());
/// assert!(page.contains("Not for publication."));
/// ```
pub fn run_page(page: &RunPage) -> String {
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="robots" content="noindex";
                link rel="icon" href="data:,";
                title { (page.name) ": run " (page.run_id) " (internal)" }
                style { (PreEscaped(STYLE)) }
            }
            body { (body(page)) }
        }
    }
    .into_string()
}

fn body(page: &RunPage) -> Markup {
    html! {
        a.skip href="#main" { "Skip to main content" }
        div.banner role="note" aria-label="Handling" {
            div.width {
                strong { "Internal: contains unprotected counts. Not for publication." }
            }
        }
        header {
            div.width {
                p.kind { "Rape-case attrition: results of a run" }
                h1 { (page.name) }
                (origin::summary(page))
            }
        }
        div.width {
            nav aria-label="Contents" {
                h2 { "Contents" }
                ol {
                    @for (id, title) in CONTENTS {
                        @if id != AGES || page.ages.is_some() {
                            li { a href={ "#" (id) } { (title) } }
                        }
                    }
                }
            }
            main #main tabindex="-1" {
                (warning(page))
                (notes(page))
                (funnel::section(page))
                (forces::section(page))
                (ages::section(page.ages.as_ref()))
                (losses::section(page))
                (links::section(page))
                (faults::section(page))
                (rules::section(page))
                (sources::section(page))
                (sources::stages(page))
                (origin::section(page))
            }
        }
        footer {
            div.width {
                p { "Internal: contains unprotected counts. Not for publication. Run " (page.run_id) "." }
            }
        }
    }
}

/// Said before any figure, because each is about figures that are 0 or missing.
fn notes(page: &RunPage) -> Markup {
    html! {
        @if !page.notes.is_empty() {
            div.warning role="note" aria-labelledby="notes" {
                h2 #notes { "Before you read the figures" }
                ul { @for note in &page.notes { li { (note) } } }
            }
        }
    }
}

/// Said first, because no figure can be trusted when rows are missing.
fn warning(page: &RunPage) -> Markup {
    let wrong: Vec<_> = page
        .sources
        .iter()
        .filter(|source| !sources::adds_up(source))
        .collect();
    html! {
        @if !wrong.is_empty() {
            div.warning role="alert" {
                h2 { "Rows are not accounted for" }
                p { "In these files the rows seen are not those accepted, quarantined and dropped:" }
                ul { @for source in wrong { li { (source.file) } } }
            }
        }
    }
}
