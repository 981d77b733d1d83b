//! All of `data-schemas`, loaded and checked.

use crate::{
    AbsentColumns, CaseList, CodeList, Constraint, DeliveryRules, EventOrder, Files, Geography,
    HeadingWords, Mapping, QualityRules, RapeOffences, SchemaError, TableSchema, UnknownName,
    absent_columns, files::stem, mapping, table_check,
};
use rasso_terms::Agency;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// All of `data-schemas`, loaded and checked.
#[derive(Debug, Clone)]
pub struct Schemas {
    files: Files,
    tables: BTreeMap<String, TableSchema>,
    code_lists: BTreeMap<String, CodeList>,
    geography: Geography,
    offences: RapeOffences,
    event_order: EventOrder,
    delivery_rules: DeliveryRules,
    quality_rules: QualityRules,
    case_lists: BTreeMap<String, CaseList>,
    absent_columns: Vec<AbsentColumns>,
    heading_words: HeadingWords,
    /// By the name of the file, one for each table that it fills.
    mappings: BTreeMap<String, Vec<Mapping>>,
}

impl Schemas {
    /// The schemas built into the program.
    pub fn embedded() -> Result<Self, SchemaError> {
        Self::from_files(Files::embedded())
    }

    /// The schemas of a folder laid out as `data-schemas`.
    pub fn from_dir(dir: &Path) -> Result<Self, SchemaError> {
        Self::from_files(Files::from_dir(dir)?)
    }

    /// The schemas of these files.
    pub fn from_files(files: Files) -> Result<Self, SchemaError> {
        let geography = Geography::load(&files)?;
        let event_order = EventOrder::load(&files)?;
        let mut code_lists: BTreeMap<String, CodeList> =
            [geography.force_list(), geography.area_list()]
                .map(|it| (it.name().to_owned(), it))
                .into();
        for path in files.under("code-lists") {
            let list = CodeList::load(&files, path)?;
            if code_lists.insert(list.name().to_owned(), list).is_some() {
                return Err(SchemaError::malformed(
                    path,
                    "the geography already gives this list",
                ));
            }
        }
        let Some(listed) = code_lists.get("rape_offence") else {
            return Err(SchemaError::Missing {
                file: "code-lists/rape_offence.csv".to_owned(),
                nearest: None,
            });
        };
        let offences = RapeOffences::of(listed);
        let mut tables = BTreeMap::new();
        for agency in Agency::ALL {
            for path in files.under(agency.as_str()) {
                let table = table_check::load(&files, path, &code_lists)?;
                tables.insert(table.name.clone(), table);
            }
        }
        let delivery_rules = DeliveryRules::load(&files, &tables)?;
        let quality_rules = QualityRules::load(&files, &tables, &offences)?;
        let case_lists = CaseList::load_all(&files, &tables, &offences)?;
        let absent_columns = absent_columns::load(&files, &tables)?;
        let heading_words = HeadingWords::load(&files, tables.values())?;
        let mut schemas = Self {
            files,
            tables,
            code_lists,
            geography,
            offences,
            event_order,
            delivery_rules,
            quality_rules,
            case_lists,
            absent_columns,
            heading_words,
            mappings: BTreeMap::new(),
        };
        schemas.mappings = schemas.load_mappings()?;
        Ok(schemas)
    }

    fn load_mappings(&self) -> Result<BTreeMap<String, Vec<Mapping>>, SchemaError> {
        let mut mappings = BTreeMap::new();
        for path in self.files.under("mappings") {
            let read = self.read_mappings(path, self.files.text(path)?)?;
            if let Some(other) = read.iter().find(|it| stem(path) != it.name) {
                let what = format!("it declares the mapping `{}`", other.name);
                return Err(SchemaError::malformed(path, what));
            }
            mappings.insert(stem(path).to_owned(), read);
        }
        Ok(mappings)
    }

    /// Reads the mappings of a file, one for each table that it fills, and checks them; `file` names
    /// it in an error.
    pub fn read_mappings(&self, file: &str, text: &str) -> Result<Vec<Mapping>, SchemaError> {
        mapping::file::read(file, text, |name| self.table(name))
    }

    /// A table.
    pub fn table(&self, name: &str) -> Result<&TableSchema, UnknownName> {
        find("table", &self.tables, name)
    }

