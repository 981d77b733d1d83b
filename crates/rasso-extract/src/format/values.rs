//! The values of a Parquet column as text.

use crate::format::{london, typed};
use parquet::{
    basic::{ConvertedType, LogicalType, TimeUnit, Type},
    column::reader::ColumnReader,
    data_type::{ByteArray, FixedLenByteArray, Int96},
    errors::ParquetError,
    schema::types::ColumnDescriptor,
};

/// The day of the Julian calendar that 1970-01-01 is.
const JULIAN_EPOCH: i64 = 2_440_588;

/// How the numbers of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    AsIs,
    Unsigned,
    Date,
    /// Units of a day, since 1970 or since midnight.
    DateTime(i64),
    /// The same, as a moment of UTC: its day is the one in London.
    Moment(i64),
    Time(i64),
    Decimal(usize),
    Uuid,
}

/// The values of some rows of a column.
pub(crate) struct Values {
    written: Written,
    reader: Option<ColumnReader>,
    /// For each row whether it has a value; empty where every row has one.
    levels: Vec<i16>,
    full: i16,
    typed: Typed,
    /// The row and the value that come next.
    row: usize,
    value: usize,
}

enum Typed {
    Flags(Vec<bool>),
    Small(Vec<i32>),
    Large(Vec<i64>),
    Old(Vec<Int96>),
    Single(Vec<f32>),
    Double(Vec<f64>),
    Bytes(Vec<ByteArray>),
    Fixed(Vec<FixedLenByteArray>),
}

impl Values {
    /// A column that has plain values; nothing for one that has not.
    pub(crate) fn of(column: &ColumnDescriptor) -> Option<Self> {
        if column.path().parts().len() != 1 || column.max_rep_level() > 0 {
            return None;
        }
        let values = match column.physical_type() {
            Type::BOOLEAN => Typed::Flags(Vec::new()),
            Type::INT32 => Typed::Small(Vec::new()),
            Type::INT64 => Typed::Large(Vec::new()),
            Type::INT96 => Typed::Old(Vec::new()),
            Type::FLOAT => Typed::Single(Vec::new()),
            Type::DOUBLE => Typed::Double(Vec::new()),
            Type::BYTE_ARRAY => Typed::Bytes(Vec::new()),
            Type::FIXED_LEN_BYTE_ARRAY => Typed::Fixed(Vec::new()),
        };
        Some(Self {
            written: written(column)?,
            reader: None,
            levels: Vec::new(),
            full: column.max_def_level(),
            typed: values,
            row: 0,
            value: 0,
        })
    }

    /// Goes on with the column's part of another row group.
    pub(crate) fn set_reader(&mut self, reader: ColumnReader) {
        self.reader = Some(reader);
    }

    /// Reads the next rows; says how many there were.
    pub(crate) fn read(&mut self, rows: usize) -> Result<usize, ParquetError> {
        self.levels.clear();
        (self.row, self.value) = (0, 0);
        let levels = Some(&mut self.levels);
        macro_rules! read {
            ($reader:ident, $values:ident) => {{
                $values.clear();
                $reader.read_records(rows, levels, None, $values)?.0
            }};
        }
        Ok(match (&mut self.reader, &mut self.typed) {
            (Some(ColumnReader::BoolColumnReader(it)), Typed::Flags(to)) => read!(it, to),
            (Some(ColumnReader::Int32ColumnReader(it)), Typed::Small(to)) => read!(it, to),
            (Some(ColumnReader::Int64ColumnReader(it)), Typed::Large(to)) => read!(it, to),
            (Some(ColumnReader::Int96ColumnReader(it)), Typed::Old(to)) => read!(it, to),
            (Some(ColumnReader::FloatColumnReader(it)), Typed::Single(to)) => read!(it, to),
            (Some(ColumnReader::DoubleColumnReader(it)), Typed::Double(to)) => read!(it, to),
            (Some(ColumnReader::ByteArrayColumnReader(it)), Typed::Bytes(to)) => read!(it, to),
            (Some(ColumnReader::FixedLenByteArrayColumnReader(it)), Typed::Fixed(to)) => {
                read!(it, to)
            }
            (_, _) => 0,
        })
    }

    /// Writes the value of the next row; nothing where it has none.
    pub(crate) fn write_next(&mut self, out: &mut Vec<u8>) {
        let has_value = self.full == 0 || self.levels.get(self.row) == Some(&self.full);
        self.row += 1;
        if has_value {
            self.write(self.value, out);
            self.value += 1;
        }
    }

    fn write(&self, at: usize, out: &mut Vec<u8>) {
        match &self.typed {
            Typed::Flags(it) => it.get(at).into_iter().for_each(|it| typed::flag(*it, out)),
            Typed::Small(it) => match (it.get(at), self.written) {
                (Some(it), Written::Unsigned) => typed::whole(it.cast_unsigned(), out),
                (Some(it), _) => self.whole(i64::from(*it), out),
                (None, _) => {}
            },
            Typed::Large(it) => match (it.get(at), self.written) {
                (Some(it), Written::Unsigned) => typed::whole(it.cast_unsigned(), out),
                (Some(it), _) => self.whole(*it, out),
                (None, _) => {}
            },
            Typed::Old(it) => {
                if let Some(&[low, high, day]) = it.get(at).map(Int96::data) {
                    let nanoseconds = (u64::from(high) << 32) | u64::from(low);
                    let seconds = i64::try_from(nanoseconds / 1_000_000_000).unwrap_or_default();
                    let days = i64::from(day) - JULIAN_EPOCH;
                    typed::date(london::day_of(days * 86_400 + seconds), out);
                }
            }
            Typed::Single(it) => it.get(at).into_iter().for_each(|it| {
                // The shortest text of a single is not that of the double it becomes.
                typed::whole(*it + 0.0, out);
            }),
            Typed::Double(it) => it
                .get(at)
                .into_iter()
                .for_each(|it| typed::number(*it, out)),
            Typed::Bytes(it) => it
                .get(at)
                .into_iter()
                .for_each(|it| self.bytes(it.data(), out)),
            Typed::Fixed(it) => it
                .get(at)
                .into_iter()
                .for_each(|it| self.bytes(it.data(), out)),
        }
    }

