//! The part of the page on one table: pictures by quarter with the figures behind them, and the newest figures by area.

use crate::{
    MeasureDefinition, PublishedRow, TableDefinition,
    view::{Area, Grid, Period, Scale, is_share, picture, shorthand, title, words},
};
use maud::{Markup, html};

/// The kinds of area, in the order in which a table by area has them.
const KINDS: [(&str, &str); 3] = [
    ("national", "Nation"),
    ("cps_area", "CPS Areas"),
    ("force", "Police forces"),
];

/// The part on one table.
pub(super) fn section(grid: &Grid<'_>, is_held: bool) -> Markup {
    let definition = grid.definition;
    let name = &definition.name;
    let (shares, counts): (Vec<_>, Vec<_>) =
        definition.measures.iter().partition(|it| is_share(it));
    html! {
        section aria-labelledby={ "table-" (name) } {
            h2 id={ "table-" (name) } { (definition.title) }
            p { "Counted " (definition.clock) ". " a href={ "tables/" (name) ".csv" } { "All figures of this table (CSV)" } "." }
            @if let Some(it) = definition.measures.first() { p { strong { (it.title) ": " } (it.definition) } }
            @if is_held {
                p.inset { "The revisions of this table are held: counts of earlier periods have changed since they were published, and stay here as they were published." }
            }
            @if let Some(nation) = grid.nation() {
                (pictures(grid, nation, &counts, "counts", "Counts by quarter"))
                (pictures(grid, nation, &shares, "shares", "Shares by quarter, in per cent"))
            }
            @if let Some(newest) = grid.quarters.last() {
                h3 { "By area, " (newest.label) }
                (by_area(grid, *newest))
            }
            @if let Some(year) = grid.years.last() {
                details { summary { "By area, " (year.label) } (by_area(grid, *year)) }
            }
        }
    }
}

/// The pictures of the measures of one kind, on one scale, and the figures behind them.
fn pictures(
    grid: &Grid<'_>,
    nation: Area<'_>,
    measures: &[&MeasureDefinition],
    kind: &str,
    heading: &str,
) -> Markup {
    let row = |measure: &MeasureDefinition, quarter: &Period<'_>| {
        grid.row(&measure.name, nation, *quarter)
    };
    let rows: Vec<&PublishedRow> = measures
        .iter()
        .flat_map(|measure| grid.quarters.iter().filter_map(move |it| row(measure, it)))
        .collect();
    let ends = rows.iter().flat_map(|it| [&it.value, &it.upper]);
    let scale = Scale::up_to(ends.filter_map(|it| it.parse().ok()).fold(0.0, f64::max));
    let id = format!("{}-{kind}", grid.definition.name);
    html! {
        @if !measures.is_empty() {
            h3 { (heading) ", " (nation.name) }
            (words::shorthand(&shorthand(rows.iter().copied())))
            (key(&rows))
            @if grid.definition.is_of_cohorts() && measures.iter().any(|it| is_share(it)) { p.note { "A recent period has had less time than an earlier one, and its share still rises: a fall to the right is no trend." } }
            div.pictures {
                @for measure in measures {
                    figure {
                        figcaption { (title(grid.definition, measure)) }
                        @if let Some(drawn) = picture(grid, nation, measure, &scale) { (drawn) } @else {
                            p.note { "No quarter is shown, so there is no picture." }
                        }
                    }
                }
            }
            details {
                summary { "The figures of these pictures" }
                (scrolled(&id, &format!("{heading}, {}: {}", nation.name, grid.definition.title), &html! {
                    thead { tr { th scope="col" { "Quarter" } @for it in measures { (head(grid.definition, it)) } } }
                    tbody {
                        @for quarter in &grid.quarters {
                            tr { th scope="row" { (quarter.label) } @for it in measures { (words::cell(row(it, quarter))) } }
                        }
                    }
                }))
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

fn head(table: &TableDefinition, measure: &MeasureDefinition) -> Markup {
    html! {
        th.n scope="col" { (title(table, measure)) @if is_share(measure) { span.basis { "per cent, 95% interval" } } }
    }
}

/// Every area in one period.
fn by_area(grid: &Grid<'_>, period: Period<'_>) -> Markup {
    let measures = &grid.definition.measures;
    let row = |area: &Area<'_>, measure: &MeasureDefinition| grid.row(&measure.name, *area, period);
    let rows = grid
        .areas
        .iter()
        .flat_map(|area| measures.iter().filter_map(move |it| row(area, it)));
    let used = shorthand(rows);
    let id = format!("{}-{}", grid.definition.name, period.kind);
    let caption = format!("{}, {}", grid.definition.title, period.label);
    html! {
        (words::shorthand(&used))
        (scrolled(&id, &caption, &html! {
            thead { tr {
                th scope="col" { "Area and code" }
                @for it in measures { (head(grid.definition, it)) }
            } }
            @for (kind, title) in KINDS {
                @let areas: Vec<_> = grid.areas.iter().filter(|it| it.kind == kind).collect();
                @if !areas.is_empty() {
                    tbody {
                        tr.kind { th colspan=(measures.len() + 1) scope="rowgroup" { (title) } }
                        @for area in areas {
                            tr {
                                th.area scope="row" { (area.name) span.basis { (area.code) } }
                                @for it in measures { (words::cell(row(area, it))) }
                            }
                        }
                    }
                }
            }
        }))
    }
}

/// A table in a region that scrolls sideways, and can be reached by keyboard.
pub(super) fn scrolled(id: &str, caption: &str, table: &Markup) -> Markup {
    html! {
        div.scroll role="region" aria-labelledby=(id) tabindex="0" {
            table { caption { span id=(id) { (caption) } } (table) }
        }
    }
}
