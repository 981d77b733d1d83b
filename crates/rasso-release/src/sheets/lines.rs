//! Lines of the cover: what a reader must know before the first figure.

use crate::{
    Release,
    view::words::{date, moment},
};

/// The title of the workbook.
pub(super) fn title(release: &Release) -> String {
    release.publication.as_ref().map_or_else(
        || format!("Draft release {}", release.manifest.release),
        |it| it.title.clone(),
    )
}

/// What every sheet is marked with; nothing where anybody may see it.
pub(super) fn marking(release: &Release) -> Option<String> {
    let Some(publication) = &release.publication else {
        return Some("Draft: not for publication.".to_owned());
    };
    let until = moment(publication.embargo.as_ref()?);
    Some(format!(
        "Pre-release access: not to be shown to anybody without pre-release access before {until}."
    ))
}

/// The cover, a line a row.
pub(super) fn cover(release: &Release) -> Vec<String> {
    let manifest = &release.manifest;
    let [first, last] = &manifest.quarters;
    let mut lines = Vec::new();
    if let Some(it) = &release.publication {
        lines.extend([
            format!("Published by: {}", it.producer),
            format!("Contact: {}", it.contact),
            format!("Status: {}", it.status),
            format!("Published: {}", moment(&it.published)),
            format!("Next release: {}", date(&it.next)),
        ]);
    }
    lines.extend([
        format!("Release: {}", manifest.release),
        format!("Quarters: {first} to {last}"),
        format!("Records as at: {}", date(&manifest.as_at)),
    ]);
    let held = manifest.tables.iter().filter(|it| it.revisions_held);
    lines.extend(held.map(|it| {
        format!(
            "Revisions held: {}. Its earlier periods stay as they were published.",
            it.title
        )
    }));
    let Some(it) = &release.publication else {
        lines.push(protection(manifest.width));
        return lines;
    };
    let corrections = it.corrections.iter();
    lines.extend(corrections.map(|it| {
        format!(
            "Correction of {}, {}: {}",
            it.release,
            date(&it.date),
            it.notice
        )
    }));
    lines.extend(it.strengths.iter().map(|it| format!("Strength: {it}")));
    lines.extend(it.limits.iter().map(|it| format!("Limit: {it}")));
    lines.push(protection(manifest.width));
    lines.push(format!("Revisions: {}", it.revisions));
    let calendar = it.calendar.iter();
    lines.extend(calendar.map(|it| {
        format!(
            "Release calendar: figures to {}, {} ({})",
            it.quarter,
            date(&it.date),
            it.state
        )
    }));
    lines.push(format!("When it is no longer kept up: {}", it.retirement));
    lines
}

fn protection(width: i64) -> String {
    format!(
        "Protection: counts are withheld so that nobody can be found out. For each, certificate.json has two tables that agree \
         with all that is shown and differ there by {width} or more."
    )
}
