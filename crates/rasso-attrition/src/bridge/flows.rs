//! How many units stand how at both ends, by place and quarter.

use super::ends::{Ends, Tie};
use crate::{AttritionError, account::Counted};
use rasso_engine::{Core, Rows};
use rasso_terms::Quarter;

/// How units stand at one end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stand {
    pub(super) force: String,
    pub(super) area: String,
    /// The quarter of its date, as an ordinal; one before the first asked for, or after the last, stands
    /// for all of these.
    pub(super) quarter: Option<i64>,
    /// The same of the date that ends a stock.
    pub(super) until: Option<i64>,
    /// The first condition that they do not keep, counted from 1; 0 when they keep all.
    pub(super) fails: usize,
    /// Whether nobody knows if they keep it.
    pub(super) is_unknown: bool,
}

/// Units by how they stand at both ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flow {
    /// At the first end; none where the unit belongs to none of its.
    pub(super) first: Option<Stand>,
    pub(super) second: Stand,
    pub(super) units: i64,
}

/// Units of the first end by how many of the second belong to each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Brood {
    pub(super) first: Stand,
    pub(super) each_has: i64,
    /// Whether each is linked to some, which belong to another where it has none.
    pub(super) is_linked: bool,
    pub(super) units: i64,
}

/// All that walks between two ends are made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Flows {
    pub(super) flows: Vec<Flow>,
    /// Empty where the units are the same.
    pub(super) broods: Vec<Brood>,
}

pub(super) fn flows(
    core: &mut Core,
    ends: &Ends,
    quarters: (Quarter, Quarter),
) -> Result<Flows, AttritionError> {
    let [first, second] = &ends.sides;
    let columns = |prefix: &str| {
        ["force", "area", "quarter", "until", "fails"].map(|it| format!("{prefix}_{it}"))
    };
    let (of_first, of_second) = (columns("a").join(", "), columns("b").join(", "));
    let stands = [stand(first, "a", quarters), stand(second, "b", quarters)];
    let Tie::Belongs {
        column,
        only,
        linked_to,
    } = &ends.tie
    else {
        let sql = format!(
            "SELECT {of_first}, {of_second}, COUNT(*) AS units\nFROM (SELECT {},\n    {} FROM unit_{}) AS u\n\
             WHERE a_fails = 0 OR b_fails = 0\nGROUP BY {of_first}, {of_second}",
            stands[0], stands[1], first.unit
        );
        return Ok(Flows {
            flows: read_flows(&core.rows("bridge", &sql)?, true)?,
            broods: Vec::new(),
        });
    };
    // Of records numbered apart, those that nothing belongs to have no id to be found by.
    let own_id = only.as_ref().map_or_else(
        || "record_id".to_owned(),
        |it| format!("CASE WHEN {} THEN record_id ELSE NULL END", it.sql()),
    );
    let is_linked = linked_to.as_ref().map_or_else(
        || "0".to_owned(),
        |it| format!("CASE WHEN {it} > 0 THEN 1 ELSE 0 END"),
    );
    let above = format!(
        "SELECT {own_id} AS own_id, {is_linked} AS is_linked, {} FROM unit_{}",
        stands[0], first.unit
    );
    let below = format!(
        "SELECT {column} AS parent_id, {} FROM unit_{}",
        stands[1], second.unit
    );
    let sql = format!(
        "SELECT own_id_known, {of_first}, {of_second}, COUNT(*) AS units\nFROM (\n  \
         SELECT CASE WHEN p.own_id IS NULL THEN 0 ELSE 1 END AS own_id_known, {of_first}, {of_second}\n  \
         FROM ({below}) AS c\n  LEFT JOIN ({above}) AS p ON c.parent_id = p.own_id\n) AS both\n\
         WHERE a_fails = 0 OR b_fails = 0\nGROUP BY own_id_known, {of_first}, {of_second}"
    );
    let flows = read_flows(&core.rows("bridge", &sql)?, false)?;
    let sql = format!(
        "SELECT {of_first}, each_has, is_linked, COUNT(*) AS units\nFROM (\n  \
         SELECT {of_first}, is_linked, COALESCE(n.children, 0) AS each_has\n  FROM ({above}) AS p\n  \
         LEFT JOIN (SELECT {column} AS parent_id, CAST(COUNT(*) AS BIGINT) AS children FROM unit_{}\n    \
         WHERE {column} IS NOT NULL GROUP BY {column}) AS n ON p.own_id = n.parent_id\n) AS broods\n\
         WHERE a_fails = 0\nGROUP BY {of_first}, each_has, is_linked",
        second.unit
    );
    let rows = core.rows("bridge, by how many belong to each", &sql)?;
    let (each, units) = (rows.integers("each_has")?, rows.integers("units")?);
    let linked = rows.integers("is_linked")?;
    let firsts = read_stands(&rows, "a")?;
    let broods = firsts.into_iter().enumerate().map(|(row, first)| Brood {
        first,
        each_has: each[row].unwrap_or(0),
        is_linked: linked[row] == Some(1),
        units: units[row].unwrap_or(0),
    });
    Ok(Flows {
        flows,
        broods: broods.collect(),
    })
}

