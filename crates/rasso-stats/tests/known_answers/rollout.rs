//! Roll-outs.

use super::{near, read};
use rasso_stats::Confidence::Percent95;
use rasso_stats::rollout::{Controls, Correction, Effect, Panel, interrupted, staggered};

#[test]
fn an_interrupted_series_has_the_errors_that_statsmodels_and_sandwich_give() {
    let series: Vec<f64> = read("its_input.csv")
        .rows()
        .map(|it| it.number("y"))
        .collect();
    let file = read("its_expected.csv");
    for row in file.rows() {
        let correction = match row.text("corrected") {
            "TRUE" => Correction::SmallSample,
            _ => Correction::None,
        };
        let lags = row.text("lags").parse().unwrap();
        let found = interrupted(&series, 24, lags, correction, Percent95).unwrap();
        let term = match row.text("term") {
            "level" => found.level,
            "slope" => found.slope,
            "level_change" => found.level_change,
            "slope_change" => found.slope_change,
            other => panic!("no term {other}"),
        };
        near(term.value, row.number("coef"), 1e-10);
        near(term.std_error, row.number("se"), 1e-10);
    }
    assert_eq!(file.rows().count(), 16);
}

pub(super) fn panel() -> Panel {
    let mut figures = vec![Vec::new(); 42];
    let mut starts = vec![None; 42];
    for row in read("did_input.csv").rows() {
        let unit: usize = row.text("unit").parse().unwrap();
        figures[unit].push(row.number("y"));
        starts[unit] = row.text("start").parse().ok();
    }
    Panel::new(figures, starts).unwrap()
}

#[test]
fn staggered_effects_are_what_diff_diff_gives() {
    let file = read("did_expected.csv");
    for row in file.rows() {
        let controls = match row.text("controls") {
            "never_treated" => Controls::Never,
            _ => Controls::NotYet,
        };
        let found = staggered(&panel(), controls, Percent95).unwrap();
        let effect: Effect = match row.text("start") {
            "all" => found.overall,
            start => {
                let is_it = |it: &&rasso_stats::rollout::GroupTime| {
                    it.start.to_string() == start && it.time.to_string() == row.text("period")
                };
                found.cells.iter().find(is_it).unwrap().effect
            }
        };
        near(effect.value, row.number("att"), 1e-10);
        near(effect.std_error, row.number("se"), 1e-10);
        assert_eq!(found.cells.len(), 11);
    }
    assert_eq!(file.rows().count(), 24);
}
