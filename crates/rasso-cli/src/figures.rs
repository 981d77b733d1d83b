//! The figures of a run as prose needs them, read from its `measures.parquet` and nowhere else.

use crate::failure::{Failure, INPUT};
use rasso_attrition::{
    Ages, AreaType, CellKey, CellName, Kind, MeasureRow, Metric, Place, Units, each_measure,
};
use rasso_prose::{Fact, Facts, Figure, Of};
use rasso_schema::Schemas;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// The code of England and Wales.
const NATION: &str = "EW";

/// The figures of some cells.
pub(crate) struct Figures(BTreeMap<String, Fact>);

impl Facts for Figures {
    fn fact(&self, cell: &str) -> Option<Fact> {
        self.0.get(cell).cloned()
    }
}

impl Figures {
    /// Reads these cells from a run. One that its measures do not have, of a metric that there is, has no
    /// figure; what is no cell, of no area or of a period that the run does not have, is left out.
    pub(crate) fn read(
        run: &Path,
        cells: &BTreeSet<String>,
        schemas: &Schemas,
    ) -> Result<Self, Failure> {
        let units = Units::load(schemas)?;
        let metrics = Metric::load_all(schemas, &units)?;
        let mut wanted: BTreeMap<String, (CellName, &Metric)> = BTreeMap::new();
        for name in cells {
            let Ok(cell) = name.parse::<CellName>() else {
                continue;
            };
            if let Some(metric) = metrics.get(&cell.metric)
                && let Some(clock) = &cell.clock
                && metric.clocks.contains_key(clock)
            {
                wanted.insert(name.clone(), (cell, metric));
            }
        }
        let mut rows: BTreeMap<[String; 5], MeasureRow> = BTreeMap::new();
        let names: BTreeSet<&str> = wanted.values().map(|it| it.1.name.as_str()).collect();
        let areas: BTreeSet<&str> = wanted
            .values()
            .map(|it| it.0.place.area_code.as_str())
            .collect();
        // The nation's row says whether there is such a period in the run.
        let is_wanted = |it: &CellKey<'_>| {
            names.contains(it.metric) && (areas.contains(it.area_code) || it.area_code == NATION)
        };
        each_measure(run, &is_wanted, &mut |it, row| {
            let key = [it.metric, it.area_type, it.area_code, it.period, it.clock];
            rows.insert(key.map(str::to_owned), row);
        })
        .map_err(|it| {
            Failure::new(INPUT, format!("{}: {it}", run.display()))
                .hint("`--run` is the folder of a run, as out/runs/latest")
        })?;
        let fact = |(name, (cell, metric)): (&String, &(CellName, &Metric))| {
            let clock = cell.clock.clone().unwrap_or_default();
            let own = key(&cell.place, &metric.name, &clock);
            let row = rows.get(&own);
            let mut of_nation = own;
            AreaType::National.as_str().clone_into(&mut of_nation[1]);
            NATION.clone_into(&mut of_nation[2]);
            let is_there = row.is_some()
                || (rows.contains_key(&of_nation)
                    && crate::commands::area_is_known(&cell.place, schemas.geography()));
            if !is_there {
                return None;
            }
            let unit = units.title(&metric.unit).unwrap_or(&metric.unit);
            let fact = Fact {
                cell: name.clone(),
                metric: metric.name.clone(),
                title: metric.title.clone(),
                population: population(metric),
                clock,
                units: plural(unit),
                period: cell.place.period,
                area: area(&cell.place, schemas),
                figure: row.and_then(|it| figure(metric, it)),
                status: row.map_or_else(|| "nothing to count".to_owned(), |it| it.status.clone()),
            };
            Some((name.clone(), fact))
        };
        Ok(Self(wanted.iter().filter_map(fact).collect()))
    }
}

fn key(place: &Place, metric: &str, clock: &str) -> [String; 5] {
    let period = place.period.to_string();
    let area_type = place.area_type.as_str();
    [metric, area_type, &place.area_code, &period, clock].map(str::to_owned)
}

/// Of which ages, and by what a case is one of rape.
fn population(metric: &Metric) -> String {
    let ages = if metric.ages == Ages::All {
        "all ages".to_owned()
    } else {
        metric.ages.to_string()
    };
    format!("{ages}; rape by {}", metric.basis)
}

/// What units are called.
pub(crate) fn plural(unit: &str) -> String {
    if unit.starts_with("CPS") {
        format!("{unit}s")
    } else {
        format!("{}s", unit.to_lowercase())
    }
}

fn area(place: &Place, schemas: &Schemas) -> String {
    if place.area_type == AreaType::National {
        return "England and Wales".to_owned();
    }
    crate::commands::area_name(&mut place.clone(), schemas.geography())
}

/// A figure by its kind. That of an incidence is one for each number of days, and no figure of a sentence.
fn figure(metric: &Metric, row: &MeasureRow) -> Option<Figure> {
    let units = |it: Option<i64>| it.and_then(|it| u64::try_from(it).ok());
    let (above, below) = (units(row.numerator), units(row.denominator));
    if !metric.is_of_units() {
        return None;
    }
    match metric.kind {
        Kind::Count | Kind::Stock => row.value.and(above).map(Figure::Count),
        Kind::Proportion => Some(Figure::Share {
            numerator: above?,
            denominator: below?,
        }),
        Kind::Ratio => Some(Figure::Ratio {
            numerator: above?,
            denominator: below?,
        }),
        Kind::Median => Some(Figure::Median {
            twice: twice(row.value?),
            n: below?,
            of: of(metric),
        }),
        Kind::Mean => Some(Figure::Mean {
            total: above?,
            n: below?,
            of: of(metric),
        }),
        // The first has a figure for each number of days; the second is for so many of what is no unit.
        Kind::Incidence | Kind::Rate => None,
    }
}

/// What an average is a number of, by the name of the column that it is one of; of no column, it is an age.
fn of(metric: &Metric) -> Of {
    match metric.value.as_deref() {
        None => Of::Days,
        Some(it) if it.starts_with("days_") => Of::Days,
        Some(it) if it.ends_with("_months") => Of::Months,
        Some(_) => Of::Things,
    }
}

/// Twice a median, which is whole or a half.
#[expect(
    clippy::cast_possible_truncation,
    reason = "days between two dates of the calendar"
)]
fn twice(days: f64) -> i64 {
    (days * 2.0).round() as i64
}
