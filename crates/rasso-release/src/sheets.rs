//! `release.ods` and `release.xlsx`: the release as a workbook, in the form that the Government Analysis Function asks for
//! ("Making spreadsheets accessible"): cover, contents, notes, then one marked-up table a sheet.
//!
//! Both are written from one [`Workbook`]. Markers never stand in the cell of a number: a figure that is not there has its
//! shorthand in place, and what is to be known of a number stands in the last column.

mod contents;
mod lines;
mod ods;
#[cfg(test)]
mod tests;
mod wide;
mod workbook;
mod xlsx;

use crate::{Release, ReleaseError, formats::PublishedFile};
use workbook::{Sheet, Workbook};

/// Both workbooks.
pub(crate) fn sheets(
    release: &Release,
    _before: Option<&Release>,
) -> Result<Vec<PublishedFile>, ReleaseError> {
    let workbook = workbook(release)?;
    workbook.check()?;
    let file = |name: &str, bytes| PublishedFile {
        name: name.to_owned(),
        bytes,
    };
    Ok(vec![
        file("release.ods", ods::write(&workbook)?),
        file("release.xlsx", xlsx::write(&workbook)?),
    ])
}

/// The release as sheets.
fn workbook(release: &Release) -> Result<Workbook, ReleaseError> {
    let (notes, numbers) = contents::notes(release);
    let tables: Vec<Sheet> = release
        .tables
        .iter()
        .map(|it| wide::sheet(it, &numbers))
        .collect::<Result<_, _>>()?;
    let publication = release.publication.as_ref();
    let mut sheets = vec![contents::cover(release), contents::contents(&tables), notes];
    sheets.extend(tables);
    if let Some(marking) = lines::marking(release) {
        for sheet in &mut sheets {
            sheet.lines.insert(0, marking.clone());
        }
    }
    Ok(Workbook {
        title: lines::title(release),
        author: publication.map_or_else(String::new, |it| it.producer.clone()),
        date: release.manifest.as_at.clone(),
        sheets,
    })
}
