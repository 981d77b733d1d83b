//! Reads the tables that SQL statements make.

use super::{
    ExchangeError, Place,
    draft::{Draft, DraftColumn},
    sql_check,
    sql_cursor::{Cursor, refused},
    sql_rules::{Lookups, alter, rules, take_comment, take_row},
    sql_token::{Comment, Lexed, Token, tokens},
    words,
};
use crate::{ColumnType, Key};

/// No table has more columns and rules.
const MOST_LINES: usize = 8_000;

pub(super) fn import(text: &str) -> Result<Vec<Draft>, ExchangeError> {
    let tokens = tokens(text)?;
    let mut drafts = Vec::new();
    let mut lookups = Lookups::new();
    // SQL Server's programs end a batch with a word.
    for statement in tokens.split(|it| it.is_sign(";") || it.is("GO")) {
        let [first, rest @ ..] = statement else {
            continue;
        };
        if first.is("INSERT") {
            take_row(first, rest, &mut lookups)?;
        } else if first.is("COMMENT") {
            take_comment(first, rest, &mut drafts)?;
        } else if first.is("CREATE") && rest.first().is_some_and(|it| it.is("TABLE")) {
            let tags = tags(&last_block(&first.comments, first.line))?;
            if let Some((_, list)) = tags.named.iter().find(|it| it.0 == "lookup") {
                let list = list.first().cloned().unwrap_or_default();
                lookups.insert(Cursor::new(rest).table_name()?, (list, Vec::new()));
            } else {
                drafts.push(create(first.line, rest, tags)?);
            }
        } else if first.is("ALTER") {
            alter(first, rest, &mut drafts)?;
        } else if !is_of_no_table(first, rest) {
            return Err(refused(first, "statement"));
        }
    }
    for column in drafts.iter_mut().flat_map(|it| &mut it.columns) {
        let of_list = lookups
            .values()
            .find(|it| Some(&it.0) == column.code_list.as_ref());
        if let Some((_, codes)) = of_list {
            column.codes.clone_from(codes);
        }
    }
    Ok(drafts)
}

/// Whether a statement says nothing of what a table holds.
fn is_of_no_table(first: &Lexed, rest: &[Lexed]) -> bool {
    let settings = ["BEGIN", "COMMIT", "SET", "SELECT", "USE", "PRAGMA", "START"];
    let made = ["INDEX", "SCHEMA", "DATABASE"];
    settings.iter().any(|it| first.is(it))
        || first.is("CREATE")
            && rest
                .first()
                .is_some_and(|it| made.iter().any(|made| it.is(made)))
}

/// What comments say: in plain words, and under names of `rasso`.
#[derive(Default)]
struct Tags {
    said: String,
    named: Vec<(String, Vec<String>)>,
}

fn tags(comments: &[&Comment]) -> Result<Tags, ExchangeError> {
    let mut tags = Tags::default();
    for comment in comments {
        if let Some(tag) = comment.text.strip_prefix("rasso:") {
            let (name, values) = tag.split_once(' ').unwrap_or((tag, ""));
            let values = serde_json::Deserializer::from_str(values).into_iter::<String>();
            let values: Result<Vec<String>, _> = values.collect();
            let values = values.map_err(|_not_json| ExchangeError::Broken {
                place: Place::Line(comment.from),
                what: format!("the values of `rasso:{name}` must be texts in double quotes"),
            })?;
            tags.named.push((name.to_owned(), values));
        } else if !comment.text.is_empty() {
            if !tags.said.is_empty() {
                tags.said.push(' ');
            }
            tags.said += &comment.text;
        }
    }
    Ok(tags)
}

/// The comments right above a line, up to the first empty line.
fn last_block(comments: &[Comment], line: usize) -> Vec<&Comment> {
    let mut above = line;
    let mut block = Vec::new();
    for comment in comments.iter().rev() {
        if comment.to + 1 < above {
            break;
        }
        above = comment.from;
        block.push(comment);
    }
    block.reverse();
    block
}

fn create(line: usize, rest: &[Lexed], tags: Tags) -> Result<Draft, ExchangeError> {
    let mut cursor = Cursor::new(rest);
    let mut draft = Draft {
        name: cursor.table_name()?,
        title: Some(tags.said).filter(|it| !it.is_empty()),
        ..Draft::default()
    };
    for (name, values) in tags.named {
        let value = values.into_iter().next().unwrap_or_default();
        let refused = |kind| ExchangeError::NotUnderstood {
            place: Place::Line(line),
            kind,
            word: name.clone(),
        };
        match name.as_str() {
            "title" => draft.title = Some(value),
            "agency" => {
                let agency = words::known(&value);
                draft.agency = Some(agency.ok_or_else(|| refused("value of"))?);
            }
            "version" => draft.version = Some(value),
            "one_row_per" => draft.one_row_per = Some(value),
            "key" if value == "whole_row" => draft.key = Some(Key::WholeRow),
            _ => return Err(refused("word of rasso")),
        }
    }
    let Some(body) = cursor.bracket() else {
        return Err(ExchangeError::Missing {
            place: Place::Line(line),
            what: "list of columns in brackets",
        });
    };
    // How the table is stored may follow; another statement may not without its sign.
    if let Some(other) = cursor
        .0
        .iter()
        .find(|it| it.is("CREATE") || it.is("SELECT"))
    {
        return Err(refused(other, "word"));
    }
    let end = rest.iter().rev().nth(cursor.0.len());
    let items = items(body, end.map_or(&[], |it| it.comments.as_slice()));
    if let Some((beyond, _)) = items.get(MOST_LINES) {
        return Err(ExchangeError::Broken {
            place: Place::Line(beyond.first().map_or(line, |it| it.line)),
            what: format!("a table has {MOST_LINES} columns and rules at the most"),
        });
    }
    let mut checks = Vec::new();
    for (item, comments) in &items {
        let is_rule = [
            "PRIMARY",
            "FOREIGN",
            "UNIQUE",
            "CHECK",
            "CONSTRAINT",
            "KEY",
            "INDEX",
        ]
        .iter()
        .any(|it| item.first().is_some_and(|first| first.is(it)));
        let mut rest = Cursor::new(item);
        if !is_rule {
            draft.columns.push(column(&mut rest, comments)?);
        }
        rules(&mut rest, &mut draft, !is_rule, &mut checks)?;
    }
    for check in checks {
        sql_check::take(check, &mut draft.columns)?;
    }
    for column in &mut draft.columns {
        // Labels were told before the codes.
        if column.code_list.is_some() {
            column.kind = ColumnType::Code;
        }
    }
    Ok(draft)
}

