//! The rows of a count, put into cells.

use crate::{AttritionError, Cell, Cube, Metric, sql::GROUP};
use rasso_engine::Rows;
use rasso_terms::{Day, Quarter};
use std::collections::BTreeMap;

/// The cells of each group of a breakdown; without one, of the group of all, which has no name.
pub(crate) type Groups = BTreeMap<String, Cube>;

/// Group, force, CPS area and quarter.
type Key<'r> = (&'r str, &'r str, &'r str, Quarter);

/// The rows of a result by the cell they belong to: found once, however many sides are read.
pub(crate) struct Grouped<'r> {
    keys: Vec<Key<'r>>,
    of_row: Vec<Option<usize>>,
}

impl<'r> Grouped<'r> {
    /// `by` says that the rows have a column of groups.
    pub(crate) fn of(rows: &'r Rows, by: bool) -> Result<Self, AttritionError> {
        let groups = by.then(|| rows.texts(GROUP)).transpose()?;
        let (forces, areas) = (rows.texts("force_code")?, rows.texts("cps_area")?);
        let mut quarters: BTreeMap<i64, Option<Quarter>> = BTreeMap::new();
        let mut places: BTreeMap<Key<'_>, usize> = BTreeMap::new();
        let mut of_row = Vec::with_capacity(rows.len());
        for (row, day) in rows.integers("day")?.iter().enumerate() {
            let quarter =
                day.and_then(|day| *quarters.entry(day).or_insert_with(|| quarter_of(day)));
            let force = forces[row].as_deref().unwrap_or("unallocated");
            let area = areas[row].as_deref().unwrap_or("cps:unallocated");
            let group = groups.and_then(|it| it[row].as_deref()).unwrap_or_default();
            of_row.push(quarter.map(|quarter| {
                let next = places.len();
                *places.entry((group, force, area, quarter)).or_insert(next)
            }));
        }
        let mut keys: Vec<_> = places
            .into_iter()
            .map(|(key, place)| (place, key))
            .collect();
        keys.sort_unstable_by_key(|it| it.0);
        Ok(Self {
            keys: keys.into_iter().map(|it| it.1).collect(),
            of_row,
        })
    }

    /// Sums the columns of one side. `days` gives each row's number of days, for a median or a mean.
    pub(crate) fn cubes(
        &self,
        rows: &Rows,
        at: usize,
        days: Option<&[Option<i64>]>,
    ) -> Result<Groups, AttritionError> {
        let column = |name: &str| rows.integers(&format!("{name}_{at}"));
        let (units, open) = (column("units")?, column("open")?);
        let (linked, linkable) = (column("linked")?, column("linkable")?);
        let count = |values: &[Option<i64>], row: usize| -> u64 {
            values[row]
                .and_then(|it| u64::try_from(it).ok())
                .unwrap_or(0)
        };
        let mut cells = vec![Cell::default(); self.keys.len()];
        for (row, place) in self.of_row.iter().enumerate() {
            let (Some(place), number) = (*place, count(units, row)) else {
                continue;
            };
            let cell = &mut cells[place];
            cell.units += number;
            cell.open += count(open, row);
            cell.linked += count(linked, row);
            cell.linkable += count(linkable, row);
            if number > 0
                && let Some(gap) = days
                    .and_then(|it| it[row])
                    .and_then(|it| i32::try_from(it).ok())
            {
                cell.days.add_many(gap, number);
            }
        }
        Ok(self.filled(&cells))
    }

    /// How long the units of an incidence were followed, and how they ended.
    pub(crate) fn followed(
        &self,
        rows: &Rows,
        metric: &Metric,
        known: Day,
    ) -> Result<Groups, AttritionError> {
        let mut groups = self.cubes(rows, 0, None)?;
        let (units, open) = (rows.integers("units_0")?, rows.integers("open_0")?);
        let days = rows.integers("day")?;
        let mut ends = Vec::new();
        for (at, end) in metric.ends.iter().enumerate() {
            ends.push((rows.integers(&format!("end_{at}"))?, end.counted));
        }
        let mut cells = vec![Cell::default(); self.keys.len()];
        for (row, place) in self.of_row.iter().enumerate() {
            let (Some(place), Some(began)) = (*place, days[row]) else {
                continue;
            };
            let number = |it: &[Option<i64>]| it[row].and_then(|it| u64::try_from(it).ok());
            let units = number(units).unwrap_or_default();
            let of_row = ends.iter().map(|(day, counted)| (day[row], *counted));
            cells[place].follow_up.add(
                (began, i64::from(known.number())),
                of_row,
                (units, number(open).unwrap_or_default()),
            );
        }
        for ((group, force, area, quarter), cell) in self.keys.iter().zip(&cells) {
            let cube = groups.entry((*group).to_owned()).or_default();
            cube.add(force, area, *quarter, cell);
        }
        Ok(groups)
    }

    fn filled(&self, cells: &[Cell]) -> Groups {
        let mut groups = Groups::new();
        let filled = self.keys.iter().zip(cells);
        for ((group, force, area, quarter), cell) in
            filled.filter(|it| it.1.units > 0 || it.1.linkable > 0)
        {
            let cube = groups.entry((*group).to_owned()).or_default();
            cube.add(force, area, *quarter, cell);
        }
        groups
    }
}

fn quarter_of(day: i64) -> Option<Quarter> {
    i32::try_from(day)
        .ok()
        .map(|it| Quarter::of(Day::from_number(it)))
}
