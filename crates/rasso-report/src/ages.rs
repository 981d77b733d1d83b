//! How cases end by their age, with those that are still open counted for as long as they were followed.

use crate::number::thousands;
use crate::table::{Head, table};
use crate::{AgeRow, AgeTable, Estimate};
use maud::{Markup, html};

/// The section; nothing where no such figure was asked for.
pub(crate) fn section(ages: Option<&AgeTable>) -> Markup {
    let Some(ages) = ages else {
        return html! {};
    };
    let days: Vec<String> = ages
        .columns
        .iter()
        .map(|it| format!("{} days", thousands(it.days.into())))
        .collect();
    let mut head = vec![Head::Text("Ended so"), Head::Number("Cases")];
    head.extend(days.iter().map(|it| Head::Number(it)));
    let body = html! {
        @for row in &ages.rows {
            tr {
                th scope="row" { abbr title=(row.definition) { (row.title) } }
                td.n {
                    (thousands(row.cases)) " " small {
                        (row.unit.replace('_', " ")) "s"
                        @if row.undated > 0 { "; " (thousands(row.undated)) " left out" }
                    }
                }
                @for estimate in &row.estimates { td.n { (cell(*estimate)) } }
            }
        }
    };
    html! {
        section aria-labelledby="ages" {
            h2 #ages { "How cases end, by age" }
            p {
                "England and Wales, cases that began in " (ages.period) ". A case takes years, and counting "
                "open ones as if nothing would come of them makes a figure too low. Here they count for as long "
                "as they were followed, and an end of one kind rules out the others (Aalen and Johansen). In "
                "small print: the 95% limits, and how many were still followed at that age. A dash: none was. "
                "Left out are those that ended nobody knows when. "
                "Open cases are taken to end as others of their age did, which is off where the pace changes."
            }
            (picture(ages))
            (table("ages-table", "Share of cases that ended so, by days since they began", &head, &body))
        }
    }
}

fn cell(estimate: Option<Estimate>) -> Markup {
    let percent = |share: f64| format!("{:.1}", share * 100.0);
    let Some(it) = estimate else {
        return html! { span.none { "\u{2013}" } };
    };
    html! {
        (percent(it.share)) "%"
        br;
        small {
            @if let Some([lower, upper]) = it.limits {
                (percent(lower)) " to " (percent(upper)) "; "
            }
            "n " (thousands(it.at_risk))
        }
    }
}

/// The height of one bar of the picture, and what is left free below it.
const BAR: usize = 22;
const GAP: usize = 8;
/// The width of the bars, and of the words before them.
const WIDTH: f64 = 700.0;
const WORDS: f64 = 90.0;

/// A bar for each age: the share of each kind of end, and what is still open.
fn picture(ages: &AgeTable) -> Markup {
    let parts_of: Vec<&AgeRow> = ages.rows.iter().filter(|it| it.is_part).collect();
    if parts_of.is_empty() {
        return html! {};
    }
    let bars: Vec<(usize, String, Vec<Part>)> = ages
        .columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| {
            Some((
                at,
                format!("{} days", thousands(column.days.into())),
                parts(&parts_of, at)?,
            ))
        })
        .collect();
    let height = (bars.len()) * (BAR + GAP);
    let said: Vec<String> = bars
        .iter()
        .map(|(_, days, parts)| {
            let parts: Vec<String> = parts
                .iter()
                .map(|it| format!("{} {:.1}%", it.title, it.share * 100.0))
                .collect();
            format!("After {days}: {}.", parts.join(", "))
        })
        .collect();
    let legend = bars.first().map(|it| it.2.as_slice()).unwrap_or_default();
    html! {
        figure.ages {
            svg viewBox={ "0 0 " (WIDTH + WORDS) " " (height) } role="img" aria-label=(said.join(" ")) {
                @for (place, (_, days, parts)) in bars.iter().enumerate() {
                    text x="0" y=(place * (BAR + GAP) + BAR - 6) { (days) }
                    @for part in parts {
                        rect class={ "end-" (part.colour) } x=(number(WORDS + part.from * WIDTH))
                            y=(place * (BAR + GAP)) width=(number(part.share * WIDTH)) height=(BAR) {
                            title { (part.title) ", after " (days) ": " (format!("{:.1}%", part.share * 100.0)) }
                        }
                    }
                }
            }
            figcaption {
                @for part in legend {
                    span.key { span class={ "swatch end-" (part.colour) } {} (part.title) }
                }
            }
        }
    }
}

/// One colour of a bar.
struct Part {
    title: String,
    /// The name of its colour in the style sheet.
    colour: String,
    from: f64,
    share: f64,
}

/// What each kind of end and what is open comes to at an age; nothing where nobody was followed so far.
fn parts(parts_of: &[&AgeRow], at: usize) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut from = 0.0;
    for (place, row) in parts_of.iter().enumerate() {
        let share = row.estimates.get(at).copied().flatten()?.share;
        parts.push(Part {
            title: row.title.clone(),
            colour: place.to_string(),
            from,
            share,
        });
        from += share;
    }
    parts.push(Part {
        title: "Open, or ended otherwise".to_owned(),
        colour: "open".to_owned(),
        from,
        share: (1.0 - from).max(0.0),
    });
    Some(parts)
}

/// A length in the picture.
fn number(length: f64) -> String {
    format!("{length:.1}")
}
