//! Every file of data loads, and is named for what it declares.

use rasso_attrition::{Breakdown, Bridge, Comparability, Metric, Units};
use rasso_engine::STATEMENTS;
use rasso_link::model::Model;
use rasso_link::{EdgeModel, LinkDefinition};
use rasso_schema::{Files, Nicknames, Schemas};
use rasso_terms::EventType;
use rasso_tests::{repository, run_rasso};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn stem(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.rsplit_once('.').map_or(file, |it| it.0)
}

#[test]
fn every_file_of_data_schemas_loads() {
    let schemas = Schemas::embedded().unwrap();
    let units = Units::load(&schemas).unwrap();
    let metrics = Metric::load_all(&schemas, &units).unwrap();
    assert_eq!(metrics.len(), schemas.files_in("metrics").len());
    let bridges = Bridge::load_all(&schemas, &metrics, &units).unwrap();
    assert_eq!(bridges.len(), schemas.files_in("bridges").len());
    let breakdowns = Breakdown::load_all(&schemas, &units, &metrics).unwrap();
    assert_eq!(breakdowns.len(), schemas.files_in("breakdowns").len());
    for file in schemas.files_in("linkage") {
        LinkDefinition::load(&schemas, stem(file)).unwrap();
    }
    for file in schemas.files_in("link-models") {
        EdgeModel::load(&schemas, stem(file), 0.9).unwrap();
    }
    Nicknames::load(&Files::embedded()).unwrap();
    assert_eq!(schemas.files_in("names"), ["names/nicknames.csv"]);
    for file in schemas.files_in("mappings") {
        assert!(!schemas.mappings_named(stem(file)).unwrap().is_empty());
    }
    let tables = ["police", "cps", "courts", "reference"].map(|it| schemas.files_in(it).len());
    assert_eq!(schemas.tables().len(), tables.iter().sum::<usize>());
}

/// The names in the second column of the tables of a page, and the rows that name nothing.
fn catalogue(page: &str) -> (BTreeSet<String>, Vec<[String; 2]>) {
    let (mut names, mut without) = (BTreeSet::new(), Vec::new());
    for line in page.lines().filter(|it| it.starts_with("| ")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, published, files, known, _] = cells[..] else {
            panic!("a row of other than three columns: {line}");
        };
        if published == "published" {
            continue;
        }
        let before = names.len();
        for name in files.split('`').skip(1).step_by(2) {
            assert!(names.insert(name.to_owned()), "{name} stands twice");
        }
        if names.len() == before {
            assert_eq!(files, "", "{published} names no file");
            without.push([published.to_owned(), known.to_owned()]);
        }
    }
    (names, without)
}

#[test]
fn every_published_metric_is_in_the_catalogue_and_what_is_in_it_is_there() {
    let schemas = Schemas::embedded().unwrap();
    let page = std::fs::read_to_string(repository().join("data-schemas/metrics.md")).unwrap();
    let (named, without) = catalogue(&page);
    let metrics = Metric::load_all(&schemas, &Units::load(&schemas).unwrap()).unwrap();
    let unknown: Vec<_> = named
        .iter()
        .filter(|it| !metrics.contains_key(*it))
        .collect();
    assert_eq!(unknown, Vec::<&String>::new());
    // What nobody publishes has nothing to stand against.
    let published = metrics
        .values()
        .filter(|it| it.comparability != Comparability::Own);
    for metric in published {
        assert!(
            named.contains(&metric.name),
            "{} is not in the catalogue",
            metric.name
        );
    }
    assert!(!without.is_empty());
    for [published, why] in without {
        assert!(why.len() > 20, "{published}: why is it not carried?");
    }
}

/// Shares of outcomes are those of the groups of the code list: each outcome is in one of them.
#[test]
fn the_outcome_groups_share_out_every_outcome() {
    let schemas = Schemas::embedded().unwrap();
    let metrics = Metric::load_all(&schemas, &Units::load(&schemas).unwrap()).unwrap();
    let list = schemas.code_list("police_outcome").unwrap();
    let mut groups: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (code, _) in list.codes() {
        let group = list.attribute(code, "ho_group").unwrap();
        groups.entry(group).or_default().insert(code);
    }
    let shares = metrics.values().filter(|it| {
        it.name.starts_with("outcome_share.")
            || it.name == "victim_does_not_support_share"
            || it.name == "charge_rate.outcomes_assigned.with_1a"
    });
    let mut seen = BTreeSet::new();
    for metric in shares {
        let codes = metric.numerator[0].is.as_ref().unwrap();
        let codes: BTreeSet<&str> = codes.iter().map(String::as_str).collect();
        assert!(groups.values().any(|it| *it == codes), "{}", metric.name);
        assert!(seen.insert(codes), "{} stands twice", metric.name);
    }
    assert_eq!(seen.len(), groups.len());
}

#[test]
fn no_figure_has_two_names() {
    let schemas = Schemas::embedded().unwrap();
    let mut seen = BTreeMap::new();
    for file in schemas.files_in("metrics") {
        let mut metric: toml::Table = schemas.file(file).unwrap().parse().unwrap();
        // What is said of a figure; the rest is what is counted.
        for said in [
            "name",
            "version",
            "title",
            "definition",
            "caveats",
            "source",
            "part_of",
        ] {
            metric.remove(said);
        }
        let same = seen.insert(metric.to_string(), stem(file));
        assert_eq!(same, None, "{file} counts what another metric does");
    }
}

