//! Links made, refused and missing.

use crate::RunPage;
use crate::number::thousands;
use crate::table::{Head, table};
use crate::waterfall::waterfall;
use maud::{Markup, html};

/// The section of the links.
pub(crate) fn section(page: &RunPage) -> Markup {
    html! {
        section aria-labelledby="links" {
            h2 #links { "Links between the agencies" }
            p { "Of every record of the extracts, whatever its date." }
            (made(page))
            (weighed(page))
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
            td { "Passes and models" }
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

/// What models came to, and of each the link that it is least sure of.
fn weighed(page: &RunPage) -> Markup {
    let body = html! {
        @for model in &page.models {
            tr {
                th scope="row" { (model.edge) }
                td { (model.model) }
                td.n { (thousands(model.compared)) }
                td.n { (expected(model.expected)) }
                td.n { (thousands(model.links)) }
                td.n { (thousands(model.doubted)) }
            }
        }
    };
    let head = [
        Head::Text("Between"),
        Head::Text("Model"),
        Head::Number("Pairs of people compared"),
        Head::Number("Expected to be one person"),
        Head::Number("Links made"),
        Head::Number("Links of passes doubted or not compared"),
    ];
    html! {
        @if !page.models.is_empty() {
            (table("models-table", "What models weighed", &head, &body))
            p.note {
                "A model weighs what passes leave over, and what they linked. Below is the link that each is "
                "least sure of; " code { "rasso explain LINK --run" } " draws any other. A step is the logarithm (base 2) of how much "
                "more often records of one person agree so than records of two."
            }
            @for (at, link) in page.least_sure.iter().enumerate() {
                (waterfall(&format!("least-sure-{at}"), link))
            }
        }
    }
}

/// A sum of probabilities: to one tenth.
fn expected(sum: f64) -> String {
    let tenths = format!("{sum:.1}");
    let (whole, tenth) = tenths.split_once('.').unwrap_or((&tenths, "0"));
    let whole = whole
        .parse()
        .map_or_else(|_not| whole.to_owned(), thousands);
    format!("{whole}.{tenth}")
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
