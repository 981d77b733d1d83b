//! A spreadsheet in the format of `OpenDocument`: one sheet of it, straight from its XML. Formulas give
//! the value that was saved with them.

mod attributes;

use crate::format::{
    Limits, Refusal, parts,
    sheet::{Sheet, SheetRow},
    workbook::{BROKEN, Listed, Wanted},
    worker::Send,
};
use attributes::{attribute, repeats, value};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use std::{
    fs::File,
    io::{BufRead, BufReader},
};

/// Reads the sheet that is meant: the first time through the content finds it, the second its rows.
pub(crate) fn read(file: &File, wanted: &Wanted, send: &Send) -> Result<(), Refusal> {
    let mut parts = parts::open(file)?;
    if is_encrypted(&mut parts)? {
        return Err(Refusal::Unsupported {
            found: "a spreadsheet that needs a password",
            instead: "save it without one",
        });
    }
    let mut list = Reading::new(Task::List(Vec::new()), &wanted.limits);
    list.read(content(&mut parts)?)?;
    let Task::List(listed) = list.task else {
        return Err(BROKEN);
    };
    let task = Task::Read {
        name: wanted.choose(listed)?,
        sheet: Box::new(wanted.rows()),
        send,
    };
    let mut rows = Reading::new(task, &wanted.limits);
    rows.read(content(&mut parts)?)?;
    rows.finish()
}

fn content(parts: &mut parts::Parts) -> Result<impl BufRead, Refusal> {
    let content = parts.by_name("content.xml").map_err(|_error| BROKEN)?;
    Ok(BufReader::with_capacity(64 << 10, content))
}

fn is_encrypted(parts: &mut parts::Parts) -> Result<bool, Refusal> {
    let Ok(mut manifest) = parts.by_name("META-INF/manifest.xml") else {
        return Ok(false);
    };
    let mut text = Vec::new();
    std::io::copy(&mut manifest, &mut text)?;
    Ok(memchr::memmem::find(&text, b"encryption-data").is_some())
}

/// What a reading is for.
enum Task<'s> {
    /// The sheets and whether they hold anything.
    List(Vec<Listed>),
    /// The rows of one of them.
    Read {
        name: String,
        sheet: Box<Sheet>,
        send: &'s Send,
    },
}

/// A reading of the content.
struct Reading<'s> {
    task: Task<'s>,
    limits: &'s Limits,
    /// Styles of sheets that are hidden.
    hidden: Vec<String>,
    style: String,
    /// How many elements are open below one that is left out, that one included.
    left_out: usize,
    in_wanted: bool,
    row: SheetRow,
    number: u64,
    row_repeats: u64,
    column: u64,
    cell: Option<OpenCell>,
}

/// A cell in the making.
struct OpenCell {
    repeats: u64,
    /// The value, where it is kept beside its text.
    value: Option<Vec<u8>>,
    text: Vec<u8>,
    paragraphs: u64,
    in_paragraph: usize,
}

impl<'s> Reading<'s> {
    fn new(task: Task<'s>, limits: &'s Limits) -> Self {
        Self {
            task,
            limits,
            hidden: Vec::new(),
            style: String::new(),
            left_out: 0,
            in_wanted: false,
            row: SheetRow::default(),
            number: 0,
            row_repeats: 1,
            column: 0,
            cell: None,
        }
    }

