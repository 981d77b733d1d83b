//! What stands behind a column's type or on a line of its own in a table, and statements about tables.

use super::{
    ExchangeError, Place,
    draft::Draft,
    sql_check,
    sql_cursor::{Cursor, refused},
    sql_token::{Lexed, Token},
};
use crate::Key;
use std::collections::BTreeMap;

/// Tables of codes, by the name of the table: the list's name, and codes with labels.
pub(super) type Lookups = BTreeMap<String, (String, Vec<(String, String)>)>;

/// Takes the rules that follow: of the last column, or of the table. Checks wait for all columns.
pub(super) fn rules<'t>(
    rest: &mut Cursor<'t>,
    draft: &mut Draft,
    of_column: bool,
    checks: &mut Vec<&'t [Lexed]>,
) -> Result<(), ExchangeError> {
    while let Some(first) = rest.0.first() {
        let last = draft.columns.last_mut().filter(|_| of_column);
        if rest.take(&["CONSTRAINT"]) {
            rest.name();
        } else if rest.take(&["NOT", "NULL"]) {
            if let Some(column) = last {
                column.required = true;
            }
        } else if rest.take(&["NULL"]) {
        } else if rest.take(&["PRIMARY", "KEY"]) {
            let key = match last {
                Some(column) => vec![column.name.clone()],
                None => names(rest, first)?,
            };
            draft.key = Some(Key::Columns(key));
        } else if rest.take(&["CHECK"]) {
            checks.push(rest.bracket().ok_or_else(|| refused(first, "rule"))?);
        } else if rest.take(&["DEFAULT"]) {
            skip_value(rest);
            note(draft, of_column, "default value", first.line);
        } else if rest.take(&["COLLATE"]) || rest.take(&["CHARACTER", "SET"]) {
            rest.next();
        } else if rest.take(&["UNSIGNED"]) {
            if let Some(column) = last {
                column.min = Some(0);
            }
        } else if is_how_it_is_stored(rest) {
        } else if rest.take(&["COMMENT"]) {
            if let (Some(column), Some(Token::Text(said))) = (last, rest.next().map(|it| &it.token))
            {
                column.meaning.clone_from(said);
            }
        } else if rest.take(&["UNIQUE"]) {
            rest.bracket();
            note(draft, of_column, "uniqueness", first.line);
        } else if rest.take(&["FOREIGN", "KEY"]) {
            let of = names(rest, first)?;
            references(rest, draft, &of, first)?;
        } else if first.is("REFERENCES") {
            let of = last.map(|it| it.name.clone());
            references(rest, draft, of.as_slice(), first)?;
        } else {
            return Err(refused(first, "rule"));
        }
    }
    Ok(())
}

/// Takes words that say how an engine stores the table, and nothing of what it holds.
fn is_how_it_is_stored(rest: &mut Cursor<'_>) -> bool {
    let words = [
        "AUTO_INCREMENT",
        "AUTOINCREMENT",
        "CLUSTERED",
        "NONCLUSTERED",
        "SIGNED",
        "ZEROFILL",
    ];
    if words.iter().any(|it| rest.take(&[it])) {
        return true;
    }
    let is_identity = rest.take(&["IDENTITY"])
        || rest.take(&["GENERATED", "ALWAYS", "AS", "IDENTITY"])
        || rest.take(&["GENERATED", "BY", "DEFAULT", "AS", "IDENTITY"]);
    let is_index = !is_identity && (rest.take(&["KEY"]) || rest.take(&["INDEX"]));
    if is_index {
        rest.name();
    }
    if is_identity || is_index {
        rest.bracket();
    }
    is_identity || is_index
}

/// Goes past one value: in brackets, with a sign, of a function, with a type behind it.
fn skip_value(rest: &mut Cursor<'_>) {
    if rest.bracket().is_none() {
        if rest
            .0
            .first()
            .is_some_and(|it| it.is_sign("-") || it.is_sign("+"))
        {
            rest.next();
        }
        rest.next();
        rest.bracket();
    }
    while rest.0.first().is_some_and(|it| it.is_sign("::")) {
        rest.next();
        rest.next();
    }
}

fn note(draft: &mut Draft, of_column: bool, what: &str, line: usize) {
    let note = format!("Not taken over from the file: the {what} in line {line}.");
    match draft.columns.last_mut().filter(|_| of_column) {
        Some(column) => column.notes.push(note),
        None => draft.notes.push(note),
    }
}

/// Names in brackets, in the writing of the columns.
fn names(rest: &mut Cursor<'_>, at: &Lexed) -> Result<Vec<String>, ExchangeError> {
    let inner = rest.bracket().ok_or_else(|| refused(at, "rule"))?;
    let name = |it: &[Lexed]| Cursor(it).name().ok_or_else(|| refused(at, "rule"));
    inner.split(|it| it.is_sign(",")).map(name).collect()
}

