//! The short table of the terminal: England and Wales in the period shown.

use crate::{
    run::{Overview, by_age, overview::clock_words, page_forces},
    terminal,
};
use rasso_attrition::{AreaType, Kind, Measure, Metric, Status};
use rasso_stats::{Median, percentage_half_up, thousands};
use rasso_terms::Period;

/// Rows of measures that a terminal shows: of more, those that `run.html` shows by force.
const MOST_ROWS: usize = 30;

/// The funnel, and the measures of England and Wales.
pub(crate) fn attrition_table(
    overview: &Overview,
    metrics: &[Metric],
    measures: &[Measure],
) -> String {
    let funnel: Vec<Vec<String>> = overview
        .funnel
        .iter()
        .map(|it| {
            let count = it.count.map_or_else(|| "[x]".to_owned(), thousands);
            vec![it.name.to_owned(), count, it.unit.to_owned()]
        })
        .collect();
    let text = format!(
        "England and Wales, every record of the extracts, whatever its date\n{}",
        terminal::columns(&funnel)
    );
    let Some(period) = overview.period else {
        return text;
    };
    let all = of_period(metrics, measures, period);
    if all.is_empty() {
        return format!("{text}\nEngland and Wales, {period}: no measure counts anything");
    }
    let first = first_look(&all);
    let more = match all.len() - first.len() {
        0 => String::new(),
        left => format!(
            "{left} more of them are in measures.parquet; `rasso explain` lists what each counts\n"
        ),
    };
    format!(
        "{text}\nEngland and Wales, {period}\n{}{more}{}",
        terminal::columns(&rows(&first)),
        by_age::in_words(metrics, measures)
    )
}

type Figure<'m> = (&'m Metric, &'m Measure);

fn of_period<'m>(
    metrics: &'m [Metric],
    measures: &'m [Measure],
    period: Period,
) -> Vec<Figure<'m>> {
    let is_shown = |it: &&Measure| {
        it.area_type == AreaType::National && it.period == period && it.horizon.is_none()
    };
    let of = |it: &'m Measure| {
        let metric = metrics.iter().find(|metric| metric.name == it.metric)?;
        // Rates for so many, and what others published, are in measures.parquet alone.
        metric.is_of_units().then_some((metric, it))
    };
    measures.iter().filter(is_shown).filter_map(of).collect()
}

fn first_look<'m>(all: &[Figure<'m>]) -> Vec<Figure<'m>> {
    let fits = all.len() <= MOST_ROWS;
    let is_first = |it: &&Figure<'_>| fits || page_forces::shows(&it.1.metric, &it.1.clock);
    all.iter().filter(is_first).copied().collect()
}

fn rows(figures: &[Figure<'_>]) -> Vec<Vec<String>> {
    let head = ["Measure", "dated", "numerator", "denominator", "value"].map(str::to_owned);
    let row = |(metric, it): &Figure<'_>| {
        let is_known = it.status != Status::NotApplicable;
        let units = |it: Option<i64>| it.and_then(|it| u64::try_from(it).ok());
        let whole = |count: Option<i64>| {
            units(count)
                .filter(|_| is_known)
                .map_or_else(String::new, thousands)
        };
        let figure = if is_known {
            value(
                metric.kind,
                it.median,
                (units(it.numerator), units(it.denominator)),
            )
        } else {
            "[x]".to_owned()
        };
        vec![
            metric.title.clone(),
            clock_words(&it.clock).to_owned(),
            whole(it.numerator),
            whole(it.denominator),
            figure,
        ]
    };
    std::iter::once(head.into())
        .chain(figures.iter().map(row))
        .collect()
}

fn value(kind: Kind, median: Option<Median>, counts: (Option<u64>, Option<u64>)) -> String {
    let none = || "not estimable".to_owned();
    match (kind, counts) {
        (Kind::Count | Kind::Stock, (Some(count), _)) => thousands(count),
        (Kind::Median, _) => median.map_or_else(none, |it| match it.to_string().as_str() {
            "1" => "1 day".to_owned(),
            days => format!("{days} days"),
        }),
        (Kind::Mean, (Some(total), Some(n))) => {
            rasso_stats::mean_half_up(total, n).unwrap_or_else(none)
        }
        (Kind::Proportion | Kind::Ratio, (Some(over), Some(under))) => {
            percentage_half_up(over, under, 1).map_or_else(none, |it| format!("{it}%"))
        }
        _ => none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_shown_as_what_it_is() {
        assert_eq!(value(Kind::Mean, None, (Some(9), Some(4))), "2.3");
        assert_eq!(value(Kind::Mean, None, (Some(0), Some(0))), "not estimable");
        assert_eq!(value(Kind::Proportion, None, (Some(1), Some(4))), "25.0%");
        assert_eq!(value(Kind::Stock, None, (Some(1_628), None)), "1,628");
        let median = Some(Median { twice: 25 });
        assert_eq!(value(Kind::Median, median, (None, Some(7))), "12.5 days");
        assert_eq!(value(Kind::Count, None, (None, None)), "not estimable");
    }
}
