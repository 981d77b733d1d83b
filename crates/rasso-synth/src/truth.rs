//! The truth: which records are one person in one case, and what was laid over them.

use crate::SynthError;
use crate::delivery::write_file;
use crate::sheet::Sheet;
use std::path::Path;

/// Writes `truth/records.csv`; gives how many records it speaks of.
pub(crate) fn write_records<const N: usize>(
    sheets: &[[Sheet; N]],
    out: &Path,
) -> Result<u64, SynthError> {
    let header = "table,key,crime,person,case\n";
    write_sorted(
        sheets,
        |sheet| &sheet.truth,
        header,
        out,
        "truth/records.csv",
    )
}

/// Writes `truth/mess.csv`; gives how many faults were laid.
pub(crate) fn write_mess<const N: usize>(
    sheets: &[[Sheet; N]],
    out: &Path,
) -> Result<u64, SynthError> {
    let header = "table,key,column,mess\n";
    write_sorted(sheets, |sheet| &sheet.notes, header, out, "truth/mess.csv")
}

fn write_sorted<const N: usize>(
    sheets: &[[Sheet; N]],
    lines: impl Fn(&Sheet) -> &Vec<String>,
    header: &str,
    out: &Path,
    path: &str,
) -> Result<u64, SynthError> {
    let mut text = header.to_owned();
    let mut count = 0_u64;
    for table in 0..N {
        let mut sorted: Vec<_> = sheets.iter().flat_map(|it| lines(&it[table])).collect();
        sorted.sort_unstable();
        for line in sorted {
            text.push_str(line);
            count += 1;
        }
    }
    write_file(out, path, text.as_bytes())?;
    Ok(count)
}
