//! What the run was made of: at the head of the page in brief, at its end in full.

use crate::number::{date, thousands};
use crate::table::{Head, table};
use crate::{Named, RunPage};
use maud::{Markup, html};

/// The run in brief.
pub(crate) fn summary(page: &RunPage) -> Markup {
    let rows = |part: fn(&crate::SourceCoverage) -> u64| -> String {
        thousands(page.sources.iter().map(part).sum())
    };
    let emptied = page.faults.iter().filter(|it| !it.quarantined);
    let emptied = emptied.map(|it| it.rows).sum();
    let links = page.links.iter().map(|pass| pass.links).sum();
    html! {
        dl.summary {
            div { dt { "As at" } dd { (date(&page.as_at)) } }
            div { dt { "Rows read" } dd { (rows(|source| source.seen)) } }
            div { dt { "Rows quarantined" } dd { (rows(|source| source.quarantined)) } }
            div { dt { "Cells left empty" } dd { (thousands(emptied)) } }
            div { dt { "Links made" } dd { (thousands(links)) } }
            div { dt { "Run" } dd { code { (page.run_id) } } }
        }
    }
}

/// The section of versions and checksums.
pub(crate) fn section(page: &RunPage) -> Markup {
    html! {
        section aria-labelledby="origin" {
            h2 #origin { "Versions and checksums" }
            p { "The same inputs, configuration and version give the same run, byte for byte." }
            (pairs("versions-table", "Versions", "What", "Version", &page.versions))
            (pairs("hashes-table", "SHA-256 of what was read", "File", "SHA-256", &page.hashes))
        }
    }
}

fn pairs(id: &str, caption: &str, name: &str, value: &str, of: &[Named]) -> Markup {
    let body = html! {
        @for named in of {
            tr { th.file scope="row" { (named.name) } td { code { (named.value) } } }
        }
    };
    html! {
        @if !of.is_empty() {
            (table(id, caption, &[Head::Text(name), Head::Text(value)], &body))
        }
    }
}
