//! What the CPS sends.

use crate::case::Case;
use crate::cps_event::standing;
use crate::referral::Referral;
use crate::sheet::{Sheet, Truth};
use crate::suspect::Suspect;
use rasso_terms::Day;

/// Writes a suspect's pre-charge case as it stands on a day.
pub(crate) fn case(
    sheet: &mut Sheet,
    case: &Case<'_>,
    (suspect, referral): (&Suspect, &Referral),
    at: Day,
) {
    let Some(first) = referral.events.first() else {
        return;
    };
    let (who, written) = (&suspect.identity, &referral.written);
    let numbered = suspect.asn.as_ref().is_some_and(|(day, _)| *day <= at);
    let flag = referral.rape_flag.filter(|day| *day <= at);
    let ended = standing(&referral.events, at);
    let prosecution = referral
        .prosecution
        .as_ref()
        .filter(|it| it.completed <= at);
    sheet
        .cell(&referral.case_ref)
        .cell(&referral.suspect_ref)
        .cell(&written.urn);
    sheet.cell(if numbered { &written.asn } else { "" });
    sheet
        .cell(case.force.code)
        .cell(referral.area)
        .cell(&referral.unit);
    sheet.cell(&written.surname).cell(&written.forenames);
    sheet.date(written.birth, at);
    sheet.cell(who.sex).cell(referral.ethnicity);
    sheet
        .flag(flag.is_some())
        .date(flag, at)
        .flag(referral.child_abuse);
    sheet.cell(referral.offence);
    let code = ended.map_or("", |it| {
        if it.decision.is_empty() {
            it.event_type
        } else {
            it.decision
        }
    });
    sheet
        .cell(code)
        .date(ended.map(|it| it.date), at)
        .cell(ended.map_or("", |it| referral.reason_of(&it)));
    sheet.cell(prosecution.map_or("", |it| it.ending.outcome()));
    sheet.date(prosecution.map(|it| it.completed), at);
    sheet.cell(prosecution.map_or("", |it| it.reason));
    let truth = truth(case, suspect);
    let due = referral.prosecution.is_some() && ended.is_some_and(|it| it.decision == "charge");
    let shown = |mess, column| match mess {
        "court_record_lost" => due,
        _ => column != "asn" || numbered,
    };
    let notes: Vec<_> = written
        .notes
        .iter()
        .filter(|it| shown(it.mess, it.column))
        .copied()
        .collect();
    sheet.end((first.date, 0), Some(truth), &notes);
}

/// What the truth says of a person's records outside the police: the crime is the first of the
/// case, though the person may be a suspect in several.
pub(crate) fn truth(case: &Case<'_>, suspect: &Suspect) -> Truth {
    let crime = case.crimes.first().map_or(case.number, |it| it.number);
    Truth {
        crime,
        person: Some(suspect.person),
        case: case.number,
    }
}

/// Writes the events of a pre-charge case that have come by a day.
pub(crate) fn events(sheet: &mut Sheet, referral: &Referral, at: Day) {
    for event in referral.events.iter().filter(|it| it.date <= at) {
        sheet
            .cell(&referral.case_ref)
            .cell(&referral.suspect_ref)
            .cell(event.event_type);
        sheet
            .cell(event.date)
            .cell(event.decision)
            .cell(referral.reason_of(event))
            .cell(event.charged);
        sheet.end((event.date, 0), None, &[]);
    }
}
