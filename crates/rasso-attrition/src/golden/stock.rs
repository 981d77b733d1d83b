//! What stands on the last day of a period, and how old it is.

use super::{cube, metric, plan, quarter};
use crate::{Cell, Cube, Metric, Sides, Units, measures};
use rasso_schema::Schemas;
use rasso_terms::Day;
use std::collections::BTreeMap;

/// Two cases open since before the first quarter, of which one ends in the second.
#[test]
fn a_stock_is_what_had_begun_and_not_ended_and_is_never_summed_over_periods() {
    let metric = metric("crown_open");
    let sides = Sides {
        numerator: cube(&[("2023-Q4", 2)]),
        denominator: None,
        ended: Some(cube(&[("2024-Q2", 1)])),
    };
    let counted = BTreeMap::from([((metric.name.clone(), "stock".to_owned()), sides)]);
    let all = measures(&[&metric], &counted, &plan("2024-Q1", "2024-Q3")).unwrap();
    let on = |period: &str| {
        let it = all.iter().find(|it| it.period.to_string() == period);
        it.and_then(|it| it.numerator)
    };
    assert_eq!(on("2024-Q1"), Some(2));
    assert_eq!((on("2024-Q2"), on("2024-Q3")), (Some(1), Some(1)));
    assert_eq!(on("2024"), Some(1), "a year that is not over ends now");

    let schemas = Schemas::embedded().unwrap();
    let units = Units::load(&schemas).unwrap();
    let file = "metrics/crown_open.toml";
    let text = schemas.file(file).unwrap();
    let as_a_flow = text.replace("[clocks.stock]", "[clocks.flow]");
    let refused = Metric::parse(file, &as_a_flow, &units).unwrap_err();
    assert!(refused.to_string().contains("that of a stock"), "{refused}");
}

/// Of two cases open since the last days of 2023 the older ends in the second quarter.
#[test]
fn the_age_of_what_is_open_is_that_on_the_last_day_known() {
    let metric = metric("crown_open_age.mean");
    let begun = |at: &str, days: &[&str]| {
        let mut cell = Cell::default();
        for day in days {
            let began: Day = day.parse().unwrap();
            cell.days.add(began.number());
            cell.units += 1;
        }
        let mut cube = Cube::default();
        cube.add("52", "cps:south-west", quarter(at), &cell);
        cube
    };
    let sides = Sides {
        numerator: begun("2023-Q4", &["2023-12-01", "2023-12-31"]),
        denominator: None,
        ended: Some(begun("2024-Q2", &["2023-12-01"])),
    };
    let mut plan = plan("2024-Q1", "2024-Q3");
    plan.coverage.censored = "2024-08-31".parse().unwrap();
    let counted = BTreeMap::from([((metric.name.clone(), "stock".to_owned()), sides)]);
    let all = measures(&[&metric], &counted, &plan).unwrap();
    let on = |period: &str| {
        let it = all.iter().find(|it| it.period.to_string() == period);
        it.map(|it| (it.numerator, it.denominator, it.value))
    };
    // 121 and 91 days; then 182; then as on 31 August.
    assert_eq!(on("2024-Q1"), Some((Some(212), Some(2), Some(106.0))));
    assert_eq!(on("2024-Q2"), Some((Some(182), Some(1), Some(182.0))));
    assert_eq!(on("2024-Q3"), Some((Some(244), Some(1), Some(244.0))));

    let schemas = Schemas::embedded().unwrap();
    let units = Units::load(&schemas).unwrap();
    let file = "metrics/crown_open_age.mean.toml";
    let text = schemas.file(file).unwrap();
    let as_a_flow = text.replace("[clocks.stock]", "[clocks.flow]");
    let refused = Metric::parse(file, &as_a_flow, &units).unwrap_err();
    assert!(
        refused.to_string().contains("a mean needs a `value`"),
        "{refused}"
    );
}
