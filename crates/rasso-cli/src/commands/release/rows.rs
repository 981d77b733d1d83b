//! The rows of tables as they are published, and how much of each is withheld.

use super::{Vintages, definitions};
use rasso_attrition::{Metric, ReleaseTable, TableCell, Tabulation};
use rasso_disclosure::{Made, SafeCell};
use rasso_release::{Figure, Row, Table};
use rasso_schema::{Geography, Schemas};
use std::collections::BTreeMap;

/// The tables with their rows: each count, then each share, by area and period.
pub(super) fn tables(
    tables: &BTreeMap<String, ReleaseTable>,
    counted: &Tabulation,
    vintages: &Vintages,
    (metrics, schemas): (&BTreeMap<String, Metric>, &Schemas),
) -> Vec<Table> {
    let at: BTreeMap<String, usize> = counted
        .cells
        .iter()
        .enumerate()
        .map(|(at, it)| (it.id(), at))
        .chain(counted.same.iter().map(|it| {
            let other = &counted.cells[it.cell];
            let (area, period) = (&other.area_code, other.period);
            (
                format!("{}/{}/{area}/{period}", it.table, it.count),
                it.cell,
            )
        }))
        .collect();
    let areas = areas(schemas.geography());
    let published = |table: &ReleaseTable| {
        let mut rows = Vec::new();
        let of_table = || counted.cells.iter().filter(|it| it.table == table.name);
        for count in &table.counts {
            let own = counted.cells.iter().zip(0..);
            let own = own.filter(|it| it.0.table == table.name && it.0.count == count.name);
            let same = counted.same.iter();
            let same = same.filter(|it| it.table == table.name && it.count == count.name);
            let same = same.map(|it| (&counted.cells[it.cell], it.cell));
            for (cell, place) in own.chain(same) {
                let mut row = labels(cell, &areas);
                row.measure.clone_from(&count.name);
                vintages.id(place).clone_into(&mut row.cell_id);
                row.figure = Figure::Count(vintages.place(place));
                rows.push(row);
            }
        }
        for share in &table.shares {
            let rest = table.all_sums().into_iter().find_map(|it| {
                let is_of_it = it.whole == share.whole
                    && it.parts.len() == 2
                    && it.parts.contains(&share.part);
                it.parts
                    .into_iter()
                    .find(|it| is_of_it && *it != share.part)
            });
            let rest = rest.unwrap_or_default();
            for cell in of_table().filter(|it| it.count == share.part) {
                let place = |count: &str| {
                    let mut other = cell.clone();
                    count.clone_into(&mut other.count);
                    at.get(&other.id()).map(|it| vintages.place(*it))
                };
                let (Some(part), Some(whole), Some(rest)) =
                    (place(&share.part), place(&share.whole), place(&rest))
                else {
                    continue;
                };
                let mut row = labels(cell, &areas);
                row.measure.clone_from(&share.name);
                row.figure = Figure::Share { part, whole, rest };
                rows.push(row);
            }
        }
        Table {
            definition: definitions::table(table, metrics),
            rows,
        }
    };
    let mut in_order: Vec<&ReleaseTable> = tables.values().collect();
    in_order.sort_by_key(|it| (it.place, &it.name));
    // A table of cases that are followed for longer than the run reaches has nothing yet.
    let all = in_order.into_iter().map(published);
    all.filter(|it| !it.rows.is_empty()).collect()
}

/// The names of all areas that a row can be of, by their codes.
pub(super) fn areas(geography: &Geography) -> BTreeMap<String, String> {
    let cps = geography.cps_areas().map(|it| (&*it.code, &*it.name));
    let forces = geography.forces().map(|it| (&*it.code, &*it.name));
    let all = cps.chain(forces).chain([
        ("EW", "England and Wales"),
        ("unallocated", "No force known"),
    ]);
    all.map(|(code, name)| (code.to_owned(), name.to_owned()))
        .collect()
}

/// Where and when.
fn labels(cell: &TableCell, areas: &BTreeMap<String, String>) -> Row {
    let name = areas.get(&cell.area_code);
    Row {
        measure: String::new(),
        area_type: cell.area_type.as_str().to_owned(),
        area_code: cell.area_code.clone(),
        area_name: name.unwrap_or(&cell.area_code).clone(),
        period_type: cell.period.period_type.as_str().to_owned(),
        period: cell.period.to_string(),
        period_label: cell.period.words(),
        cell_id: String::new(),
        figure: Figure::Count(0),
        is_available: cell.is_available,
        is_provisional: cell.is_provisional,
        is_partial: cell.is_partial,
    }
}

/// How much of a table is withheld.
pub(super) struct Loss {
    pub(super) table: String,
    pub(super) cells: usize,
    pub(super) withheld: usize,
    value: i64,
    value_withheld: i64,
}

impl Loss {
    /// The share of its counts that is withheld, in per cent.
    pub(super) fn share_of_cells(&self) -> String {
        let count = |it: usize| i64::try_from(it).unwrap_or(i64::MAX);
        per_cent(count(self.withheld), count(self.cells))
    }

    /// The share of the sum of its counts that is withheld, in per cent.
    pub(super) fn share_of_value(&self) -> String {
        per_cent(self.value_withheld, self.value)
    }
}

/// A share in per cent with one decimal: no finer, as it is of withheld counts.
fn per_cent(part: i64, whole: i64) -> String {
    let tenths = (i128::from(part) * 2000 + i128::from(whole))
        .checked_div(i128::from(whole) * 2)
        .unwrap_or(0);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// How much of each table is withheld.
pub(super) fn withheld(counted: &Tabulation, vintages: &Vintages, made: &Made) -> Vec<Loss> {
    let mut all: BTreeMap<&str, Loss> = BTreeMap::new();
    for (at, cell) in counted.cells.iter().enumerate() {
        let of = all.entry(&cell.table).or_insert_with(|| Loss {
            table: cell.table.clone(),
            cells: 0,
            withheld: 0,
            value: 0,
            value_withheld: 0,
        });
        of.cells += 1;
        of.value += cell.value;
        if made.table.cells().get(vintages.place(at)) == Some(&SafeCell::Withheld) {
            of.withheld += 1;
            of.value_withheld += cell.value;
        }
    }
    all.into_values().collect()
}
