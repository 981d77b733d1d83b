//! What several pages are made of.

use crate::figure::{Root, cell};
use maud::{Markup, html};
use rasso_release::{
    MeasureDefinition, MeasureKind, PublishedRow, TableDefinition,
    view::{Area, Grid, Period, Scale, is_share, picture, shorthand, title, words},
};

/// The kinds of area, in the order in which a table by area has them.
pub(super) const KINDS: [(&str, &str); 3] = [
    ("national", "Nation"),
    ("cps_area", "CPS Areas"),
    ("force", "Police forces"),
];

/// A table in a region that scrolls sideways, and can be reached by keyboard.
pub(super) fn scrolled(id: &str, caption: &str, table: &Markup) -> Markup {
    html! {
        div.scroll role="region" aria-labelledby=(id) tabindex="0" {
            table.govuk-table {
                caption.govuk-table__caption { span id=(id) { (caption) } }
                (table)
            }
        }
    }
}

/// What the shorthand of these rows stands for.
pub(super) fn markers<'a>(rows: impl Iterator<Item = &'a PublishedRow>) -> Markup {
    words::shorthand(&shorthand(rows))
}

/// The heading of a column of figures.
pub(super) fn head(table: &TableDefinition, measure: &MeasureDefinition) -> Markup {
    html! {
        th.n scope="col" {
            (title(table, measure))
            @if is_share(measure) { span.basis { "per cent, 95% interval" } }
        }
    }
}

/// How each of these figures is counted, on demand.
pub(super) fn basis(table: &TableDefinition, measures: &[&MeasureDefinition]) -> Markup {
    html! {
        details.govuk-details {
            summary.govuk-details__summary { span.govuk-details__summary-text { "How these figures are counted" } }
            div.govuk-details__text {
                p { "Counted " (table.clock) "." }
                dl.basis-list {
                    @for it in measures {
                        dt { (title(table, it)) }
                        dd {
                            (it.definition)
                            @match it.kind {
                                MeasureKind::Share => { " A share, with its 95% interval (Wilson)." },
                                MeasureKind::Count => { " Unit: " (it.unit) "." },
                            }
                            @if !it.exclusions.is_empty() { " Left out: " (it.exclusions.join(" ")) }
                        }
                    }
                }
            }
        }
    }
}

/// The pictures of an area over the quarters, counts and shares each on one scale, and the figures behind them.
pub(super) fn pictures(grid: &Grid<'_>, area: Area<'_>, root: Root) -> Markup {
    let measures = &grid.definition.measures;
    let (shares, counts): (Vec<_>, Vec<_>) = measures.iter().partition(|it| is_share(it));
    html! {
        @for (kind, heading, measures) in [("counts", "Counts by quarter", counts), ("shares", "Shares by quarter, per cent", shares)] {
            @if !measures.is_empty() {
                h3.govuk-heading-m { (heading) ", " (area.name) }
                (of_kind(grid, area, &measures, (kind, heading), root))
            }
        }
    }
}

fn of_kind(
    grid: &Grid<'_>,
    area: Area<'_>,
    measures: &[&MeasureDefinition],
    (kind, heading): (&str, &str),
    root: Root,
) -> Markup {
    let rows: Vec<&PublishedRow> = measures
        .iter()
        .flat_map(|it| {
            let quarters = grid.quarters.iter();
            quarters.filter_map(|quarter| grid.row(&it.name, area, *quarter))
        })
        .collect();
    let ends = rows.iter().flat_map(|it| [&it.value, &it.upper]);
    let scale = Scale::up_to(ends.filter_map(|it| it.parse().ok()).fold(0.0, f64::max));
    let id = format!("{}-{kind}", grid.definition.name);
    let caption = format!("{heading}, {}: {}", area.name, grid.definition.title);
    let drawn: Vec<_> = measures
        .iter()
        .filter_map(|it| Some((*it, picture(grid, area, it, &scale)?)))
        .collect();
    html! {
        (markers(rows.iter().copied()))
        @if drawn.is_empty() {
            p.govuk-body { "No quarter is shown, so there is no picture." }
        } @else {
            (key(&rows))
            div.pictures {
                @for (measure, drawn) in &drawn {
                    figure { figcaption { (title(grid.definition, measure)) } (drawn) }
                }
            }
        }
        details.govuk-details {
            summary.govuk-details__summary { span.govuk-details__summary-text { "The figures of these pictures" } }
            (scrolled(&id, &caption, &by_quarter(grid, area, measures, root)))
        }
    }
}

fn by_quarter(
    grid: &Grid<'_>,
    area: Area<'_>,
    measures: &[&MeasureDefinition],
    root: Root,
) -> Markup {
    html! {
        thead { tr { th scope="col" { "Quarter" } @for it in measures { (head(grid.definition, it)) } } }
        tbody {
            @for quarter in &grid.quarters {
                tr {
                    th scope="row" { (quarter.label) }
                    @for it in measures { (cell(grid, grid.figure(&it.name, area, *quarter), root)) }
                }
            }
        }
    }
}

/// How to read the dots, as far as it is needed for these.
fn key(rows: &[&PublishedRow]) -> Markup {
    let has = |marker: &str| rows.iter().any(|it| it.marker.contains(marker));
    html! {
        p.note {
            "Every picture has the same scale, which begins at 0."
            @if rows.iter().any(|it| it.value.is_empty()) {
                " A grey column is a quarter without a figure, with the shorthand for why; no line crosses it."
            }
            @if has("[p]") { " A hollow dot is provisional [p]." }
            @if has("[u]") { " A square is of low reliability [u]." }
            @if rows.iter().any(|it| !it.lower.is_empty()) {
                " The upright line through a dot is the 95% interval of the share."
            }
        }
    }
}

/// Every area of a kind in one period.
pub(super) fn by_area(grid: &Grid<'_>, period: Period<'_>, root: Root) -> Markup {
    let measures: Vec<&MeasureDefinition> = grid.definition.measures.iter().collect();
    let id = format!("{}-{}", grid.definition.name, period.kind);
    let caption = format!("{}, {}", grid.definition.title, period.label);
    let rows = grid.areas.iter().flat_map(|area| {
        let of = measures.iter();
        of.filter_map(|it| grid.row(&it.name, *area, period))
    });
    html! {
        (markers(rows))
        (scrolled(&id, &caption, &html! {
            thead { tr {
                th scope="col" { "Area and code" }
                @for it in &measures { (head(grid.definition, it)) }
            } }
            @for (kind, title) in KINDS {
                @let areas: Vec<_> = grid.areas.iter().filter(|it| it.kind == kind).collect();
                @if !areas.is_empty() {
                    tbody {
                        tr.kind { th colspan=(measures.len() + 1) scope="rowgroup" { (title) } }
                        @for area in areas {
                            tr {
                                th scope="row" { (area.name) span.basis { (area.code) } }
                                @for it in &measures { (cell(grid, grid.figure(&it.name, *area, period), root)) }
                            }
                        }
                    }
                }
            }
        }))
    }
}
