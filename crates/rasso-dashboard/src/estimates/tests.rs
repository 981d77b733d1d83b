//! Estimates of a protected table: from what is shown of it, and from nothing else.

use super::*;
use rasso_disclosure::{Question, SafeTable, System, protect};
use rasso_release::{
    Figure, MeasureDefinition, MeasureKind, PublishedTable, Row, ShareDefinition, Table,
    TableDefinition, view::Grid,
};
use rasso_stats::{
    compare::{Ranges, funnel, xmr},
    proportion::Share,
};

const QUARTERS: [&str; 10] = [
    "2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4",
    "2025-Q1", "2025-Q2",
];
const MEASURES: [&str; 4] = ["all", "charged", "not_charged", "rate"];
/// Eight areas and the whole, the last.
const AREAS: usize = 9;

/// Charged, and not charged, of an area in a quarter.
fn counts(area: usize, quarter: usize) -> [i64; 2] {
    let (area, quarter) = (
        i64::try_from(area).unwrap(),
        i64::try_from(quarter).unwrap(),
    );
    [12 + area * 3 + quarter % 4, 90 + area * 40 + 5 * quarter]
}

/// Where the count of a measure (all, charged, not charged) stands.
fn place(measure: usize, area: usize, quarter: usize) -> usize {
    (measure * AREAS + area) * QUARTERS.len() + quarter
}

/// The counts, in which the charged of one area in some quarters are `small`, and what may be shown of them.
fn safe(small: i64, quarters: &[usize]) -> SafeTable {
    let own = |area: usize, quarter: usize| {
        let [charged, not] = counts(area, quarter);
        let is_small = area == 2 && quarters.contains(&quarter);
        let charged = if is_small { small } else { charged };
        [charged + not, charged, not]
    };
    let mut all = vec![0; 3 * AREAS * QUARTERS.len()];
    let mut sums = Vec::new();
    for quarter in 0..QUARTERS.len() {
        for measure in 0..3 {
            let parts: Vec<i64> = (0..AREAS - 1).map(|it| own(it, quarter)[measure]).collect();
            all[place(measure, AREAS - 1, quarter)] = parts.iter().sum();
            for (area, count) in parts.into_iter().enumerate() {
                all[place(measure, area, quarter)] = count;
            }
            let sign = |area: usize| if area == AREAS - 1 { -1 } else { 1 };
            let terms = (0..AREAS).map(|it| (place(measure, it, quarter), sign(it)));
            sums.push(terms.collect());
        }
        for area in 0..AREAS {
            let terms = [(0, 1), (1, -1), (2, -1)];
            sums.push(terms.map(|it| (place(it.0, area, quarter), it.1)).to_vec());
        }
    }
    let primary = all.iter().map(|it| (1..5).contains(it)).collect();
    let question = Question::new(System::new(all.len(), &sums), all, primary);
    protect(&question, 3).unwrap().table().clone()
}

fn definition() -> TableDefinition {
    let measure = |name: &str| MeasureDefinition {
        name: name.to_owned(),
        kind: if name == "rate" {
            MeasureKind::Share
        } else {
            MeasureKind::Count
        },
        share: (name == "rate").then(|| ShareDefinition {
            part: "charged".to_owned(),
            whole: "all".to_owned(),
        }),
        ..MeasureDefinition::default()
    };
    TableDefinition {
        name: "crimes".to_owned(),
        measures: MEASURES.map(measure).to_vec(),
        ..TableDefinition::default()
    }
}

/// The table as it is published.
fn published(small: i64, quarters: &[usize]) -> PublishedTable {
    let mut rows = Vec::new();
    for (measure, name) in MEASURES.into_iter().enumerate() {
        for area in 0..AREAS {
            for (quarter, period) in QUARTERS.into_iter().enumerate() {
                let at = |it: usize| place(it, area, quarter);
                let is_nation = area == AREAS - 1;
                rows.push(Row {
                    measure: name.to_owned(),
                    area_type: if is_nation { "national" } else { "force" }.to_owned(),
                    area_code: area.to_string(),
                    area_name: format!("Area {area}"),
                    period_type: "quarter".to_owned(),
                    period: period.to_owned(),
                    period_label: period.to_owned(),
                    cell_id: String::new(),
                    figure: if measure == 3 {
                        Figure::Share {
                            part: at(1),
                            whole: at(0),
                            rest: at(2),
                        }
                    } else {
                        Figure::Count(at(measure))
                    },
                    is_available: true,
                    is_provisional: false,
                    is_partial: false,
                });
            }
        }
    }
    let definition = definition();
    Table { definition, rows }.publish(&safe(small, quarters))
}

/// What readers see of a count.
fn shown(grid: &Grid<'_>, measure: &str, area: usize, quarter: usize) -> Option<u64> {
    grid.row(measure, grid.areas[area], grid.quarters[quarter])?
        .value
        .parse()
        .ok()
}

#[test]
fn areas_are_set_beside_each_other_without_those_that_are_withheld() {
    let table = published(2, &[9]);
    let grid = Grid::of(&table);
    let rate = grid.definition.measures[3].clone();
    let last = grid.quarters[9];
    let of = compared(&grid, &rate, "force", last).unwrap();
    let areas = (0..AREAS - 1).filter_map(|it| {
        let (part, rest) = (
            shown(&grid, "charged", it, 9)?,
            shown(&grid, "not_charged", it, 9)?,
        );
        Some((it, Share::new(part, part + rest).unwrap()))
    });
    let (codes, shares): (Vec<usize>, Vec<Share>) = areas.unzip();
    assert!(
        shares.len() < AREAS - 1,
        "nothing is withheld: the table does not try it"
    );
    let found: Vec<String> = of.points.iter().map(|it| it.area.code.to_owned()).collect();
    assert_eq!(
        found,
        codes.iter().map(usize::to_string).collect::<Vec<_>>()
    );
    assert_eq!(of.funnel, funnel(&shares).unwrap());
    assert_eq!(of.withheld, AREAS - 1 - shares.len());
    assert!(
        compared(&grid, &rate, "cps_area", last).is_none(),
        "there are none"
    );
}

#[test]
fn limits_are_those_of_the_longest_run_of_shown_quarters() {
    let table = published(2, &[]);
    let grid = Grid::of(&table);
    let charged = grid.definition.measures[1].clone();
    let all = control(&grid, grid.areas[2], &charged).unwrap();
    let series: Vec<f64> = (0..10_u32).map(|it| f64::from(18 + it % 4)).collect();
    assert_eq!(all.chart, xmr(&series, Ranges::Screened).unwrap());
    assert_eq!(all.quarters.len(), 10);
    // A quarter that is withheld ends a run: eight are left on one side of it.
    let table = published(3, &[1]);
    let grid = Grid::of(&table);
    let some = control(&grid, grid.areas[2], &charged).unwrap();
    assert_eq!(
        (some.quarters.len(), some.quarters[0].0.name),
        (8, "2023-Q3")
    );
    assert_eq!(some.chart, xmr(&series[2..], Ranges::Screened).unwrap());
    assert!(some.sign(grid.quarters[1]).is_none());
    let table = published(3, &[4]);
    let grid = Grid::of(&table);
    assert!(
        control(&grid, grid.areas[2], &charged).is_none(),
        "five are too few"
    );
}
