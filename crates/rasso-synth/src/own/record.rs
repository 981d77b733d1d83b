//! One row of a force's own file, out of the canonical records of a crime and a suspect.

use crate::dice::Share;
use crate::own::figure::{Figure, age, days, whole, written};
use crate::own::form::Form;
use crate::sheet::{hash, share};
use crate::table::{TABLES, Table, place};

/// Codes that only a messy world has, of the cells that could have one.
const ODD_CODE: Share = 300;
/// Formulas that could not be worked out: of ages, durations and linked dates.
const ERROR_VALUE: Share = 100;
/// Durations that run backwards, and dates that changed places.
const BACKWARDS: Share = 100;

/// What stands in a cell whose formula failed, which has codes of its own.
const ERROR: &str = "(error)";
/// What is not there at all.
const NONE: &str = "(none)";

/// A row as a force writes it.
#[derive(Debug)]
pub(crate) struct OwnRow {
    /// Force, crime reference and suspect reference.
    pub(crate) key: String,
    /// A text for each column of the form.
    pub(crate) cells: Vec<String>,
    /// Fields and what was done to them.
    pub(crate) notes: Vec<(String, &'static str)>,
}

/// The canonical records that a row is made of.
#[derive(Debug)]
pub(crate) struct Source<'s> {
    crime: Record<'s>,
    suspect: Option<Record<'s>>,
    /// Which row of the crime this is, from 0.
    place: usize,
}

/// A canonical row, cell by cell.
#[derive(Debug)]
struct Record<'s> {
    table: &'static Table,
    cells: Vec<&'s str>,
}

impl<'s> Record<'s> {
    fn read(place: usize, line: &'s str) -> Self {
        let cells = line.trim_end_matches('\n').split(',').collect();
        Self {
            table: &TABLES[place],
            cells,
        }
    }

    fn get(&self, column: &str) -> &'s str {
        let place = self.table.columns.iter().position(|it| *it == column);
        place
            .and_then(|it| self.cells.get(it).copied())
            .unwrap_or_default()
    }
}

impl<'s> Source<'s> {
    /// The record of a crime, no suspect yet.
    pub(crate) fn crime(line: &'s str) -> Self {
        Self {
            crime: Record::read(place::POLICE_CRIME, line),
            suspect: None,
            place: 0,
        }
    }

    /// Puts another suspect, or nobody, beside the crime.
    pub(crate) fn suspect(&mut self, place: usize, line: Option<&'s str>) {
        self.suspect = line.map(|it| Record::read(place::POLICE_SUSPECT, it));
        self.place = place;
    }

    /// The Home Office class.
    pub(crate) fn offence(&self) -> &'s str {
        self.crime.get("offence_code")
    }

    /// Whether it is a report that was not recorded as a crime.
    pub(crate) fn is_incident(&self) -> bool {
        self.crime.get("incident_class") == "N100"
    }

    fn of_suspect(&self, column: &str) -> &'s str {
        self.suspect
            .as_ref()
            .map_or(NONE, |it| or_none(it.get(column)))
    }

    /// What a force's disposal says, by the canonical code, or by what became of the record.
    fn outcome(&self) -> String {
        if !self.crime.get("cancelled_date").is_empty() {
            format!("cancelled:{}", self.crime.get("cancelled_reason"))
        } else if !self.crime.get("transferred_to_force").is_empty() {
            "transferred".to_owned()
        } else if self.is_incident() {
            self.offence().to_owned()
        } else {
            or_none(self.crime.get("outcome_code")).to_owned()
        }
    }

    /// The day on which the force was done with it.
    fn ended(&self) -> &'s str {
        let cancelled = self.crime.get("cancelled_date");
        if cancelled.is_empty() {
            self.crime.get("outcome_date")
        } else {
            cancelled
        }
    }
}

/// Writes a row of a form, in the world of this seed, with mess or without.
pub(crate) fn fill(form: &Form, source: &Source<'_>, (seed, mess): (u64, bool)) -> OwnRow {
    let suspect = source
        .suspect
        .as_ref()
        .map_or("", |it| it.get("suspect_ref"));
    let key = format!("{}|{}|{suspect}", form.force, source.crime.get("crime_ref"));
    let mut pen = Pen {
        form,
        source,
        fate: hash(&key) ^ hash(&seed.to_string()),
        mess,
        notes: Vec::new(),
    };
    let cells = form.columns.iter().map(|it| pen.cell(&it.field)).collect();
    OwnRow {
        key,
        cells,
        notes: pen.notes,
    }
}

/// Writes the cells of one row.
struct Pen<'p> {
    form: &'p Form,
    source: &'p Source<'p>,
    fate: u64,
    mess: bool,
    notes: Vec<(String, &'static str)>,
}

