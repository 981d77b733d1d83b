//! Series over time, with the limits within which they vary and dated policy events.

use super::{
    parts::{markers, scrolled},
    table,
};
use crate::{
    context::PolicyEvent,
    drawn::{Mark, series},
    estimates::{Control, LEAST_QUARTERS, control},
    figure::{Root, cell},
    site::Site,
};
use maud::{Markup, html};
use rasso_release::{
    MeasureDefinition,
    view::{Area, Grid, Period, is_share, title, words},
};
use rasso_terms::{Day, Quarter};

pub(crate) fn body(site: &Site<'_>) -> Markup {
    html! {
        (how_to_read())
        @for grid in &site.grids {
            @if let Some(nation) = grid.nation() {
                @let events = within(&site.context.events, &grid.quarters);
                section.stage {
                    h2.govuk-heading-l { a href=(table::path(grid)) { (grid.definition.title) } }
                    p.govuk-body { (nation.name) ", counted " (grid.definition.clock) "." }
                    (told(&events))
                    @for measure in headline(grid) { (of_measure(grid, nation, measure, &events)) }
                }
            }
        }
    }
}

/// The first count of a table, and its shares.
fn headline<'a>(grid: &Grid<'a>) -> impl Iterator<Item = &'a MeasureDefinition> {
    let measures = grid.definition.measures.iter().enumerate();
    measures
        .filter(|(at, it)| *at == 0 || is_share(it))
        .map(|it| it.1)
}

fn how_to_read() -> Markup {
    html! {
        details.govuk-details {
            summary.govuk-details__summary { span.govuk-details__summary-text { "How to read these pictures" } }
            div.govuk-details__text {
                p {
                    "The line across is the mean of the quarters that are shown, the broken lines are the limits within which such a \
                     series varies without a cause of its own (XmR chart: the mean and 2.66 mean distances from quarter to quarter). A \
                     square is a quarter that stands out, by the rules that the NHS uses; the table says by which."
                }
                p {
                    "Limits need " (LEAST_QUARTERS) " quarters one after the other that are shown, and say more with fifteen. Across a \
                     withheld quarter nothing is drawn."
                }
                p { "Policy events are marked on their day. That something happened after one does not say that it came of it." }
            }
        }
    }
}

/// A policy event, its number, and where it lies.
type Dated<'e> = (usize, &'e PolicyEvent, f64);

/// The events that lie within these quarters.
fn within<'e>(events: &'e [PolicyEvent], quarters: &[Period<'_>]) -> Vec<Dated<'e>> {
    let ends = quarters.first().zip(quarters.last());
    let ends = ends.and_then(|(first, last)| {
        Some((
            first.name.parse::<Quarter>().ok()?,
            last.name.parse::<Quarter>().ok()?,
        ))
    });
    let Some((first, last)) = ends else {
        return Vec::new();
    };
    let place = |event: &PolicyEvent| {
        let day = event.date.parse::<Day>().ok()?;
        let quarter = Quarter::of(day);
        let is_in = (first.ordinal()..=last.ordinal()).contains(&quarter.ordinal());
        let days = |from: Day, to: Day| f64::from(to.number() - from.number());
        let whole = f64::from(quarter.ordinal() - first.ordinal());
        let part =
            days(quarter.first_day(), day) / days(quarter.first_day(), quarter.last_day().plus(1));
        is_in.then_some(whole + part)
    };
    let placed = events.iter().filter_map(|it| Some((it, place(it)?)));
    placed
        .zip(1..)
        .map(|((event, place), number)| (number, event, place))
        .collect()
}

fn told(events: &[Dated<'_>]) -> Markup {
    html! {
        @if !events.is_empty() {
            ul.govuk-list {
                @for (number, event, _) in events {
                    li {
                        strong { "Event " (number) ", " (words::date(&event.date)) ": " (event.title) "." } " " (event.says) " "
                        a href=(event.source) { "Source" span.govuk-visually-hidden { " of " (event.title) } } "."
                    }
                }
            }
        }
    }
}

fn of_measure(
    grid: &Grid<'_>,
    area: Area<'_>,
    measure: &MeasureDefinition,
    events: &[Dated<'_>],
) -> Markup {
    let is_too_early = is_share(measure) && grid.definition.is_of_cohorts();
    let chart = control(grid, area, measure).filter(|_| !is_too_early);
    let marks: Vec<Mark> = events
        .iter()
        .map(|it| Mark {
            number: it.0,
            quarters: it.2,
        })
        .collect();
    let rows = grid
        .quarters
        .iter()
        .filter_map(|it| grid.row(&measure.name, area, *it));
    let id = format!("{}-{}-figures", grid.definition.name, measure.name);
    let name = title(grid.definition, measure);
    html! {
        h3.govuk-heading-m { (name) }
        (markers(rows))
        @if is_too_early {
            p.note { "A recent quarter has had less time than an earlier one, and its share still rises: a fall to the right is no trend, and there are no limits." }
        } @else if chart.is_none() {
            p.note { "Fewer than " (LEAST_QUARTERS) " quarters are shown one after the other, so there are no limits." }
        }
        @match series(grid, area, measure, chart.as_ref(), &marks) {
            Some(drawn) => { (drawn) },
            None => { p.govuk-body { "No quarter is shown, so there is no picture." } },
        }
        (figures(grid, area, measure, (&id, &name), chart.as_ref()))
    }
}

/// The figures behind the picture, and which stand out.
fn figures(
    grid: &Grid<'_>,
    area: Area<'_>,
    measure: &MeasureDefinition,
    (id, name): (&str, &str),
    chart: Option<&Control<'_>>,
) -> Markup {
    let caption = format!("{name}, {}, by quarter", area.name);
    html! {
        details.govuk-details {
            summary.govuk-details__summary { span.govuk-details__summary-text { "The figures of this picture" } }
            @if let Some(it) = chart {
                p { "Mean " (one_decimal(it.chart.centre)) ", limits " (one_decimal(it.chart.lower.max(0.0))) " to " (one_decimal(it.chart.upper)) ", worked out from the " (it.quarters.len()) " quarters from " (it.quarters.first().map_or("", |it| it.0.label)) "." }
            }
            (scrolled(id, &caption, &html! {
                thead { tr { th scope="col" { "Quarter" } th.n scope="col" { (name) } th scope="col" { "Stands out" } } }
                tbody {
                    @for quarter in &grid.quarters {
                        tr {
                            th scope="row" { (quarter.label) }
                            (cell(grid, grid.figure(&measure.name, area, *quarter), Root::TOP))
                            td { (chart.and_then(|it| it.sign(*quarter)).unwrap_or_default()) }
                        }
                    }
                }
            }))
        }
    }
}

fn one_decimal(figure: f64) -> String {
    words::number(&format!("{figure:.1}"))
}
