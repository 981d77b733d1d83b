//! A value of a JSON file that knows its place there, so that an error can name it.

use super::{ExchangeError, Place, json::Json};

/// A value and its place.
#[derive(Debug, Clone)]
pub(super) struct Node<'j> {
    pub(super) json: &'j Json,
    way: String,
}

pub(super) fn parse(text: &str) -> Result<Json, ExchangeError> {
    serde_json::from_str(text).map_err(|error| {
        let what = error.to_string();
        // The place is told apart from it.
        let what = what
            .rsplit_once(" at line ")
            .map_or(what.as_str(), |it| it.0);
        ExchangeError::Broken {
            place: Place::Line(error.line()),
            what: what.to_owned(),
        }
    })
}

impl<'j> Node<'j> {
    pub(super) const fn root(json: &'j Json) -> Self {
        Self {
            json,
            way: String::new(),
        }
    }

    pub(super) fn place(&self) -> Place {
        Place::Pointer(self.way.clone())
    }

    fn at(&self, step: &str, json: &'j Json) -> Self {
        let step = step.replace('~', "~0").replace('/', "~1");
        Self {
            json,
            way: format!("{}/{step}", self.way),
        }
    }

    pub(super) fn not_understood(&self, kind: &'static str, word: &str) -> ExchangeError {
        ExchangeError::NotUnderstood {
            place: self.place(),
            kind,
            word: word.to_owned(),
        }
    }

    fn must_be(&self, what: &str) -> ExchangeError {
        ExchangeError::Broken {
            place: self.place(),
            what: format!("it must be {what}"),
        }
    }

    /// The fields of an object, in their order.
    pub(super) fn fields(&self) -> Result<Vec<(&'j str, Self)>, ExchangeError> {
        let Json::Object(fields) = self.json else {
            return Err(self.must_be("an object"));
        };
        let node = |(name, json): &'j (String, Json)| (name.as_str(), self.at(name, json));
        Ok(fields.iter().map(node).collect())
    }

    /// A field of an object; null counts as absent.
    pub(super) fn get(&self, name: &str) -> Option<Self> {
        let Json::Object(fields) = self.json else {
            return None;
        };
        let (_, json) = fields.iter().find(|it| it.0 == name)?;
        (*json != Json::Null).then(|| self.at(name, json))
    }

    pub(super) fn need(&self, name: &'static str) -> Result<Self, ExchangeError> {
        self.get(name).ok_or_else(|| ExchangeError::Missing {
            place: self.place(),
            what: name,
        })
    }

    pub(super) fn items(&self) -> Result<Vec<Self>, ExchangeError> {
        let Json::List(items) = self.json else {
            return Err(self.must_be("a list"));
        };
        let node = |(at, json): (usize, &'j Json)| self.at(&at.to_string(), json);
        Ok(items.iter().enumerate().map(node).collect())
    }

    pub(super) fn text(&self) -> Result<&'j str, ExchangeError> {
        let Json::Text(text) = self.json else {
            return Err(self.must_be("a text"));
        };
        Ok(text)
    }

    pub(super) fn flag(&self) -> Result<bool, ExchangeError> {
        let Json::Flag(flag) = self.json else {
            return Err(self.must_be("true or false"));
        };
        Ok(*flag)
    }

    /// A whole number, also one in quotes: several formats allow both.
    pub(super) fn whole(&self) -> Result<i64, ExchangeError> {
        let number = match self.json {
            Json::Number(number) => number.as_i64(),
            Json::Text(text) => text.parse().ok(),
            Json::Null | Json::Flag(_) | Json::List(_) | Json::Object(_) => None,
        };
        number.ok_or_else(|| self.must_be("a whole number"))
    }

    /// One text, or a list of texts.
    pub(super) fn texts(&self) -> Result<Vec<String>, ExchangeError> {
        if let Json::Text(text) = self.json {
            return Ok(vec![text.clone()]);
        }
        let items = self.items()?;
        items
            .iter()
            .map(|it| it.text().map(str::to_owned))
            .collect()
    }

    /// A code as it stands in a cell: a text, or a whole number.
    pub(super) fn code(&self) -> Result<String, ExchangeError> {
        match self.json {
            Json::Text(text) => Ok(text.clone()),
            Json::Number(_) => self.whole().map(|it| it.to_string()),
            Json::Null | Json::Flag(_) | Json::List(_) | Json::Object(_) => {
                Err(self.must_be("a text or a whole number"))
            }
        }
    }

    /// The texts of a field; none where it is absent.
    pub(super) fn optional_texts(&self, name: &str) -> Result<Vec<String>, ExchangeError> {
        self.get(name)
            .map_or_else(|| Ok(Vec::new()), |it| it.texts())
    }

    pub(super) fn optional_text(&self, name: &str) -> Result<Option<String>, ExchangeError> {
        let node = self.get(name);
        node.map(|it| it.text().map(str::to_owned)).transpose()
    }

    pub(super) fn optional_flag(&self, name: &str) -> Result<Option<bool>, ExchangeError> {
        self.get(name).map(|it| it.flag()).transpose()
    }

    pub(super) fn optional_whole(&self, name: &str) -> Result<Option<i64>, ExchangeError> {
        self.get(name).map(|it| it.whole()).transpose()
    }

    /// What stands in the object beside these names, for a comment: it is not taken over.
    pub(super) fn others(&self, known: &[&str]) -> Result<Vec<String>, ExchangeError> {
        let fields = self.fields()?;
        let is_own = |name: &str| name.starts_with("rasso:") || name.starts_with("urn:rasso:");
        let others = fields
            .iter()
            .filter(|it| !known.contains(&it.0) && !is_own(it.0));
        Ok(others
            .map(|(_, it)| format!("Not taken over from the file: {}.", it.place()))
            .collect())
    }
}
