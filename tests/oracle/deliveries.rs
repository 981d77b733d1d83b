//! Which files a pipeline file names, and the dates it sets.

use crate::oracle::periods::{Quarter, Span};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What a pipeline file says, as far as the oracle needs it.
pub(crate) struct Delivery {
    /// What was known then.
    pub(crate) as_at: Date,
    /// The quarters to report.
    pub(crate) span: Span,
    /// The files of each table that count: those of its latest delivery up to the as-at date.
    pub(crate) files: BTreeMap<String, Vec<PathBuf>>,
}

/// Reads a pipeline file.
pub(crate) fn read(pipeline: &Path) -> Result<Delivery, String> {
    let text = std::fs::read_to_string(pipeline).map_err(|it| it.to_string())?;
    let table: toml::Table = text
        .parse()
        .map_err(|it: toml::de::Error| it.message().to_owned())?;
    let word =
        |it: &toml::Value, key: &str| it.get(key).and_then(|it| it.as_str().map(str::to_owned));
    let date = |it: Option<String>| it.and_then(|it| it.parse::<Date>().ok());

    let whole = toml::Value::Table(table);
    let as_at = date(word(&whole, "as_at")).ok_or("a pipeline without as_at")?;
    let from = whole.get("periods").and_then(|it| word(it, "from"));
    let from = from
        .as_deref()
        .and_then(Quarter::parse)
        .ok_or("a pipeline without periods.from")?;

    let folder = pipeline
        .parent()
        .ok_or("a pipeline file without a folder")?;
    let extracts = whole
        .get("extract")
        .and_then(toml::Value::as_array)
        .ok_or("no extracts")?;
    // One delivery of a source is a full snapshot: only its latest counts.
    let mut latest: BTreeMap<(String, String), BTreeMap<Date, Vec<PathBuf>>> = BTreeMap::new();
    for extract in extracts {
        let name = word(extract, "table").ok_or("an extract without a table")?;
        let path = word(extract, "path").ok_or("an extract without a path")?;
        let made = date(word(extract, "extract_date")).ok_or("an extract without a date")?;
        let source = word(extract, "source").unwrap_or_default();
        if made <= as_at {
            let deliveries = latest.entry((name, source)).or_default();
            deliveries.entry(made).or_default().push(folder.join(path));
        }
    }
    let mut files: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for ((name, _), deliveries) in latest {
        let newest = deliveries.into_values().next_back().unwrap_or_default();
        files.entry(name).or_default().extend(newest);
    }
    Ok(Delivery {
        as_at,
        span: Span {
            from,
            last: Quarter::of(as_at),
        },
        files,
    })
}
