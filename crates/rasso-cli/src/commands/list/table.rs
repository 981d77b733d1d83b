//! A list as CSV.

use crate::{
    commands::replace::replace,
    failure::{DISK, Failure},
    terminal,
};
use rasso_quality::ListedCase;
use rasso_schema::CaseList;
use std::{fs, io, path::Path};

/// Writes a list into a file that only its owner may read, or to stdout.
pub(super) fn write(
    out: &Path,
    list: &CaseList,
    cases: &[ListedCase],
    is_sample: bool,
) -> Result<(), Failure> {
    let text = text(list, cases, is_sample).map_err(|it| {
        let why = rasso_schema::io_reason(it.kind());
        Failure::new(DISK, format!("the list cannot be put together ({why})"))
    })?;
    if out == Path::new("-") {
        terminal::data(text.trim_end());
        return Ok(());
    }
    replace(out, |path| {
        let mut file = private(path)?;
        io::Write::write_all(&mut file, text.as_bytes())
    })
}

/// A file that only its owner may read, whoever might have read one that stood there.
fn private(path: &Path) -> io::Result<fs::File> {
    if path.is_file() {
        fs::remove_file(path)?;
    }
    let mut options = fs::File::options();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn text(list: &CaseList, cases: &[ListedCase], is_sample: bool) -> io::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut head: Vec<&str> = list.columns.iter().map(String::as_str).collect();
    head.extend(["force", "cps_area", "date", "days_waiting", "reason"]);
    if is_sample {
        head.extend(["stratum_size", "sampled", "sampling_fraction"]);
    }
    writer.write_record(&head)?;
    for it in cases {
        let mut cells: Vec<String> = it.cells.iter().map(|cell| harmless(cell)).collect();
        cells.extend([&it.force, &it.cps_area].map(|cell| harmless(cell)));
        cells.extend([it.date.to_string(), it.days_waiting.to_string()]);
        cells.push(harmless(&it.reason));
        if is_sample {
            cells.push(it.stratum_size.to_string());
            cells.push(it.sampled.to_string());
            cells.push(fraction(it.sampled, it.stratum_size));
        }
        writer.write_record(&cells)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    String::from_utf8(bytes).map_err(|_no_text| io::ErrorKind::InvalidData.into())
}

/// A share that reads back as it was.
fn fraction(part: usize, whole: usize) -> String {
    let float = |it: usize| u32::try_from(it).map_or(f64::NAN, f64::from);
    (float(part) / float(whole)).to_string()
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{fraction, harmless};

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        for cell in ["52/123", "C-12", ""] {
            assert_eq!(harmless(cell), cell);
        }
    }

    #[test]
    fn a_fraction_reads_back() {
        assert_eq!(fraction(5, 20), "0.25");
        assert_eq!(fraction(3, 3), "1");
        assert_eq!(fraction(1, 3).parse::<f64>(), Ok(1.0 / 3.0));
    }
}