/// A reference to another table; to a list of codes that `rasso` named it says nothing new.
fn references(
    rest: &mut Cursor<'_>,
    draft: &mut Draft,
    of: &[String],
    at: &Lexed,
) -> Result<(), ExchangeError> {
    if !rest.take(&["REFERENCES"]) {
        return Err(refused(at, "rule"));
    }
    rest.table_name()?;
    rest.bracket();
    while rest.take(&["ON"]) {
        rest.next();
        if !rest.take(&["SET", "NULL"]) && !rest.take(&["NO", "ACTION"]) {
            rest.next();
        }
    }
    let is_coded =
        |it: &&super::draft::DraftColumn| it.code_list.is_some() && of.contains(&it.name);
    if draft.columns.iter().find(is_coded).is_none() {
        note(draft, false, "reference to another table", at.line);
    }
    Ok(())
}

/// A row of a table of codes. Rows of other tables are records, and no part of a schema.
pub(super) fn take_row(
    at: &Lexed,
    rest: &[Lexed],
    lookups: &mut Lookups,
) -> Result<(), ExchangeError> {
    let mut rest = Cursor::new(rest);
    rest.take(&["INTO"]);
    let name = rest.table_name()?;
    let Some((_, codes)) = lookups.get_mut(&name) else {
        return Err(refused(at, "statement"));
    };
    rest.bracket();
    if !rest.take(&["VALUES"]) {
        return Err(refused(at, "statement"));
    }
    while let Some(row) = rest.bracket() {
        let [
            Lexed {
                token: Token::Text(code),
                ..
            },
            _,
            Lexed {
                token: Token::Text(label),
                ..
            },
        ] = row
        else {
            return Err(refused(at, "statement"));
        };
        codes.push((code.clone(), label.clone()));
        if rest.0.first().is_some_and(|it| it.is_sign(",")) {
            rest.next();
        }
    }
    Ok(())
}

/// `ALTER TABLE t ADD CONSTRAINT ..`, as dumps write the keys of a table.
pub(super) fn alter(at: &Lexed, rest: &[Lexed], drafts: &mut [Draft]) -> Result<(), ExchangeError> {
    let mut rest = Cursor::new(rest);
    rest.take(&["TABLE"]);
    rest.take(&["ONLY"]);
    let name = rest.table_name()?;
    let draft = drafts.iter_mut().find(|it| it.name == name);
    let Some(draft) = draft.filter(|_| rest.take(&["ADD"])) else {
        return Err(refused(at, "statement"));
    };
    let mut checks = Vec::new();
    rules(&mut rest, draft, false, &mut checks)?;
    for check in checks {
        sql_check::take(check, &mut draft.columns)?;
    }
    Ok(())
}

/// `COMMENT ON TABLE t IS '..'` and `COMMENT ON COLUMN t.c IS '..'`.
pub(super) fn take_comment(
    at: &Lexed,
    rest: &[Lexed],
    drafts: &mut [Draft],
) -> Result<(), ExchangeError> {
    let mut cursor = Cursor::new(rest);
    let is_column = cursor.take(&["ON", "COLUMN"]);
    if !is_column && !cursor.take(&["ON", "TABLE"]) {
        return Err(refused(at, "statement"));
    }
    let words = cursor.0.iter().take_while(|it| !it.is("IS"));
    let mut names: Vec<&str> = Vec::new();
    for it in words {
        if let Token::Name { text, .. } = &it.token {
            names.push(text);
        }
    }
    let said = match cursor.0 {
        [
            ..,
            Lexed {
                token: Token::Text(said),
                ..
            },
        ] => said.clone(),
        _ => return Err(refused(at, "statement")),
    };
    let column = names.pop().filter(|_| is_column).map(str::to_owned);
    let missing = |what| ExchangeError::Missing {
        place: Place::Line(at.line),
        what,
    };
    let table = if is_column {
        names.last().copied()
    } else {
        last_name(rest)
    };
    let draft = drafts.iter_mut().find(|it| Some(it.name.as_str()) == table);
    let draft = draft.ok_or_else(|| missing("table of this name"))?;
    match column {
        None => draft.title = Some(said),
        Some(name) => {
            let column = draft.columns.iter_mut().find(|it| it.name == name);
            column
                .ok_or_else(|| missing("column of this name"))?
                .meaning = said;
        }
    }
    Ok(())
}

/// The name before `IS`.
fn last_name(tokens: &[Lexed]) -> Option<&str> {
    let end = tokens.iter().position(|it| it.is("IS"))?;
    match &tokens.get(end.checked_sub(1)?)?.token {
        Token::Name { text, .. } => Some(text),
        Token::Text(_) | Token::Number(_) | Token::Sign(_) => None,
    }
}
