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
                th.n scope="col" {
                    (column.title) span.unit { (column.unit) ", " (column.clock) }
                }
            }
        }
    };
    let body = html! { @for area in &table.rows { (row(area)) } };
    let caption = format!("Measures by police force, {}", table.period);
    html! {
        section aria-labelledby="forces" {
            h2 #forces { "Police forces" }
            p {
                "Each rate has its numerator and denominator under it. Rates of different columns are "
                "of different things at different dates: do not multiply or subtract them. By date "
                "recorded, a unit is in the period in which its crime was recorded, and later ones have "
                "had less time; by date of event, in the period of what is counted."
            }
            @for whom in &page.without.in_period { p.without { (whom) } }
            @if table.rows.is_empty() {
                p { "No measure counts anything in " (table.period) "." }
            } @else {
                (framed("forces-table", &caption, &head, &body))
            }
            p.note {
                "[u] fewer than " (SMALL_DENOMINATOR) " in the denominator: low reliability. "
                "[x] not available: an agency that the figure needs sent nothing. "
                "Not estimable: nothing in the denominator."
            }
            h3 { "What each column is" }
            dl.definitions {
                @for column in &table.columns {
                    div { dt { (column.title) ", " (column.clock) } dd { (column.definition) } }
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
