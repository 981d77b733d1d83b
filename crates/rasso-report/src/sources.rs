//! What became of every row that was read, and how long it took.

use crate::number::{date, thousands};
use crate::table::{Head, table};
use crate::{RunPage, SourceCoverage};
use maud::{Markup, html};

/// Whether the rows of a file are all accounted for.
pub(crate) fn adds_up(source: &SourceCoverage) -> bool {
    let parts = [source.accepted, source.quarantined, source.dropped];
    parts.iter().map(|&part| u128::from(part)).sum::<u128>()
        == u128::from(source.seen) + u128::from(source.unfolded)
}

/// The section of the sources.
pub(crate) fn section(page: &RunPage) -> Markup {
    html! {
        section aria-labelledby="sources" {
            h2 #sources { "Extracts and coverage" }
            p {
                "Every row that was read is accepted, quarantined or dropped. Dropped rows are "
                "duplicates of a row that was kept, and rows the mapping leaves out."
            }
            @if !page.findings.is_empty() {
                p { "Found wrong with a delivery as a whole; no row is left out for it:" }
                ul { @for finding in &page.findings { li { (finding) } } }
            }
            (coverage(page))
            (derived(page))
        }
    }
}

fn coverage(page: &RunPage) -> Markup {
    let body = html! {
        @for source in &page.sources {
            tr {
                th.file scope="row" {
                    (source.file)
                    span.unit { (source.table) ", " (source.source) }
                    @if source.unfolded > 0 { (unfolded(source.unfolded)) }
                    @if !source.unmapped.is_empty() { (unmapped(&source.unmapped)) }
                    @if source.unflagged > 0 { (unflagged(source.unflagged)) }
                }
                td.date { (date(&source.extract_date)) }
                td.n { (thousands(source.seen)) }
                td.n { (thousands(source.accepted)) }
                td.n { (thousands(source.quarantined)) }
                td.n { (thousands(source.dropped)) }
                td { @if adds_up(source) { "yes" } @else { strong.wrong { "no" } } }
            }
        }
    };
    let head = [
        Head::Text("File"),
        Head::Text("Extract date"),
        Head::Number("Rows seen"),
        Head::Number("Accepted"),
        Head::Number("Quarantined"),
        Head::Number("Dropped"),
        Head::Text("Adds up"),
    ];
    table(
        "sources-table",
        "Rows by file and what became of them",
        &head,
        &body,
    )
}

fn unfolded(records: u64) -> Markup {
    html! { span.unit { "rows of several records make " (thousands(records)) " more" } }
}

fn unmapped(headings: &[String]) -> Markup {
    html! { span.unit { "nothing is read from " (headings.join(", ")) } }
}

/// Said beside the file, because such a case is in no figure of the CPS or the courts.
fn unflagged(rows: u64) -> Markup {
    html! {
        span.unit {
            @if rows == 1 {
                "1 row has an empty rape flag and counts as not flagged"
            } @else {
                (thousands(rows)) " rows have an empty rape flag and count as not flagged"
            }
        }
    }
}

fn derived(page: &RunPage) -> Markup {
    let body = html! {
        @for derived in &page.derived {
            tr {
                th scope="row" { code { (derived.column) } }
                td { (derived.mapping) }
                td { (derived.how) }
            }
        }
    };
    let head = [
        Head::Text("Column"),
        Head::Text("Mapping"),
        Head::Text("Made from"),
    ];
    html! {
        @if page.derived.is_empty() {
            p { "No column was derived: every column used was in a file." }
        } @else {
            (table("derived-table", "Columns that no file holds, made by a mapping", &head, &body))
        }
    }
}

/// The section of the stages.
pub(crate) fn stages(page: &RunPage) -> Markup {
    let total: u64 = page.stages.iter().map(|stage| stage.milliseconds).sum();
    let body = html! {
        @for stage in &page.stages {
            tr {
                th scope="row" { (stage.stage) }
                td.n { (thousands(stage.milliseconds)) }
                td.n { (thousands(stage.rows)) }
            }
        }
        tr.total { th scope="row" { "All stages" } td.n { (thousands(total)) } td.n {} }
    };
    let head = [
        Head::Text("Stage"),
        Head::Number("Time (ms)"),
        Head::Number("Rows out"),
    ];
    html! {
        section aria-labelledby="stages" {
            h2 #stages { "Time taken" }
            (table("stages-table", "Time and rows, by stage", &head, &body))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_row_is_seen() {
        let mut source = SourceCoverage {
            unfolded: 0,
            unmapped: Vec::new(),
            table: String::new(),
            source: String::new(),
            file: String::new(),
            extract_date: String::new(),
            seen: 10,
            accepted: 7,
            quarantined: 2,
            dropped: 1,
            unflagged: 0,
        };
        assert!(adds_up(&source));
        source.dropped = 0;
        assert!(!adds_up(&source));
    }

    #[test]
    fn an_empty_rape_flag_is_said_beside_its_file() {
        let said = "1,204 rows have an empty rape flag and count as not flagged";
        let mut page = crate::sample::page();
        assert!(!section(&page).0.contains("empty rape flag"));
        page.sources[1].unflagged = 1_204;
        assert!(section(&page).0.contains(said));
    }
}
