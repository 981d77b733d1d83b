//! The field's own words, as types.
//!
//! A value of one of these types has already been checked: later crates take a [`Urn`] or a
//! [`Quarter`] and never a bare string. This crate reads and writes nothing and knows nothing of
//! tables. The words themselves are explained in `GLOSSARY.md`.

mod agency;
mod check_letter;
mod day;
mod event;
mod event_type;
mod identifier;
mod period;
mod person;
mod quarter;

pub use agency::Agency;
pub use check_letter::check_letter;
pub use day::{Day, MalformedDate};
pub use event::{AsAt, Event, Objects, Told};
pub use event_type::EventType;
pub use identifier::{Asn, IdentifierFault, PncId, Urn};
pub use period::{Period, PeriodType};
pub use person::PersonKey;
pub use quarter::{MalformedQuarter, Quarter};
