//! The words of an SQL text, each with its line and the comments before it.

use super::{ExchangeError, Place};

/// One word or sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A name or keyword; a name in quotes is never a keyword.
    Name { text: String, is_quoted: bool },
    /// A text in single quotes.
    Text(String),
    /// Digits, with a point and a sign where they have one.
    Number(String),
    /// Anything else: brackets, commas, comparisons.
    Sign(&'static str),
}

/// A comment and the lines it stands on.
#[derive(Debug, Clone)]
pub(super) struct Comment {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) text: String,
}

/// A token, its line, and the comments between the token before and it.
#[derive(Debug, Clone)]
pub(super) struct Lexed {
    pub(super) token: Token,
    pub(super) line: usize,
    pub(super) comments: Vec<Comment>,
}

impl Lexed {
    pub(super) fn is(&self, keyword: &str) -> bool {
        matches!(&self.token, Token::Name { text, is_quoted: false } if text.eq_ignore_ascii_case(keyword))
    }

    pub(super) fn is_sign(&self, sign: &str) -> bool {
        matches!(self.token, Token::Sign(it) if it == sign)
    }
}

/// Longer signs first.
const SIGNS: &[&str] = &[
    "<=", ">=", "<>", "!=", "::", "||", "(", ")", ",", ";", "=", "<", ">", ".", "+", "-", "*", "/",
    ":", "%", "[", "]",
];

struct Reader<'t> {
    rest: &'t str,
    line: usize,
}

impl Reader<'_> {
    /// Takes so many bytes, which end at the end of a character.
    fn take(&mut self, length: usize) -> String {
        let (taken, rest) = self.rest.split_at(length);
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken.to_owned()
    }

    fn take_while(&mut self, is_part: impl Fn(char) -> bool) -> String {
        let end = self.rest.find(|it| !is_part(it)).unwrap_or(self.rest.len());
        self.take(end)
    }

    /// What stands between two quotes; a quote in it is written twice.
    fn quoted(&mut self, close: char) -> Result<String, ExchangeError> {
        let line = self.line;
        let open = self.rest.chars().next().map_or(0, char::len_utf8);
        drop(self.take(open));
        let mut text = String::new();
        loop {
            let Some(end) = self.rest.find(close) else {
                return Err(never_closed(line, "a quote"));
            };
            text += &self.take(end);
            drop(self.take(close.len_utf8()));
            if self.rest.starts_with(close) {
                text += &self.take(close.len_utf8());
            } else {
                return Ok(text);
            }
        }
    }
}

fn never_closed(line: usize, what: &str) -> ExchangeError {
    ExchangeError::Broken {
        place: Place::Line(line),
        what: format!("{what} is never closed"),
    }
}

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Result<Vec<Lexed>, ExchangeError> {
    let mut reader = Reader {
        rest: text,
        line: 1,
    };
    let mut tokens = Vec::new();
    let mut comments = Vec::new();
    loop {
        drop(reader.take_while(char::is_whitespace));
        let line = reader.line;
        let Some(first) = reader.rest.chars().next() else {
            return Ok(tokens);
        };
        if let Some(comment) = comment(&mut reader)? {
            comments.push(comment);
            continue;
        }
        let token = match first {
            '\'' => Token::Text(reader.quoted('\'')?),
            '"' | '`' => Token::Name {
                text: reader.quoted(first)?,
                is_quoted: true,
            },
            '[' => Token::Name {
                text: reader.quoted(']')?,
                is_quoted: true,
            },
            it if it.is_ascii_digit() => {
                Token::Number(reader.take_while(|it| it.is_ascii_digit() || it == '.'))
            }
            it if it.is_alphabetic() || it == '_' => Token::Name {
                text: reader.take_while(|it| it.is_alphanumeric() || "_$#".contains(it)),
                is_quoted: false,
            },
            other => {
                let Some(sign) = SIGNS.iter().find(|it| reader.rest.starts_with(**it)) else {
                    return Err(ExchangeError::NotUnderstood {
                        place: Place::Line(line),
                        kind: "sign",
                        word: other.to_string(),
                    });
                };
                drop(reader.take(sign.len()));
                Token::Sign(sign)
            }
        };
        tokens.push(Lexed {
            token,
            line,
            comments: std::mem::take(&mut comments),
        });
    }
}

fn comment(reader: &mut Reader<'_>) -> Result<Option<Comment>, ExchangeError> {
    let from = reader.line;
    let text = if reader.rest.starts_with("--") {
        let said = reader.take_while(|it| it != '\n');
        said.trim_start_matches('-').trim().to_owned()
    } else if reader.rest.starts_with("/*") {
        let Some(end) = reader.rest.find("*/") else {
            return Err(never_closed(from, "a comment"));
        };
        let said = reader.take(end + 2);
        let said = said.trim_start_matches("/*").trim_end_matches("*/");
        let lines = said
            .lines()
            .map(|it| it.trim().trim_start_matches('*').trim());
        lines
            .filter(|it| !it.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    } else {
        return Ok(None);
    };
    Ok(Some(Comment {
        from,
        to: reader.line,
        text,
    }))
}
