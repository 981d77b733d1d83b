//! How the rows of one file become rows of its table: worked out once, from header, mapping and
//! schema.

use crate::{
    ExtractError, PseudonymKey, ReadOptions, SourceFile,
    cell::{CellReader, Nothing, Origin},
    column::ColumnCheck,
    date::{DateFormats, last_of_short_years},
    derived::Derived,
    header::Header,
    pseudonym::Domain,
    quality::RowRules,
};
use rasso_schema::{
    ColumnMapping, ColumnSchema, Derive, Mapping, Negative, Schemas, TableSchema, Values, Wide,
};
use std::{collections::BTreeMap, sync::Arc};

/// Rows the mapping leaves out.
pub(crate) struct LeaveOut {
    pub(crate) heading: usize,
    pub(crate) values: Values,
    pub(crate) reason: Arc<str>,
}

/// One record of a row: where the cell of each column comes from. A row holds one, unless the file
/// is wide.
pub(crate) struct RecordReader {
    pub(crate) cells: Vec<CellReader>,
    /// Headings of which one must be filled for there to be a record; none asked, always.
    pub(crate) when_filled: Vec<usize>,
}

/// How the rows of one file become rows of its table.
pub(crate) struct Plan<'s> {
    pub(crate) cells: usize,
    pub(crate) checks: Vec<ColumnCheck<'s>>,
    pub(crate) records: Vec<RecordReader>,
    pub(crate) leave_out: Vec<LeaveOut>,
    pub(crate) nothing: Arc<Nothing>,
    pub(crate) quality: RowRules<'s>,
    pub(crate) constant: Vec<String>,
    pub(crate) derived: Vec<String>,
    pub(crate) absent: Vec<String>,
    pub(crate) unmapped: Vec<String>,
}

/// `likely` is asked how the file may be written instead, should its header not match.
pub(crate) fn plan<'s>(
    file: &SourceFile,
    headings: &[String],
    likely: impl FnOnce() -> Option<String>,
    table: &'s TableSchema,
    schemas: &'s Schemas,
    options: &ReadOptions,
) -> Result<Plan<'s>, ExtractError> {
    let mapping = file.mapping.as_ref();
    let mut header = Header::new(&file.label, headings, mapping);
    let mut plan = Plan {
        cells: headings.len(),
        checks: Vec::new(),
        records: Vec::new(),
        leave_out: Vec::new(),
        nothing: Arc::new(nothing(mapping)),
        quality: RowRules::of(table, schemas),
        constant: Vec::new(),
        derived: Vec::new(),
        absent: Vec::new(),
        unmapped: Vec::new(),
    };
    if let Some(mapping) = mapping {
        mapping.check(&format!("mappings/{}.toml", mapping.name), table)?;
        plan.leave_out = leave_out(mapping, &mut header)?;
    }
    for column in &table.columns {
        let formats = date_formats(column, mapping);
        plan.checks.push(ColumnCheck::new(
            column,
            schemas,
            formats.as_deref(),
            file.extract_date,
        ));
    }
    let columns = Columns {
        file,
        table,
        key: options.key.as_ref(),
        references: options.key.as_ref().map(|it| it.domain("reference")),
        nothing: Arc::clone(&plan.nothing),
    };
    plan.records = match mapping.and_then(|it| it.wide.as_ref()) {
        None => vec![columns.record(&mut header, None)?],
        Some(wide) => {
            let record = |n: &String| columns.record(&mut header, Some((wide, n)));
            wide.n.iter().map(record).collect::<Result<_, _>>()?
        }
    };
    plan.name_origins(table);
    plan.unmapped = header.unmapped(mapping);
    let missing = header.into_missing();
    match (missing.is_empty(), mapping) {
        (true, _) => Ok(plan),
        (false, None) => Err(ExtractError::WrongHeader {
            label: file.label.clone(),
            missing,
            likely: likely(),
        }),
        (false, Some(mapping)) => Err(ExtractError::MappingColumn {
            label: file.label.clone(),
            mapping: mapping.name.clone(),
            missing,
            likely: likely(),
        }),
    }
}

impl Plan<'_> {
    /// Puts down which columns no heading gives as it stands.
    fn name_origins(&mut self, table: &TableSchema) {
        let Some(record) = self.records.first() else {
            return;
        };
        for (column, reader) in table.columns.iter().zip(&record.cells) {
            match reader.origin {
                Origin::Heading(_) => {}
                Origin::Absent => self.absent.push(column.name.clone()),
                Origin::Constant(_) => self.constant.push(column.name.clone()),
                Origin::Derived(_) => self.derived.push(column.name.clone()),
            }
        }
    }
}

