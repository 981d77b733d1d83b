//! The little SQL that conditions of Splink are written in.

/// Which of the two records a column is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sql {
    /// A column, without the mark of its record, and the record where one is marked.
    Column(String, Option<Side>),
    Number(f64),
    Text(String),
    /// A function, in small letters; `case` has condition, result and other result.
    Call(String, Vec<Self>),
    /// An operator between two expressions, in small letters.
    Both(String, Box<Self>, Box<Self>),
    IsNull(Box<Self>),
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Quoted(String),
    Number(f64),
    Text(String),
    Sign(String),
}

/// Reads a condition; nothing where it says more than this knows.
pub(super) fn parse(text: &str) -> Option<Sql> {
    let tokens = tokens(text)?;
    let mut reader = Reader {
        tokens,
        at: 0,
        depth: 0,
    };
    let read = reader.either()?;
    (reader.at == reader.tokens.len()).then_some(read)
}

impl Sql {
    /// The parts that `and` or `or` joins, however they stand in brackets.
    pub(super) fn parts<'s>(&'s self, joined_by: &str) -> Vec<&'s Self> {
        if let Self::Both(operator, left, right) = self
            && operator == joined_by
        {
            let mut parts = left.parts(joined_by);
            parts.extend(right.parts(joined_by));
            return parts;
        }
        vec![self]
    }

    /// A function of this name, with what it is of.
    pub(super) fn call(&self, names: &[&str]) -> Option<&[Self]> {
        let Self::Call(name, of) = self else {
            return None;
        };
        names.contains(&name.as_str()).then_some(of)
    }

    pub(super) const fn number(&self) -> Option<f64> {
        let Self::Number(number) = self else {
            return None;
        };
        Some(*number)
    }
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '"' | '`' | '\'' => quoted(rest, first)?,
            it if it.is_ascii_digit() => {
                let length = span(rest, |it| it.is_ascii_digit() || it == '.');
                (Token::Number(rest.get(..length)?.parse().ok()?), length)
            }
            it if it.is_alphabetic() || it == '_' => {
                let length = span(rest, |it| it.is_alphanumeric() || it == '_');
                (Token::Word(rest.get(..length)?.to_owned()), length)
            }
            _ => {
                let two = rest
                    .get(..2)
                    .filter(|it| ["<=", ">=", "<>", "!=", "::"].contains(it));
                let sign = two.map_or_else(|| first.to_string(), str::to_owned);
                let length = sign.len();
                (Token::Sign(sign), length)
            }
        };
        found.push(token);
        rest = rest.get(length..)?.trim_start();
    }
    Some(found)
}

fn span(text: &str, is_in: impl Fn(char) -> bool) -> usize {
    text.find(|it| !is_in(it)).unwrap_or(text.len())
}

/// A text or a name in quotes, in which a quote that is meant stands twice; and how long it is with them.
fn quoted(text: &str, quote: char) -> Option<(Token, usize)> {
    let mut said = String::new();
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == quote && letters.next_if(|it| it.1 == quote).is_none() {
            let token = if quote == '\'' {
                Token::Text(said)
            } else {
                Token::Quoted(said)
            };
            return Some((token, at + quote.len_utf8()));
        }
        said.push(letter);
    }
    None
}

/// Brackets in brackets, at most.
const DEEPEST: u32 = 50;

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    depth: u32,
}

impl Reader {
    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    /// Takes the next token where it is this sign or word.
    fn takes(&mut self, wanted: &str) -> bool {
        let is = match self.tokens.get(self.at) {
            Some(Token::Word(it)) => it.eq_ignore_ascii_case(wanted),
            Some(Token::Sign(it)) => it == wanted,
            _ => false,
        };
        self.at += usize::from(is);
        is
    }

    /// Expressions of one level, joined by the operators of it.
    fn joined(&mut self, operators: &[&str], part: fn(&mut Self) -> Option<Sql>) -> Option<Sql> {
        let mut all = part(self)?;
        while let Some(operator) = operators.iter().find(|it| self.takes(it)) {
            let right = part(self)?;
            all = Sql::Both((*operator).to_owned(), Box::new(all), Box::new(right));
        }
        Some(all)
    }

