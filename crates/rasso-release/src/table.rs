//! A table as it is published: one row a figure, and a marker beside it where there is something to know.

use crate::{PublishedRow, PublishedTable, TableDefinition};
use rasso_disclosure::{SafeCell, SafeTable};
use rasso_stats::{Confidence, wilson};
use std::collections::BTreeSet;

/// The markers of a table, and what each says. A figure never stands in the cell of a marker.
pub const MARKERS: [(&str, &str); 6] = [
    (
        "[c]",
        "withheld, so that nobody can be found out; which small count it is for is told nowhere",
    ),
    ("[x]", "not available: the area's records are not there"),
    ("[z]", "there is nothing to divide by"),
    (
        "[u]",
        "of low reliability: records of some area or months are missing, nobody knows when some of it ended, or an area has only cases that are linked",
    ),
    ("[p]", "provisional: some of what is counted is still open"),
    ("[low]", "rounds to 0 and is not 0"),
];

/// Those that stand in any of these texts, with what each says, in their fixed order.
pub(crate) fn markers_in<'a>(
    texts: impl Iterator<Item = &'a str>,
) -> Vec<(&'static str, &'static str)> {
    let used: BTreeSet<&str> = texts.collect();
    let is_used = |marker: &str| used.iter().any(|it| it.contains(marker));
    MARKERS.into_iter().filter(|it| is_used(it.0)).collect()
}

/// A table to publish.
#[derive(Debug, Clone)]
pub struct Table {
    /// What it is of.
    pub definition: TableDefinition,
    /// One a figure.
    pub rows: Vec<Row>,
}

/// A row: what is told, of where and when.
#[derive(Debug, Clone)]
pub struct Row {
    /// The name of the count or share.
    pub measure: String,
    /// `national`, `cps_area` or `force`.
    pub area_type: String,
    /// The code.
    pub area_code: String,
    /// The name.
    pub area_name: String,
    /// `quarter` or `rolling_year`.
    pub period_type: String,
    /// Its name: `2025-Q2`.
    pub period: String,
    /// Its months in words.
    pub period_label: String,
    /// What the cell is called in the ledger; nothing for a share.
    pub cell_id: String,
    /// The figure.
    pub figure: Figure,
    /// Whether the area's records are there.
    pub is_available: bool,
    /// Whether some of its units are still open.
    pub is_provisional: bool,
    /// Whether records of some of its areas or months are missing.
    pub is_partial: bool,
}

/// Which cells of the safe table a figure is made of.
#[derive(Debug, Clone, Copy)]
pub enum Figure {
    /// A count.
    Count(usize),
    /// A share: withheld wherever its part, its whole, or what the one leaves of the other is.
    Share {
        /// The count that is a share.
        part: usize,
        /// The count that it is a share of.
        whole: usize,
        /// What the one leaves of the other.
        rest: usize,
    },
}

/// What is written of a figure: value, lower and upper end of its interval, marker.
type Told = [String; 4];

impl Table {
    /// The table as everybody may see it.
    pub fn publish(&self, safe: &SafeTable) -> PublishedTable {
        let published = |row: &Row| {
            let [value, lower, upper, marker] = told(row, safe);
            let unit = match row.figure {
                Figure::Count(_) => "count",
                Figure::Share { .. } => "per cent",
            };
            let measure = self.definition.measure(&row.measure);
            PublishedRow {
                measure: row.measure.clone(),
                measure_title: measure.map(|it| it.title.clone()).unwrap_or_default(),
                area_type: row.area_type.clone(),
                area_code: row.area_code.clone(),
                area_name: row.area_name.clone(),
                period_type: row.period_type.clone(),
                period: row.period.clone(),
                period_label: row.period_label.clone(),
                unit: unit.to_owned(),
                value,
                lower,
                upper,
                marker,
                cell_id: row.cell_id.clone(),
            }
        };
        PublishedTable {
            definition: self.definition.clone(),
            rows: self.rows.iter().map(published).collect(),
        }
    }
}