fn nothing(mapping: Option<&Mapping>) -> Nothing {
    mapping.map_or_else(Nothing::default, |it| Nothing {
        tokens: it.null_tokens.clone(),
        spreadsheet_errors: it.spreadsheet_errors,
    })
}

/// How the dates of a column are written; a date that is derived is written as ISO 8601.
fn date_formats(column: &ColumnSchema, mapping: Option<&Mapping>) -> Option<Vec<String>> {
    let mapping = mapping?;
    let own = mapping.columns.get(&column.name);
    let is_derived = own
        .and_then(|it| it.derive.as_ref())
        .is_some_and(Derive::gives_a_day);
    if is_derived {
        return None;
    }
    let formats = own.and_then(|it| it.date_formats.as_ref());
    Some(formats.unwrap_or(&mapping.date_formats).clone())
}

/// What the readers of all columns of a file share.
struct Columns<'f> {
    file: &'f SourceFile,
    table: &'f TableSchema,
    key: Option<&'f PseudonymKey>,
    /// The key of digests.
    references: Option<Domain>,
    nothing: Arc<Nothing>,
}

impl Columns<'_> {
    /// The readers of one record of a row; of a wide file, the one that `n` stands for.
    fn record(
        &self,
        header: &mut Header<'_>,
        wide: Option<(&Wide, &String)>,
    ) -> Result<RecordReader, ExtractError> {
        let filled_in = |text: &str| match wide {
            Some((_, n)) => text.replace("{n}", n),
            None => text.to_owned(),
        };
        let mut cells = Vec::new();
        for column in &self.table.columns {
            cells.push(self.reader(column, header, &filled_in)?);
        }
        let mut when_filled = Vec::new();
        for heading in wide.iter().flat_map(|(it, _)| &it.when_filled) {
            when_filled.extend(header.need(&filled_in(heading))?);
        }
        Ok(RecordReader { cells, when_filled })
    }

    fn reader(
        &self,
        column: &ColumnSchema,
        header: &mut Header<'_>,
        filled_in: &impl Fn(&str) -> String,
    ) -> Result<CellReader, ExtractError> {
        let mapping = self.file.mapping.as_ref();
        let own = mapping.and_then(|it| it.columns.get(&column.name));
        let constant = mapping.and_then(|it| it.constants.get(&column.name));
        let origin = match constant {
            Some(constant) => Origin::Constant(filled_in(constant)),
            None => self.origin(column, own, header, filled_in)?,
        };
        Ok(CellReader {
            headings: own.and_then(|it| self.named(it, filled_in)),
            origin,
            recode: own.map(recode).unwrap_or_default(),
            otherwise: own.and_then(|it| it.otherwise.clone()),
            nothing: Arc::clone(&self.nothing),
            own_nulls: own.map(|it| it.null_tokens.clone()).unwrap_or_default(),
            pad_zeros: own.and_then(|it| it.pad_zeros).unwrap_or_default(),
            locators: self
                .key
                .map(|it| it.domain(&format!("locator {}", column.name))),
            negative_is_blank: own.is_some_and(|it| it.negative == Negative::Blank),
        })
    }

    /// The headings of a column as the mapping names them: its words, never those of the file, whose
    /// first row may be a record.
    fn named(&self, own: &ColumnMapping, filled_in: &impl Fn(&str) -> String) -> Option<Arc<str>> {
        let mapping = self.file.mapping.as_ref()?;
        let from = own.from.as_ref().map(|it| vec![it.as_str()]);
        let parts = from.or_else(|| Some(own.derive.as_ref()?.parts()))?;
        let named = parts.into_iter().map(|it| {
            let name = filled_in(it);
            let heading = mapping.headings.get(&name).map(|it| it.heading.clone());
            format!("`{}`", heading.unwrap_or(name))
        });
        Some(named.collect::<Vec<_>>().join(", ").into())
    }

    fn origin(
        &self,
        column: &ColumnSchema,
        own: Option<&ColumnMapping>,
        header: &mut Header<'_>,
        filled_in: &impl Fn(&str) -> String,
    ) -> Result<Origin, ExtractError> {
        let heading = |found: Option<usize>| found.map_or(Origin::Absent, Origin::Heading);
        if let Some(from) = own.and_then(|it| it.from.as_ref()) {
            return header.need(&filled_in(from)).map(heading);
        }
        if let Some((own, derive)) = own.and_then(|it| Some((it, it.derive.as_ref()?))) {
            let mut parts = Vec::new();
            for part in derive.parts() {
                parts.extend(header.need(&filled_in(part))?);
            }
            if derive.is_digest() && self.references.is_none() {
                let label = self.file.label.clone();
                return Err(ExtractError::NoKey { label });
            }
            let derived = self.derived(column, own, derive, parts);
            return Ok(derived.map_or(Origin::Absent, Origin::Derived));
        }
        // The column's own name: a required column, or one the mapping speaks of, has to be there.
        let must = column.required || own.is_some();
        let found = if must {
            header.need(&column.name)?
        } else {
            header.find(&column.name)?
        };
        Ok(heading(found))
    }

    /// How a cell is made; nothing where a heading it needs is missing, which ends the reading.
    fn derived(
        &self,
        column: &ColumnSchema,
        own: &ColumnMapping,
        derive: &Derive,
        parts: Vec<usize>,
    ) -> Option<Derived> {
        let first = parts.first().copied();
        let days = |sign| {
            let mapping = self.file.mapping.as_ref()?;
            let formats = own.date_formats.as_ref().unwrap_or(&mapping.date_formats);
            Some(Derived::Days {
                date: first?,
                days: parts.get(1).copied()?,
                sign,
                formats: DateFormats::new(
                    formats,
                    last_of_short_years(column, self.file.extract_date),
                ),
            })
        };
        match derive {
            Derive::DaysAfter(_) => days(1),
            Derive::DaysBefore(_) => days(-1),
            Derive::MiddleOfYear(_) => Some(Derived::MiddleOfYear {
                heading: first?,
                not_after: self.file.extract_date,
            }),
            Derive::FinancialQuarter(_) => Some(Derived::FinancialQuarter {
                year: first?,
                quarter: parts.get(1).copied()?,
            }),
            Derive::FirstOf(_) => Some(Derived::FirstOf(parts)),
            Derive::Concat(_) => Some(Derived::Concat {
                parts,
                separator: own.separator.clone(),
            }),
            Derive::Slice(slice) => Some(Derived::Slice {
                heading: first?,
                start: slice.start,
                length: slice.length,
            }),
            Derive::Extract(extract) => Some(Derived::Extract {
                heading: first?,
                pattern: extract.pattern.clone(),
            }),
            Derive::Digest(_) => Some(Derived::Digest {
                parts,
                references: self.references.clone()?,
            }),
        }
    }
}

