//! Just enough of Thrift's compact protocol to look at Parquet's headers before a library does:
//! sizes that lie are found here, before anything of that size is taken from memory.

use crate::format::{Limits, Refusal};

const BROKEN: Refusal = Refusal::Damaged("its Parquet headers cannot be read");

/// What a read ends with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stop {
    /// There are fewer bytes than the structure needs.
    TooShort,
    Refused(Refusal),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A kind of value on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Flag,
    Byte,
    Number,
    Double,
    Bytes,
    List,
    Map,
    Struct,
}

impl Kind {
    fn of(code: u8) -> Result<Self, Stop> {
        Ok(match code {
            1 | 2 => Self::Flag,
            3 => Self::Byte,
            4..=6 => Self::Number,
            7 => Self::Double,
            8 => Self::Bytes,
            9 | 10 => Self::List,
            11 => Self::Map,
            12 => Self::Struct,
            _ => return Err(BROKEN.into()),
        })
    }
}

/// Reads structures from some bytes.
pub(crate) struct Thrift<'b> {
    bytes: &'b [u8],
    at: usize,
    nesting: usize,
}

impl<'b> Thrift<'b> {
    pub(crate) const fn new(bytes: &'b [u8], limits: &Limits) -> Self {
        Self {
            bytes,
            at: 0,
            nesting: limits.nesting,
        }
    }

    /// How many bytes were read.
    pub(crate) const fn read(&self) -> usize {
        self.at
    }

    fn byte(&mut self) -> Result<u8, Stop> {
        let byte = self.bytes.get(self.at).copied().ok_or(Stop::TooShort)?;
        self.at += 1;
        Ok(byte)
    }

    fn varint(&mut self) -> Result<u64, Stop> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(BROKEN.into())
    }

    /// A whole number of any width.
    pub(crate) fn number(&mut self) -> Result<i64, Stop> {
        let value = self.varint()?;
        Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    fn skip_bytes(&mut self, length: u64) -> Result<(), Stop> {
        let length = usize::try_from(length).map_err(|_too_large| Stop::TooShort)?;
        let end = self.at.checked_add(length).ok_or(Stop::TooShort)?;
        if end > self.bytes.len() {
            return Err(Stop::TooShort);
        }
        self.at = end;
        Ok(())
    }

    /// The number of elements of a list and their kind. Each takes at least one byte.
    fn list(&mut self) -> Result<(u64, Kind), Stop> {
        let head = self.byte()?;
        let size = match head >> 4 {
            15 => self.varint()?,
            short => u64::from(short),
        };
        let left = crate::file::count(self.bytes.len() - self.at);
        if size > left {
            return Err(Stop::TooShort);
        }
        Ok((size, Kind::of(head & 15)?))
    }

    fn skip(&mut self, kind: Kind, is_field: bool, depth: usize) -> Result<(), Stop> {
        if depth > self.nesting {
            return Err(Refusal::beyond("structures in each other", self.nesting).into());
        }
        match kind {
            // As a field its value stands with its kind.
            Kind::Flag if is_field => Ok(()),
            Kind::Flag | Kind::Byte => self.skip_bytes(1),
            Kind::Number => self.varint().map(|_value| ()),
            Kind::Double => self.skip_bytes(8),
            Kind::Bytes => {
                let length = self.varint()?;
                self.skip_bytes(length)
            }
            Kind::List => {
                let (size, kind) = self.list()?;
                (0..size).try_for_each(|_| self.skip(kind, false, depth + 1))
            }
            Kind::Map => {
                let size = self.varint()?;
                if size == 0 {
                    return Ok(());
                }
                let kinds = self.byte()?;
                let (key, value) = (Kind::of(kinds >> 4)?, Kind::of(kinds & 15)?);
                for _ in 0..size {
                    self.skip(key, false, depth + 1)?;
                    self.skip(value, false, depth + 1)?;
                }
                Ok(())
            }
            Kind::Struct => self.structure(depth + 1, |_, _| Ok(false)),
        }
    }

    /// Reads a structure; `field` is asked for each field by its number, and says whether it read it.
    pub(crate) fn structure(
        &mut self,
        depth: usize,
        mut field: impl FnMut(&mut Self, i64) -> Result<bool, Stop>,
    ) -> Result<(), Stop> {
        let mut number = 0_i64;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Ok(());
            }
            number = match head >> 4 {
                0 => self.number()?,
                step => number + i64::from(step),
            };
            let kind = Kind::of(head & 15)?;
            if !field(self, number)? {
                self.skip(kind, true, depth)?;
            }
        }
    }

    /// Reads a list of structures one by one.
    pub(crate) fn structures(
        &mut self,
        mut each: impl FnMut(&mut Self) -> Result<(), Stop>,
    ) -> Result<u64, Stop> {
        let (size, kind) = self.list()?;
        if kind != Kind::Struct {
            return Err(BROKEN.into());
        }
        for _ in 0..size {
            each(self)?;
        }
        Ok(size)
    }
}

