//! Puts headings and columns together, and says of each column what the mapping must.

use super::{
    Confidence, Draft, DraftColumn, DraftRequest, DraftWide,
    assign::assign,
    column::Source,
    dates::{self, Order},
    duplicates,
    fallback::{self, Found, Known},
    heading::Heading,
    named, nothing,
    recoding::{recoding, unknown_words},
    score::{Score, score},
    target::{Target, of_persons},
};
use rasso_schema::{ColumnType, Heading as NamedHeading, HeadingWords, TableSchema};
use rasso_terms::Agency;
use std::collections::{BTreeMap, BTreeSet};

/// From here on words, and values, are sure.
const SURE_WORDS: u64 = 850;
const SURE_VALUES: u64 = 900;
/// So far no other heading may come to a column that is sure.
const APART: u64 = 60;
/// From here on a match is probable.
const PROBABLE: u64 = 620;

pub(super) fn draft(
    request: &DraftRequest,
    tables: &[&TableSchema],
    targets: &[Target<'_>],
    headings: &[Heading],
    words: &HeadingWords,
    rows: u64,
) -> Draft {
    let persons = of_persons(targets);
    let scores = scores(targets, headings, persons);
    let weights: Vec<Vec<i64>> = scores
        .iter()
        .map(|row| {
            row.iter()
                .map(|it| i64::try_from(it.total).unwrap_or(0))
                .collect()
        })
        .collect();
    let taken = assign(&weights);
    let mut draft = Draft {
        request: request.clone(),
        rows,
        columns: Vec::new(),
        unmapped: Vec::new(),
        empty_headings: 0,
        null_tokens: null_tokens(headings),
        has_spreadsheet_errors: headings.iter().any(|it| it.profile.spreadsheet_errors > 0),
        headings: BTreeMap::new(),
        wide: None,
        duplicates: Vec::new(),
        collapsed: Vec::new(),
        no_record: None,
        without: Vec::new(),
    };
    let mut found: Vec<Found<'_>> = Vec::new();
    for (at, target) in targets.iter().enumerate() {
        let Some(place) = taken.get(at).copied().flatten() else {
            continue;
        };
        let Some(heading) = headings.get(place) else {
            continue;
        };
        let confidence = confidence(at, place, &scores, &taken);
        let score = scores
            .get(at)
            .and_then(|it| it.get(place))
            .copied()
            .unwrap_or_default();
        let mut column = found_column(target, heading, confidence);
        column.notes.extend(doubts(target, heading, score));
        if let Some(nth) = heading.nth {
            let name = NamedHeading {
                heading: heading.text.clone(),
                nth,
            };
            draft.headings.insert(target.name().to_owned(), name);
        }
        found.push(Found { target, heading });
        draft.columns.push(column);
    }
    draft.wide = persons.and_then(|table| wide(table, &found));
    mark_duplicates(&mut draft, tables, persons, headings);
    let known = Known {
        found: &found,
        headings,
        words,
    };
    fallback::complete(&mut draft, tables, targets, &known);
    let order = |it: &DraftColumn| targets.iter().position(|target| target.name() == it.name);
    draft.columns.sort_by_key(order);
    let used: BTreeSet<usize> = taken.iter().flatten().copied().collect();
    leave_over(&mut draft, headings, &used);
    draft
}

/// Puts down the headings that nothing is read from.
fn leave_over(draft: &mut Draft, headings: &[Heading], used: &BTreeSet<usize>) {
    let flags = draft.duplicates.iter().map(|it| &it.heading);
    let sources = draft.columns.iter().flat_map(|it| it.source.headings());
    let read: BTreeSet<String> = flags.chain(sources).cloned().collect();
    for (at, heading) in headings.iter().enumerate() {
        if heading.text.is_empty() {
            draft.empty_headings += 1;
        } else if !used.contains(&at) && !read.contains(&heading.text) {
            draft.unmapped.extend(heading.written());
        }
    }
}

/// The score of each column with each heading.
fn scores(
    targets: &[Target<'_>],
    headings: &[Heading],
    persons: Option<&TableSchema>,
) -> Vec<Vec<Score>> {
    let people: BTreeSet<&str> = targets.iter().filter_map(Target::person).collect();
    let is_police = targets
        .iter()
        .any(|it| it.tables.iter().any(|it| it.agency == Agency::Police));
    let people_differ = people.len() > 1 || is_police;
    let may = |target: &Target<'_>, heading: &Heading| {
        // The columns of one record only come from numbered headings.
        let of_persons = target.tables.len() == 1
            && target
                .tables
                .iter()
                .any(|it| persons.is_some_and(|persons| persons.name == it.name));
        let is_named_so = heading.numbers.is_none() && heading.text.contains("{n}");
        !is_named_so
            && (heading.numbers.is_none() || of_persons)
            && !duplicates::speaks_of_duplicates(heading)
    };
    let of = |target: &Target<'_>| {
        let score = |it: &Heading| {
            if may(target, it) {
                score(it, target, people_differ)
            } else {
                Score::default()
            }
        };
        headings.iter().map(score).collect()
    };
    targets.iter().map(of).collect()
}

