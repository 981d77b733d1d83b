//! Which files of a delivery correct which.

use crate::{ExtractError, SourceFile};
use rasso_schema::{Key, TableSchema};

/// For each file of a delivery the files that it corrects, one after another.
pub(super) fn chains(
    table: &TableSchema,
    files: &[&SourceFile],
) -> Result<Vec<Vec<usize>>, ExtractError> {
    let correction = files.iter().find(|it| it.corrects.is_some());
    if let (Some(file), Key::WholeRow) = (correction, &table.key) {
        return Err(ExtractError::NoKeyToCorrectBy {
            label: file.label.clone(),
            table: table.name.clone(),
        });
    }
    files.iter().map(|it| chain(it, files)).collect()
}

fn chain(file: &SourceFile, files: &[&SourceFile]) -> Result<Vec<usize>, ExtractError> {
    let mut chain = Vec::new();
    let mut at = file;
    while let Some(label) = &at.corrects {
        let is_meant = |it: &&SourceFile| it.label == *label && it.source == at.source;
        // A chain longer than the files goes round in a circle.
        let place = files.iter().position(is_meant);
        let earlier = place.filter(|_| chain.len() < files.len());
        let Some((place, earlier)) = earlier.and_then(|it| Some((it, *files.get(it)?))) else {
            return Err(ExtractError::NothingToCorrect {
                label: file.label.clone(),
                corrects: file.corrects.clone().unwrap_or_default(),
            });
        };
        chain.push(place);
        at = earlier;
    }
    Ok(chain)
}