    fn either(&mut self) -> Option<Sql> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let read = self.joined(&["or"], |it| it.joined(&["and"], Self::compared));
        self.depth -= 1;
        read
    }

    fn compared(&mut self) -> Option<Sql> {
        let left = self.joined(&["<=", ">=", "=", "<", ">"], Self::sum)?;
        if !self.takes("is") {
            return Some(left);
        }
        self.takes("null").then(|| Sql::IsNull(Box::new(left)))
    }

    fn sum(&mut self) -> Option<Sql> {
        self.joined(&["+", "-"], |it| it.joined(&["*", "/"], Self::one))
    }

    fn one(&mut self) -> Option<Sql> {
        let read = match self.next()? {
            Token::Number(it) => Sql::Number(it),
            Token::Text(it) => Sql::Text(it),
            Token::Quoted(name) => self.column(name)?,
            Token::Sign(it) if it == "(" => {
                let inner = self.either()?;
                self.takes(")").then_some(inner)?
            }
            Token::Sign(_) => return None,
            Token::Word(word) => match word.to_lowercase().as_str() {
                "case" => self.case()?,
                "not" | "and" | "or" | "is" | "null" | "when" | "then" | "else" | "end" => {
                    return None;
                }
                name if self.takes("(") => self.call(name)?,
                _ => self.column(word)?,
            },
        };
        // What type it is taken for changes nothing of a text.
        while self.takes("::") {
            self.next()?;
        }
        Some(read)
    }

    fn call(&mut self, name: &str) -> Option<Sql> {
        let mut of = Vec::new();
        if !self.takes(")") {
            loop {
                of.push(self.either()?);
                if self.takes("as") && matches!(name, "cast" | "try_cast") {
                    self.next()?;
                }
                if self.takes(")") {
                    break;
                }
                self.takes(",").then_some(())?;
            }
        }
        match (name, of.as_slice()) {
            ("cast" | "try_cast", [inner]) => Some(inner.clone()),
            _ => Some(Sql::Call(name.to_owned(), of)),
        }
    }

    fn case(&mut self) -> Option<Sql> {
        let mut of = Vec::new();
        for word in ["when", "then", "else"] {
            self.takes(word).then_some(())?;
            of.push(self.either()?);
        }
        self.takes("end").then(|| Sql::Call("case".to_owned(), of))
    }

    /// `l."name"`, `r.name`, `"name_l"` or `name_r`.
    fn column(&mut self, first: String) -> Option<Sql> {
        let side = |it: &str| match it {
            "l" => Some(Side::Left),
            "r" => Some(Side::Right),
            _ => None,
        };
        if self.takes(".") {
            let (Token::Quoted(name) | Token::Word(name)) = self.next()? else {
                return None;
            };
            return side(&first).map(|it| Sql::Column(name, Some(it)));
        }
        let marked = first.rsplit_once('_').and_then(|(name, mark)| {
            let side = side(mark).filter(|_| !name.is_empty())?;
            Some(Sql::Column(name.to_owned(), Some(side)))
        });
        Some(marked.unwrap_or(Sql::Column(first, None)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_read_with_its_columns_and_their_records() {
        let read = parse(r#"(l."Post Code" = r."Post Code") AND `a_l` = b_r"#).unwrap();
        let parts = read.parts("and");
        let column = |name: &str, side| Box::new(Sql::Column(name.to_owned(), Some(side)));
        let equal = |left, right| Sql::Both("=".to_owned(), left, right);
        let post = equal(
            column("Post Code", Side::Left),
            column("Post Code", Side::Right),
        );
        let crossed = equal(column("a", Side::Left), column("b", Side::Right));
        assert_eq!(parts, [&post, &crossed]);
    }

    #[test]
    fn quotes_functions_types_and_cases_are_read() {
        let read = parse(
            "ABS(EPOCH(x_l::date) - cast(\"it\"\"s_r\" as text)) <= 2629800.0 or f('o''k') is null",
        );
        let read = read.unwrap();
        let [within, null] = read.parts("or").try_into().unwrap();
        let Sql::Both(operator, sum, seconds) = within else {
            panic!("{within:?}")
        };
        assert_eq!(
            (operator.as_str(), seconds.number()),
            ("<=", Some(2_629_800.0))
        );
        let [difference] = sum.call(&["abs"]).unwrap() else {
            panic!("{sum:?}")
        };
        let Sql::Both(_, _, right) = difference else {
            panic!("{difference:?}")
        };
        assert_eq!(**right, Sql::Column("it\"s".to_owned(), Some(Side::Right)));
        let Sql::IsNull(of) = null else {
            panic!("{null:?}")
        };
        assert_eq!(of.call(&["f"]).unwrap(), [Sql::Text("o'k".to_owned())]);
        assert!(parse("case when a_l > a_r then a_l else a_r end = 1").is_some());
        for wrong in [
            "not a_l = a_r",
            "a_l = ",
            "(a_l = a_r",
            "a_l ~ a_r",
            "f(a_l",
            "'open",
            "x.a = y.a",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
        assert_eq!(parse(&"(".repeat(100_000)), None);
    }
}
