//! The table of measures by force.

use crate::number::{SMALL_DENOMINATOR, figure};
use crate::table::framed;
use crate::{AreaRow, RunPage};
use maud::{Markup, html};

/// The section of the forces.
pub(crate) fn section(page: &RunPage) -> Markup {
    let table = &page.forces;
    let head = html! {
        tr {
            th scope="col" { "Police force" }
            @for column in &table.columns {
                th.n scope="col" { (column.title) span.unit { (column.unit) } }
            }
        }
    };
    let body = html! { @for area in &table.rows { (row(area)) } };
    html! {
        section aria-labelledby="forces" {
            h2 #forces { "Police forces" }
            p {
                "Each rate has its numerator and denominator under it. Rates of different columns are "
                "of different things at different dates: do not multiply or subtract them."
            }
            (framed("forces-table", "Measures by police force", &head, &body))
            p.note {
                "[u] fewer than " (SMALL_DENOMINATOR) " in the denominator: low reliability. "
                "[z] not applicable. Not estimable: nothing in the denominator."
            }
            h3 { "What each column is" }
            dl.definitions {
                @for column in &table.columns {
                    div { dt { (column.title) } dd { (column.definition) } }
                }
            }
        }
    }
}

fn row(area: &AreaRow) -> Markup {
    html! {
        tr.total[area.total] {
            th scope="row" { (area.name) span.unit { (area.code) } }
            @for &value in &area.figures { td.n { (figure(value)) } }
        }
    }
}
