//! The main points: sentences that are filled in from published rows and say nothing that is not in one.
//!
//! **Invariant:** a number in a sentence is the text of a row. Nothing is worked out, so nothing withheld can be worked back.

use crate::{
    MeasureDefinition, PublishedRow,
    view::{Grid, is_share, words},
};
use maud::{Markup, html};

/// The section.
pub(super) fn section(grids: &[Grid<'_>]) -> Markup {
    html! {
        section aria-labelledby="points" {
            h2 #points { "Main points" }
            @if let Some(nation) = grids.iter().find_map(Grid::nation) {
                p.note { "All figures here are of " (nation.name) ". No sentence says that a difference is more than chance." }
            }
            @for grid in grids {
                @let points = points(grid);
                h3 { a href={ "#table-" (grid.definition.name) } { (grid.definition.title) } ", " (grid.definition.clock) }
                @if points.is_empty() {
                    p { "This table has no figures for the whole." }
                } @else {
                    ul { @for point in points { li { (point) } } }
                }
            }
        }
    }
}

/// The sentences of a table: on what it is of in all, and on its shares.
fn points(grid: &Grid<'_>) -> Vec<String> {
    let is_told = |(at, measure): &(usize, &MeasureDefinition)| *at == 0 || is_share(measure);
    let measures = grid.definition.measures.iter().enumerate();
    measures
        .filter(is_told)
        .filter_map(|(_, it)| point(grid, it))
        .collect()
}

fn point(grid: &Grid<'_>, measure: &MeasureDefinition) -> Option<String> {
    let nation = grid.nation()?;
    let newest = *grid.quarters.last()?;
    let now = grid.row(&measure.name, nation, newest)?;
    let earlier = grid
        .year_before(newest)
        .and_then(|it| grid.row(&measure.name, nation, it));
    let year = grid
        .years
        .last()
        .and_then(|it| grid.row(&measure.name, nation, *it));
    let is_too_early = is_share(measure) && grid.definition.is_of_cohorts();
    Some(match earlier {
        Some(_) if is_too_early => sentence(now, None, year) + " " + words::TOO_EARLY,
        _ => sentence(now, earlier, year),
    })
}

/// What a figure was in the newest quarter, beside the same quarter a year before where both are shown, and in the year.
fn sentence(
    now: &PublishedRow,
    earlier: Option<&PublishedRow>,
    year: Option<&PublishedRow>,
) -> String {
    let both = earlier.filter(|it| !it.value.is_empty() && !now.value.is_empty());
    let compared = both.map_or_else(String::new, |it| {
        let told = words::told(it);
        format!(
            ", compared with {told} a year before, in {}",
            it.period_label
        )
    });
    let in_year = year.map_or_else(String::new, |it| {
        format!(" In {}: {}.", it.period_label, words::told(it))
    });
    let (title, told) = (&now.measure_title, words::told(now));
    format!(
        "{title}: {told} in {}{compared}.{in_year}",
        now.period_label
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(value: &str, marker: &str, label: &str) -> PublishedRow {
        PublishedRow {
            measure_title: "Rapes recorded".to_owned(),
            unit: "count".to_owned(),
            value: value.to_owned(),
            marker: marker.to_owned(),
            period_label: label.to_owned(),
            ..PublishedRow::default()
        }
    }

    #[test]
    fn a_sentence_has_the_numbers_of_its_rows_and_no_others() {
        let now = row("17147", "[p]", "April to June");
        let earlier = row("16230", "", "that quarter");
        let year = row("68000", "", "the year to June");
        let said = sentence(&now, Some(&earlier), Some(&year));
        assert_eq!(
            said,
            "Rapes recorded: 17,147 (provisional [p]) in April to June, compared with 16,230 a year before, in that quarter. \
             In the year to June: 68,000."
        );
        let numbers: Vec<String> = said
            .split(|it: char| !it.is_ascii_digit() && it != ',')
            .map(|it| it.replace(',', ""))
            .filter(|it| !it.is_empty())
            .collect();
        assert_eq!(numbers, [now.value, earlier.value, year.value]);
    }

    #[test]
    fn the_points_of_a_table_are_on_its_newest_quarter_and_its_year() {
        let release = crate::bulletin::example::release();
        let said = points(&Grid::of(&release.tables[0]));
        assert_eq!(
            said,
            [
                "all: 1,300 in April to June 2025. In the year to June 2025: withheld [c].",
                "rate: 10.4% (95% interval 6.8% to 21.3%) in April to June 2025. In the year to June 2025: withheld [c].",
            ]
        );
    }

    #[test]
    fn a_share_of_cases_that_are_followed_on_is_beside_no_other_year() {
        let mut release = crate::bulletin::example::release();
        let table = &mut release.tables[0];
        let newest = table
            .rows
            .iter()
            .map(|it| it.period.clone())
            .filter(|it| it.contains("-Q"))
            .max();
        let mut before: Vec<PublishedRow> = table.rows.clone();
        before.retain(|it| Some(&it.period) == newest.as_ref() && it.measure == "rate");
        for row in &mut before {
            row.period = "2024-Q2".to_owned();
            row.period_label = "April to June 2024".to_owned();
        }
        table.rows.extend(before);
        let said = points(&Grid::of(&release.tables[0]));
        assert!(
            !said[1].contains("2024") && said[1].ends_with(words::TOO_EARLY),
            "{}",
            said[1]
        );
        release.tables[0].definition.clock = "by date of event".to_owned();
        let said = points(&Grid::of(&release.tables[0]));
        assert!(
            said[1].contains("a year before, in April to June 2024"),
            "{}",
            said[1]
        );
    }

    #[test]
    fn what_is_withheld_is_said_to_be_and_is_beside_nothing() {
        let now = row("", "[c]", "April to June");
        let said = sentence(&now, Some(&row("12", "", "that quarter")), None);
        assert_eq!(said, "Rapes recorded: withheld [c] in April to June.");
        let said = sentence(&row("12", "", "April to June"), Some(&now), None);
        assert_eq!(said, "Rapes recorded: 12 in April to June.");
    }

    #[test]
    fn a_share_is_told_with_its_interval() {
        let mut share = row("12.3", "[u]", "April to June");
        share.unit = "per cent".to_owned();
        share.lower = "6.8".to_owned();
        share.upper = "21.3".to_owned();
        assert_eq!(
            sentence(&share, None, None),
            "Rapes recorded: 12.3% (95% interval 6.8% to 21.3%; of low reliability [u]) in April to June."
        );
    }
}
