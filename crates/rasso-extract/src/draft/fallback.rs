//! What stands in for a column that a table needs and no heading gives, so that the file can be read
//! as far as it goes. Each of it is for a person to decide.

use super::{
    Confidence, Draft, DraftColumn, column::Source, heading::Heading, named,
    recoding::unknown_words, score::is_usual_urn, target::Target,
};
use rasso_schema::{ColumnType, HeadingWords, Key, TableSchema};

/// A column and the heading that gives it.
pub(super) struct Found<'f> {
    pub(super) target: &'f Target<'f>,
    pub(super) heading: &'f Heading,
}

/// Columns of which a digest stands in for the reference of a person.
const OF_PERSON: [&str; 4] = ["asn", "pnc_id", "surname", "forenames"];

/// What a draft may be completed from.
pub(super) struct Known<'k> {
    pub(super) found: &'k [Found<'k>],
    pub(super) headings: &'k [Heading],
    pub(super) words: &'k HeadingWords,
}

impl Known<'_> {
    /// The heading of a column, as the mapping names it.
    fn of(&self, column: &str) -> Option<String> {
        let found = self.found.iter().find(|it| it.target.name() == column)?;
        Some(named(found.heading, found.target.name()).to_owned())
    }

    /// A heading that stands once and by none of the columns asked for.
    fn other(&self, fits: impl Fn(&Heading) -> bool) -> Option<String> {
        let may = |it: &&Heading| it.nth.is_none() && it.numbers.is_none() && fits(it);
        self.headings.iter().find(may).map(|it| it.text.clone())
    }

    /// The heading of the URN, whether or not a table asked for holds it.
    fn urn(&self) -> Option<String> {
        let fits = |it: &Heading| it.profile.share(is_usual_urn).is_some_and(|it| it >= MOST);
        self.of("urn").or_else(|| self.other(fits))
    }

    /// The heading of what names the person, whether or not a table asked for holds it.
    fn of_person(&self, column: &str) -> Option<String> {
        let phrases = &self.words.column(column)?.phrases;
        let says = |it: &Heading| {
            let is_all = |words: &&Vec<String>| {
                words.len() == it.words.len() && words.iter().all(|word| it.words.contains(word))
            };
            phrases.iter().any(|it| is_all(&it))
        };
        self.of(column).or_else(|| self.other(says))
    }

    /// The heading of a date, whether or not a table asked for holds it.
    fn date(&self, column: &str) -> Option<String> {
        let phrases = &self.words.column(column)?.phrases;
        let fits = |it: &Heading| {
            let says = phrases
                .iter()
                .any(|words| words.iter().all(|word| it.words.contains(word)));
            says && it.profile.dates().share.is_some_and(|it| it >= MOST)
        };
        self.of(column).or_else(|| self.other(fits))
    }
}

/// In a thousand, what most cells are.
const MOST: u64 = 900;

