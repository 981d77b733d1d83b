//! What the police send.

use crate::case::Case;
use crate::crime::{Crime, Nature, Transfer};
use crate::sheet::{Sheet, Truth};
use crate::suspect::{Suspect, SuspectRecord};
use rasso_terms::Day;

/// Writes the record of a crime as it stands on a day.
pub(crate) fn crime(sheet: &mut Sheet, case: &Case<'_>, crime: &Crime, at: Day) {
    let transfer = crime
        .sent_to
        .as_ref()
        .or(crime.came_from.as_ref())
        .filter(|it| it.date <= at);
    let to = crime.sent_to.as_ref().filter(|it| it.date <= at);
    let outcome = crime.outcome.filter(|(day, _)| *day <= at);
    let cancelled = crime.cancelled.filter(|(day, _)| *day <= at);
    let from = crime.came_from.as_ref();
    let unknown = crime.corrected.is_some_and(|day| at < day);
    let victim = &crime.victim;
    let domestic = matches!(crime.relationship, "intimate" | "family") && victim.age >= 16;
    sheet
        .cell(crime.force)
        .cell(&crime.reference)
        .cell(&crime.written.urn);
    sheet
        .date(Some(crime.reported), at)
        .date(Some(crime.recorded), at);
    sheet
        .date(Some(crime.offence_start), at)
        .date(Some(crime.offence_end), at);
    sheet.cell(crime.offence_class);
    sheet.cell(if crime.nature == Nature::Incident {
        "N100"
    } else {
        "crime"
    });
    sheet
        .cell(&victim.reference)
        .cell(victim.age)
        .cell(if victim.male { "M" } else { "F" });
    sheet
        .cell(if unknown {
            "not_recorded"
        } else {
            victim.ethnicity
        })
        .flag(domestic);
    sheet
        .cell(outcome.map_or("", |(_, code)| code))
        .date(outcome.map(|(day, _)| day), at);
    sheet.date(crime.withdrew, at);
    other_end(sheet, to);
    other_end(sheet, from);
    sheet.date(transfer.map(|it| it.date), at);
    sheet
        .date(cancelled.map(|(day, _)| day), at)
        .cell(cancelled.map_or("", |(_, why)| why));
    sheet.date(crime.adviser, at);
    let truth = Truth {
        crime: crime.number,
        person: None,
        case: case.number,
    };
    sheet.end((crime.recorded, 0), Some(truth), &crime.written.notes);
}

fn other_end(sheet: &mut Sheet, transfer: Option<&Transfer>) {
    sheet.cell(transfer.map_or("", |it| it.force));
    sheet.cell(transfer.map_or("", |it| it.crime_ref.as_str()));
}

/// Writes a suspect's record under a crime as it stands on a day.
pub(crate) fn suspect(
    sheet: &mut Sheet,
    case: &Case<'_>,
    (suspect, record): (&Suspect, &SuspectRecord),
    at: Day,
) {
    let crime = &case.crimes[record.crime];
    let who = &suspect.identity;
    let numbered = suspect
        .asn
        .as_ref()
        .map(|(day, _)| *day)
        .filter(|day| *day <= at);
    sheet
        .cell(crime.force)
        .cell(&crime.reference)
        .cell(&record.reference);
    sheet.cell(numbered.map_or("", |_| &record.written.asn));
    sheet.cell(numbered.map_or("", |_| &who.pnc_id));
    sheet
        .cell(&who.surname)
        .cell(&who.forenames)
        .cell(who.birth)
        .cell(who.sex)
        .cell(who.ethnicity);
    sheet
        .date(Some(suspect.identified), at)
        .date(suspect.arrest, at)
        .date(suspect.interview, at);
    sheet
        .date(suspect.released, at)
        .date(suspect.charge, at)
        .date(record.nfa, at);
    sheet.cell(crime.relationship);
    let truth = Truth {
        crime: crime.number,
        person: Some(suspect.person),
        case: case.number,
    };
    let force = crime.force.parse().unwrap_or_default();
    let shown = |column| column != "asn" || numbered.is_some();
    let notes: Vec<_> = record
        .written
        .notes
        .iter()
        .filter(|it| shown(it.column))
        .copied()
        .collect();
    sheet.end((suspect.identified, force), Some(truth), &notes);
}