impl Pen<'_> {
    fn cell(&mut self, field: &str) -> String {
        let (source, crime) = (self.source, &self.source.crime);
        match field {
            "crime_ref" | "urn" => crime.get(field).to_owned(),
            "suspect_ref" => source
                .suspect
                .as_ref()
                .map_or("", |it| it.get(field))
                .to_owned(),
            "duplicate" if self.form.is_coded(field) => {
                self.code(field, if source.place == 0 { "first" } else { "again" })
            }
            "duplicate" => source.place.to_string(),
            "reported_year" => crime.get("reported_date").chars().take(4).collect(),
            "recorded_year" => crime.get("recorded_date").chars().take(4).collect(),
            "outcome" => self.code(field, &source.outcome()),
            "offence" => self.code(field, source.offence()),
            "victim_sex" | "victim_ethnicity" => self.code(field, or_none(crime.get(field))),
            "suspect_sex" => self.code(field, source.of_suspect("sex")),
            "suspect_ethnicity" => self.code(field, source.of_suspect("ethnicity")),
            "relationship" => self.code(field, source.of_suspect(field)),
            "victim_age" => self.figure(field, whole(crime.get("victim_age"))),
            "suspect_age" => {
                let birth = source
                    .suspect
                    .as_ref()
                    .map_or("", |it| it.get("date_of_birth"));
                self.figure(field, age(birth, crime.get("offence_start_date")))
            }
            "days_offence_to_report" => self.days(
                field,
                (crime.get("offence_start_date"), crime.get("reported_date")),
            ),
            "days_offence_to_record" => self.days(
                field,
                (crime.get("offence_start_date"), crime.get("recorded_date")),
            ),
            "days_report_to_end" => self.days(field, (crime.get("reported_date"), source.ended())),
            "days_record_to_outcome" => self.days(
                field,
                (crime.get("recorded_date"), crime.get("outcome_date")),
            ),
            "created_date" => written(crime.get("recorded_date"), true),
            "reported_date" => self.linked(field, ("reported_date", "offence_start_date")),
            "offence_date" => self.linked(field, ("offence_start_date", "reported_date")),
            "detected_date" if !crime.get("cancelled_date").is_empty() => {
                self.code(field, "cancelled")
            }
            "detected_date" => written(crime.get("outcome_date"), false),
            "completed_date" => written(source.ended(), false),
            _ => String::new(),
        }
    }

    /// A draw of the row's own for a field.
    fn draw(&self, field: &str, salt: u64) -> u64 {
        share(self.fate ^ hash(field), salt)
    }

    fn falls(&self, field: &str, salt: u64, rate: Share) -> bool {
        self.mess && self.draw(field, salt) < rate
    }

    fn note(&mut self, field: &str, mess: &'static str) {
        self.notes.push((field.to_owned(), mess));
    }

    /// One of the codes for a value.
    fn code(&mut self, field: &str, value: &str) -> String {
        let Some(codes) = self.form.codes_or_other(field, value) else {
            return String::new();
        };
        let odd = self.falls(field, 1, ODD_CODE) && !codes.faulty.is_empty();
        let list = if odd { &codes.faulty } else { &codes.clean };
        let length = u64::try_from(list.len()).unwrap_or_default();
        let place = usize::try_from(self.draw(field, 2) * length / 10_000).unwrap_or_default();
        let code = list.get(place).cloned().unwrap_or_default();
        if odd {
            self.note(field, "odd_code");
        }
        code
    }

    /// An age or a duration; what cannot be worked out is an error of the spreadsheet.
    fn figure(&mut self, field: &str, figure: Figure) -> String {
        let fails = self.falls(field, 3, ERROR_VALUE);
        match figure {
            Figure::Number(number) if !fails => number.to_string(),
            Figure::Blank => self.code(field, NONE),
            Figure::Number(_) | Figure::Broken => {
                self.note(field, "error_value");
                self.code(field, ERROR)
            }
        }
    }

    fn days(&mut self, field: &str, (from, to): (&str, &str)) -> String {
        let mut figure = days(from, to);
        if let Figure::Number(days @ 1..) = figure
            && self.falls(field, 4, BACKWARDS)
            && !self.falls(field, 3, ERROR_VALUE)
        {
            figure = Figure::Number(-days);
            self.note(field, "negative_days");
        }
        self.figure(field, figure)
    }

    /// A date that comes from a linked incident, which may be absent, or stand where the other does.
    fn linked(&mut self, field: &str, (own, other): (&str, &str)) -> String {
        if self.falls(field, 3, ERROR_VALUE) {
            self.note(field, "error_value");
            return self.code(field, ERROR);
        }
        let crime = &self.source.crime;
        let (own, other) = (crime.get(own), crime.get(other));
        if own != other && self.falls("dates", 4, BACKWARDS) {
            self.note(field, "dates_swapped");
            return written(other, false);
        }
        written(own, false)
    }
}

fn or_none(cell: &str) -> &str {
    if cell.is_empty() { NONE } else { cell }
}
