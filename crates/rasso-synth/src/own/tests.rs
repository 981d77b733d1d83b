use super::form::{Form, forms};
use crate::SynthPlan;
use crate::sample::{Row, Sample, made, plan};
use arrow::array::{Array, AsArray};
use arrow::datatypes::Int32Type;
use calamine::{Data, Reader, Xlsx, open_workbook};
use encoding_rs::WINDOWS_1252;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rasso_terms::Day;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::Path;

const AT: &str = "2025-06-30";

/// Headings and rows of a file, all as texts.
type Read = (Vec<String>, Vec<Vec<String>>);

fn world(mess: bool) -> Sample {
    made(SynthPlan {
        own_formats: true,
        ..plan(16_000, 31, mess)
    })
}

fn read_workbook(path: &Path) -> Read {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let sheet = book.worksheet_range("Extract").unwrap();
    // Nothing but numbers and texts is written; another kind would fail the comparison.
    let text = Data::to_string;
    let mut rows = sheet
        .rows()
        .map(|row| row.iter().map(text).collect::<Vec<String>>());
    (rows.next().unwrap(), rows.collect())
}

fn read_text(path: &Path) -> Read {
    let bytes = fs::read(path).unwrap();
    assert!(std::str::from_utf8(&bytes).is_err() && bytes.ends_with(b"\r\n"));
    let text = WINDOWS_1252.decode(&bytes).0.into_owned();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let owned = |row: &csv::StringRecord| row.iter().map(str::to_owned).collect::<Vec<_>>();
    let headings = owned(reader.headers().unwrap());
    let rows = reader.records().map(|it| owned(&it.unwrap())).collect();
    (headings, rows)
}

fn read_parquet(path: &Path) -> Read {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let fields = reader.schema().fields().clone();
    let headings = fields.iter().map(|it| it.name().clone()).collect();
    let mut rows = Vec::new();
    for batch in reader.build().unwrap() {
        let batch = batch.unwrap();
        let cell = |column: &dyn Array, row: usize| match column.as_string_opt::<i32>() {
            _ if column.is_null(row) => String::new(),
            Some(texts) => texts.value(row).to_owned(),
            None => column.as_primitive::<Int32Type>().value(row).to_string(),
        };
        for row in 0..batch.num_rows() {
            let columns = batch.columns().iter();
            rows.push(columns.map(|it| cell(it.as_ref(), row)).collect());
        }
    }
    (headings, rows)
}

fn read(sample: &Sample, form: &Form) -> Vec<Row> {
    let path = sample.path(&format!("own/{AT}/{}", form.file));
    let (headings, rows) = match form.file.as_str() {
        "force-a.xlsx" => read_workbook(&path),
        "force-b.csv" => read_text(&path),
        _ => read_parquet(&path),
    };
    let wanted: Vec<_> = form.columns.iter().map(|it| it.heading.clone()).collect();
    assert_eq!(headings, wanted);
    let by_field = |row: Vec<String>| {
        let fields = form.columns.iter().map(|it| it.field.clone());
        fields.zip(row).collect()
    };
    rows.into_iter().map(by_field).collect()
}

/// What the canonical extracts say a form should hold: each crime with each suspect, in order of
/// their keys.
fn expected(sample: &Sample, form: &Form) -> BTreeMap<(String, String), (Row, Option<Row>)> {
    let mut suspects: BTreeMap<String, BTreeMap<String, Row>> = BTreeMap::new();
    for row in sample.rows("police_suspect") {
        if row["force_code"] == form.force {
            let under = suspects.entry(row["crime_ref"].clone()).or_default();
            under.insert(row["suspect_ref"].clone(), row);
        }
    }
    let mut all = BTreeMap::new();
    for crime in sample.rows("police_crime") {
        let incident = crime["incident_class"] == "N100";
        let wanted =
            (incident && form.file == "force-b.csv") || crime["offence_code"].starts_with("19");
        if crime["force_code"] != form.force || !wanted {
            continue;
        }
        let reference = crime["crime_ref"].clone();
        let Some(under) = suspects.get(&reference) else {
            all.insert((reference, String::new()), (crime, None));
            continue;
        };
        for (suspect, row) in under {
            let key = (reference.clone(), suspect.clone());
            all.insert(key, (crime.clone(), Some(row.clone())));
        }
    }
    all
}

