//! Published figures, recomputed from the counts they rest on.

mod stock;

use crate::{
    AreaType, Cell, Coverage, Cube, Measure, MeasurePlan, Metric, Sides, Status, Units, measures,
};
use rasso_schema::Schemas;
use rasso_stats::percentage_half_up;
use rasso_terms::{Agency, Day, PeriodType, Quarter};
use std::collections::{BTreeMap, BTreeSet};

fn metric(name: &str) -> Metric {
    let schemas = Schemas::embedded().unwrap();
    let mut metrics = Metric::load_all(&schemas, &Units::load(&schemas).unwrap()).unwrap();
    metrics.remove(name).unwrap()
}

fn quarter(text: &str) -> Quarter {
    text.parse().unwrap()
}

fn cube(counts: &[(&str, u64)]) -> Cube {
    let mut cube = Cube::default();
    for (at, units) in counts {
        let cell = Cell {
            units: *units,
            ..Cell::default()
        };
        cube.add("52", "cps:south-west", quarter(at), &cell);
    }
    cube
}

fn plan(from: &str, to: &str) -> MeasurePlan {
    MeasurePlan {
        from: quarter(from),
        to: quarter(to),
        coverage: Coverage {
            censored: Day::from_number(30_000),
            agencies: BTreeSet::from([Agency::Police, Agency::Cps, Agency::Courts]),
        },
        reference: crate::Reference::default(),
    }
}

/// The flow measures of one metric for England and Wales.
fn national(
    name: &str,
    numerator: Cube,
    denominator: Option<Cube>,
    from: &str,
    to: &str,
) -> Vec<Measure> {
    let metric = metric(name);
    let key = (name.to_owned(), "flow".to_owned());
    let counted = BTreeMap::from([(
        key,
        Sides {
            numerator,
            denominator,
            ended: None,
        },
    )]);
    let all = measures(&[&metric], &counted, &plan(from, to)).unwrap();
    all.into_iter()
        .filter(|it| it.area_type == AreaType::National)
        .collect()
}

/// Completed prosecutions, rape-flagged, CPS quarterly data summaries 2021-22: 601, 600, 661, 675.
#[test]
fn four_quarters_of_prosecutions_sum_to_the_published_year() {
    let quarters = [
        ("2021-Q2", 601),
        ("2021-Q3", 600),
        ("2021-Q4", 661),
        ("2022-Q1", 675),
    ];
    let all = national(
        "completed_prosecutions",
        cube(&quarters),
        None,
        "2021-Q2",
        "2022-Q1",
    );
    let years: Vec<_> = all
        .iter()
        .filter(|it| it.period.period_type != PeriodType::Quarter && it.coverage >= 1.0)
        .map(|it| (it.period.to_string(), it.numerator, it.denominator))
        .collect();
    let expected = |name: &str| (name.to_owned(), Some(2_537), None);
    assert!(years.contains(&expected("2021-22")) && years.contains(&expected("YE 2022-03")));
}

/// Charged over all pre-charge decisions, written answer 8464 (2009-10 to 2015-16), in per cent.
#[test]
fn seven_published_charge_rates_come_out_to_the_decimal() {
    let published = [
        (2009, 3_232, 7_683, "42.1"),
        (2010, 3_387, 8_130, "41.7"),
        (2011, 3_213, 6_822, "47.1"),
        (2012, 2_889, 5_404, "53.5"),
        (2013, 3_621, 5_850, "61.9"),
        (2014, 3_648, 6_159, "59.2"),
        (2015, 3_910, 6_855, "57.0"),
    ];
    for (year, charged, decided, rate) in published {
        // Spread over the quarters, so that the year is a sum and not a copy.
        let spread = |total: u64| {
            let names = [
                format!("{year}-Q2"),
                format!("{year}-Q3"),
                format!("{year}-Q4"),
                format!("{}-Q1", year + 1),
            ];
            let parts = [
                total / 3,
                total / 5,
                total / 7,
                total - total / 3 - total / 5 - total / 7,
            ];
            let counts: Vec<_> = names.iter().map(String::as_str).zip(parts).collect();
            cube(&counts)
        };
        let (from, to) = (format!("{year}-Q2"), format!("{}-Q1", year + 1));
        let all = national(
            "charge_rate.all_pcd",
            spread(charged),
            Some(spread(decided)),
            &from,
            &to,
        );
        let of_year = all
            .iter()
            .find(|it| it.period.period_type == PeriodType::YearFinancial)
            .unwrap();
        assert_eq!(
            (of_year.numerator, of_year.denominator),
            (i64::try_from(charged).ok(), i64::try_from(decided).ok())
        );
        assert_eq!(
            percentage_half_up(charged, decided, 1).as_deref(),
            Some(rate)
        );
        let interval = of_year.interval.unwrap();
        let value = of_year.value.unwrap();
        assert!(interval.lower < value && value < interval.upper);
        assert_eq!(of_year.status, Status::Ok);
    }
}

