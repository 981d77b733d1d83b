//! Writing a file whole or not at all.

use crate::failure::{DISK, Failure};
use rasso_schema::io_reason;
use std::{fs, io, path::Path};

/// Writes a file beside `out` and then in its place, so that no half file ever stands there. A device or a
/// pipe is written to as it is: nothing may take its place.
pub(super) fn replace(
    out: &Path,
    write: impl FnOnce(&Path) -> io::Result<()>,
) -> Result<(), Failure> {
    let mut beside = out.as_os_str().to_owned();
    beside.push(".part");
    let beside = Path::new(&beside);
    let is_special = fs::metadata(out).is_ok_and(|it| !it.is_file() && !it.is_dir());
    let written = if is_special {
        write(out)
    } else {
        write(beside).and_then(|()| fs::rename(beside, out))
    };
    written.map_err(|it| {
        // What is left of it helps nobody; that it cannot be removed is told by the error itself.
        fs::remove_file(beside).unwrap_or_default();
        let (out, why) = (out.display(), io_reason(it.kind()));
        Failure::new(DISK, format!("{out} cannot be written ({why})"))
    })
}