/// What a canonical row says of a field that is written in codes.
fn canonical(field: &str, crime: &Row, suspect: Option<&Row>) -> Option<String> {
    let outcome = || match () {
        () if !crime["cancelled_date"].is_empty() => {
            format!("cancelled:{}", crime["cancelled_reason"])
        }
        () if !crime["transferred_to_force"].is_empty() => "transferred".to_owned(),
        () if crime["incident_class"] == "N100" => crime["offence_code"].clone(),
        () => crime["outcome_code"].clone(),
    };
    let of_suspect = |column: &str| suspect.map_or_else(String::new, |it| it[column].clone());
    let value = match field {
        "outcome" => outcome(),
        "offence" => crime["offence_code"].clone(),
        "victim_sex" | "victim_ethnicity" => crime[field].clone(),
        "suspect_sex" => of_suspect("sex"),
        "suspect_ethnicity" => of_suspect("ethnicity"),
        "relationship" => of_suspect("relationship"),
        _ => return None,
    };
    Some(if value.is_empty() {
        "(none)".to_owned()
    } else {
        value
    })
}

/// Days from one column to another, or the text that stands for none.
fn days(row: &Row, from: &str, to: &str) -> String {
    let number = |column: &str| row[column].parse::<Day>().ok().map(Day::number);
    let days = number(from).zip(number(to)).map(|(from, to)| to - from);
    days.map_or_else(String::new, |it| it.to_string())
}

/// A figure or date of a clean row, worked out again.
fn figure(form: &Form, field: &str, crime: &Row, suspect: Option<&Row>) -> Option<String> {
    let ended = if crime["cancelled_date"].is_empty() {
        "outcome_date"
    } else {
        "cancelled_date"
    };
    let date = |column: &str, year: &str| {
        let day = crime[column].parse::<Day>().ok();
        let strftime = |day: Day| day.date().strftime(&format!("%d/%m/{year}")).to_string();
        day.map_or_else(String::new, strftime)
    };
    Some(match field {
        "reported_year" => crime["reported_date"][..4].to_owned(),
        "recorded_year" => crime["recorded_date"][..4].to_owned(),
        "days_offence_to_report" => days(crime, "offence_start_date", "reported_date"),
        "days_offence_to_record" => days(crime, "offence_start_date", "recorded_date"),
        "days_report_to_end" => days(crime, "reported_date", ended),
        "days_record_to_outcome" => days(crime, "recorded_date", "outcome_date"),
        "created_date" => date("recorded_date", "%Y"),
        "reported_date" => date("reported_date", "%y"),
        "offence_date" => date("offence_start_date", "%y"),
        "detected_date" if ended == "cancelled_date" => "CANCELLED".to_owned(),
        "detected_date" | "completed_date" => date(ended, "%y"),
        "victim_age" => crime["victim_age"].clone(),
        "suspect_age" => match suspect {
            None => form.codes(field, "(none)").unwrap().clean[0].clone(),
            Some(row) => {
                let (birth, on): (Day, Day) = (
                    row["date_of_birth"].parse().unwrap(),
                    crime["offence_start_date"].parse().unwrap(),
                );
                let (birth, on) = (birth.date(), on.date());
                let had = (on.month(), on.day()) >= (birth.month(), birth.day());
                (i32::from(on.year()) - i32::from(birth.year()) - i32::from(!had)).to_string()
            }
        },
        _ => return None,
    })
}

/// Checks one row; gives the fields that are not as a clean force would write them.
fn strange_fields(
    form: &Form,
    row: &Row,
    (crime, suspect): &(Row, Option<Row>),
) -> BTreeSet<String> {
    let suspect = suspect.as_ref();
    assert_eq!(row["crime_ref"], crime["crime_ref"]);
    assert_eq!(row["urn"], crime["urn"]);
    let is_right = |field: &str, cell: &str| {
        if let Some(value) = canonical(field, crime, suspect) {
            let codes = form.codes_or_other(field, &value).unwrap();
            return codes.clean.iter().any(|it| it == cell);
        }
        figure(form, field, crime, suspect).is_none_or(|it| it == cell)
    };
    let wrong = row.iter().filter(|(field, cell)| !is_right(field, cell));
    wrong.map(|(field, _)| field.clone()).collect()
}

#[test]
fn every_row_says_what_the_canonical_extract_says() {
    let sample = world(false);
    for form in forms() {
        let (mut expected, rows) = (expected(&sample, &form), read(&sample, &form));
        assert!(rows.len() > 100, "{} rows", rows.len());
        for row in rows {
            let key = (row["crime_ref"].clone(), row["suspect_ref"].clone());
            let of_row = expected.remove(&key).unwrap();
            let strange = strange_fields(&form, &row, &of_row);
            assert!(strange.is_empty(), "{}: {strange:?}", form.file);
        }
        assert!(
            expected.is_empty(),
            "{} are not in the file",
            expected.len()
        );
    }
    assert!(sample.rows_of("truth/own_mess.csv").is_empty());
}