fn told(row: &Row, safe: &SafeTable) -> Told {
    let only = |marker: &str| {
        let mut told = Told::default();
        marker.clone_into(&mut told[3]);
        told
    };
    let is_shown = |cell: &usize| safe.cells().get(*cell) != Some(&SafeCell::Withheld);
    let is_all_shown = match &row.figure {
        Figure::Count(cell) => is_shown(cell),
        Figure::Share { part, whole, rest } => [part, whole, rest].into_iter().all(is_shown),
    };
    // Where a policy withholds noughts, that there is nothing is not told by another marker.
    if !row.is_available && is_all_shown {
        return only("[x]");
    }
    let shown = |cell: usize| match safe.cells().get(cell) {
        Some(SafeCell::Shown(count)) => Some(*count),
        Some(SafeCell::Withheld) | None => None,
    };
    let marks = match (row.is_partial, row.is_provisional) {
        (true, true) => "[u][p]",
        (true, false) => "[u]",
        (false, true) => "[p]",
        (false, false) => "",
    };
    match row.figure {
        Figure::Count(cell) => shown(cell).map_or_else(
            || only("[c]"),
            |it| {
                let mut told = only(marks);
                told[0] = it.to_string();
                told
            },
        ),
        Figure::Share { part, whole, rest } => match (shown(part), shown(whole), shown(rest)) {
            (Some(_), Some(0), Some(_)) => only("[z]"),
            (Some(part), Some(whole), Some(_)) => share(part, whole, marks),
            _ => only("[c]"),
        },
    }
}

