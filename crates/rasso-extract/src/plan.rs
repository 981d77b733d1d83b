//! How the rows of one file become rows of its table: worked out once, from header, mapping and
//! schema.

use crate::{
    ExtractError, ReadOptions, SourceFile,
    cell::{CellReader, Origin},
    column::ColumnCheck,
    header::Header,
};
use rasso_schema::{ColumnMapping, ColumnSchema, Derive, Mapping, Schemas, TableSchema};
use std::{collections::BTreeMap, sync::Arc};

/// One column: where its cells come from and what they must be.
pub(crate) struct PlannedColumn<'s> {
    pub(crate) reader: CellReader,
    pub(crate) check: ColumnCheck<'s>,
}

/// Rows the mapping leaves out.
pub(crate) struct LeaveOut {
    pub(crate) heading: usize,
    pub(crate) is: Vec<String>,
    pub(crate) reason: Arc<str>,
}

/// How the rows of one file become rows of its table.
pub(crate) struct Plan<'s> {
    pub(crate) cells: usize,
    pub(crate) columns: Vec<PlannedColumn<'s>>,
    pub(crate) leave_out: Vec<LeaveOut>,
    pub(crate) constant: Vec<String>,
    pub(crate) derived: Vec<String>,
    pub(crate) absent: Vec<String>,
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
    let mut header = Header::new(&file.label, headings);
    let mut plan = Plan {
        cells: headings.len(),
        columns: Vec::new(),
        leave_out: Vec::new(),
        constant: Vec::new(),
        derived: Vec::new(),
        absent: Vec::new(),
    };
    let mapping = file.mapping.as_ref();
    if let Some(mapping) = mapping {
        mapping.check(&format!("mappings/{}.toml", mapping.name), table)?;
        plan.leave_out = leave_out(mapping, &mut header)?;
    }
    let null_tokens: Arc<[String]> = mapping
        .map_or_else(Vec::new, |it| it.null_tokens.clone())
        .into();
    for column in &table.columns {
        let own = mapping.and_then(|it| it.columns.get(&column.name));
        let origin = match mapping.and_then(|it| it.constants.get(&column.name)) {
            Some(constant) => Origin::Constant(constant.clone()),
            None => origin(column, own, &mut header, options)?,
        };
        let listed = match origin {
            Origin::Heading(_) => None,
            Origin::Absent => Some(&mut plan.absent),
            Origin::Constant(_) => Some(&mut plan.constant),
            Origin::FirstOf(_)
            | Origin::Concat { .. }
            | Origin::Slice { .. }
            | Origin::Digest { .. } => Some(&mut plan.derived),
        };
        if let Some(columns) = listed {
            columns.push(column.name.clone());
        }
        let recode = own.map_or_else(BTreeMap::new, |it| it.recode.clone());
        let reader = CellReader {
            origin,
            recode,
            null_tokens: Arc::clone(&null_tokens),
        };
        let formats = own
            .and_then(|it| it.date_formats.as_ref())
            .or(mapping.map(|it| &it.date_formats));
        let check = ColumnCheck::new(
            column,
            schemas,
            formats.map(Vec::as_slice),
            file.extract_date,
        );
        plan.columns.push(PlannedColumn { reader, check });
    }
    let missing = header.into_missing();
    match (missing.is_empty(), mapping) {
        (true, _) => Ok(plan),
        (false, None) => Err(ExtractError::WrongHeader {
            label: file.label.clone(),
            missing,
            likely: likely(),
        }),
        (false, Some(mapping)) => {
            let (label, mapping) = (file.label.clone(), mapping.name.clone());
            Err(ExtractError::MappingColumn {
                label,
                mapping,
                missing,
                likely: likely(),
            })
        }
    }
}

fn origin(
    column: &ColumnSchema,
    own: Option<&ColumnMapping>,
    header: &mut Header<'_>,
    options: &ReadOptions,
) -> Result<Origin, ExtractError> {
    let heading = |found: Option<usize>| found.map_or(Origin::Absent, Origin::Heading);
    if let Some(from) = own.and_then(|it| it.from.as_ref()) {
        return header.need(from).map(heading);
    }
    if let Some((own, derive)) = own.and_then(|it| Some((it, it.derive.as_ref()?))) {
        let mut parts = Vec::new();
        for part in derive.parts() {
            parts.extend(header.need(part)?);
        }
        return Ok(match derive {
            Derive::FirstOf(_) => Origin::FirstOf(parts),
            Derive::Concat(_) => Origin::Concat {
                parts,
                separator: own.separator.clone(),
            },
            Derive::Slice(slice) => parts
                .first()
                .map_or(Origin::Absent, |heading| Origin::Slice {
                    heading: *heading,
                    start: slice.start,
                    length: slice.length,
                }),
            Derive::Digest(_) => Origin::Digest {
                parts,
                key: options.digest_key,
            },
        });
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

fn leave_out(mapping: &Mapping, header: &mut Header<'_>) -> Result<Vec<LeaveOut>, ExtractError> {
    let drops = mapping
        .drop
        .iter()
        .map(|it| (&it.column, &it.is, it.reason.as_str()));
    let flagged = mapping
        .duplicate
        .iter()
        .map(|it| (&it.column, &it.is, "flagged_duplicate"));
    let mut rules = Vec::new();
    for (heading, is, reason) in drops.chain(flagged) {
        if let Some(heading) = header.need(heading)? {
            let is = is.iter().map(|it| it.trim().to_owned()).collect();
            rules.push(LeaveOut {
                heading,
                is,
                reason: reason.into(),
            });
        }
    }
    Ok(rules)
}

impl Plan<'_> {
    /// Which of so many headings some column or rule looks at.
    pub(crate) fn needed(&self, headings: usize) -> Vec<bool> {
        let mut needed = vec![false; headings];
        let of_columns = self.columns.iter().flat_map(|it| match &it.reader.origin {
            Origin::Absent | Origin::Constant(_) => &[],
            Origin::Heading(heading) | Origin::Slice { heading, .. } => {
                std::slice::from_ref(heading)
            }
            Origin::FirstOf(parts)
            | Origin::Concat { parts, .. }
            | Origin::Digest { parts, .. } => parts.as_slice(),
        });
        for heading in of_columns.chain(self.leave_out.iter().map(|it| &it.heading)) {
            if let Some(place) = needed.get_mut(*heading) {
                *place = true;
            }
        }
        needed
    }
}