#[test]
fn what_mess_changes_is_told_and_nothing_else_is_changed() {
    let sample = world(true);
    let (mut told, mut kinds) = (BTreeMap::<_, BTreeSet<String>>::new(), BTreeSet::new());
    for note in sample.rows_of("truth/own_mess.csv") {
        let key = (note["file"].clone(), note["key"].clone());
        told.entry(key).or_default().insert(note["field"].clone());
        kinds.insert(note["mess"].clone());
    }
    let all = ["dates_swapped", "error_value", "negative_days", "odd_code"];
    assert_eq!(kinds, all.map(str::to_owned).into());
    let mut errors = 0;
    for form in forms() {
        let (mut expected, rows) = (expected(&sample, &form), read(&sample, &form));
        for row in rows {
            let key = (row["crime_ref"].clone(), row["suspect_ref"].clone());
            let told_key = format!("{}|{}|{}", form.force, key.0, key.1);
            let told = told
                .remove(&(form.file.clone(), told_key))
                .unwrap_or_default();
            let of_row = expected.remove(&key).unwrap();
            // A canonical cell that is no date has no figure to compare.
            let whole = |field: &str| figure_is_whole(field, &of_row);
            let strange = strange_fields(&form, &row, &of_row);
            let untold: Vec<_> = strange.difference(&told).filter(|it| whole(it)).collect();
            assert!(untold.is_empty(), "{}: {untold:?}", form.file);
            errors += row.values().filter(|it| *it == "#VALUE!").count();
        }
        assert!(expected.is_empty());
    }
    assert!(told.is_empty() && errors > 10, "{errors}");
}

/// Whether the dates of a row that a spoilt cell may stand in are dates.
fn figure_is_whole(field: &str, (crime, _): &(Row, Option<Row>)) -> bool {
    let is_date = |column: &str| crime[column].is_empty() || crime[column].parse::<Day>().is_ok();
    !field.contains("date") || (is_date("reported_date") && is_date("offence_start_date"))
}

#[test]
fn of_several_suspects_the_first_is_the_original() {
    let sample = world(true);
    for form in forms().into_iter().filter(|it| it.file != "force-b.csv") {
        let original = if form.file == "force-a.xlsx" {
            "Original"
        } else {
            "0"
        };
        let mut originals = BTreeMap::<String, (usize, usize)>::new();
        for row in read(&sample, &form) {
            let of_crime = originals.entry(row["crime_ref"].clone()).or_default();
            of_crime.0 += usize::from(row["duplicate"] == original);
            of_crime.1 += 1;
        }
        assert!(originals.values().all(|it| it.0 == 1));
        assert!(originals.values().any(|it| it.1 > 1));
    }
}

#[test]
fn the_same_world_gives_the_same_files_whatever_the_threads() {
    let one = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let (alone, together) = (one.install(|| world(true)), world(true));
    assert_eq!(alone.summary.own_files.len(), 3);
    for file in &alone.summary.own_files {
        let read = |it: &Sample| fs::read(it.path(file)).unwrap();
        assert!(read(&alone) == read(&together), "{file}");
    }
    let lines = fs::read_to_string(alone.path("own/README.md"))
        .unwrap()
        .lines()
        .count();
    assert_eq!(lines, 6);
}

#[test]
fn a_world_has_no_forms_of_forces_unless_they_are_asked_for() {
    let sample = made(plan(300, 1, true));
    assert!(!sample.path("own").exists() && sample.summary.own_files.is_empty());
}

#[test]
fn a_workbook_has_figures_as_numbers_and_references_as_texts() {
    let sample = world(true);
    let mut book: Xlsx<_> = open_workbook(sample.path(&format!("own/{AT}/force-a.xlsx"))).unwrap();
    let sheet = book.worksheet_range("Extract").unwrap();
    let form = forms().remove(0);
    let column = |field: &str| {
        form.columns
            .iter()
            .position(|it| it.field == field)
            .unwrap()
    };
    let (reference, age) = (column("crime_ref"), column("victim_age"));
    for row in sheet.rows().skip(1) {
        assert!(matches!(row[reference], Data::String(_)));
        let is_error = row[age] == Data::String("#VALUE!".to_owned());
        assert!(is_error || matches!(row[age], Data::Float(_)));
    }
}