#[test]
fn a_file_is_named_for_what_it_declares() {
    let schemas = Schemas::embedded().unwrap();
    let folders = [
        "police",
        "cps",
        "courts",
        "reference",
        "units",
        "metrics",
        "breakdowns",
        "mappings",
        "linkage",
        "link-models",
    ];
    for file in folders.iter().flat_map(|it| schemas.files_in(it)) {
        let table: toml::Table = schemas.file(file).unwrap().parse().unwrap();
        assert_eq!(table["name"].as_str(), Some(stem(file)), "{file}");
    }
    for agency in ["police", "cps", "courts", "reference"] {
        for file in schemas.files_in(agency) {
            let table = schemas.table(stem(file)).unwrap();
            assert_eq!(table.agency.as_str(), agency, "{file}");
        }
    }
}

#[test]
fn every_code_list_is_used_and_every_list_used_is_there() {
    let schemas = Schemas::embedded().unwrap();
    let used: BTreeSet<&str> = schemas
        .tables()
        .flat_map(|it| &it.columns)
        .filter_map(|it| it.code_list.as_deref())
        .collect();
    for list in &used {
        assert_eq!(schemas.code_list(list).unwrap().name(), *list);
    }
    let files = schemas.files_in("code-lists");
    // Offence codes are looked up: a code that the list does not have is no fault. The places where
    // a thread is lost are our own words, and their list is read for the labels.
    let looked_up = ["rape_offence", "lost_at"];
    let unused: Vec<_> = files
        .iter()
        .map(|it| stem(it))
        .filter(|it| !used.contains(it) && !looked_up.contains(it))
        .collect();
    assert!(unused.is_empty(), "no column uses {unused:?}");
}

#[test]
fn every_statement_has_its_file_and_every_file_its_statement() {
    let folder = repository().join("crates/rasso-engine/sql");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    let listed: BTreeSet<String> = STATEMENTS
        .iter()
        .map(|it| format!("{}.sql", it.makes))
        .collect();
    assert_eq!(listed.len(), STATEMENTS.len(), "a statement stands twice");
    assert_eq!(files, listed);
}

#[test]
fn every_pipeline_file_is_one_that_rasso_takes() {
    let secret = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(secret.path(), [7; 32]).unwrap();
    let mut seen = 0;
    for entry in std::fs::read_dir(repository().join("pipelines")).unwrap() {
        let file = entry.unwrap().path();
        if file.is_dir() {
            continue;
        }
        let name = file.file_stem().and_then(|it| it.to_str()).unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        let table: toml::Table = text.parse().unwrap();
        assert_eq!(table["name"].as_str(), Some(name));

        let arguments = [Path::new("check"), &file, Path::new("--key"), secret.path()];
        let ended = run_rasso(repository(), arguments).unwrap();
        // The extracts of a template are not there: that is another matter than a wrong file.
        let is_template = !ended.said().contains("accepted");
        assert_eq!(
            ended.code,
            Some(if is_template { 3 } else { 0 }),
            "{}",
            ended.said()
        );
        let said = ["files are not there", "no file is named so"];
        assert!(!is_template || said.iter().any(|it| ended.stderr.contains(it)));
        seen += 1;
    }
    assert!(seen > 0, "no pipeline file");
}

#[test]
fn every_link_model_is_one_that_rasso_takes() {
    let mut seen = 0;
    for entry in std::fs::read_dir(repository().join("pipelines/link")).unwrap() {
        let file = entry.unwrap().path();
        let name = file.file_stem().and_then(|it| it.to_str()).unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        assert_eq!(Model::parse(name, &text).unwrap().name, name);
        seen += 1;
    }
    assert!(seen > 0, "no link model");
}

/// The words that a statement gives for a reason: after THEN or ELSE in a CASE that ends so.
fn reasons_in(sql: &str) -> BTreeSet<&str> {
    let cases = sql
        .split("CASE")
        .skip(1)
        .filter_map(|it| it.split_once("END AS "));
    let of_reasons = cases.filter(|(_, name)| {
        let name = name.split([',', '\n', ' ']).next().unwrap_or_default();
        name.ends_with("reason")
    });
    let results = of_reasons
        .flat_map(|(case, _)| case.split("THEN ").flat_map(|it| it.split("ELSE ")).skip(1));
    let words = results.filter_map(|it| it.strip_prefix('\'')?.split_once('\''));
    words.map(|it| it.0).filter(|it| !it.is_empty()).collect()
}

#[test]
fn every_reason_for_a_missing_link_has_a_state_and_is_given_by_a_statement() {
    let schemas = Schemas::embedded().unwrap();
    let given: BTreeSet<&str> = STATEMENTS
        .iter()
        .flat_map(|it| reasons_in(it.sql))
        .collect();
    let definition = LinkDefinition::load(&schemas, "identifiers").unwrap();
    let known: BTreeSet<&str> = definition.reasons.iter().map(|it| &*it.reason).collect();
    assert_eq!(given, known);
    let states = ["structurally_unlinkable", "not_yet_due", "linkable"];
    for it in &definition.reasons {
        assert!(states.contains(&&*it.state), "{}", it.reason);
    }
    for statement in STATEMENTS {
        assert!(
            !statement.sql.contains(states[0]) && !statement.sql.contains(states[1]),
            "{} decides a state that the reason decides",
            statement.makes
        );
    }
}

#[test]
fn every_event_that_the_cps_may_send_has_a_meaning_and_a_rank() {
    let schemas = Schemas::embedded().unwrap();
    let list = schemas.code_list("cps_event_type").unwrap();
    for (code, _) in list.codes() {
        assert!(EventType::named(code).is_some(), "{code} is no event type");
        assert!(schemas.event_order().rank(code).is_some(), "{code}");
    }
}
