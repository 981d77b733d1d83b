//! The files of `data-schemas`, from the program itself or from a folder.

use crate::{SchemaError, UnknownName, nearest};
use serde::de::DeserializeOwned;
use std::{borrow::Cow, collections::BTreeMap, fs, path::Path};

#[derive(rust_embed::Embed)]
#[folder = "../../data-schemas"]
struct BuiltIn;

/// Every file of `data-schemas`, by its path there.
#[derive(Debug, Clone, Default)]
pub struct Files(BTreeMap<String, Cow<'static, [u8]>>);

impl Files {
    /// The files built into the program.
    pub fn embedded() -> Self {
        let file =
            |path: Cow<'static, str>| BuiltIn::get(&path).map(|it| (path.into_owned(), it.data));
        Self(
            BuiltIn::iter()
                .filter_map(file)
                .filter(|(path, _)| is_schema_file(path))
                .collect(),
        )
    }

    /// The files of a folder and the folders in it.
    pub fn from_dir(dir: &Path) -> Result<Self, SchemaError> {
        let mut files = BTreeMap::new();
        collect(dir, "", &mut files)?;
        Ok(Self(files))
    }

    /// Files given by path and content.
    pub fn from_contents(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        Self(
            files
                .into_iter()
                .map(|(path, bytes)| (path, Cow::Owned(bytes)))
                .collect(),
        )
    }

    /// The text of a file.
    pub fn text(&self, path: &str) -> Result<&str, SchemaError> {
        let Some(bytes) = self.0.get(path) else {
            let nearest = nearest(path, self.0.keys().map(String::as_str)).map(str::to_owned);
            return Err(SchemaError::Missing {
                file: path.to_owned(),
                nearest,
            });
        };
        let text = std::str::from_utf8(bytes).ok();
        text.map(|it| it.strip_prefix('\u{feff}').unwrap_or(it))
            .ok_or_else(|| SchemaError::malformed(path, "it is not UTF-8 text"))
    }

    /// The path of every file, sorted.
    pub fn paths(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The files of a folder that end in `.toml`, `.csv` or `.json`, sorted, as full paths.
    pub fn under(&self, folder: &str) -> Vec<&str> {
        let prefix = format!("{}/", folder.trim_end_matches('/'));
        self.0
            .keys()
            .filter(|it| it.starts_with(&prefix))
            .map(String::as_str)
            .collect()
    }

    /// The file named so in a folder, or the nearest name there.
    pub fn named<'f>(
        &'f self,
        kind: &'static str,
        folder: &str,
        name: &str,
    ) -> Result<&'f str, SchemaError> {
        let paths = self.under(folder);
        let found = paths.iter().find(|it| stem(it) == name);
        found
            .copied()
            .ok_or_else(|| UnknownName::among(kind, name, paths.iter().map(|it| stem(it))).into())
    }

    /// A fingerprint of every file: path, length and content, in the order of the paths.
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for (path, bytes) in &self.0 {
            for part in [path.as_bytes(), bytes] {
                hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
                hasher.update(part);
            }
        }
        hasher.finalize().to_hex().to_string()
    }

    pub(crate) fn toml<T: DeserializeOwned>(&self, path: &str) -> Result<T, SchemaError> {
        parse_toml(path, self.text(path)?)
    }

    pub(crate) fn csv<T: DeserializeOwned>(&self, path: &str) -> Result<Vec<T>, SchemaError> {
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(self.text(path)?.as_bytes());
        reader
            .deserialize()
            .collect::<Result<_, _>>()
            .map_err(|error| SchemaError::Malformed {
                file: path.to_owned(),
                line: error.position().map(csv::Position::line),
                what: error.to_string(),
            })
    }
}

/// Reads the text of a TOML file of `data-schemas`; what is wrong with it is told with its line.
pub fn parse_toml<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, SchemaError> {
    toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map(|it| it.bytes().filter(|byte| *byte == b'\n').count() + 1);
        SchemaError::Malformed {
            file: path.to_owned(),
            line: line.and_then(|it| u64::try_from(it).ok()),
            what: error.message().to_owned(),
        }
    })
}

/// The name of a file without its folders and ending.
pub(crate) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn is_schema_file(path: &str) -> bool {
    let ending = Path::new(path).extension().and_then(|it| it.to_str());
    matches!(ending, Some("toml" | "csv" | "json"))
        && !path.split('/').any(|it| it.starts_with('.'))
}

fn collect(
    dir: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, Cow<'static, [u8]>>,
) -> Result<(), SchemaError> {
    let unreadable = |file: &str, error: &std::io::Error| {
        let file = if file.is_empty() { "." } else { file };
        SchemaError::Unreadable {
            file: file.to_owned(),
            reason: error.kind(),
        }
    };
    for entry in fs::read_dir(dir).map_err(|it| unreadable(prefix, &it))? {
        let entry = entry.map_err(|it| unreadable(prefix, &it))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() {
            name
        } else {
            format!("{prefix}/{name}")
        };
        if entry.path().is_dir() {
            collect(&entry.path(), &path, files)?;
        } else if is_schema_file(&path) {
            let bytes = fs::read(entry.path()).map_err(|it| unreadable(&path, &it))?;
            files.insert(path, Cow::Owned(bytes));
        }
    }
    Ok(())
}
