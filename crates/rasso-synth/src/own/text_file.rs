//! A CSV file of a desktop computer: Windows-1252, with its line ends.

use crate::SynthError;
use crate::own::form::Form;
use crate::own::record::OwnRow;
use crate::part::{Part, failed};
use csv::{Terminator, WriterBuilder};
use encoding_rs::WINDOWS_1252;
use std::io;
use std::path::{Path, PathBuf};

/// The file while it is written.
pub(crate) struct TextFile {
    part: Part,
    path: PathBuf,
}

impl TextFile {
    /// Begins the file with its headings; two of them may be the same.
    pub(crate) fn begin(form: &Form, (out, path): (&Path, &str)) -> Result<Self, SynthError> {
        let headings: Vec<_> = form.columns.iter().map(|it| it.heading.clone()).collect();
        let header = encoded(&[&headings]).map_err(failed(&out.join(path)))?;
        Ok(Self {
            part: Part::begin(out, path, header)?,
            path: out.join(path),
        })
    }

    /// Adds rows.
    pub(crate) fn append(&mut self, rows: &[OwnRow]) -> Result<(), SynthError> {
        let rows: Vec<_> = rows.iter().map(|it| &it.cells).collect();
        let text = encoded(&rows).map_err(failed(&self.path))?;
        self.part.append([text])
    }

    /// Gives the file its name.
    pub(crate) fn finish(self) -> Result<(), SynthError> {
        self.part.finish().map(drop)
    }
}

fn encoded(rows: &[&Vec<String>]) -> io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(*row)?;
    }
    let text = writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    Ok(WINDOWS_1252
        .encode(&String::from_utf8_lossy(&text))
        .0
        .into_owned())
}
