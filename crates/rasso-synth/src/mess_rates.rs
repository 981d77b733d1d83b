//! How often each fault of real records is laid over the synthetic ones, in ten-thousandths.
//!
//! | fault | over | in `truth/mess.csv` |
//! |---|---|---|
//! | [`URN_MISSING`] | each record that should hold a URN | `urn_missing` |
//! | [`URN_MISTYPED`] | each record that should hold a URN | `urn_mistyped` |
//! | [`URN_REFORMATTED`] | each record that holds a URN | `urn_reformatted` |
//! | [`URN_REUSED`] | cases | `urn_reused` |
//! | [`ASN_MISSING`] | each record that should hold an ASN | `asn_missing` |
//! | [`ASN_MISTYPED`] | each record that should hold an ASN | `asn_mistyped` |
//! | [`ASN_DUMMY`] | each record that should hold an ASN | `asn_dummy` |
//! | [`NAME_MISSING`], [`BIRTH_MISSING`] | CPS and court records | `name_missing`, `birth_missing` |
//! | [`TRANSFERRED`] | crimes | `transferred` |
//! | [`CO_SUSPECTS`] | crimes with a suspect | `co_suspects` |
//! | [`REOPENED`] | administrative finalisations | `reopened` |
//! | [`EARLY_ADVICE_ONLY`] | crimes with a suspect, not referred | `early_advice_only` |
//! | [`COURT_RECORD_LOST`] | charged CPS suspects | `court_record_lost` |
//! | [`DUPLICATE_ROW`] | rows | `duplicate_row` |
//! | [`BAD_CELL`] | rows of a table with a key | `bad_cell` |

use crate::dice::Share;

/// No URN on the record.
pub(crate) const URN_MISSING: Share = 400;
/// One character of the URN is another one of its kind, so that the form still holds.
pub(crate) const URN_MISTYPED: Share = 300;
/// Lower case, spaces or slashes.
pub(crate) const URN_REFORMATTED: Share = 3_000;
/// The case was given the number of an unrelated one.
pub(crate) const URN_REUSED: Share = 100;
/// No ASN on the record.
pub(crate) const ASN_MISSING: Share = 800;
/// One digit or the check letter of the ASN is another one.
pub(crate) const ASN_MISTYPED: Share = 200;
/// A number that stands for none.
pub(crate) const ASN_DUMMY: Share = 100;
/// Neither surname nor forenames.
pub(crate) const NAME_MISSING: Share = 500;
/// No date of birth.
pub(crate) const BIRTH_MISSING: Share = 500;
/// Recorded by one force and taken over by another.
pub(crate) const TRANSFERRED: Share = 200;
/// Of the transferred, those that keep the URN of the force that sent them.
pub(crate) const TRANSFERRED_KEEPS_URN: Share = 3_333;
/// Several suspects under one URN.
pub(crate) const CO_SUSPECTS: Share = 800;
/// Opened again after an administrative finalisation, and decided.
pub(crate) const REOPENED: Share = 2_500;
/// Early advice was sought and the case never came back.
pub(crate) const EARLY_ADVICE_ONLY: Share = 150;
/// The court's record of a charged suspect is not in the extract.
pub(crate) const COURT_RECORD_LOST: Share = 100;
/// The same row twice.
pub(crate) const DUPLICATE_ROW: Share = 50;
/// A cell that cannot be read: 31 February, a code of no list.
pub(crate) const BAD_CELL: Share = 10;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Sample, made, plan};

    /// How often a fault was laid over a table's records, and how often it should have been.
    fn check(sample: &Sample, notes: usize, of: usize, share: Share) {
        let expected = of * usize::try_from(share).unwrap() / 10_000;
        // Four standard errors of a count, and a little for the smallest.
        let room = 4 * expected.isqrt() + 4;
        assert!(
            notes.abs_diff(expected) <= room,
            "{notes} of {of} in seed {}",
            sample.plan.seed
        );
    }

    #[test]
    fn each_fault_is_as_common_as_its_rate_says() {
        let sample = made(plan(20_000, 3, true));
        let mess = sample.rows_of("truth/mess.csv");
        let noted = |table: &str, what: &str| {
            mess.iter()
                .filter(|row| row["table"] == table && row["mess"] == what)
                .count()
        };
        for table in ["police_crime", "cps_case", "court_defendant"] {
            let rows = sample.rows(table).len();
            check(&sample, noted(table, "urn_missing"), rows, URN_MISSING);
            check(&sample, noted(table, "urn_mistyped"), rows, URN_MISTYPED);
            check(
                &sample,
                noted(table, "urn_reformatted"),
                rows * 96 / 100,
                URN_REFORMATTED,
            );
            check(&sample, noted(table, "duplicate_row"), rows, DUPLICATE_ROW);
        }
        let crimes = sample.rows("police_crime").len();
        check(
            &sample,
            noted("police_crime", "urn_reused"),
            crimes,
            URN_REUSED,
        );
        check(&sample, noted("police_crime", "bad_cell"), crimes, BAD_CELL);
        // Both ends of a transfer are noted; some transfers fall to the same force, or too late.
        let transferred = noted("police_crime", "transferred");
        assert!(
            (crimes * 2 / 100..crimes * 4 / 100).contains(&transferred),
            "{transferred}"
        );
        for table in ["cps_case", "court_defendant"] {
            let rows = sample.rows(table).len();
            check(&sample, noted(table, "name_missing"), rows, NAME_MISSING);
            check(&sample, noted(table, "birth_missing"), rows, BIRTH_MISSING);
        }
        let numbered = sample.rows("court_defendant").len();
        check(
            &sample,
            noted("court_defendant", "asn_missing"),
            numbered,
            ASN_MISSING,
        );
        check(
            &sample,
            noted("court_defendant", "asn_mistyped"),
            numbered,
            ASN_MISTYPED,
        );
        check(
            &sample,
            noted("court_defendant", "asn_dummy"),
            numbered,
            ASN_DUMMY,
        );
        assert!(noted("cps_case", "reopened") > 10 && noted("cps_case", "early_advice_only") > 40);
    }

    #[test]
    fn eight_in_a_hundred_crimes_with_a_suspect_have_several() {
        let sample = made(plan(20_000, 3, true));
        let mut under = std::collections::BTreeMap::<_, usize>::new();
        for row in sample.rows("police_suspect") {
            let place = (row["force_code"].clone(), row["crime_ref"].clone());
            *under.entry(place).or_default() += 1;
        }
        let several = under.values().filter(|it| **it > 1).count();
        assert!(
            (under.len() * 6 / 100..under.len() * 9 / 100).contains(&several),
            "{several}"
        );
    }
}