/// Fills in what is required, says which rows hold no record, and which are one.
pub(super) fn complete(
    draft: &mut Draft,
    tables: &[&TableSchema],
    targets: &[Target<'_>],
    known: &Known<'_>,
) {
    let found = known.found;
    let is_found = |name: &str| found.iter().any(|it| it.target.name() == name);
    for target in targets
        .iter()
        .filter(|it| it.is_required() && !is_found(it.name()))
    {
        let (source, note) = stand_in(draft, target, known);
        let tables = target.tables.iter().map(|it| it.name.clone()).collect();
        let given = draft.request.force.is_some() && target.name() == "force_code";
        let confidence = if given {
            Confidence::Sure
        } else {
            Confidence::ToDecide
        };
        let mut column = DraftColumn::new(target.name(), tables, source, confidence);
        column.notes.extend(note.map(str::to_owned));
        if let Source::FirstOf(headings) = &column.source {
            column.date_formats = formats(headings, known);
        }
        draft.columns.push(column);
    }
    let digests = |table: &TableSchema| {
        draft
            .columns
            .iter()
            .any(|it| matches!(it.source, Source::Digest(_)) && it.tables.contains(&table.name))
    };
    for table in tables {
        let coarse = tables.len() > 1 && !is_finest(table, tables);
        if coarse || digests(table) || repeats(table, found) {
            draft.collapsed.push(table.name.clone());
        }
    }
    draft.no_record = no_record(draft, tables, found);
}

/// The formats of several headings of dates.
fn formats(headings: &[String], known: &Known<'_>) -> Vec<String> {
    let of_columns = known
        .found
        .iter()
        .map(|it| (named(it.heading, it.target.name()), it.heading));
    let of_headings = known.headings.iter().map(|it| (it.text.as_str(), it));
    let mut formats: Vec<String> = Vec::new();
    for (name, heading) in of_columns.chain(of_headings) {
        let is_one = headings.iter().any(|it| it == name);
        for format in heading.profile.dates().formats.iter().filter(|_| is_one) {
            if !formats.contains(format) {
                formats.push(format.clone());
            }
        }
    }
    formats
}

fn stand_in(
    draft: &Draft,
    target: &Target<'_>,
    known: &Known<'_>,
) -> (Source, Option<&'static str>) {
    let name = target.name();
    if name == "force_code" {
        if let Some(force) = &draft.request.force {
            return (Source::Constant(force.clone()), None);
        }
        if let Some(urn) = known.urn() {
            let note = "which force? The first two characters of the URN stand in";
            return (Source::Start(urn, 2), Some(note));
        }
        return (
            Source::Nowhere,
            Some("which force? Draft again with --force"),
        );
    }
    let is_of_person = target.person() == Some("suspect");
    if is_of_person && draft.wide.is_some() {
        return (
            Source::Constant("{n}".to_owned()),
            Some("the number of the heading stands in"),
        );
    }
    if target.column.sensitivity == rasso_schema::Sensitivity::Key
        && target.column.kind == ColumnType::Text
    {
        let parts: Vec<String> = if is_of_person {
            OF_PERSON
                .iter()
                .filter_map(|it| known.of_person(it))
                .collect()
        } else {
            known.urn().into_iter().collect()
        };
        if !parts.is_empty() {
            return (
                Source::Digest(parts),
                Some("no heading gives it: a keyed digest stands in"),
            );
        }
    }
    if name == "recorded_date" {
        let dates: Vec<String> = [
            "reported_date",
            "arrest_date",
            "charge_date",
            "offence_start_date",
        ]
        .iter()
        .filter_map(|it| known.date(it))
        .collect();
        if !dates.is_empty() {
            return (
                Source::FirstOf(dates),
                Some("no heading gives it: the first date known stands in"),
            );
        }
    }
    let other = target.codes.as_ref().is_some_and(|it| it.accepts("other"));
    if other {
        return (
            Source::Constant("other".to_owned()),
            Some("no heading gives it"),
        );
    }
    (
        Source::Nowhere,
        Some("which heading gives it? The table cannot be read without it"),
    )
}

/// Whether no other table of the file has a longer key.
fn is_finest(table: &TableSchema, tables: &[&TableSchema]) -> bool {
    let longest = tables.iter().map(|it| it.key_positions().len()).max();
    matches!(&table.key, Key::WholeRow) || Some(table.key_positions().len()) == longest
}

/// Whether the last column of the key stands on several rows.
fn repeats(table: &TableSchema, found: &[Found<'_>]) -> bool {
    let Key::Columns(names) = &table.key else {
        return false;
    };
    let of_table: Vec<&String> = names.iter().filter(|it| *it != "force_code").collect();
    let [only] = of_table.as_slice() else {
        return false;
    };
    let profile = found
        .iter()
        .find(|it| it.target.name() == *only)
        .map(|it| &it.heading.profile);
    // One reference in fifty that stands twice is a slip; more is how the file is made.
    profile.is_some_and(|it| it.beyond == 0 && it.variety().is_some_and(|it| it < 980))
}

/// The rows of a file of several tables that hold nobody.
fn no_record(
    draft: &Draft,
    tables: &[&TableSchema],
    found: &[Found<'_>],
) -> Option<(String, String, Vec<String>)> {
    let it = found.iter().find(|it| it.target.name() == "suspect_ref")?;
    let table = it.target.tables.first()?;
    if tables.len() < 2 || it.heading.numbers.is_some() {
        return None;
    }
    let profile = &it.heading.profile;
    let mut nothing = vec![String::new()];
    let tokens = draft
        .null_tokens
        .iter()
        .filter(|it| profile.values.contains_key(*it));
    nothing.extend(tokens.cloned());
    nothing.extend(unknown_words(profile));
    let is_there = profile.blank > 0 || nothing.len() > 1;
    let name = named(it.heading, it.target.name()).to_owned();
    is_there.then(|| (name, table.name.clone(), nothing))
}
