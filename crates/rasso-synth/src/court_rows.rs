//! What the courts send.

use crate::case::Case;
use crate::court::{Defendant, Prosecution};
use crate::cps_rows::truth;
use crate::sheet::Sheet;
use crate::suspect::Suspect;
use rasso_terms::Day;

/// Writes a defendant's record as it stands on a day.
pub(crate) fn defendant(
    sheet: &mut Sheet,
    case: &Case<'_>,
    (suspect, prosecution, record): (&Suspect, &Prosecution, &Defendant),
    at: Day,
) {
    let (who, written) = (&suspect.identity, &record.written);
    sheet
        .cell(&record.case_ref)
        .cell(&record.reference)
        .cell(&written.urn)
        .cell(&written.asn);
    sheet.cell(record.court);
    sheet.cell(&written.surname).cell(&written.forenames);
    sheet.date(written.birth, at).cell(who.sex);
    sheet
        .date(Some(record.first_listed), at)
        .date(record.sent, at)
        .date(record.receipt, at);
    sheet
        .date(Some(prosecution.completed), at)
        .cell(record.bail);
    sheet.end(
        (record.first_listed, 0),
        Some(truth(case, suspect)),
        &written.notes,
    );
}

/// Writes the hearings that were listed up to a day.
pub(crate) fn hearings(sheet: &mut Sheet, record: &Defendant, at: Day) {
    for hearing in record.hearings.iter().filter(|it| it.date <= at) {
        sheet
            .cell(&record.case_ref)
            .cell(&record.reference)
            .cell(hearing.date);
        sheet
            .cell(hearing.court)
            .cell(hearing.court_type)
            .cell(hearing.kind);
        sheet.cell(hearing.listing).cell(hearing.reason);
        sheet.end((hearing.date, 0), None, &[]);
    }
}

/// Writes the counts as they stand on a day.
pub(crate) fn counts(sheet: &mut Sheet, record: &Defendant, at: Day) {
    for count in record
        .counts
        .iter()
        .filter(|it| it.laid.is_none_or(|day| day <= at))
    {
        let plea = count.plea.filter(|(day, _)| *day <= at);
        let verdict = count.verdict.filter(|(day, _)| *day <= at);
        let sentence = count.sentence.filter(|(day, _)| *day <= at);
        let result = count.result.filter(|(day, _)| *day <= at);
        sheet
            .cell(&record.case_ref)
            .cell(&record.reference)
            .cell(count.number);
        sheet.cell(count.offence);
        sheet
            .cell(plea.map_or("", |it| it.1))
            .date(plea.map(|it| it.0), at);
        sheet
            .cell(verdict.map_or("", |it| it.1))
            .date(verdict.map(|it| it.0), at);
        sheet.cell(result.map_or("", |it| it.1));
        sheet.cell(sentence.map(|it| it.1.to_string()).unwrap_or_default());
        sheet.date(sentence.map(|it| it.0), at);
        sheet.end((record.first_listed, 0), None, &[]);
    }
}
