//! The levels of a comparison, as they are written: tests joined by `and`.

/// One thing that two records may have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// The same text.
    Exact,
    /// A Jaro-Winkler similarity of so much, or more.
    JaroWinkler(f64),
    /// A Jaro similarity of so much, or more: a common beginning counts no more than the rest.
    Jaro(f64),
    /// As many typing errors or fewer: letters left out, put in, changed, or two beside each other swapped.
    Typed(u32),
    /// One is the beginning of the other.
    Starts,
    /// First names that are forms of one name, or the same.
    Nickname,
    /// Dates with day and month the other way round.
    DayMonth,
    /// Numbers or dates no further apart.
    Within(f64),
    /// The right date or number less the left one, from and to.
    Between(f64, f64),
    /// Numbers that differ by no more than this share of the larger.
    Ratio(f64),
    /// This field is the other one in the other record, and the other way round.
    Swapped,
    /// This field is the other one in the other record, on either side.
    Crossed,
}

/// One test, with the fields it is of.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// What is asked.
    pub kind: Kind,
    /// The field.
    pub field: String,
    /// The other field of a swap.
    pub other: Option<String>,
}

/// A level of agreement: every test of it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Level(pub Vec<Test>);

impl Level {
    /// The fields that it looks at.
    pub(crate) fn fields(&self) -> Vec<String> {
        let of = |it: &Test| [Some(it.field.clone()), it.other.clone()];
        self.0.iter().flat_map(of).flatten().collect()
    }

    /// Whether it is the same text of one field, so that the value says how common it is.
    pub(crate) fn is_exact(&self, field: &str) -> bool {
        matches!(self.0.as_slice(), [Test { kind: Kind::Exact, field: of, .. }] if of == field)
    }
}

/// Reads a level of a comparison of this field.
pub(crate) fn parse(text: &str, field: &str) -> Result<Level, String> {
    let tests = text.split(" and ").map(|it| test(it.trim(), field));
    tests.collect::<Result<_, _>>().map(Level)
}

/// What a level may be, for an error.
const KNOWN: &str = "`exact`, `jaro_winkler 0.9`, `jaro 0.9`, `typed 1`, `starts`, `nickname`, `day_month`, `within 31`, `between -30 0`, `ratio 0.1`, `swapped FIELD`, `crossed FIELD`";

fn test(text: &str, field: &str) -> Result<Test, String> {
    let unknown = || {
        format!(
            "`{text}` is no level; there are {KNOWN}, each with a field behind it where it is not of `{field}`, joined by `and`"
        )
    };
    let mut words = text.split_whitespace();
    let name = words.next().unwrap_or_default();
    let number = |word: Option<&str>| -> Result<f64, String> {
        let number = word.and_then(|it| it.parse().ok());
        number.filter(|it: &f64| it.is_finite()).ok_or_else(unknown)
    };
    let similarity = |least: f64| {
        let is_one = (0.0..=1.0).contains(&least);
        let wrong = || format!("`{text}`: a similarity is from 0 to 1");
        is_one.then_some(least).ok_or_else(wrong)
    };
    let kind = match name {
        "exact" => Kind::Exact,
        "jaro_winkler" => Kind::JaroWinkler(similarity(number(words.next())?)?),
        "jaro" => Kind::Jaro(similarity(number(words.next())?)?),
        "typed" => {
            let errors = words.next().and_then(|it| it.parse().ok());
            Kind::Typed(
                errors
                    .filter(|it| (1..=3).contains(it))
                    .ok_or_else(unknown)?,
            )
        }
        "starts" => Kind::Starts,
        "nickname" => Kind::Nickname,
        "day_month" => Kind::DayMonth,
        "within" => Kind::Within(number(words.next())?),
        "between" => Kind::Between(number(words.next())?, number(words.next())?),
        "ratio" => Kind::Ratio(number(words.next())?),
        "swapped" => Kind::Swapped,
        "crossed" => Kind::Crossed,
        _ => return Err(unknown()),
    };
    let other = words.next().map(str::to_owned);
    if words.next().is_some() {
        return Err(unknown());
    }
    let (field, other) = match (kind, other) {
        (Kind::Swapped | Kind::Crossed, Some(other)) => (field.to_owned(), Some(other)),
        (Kind::Swapped | Kind::Crossed, None) => return Err(unknown()),
        (_, own) => (own.unwrap_or_else(|| field.to_owned()), None),
    };
    Ok(Test { kind, field, other })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_read_with_its_fields() {
        let level = parse("exact and typed 1 dob and between -30.5 0 sent", "urn").unwrap();
        assert_eq!(level.fields(), ["urn", "dob", "sent"]);
        assert_eq!(level.0[2].kind, Kind::Between(-30.5, 0.0));
        assert!(parse("exact", "urn").unwrap().is_exact("urn"));
        let said = parse("exat", "urn").unwrap_err();
        assert!(said.contains("`exat` is no level"), "{said}");
        for wrong in [
            "typed",
            "typed 0.5",
            "jaro 1.5",
            "typed 4",
            "swapped",
            "exact urn dob",
            "",
        ] {
            assert!(parse(wrong, "urn").is_err(), "{wrong}");
        }
    }
}
