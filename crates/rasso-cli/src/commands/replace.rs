//! Writing a file whole or not at all.

use crate::failure::{DISK, Failure};
use rasso_schema::io_reason;
use std::{fs, io, path::Path};

/// Writes a file beside `out` and then in its place, so that no half file ever stands there.
pub(super) fn replace(
    out: &Path,
    write: impl FnOnce(&Path) -> io::Result<()>,
) -> Result<(), Failure> {
    let mut beside = out.as_os_str().to_owned();
    beside.push(".part");
    let beside = Path::new(&beside);
    let written = write(beside).and_then(|()| fs::rename(beside, out));
    written.map_err(|it| {
        // What is left of it helps nobody; that it cannot be removed is told by the error itself.
        fs::remove_file(beside).unwrap_or_default();
        let (out, why) = (out.display(), io_reason(it.kind()));
        Failure::new(DISK, format!("{out} cannot be written ({why})"))
    })
}