/// The items of a table, each with its comments: those above it and those behind it on its line.
fn items<'t>(body: &'t [Lexed], last: &'t [Comment]) -> Vec<(&'t [Lexed], Vec<&'t Comment>)> {
    let mut items: Vec<(&[Lexed], Vec<&Comment>)> = Vec::new();
    let mut start = 0;
    let mut depth = 0_usize;
    for at in 0..=body.len() {
        let token = body.get(at);
        if token.is_some_and(|it| it.is_sign("(")) {
            depth += 1;
        } else if token.is_some_and(|it| it.is_sign(")")) {
            depth = depth.saturating_sub(1);
        }
        if token.is_some_and(|it| depth > 0 || !it.is_sign(",")) {
            continue;
        }
        let item = &body[start..at];
        // Behind the item and before its comma, or before the bracket that ends the table.
        let behind = token.map_or(last, |it| it.comments.as_slice());
        let before = start.checked_sub(1).and_then(|it| body.get(it));
        let mut comments = Vec::new();
        for (place, token) in item.iter().enumerate() {
            for comment in &token.comments {
                let is_of_last = place == 0 && before.is_some_and(|it| it.line == comment.from);
                match items.last_mut().filter(|_| is_of_last) {
                    Some((_, others)) => others.push(comment),
                    None => comments.push(comment),
                }
            }
        }
        comments.extend(behind);
        items.push((item, comments));
        start = at + 1;
    }
    items
}

fn column(rest: &mut Cursor<'_>, comments: &[&Comment]) -> Result<DraftColumn, ExchangeError> {
    let line = rest.0.first().map_or(0, |it| it.line);
    let missing = |what| ExchangeError::Missing {
        place: Place::Line(line),
        what,
    };
    let name = rest.name().ok_or_else(|| missing("name of a column"))?;
    let Some(word) = rest.next() else {
        return Err(missing("type of a column"));
    };
    let mut column = DraftColumn::new(Place::Line(line), name, ColumnType::Text);
    let kind = match &word.token {
        Token::Name { text, .. } => text.to_ascii_uppercase(),
        Token::Text(_) | Token::Number(_) | Token::Sign(_) => return Err(refused(word, "type")),
    };
    rest.take(&["VARYING"]);
    let size = rest.bracket().unwrap_or_default();
    let is_whole = match size {
        [_] => true,
        [_, _, digits] => matches!(&digits.token, Token::Number(it) if it == "0"),
        _ => false,
    };
    column.kind = match kind.as_str() {
        "VARCHAR" | "VARCHAR2" | "NVARCHAR" | "NVARCHAR2" | "CHAR" | "CHARACTER" | "NCHAR"
        | "TEXT" | "STRING" | "UUID" | "ENUM" => ColumnType::Text,
        "INTEGER" | "INT" | "SMALLINT" | "BIGINT" | "TINYINT" => ColumnType::Integer,
        "DECIMAL" | "NUMERIC" | "NUMBER" if is_whole => ColumnType::Integer,
        "DATE" => ColumnType::Date,
        "BOOLEAN" | "BOOL" | "BIT" => ColumnType::Flag,
        _ => return Err(refused(word, "type")),
    };
    take_tags(&mut column, tags(comments)?, line)?;
    for code in size.iter().filter(|_| kind == "ENUM") {
        if let Token::Text(code) = &code.token {
            column.codes.push((code.clone(), String::new()));
        }
    }
    if let (
        [
            Lexed {
                token: Token::Number(length),
                ..
            },
        ],
        ColumnType::Text,
        None,
    ) = (size, column.kind, column.sensitivity)
    {
        let note = format!("The file has room for {length} characters; no length is checked.");
        column.notes.push(note);
    }
    Ok(column)
}

fn take_tags(column: &mut DraftColumn, tags: Tags, line: usize) -> Result<(), ExchangeError> {
    column.meaning = tags.said;
    let mut labels = Vec::new();
    for (name, values) in tags.named {
        let refused = || ExchangeError::NotUnderstood {
            place: Place::Line(line),
            kind: "word of rasso",
            word: name.clone(),
        };
        let mut values = values.into_iter();
        let value = values.next().unwrap_or_default();
        match name.as_str() {
            "meaning" => column.meaning = value,
            "type" => words::take_type(column, words::known(&value).ok_or_else(refused)?),
            "sensitivity" => {
                column.sensitivity = Some(words::known(&value).ok_or_else(refused)?);
            }
            "pattern" => column.pattern = Some(value),
            "code_list" => words::take_list(column, &value),
            "label" => labels.push((value, values.next().unwrap_or_default())),
            _ => return Err(refused()),
        }
    }
    column.codes = labels;
    Ok(())
}
