//! The tables that are written, and their columns.

/// One table of an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) agency: &'static str,
    /// The columns, those of the key first and in the order of the key.
    pub(crate) columns: &'static [&'static str],
    /// How many columns make the key; nothing when only the whole row does.
    pub(crate) key: Option<usize>,
    /// Columns in which a bad cell may stand.
    pub(crate) spoilt: &'static [&'static str],
}

/// Every table, in the order of the pipeline file.
pub(crate) const TABLES: [Table; 7] = [
    Table {
        name: "police_crime",
        agency: "police",
        columns: &[
            "force_code",
            "crime_ref",
            "urn",
            "reported_date",
            "recorded_date",
            "offence_start_date",
            "offence_end_date",
            "offence_code",
            "incident_class",
            "victim_ref",
            "victim_age",
            "victim_sex",
            "victim_ethnicity",
            "domestic_abuse",
            "outcome_code",
            "outcome_date",
            "victim_withdrew_date",
            "transferred_to_force",
            "transferred_to_crime_ref",
            "transferred_from_force",
            "transferred_from_crime_ref",
            "transferred_date",
            "cancelled_date",
            "cancelled_reason",
            "isva_referral_date",
        ],
        key: Some(2),
        spoilt: &[
            "reported_date",
            "offence_start_date",
            "outcome_code",
            "victim_age",
        ],
    },
    Table {
        name: "police_suspect",
        agency: "police",
        columns: &[
            "force_code",
            "crime_ref",
            "suspect_ref",
            "asn",
            "pnc_id",
            "surname",
            "forenames",
            "date_of_birth",
            "sex",
            "ethnicity",
            "identified_date",
            "arrest_date",
            "interview_date",
            "released_under_investigation_date",
            "charge_date",
            "nfa_date",
            "relationship",
        ],
        key: Some(3),
        spoilt: &["identified_date", "interview_date", "sex"],
    },
    Table {
        name: "cps_case",
        agency: "cps",
        columns: &[
            "cps_case_ref",
            "cps_suspect_ref",
            "urn",
            "asn",
            "force_code",
            "cps_area",
            "unit_code",
            "surname",
            "forenames",
            "date_of_birth",
            "sex",
            "ethnicity",
            "rape_flag",
            "rape_flag_date",
            "child_abuse_flag",
            "principal_offence_code",
            "finalisation_code",
            "finalisation_date",
            "finalisation_reason",
            "prosecution_outcome",
            "prosecution_outcome_date",
            "prosecution_outcome_reason",
        ],
        key: Some(2),
        spoilt: &["rape_flag_date", "ethnicity"],
    },
    Table {
        name: "cps_event",
        agency: "cps",
        columns: &[
            "cps_case_ref",
            "cps_suspect_ref",
            "event_type",
            "event_date",
            "decision_code",
            "reason_code",
            "charged_offence_code",
        ],
        key: None,
        spoilt: &[],
    },
    Table {
        name: "court_defendant",
        agency: "courts",
        columns: &[
            "court_case_ref",
            "defendant_ref",
            "urn",
            "asn",
            "court_code",
            "surname",
            "forenames",
            "date_of_birth",
            "sex",
            "first_listed_date",
            "sent_date",
            "receipt_date",
            "completion_date",
            "bail_status",
        ],
        key: Some(2),
        spoilt: &["bail_status"],
    },
    Table {
        name: "court_hearing",
        agency: "courts",
        columns: &[
            "court_case_ref",
            "defendant_ref",
            "hearing_date",
            "court_code",
            "court_type",
            "hearing_type",
            "listing_outcome",
            "listing_reason",
        ],
        key: None,
        spoilt: &[],
    },
    Table {
        name: "court_count",
        agency: "courts",
        columns: &[
            "court_case_ref",
            "defendant_ref",
            "count_no",
            "offence_code",
            "plea",
            "plea_date",
            "verdict",
            "verdict_date",
            "result_code",
            "sentence_months",
            "sentence_date",
        ],
        key: Some(3),
        spoilt: &["plea_date"],
    },
];

/// The place of a table in [`TABLES`].
pub(crate) mod place {
    pub(crate) const POLICE_CRIME: usize = 0;
    pub(crate) const POLICE_SUSPECT: usize = 1;
    pub(crate) const CPS_CASE: usize = 2;
    pub(crate) const CPS_EVENT: usize = 3;
    pub(crate) const COURT_DEFENDANT: usize = 4;
    pub(crate) const COURT_HEARING: usize = 5;
    pub(crate) const COURT_COUNT: usize = 6;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{made, plan};
    use std::collections::BTreeSet;
    use std::path::Path;

    /// The columns of a table and the code list of each, where it has one.
    fn schema(table: &Table) -> Vec<(String, Option<String>)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data-schemas");
        let file = folder
            .join(table.agency)
            .join(table.name)
            .with_extension("toml");
        let schema: toml::Table = std::fs::read_to_string(file).unwrap().parse().unwrap();
        let text = |column: &toml::Value, key: &str| {
            column
                .get(key)
                .and_then(toml::Value::as_str)
                .map(str::to_owned)
        };
        let columns = schema["column"].as_array().unwrap().iter();
        columns
            .map(|it| (text(it, "name").unwrap(), text(it, "code_list")))
            .filter(|(name, _)| !ONLY_OWN_FORMATS.contains(&name.as_str()))
            .collect()
    }

    /// Columns for what some forces send in files of their own and nobody in the canonical shape.
    const ONLY_OWN_FORMATS: [&str; 2] = ["outcome_group", "suspect_age"];

    fn codes(list: &str) -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data-schemas");
        let file = match list {
            "force" => folder.join("geography/forces.csv"),
            "cps_area" => folder.join("geography/cps_areas.csv"),
            _ => folder.join("code-lists").join(list).with_extension("csv"),
        };
        let mut reader = csv::Reader::from_path(file).unwrap();
        reader
            .records()
            .map(|row| row.unwrap()[0].to_owned())
            .collect()
    }

    #[test]
    fn columns_and_codes_are_those_of_the_schemas() {
        let sample = made(plan(6_000, 41, false));
        for table in &TABLES {
            let schema = schema(table);
            let known: BTreeSet<_> = schema.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(
                known,
                table.columns.iter().copied().collect(),
                "{}",
                table.name
            );
            let rows = sample.rows(table.name);
            for (column, list) in schema.iter().filter_map(|it| Some((&it.0, it.1.as_ref()?))) {
                let codes = codes(list);
                let used: BTreeSet<_> = rows.iter().map(|row| row[column].clone()).collect();
                let strange: Vec<_> = used
                    .difference(&codes)
                    .filter(|code| !code.is_empty())
                    .collect();
                assert!(strange.is_empty(), "{}.{column}: {strange:?}", table.name);
            }
        }
    }
}
