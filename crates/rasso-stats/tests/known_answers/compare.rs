//! Units beside each other. The funnel's reference is tested beside its code.

use super::{Reference, near, near_limits, read};
use rasso_stats::Confidence::Percent95;
use rasso_stats::compare::{Ranges, Shrinkage, Side, Special, shrink, xmr};
use rasso_stats::proportion::Share;

fn forces(file: &Reference) -> Vec<Share> {
    let share = |row: super::Row<'_>| Share::new(row.count("charged"), row.count("recorded"));
    file.rows().map(|it| share(it).unwrap()).collect()
}

#[test]
fn shrinkage_is_what_vgam_and_scipy_give() {
    let shrinkage = shrink(&forces(&read("force_rates_input.csv")), Percent95).unwrap();
    let Shrinkage::Spread { alpha, beta, units } = shrinkage else {
        panic!("these forces differ beyond chance");
    };
    near(alpha, 6.110_682_056_49, 1e-8);
    near(beta, 96.338_470_514_39, 1e-8);
    for (row, unit) in read("eb_expected.csv").rows().zip(&units) {
        near(unit.value, row.number("value"), 1e-8);
        let interval = unit.interval.unwrap();
        near_limits(interval, &row, ["lower", "upper"], 1e-8);
    }
    assert_eq!(units.len(), 44);
}

fn label(special: Option<Special>) -> &'static str {
    match special {
        None => "Common Cause",
        Some(Special::Outside(Side::Above)) => "Above UCL",
        Some(Special::Outside(Side::Below)) => "Below LCL",
        Some(Special::Trend(Side::Above)) => "7 Point Trend (Increasing)",
        Some(Special::Trend(Side::Below)) => "7 Point Trend (Decreasing)",
        Some(Special::TwoInThree(Side::Above)) => "2 in 3 Above CL",
        Some(Special::TwoInThree(Side::Below)) => "2 in 3 Below CL",
        Some(Special::Shift(Side::Above)) => "7 Points Above CL",
        Some(Special::Shift(Side::Below)) => "7 Points Below CL",
    }
}

#[test]
fn charts_are_what_nhsrplotthedots_gives() {
    let file = read("xmr_expected_NHSR.csv");
    let rows: Vec<_> = file.rows().collect();
    let of_chart = |row: &super::Row<'_>| {
        [
            row.text("series").to_owned(),
            row.text("screen_outliers").to_owned(),
        ]
    };
    let mut charts = 0;
    for chart in rows.chunk_by(|a, b| of_chart(a) == of_chart(b)) {
        let series: Vec<f64> = chart.iter().map(|it| it.number("y")).collect();
        let ranges = match chart[0].text("screen_outliers") {
            "TRUE" => Ranges::Screened,
            _ => Ranges::All,
        };
        let found = xmr(&series, ranges).unwrap();
        for (row, point) in chart.iter().zip(&found.points) {
            near(found.centre, row.number("mean"), 1e-12);
            // Of a series that never changes the package screens every range; its limits are no number.
            let or_centre = |limit: f64| if limit.is_nan() { found.centre } else { limit };
            near(found.lower, or_centre(row.number("lpl")), 1e-12);
            near(found.upper, or_centre(row.number("upl")), 1e-12);
            assert_eq!(label(*point), row.text("special_cause_type"));
        }
        charts += 1;
    }
    assert_eq!(charts, 14);
}