/// How sure a match is: its own score, and how near any other comes that could take its place.
fn confidence(
    at: usize,
    place: usize,
    scores: &[Vec<Score>],
    taken: &[Option<usize>],
) -> Confidence {
    let score = |at: usize, place: usize| {
        scores
            .get(at)
            .and_then(|it| it.get(place))
            .copied()
            .unwrap_or_default()
    };
    let own = score(at, place);
    let fits = own.values.is_none_or(|it| it >= SURE_VALUES);
    if own.is_own_name && fits {
        return Confidence::Sure;
    }
    let owner = |place: usize| taken.iter().position(|it| *it == Some(place));
    let other_headings = (0..scores.get(at).map_or(0, Vec::len)).filter(|it| *it != place);
    let rivals = other_headings.filter_map(|it| {
        let rival = score(at, it).total;
        let is_better_used = owner(it).is_some_and(|owner| score(owner, it).total > rival);
        (!is_better_used).then_some(rival)
    });
    let other_columns = (0..scores.len()).filter(|it| *it != at);
    let suitors = other_columns.filter_map(|it| {
        let rival = score(it, place).total;
        let has_better = taken
            .get(it)
            .copied()
            .flatten()
            .is_some_and(|own| score(it, own).total >= rival);
        (!has_better).then_some(rival)
    });
    let nearest = rivals.chain(suitors).max().unwrap_or(0);
    let is_sure = own.words >= SURE_WORDS
        && own.values.is_some_and(|it| it >= SURE_VALUES)
        && own.total >= nearest + APART;
    if is_sure {
        Confidence::Sure
    } else if own.total >= PROBABLE && own.values.is_none_or(|it| it >= 500) {
        Confidence::Probable
    } else {
        Confidence::ToDecide
    }
}

/// What the mapping says of a column that a heading gives.
fn found_column(target: &Target<'_>, heading: &Heading, mut confidence: Confidence) -> DraftColumn {
    let tables = target.tables.iter().map(|it| it.name.clone()).collect();
    let name = named(heading, target.name()).to_owned();
    let mut column = DraftColumn::new(
        target.name(),
        tables,
        Source::Heading(name.clone()),
        confidence,
    );
    column.is_own_name = heading.nth.is_none() && heading.text == target.name();
    let profile = &heading.profile;
    if heading.guess.is_some() {
        confidence = confidence.max(Confidence::Probable);
        column
            .notes
            .push("several headings are alike: check whom each is about".to_owned());
    }
    if profile.values.is_empty() {
        column.notes.push("no cell of it was filled".to_owned());
    }
    if let Some(codes) = &target.codes {
        column.recoding = recoding(profile, codes);
        if codes.unknown().is_none() {
            column.null_tokens = unknown_words(profile);
        }
    } else {
        column.null_tokens = unknown_words(profile);
    }
    if matches!(
        target.column.kind,
        ColumnType::Date | ColumnType::OffenceDate | ColumnType::BirthDate
    ) {
        let written = profile.dates();
        let years = profile.share(dates::is_year).unwrap_or(0);
        if years > written.share.unwrap_or(0) {
            confidence = Confidence::ToDecide;
            column
                .notes
                .push("no more than the year is told: figures by quarter say nothing".to_owned());
            column.source = Source::MiddleOfYear(name);
        } else if !written.formats.is_empty() && written.formats != ["%Y-%m-%d"] {
            column.date_formats.clone_from(&written.formats);
            let note = match written.order {
                Order::Told => None,
                Order::Untold => Some("day first or month first? No number above 12 tells"),
                Order::Both => {
                    Some("day first or month first? Numbers above 12 stand in both places")
                }
            };
            if let Some(note) = note {
                confidence = Confidence::ToDecide;
                column.notes.push(note.to_owned());
            }
        }
    }
    column.confidence = confidence;
    column
}