/// A share in per cent with one decimal, and its 95 per cent interval.
fn share(part: i64, whole: i64, marks: &str) -> Told {
    let tenths = (i128::from(part) * 2000 + i128::from(whole)).div_euclid(i128::from(whole) * 2);
    let low = if tenths == 0 && part > 0 { "[low]" } else { "" };
    let counts = u64::try_from(part).ok().zip(u64::try_from(whole).ok());
    let interval = counts.and_then(|(part, whole)| wilson(part, whole, Confidence::Percent95));
    let end = |it: f64| format!("{:.1}", it * 100.0);
    let (lower, upper) =
        interval.map_or_else(Default::default, |it| (end(it.lower), end(it.upper)));
    [
        format!("{}.{}", tenths / 10, tenths % 10),
        lower,
        upper,
        format!("{low}{marks}"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MeasureDefinition;
    use rasso_disclosure::{Question, System, protect};

    /// A total of four rows and four columns, of which some are small: cell 24 is the total of all.
    fn safe() -> (SafeTable, Vec<i64>) {
        let inner: [[i64; 4]; 4] = [
            [3, 9, 12, 0],
            [7, 25, 41, 1],
            [18, 22, 16, 33],
            [27, 2, 19, 24],
        ];
        let mut counts = Vec::new();
        for r in 0..5 {
            for c in 0..5 {
                let of = |it: usize| if it == 4 { 0..4 } else { it..it + 1 };
                counts.push(of(r).flat_map(|r| of(c).map(move |c| inner[r][c])).sum());
            }
        }
        let by = |it: usize| if it == 4 { -1 } else { 1 };
        let across = (0..5).map(|r| (0..5).map(|c| (r * 5 + c, by(c))).collect());
        let down = (0..5).map(|c| (0..5).map(|r| (r * 5 + c, by(r))).collect());
        let sums: Vec<Vec<(usize, i64)>> = across.chain(down).collect();
        let primary = counts.iter().map(|it| (1..5).contains(it)).collect();
        let question = Question::new(System::new(25, &sums), counts.clone(), primary);
        (protect(&question, 3).unwrap().table().clone(), counts)
    }

    fn row(figure: Figure) -> Row {
        Row {
            measure: "all".to_owned(),
            area_type: "force".to_owned(),
            area_code: "52".to_owned(),
            area_name: "Avon and Somerset".to_owned(),
            period_type: "quarter".to_owned(),
            period: "2025-Q2".to_owned(),
            period_label: "April to June 2025".to_owned(),
            cell_id: String::new(),
            figure,
            is_available: true,
            is_provisional: false,
            is_partial: false,
        }
    }

    fn table(rows: Vec<Row>) -> Table {
        let measure = MeasureDefinition {
            name: "all".to_owned(),
            title: "Everything, of any kind".to_owned(),
            ..MeasureDefinition::default()
        };
        let definition = TableDefinition {
            name: "crimes".to_owned(),
            title: "Crimes".to_owned(),
            version: "1.0".to_owned(),
            clock: "by date recorded".to_owned(),
            measures: vec![measure],
        };
        Table { definition, rows }
    }

    #[test]
    fn a_figure_is_shown_only_where_all_that_it_is_made_of_is() {
        let (safe, counts) = safe();
        let is_shown = |it: usize| matches!(safe.cells()[it], SafeCell::Shown(_));
        let hidden = (0..25).find(|it| !is_shown(*it)).unwrap();
        let shown = (0..25).rev().find(|it| is_shown(*it)).unwrap();
        let of = |figure: Figure| told(&row(figure), &safe);
        assert_eq!(of(Figure::Count(hidden)), ["", "", "", "[c]"]);
        assert_eq!(of(Figure::Count(shown))[0], counts[shown].to_string());
        for at in 0..3 {
            let mut cells = [shown; 3];
            cells[at] = hidden;
            let [part, whole, rest] = cells;
            assert_eq!(of(Figure::Share { part, whole, rest }), ["", "", "", "[c]"]);
        }
        // There is no such cell.
        assert_eq!(of(Figure::Count(999))[3], "[c]");
    }

    #[test]
    fn shares_have_a_decimal_and_say_when_there_is_nothing_to_divide_by() {
        // Wilson's 95 per cent interval of 10 of 81: 6.8 to 21.3 per cent.
        assert_eq!(share(10, 81, "[p]"), ["12.3", "6.8", "21.3", "[p]"]);
        assert_eq!(share(1, 3000, "")[..1], ["0.0"]);
        assert_eq!(share(1, 3000, "[p]")[3], "[low][p]");
        let (safe, _) = safe();
        let shown = safe.cells().iter();
        let zero = shown.into_iter().position(|it| *it == SafeCell::Shown(0));
        let zero = zero.expect("the example has a nought that is shown");
        let (part, whole, rest) = (zero, zero, zero);
        let told = told(&row(Figure::Share { part, whole, rest }), &safe);
        assert_eq!(told, ["", "", "", "[z]"]);
    }

    #[test]
    fn an_area_without_records_has_no_figure() {
        let (safe, _) = safe();
        let mut without = row(Figure::Count(24));
        without.is_available = false;
        assert_eq!(told(&without, &safe), ["", "", "", "[x]"]);
        let is_hidden = |it: &usize| safe.cells()[*it] == SafeCell::Withheld;
        let mut hidden = without.clone();
        hidden.figure = Figure::Count((0..25).find(is_hidden).unwrap());
        assert_eq!(told(&hidden, &safe), ["", "", "", "[c]"]);
        assert_eq!(table(vec![without]).publish(&safe).withheld(), 0);
    }

    #[test]
    fn what_a_spreadsheet_takes_for_a_formula_is_refused() {
        let (safe, _) = safe();
        let good = table(vec![row(Figure::Count(24))])
            .publish(&safe)
            .csv()
            .unwrap();
        assert_eq!(good.lines().count(), 2);
        assert!(good.contains(",\"Everything, of any kind\","));
        for text in ["=1+1", "+1", "-1", "@sum", "two\nlines", "a\ttab"] {
            let mut bad = row(Figure::Count(24));
            text.clone_into(&mut bad.area_name);
            let refused = table(vec![bad]).publish(&safe).csv().unwrap_err();
            assert_eq!(refused.exit_code(), 4);
            assert!(refused.to_string().contains("area_name"));
        }
    }
}
