//! The one door to a file's rows: whatever its format, it gives headings and then batches of cells
//! of text.
//!
//! The format is known by the content, never by the name. A panic of a library that reads a format
//! ends here as an error of the file.

mod compressed;
mod csv;
mod detect;
mod guard;
mod limits;
mod london;
mod markup;
mod ods;
mod pages;
mod parquet;
mod parts;
mod raw;
mod refusal;
mod scan;
mod sheet;
mod text;
mod thrift;
mod typed;
mod values;
mod workbook;
mod worker;
mod xlsx;

pub use guard::is_reading_a_file;
pub(crate) use limits::Limits;
pub use raw::file_sha256;
pub(crate) use raw::{Fingerprint, RawFile, Stream};
pub(crate) use refusal::Refusal;

use crate::{ExtractError, SourceFile, batch::Batch};
use csv::{Csv, Layout};
use detect::{Content, detect};
use guard::guarded;
use parquet::Parquet;
use rasso_schema::FileFormat;
use std::io::{Cursor, Read};

/// The rows of a file in some format.
pub(crate) trait Rows {
    /// The headings, trimmed.
    fn headings(&self) -> &[String];
    /// The next rows, below the header; no batch after the last.
    fn next_batch(&mut self) -> Result<Option<Batch>, Refusal>;
    /// Says which columns are needed, before the first batch; the cells of others may stay empty.
    fn need(&mut self, _columns: &[bool]) -> Result<(), Refusal> {
        Ok(())
    }
    /// How the file may be written instead, should its header not match.
    fn likely(&self) -> Option<String> {
        None
    }
    /// Whether the format itself knows dates, so that some cells are written year first whatever
    /// the mapping says.
    fn has_dates(&self) -> bool {
        true
    }
    /// Whether the last line, once it is read, has no end.
    fn last_line_open(&self) -> bool {
        false
    }
}

/// A file whose header is read.
pub(crate) struct OpenFile<'f> {
    label: &'f str,
    raw: RawFile,
    rows: Box<dyn Rows>,
    is_streamed: bool,
}

impl<'f> OpenFile<'f> {
    /// Opens a file, finds its format and reads its header.
    pub(crate) fn open(file: &'f SourceFile, limits: &Limits) -> Result<Self, ExtractError> {
        let refused = |it: Refusal| it.of(&file.label);
        if file.path.is_dir() {
            return Err(ExtractError::Folder {
                label: file.label.clone(),
            });
        }
        let mut raw = RawFile::open(file).map_err(refused)?;
        let head = raw.head(detect::HEAD).map_err(refused)?;
        let content = detect(&head, &mut raw).map_err(refused)?;
        let declared = file.mapping.as_ref().and_then(|it| it.format);
        if let Some(declared) = declared.filter(|it| *it != content.format()) {
            return Err(ExtractError::WrongFormat {
                label: file.label.clone(),
                declared: declared.as_str(),
                found: content.format().as_str(),
            });
        }
        let skips = file.mapping.as_ref().is_some_and(|it| it.skip_rows > 0);
        if skips && content.format() == FileFormat::Parquet {
            return Err(ExtractError::NothingToSkip {
                label: file.label.clone(),
            });
        }
        let rows = guarded(|| open(file, content, &raw, limits)).map_err(refused)?;
        Ok(Self {
            label: &file.label,
            raw,
            rows,
            is_streamed: content.format() == FileFormat::Csv,
        })
    }

    pub(crate) fn headings(&self) -> &[String] {
        self.rows.headings()
    }

    pub(crate) fn has_dates(&self) -> bool {
        self.rows.has_dates()
    }

    /// Whether it is text, and no workbook or Parquet file.
    pub(crate) const fn is_text(&self) -> bool {
        self.is_streamed
    }

    /// Whether it is text whose last line has no end, once that is read.
    pub(crate) fn last_line_open(&self) -> bool {
        self.rows.last_line_open()
    }

    pub(crate) fn likely(&self) -> Option<String> {
        self.rows.likely()
    }

    pub(crate) fn need(&mut self, columns: &[bool]) -> Result<(), ExtractError> {
        guarded(|| self.rows.need(columns)).map_err(|it| it.of(self.label))
    }

    pub(crate) fn next_batch(&mut self) -> Result<Option<Batch>, ExtractError> {
        guarded(|| self.rows.next_batch()).map_err(|it| it.of(self.label))
    }

    /// The length and checksum of the file that was read.
    pub(crate) fn finish(mut self) -> Result<Fingerprint, ExtractError> {
        let finished = self.raw.finish(self.is_streamed);
        finished.map_err(|it| it.of(self.label))
    }
}

fn open(
    file: &SourceFile,
    content: Content,
    raw: &RawFile,
    limits: &Limits,
) -> Result<Box<dyn Rows>, Refusal> {
    let mapping = file.mapping.as_ref();
    let sheet = mapping.and_then(|it| it.sheet.as_deref());
    let skip = mapping.map_or(0, |it| it.skip_rows);
    let workbook = |read| -> Result<Box<dyn Rows>, Refusal> {
        let rows = workbook::open(raw, sheet, skip, limits, read)?;
        Ok(Box::new(rows))
    };
    let stream = || raw.stream();
    let mut bytes: Box<dyn Read> = match content {
        Content::Plain => Box::new(stream()?),
        Content::Gzip => compressed::gzip(stream()?, limits),
        Content::Zstd => compressed::zstd(stream()?, limits)?,
        Content::Xlsx => return workbook(xlsx::read),
        Content::Ods => return workbook(ods::read),
        Content::Parquet => return Ok(Box::new(Parquet::new(raw, limits)?)),
    };
    let mut head = Vec::new();
    (&mut bytes).take(text::HEAD).read_to_end(&mut head)?;
    if head.iter().all(u8::is_ascii_whitespace) && crate::file::count(head.len()) < text::HEAD {
        return Err(Refusal::Empty);
    }
    let declared = mapping.map(|it| it.encoding).unwrap_or_default();
    let (encoding, mark) = text::encoding(&head, declared);
    let mut all = Cursor::new(head);
    all.set_position(crate::file::count(mark));
    let delimiter = mapping.and_then(|it| it.delimiter);
    let layout = Layout {
        delimiter: delimiter.and_then(|it| u8::try_from(it).ok()),
        quote: mapping.map(|it| it.quote).unwrap_or_default(),
        skip,
        looks_like: text::looks_like(all.get_ref(), declared),
    };
    let rows = Csv::new(text::decoded(all.chain(bytes), encoding), layout, limits)?;
    Ok(Box::new(rows))
}
