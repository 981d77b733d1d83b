//! Changes worked out by hand.

use super::*;
use crate::{Coverage, Units};
use rasso_terms::{Agency, Period};

fn baseline(text: &str) -> Result<Baseline, String> {
    let mut read: Baseline = toml::from_str(text).map_err(|it| it.message().to_owned())?;
    let schemas = Schemas::embedded().unwrap();
    let metrics = Metric::load_all(&schemas, &Units::load(&schemas).unwrap()).unwrap();
    read.quarters = read.read_quarters()?;
    read.check(&metrics).map(|()| read)
}

const HEAD: &str = "name = \"b\"\ntitle = \"t\"\nsays = \"s\"\nwhen = \"w\"\n";

fn measure(metric: &str, quarter: &str, above: i64, below: Option<i64>) -> Measure {
    let first: Quarter = quarter.parse().unwrap();
    Measure {
        metric: metric.to_owned(),
        unit: "cps_suspect".to_owned(),
        clock: "flow".to_owned(),
        area_type: AreaType::National,
        area_code: "EW".to_owned(),
        period: Period::between(first, first)[0],
        horizon: None,
        numerator: Some(above),
        denominator: below,
        value: Some(float(above) / below.map_or(1.0, float)),
        median: None,
        interval: None,
        open_share: None,
        linked_share: None,
        coverage: 1.0,
        status: Status::Ok,
    }
}

fn changed(baseline: &Baseline, measures: &[Measure], from: &str) -> Vec<Change> {
    let schemas = Schemas::embedded().unwrap();
    let metrics = Metric::load_all(&schemas, &Units::load(&schemas).unwrap()).unwrap();
    let plan = MeasurePlan {
        from: from.parse().unwrap(),
        to: "2024-Q4".parse().unwrap(),
        reference: crate::Reference::default(),
        coverage: Coverage {
            censored: rasso_terms::Day::from_ymd(2024, 12, 31).unwrap(),
            agencies: [Agency::Cps].into(),
        },
    };
    changes(std::slice::from_ref(baseline), &metrics, measures, &plan)
}

/// The last report of the joint action plan: referrals up by 152%, charges by 168%.
#[test]
fn a_count_rises_in_per_cent_of_its_baseline() {
    let own = "quarter = \"2021-Q1\"\n[[own]]\nmetric = \"referrals\"\nclock = \"flow\"\n";
    let of_then = baseline(&format!("{HEAD}{own}")).unwrap();
    let measures = [
        measure("referrals", "2021-Q1", 250, None),
        measure("referrals", "2023-Q4", 200, None),
        measure("referrals", "2024-Q2", 630, None),
    ];
    let found = changed(&of_then, &measures, "2021-Q1");
    let percents: Vec<_> = found.iter().map(|it| it.percent.unwrap()).collect();
    assert_eq!(percents, [-20.0, 152.0]);
    assert_eq!((found[1].difference, found[1].points), (Some(380.0), None));
    // A quarter that was not counted is no quarter with nothing in it.
    assert_eq!(changed(&of_then, &measures, "2021-Q2"), []);
    // Nothing to take a per cent of.
    let none = [
        measure("referrals", "2021-Q1", 0, None),
        measures[2].clone(),
    ];
    let found = changed(&of_then, &none, "2021-Q1");
    assert_eq!((found[0].difference, found[0].percent), (Some(630.0), None));
}

#[test]
fn a_share_rises_in_percentage_points_from_that_of_the_sums() {
    let own = "year = \"2023\"\n[[own]]\nmetric = \"charge_rate.legal_decisions\"\nclock = \"flow\"\n\
               [[own]]\nmetric = \"referrals\"\nclock = \"flow\"\n";
    let of_then = baseline(&format!("{HEAD}{own}")).unwrap();
    let rate =
        |quarter, above, below| measure("charge_rate.legal_decisions", quarter, above, Some(below));
    let measures = [
        rate("2023-Q1", 9, 10),
        rate("2023-Q2", 51, 90),
        rate("2024-Q1", 75, 100),
        // Two of the four quarters have no cell: the mean is of four all the same.
        measure("referrals", "2023-Q1", 30, None),
        measure("referrals", "2023-Q4", 50, None),
        measure("referrals", "2024-Q1", 25, None),
    ];
    let found = changed(&of_then, &measures, "2023-Q1");
    // 60 of 100, and not the mean of 90% and 57%.
    assert_eq!(found[0].then, Some(0.6));
    assert!((found[0].points.unwrap() - 15.0).abs() < 1e-9);
    assert_eq!(found[0].percent, None);
    assert_eq!((found[1].then, found[1].percent), (Some(20.0), Some(25.0)));
}

#[test]
fn a_published_number_is_one_of_the_nation() {
    let published =
        "[[published]]\nmetric = \"referrals\"\nclock = \"flow\"\nvalue = 461\nsource = \"s\"\n";
    let of_then = baseline(&format!("{HEAD}{published}")).unwrap();
    let mut of_force = measure("referrals", "2024-Q1", 922, None);
    let of_nation = of_force.clone();
    of_force.area_type = AreaType::Force;
    let found = changed(&of_then, &[of_force, of_nation], "2024-Q1");
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].then, found[0].percent),
        (Some(461.0), Some(100.0))
    );
}

#[test]
fn what_has_no_baseline_is_refused() {
    let own = |metric: &str| format!("[[own]]\nmetric = \"{metric}\"\nclock = \"flow\"\n");
    for (text, says) in [
        (own("referrals"), "one of `quarter` and `year`"),
        (format!("year = \"2023\"\nquarter = \"2023-Q1\"\n{}", own("referrals")), "one of `quarter` and `year`"),
        (format!("year = \"last\"\n{}", own("referrals")), "`last` is no year"),
        (format!("year = \"2023\"\n{}", own("referal")), "no metric is called `referal`"),
        (format!("year = \"2023\"\n{}", own("days.recorded_to_charge.median")), "only a count or a proportion"),
        ("[[published]]\nmetric = \"charge_rate.all_pcd\"\nclock = \"flow\"\nvalue = 7\nsource = \"s\"\n".to_owned(), "is no count"),
    ] {
        let said = baseline(&format!("{HEAD}{text}")).unwrap_err();
        assert!(said.contains(says), "{said}");
    }
}