    fn whole(&self, number: i64, out: &mut Vec<u8>) {
        match self.written {
            Written::AsIs | Written::Unsigned | Written::Uuid => typed::whole(number, out),
            Written::Date => typed::date(number, out),
            Written::DateTime(day) => typed::date(number.div_euclid(day), out),
            Written::Moment(day) => {
                typed::date(london::day_of(number.div_euclid(day / 86_400)), out);
            }
            Written::Time(day) => typed::time(number / (day / 86_400), out),
            Written::Decimal(scale) => typed::decimal(i128::from(number), scale, out),
        }
    }

    fn bytes(&self, bytes: &[u8], out: &mut Vec<u8>) {
        match self.written {
            Written::Decimal(scale) => {
                // Two's complement, high byte first.
                let start = if bytes.first().is_some_and(|it| it & 0x80 != 0) {
                    -1
                } else {
                    0
                };
                let fold = |sum: i128, it: &u8| (sum << 8) | i128::from(*it);
                typed::decimal(bytes.iter().fold(start, fold), scale, out);
            }
            Written::Uuid => {
                for (at, byte) in bytes.iter().enumerate() {
                    if matches!(at, 4 | 6 | 8 | 10) {
                        out.push(b'-');
                    }
                    typed::whole(format_args!("{byte:02x}"), out);
                }
            }
            Written::AsIs
            | Written::Unsigned
            | Written::Date
            | Written::DateTime(_)
            | Written::Moment(_)
            | Written::Time(_) => out.extend_from_slice(bytes),
        }
    }
}

/// How a column is written, from its own annotation or the older one; nothing where it has no text.
fn written(column: &ColumnDescriptor) -> Option<Written> {
    let in_a_day = |unit: &TimeUnit| match unit {
        TimeUnit::MILLIS => 86_400_000,
        TimeUnit::MICROS => 86_400_000_000,
        TimeUnit::NANOS => 86_400_000_000_000,
    };
    let scale = usize::try_from(column.type_scale())
        .ok()
        .filter(|it| *it < 64);
    let old = match column.converted_type() {
        ConvertedType::DATE => Some(Written::Date),
        ConvertedType::DECIMAL => scale.map(Written::Decimal),
        ConvertedType::TIMESTAMP_MILLIS => Some(Written::Moment(in_a_day(&TimeUnit::MILLIS))),
        ConvertedType::TIMESTAMP_MICROS => Some(Written::Moment(in_a_day(&TimeUnit::MICROS))),
        ConvertedType::TIME_MILLIS => Some(Written::Time(in_a_day(&TimeUnit::MILLIS))),
        ConvertedType::TIME_MICROS => Some(Written::Time(in_a_day(&TimeUnit::MICROS))),
        ConvertedType::UINT_8
        | ConvertedType::UINT_16
        | ConvertedType::UINT_32
        | ConvertedType::UINT_64 => Some(Written::Unsigned),
        ConvertedType::INTERVAL
        | ConvertedType::BSON
        | ConvertedType::MAP
        | ConvertedType::MAP_KEY_VALUE
        | ConvertedType::LIST => None,
        ConvertedType::NONE
        | ConvertedType::UTF8
        | ConvertedType::ENUM
        | ConvertedType::JSON
        | ConvertedType::INT_8
        | ConvertedType::INT_16
        | ConvertedType::INT_32
        | ConvertedType::INT_64 => Some(Written::AsIs),
    };
    match column.logical_type_ref() {
        None => old,
        Some(LogicalType::Date) => Some(Written::Date),
        Some(LogicalType::Timestamp(it)) if it.is_adjusted_to_u_t_c => {
            Some(Written::Moment(in_a_day(&it.unit)))
        }
        Some(LogicalType::Timestamp(it)) => Some(Written::DateTime(in_a_day(&it.unit))),
        Some(LogicalType::Time(it)) => Some(Written::Time(in_a_day(&it.unit))),
        Some(LogicalType::Decimal(_)) => scale.map(Written::Decimal),
        Some(LogicalType::Integer(it)) if !it.is_signed => Some(Written::Unsigned),
        Some(LogicalType::Uuid) => Some(Written::Uuid),
        Some(
            LogicalType::String
            | LogicalType::Enum
            | LogicalType::Json
            | LogicalType::Integer(_)
            | LogicalType::Unknown,
        ) => Some(Written::AsIs),
        Some(
            LogicalType::Map
            | LogicalType::List
            | LogicalType::Bson
            | LogicalType::Float16
            | LogicalType::Variant(_)
            | LogicalType::Geometry(_)
            | LogicalType::Geography(_)
            | LogicalType::File
            | LogicalType::_Unknown { .. },
        ) => None,
    }
}
