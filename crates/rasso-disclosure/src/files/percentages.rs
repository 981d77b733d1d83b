//! Percentages that are published of counts.

use super::{Tables, sheet::Sheet};
use crate::DisclosureError;
use std::{collections::BTreeMap, path::Path};

/// More decimals are no rounding.
const DECIMALS: usize = 4;

/// A percentage as it is published: what a count is of another, rounded half up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Percentage {
    /// The count that is a part, by its place among the cells.
    pub part: usize,
    /// The count that it is a part of.
    pub whole: usize,
    /// The text: `12.5`.
    pub text: String,
    /// The same as a whole number of its last decimal: 125.
    pub digits: i64,
    /// How many of the last decimal make one per cent: 10.
    pub scale: i64,
}

impl Percentage {
    /// How far the counts are above the least, and below the most, that is rounded to the percentage; neither is below
    /// nought: `200 scale part - (2 digits - 1) whole` and `(2 digits + 1) whole - 200 scale part - 1`. That is
    /// `digits - 1/2 <= 100 scale part / whole < digits + 1/2` times twice the whole.
    pub(crate) fn slack(&self, part: i64, whole: i64) -> [i128; 2] {
        let [of_part, low, high] = self.coefficients().map(i128::from);
        let (part, whole) = (i128::from(part), i128::from(whole));
        [
            of_part * part - low * whole,
            high * whole - of_part * part - 1,
        ]
    }

    /// What the part is multiplied by, and the whole in the one sum and the other.
    pub(crate) fn coefficients(&self) -> [i64; 3] {
        [200 * self.scale, 2 * self.digits - 1, 2 * self.digits + 1]
    }
}

/// Reads the file and holds each percentage against its counts; a fault repeats neither.
pub(super) fn read(file: &Path, tables: &Tables) -> Result<Vec<Percentage>, DisclosureError> {
    let sheet = Sheet::read(file)?;
    let columns = ["part", "whole", "percent"].map(|it| sheet.column(it));
    let [part, whole, percent] = columns;
    let (part, whole, percent) = (part?, whole?, percent?);
    let ids = tables.cells.iter().map(|it| it.id.as_str());
    let places: BTreeMap<&str, usize> = ids.zip(0..).collect();
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for row in sheet.rows() {
        let mut place = |name: &str, column: usize| {
            let place = places.get(row.cell(column)).copied();
            if place.is_none() {
                faults.push(row.fault(name, &format!("names no cell of {}", tables.file)));
            }
            place
        };
        let cells = [place("part", part), place("whole", whole)];
        let Some((digits, scale)) = number(row.cell(percent)) else {
            let rule = "must be a number not below 0, of four decimals at most and without a sign";
            faults.push(row.fault("percent", rule));
            continue;
        };
        let [Some(part), Some(whole)] = cells else {
            continue;
        };
        let percentage = Percentage {
            part,
            whole,
            text: row.cell(percent).to_owned(),
            digits,
            scale,
        };
        let [part, whole] = [part, whole].map(|it| tables.cells[it].count);
        if percentage.part == percentage.whole {
            faults.push(row.fault("whole", "is the same cell as `part`"));
        } else if whole == 0 {
            faults.push(row.fault(
                "whole",
                "is a cell of no cases: there is no percentage of it",
            ));
        } else if percentage.slack(part, whole).iter().any(|it| *it < 0) {
            let rule = "is not what the two counts come to, rounded half up";
            faults.push(row.fault("percent", rule));
        } else {
            found.push(percentage);
        }
    }
    super::no_faults(faults)?;
    Ok(found)
}

/// A percentage in its last decimal, and how many of these make one per cent.
fn number(text: &str) -> Option<(i64, i64)> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let is_whole = !whole.is_empty() && whole.len() <= 6 && is_number(whole);
    let ends_well = decimals.is_empty() != text.contains('.');
    if !is_whole || !ends_well || decimals.len() > DECIMALS || !is_number(decimals) {
        return None;
    }
    let digits = format!("{whole}{decimals}").parse().ok()?;
    let scale = 10_i64.checked_pow(u32::try_from(decimals.len()).ok()?)?;
    Some((digits, scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_read_with_its_decimals() {
        assert_eq!(number("12"), Some((12, 1)));
        assert_eq!(number("12.5"), Some((125, 10)));
        assert_eq!(number("0.0625"), Some((625, 10_000)));
        for wrong in [
            "", ".5", "12.", "-1", "+1", "1e3", "12,5", "0.00001", "12.5%",
        ] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_rounded_to_it_has_slack_and_nothing_else_has() {
        for whole in 1..60_i64 {
            for part in 0..=whole {
                // Half up, in tenths of a per cent.
                let digits = (2_000 * part + whole).div_euclid(2 * whole);
                for (other, is_it) in [(digits - 1, false), (digits, true), (digits + 1, false)] {
                    let percentage = Percentage {
                        part: 0,
                        whole: 1,
                        text: String::new(),
                        digits: other,
                        scale: 10,
                    };
                    let slack = percentage.slack(part, whole);
                    assert_eq!(slack.iter().all(|it| *it >= 0), is_it, "{part} of {whole}");
                }
            }
        }
    }
}
