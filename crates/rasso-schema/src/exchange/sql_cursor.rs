//! Goes through the words of a statement.

use super::{
    ExchangeError, Place,
    sql_token::{Lexed, Token},
};

pub(super) fn refused(at: &Lexed, kind: &'static str) -> ExchangeError {
    let word = match &at.token {
        Token::Name { text, .. } | Token::Number(text) => text.clone(),
        // A text may be anything, also something of a person.
        Token::Text(_) => "'..'".to_owned(),
        Token::Sign(sign) => (*sign).to_owned(),
    };
    ExchangeError::NotUnderstood {
        place: Place::Line(at.line),
        kind,
        word,
    }
}

/// The words of a statement, from left to right.
pub(super) struct Cursor<'t>(pub(super) &'t [Lexed]);

impl<'t> Cursor<'t> {
    pub(super) const fn new(tokens: &'t [Lexed]) -> Self {
        Self(tokens)
    }

    pub(super) fn next(&mut self) -> Option<&'t Lexed> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    /// Takes these keywords if they come next.
    pub(super) fn take(&mut self, keywords: &[&str]) -> bool {
        let come = keywords.len() <= self.0.len()
            && keywords
                .iter()
                .zip(self.0)
                .all(|(keyword, it)| it.is(keyword));
        if come {
            self.0 = &self.0[keywords.len()..];
        }
        come
    }

    /// The tokens between the bracket that comes next and its end, if one does.
    pub(super) fn bracket(&mut self) -> Option<&'t [Lexed]> {
        self.0.first().filter(|it| it.is_sign("("))?;
        let mut depth = 0_usize;
        for (at, token) in self.0.iter().enumerate() {
            if token.is_sign("(") {
                depth += 1;
            } else if token.is_sign(")") {
                depth -= 1;
                if depth == 0 {
                    let inner = &self.0[1..at];
                    self.0 = &self.0[at + 1..];
                    return Some(inner);
                }
            }
        }
        None
    }

    pub(super) fn name(&mut self) -> Option<String> {
        match self.next()?.token.clone() {
            Token::Name { text, .. } => Some(text),
            Token::Text(_) | Token::Number(_) | Token::Sign(_) => None,
        }
    }

    /// The name after `TABLE`, without that of its schema.
    pub(super) fn table_name(&mut self) -> Result<String, ExchangeError> {
        let line = self.0.first().map_or(0, |it| it.line);
        self.take(&["TABLE"]);
        self.take(&["IF", "NOT", "EXISTS"]);
        let mut name = self.name();
        while self.0.first().is_some_and(|it| it.is_sign(".")) {
            self.next();
            name = self.name();
        }
        name.ok_or(ExchangeError::Missing {
            place: Place::Line(line),
            what: "name of the table",
        })
    }
}