/// A page header: what a page takes, packed and unpacked, and how many values it holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PageHeader {
    /// Of the header itself.
    pub(crate) length: u64,
    pub(crate) unpacked: u64,
    pub(crate) packed: u64,
    pub(crate) data_values: Option<u64>,
    pub(crate) dictionary_values: Option<u64>,
}

/// Reads a page header from the start of some bytes.
pub(crate) fn page_header(bytes: &[u8], limits: &Limits) -> Result<PageHeader, Stop> {
    let mut thrift = Thrift::new(bytes, limits);
    let mut header = PageHeader::default();
    let (mut unpacked, mut packed) = (None, None);
    let size = |thrift: &mut Thrift<'_>| -> Result<u64, Stop> {
        Ok(u64::try_from(thrift.number()?).map_err(|_negative| BROKEN)?)
    };
    let values = |thrift: &mut Thrift<'_>| -> Result<Option<u64>, Stop> {
        let mut values = None;
        thrift.structure(1, |thrift, number| {
            if number == 1 {
                values = Some(size(thrift)?);
            }
            Ok(number == 1)
        })?;
        Ok(values)
    };
    thrift.structure(0, |thrift, number| {
        match number {
            2 => unpacked = Some(size(thrift)?),
            3 => packed = Some(size(thrift)?),
            5 | 8 => header.data_values = values(thrift)?,
            7 => header.dictionary_values = values(thrift)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    (header.unpacked, header.packed) = (unpacked.ok_or(BROKEN)?, packed.ok_or(BROKEN)?);
    header.length = crate::file::count(thrift.read());
    Ok(header)
}

/// Looks through a footer: every list has room for its elements, and columns are not nested
/// further than the limits allow.
pub(crate) fn check_footer(bytes: &[u8], limits: &Limits) -> Result<(), Refusal> {
    let mut thrift = Thrift::new(bytes, limits);
    let mut children = Vec::new();
    let mut row_groups = 0;
    let walked = thrift.structure(0, |thrift, number| match number {
        2 => {
            thrift.structures(|thrift| {
                let mut of_this = 0;
                thrift.structure(2, |thrift, number| {
                    if number == 5 {
                        of_this = thrift.number()?;
                    }
                    Ok(number == 5)
                })?;
                children.push(u64::try_from(of_this).map_err(|_negative| BROKEN)?);
                Ok(())
            })?;
            Ok(true)
        }
        4 => {
            row_groups = thrift.structures(|thrift| thrift.structure(2, |_, _| Ok(false)))?;
            Ok(true)
        }
        _ => Ok(false),
    });
    match walked {
        Ok(()) => {}
        Err(Stop::TooShort) => return Err(BROKEN),
        Err(Stop::Refused(refusal)) => return Err(refusal),
    }
    if row_groups > crate::file::count(limits.row_groups) {
        return Err(Refusal::beyond("row groups", limits.row_groups));
    }
    check_tree(&children, limits)
}

/// The elements of a schema stand in one list, each with the number of its children.
fn check_tree(children: &[u64], limits: &Limits) -> Result<(), Refusal> {
    let mut open: Vec<u64> = Vec::new();
    let mut left = crate::file::count(children.len());
    for children in children {
        left -= 1;
        if *children > left {
            return Err(BROKEN);
        }
        if let Some(last) = open.last_mut() {
            *last -= 1;
        }
        if *children > 0 {
            open.push(*children);
        }
        while open.last() == Some(&0) {
            open.pop();
        }
        if open.len() > limits.nesting {
            return Err(Refusal::beyond("columns in each other", limits.nesting));
        }
    }
    Ok(())
}
