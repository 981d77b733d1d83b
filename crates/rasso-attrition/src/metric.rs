//! A metric is a file in `data-schemas/metrics`, not a function.

use crate::{Ages, AttritionError, Basis, Comparability, Published, Units};
use rasso_schema::Schemas;
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// A metric as analysts write it down.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// The name in every table and file.
    pub name: String,
    /// The version of the definition, kept with every run.
    pub version: String,
    /// A short name for headings.
    pub title: String,
    /// The definition, in the words that are published beside the figures.
    pub definition: String,
    /// What is counted.
    pub unit: String,
    /// What kind of figure it is.
    pub kind: Kind,
    /// The agencies whose records it needs.
    pub sources: Vec<String>,
    /// What a reader must know before comparing.
    #[serde(default)]
    pub caveats: Vec<String>,
    /// Whose definition it follows.
    pub source: String,
    /// What makes a case one of rape.
    pub basis: Basis,
    /// Of which ages the victims are.
    pub ages: Ages,
    /// What is left out of both sides, in words.
    pub exclusions: Vec<String>,
    /// From when on a published series no longer compares with what went before.
    pub series_breaks: Vec<String>,
    /// How near the figure is to a published one.
    pub comparability: Comparability,
    /// Conditions on both sides.
    #[serde(default)]
    pub population: Vec<Condition>,
    /// Conditions on what is counted; for a proportion they are added to the denominator's.
    #[serde(default)]
    pub numerator: Vec<Condition>,
    /// Conditions on what it is counted out of.
    pub denominator: Option<Vec<Condition>>,
    /// The unit of the numerator where it is not the metric's.
    pub numerator_unit: Option<String>,
    /// How a unit of the numerator is one of the denominator: required where they differ.
    pub bridge: Option<String>,
    /// The column whose median or mean is taken; without one, on the clock `stock`, it is that of the days
    /// since the units began which are open on the last day of the period.
    pub value: Option<String>,
    /// The table of numbers that a published count is read from; its units are not counted.
    pub published: Option<Published>,
    /// The table of numbers that a rate is for so many of.
    pub per: Option<Published>,
    /// How a unit of an incidence may end: what comes first is how it ended, and of two on one day the
    /// one named first. A unit without any is open.
    #[serde(default)]
    pub ends: Vec<End>,
    /// The name of the whole that incidences of the same name make up together, with what is open.
    pub part_of: Option<String>,
    /// Which dates put a unit in a period.
    pub clocks: BTreeMap<String, Clock>,
    /// The columns among its dates and its value that are empty without a link.
    #[serde(skip)]
    pub(crate) through_link: BTreeSet<String>,
}

/// A way in which a unit may end.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// The column that dates it.
    pub date: String,
    /// Conditions on the units that end so.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// Whether it is what the metric counts; it is a rival of that otherwise.
    #[serde(default)]
    pub counted: bool,
}

/// The kind of a metric's figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A number of units.
    Count,
    /// The share of the denominator's units that are also in the numerator.
    Proportion,
    /// One number of units over another.
    Ratio,
    /// The median of a number of days, or of the age of what is open.
    Median,
    /// The number of units that had begun by the last day of the period and had not ended by then.
    Stock,
    /// The mean of a whole number, of days or of things, or of the age of what is open: their sum over the
    /// number of units.
    Mean,
    /// A number of units for so many of a number that no case gives: residents, prosecutors, published counts.
    Rate,
    /// The share of units that end in one of several ways, by so many days after they began, with those
    /// still open counted for as long as they were followed.
    Incidence,
}

/// The dates of one clock.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// The column that dates the numerator, or the units of a count or median.
    pub numerator_date: String,
    /// The column that dates the denominator.
    pub denominator_date: Option<String>,
    /// The column that dates the end of a unit of a stock: never before the day on which it began.
    pub until: Option<String>,
    /// The interval given with the figure.
    pub interval: Interval,
}

