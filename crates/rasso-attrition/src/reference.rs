//! Numbers that no case gives: residents, prosecutors, published counts.
//!
//! Each table has an area, a quarter or a year, and a whole number, or a decimal held as hundredths. A number
//! may be below zero: the Home Office publishes corrections so. What a table does not say is not 0.

use crate::{AreaType, AttritionError};
use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use rasso_schema::{Schemas, nearest};
use rasso_terms::{Agency, Period, Quarter};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A column of a table of numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// Whether only offences on the list of rape offences count.
    #[serde(default)]
    pub rape_offences: bool,
    /// The only offences that count.
    pub offences: Option<Vec<String>>,
    /// For how many of it a rate is told, as 100,000 residents.
    #[serde(default = "one")]
    pub scale: u32,
}

const fn one() -> u32 {
    1
}

impl Published {
    /// Whether a number of an offence counts.
    fn counts(&self, offence: &str, schemas: &Schemas) -> bool {
        let is_named = |it: &Vec<String>| it.iter().any(|it| it == offence);
        self.offences.as_ref().is_none_or(is_named)
            && (!self.rape_offences || schemas.rape_offences().is_rape(offence))
    }

    /// That there is such a column of numbers; else why not.
    pub(crate) fn check(&self, schemas: &Schemas) -> Result<(), String> {
        let table = schemas.table(&self.table).map_err(|it| it.to_string())?;
        if table.agency != Agency::Reference {
            let name = &self.table;
            return Err(format!(
                "`{name}` is a table of records, and not of numbers"
            ));
        }
        let names = || table.columns.iter().map(|it| it.name.as_str());
        let hint = || nearest(&self.column, names());
        if table.column(&self.column).is_none() {
            let hint = hint().map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
            return Err(format!(
                "`{}` has no column `{}`{hint}",
                self.table, self.column
            ));
        }
        let by_offence = self.rape_offences || self.offences.is_some();
        if by_offence && table.column("offence_code").is_none() {
            return Err(format!("`{}` tells no offences apart", self.table));
        }
        if self.scale == 0 {
            return Err("`scale` is 1 or more".to_owned());
        }
        Ok(())
    }
}

/// Numbers of one column by area and time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Series {
    /// Of forces or of CPS Areas.
    pub(crate) area_type: Option<AreaType>,
    /// Whether the times are calendar years, and not quarters.
    pub(crate) is_by_year: bool,
    /// By area, and year or the ordinal of a quarter.
    cells: BTreeMap<(String, i32), i64>,
    /// The areas that ought to be there for the nation.
    expected: BTreeSet<String>,
}

/// A sum of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) total: i64,
    /// How many numbers are in it, and how many ought to be.
    pub(crate) there: u32,
    pub(crate) expected: u32,
}

/// The tables of numbers of a run.
#[derive(Debug, Clone, Default)]
pub struct Reference(BTreeMap<Published, Series>);

impl Reference {
    /// Reads the columns that metrics ask for; `table` gives the records of a table.
    pub fn read<'b>(
        wanted: impl IntoIterator<Item = &'b Published>,
        table: impl Fn(&str) -> Option<&'b RecordBatch>,
        schemas: &Schemas,
    ) -> Result<Self, AttritionError> {
        let mut all = BTreeMap::new();
        for published in wanted {
            if let Some(batch) = table(&published.table).filter(|it| it.num_rows() > 0) {
                all.insert(published.clone(), Series::read(published, batch, schemas)?);
            }
        }
        Ok(Self(all))
    }

    pub(crate) fn series(&self, published: &Published) -> Option<&Series> {
        self.0.get(published)
    }
}

