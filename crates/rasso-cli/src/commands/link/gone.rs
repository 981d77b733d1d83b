//! The records that `--gone` names.

use crate::{
    args::Link,
    failure::{Failure, INPUT},
};
use rasso_extract::try_read_texts;
use rasso_link::model::Gone;

/// The ids of records that are not there any more; none where no file is named.
pub(super) fn read(asked: &Link) -> Result<Gone, Failure> {
    let mut gone = Gone::default();
    let Some(path) = &asked.gone else {
        return Ok(gone);
    };
    let label = path.display().to_string();
    let headings = ["side", "id"].map(str::to_owned);
    try_read_texts(path, &label, &headings, |row, cells| {
        let [left, right] = &mut gone;
        let mut cells = cells.iter().map(|it| it.trim());
        let ids = match cells.next() {
            Some("left") => Some(left),
            Some("right") if asked.right.is_some() => Some(right),
            _ => None,
        };
        let id = cells.next().filter(|it| !it.is_empty());
        let (ids, id) = ids.zip(id).ok_or_else(|| refused(asked, &label, row))?;
        ids.insert(id.to_owned());
        Ok::<_, Failure>(())
    })?;
    Ok(gone)
}

fn refused(asked: &Link, label: &str, row: u64) -> Failure {
    let sides = if asked.right.is_some() {
        "`left` or `right`"
    } else {
        "`left`, as there is one file,"
    };
    Failure::new(
        INPUT,
        format!("{label}: row {row} names no record: `side` is {sides} and `id` is filled"),
    )
}
