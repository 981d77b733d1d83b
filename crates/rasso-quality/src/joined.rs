//! The rows of a unit with what a rule joins to them.

use rasso_engine::{Core, EngineError, Rows};
use rasso_schema::{JoinedTable, RuleCell, RuleRows};
use rasso_terms::Day;
use std::collections::BTreeMap;

/// A column of day numbers, of whole numbers or of text.
#[derive(Debug, Clone)]
enum Values {
    Days(Vec<Option<i64>>),
    Numbers(Vec<Option<i64>>),
    Texts(Vec<Option<String>>),
}

/// The rows of a unit in the columns of a rule.
#[derive(Debug, Clone)]
pub(crate) struct UnitRows {
    /// The record of each row, and the table that it is a row of where the unit has rows of two.
    pub(crate) records: Vec<(Option<i64>, Option<String>)>,
    columns: Vec<Values>,
}

impl Values {
    /// A column of a result; `is_date` says that its whole numbers are days.
    fn of(rows: &Rows, name: &str, is_date: bool) -> Result<Self, EngineError> {
        match rows.integers(name) {
            Ok(days) if is_date => Ok(Self::Days(days.to_vec())),
            Ok(numbers) => Ok(Self::Numbers(numbers.to_vec())),
            Err(_) => Ok(Self::Texts(rows.texts(name)?.to_vec())),
        }
    }

    fn cell(&self, row: usize) -> Option<RuleCell<'_>> {
        match self {
            Self::Days(days) => {
                let day = days.get(row).copied().flatten()?;
                let day = i32::try_from(day).ok()?;
                Some(RuleCell::Day(Day::from_number(day)))
            }
            Self::Numbers(numbers) => Some(RuleCell::Number(numbers.get(row).copied().flatten()?)),
            Self::Texts(texts) => Some(RuleCell::Text(texts.get(row)?.as_deref()?)),
        }
    }

    /// The values at these places; nothing where there is no place.
    fn at(&self, places: &[Option<usize>]) -> Self {
        let number = |all: &[Option<i64>]| {
            let at = |place: &Option<usize>| all.get((*place)?).copied().flatten();
            places.iter().map(at).collect()
        };
        match self {
            Self::Days(all) => Self::Days(number(all)),
            Self::Numbers(all) => Self::Numbers(number(all)),
            Self::Texts(all) => {
                let at = |place: &Option<usize>| all.get((*place)?).cloned().flatten();
                Self::Texts(places.iter().map(at).collect())
            }
        }
    }
}

impl UnitRows {
    /// Every row of a unit, in the order of its records, with these columns: `name.column` are those of
    /// a joined table.
    pub(crate) fn read(
        core: &mut Core,
        unit: &str,
        joined: &[JoinedTable],
        columns: &[String],
        dates: &[bool],
    ) -> Result<Self, EngineError> {
        let table = format!("unit_{unit}");
        let has_origin = unit == "defendant";
        let own = columns.iter().zip(dates).filter(|it| !it.0.contains('.'));
        let mut wanted: Vec<(&str, bool)> = own.map(|it| (it.0.as_str(), *it.1)).collect();
        wanted.extend(joined.iter().map(|it| (it.by.as_str(), false)));
        wanted.push(("record_id", false));
        wanted.extend(has_origin.then_some(("origin", false)));
        let order: &[&str] = if has_origin {
            &["origin", "record_id"]
        } else {
            &["record_id"]
        };
        let rows = select(core, &table, wanted, order)?;
        let ids = rows.integers("record_id")?.iter().copied();
        let origins = if has_origin {
            rows.texts("origin")?.to_vec()
        } else {
            vec![None; rows.len()]
        };
        let mut beside = BTreeMap::new();
        for it in joined {
            beside.insert(
                it.name.as_str(),
                Beside::read(core, it, columns, dates, &rows)?,
            );
        }
        let value = |(column, is_date): (&String, &bool)| match column.split_once('.') {
            None => Values::of(&rows, column, *is_date),
            Some((name, column)) => {
                let found = beside.get(name).and_then(|it| it.columns.get(column));
                Ok(found.cloned().unwrap_or(Values::Numbers(Vec::new())))
            }
        };
        let columns = columns.iter().zip(dates).map(value);
        Ok(Self {
            records: ids.zip(origins).collect(),
            columns: columns.collect::<Result<_, EngineError>>()?,
        })
    }
}

impl RuleRows for UnitRows {
    fn len(&self) -> usize {
        self.records.len()
    }

    fn cell(&self, row: usize, column: usize) -> RuleCell<'_> {
        let cell = self.columns.get(column).and_then(|it| it.cell(row));
        cell.unwrap_or(RuleCell::Nothing)
    }
}

/// The columns of a joined table, for each row of the unit.
struct Beside {
    columns: BTreeMap<String, Values>,
}

impl Beside {
    fn read(
        core: &mut Core,
        joined: &JoinedTable,
        columns: &[String],
        dates: &[bool],
        unit: &Rows,
    ) -> Result<Self, EngineError> {
        let of_rule = columns.iter().zip(dates).filter_map(|(column, is_date)| {
            let (name, column) = column.split_once('.')?;
            (name == joined.name).then_some((column, *is_date))
        });
        let of_rule: Vec<(&str, bool)> = of_rule.collect();
        let mut wanted = of_rule.clone();
        wanted.push((&joined.key, false));
        wanted.extend(joined.only_columns.iter().map(|it| (it.as_str(), false)));
        let mut order: Vec<&str> = joined.first_by.as_deref().into_iter().collect();
        order.push(&joined.key);
        let rows = select(core, &joined.table, wanted, &order)?;
        let mut only = Vec::new();
        for column in &joined.only_columns {
            only.push(Values::of(&rows, column, false)?);
        }
        let keys = rows.integers(&joined.key)?;
        let mut first: BTreeMap<i64, usize> = BTreeMap::new();
        for (row, key) in keys.iter().enumerate() {
            let cell = |at: usize| {
                let cell = only.get(at).and_then(|it: &Values| it.cell(row));
                cell.unwrap_or(RuleCell::Nothing)
            };
            if let Some(key) = key
                && joined.only.iter().all(|it| it.holds(&cell))
            {
                first.entry(*key).or_insert(row);
            }
        }
        let place = |key: &Option<i64>| first.get(key.as_ref()?).copied();
        let places: Vec<_> = unit.integers(&joined.by)?.iter().map(place).collect();
        let mut columns = BTreeMap::new();
        for (column, is_date) in of_rule {
            let values = Values::of(&rows, column, is_date)?.at(&places);
            columns.insert(column.to_owned(), values);
        }
        Ok(Self { columns })
    }
}

/// Columns of a table of the core, each once, in an order; dates as day numbers, whether the table holds
/// them so or as dates. The names are those of the schemas, which have been checked.
fn select(
    core: &mut Core,
    table: &str,
    mut columns: Vec<(&str, bool)>,
    order: &[&str],
) -> Result<Rows, EngineError> {
    // A column that is asked for as a date is one, though it may be asked for otherwise too.
    columns.sort_unstable_by_key(|(name, is_date)| (*name, !is_date));
    columns.dedup_by_key(|it| it.0);
    let column = |(name, is_date): &(&str, bool)| {
        if *is_date {
            format!("CAST({name} AS BIGINT) AS {name}")
        } else {
            (*name).to_owned()
        }
    };
    let columns: Vec<String> = columns.iter().map(column).collect();
    let (columns, order) = (columns.join(", "), order.join(", "));
    let sql = format!("SELECT {columns} FROM {table} ORDER BY {order}");
    core.rows("rule or list", &sql)
}