/// What words become; cells are trimmed, and so are the words that they are held against.
fn recode(column: &ColumnMapping) -> BTreeMap<String, String> {
    let trimmed = |(from, to): (&String, &String)| (from.trim().to_owned(), to.clone());
    column.recode.iter().map(trimmed).collect()
}

fn leave_out(mapping: &Mapping, header: &mut Header<'_>) -> Result<Vec<LeaveOut>, ExtractError> {
    let mut rules = Vec::new();
    for rule in &mapping.leave_out {
        if let Some(heading) = header.need(&rule.column)? {
            let trimmed = |it: &Vec<String>| it.iter().map(|it| it.trim().to_owned()).collect();
            let values = match &rule.values {
                Values::Are(it) => Values::Are(trimmed(it)),
                Values::AreNot(it) => Values::AreNot(trimmed(it)),
            };
            rules.push(LeaveOut {
                heading,
                values,
                reason: rule.reason.as_str().into(),
            });
        }
    }
    Ok(rules)
}

impl Plan<'_> {
    /// Which of so many headings some column or rule looks at.
    pub(crate) fn needed(&self, headings: usize) -> Vec<bool> {
        let mut needed = vec![false; headings];
        let cells = self.records.iter().flat_map(|it| &it.cells);
        let of_cells = cells.flat_map(CellReader::parts);
        let of_records = self.records.iter().flat_map(|it| it.when_filled.clone());
        let of_rules = self.leave_out.iter().map(|it| it.heading);
        for heading in of_cells.chain(of_records).chain(of_rules) {
            if let Some(place) = needed.get_mut(heading) {
                *place = true;
            }
        }
        needed
    }
}