#[test]
fn a_rolling_year_is_the_ratio_of_sums_and_never_the_mean_of_four_rates() {
    let numerator = cube(&[("2024-Q1", 1), ("2024-Q2", 90)]);
    let denominator = cube(&[("2024-Q1", 10), ("2024-Q2", 100)]);
    let all = national(
        "conviction_rate.cps_flagged",
        numerator,
        Some(denominator),
        "2023-Q3",
        "2024-Q2",
    );
    let year = all
        .iter()
        .find(|it| it.period.period_type == PeriodType::RollingYear)
        .unwrap();
    assert_eq!((year.numerator, year.denominator), (Some(91), Some(110)));
}

#[test]
fn dividing_unlike_units_is_refused_unless_the_metric_names_its_bridge() {
    let schemas = Schemas::embedded().unwrap();
    let units = Units::load(&schemas).unwrap();
    let with = |extra: &str, kind: &str| {
        let text = format!(
            "name = \"one_in_forty\"\nversion = \"1.0\"\ntitle = \"t\"\ndefinition = \"d\"\nunit = \"crime\"\n\
             kind = \"{kind}\"\nsources = [\"police\", \"cps\"]\nsource = \"s\"\n{COMPARED}numerator_unit = \"cps_suspect\"\n{extra}\n\
             numerator = [{{ column = \"final_decision\", is = [\"charge\"] }}]\ndenominator = []\n\
             [clocks.flow]\nnumerator_date = \"final_date\"\ndenominator_date = \"recorded_date\"\ninterval = \"none\"\n"
        );
        Metric::parse("metrics/one_in_forty.toml", &text, &units)
    };
    let refused = with("", "ratio").unwrap_err().to_string();
    assert!(
        refused.contains("divides cps_suspect by crime and names no bridge"),
        "{refused}"
    );
    assert!(
        with(
            "bridge = \"suspects charged for each crime recorded\"",
            "ratio"
        )
        .is_ok()
    );
    assert!(
        with(
            "bridge = \"suspects charged for each crime recorded\"",
            "proportion"
        )
        .is_err()
    );
}

#[test]
fn a_title_may_not_say_what_the_figure_is_not() {
    let schemas = Schemas::embedded().unwrap();
    let units = Units::load(&schemas).unwrap();
    let titled = |file: &str, title: &str| {
        let text = schemas.file(&format!("metrics/{file}.toml")).unwrap();
        let mut metric: toml::Table = text.parse().unwrap();
        metric["title"] = toml::Value::String(title.to_owned());
        let read = Metric::parse("metrics/a.toml", &metric.to_string(), &units);
        read.map(|_| ()).map_err(|it| it.to_string())
    };
    for (file, title, says) in [
        (
            "referrals",
            "Adult rape referrals",
            "its title says `adult`, and its `ages` are all",
        ),
        (
            "charge_rate.suspects_over_crimes",
            "Charge rate",
            "divides cps_suspect by crime: what is no part of a whole is no rate",
        ),
    ] {
        let said = titled(file, title).unwrap_err();
        assert!(said.contains(says), "{said}");
    }
    assert_eq!(titled("charge_rate.legal_decisions", "Charge rate"), Ok(()));
    assert_eq!(
        titled("recorded_crimes.under_16", "Recorded rapes of children"),
        Ok(())
    );
}

const COMPARED: &str = "basis = \"rape_flag\"\nages = \"all\"\nexclusions = []\nseries_breaks = []\n\
                        comparability = \"own\"\n";

fn consultations(compared: &str, kind: &str, population: &str) -> Result<Metric, String> {
    let schemas = Schemas::embedded().unwrap();
    let text = format!(
        "name = \"asked\"\nversion = \"1.0\"\ntitle = \"t\"\ndefinition = \"d\"\nunit = \"cps_suspect\"\n\
         kind = \"{kind}\"\nsources = [\"cps\"]\nsource = \"s\"\nvalue = \"consultations\"\n{compared}\
         population = [{{ column = {population} }}]\n\
         [clocks.flow]\nnumerator_date = \"final_date\"\ninterval = \"none\"\n"
    );
    let units = Units::load(&schemas).unwrap();
    Metric::parse("metrics/asked.toml", &text, &units).map_err(|it| it.to_string())
}