impl Clock {
    /// The column that dates the units a figure is out of.
    pub(crate) fn base_date(&self) -> &str {
        self.denominator_date
            .as_deref()
            .unwrap_or(&self.numerator_date)
    }
}

/// The interval given with a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// Wilson's score interval, 95 per cent.
    Wilson,
    /// That of an incidence, 95 per cent, on the scale of log(-log).
    LogLog,
    /// None: the figure is no proportion.
    None,
}

/// One condition on a column of a unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The column.
    pub column: String,
    /// Its value is one of these codes.
    pub is: Option<Vec<String>>,
    /// It is filled, or not.
    pub present: Option<bool>,
    /// It is a flag and set, or not.
    pub flag: Option<bool>,
    /// It is a number and no less.
    pub at_least: Option<i64>,
    /// It is a number and no more.
    pub at_most: Option<i64>,
    /// Whether the column is empty without a link: then what is not linked may or may not keep it.
    #[serde(skip)]
    pub(crate) through_link: bool,
}

impl Metric {
    /// Reads one metric's text and checks it against the units.
    pub fn parse(file: &str, text: &str, units: &Units) -> Result<Self, AttritionError> {
        let mut metric: Self = rasso_schema::parse_toml(file, text)?;
        metric.check(file, units)?;
        metric.mark_links(units);
        Ok(metric)
    }

    /// Marks the columns that are empty without a link.
    fn mark_links(&mut self, units: &Units) {
        let (Ok(unit), Ok(numerator_unit)) =
            (units.get(&self.unit), units.get(self.numerator_unit()))
        else {
            return;
        };
        let is_through = |column: &str| unit.is_through_link(column);
        for condition in self
            .population
            .iter_mut()
            .chain(self.denominator.iter_mut().flatten())
        {
            condition.through_link = is_through(&condition.column);
        }
        for condition in &mut self.numerator {
            condition.through_link = numerator_unit.is_through_link(&condition.column);
        }
        for condition in self.ends.iter_mut().flat_map(|it| &mut it.when) {
            condition.through_link = is_through(&condition.column);
        }
        let dates = self.clocks.values().map(Clock::base_date);
        let columns = dates
            .chain(self.value.as_deref())
            .filter(|it| is_through(it));
        self.through_link = columns.map(str::to_owned).collect();
    }

    /// Every metric of `data-schemas/metrics`, by name.
    pub fn load_all(
        schemas: &Schemas,
        units: &Units,
    ) -> Result<BTreeMap<String, Self>, AttritionError> {
        let mut metrics = BTreeMap::new();
        for file in schemas.files_in("metrics") {
            let metric = Self::parse(file, schemas.file(file)?, units)?;
            for published in metric.published.iter().chain(&metric.per) {
                published
                    .check(schemas)
                    .map_err(|reason| AttritionError::Definition {
                        file: file.to_owned(),
                        reason,
                    })?;
            }
            if file != format!("metrics/{}.toml", metric.name) {
                let reason = format!(
                    "it declares the metric `{}`; a file is named for its metric",
                    metric.name
                );
                return Err(AttritionError::Definition {
                    file: file.to_owned(),
                    reason,
                });
            }
            metrics.insert(metric.name.clone(), metric);
        }
        Ok(metrics)
    }

    /// The condition of these words.
    pub(crate) fn condition(&self, words: &str) -> Option<&Condition> {
        let denominator = self.denominator.iter().flatten();
        let mut all = self
            .population
            .iter()
            .chain(&self.numerator)
            .chain(denominator);
        all.find(|it| it.to_string() == words)
    }

    /// Whether its figure is made of units alone, and of no number that they do not give.
    pub const fn is_of_units(&self) -> bool {
        self.published.is_none() && self.per.is_none()
    }

    /// Whether it is of how old the units are that are open on a day.
    pub const fn is_age(&self) -> bool {
        matches!(self.kind, Kind::Median | Kind::Mean) && self.value.is_none()
    }

