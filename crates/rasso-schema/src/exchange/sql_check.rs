//! What a CHECK asks of one column.

use super::{
    ExchangeError, Place,
    draft::DraftColumn,
    sql_token::{Lexed, Token},
    words,
};
use crate::ColumnType;

/// How many brackets may stand within each other.
const DEEPEST: usize = 16;

/// Takes the conditions of a CHECK over to the columns they are about.
pub(super) fn take(condition: &[Lexed], columns: &mut [DraftColumn]) -> Result<(), ExchangeError> {
    take_nested(condition, columns, 0)
}

fn take_nested(
    condition: &[Lexed],
    columns: &mut [DraftColumn],
    mut depth: usize,
) -> Result<(), ExchangeError> {
    let mut rest = condition;
    while let [first, inner @ .., last] = rest {
        if !(first.is_sign("(") && last.is_sign(")") && closes_at_end(rest)) {
            break;
        }
        rest = inner;
        depth += 1;
        if depth > DEEPEST {
            return Err(ExchangeError::NotUnderstood {
                place: Place::Line(first.line),
                kind: "check in brackets",
                word: "((..".to_owned(),
            });
        }
    }
    for part in parts(rest) {
        if part.len() < rest.len() && part.first().is_some_and(|it| it.is_sign("(")) {
            take_nested(part, columns, depth)?;
        } else {
            take_one(part, columns)?;
        }
    }
    Ok(())
}

/// Whether the first bracket is closed by the last token.
fn closes_at_end(tokens: &[Lexed]) -> bool {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is_sign("(") {
            depth += 1;
        } else if token.is_sign(")") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at + 1 == tokens.len();
            }
        }
    }
    false
}

/// The conditions that AND joins; the AND of a BETWEEN joins none.
fn parts(tokens: &[Lexed]) -> Vec<&[Lexed]> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut depth = 0_usize;
    let mut is_between = false;
    for (at, token) in tokens.iter().enumerate() {
        if token.is_sign("(") {
            depth += 1;
        } else if token.is_sign(")") {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && token.is("BETWEEN") {
            is_between = true;
        } else if depth == 0 && token.is("AND") {
            if is_between {
                is_between = false;
            } else {
                parts.push(&tokens[start..at]);
                start = at + 1;
            }
        }
    }
    parts.push(&tokens[start..]);
    parts
}

fn take_one(tokens: &[Lexed], columns: &mut [DraftColumn]) -> Result<(), ExchangeError> {
    let line = tokens.first().map_or(0, |it| it.line);
    let refused = |word: &str| ExchangeError::NotUnderstood {
        place: Place::Line(line),
        kind: "check of",
        word: word.to_owned(),
    };
    let [first, rest @ ..] = tokens else {
        return Err(refused("nothing"));
    };
    let Token::Name { text: name, .. } = &first.token else {
        return Err(refused("something else than a column"));
    };
    let Some(column) = columns
        .iter_mut()
        .find(|it| it.name.eq_ignore_ascii_case(name))
    else {
        return Err(refused(name));
    };
    let [operator, values @ ..] = rest else {
        return Err(refused(name));
    };
    if operator.is("IN") {
        let codes = list(values).ok_or_else(|| refused(name))?;
        let labels = std::mem::replace(&mut column.codes, codes);
        column.label(&labels);
        return Ok(());
    }
    if operator.is("BETWEEN") {
        let middle = values.iter().position(|it| it.is("AND"));
        let bounds = middle.map(|at| (number(&values[..at]), number(&values[at + 1..])));
        let Some((Some(min), Some(max))) = bounds else {
            return Err(refused(name));
        };
        (column.min, column.max) = (Some(min), Some(max));
        return Ok(());
    }
    if let [
        Lexed {
            token: Token::Text(day),
            ..
        },
    ] = values
        && matches!(
            column.kind,
            ColumnType::Date | ColumnType::OffenceDate | ColumnType::BirthDate
        )
        && operator.is_sign(">=")
        && day == words::FIRST_DAY
    {
        return Ok(());
    }
    let Some(bound) = number(values) else {
        return Err(refused(name));
    };
    match operator.token {
        Token::Sign(">=") => column.min = Some(bound),
        Token::Sign("<=") => column.max = Some(bound),
        Token::Sign(">") => column.min = bound.checked_add(1),
        Token::Sign("<") => column.max = bound.checked_sub(1),
        Token::Sign(_) | Token::Name { .. } | Token::Text(_) | Token::Number(_) => {
            return Err(refused(name));
        }
    }
    Ok(())
}

fn number(tokens: &[Lexed]) -> Option<i64> {
    match tokens {
        [
            Lexed {
                token: Token::Number(digits),
                ..
            },
        ] => digits.parse().ok(),
        [
            sign,
            Lexed {
                token: Token::Number(digits),
                ..
            },
        ] if sign.is_sign("-") => format!("-{digits}").parse().ok(),
        _ => None,
    }
}

/// The codes of `('a', 'b')`.
fn list(tokens: &[Lexed]) -> Option<Vec<(String, String)>> {
    let [open, inner @ .., close] = tokens else {
        return None;
    };
    if !(open.is_sign("(") && close.is_sign(")")) {
        return None;
    }
    let code = |it: &[Lexed]| match it {
        [
            Lexed {
                token: Token::Text(code) | Token::Number(code),
                ..
            },
        ] => Some((code.clone(), String::new())),
        _ => None,
    };
    inner.split(|it| it.is_sign(",")).map(code).collect()
}
