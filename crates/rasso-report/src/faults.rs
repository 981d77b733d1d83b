//! Faults found in the extracts.

use crate::RunPage;
use crate::number::thousands;
use crate::table::{Head, table};
use maud::{Markup, html};

/// The section of the faults.
pub(crate) fn section(page: &RunPage) -> Markup {
    let body = html! {
        @for fault in &page.faults {
            tr {
                th.file scope="row" { (fault.file) }
                td {
                    @if fault.column.is_empty() { "the whole row" } @else { code { (fault.column) } }
                }
                td { (fault.rule) span.unit { code { (fault.code) } } }
                td {
                    @if fault.quarantined { "row quarantined" } @else { "cell left empty" }
                    @if fault.sent_anew > 0 { span.unit { (thousands(fault.sent_anew)) " sent anew" } }
                }
                td.n { (thousands(fault.rows)) }
            }
        }
    };
    let head = [
        Head::Text("File"),
        Head::Text("Column"),
        Head::Text("Rule"),
        Head::Text("What was done"),
        Head::Number("Rows"),
    ];
    html! {
        section aria-labelledby="faults" {
            h2 #faults { "Faults in the extracts" }
            @if page.faults.is_empty() {
                p { "No cell or row broke its schema." }
            } @else {
                p {
                    "A row may have several faults. " code { "rasso explain" } " with the code under a rule says "
                    "what it means, what usually causes it and what to do. Row numbers are in the folder "
                    code { "quarantine" } "; the values are only in the agency's own file."
                }
                (table("faults-table", "Faults by file, column and rule", &head, &body))
            }
        }
    }
}