    /// Every table, by name.
    pub fn tables(&self) -> impl ExactSizeIterator<Item = &TableSchema> {
        self.tables.values()
    }

    /// A code list; `force` and `cps_area` come from the geography.
    pub fn code_list(&self, name: &str) -> Result<&CodeList, UnknownName> {
        find("code list", &self.code_lists, name)
    }

    /// Every code list, by name.
    pub fn code_lists(&self) -> impl ExactSizeIterator<Item = &CodeList> {
        self.code_lists.values()
    }

    /// The mappings of a file of `data-schemas/mappings`, one for each table that it fills.
    pub fn mappings_named(&self, name: &str) -> Result<&[Mapping], UnknownName> {
        find("mapping", &self.mappings, name).map(Vec::as_slice)
    }

    /// Every mapping, by the name of its file and its table.
    pub fn mappings(&self) -> impl Iterator<Item = &Mapping> {
        self.mappings.values().flatten()
    }

    /// Forces and CPS areas.
    pub const fn geography(&self) -> &Geography {
        &self.geography
    }

    /// Which offence codes are rape.
    pub const fn rape_offences(&self) -> &RapeOffences {
        &self.offences
    }

    /// The order of events within a day.
    pub const fn event_order(&self) -> &EventOrder {
        &self.event_order
    }

    /// What is looked for in a delivery as a whole.
    pub const fn delivery_rules(&self) -> &DeliveryRules {
        &self.delivery_rules
    }

    /// The rules that records are held to beyond the form of each cell.
    pub const fn quality_rules(&self) -> &QualityRules {
        &self.quality_rules
    }

    /// A list of cases that people act on.
    pub fn case_list(&self, name: &str) -> Result<&CaseList, UnknownName> {
        find("list", &self.case_lists, name)
    }

    /// Every list of cases, by name.
    pub fn case_lists(&self) -> impl ExactSizeIterator<Item = &CaseList> {
        self.case_lists.values()
    }

    /// What the figures are without, where a file of this table gives no more than these columns.
    pub fn absent_columns(&self, table: &str, given: &BTreeSet<&str>) -> Vec<&AbsentColumns> {
        let all = self.absent_columns.iter();
        all.filter(|it| it.applies(table, given)).collect()
    }

    /// The words by which headings are known.
    pub const fn heading_words(&self) -> &HeadingWords {
        &self.heading_words
    }

    /// The rule on a filled cell of a column.
    pub fn constraint(&self, column: &crate::ColumnSchema) -> Constraint {
        let list = column
            .code_list
            .as_ref()
            .and_then(|it| self.code_lists.get(it));
        column.constraint(
            list.into_iter()
                .flat_map(|it| it.codes().map(|(code, _)| code)),
        )
    }

    /// The text of a file, for what other crates load (metrics, units, linkage).
    pub fn file(&self, path: &str) -> Result<&str, SchemaError> {
        self.files.text(path)
    }

    /// Every file.
    pub const fn all_files(&self) -> &Files {
        &self.files
    }

    /// The files of a folder, sorted, as paths that [`Schemas::file`] takes.
    pub fn files_in(&self, folder: &str) -> Vec<&str> {
        self.files.under(folder)
    }

    /// The path of the file named so in a folder, or the nearest name there.
    pub fn file_named(
        &self,
        kind: &'static str,
        folder: &str,
        name: &str,
    ) -> Result<&str, SchemaError> {
        self.files.named(kind, folder, name)
    }

    /// A fingerprint of every file: two runs with equal fingerprints used the same schemas.
    pub fn version_hash(&self) -> String {
        self.files.hash()
    }
}