#[test]
fn a_metric_says_what_it_may_be_held_against() {
    let flagged = "\"rape_flag\", flag = true";
    assert!(consultations(COMPARED, "mean", flagged).is_ok());
    let refused = consultations("", "mean", flagged).unwrap_err();
    assert!(refused.contains("missing field `basis`"), "{refused}");
    let without_breaks = COMPARED.replace("series_breaks = []\n", "");
    let refused = consultations(&without_breaks, "mean", flagged).unwrap_err();
    assert!(
        refused.contains("missing field `series_breaks`"),
        "{refused}"
    );
}

#[test]
fn a_limit_is_one_of_a_whole_number() {
    let metric = consultations(COMPARED, "mean", "\"consultations\", at_least = 2").unwrap();
    let condition = metric.numerator_conditions()[0];
    assert_eq!(condition.sql(), "consultations >= 2");
    assert_eq!(condition.to_string(), "consultations is 2 or more");
    let refused = consultations(COMPARED, "mean", "\"final_decision\", at_most = 2").unwrap_err();
    assert!(refused.contains("is not of type integer"), "{refused}");
    let both = "\"consultations\", at_least = 2, at_most = 3";
    assert!(consultations(COMPARED, "mean", both).is_err());
}

/// Three suspects talked over twice, and one five times: eleven consultations of four suspects.
#[test]
fn a_mean_is_a_sum_over_a_number_and_adds_up_over_quarters() {
    let metric = consultations(COMPARED, "mean", "\"rape_flag\", flag = true").unwrap();
    let mut numerator = Cube::default();
    for (at, units, of_each) in [("2024-Q1", 3, 2), ("2024-Q2", 1, 5)] {
        let mut days = rasso_stats::DayHistogram::default();
        days.add_many(of_each, units);
        let cell = Cell {
            units,
            days,
            ..Cell::default()
        };
        numerator.add("52", "cps:south-west", quarter(at), &cell);
    }
    let sides = Sides {
        numerator,
        denominator: None,
        ended: None,
    };
    let plan = plan("2023-Q3", "2024-Q2");
    let counted = BTreeMap::from([(("asked".to_owned(), "flow".to_owned()), sides)]);
    let all = measures(&[&metric], &counted, &plan).unwrap();
    let year = all.iter().find(|it| it.period.to_string() == "YE 2024-06");
    let year = year.unwrap();
    assert_eq!((year.numerator, year.denominator), (Some(11), Some(4)));
    assert_eq!(year.value, Some(2.75));
}

#[test]
fn a_flag_that_comes_through_the_link_does_not_hide_the_links_that_are_missed() {
    let mut cube = Cube::default();
    let cell = Cell {
        units: 6,
        linked: 6,
        linkable: 2,
        ..Cell::default()
    };
    cube.add("52", "cps:south-west", quarter("2025-Q2"), &cell);
    let name = "completed_prosecutions";
    let all = national(name, cube.clone(), None, "2025-Q2", "2025-Q2");
    assert_eq!(all[0].linked_share, Some(0.75));

    // A defendant without a link has no date recorded: nobody knows how many are missed.
    let metric = metric(name);
    let clock = &metric.clocks["cohort"];
    assert!(metric.through_link.contains(clock.base_date()));
    let flagged = metric.numerator_conditions();
    let flagged = flagged.iter().find(|it| it.column == "flagged").unwrap();
    assert!(flagged.through_link);
}

#[test]
fn what_ought_to_be_linked_is_asked_only_what_its_own_record_tells() {
    let side = |name: &str| {
        let metric = metric(name);
        metric
            .numerator_conditions()
            .into_iter()
            .cloned()
            .collect::<Vec<_>>()
    };
    let sides = BTreeSet::from([side("completed_prosecutions")]);
    let sql = crate::sql::counts_sql("defendant", "completion_date", &sides, None);
    assert!(
        sql.contains("CASE WHEN completion_date IS NOT NULL AND linkable = 1 THEN"),
        "{sql}"
    );
    assert!(sql.contains("flagged = 1 AND linked = 1 THEN"), "{sql}");
    let median = side("days.recorded_to_referral.median");
    let days = "days_recorded_to_referral";
    let sql = crate::sql::days_sql("suspect", "recorded_date", days, true, &median, None);
    assert!(
        sql.contains("CASE WHEN counted = 1 AND linkable = 1 THEN"),
        "{sql}"
    );
}