    /// What a median or a mean is of: a column, or the age of what is open.
    pub fn averaged(&self) -> Option<&str> {
        let age = self.is_age().then_some("days since it began");
        self.value.as_deref().or(age)
    }

    /// Whether it is of what stands on the last day of a period, and so of units that began in any before it.
    pub fn is_of_a_day(&self) -> bool {
        self.clocks.values().any(|it| it.until.is_some())
    }

    /// The unit of the numerator.
    pub fn numerator_unit(&self) -> &str {
        self.numerator_unit.as_deref().unwrap_or(&self.unit)
    }

    /// The conditions of the numerator: population, its own, and for a proportion the denominator's.
    pub fn numerator_conditions(&self) -> Vec<&Condition> {
        let denominator = match self.kind {
            Kind::Proportion => self.denominator.as_deref().unwrap_or_default(),
            Kind::Count
            | Kind::Stock
            | Kind::Ratio
            | Kind::Median
            | Kind::Mean
            | Kind::Rate
            | Kind::Incidence => &[],
        };
        sorted(
            self.population
                .iter()
                .chain(denominator)
                .chain(&self.numerator),
        )
    }

    /// The conditions of the denominator, where there is one.
    pub fn denominator_conditions(&self) -> Option<Vec<&Condition>> {
        self.denominator
            .as_ref()
            .map(|it| sorted(self.population.iter().chain(it)))
    }
}

fn sorted<'m>(conditions: impl Iterator<Item = &'m Condition>) -> Vec<&'m Condition> {
    let mut all: Vec<_> = conditions.collect();
    all.sort();
    all.dedup();
    all
}

impl Condition {
    /// The condition as SQL over a unit's columns.
    pub fn sql(&self) -> String {
        let column = &self.column;
        if let Some(codes) = &self.is {
            // Codes are checked to be letters, digits, `_`, `-` and `/`, so none can end the quote.
            // Equalities and not IN: the engine streams these inside a SUM and not that.
            let each: Vec<_> = codes
                .iter()
                .map(|it| format!("{column} = '{it}'"))
                .collect();
            return format!("({})", each.join(" OR "));
        }
        match (self.at_least, self.at_most) {
            (Some(least), _) => return format!("{column} >= {least}"),
            (None, Some(most)) => return format!("{column} <= {most}"),
            (None, None) => {}
        }
        match (self.present, self.flag) {
            (Some(true), _) => format!("{column} IS NOT NULL"),
            (Some(false), _) => format!("{column} IS NULL"),
            (None, Some(true)) => format!("{column} = 1"),
            (None, _) => format!("{column} = 0"),
        }
    }
}

impl Condition {
    /// When nobody knows whether a unit that does not keep the condition would, as SQL; none where that cannot be.
    pub(crate) fn unknown_sql(&self) -> Option<String> {
        if self.present.is_some() {
            return None;
        }
        let column = &self.column;
        Some(if self.through_link {
            // Without a link a flag is not set, and a code not there.
            "linked = 0".to_owned()
        } else if self.flag.is_some() {
            format!("{column} IS NULL")
        } else {
            return None;
        })
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let column = &self.column;
        if let Some(codes) = &self.is {
            return write!(f, "{column} is {}", codes.join(" or "));
        }
        match (self.at_least, self.at_most) {
            (Some(least), _) => return write!(f, "{column} is {least} or more"),
            (None, Some(most)) => return write!(f, "{column} is {most} or less"),
            (None, None) => {}
        }
        match (self.present, self.flag) {
            (Some(true), _) => write!(f, "{column} is filled"),
            (Some(false), _) => write!(f, "{column} is blank"),
            (None, Some(true)) => write!(f, "{column} is yes"),
            (None, _) => write!(f, "{column} is no"),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Count => "count",
            Self::Proportion => "proportion",
            Self::Ratio => "ratio",
            Self::Median => "median",
            Self::Mean => "mean",
            Self::Stock => "stock",
            Self::Rate => "rate",
            Self::Incidence => "incidence",
        })
    }
}
