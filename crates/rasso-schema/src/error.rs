//! What can be wrong with the schemas themselves.

/// A name that nothing known has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no {kind} is known as `{name}`{}", hint(nearest.as_deref()))]
pub struct UnknownName {
    /// What was looked for: `table`, `code list`, `police force`.
    pub kind: &'static str,
    /// The name as it was asked for.
    pub name: String,
    /// The known name nearest to it.
    pub nearest: Option<String>,
}

impl UnknownName {
    /// An unknown name, with the nearest of the known ones.
    pub fn among<'n>(
        kind: &'static str,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) -> Self {
        let nearest = crate::nearest(name, known).map(str::to_owned);
        Self {
            kind,
            name: name.to_owned(),
            nearest,
        }
    }
}

fn hint(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |it| format!("; did you mean `{it}`?"))
}

/// Why the schemas cannot be used: the file, what is wrong in it, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// The folder or a file in it cannot be read.
    #[error(
        "data-schemas: `{file}` cannot be read ({}); check that it is there and readable",
        crate::io_reason(*reason)
    )]
    Unreadable {
        /// The file or folder, relative to `data-schemas`.
        file: String,
        /// The kind of failure, without a path of this machine.
        reason: std::io::ErrorKind,
    },
    /// A file that every run needs is not there.
    #[error("data-schemas: `{file}` is missing{}; put it back or use the built-in schemas", hint(nearest.as_deref()))]
    Missing {
        /// The file looked for.
        file: String,
        /// The file nearest in name.
        nearest: Option<String>,
    },
    /// A file is not written as its kind must be.
    #[error("data-schemas: `{file}`{}: {what}; correct it there", line.map_or_else(String::new, |it| format!(", line {it}")))]
    Malformed {
        /// The file.
        file: String,
        /// The line, where one is known.
        line: Option<u64>,
        /// What is wrong.
        what: String,
    },
    /// Something asks for a name that nothing has.
    #[error("{}{name}", file.as_deref().map_or_else(String::new, |it| format!("data-schemas: `{it}`: ")))]
    Unknown {
        /// The file that asks, if one does.
        file: Option<String>,
        /// The name, and the nearest known one.
        name: UnknownName,
    },
}

impl SchemaError {
    /// A file of `data-schemas` that is not what it must be: what is wrong with it.
    pub fn malformed(file: &str, what: impl Into<String>) -> Self {
        Self::Malformed {
            file: file.to_owned(),
            line: None,
            what: what.into(),
        }
    }

    pub(crate) fn unknown_in(file: &str, name: UnknownName) -> Self {
        Self::Unknown {
            file: Some(file.to_owned()),
            name,
        }
    }
}

impl From<UnknownName> for SchemaError {
    fn from(name: UnknownName) -> Self {
        Self::Unknown { file: None, name }
    }
}