fn find<'m, T>(
    kind: &'static str,
    map: &'m BTreeMap<String, T>,
    name: &str,
) -> Result<&'m T, UnknownName> {
    map.get(name)
        .ok_or_else(|| UnknownName::among(kind, name, map.keys().map(String::as_str)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rasso_terms::Day;

    fn with(path: &str, text: &str) -> Result<Schemas, SchemaError> {
        let built_in = Files::embedded();
        let mut files: BTreeMap<String, Vec<u8>> = built_in
            .paths()
            .map(|it| (it.to_owned(), built_in.text(it).unwrap().into()))
            .collect();
        files.insert(path.to_owned(), text.into());
        Schemas::from_files(Files::from_contents(files))
    }

    #[test]
    fn the_built_in_schemas_load_and_hold_the_ten_tables() {
        let schemas = Schemas::embedded().unwrap();
        let names: Vec<&str> = schemas.tables().map(|it| it.name.as_str()).collect();
        let ten = [
            "court_count",
            "court_defendant",
            "court_hearing",
            "cps_case",
            "cps_event",
            "police_crime",
            "police_suspect",
            "population",
            "recorded_counts",
            "staffing",
        ];
        assert_eq!(names, ten);
        for table in schemas.tables() {
            assert!(!table.key_positions().is_empty(), "{}", table.name);
        }
    }

    #[test]
    fn the_folder_and_the_program_give_the_same_fingerprint() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data-schemas");
        let from_dir = Schemas::from_dir(&dir).unwrap();
        assert_eq!(
            from_dir.version_hash(),
            Schemas::embedded().unwrap().version_hash()
        );
        let changed = with("metrics/one_more.toml", "").unwrap();
        assert_ne!(from_dir.version_hash(), changed.version_hash());
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest() {
        let error = Schemas::embedded()
            .unwrap()
            .table("police_crimes")
            .unwrap_err();
        let said = "no table is known as `police_crimes`; did you mean `police_crime`?";
        assert_eq!(error.to_string(), said);
        let error = Schemas::embedded()
            .unwrap()
            .file("police/police_crme.toml")
            .unwrap_err();
        assert!(
            error
                .to_string()
                .contains("did you mean `police/police_crime.toml`?")
        );
    }

    #[test]
    fn force_02_is_counted_as_01_and_00_is_no_force() {
        let schemas = Schemas::embedded().unwrap();
        assert_eq!(schemas.geography().canonical_force("02"), Some("01"));
        assert_eq!(
            schemas.code_list("force").unwrap().canonical("02"),
            Some("01")
        );
        assert_eq!(schemas.geography().canonical_force("00"), None);
    }

    #[test]
    fn a_met_crime_with_no_cps_record_is_unallocated() {
        let schemas = Schemas::embedded().unwrap();
        let area = |force| {
            schemas
                .geography()
                .area_without_cps_record(force, Day::from_number(20_000))
        };
        assert_eq!(area("01"), Some("cps:london-unallocated"));
        assert_eq!(area("93"), Some("cps:unallocated"));
        assert_eq!(area("52"), Some("cps:south-west"));
    }

    #[test]
    fn rape_is_a_list_and_not_a_prefix() {
        let schemas = Schemas::embedded().unwrap();
        let offences = schemas.rape_offences();
        assert!(offences.is_rape("19C") && offences.is_rape("SX56001"));
        assert!(!offences.is_rape("SX56007") && !offences.is_rape("N100/1"));
    }

    #[test]
    fn a_mapping_of_a_column_the_table_has_not_is_refused_at_load() {
        let text = "name = \"a\"\nversion = \"1\"\nagency = \"police\"\ntable = \"police_crime\"\n\
                    [columns.recorded_dat]\nfrom = \"Recorded\"\n";
        let said = with("mappings/a.toml", text).unwrap_err().to_string();
        assert!(
            said.starts_with("data-schemas: `mappings/a.toml`: no column of the table"),
            "{said}"
        );
        assert!(said.ends_with("did you mean `recorded_date`?"), "{said}");
    }

    #[test]
    fn a_word_the_layout_does_not_know_is_refused_with_its_line() {
        let text = "name = \"a\"\nversion = \"1\"\nagency = \"police\"\ntabel = \"police_crime\"\n";
        let said = with("mappings/a.toml", text).unwrap_err().to_string();
        assert!(
            said.starts_with("data-schemas: `mappings/a.toml`, line 4: unknown field `tabel`"),
            "{said}"
        );
    }

    #[test]
    fn a_code_that_stands_twice_is_refused() {
        let text = "code,label,status,source\nM,Male,sourced,x\nM,Man,sourced,x\n";
        let said = with("code-lists/sex.csv", text).unwrap_err().to_string();
        assert!(said.contains("the code `M` stands twice"), "{said}");
    }
}