/// What speaks against a match, as far as it can be told.
fn doubts(target: &Target<'_>, heading: &Heading, score: Score) -> Vec<String> {
    let mut doubts = Vec::new();
    let is_police = target.tables.iter().any(|it| it.agency == Agency::Police);
    let is_of_no_one = heading.people.is_empty() && heading.guess.is_none();
    if is_police && target.person().is_some() && is_of_no_one && !score.is_own_name {
        doubts.push("the heading does not say whose it is".to_owned());
    }
    if score.words == 0 {
        doubts.push("only its values say so".to_owned());
    }
    if score.values.is_some_and(|it| it < 500) {
        let what = if target.codes.is_some() {
            "most of its values are no codes of the list"
        } else {
            "most of its values break the column's rule"
        };
        doubts.push(what.to_owned());
    } else if let Some(broken) = score.values.and_then(|it| 1_000_u64.checked_sub(it))
        && broken > 0
        && target.codes.is_none()
    {
        // Which they are cannot be shown; they may be tokens that stand for nothing.
        doubts.push(format!(
            "of 1,000 filled cells {broken} break the column's rule"
        ));
    }
    doubts
}

/// What stands for nothing wherever it stands, as the file writes it.
fn null_tokens(headings: &[Heading]) -> Vec<String> {
    let values = headings.iter().flat_map(|it| it.profile.values.keys());
    let tokens: BTreeSet<&String> = values.filter(|it| nothing::is_nothing(it)).collect();
    tokens.into_iter().cloned().collect()
}

/// How a row holds several records, if columns of persons take numbered headings.
fn wide(table: &TableSchema, found: &[Found<'_>]) -> Option<DraftWide> {
    let numbered: Vec<&Found<'_>> = found
        .iter()
        .filter(|it| it.heading.numbers.is_some())
        .collect();
    let numbers = numbered.first()?.heading.numbers.clone()?;
    let names_someone =
        |it: &&&Found<'_>| it.target.column.is_personal() || it.target.name() == "suspect_ref";
    let filled = |it: &&Found<'_>| it.heading.text.clone();
    let mut when_filled: Vec<String> = numbered.iter().filter(names_someone).map(filled).collect();
    if when_filled.is_empty() {
        when_filled = numbered.iter().map(filled).collect();
    }
    Some(DraftWide {
        table: table.name.clone(),
        numbers,
        when_filled,
    })
}

/// Finds what the agency marks as duplicates. A copy is made for another suspect, so suspects are not
/// left out.
fn mark_duplicates(
    draft: &mut Draft,
    tables: &[&TableSchema],
    persons: Option<&TableSchema>,
    headings: &[Heading],
) {
    let is_other = |it: &&&TableSchema| persons.is_none_or(|persons| persons.name != it.name);
    let Some(table) = tables.iter().find(is_other) else {
        return;
    };
    let marks = headings
        .iter()
        .filter(|it| it.nth.is_none() && duplicates::speaks_of_duplicates(it));
    draft.duplicates = marks.map(|it| duplicates::flag(it, &table.name)).collect();
}
