//! Links made, refused and missing.

use crate::RunPage;
use crate::number::thousands;
use crate::table::{Head, table};
use maud::{Markup, html};

/// The section of the links.
pub(crate) fn section(page: &RunPage) -> Markup {
    html! {
        section aria-labelledby="links" {
            h2 #links { "Links between the agencies" }
            p { "Of every record of the extracts, whatever its date." }
            (made(page))
            (missing(page))
        }
    }
}

fn made(page: &RunPage) -> Markup {
    let links: u64 = page.links.iter().map(|pass| pass.links).sum();
    let ambiguous: u64 = page.links.iter().map(|pass| pass.ambiguous).sum();
    let body = html! {
        @for pass in &page.links {
            tr {
                th scope="row" { (pass.edge) }
                td { (pass.pass) }
                td.n { (thousands(pass.links)) }
                td.n { (thousands(pass.ambiguous)) }
            }
        }
        tr.total {
            th scope="row" { "All" }
            td { "All passes" }
            td.n { (thousands(links)) }
            td.n { (thousands(ambiguous)) }
        }
    };
    let head = [
        Head::Text("Between"),
        Head::Text("Pass"),
        Head::Number("Links made"),
        Head::Number("Refused: ambiguous"),
    ];
    html! {
        (table("links-table", "Links made and refused, by pass", &head, &body))
        p.note {
            "A record is refused when more than one candidate is as good. It is left without a link "
            "rather than given a wrong one."
        }
    }
}

fn missing(page: &RunPage) -> Markup {
    let body = html! {
        @for unlinked in &page.unlinked {
            tr {
                th scope="row" { (unlinked.table) }
                td { (unlinked.state) }
                td { (unlinked.reason) }
                td.n { (thousands(unlinked.records)) }
            }
        }
    };
    let head = [
        Head::Text("Table"),
        Head::Text("State"),
        Head::Text("Reason"),
        Head::Number("Records"),
    ];
    html! {
        @if page.unlinked.is_empty() {
            p { "Every record that could be linked was." }
        } @else {
            (table("unlinked-table", "Records without a link, by state and reason", &head, &body))
        }
    }
}