impl Series {
    fn read(
        published: &Published,
        batch: &RecordBatch,
        schemas: &Schemas,
    ) -> Result<Self, AttritionError> {
        let text = |name: &str| batch.column_by_name(name)?.as_string_opt::<i32>();
        let whole = |name: &str| batch.column_by_name(name)?.as_primitive_opt::<Int64Type>();
        let not_so = || AttritionError::Reference {
            table: published.table.clone(),
            column: published.column.clone(),
        };
        let (forces, areas) = (text("force_code"), text("cps_area"));
        let of_areas = forces.or(areas).ok_or_else(not_so)?;
        let quarters = text("quarter").or_else(|| text("period"));
        let (years, offences) = (whole("year"), text("offence_code"));
        let numbers = (whole(&published.column), text(&published.column));
        if quarters.is_none() && years.is_none() {
            return Err(not_so());
        }
        let mut cells: BTreeMap<(String, i32), i64> = BTreeMap::new();
        for row in 0..batch.num_rows() {
            if offences.is_some_and(|it| !published.counts(it.value(row), schemas)) {
                continue;
            }
            let time = match (quarters, years) {
                (Some(quarters), _) => {
                    let quarter: Option<Quarter> = quarters.value(row).parse().ok();
                    quarter.map(Quarter::ordinal)
                }
                (None, Some(years)) => i32::try_from(years.value(row)).ok(),
                (None, None) => None,
            };
            let number = match numbers {
                (Some(whole), _) => Some(whole.value(row)),
                (None, Some(decimals)) => hundredths(decimals.value(row)),
                (None, None) => None,
            };
            let (time, number) = time.zip(number).ok_or_else(not_so)?;
            let key = (of_areas.value(row).to_owned(), time);
            *cells.entry(key).or_default() += number;
        }
        let is_of_forces = forces.is_some();
        let geography = schemas.geography();
        let expected: BTreeSet<String> = if is_of_forces {
            // A force without a territory has no residents, and counts where it has a number.
            let territorial = geography.forces().filter(|it| it.ons_code.is_some());
            territorial.map(|it| it.code.clone()).collect()
        } else {
            let areas = geography.cps_areas().map(|it| it.code.clone());
            areas.filter(|it| !it.ends_with("unallocated")).collect()
        };
        Ok(Self {
            area_type: Some(if is_of_forces {
                AreaType::Force
            } else {
                AreaType::CpsArea
            }),
            is_by_year: quarters.is_none(),
            expected: expected
                .into_iter()
                .chain(cells.keys().map(|it| it.0.clone()))
                .collect(),
            cells,
        })
    }

    /// The areas that it has numbers of.
    pub(crate) fn areas(&self) -> BTreeSet<&str> {
        self.cells.keys().map(|it| it.0.as_str()).collect()
    }

    /// The sum of an area over a period; of the nation, over all areas that ought to be there. A series by
    /// year has the year of the period's second quarter, in which most of its months lie, or the first of two.
    /// `last` asks for the last quarter alone. Nothing where no number is there, and of a single quarter where
    /// the series goes by years.
    pub(crate) fn sum(&self, area: Option<&str>, period: &Period, last: bool) -> Option<Sum> {
        let (first, end) = (period.first.ordinal(), period.last.ordinal());
        let times: Vec<i32> = if self.is_by_year {
            let is_year = end > first;
            let year = Quarter::from_ordinal(first + 1).year();
            is_year.then_some(year).into_iter().collect()
        } else if last {
            vec![end]
        } else {
            (first..=end).collect()
        };
        let areas: Vec<&str> = match area {
            Some(area) => vec![area],
            None => self.expected.iter().map(String::as_str).collect(),
        };
        let mut sum = Sum {
            total: 0,
            there: 0,
            expected: 0,
        };
        for area in areas {
            for time in &times {
                sum.expected += 1;
                if let Some(number) = self.cells.get(&(area.to_owned(), *time)) {
                    sum.total += number;
                    sum.there += 1;
                }
            }
        }
        (sum.there > 0).then_some(sum)
    }
}

/// A decimal of two places at most, as a whole number of hundredths.
fn hundredths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = match part.len() {
        0 => 0,
        1 => part.parse::<i64>().ok()? * 10,
        2 => part.parse().ok()?,
        _ => return None,
    };
    whole
        .parse::<i64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(part)
}
