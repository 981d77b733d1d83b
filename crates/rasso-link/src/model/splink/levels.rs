//! A condition of Splink as a level.

use super::{
    made::{Fields, Made},
    sql::{Side, Sql},
};

/// A level as a model writes it, and what is not quite the same about it.
#[derive(Debug, PartialEq)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) remarks: Vec<String>,
}

/// What one part of a condition asks.
enum Asked {
    Test(String, Made),
    /// The column of the left record is another one of the right.
    Crossed(Made, Made),
}

/// A condition as a level of a comparison of `own`; nothing where there is no such level.
pub(super) fn written(condition: &Sql, own: &Made, fields: &mut Fields) -> Option<Written> {
    let mut remarks = Vec::new();
    let mut tests = Vec::new();
    let mut crossed: Vec<(Made, Made)> = Vec::new();
    for part in condition.parts("and") {
        match asked(part, &mut remarks)? {
            Asked::Test(kind, made) => {
                tests.push(of_field(&kind, &made, own, fields, &mut remarks));
            }
            Asked::Crossed(left, right) => crossed.push((left, right)),
        }
    }
    while let Some((left, right)) = crossed.pop() {
        let other = match own {
            it if *it == left => &right,
            it if *it == right => &left,
            _ => return None,
        };
        let name = fields.name(other);
        let both_ways = (right.clone(), left.clone());
        if let Some(at) = crossed.iter().position(|it| *it == both_ways) {
            crossed.remove(at);
            tests.push(format!("swapped {name}"));
        } else {
            remarks.push("a field that is another one in the other record is looked for on either side, and not on one alone".to_owned());
            tests.push(format!("crossed {name}"));
        }
    }
    (!tests.is_empty()).then(|| Written {
        text: tests.join(" and "),
        remarks,
    })
}

/// A test with its field, where it is not the comparison's own.
fn of_field(
    kind: &str,
    made: &Made,
    own: &Made,
    fields: &mut Fields,
    remarks: &mut Vec<String>,
) -> String {
    if made == own {
        return kind.to_owned();
    }
    if kind == "exact" && own.is_date_of(made) {
        remarks.push("dates are the same if the day is, however it is written".to_owned());
        return kind.to_owned();
    }
    format!("{kind} {}", fields.name(made))
}

fn asked(sql: &Sql, remarks: &mut Vec<String>) -> Option<Asked> {
    let Sql::Both(operator, left, right) = sql else {
        return None;
    };
    if operator == "=" {
        let ((a, a_side), (b, b_side)) = (Made::read(left)?, Made::read(right)?);
        return match (a_side, b_side) {
            _ if a_side == b_side => None,
            _ if a == b => Some(Asked::Test("exact".to_owned(), a)),
            (Side::Left, _) => Some(Asked::Crossed(a, b)),
            (Side::Right, _) => Some(Asked::Crossed(b, a)),
        };
    }
    let limit = right.number()?;
    if matches!(operator.as_str(), "<" | ">") {
        remarks.push(format!("`{operator}` is taken with the limit itself"));
    }
    let (kind, made) = match operator.as_str() {
        ">=" | ">" => similarity(left, limit)?,
        "<=" | "<" => distance(left, limit, remarks)?,
        _ => return None,
    };
    Some(Asked::Test(kind, made))
}

/// What two expressions ask of the two records, where it is the same.
fn same(a: &Sql, b: &Sql) -> Option<Made> {
    let ((a, a_side), (b, b_side)) = (Made::read(a)?, Made::read(b)?);
    (a == b && a_side != b_side).then_some(a)
}

fn similarity(sql: &Sql, limit: f64) -> Option<(String, Made)> {
    let (kind, of) = if let Some(of) = sql.call(&["jaro_winkler_similarity", "jaro_winkler"]) {
        ("jaro_winkler", of)
    } else {
        ("jaro", sql.call(&["jaro_similarity", "jaro_sim"])?)
    };
    let [a, b] = of else { return None };
    let is_one = (0.0..=1.0).contains(&limit);
    is_one.then_some((format!("{kind} {limit}"), same(a, b)?))
}

const DAY: f64 = 86_400.0;

fn distance(sql: &Sql, limit: f64, remarks: &mut Vec<String>) -> Option<(String, Made)> {
    let edits = |it: &[Sql]| typed(sql, it, limit, remarks);
    let of = sql.call(&["levenshtein", "damerau_levenshtein"]);
    of.map_or_else(|| ratio(sql, limit).or_else(|| within(sql, limit)), edits)
}

fn typed(sql: &Sql, of: &[Sql], limit: f64, remarks: &mut Vec<String>) -> Option<(String, Made)> {
    let [a, b] = of else { return None };
    if ![1.0, 2.0, 3.0].contains(&limit) {
        return None;
    }
    if sql.call(&["levenshtein"]).is_some() {
        remarks.push(
            "Levenshtein's distance counts two swapped letters as two errors, and `typed` as one"
                .to_owned(),
        );
    } else if limit > 1.0 {
        remarks.push("the distance of Damerau and Levenshtein may change swapped letters once more, and `typed` does not".to_owned());
    }
    Some((format!("typed {limit}"), same(a, b)?))
}

/// `abs(a - b) / case when b > a then b else a end`.
fn ratio(sql: &Sql, limit: f64) -> Option<(String, Made)> {
    let Sql::Both(operator, difference, largest) = sql else {
        return None;
    };
    let [Sql::Both(minus, a, b)] = difference.call(&["abs"])? else {
        return None;
    };
    let [_, one, other] = largest.call(&["case"])? else {
        return None;
    };
    let of_both = [one, other].contains(&&**a) && [one, other].contains(&&**b);
    let is_share = operator == "/" && minus == "-" && of_both;
    is_share.then_some((format!("ratio {limit}"), same(a, b)?))
}

/// `abs` of a difference of numbers, of days or of seconds.
fn within(sql: &Sql, limit: f64) -> Option<(String, Made)> {
    let [difference] = sql.call(&["abs"])? else {
        return None;
    };
    if let Some(of) = difference.call(&["date_diff", "datediff"]) {
        let (a, b) = match of {
            [Sql::Text(unit), a, b] if unit == "day" => (a, b),
            [a, b] => (a, b),
            _ => return None,
        };
        return Some((format!("within {limit}"), same(a, b)?.into_date()?));
    }
    let Sql::Both(minus, a, b) = difference else {
        return None;
    };
    if minus != "-" {
        return None;
    }
    let seconds = ["epoch", "unix_timestamp", "to_unixtime"];
    if let (Some([a]), Some([b])) = (a.call(&seconds), b.call(&seconds)) {
        // Dates have no time of day: less than a day is not to be told from none.
        let days = Some(limit / DAY).filter(|it| *it >= 1.0)?;
        return Some((format!("within {days}"), same(a, b)?.into_date()?));
    }
    let made = same(a, b).filter(|it| it.date.is_none())?;
    Some((format!("within {limit}"), made))
}