    fn read(&mut self, content: impl BufRead) -> Result<(), Refusal> {
        let mut xml = Reader::from_reader(content);
        xml.config_mut().expand_empty_elements = true;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(|_error| BROKEN)? {
                Event::Start(element) => self.start(&element)?,
                Event::End(element) => {
                    if self.end(element.local_name().as_ref())? {
                        return Ok(());
                    }
                }
                Event::Text(text) => self.text(&text.xml10_content())?,
                Event::CData(text) => self.text(&text.xml10_content())?,
                Event::GeneralRef(entity) => self.entity(&entity)?,
                Event::DocType(_) => {
                    return Err(Refusal::Damaged(
                        "it declares entities, as no workbook does",
                    ));
                }
                Event::Eof => return Ok(()),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Empty(_) => {}
            }
        }
    }

    fn finish(self) -> Result<(), Refusal> {
        if let Task::Read {
            mut sheet, send, ..
        } = self.task
        {
            send.rest(&mut sheet)?;
        }
        Ok(())
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), Refusal> {
        if self.left_out > 0 {
            self.left_out += 1;
            return Ok(());
        }
        match element.local_name().as_ref() {
            // Former content of cells, comments on them, and drawings.
            "tracked-changes" | "annotation" | "shapes" | "frame" | "custom-shape" => {
                self.left_out = 1;
            }
            "style" => self.style = attribute(element, "name")?.unwrap_or_default(),
            "table-properties" => {
                if attribute(element, "display")?.as_deref() == Some("false") {
                    self.hidden.push(std::mem::take(&mut self.style));
                }
            }
            "table" => self.start_table(element)?,
            "table-row" => {
                self.row_repeats = repeats(element, "number-rows-repeated")?;
                self.column = 0;
                self.row.clear();
            }
            "table-cell" | "covered-table-cell" if self.in_wanted => {
                self.cell = Some(OpenCell {
                    repeats: repeats(element, "number-columns-repeated")?,
                    value: value(element)?,
                    text: Vec::new(),
                    paragraphs: 0,
                    in_paragraph: 0,
                });
            }
            name => {
                if let Some(cell) = &mut self.cell {
                    cell.start(name, element, self.limits)?;
                }
            }
        }
        Ok(())
    }

    fn start_table(&mut self, element: &BytesStart<'_>) -> Result<(), Refusal> {
        if self.cell.is_some() {
            // A table within a cell.
            self.left_out = 1;
            return Ok(());
        }
        let name = attribute(element, "name")?.unwrap_or_default();
        let style = attribute(element, "style-name")?.unwrap_or_default();
        self.number = 0;
        match &mut self.task {
            Task::List(listed) => {
                listed.push(Listed {
                    name,
                    is_visible: !self.hidden.contains(&style),
                    is_filled: false,
                });
                self.in_wanted = true;
            }
            Task::Read { name: wanted, .. } => self.in_wanted = name == *wanted,
        }
        Ok(())
    }

    /// Ends an element; says whether nothing more is of interest.
    fn end(&mut self, name: &str) -> Result<bool, Refusal> {
        if self.left_out > 0 {
            self.left_out -= 1;
            return Ok(false);
        }
        match name {
            "table" if self.in_wanted => {
                self.in_wanted = false;
                return Ok(matches!(self.task, Task::Read { .. }));
            }
            "table-row" if self.in_wanted => return self.end_row(),
            "table-cell" | "covered-table-cell" => self.end_cell()?,
            "p" | "h" => {
                if let Some(cell) = &mut self.cell {
                    cell.in_paragraph = cell.in_paragraph.saturating_sub(1);
                }
            }
            _ => {}
        }
        Ok(false)
    }

    fn end_cell(&mut self) -> Result<(), Refusal> {
        let Some(cell) = self.cell.take() else {
            return Ok(());
        };
        let text = cell.value.as_deref().unwrap_or(&cell.text);
        if text.iter().all(u8::is_ascii_whitespace) {
            self.column = self.column.saturating_add(cell.repeats);
            return Ok(());
        }
        if cell.repeats > crate::file::count(self.limits.columns) {
            return Err(Refusal::beyond("columns", self.limits.columns));
        }
        for _ in 0..cell.repeats {
            let start = self.row.bytes.len();
            self.row.bytes.extend_from_slice(text);
            self.row.end_cell(self.column, start, self.limits)?;
            self.column += 1;
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<bool, Refusal> {
        let is_blank = self.row.bytes.is_empty();
        let mut repeats = self.row_repeats;
        match &mut self.task {
            Task::List(listed) => {
                if let Some(last) = listed.last_mut() {
                    last.is_filled |= !is_blank;
                }
            }
            Task::Read { sheet, send, .. } => {
                while !is_blank && repeats > 0 {
                    self.number += 1;
                    repeats -= 1;
                    sheet.push(self.number, &self.row)?;
                    if send.rows(sheet).is_break() {
                        return Ok(true);
                    }
                }
            }
        }
        self.number = self.number.saturating_add(repeats);
        self.row.clear();
        Ok(false)
    }

    fn text(&mut self, text: &str) -> Result<(), Refusal> {
        if self.left_out > 0 {
            return Ok(());
        }
        match &mut self.cell {
            Some(cell) if cell.in_paragraph > 0 => cell.push(text.as_bytes(), self.limits),
            Some(_) | None => Ok(()),
        }
    }

    /// Only the entities that XML itself has, and characters by their number.
    fn entity(&mut self, entity: &quick_xml::events::BytesRef<'_>) -> Result<(), Refusal> {
        let number = entity.resolve_char_ref().map_err(|_error| BROKEN)?;
        let character = match (number, entity.xml10_content().as_ref()) {
            (Some(character), _) => character,
            (None, "amp") => '&',
            (None, "lt") => '<',
            (None, "gt") => '>',
            (None, "quot") => '"',
            (None, "apos") => '\'',
            (None, _) => return Err(BROKEN),
        };
        self.text(character.encode_utf8(&mut [0; 4]))
    }
}

impl OpenCell {
    /// What stands in a cell beside letters.
    fn start(
        &mut self,
        name: &str,
        element: &BytesStart<'_>,
        limits: &Limits,
    ) -> Result<(), Refusal> {
        match name {
            "p" | "h" => {
                self.paragraphs += 1;
                self.in_paragraph += 1;
                match self.paragraphs {
                    1 => Ok(()),
                    _ => self.push(b"\n", limits),
                }
            }
            "s" => {
                const SPACES: [u8; 1_000] = [b' '; 1_000];
                let spaces = usize::try_from(repeats(element, "c")?).unwrap_or(usize::MAX);
                self.push(SPACES.get(..spaces).unwrap_or(&SPACES), limits)
            }
            "tab" => self.push(b"\t", limits),
            "line-break" => self.push(b"\n", limits),
            _ => Ok(()),
        }
    }

    fn push(&mut self, text: &[u8], limits: &Limits) -> Result<(), Refusal> {
        self.text.extend_from_slice(text);
        if self.text.len() > limits.cell_bytes {
            return Err(Refusal::beyond("bytes in a cell", limits.cell_bytes));
        }
        Ok(())
    }
}