/// How a unit stands at an end, as columns.
fn stand(side: &Counted, prefix: &str, (first, last): (Quarter, Quarter)) -> String {
    // The first condition that is not kept: what is not known to hold does not.
    let keeps = side.keeps.iter().enumerate().rev();
    let fails = keeps.fold("0".to_owned(), |then, (at, kept)| {
        let at = at + 1;
        let not = kept.unknown.as_ref().map_or_else(
            || at.to_string(),
            |it| format!("CASE WHEN {it} THEN -{at} ELSE {at} END"),
        );
        format!("CASE WHEN {} THEN {then} ELSE {not} END", kept.sql)
    });
    let quarter = |date: &str| {
        let quarters: Vec<i32> = (first.ordinal()..=last.ordinal() + 1).collect();
        let found = quarter_sql(date, &quarters, first.ordinal() - 1);
        format!("CASE WHEN {date} IS NULL THEN NULL ELSE {found} END")
    };
    let until = side
        .until
        .as_deref()
        .map_or_else(|| "CAST(NULL AS BIGINT)".to_owned(), quarter);
    format!(
        "force_code AS {prefix}_force, cps_area AS {prefix}_area, {} AS {prefix}_quarter, \
         {until} AS {prefix}_until, {fails} AS {prefix}_fails",
        quarter(&side.date)
    )
}

/// The last of these quarters that had begun by a date, or else `before`: by halves, so that a date is
/// compared a few times and not with every quarter.
fn quarter_sql(date: &str, quarters: &[i32], before: i32) -> String {
    let (lower, upper) = quarters.split_at(quarters.len() / 2);
    let Some((middle, later)) = upper.split_first() else {
        return before.to_string();
    };
    let begins = Quarter::from_ordinal(*middle).first_day().number();
    format!(
        "CASE WHEN CAST({date} AS BIGINT) < {begins} THEN {} ELSE {} END",
        quarter_sql(date, lower, before),
        quarter_sql(date, later, *middle)
    )
}

fn read_flows(rows: &Rows, is_same: bool) -> Result<Vec<Flow>, AttritionError> {
    let units = rows.integers("units")?;
    let known = if is_same {
        None
    } else {
        Some(rows.integers("own_id_known")?)
    };
    let firsts = read_stands(rows, "a")?;
    let seconds = read_stands(rows, "b")?;
    let both = firsts.into_iter().zip(seconds).enumerate();
    let flow = |(row, (first, second)): (usize, (Stand, Stand))| {
        let is_known = known.is_none_or(|it| it[row] == Some(1));
        Flow {
            first: is_known.then_some(first),
            second,
            units: units[row].unwrap_or(0),
        }
    };
    Ok(both.map(flow).collect())
}

fn read_stands(rows: &Rows, prefix: &str) -> Result<Vec<Stand>, AttritionError> {
    let (forces, areas) = (
        rows.texts(&format!("{prefix}_force"))?,
        rows.texts(&format!("{prefix}_area"))?,
    );
    let integers = |name: &str| rows.integers(&format!("{prefix}_{name}"));
    let (quarters, untils) = (integers("quarter")?, integers("until")?);
    let fails = integers("fails")?;
    let stand = |row: usize| Stand {
        force: forces[row].as_deref().unwrap_or("unallocated").to_owned(),
        area: areas[row]
            .as_deref()
            .unwrap_or("cps:unallocated")
            .to_owned(),
        quarter: quarters[row],
        until: untils[row],
        fails: fails[row]
            .and_then(|it| usize::try_from(it.unsigned_abs()).ok())
            .unwrap_or(0),
        is_unknown: fails[row].is_some_and(|it| it < 0),
    };
    Ok((0..rows.len()).map(stand).collect())
}
