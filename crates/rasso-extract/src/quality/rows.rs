//! Arrays of a table as the rules see them.

use crate::{
    column::STATES,
    key::{Holds, layout},
};
use arrow::{
    array::{
        Array, ArrayRef, AsArray, BooleanArray, Int32Array, Int64Array, StringArray, UInt8Array,
    },
    datatypes::{Int32Type, Int64Type, UInt8Type},
};
use rasso_schema::{Asks, RuleCell, RuleRows, TableSchema};
use rasso_terms::Day;

/// The columns of a rule among the arrays of a table, as `layout` orders them.
pub(crate) struct ArrayRows<'a> {
    columns: Vec<Values<'a>>,
    rows: usize,
}

enum Values<'a> {
    Text(&'a StringArray),
    Day(&'a Int32Array),
    Whole(&'a Int64Array),
    Flag(&'a BooleanArray),
    State(&'a UInt8Array),
}

impl<'a> ArrayRows<'a> {
    /// Nothing where the table has not every column of the rule, as a table of keys alone.
    pub(crate) fn of(arrays: &'a [ArrayRef], table: &TableSchema, asks: &Asks) -> Option<Self> {
        let layout = layout(table);
        let find = |name: &String| {
            let of_state = name.strip_suffix("_state");
            let is_it = |(column, holds): &(&rasso_schema::ColumnSchema, Holds)| match holds {
                Holds::Value => column.name == *name,
                Holds::State => Some(column.name.as_str()) == of_state,
            };
            Values::of(arrays.get(layout.iter().position(is_it)?)?)
        };
        let columns = asks.columns.iter().map(find).collect::<Option<_>>()?;
        Some(Self {
            columns,
            rows: arrays.first().map_or(0, Array::len),
        })
    }
}

impl<'a> Values<'a> {
    fn of(array: &'a ArrayRef) -> Option<Self> {
        let text = array.as_string_opt::<i32>().map(Self::Text);
        let day = || array.as_primitive_opt::<Int32Type>().map(Self::Day);
        let whole = || array.as_primitive_opt::<Int64Type>().map(Self::Whole);
        let flag = || array.as_boolean_opt().map(Self::Flag);
        let state = || array.as_primitive_opt::<UInt8Type>().map(Self::State);
        text.or_else(day)
            .or_else(whole)
            .or_else(flag)
            .or_else(state)
    }

    fn cell(&self, row: usize) -> Option<RuleCell<'a>> {
        match self {
            Self::Text(it) => it.is_valid(row).then(|| RuleCell::Text(it.value(row))),
            Self::Day(it) => it
                .is_valid(row)
                .then(|| RuleCell::Day(Day::from_number(it.value(row)))),
            Self::Whole(it) => it.is_valid(row).then(|| RuleCell::Number(it.value(row))),
            Self::Flag(it) => it
                .is_valid(row)
                .then(|| RuleCell::Number(i64::from(it.value(row)))),
            Self::State(it) => {
                let state = it.is_valid(row).then(|| usize::from(it.value(row)));
                let word = state.and_then(|it| STATES.get(it)).copied();
                Some(RuleCell::Text(word.unwrap_or("missing")))
            }
        }
    }
}

impl RuleRows for ArrayRows<'_> {
    fn len(&self) -> usize {
        self.rows
    }

    fn cell(&self, row: usize, column: usize) -> RuleCell<'_> {
        let cell = self.columns.get(column).and_then(|it| it.cell(row));
        cell.unwrap_or(RuleCell::Nothing)
    }
}
