//! What is written is what `data-schemas/outputs` says: every file is in its list, every JSON file is as its JSON Schema
//! has it, and each schema refuses what is not.

use jsonschema::Validator;
use rasso_schema::{OutputFolder, Outputs, Schemas};
use rasso_tests::contents;
use serde_json::Value;
use std::{collections::BTreeMap, path::Path, sync::LazyLock};

struct Known {
    outputs: Outputs,
    validators: BTreeMap<String, Validator>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let schemas = Schemas::embedded().unwrap();
    let outputs = Outputs::load(&schemas).unwrap();
    let validator = |name: &str| {
        let schema: Value =
            serde_json::from_str(outputs.json_schema(&schemas, name).unwrap()).unwrap();
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
        jsonschema::validator_for(&schema).unwrap()
    };
    let names = outputs.schema_names().into_iter();
    let validators = names.map(|it| (it.to_owned(), validator(it))).collect();
    Known {
        outputs,
        validators,
    }
});

/// Holds every file of a folder that `rasso` wrote against the list; how many JSON values of each schema it met is given.
pub(crate) fn hold(folder: &Path, kind: OutputFolder) -> BTreeMap<String, usize> {
    let mut met = BTreeMap::new();
    for (path, bytes) in contents(folder).unwrap() {
        let path = path.strip_prefix(folder).unwrap().to_str().unwrap();
        let Some((kind, own)) = lies_in(kind, path) else {
            continue;
        };
        let output = KNOWN.outputs.of(kind, own);
        let output =
            output.unwrap_or_else(|| panic!("{path} is not in data-schemas/outputs/list.toml"));
        let Some(schema) = &output.schema else {
            continue;
        };
        let text = String::from_utf8(bytes).unwrap();
        let values = if schema == "journal" {
            text.lines().collect()
        } else {
            vec![text.as_str()]
        };
        for value in values {
            is_of(path, schema, &serde_json::from_str(value).unwrap());
            *met.entry(schema.clone()).or_insert(0) += 1;
        }
    }
    met
}

/// The folder that the list speaks of, and the path there; none for what is no output: a lock, an unfinished folder.
fn lies_in(kind: OutputFolder, path: &str) -> Option<(OutputFolder, &str)> {
    let (first, rest) = path.split_once('/').unwrap_or(("", path));
    let below = rest.split_once('/').map_or("", |it| it.1);
    if rest.starts_with('.') || first.starts_with('.') {
        return None;
    }
    Some(match (kind, first) {
        (OutputFolder::Out, "runs") => (OutputFolder::Run, below),
        (OutputFolder::Out, "releases" | "withdrawn") => (OutputFolder::Release, below),
        (OutputFolder::Out, "ledger") => (OutputFolder::Release, path),
        (OutputFolder::Dashboard, "data") => (OutputFolder::Release, rest),
        (kind, _) => (kind, path),
    })
}

/// It is of its schema; without any one of its keys, or with another, it is not.
fn is_of(path: &str, schema: &str, value: &Value) {
    let validator = &KNOWN.validators[schema];
    if let Some(wrong) = validator.iter_errors(value).next() {
        // Where, and by which word of the schema: never what stands there.
        panic!(
            "{path}: {} breaks {}",
            wrong.instance_path(),
            wrong.schema_path()
        );
    }
    let keys = value.as_object().unwrap().keys();
    for key in keys.filter(|it| *it != "dc:publisher") {
        let mut without = value.clone();
        without.as_object_mut().unwrap().remove(key);
        assert!(!validator.is_valid(&without), "{schema} without {key}");
    }
    let mut more = value.clone();
    more["more"] = Value::Null;
    assert!(!validator.is_valid(&more), "{schema} with another key");
}

#[test]
fn every_schema_says_its_name_and_version_and_is_of_an_output() {
    let schemas = Schemas::embedded().unwrap();
    let mut files = 0;
    for file in schemas.files_in("outputs") {
        let Some(name) = file
            .strip_prefix("outputs/")
            .and_then(|it| it.strip_suffix(".schema.json"))
        else {
            assert_eq!(file, "outputs/list.toml");
            continue;
        };
        files += 1;
        let text = KNOWN.outputs.json_schema(&schemas, name).unwrap();
        let schema: Value = serde_json::from_str(text).unwrap();
        for output in KNOWN
            .outputs
            .iter()
            .filter(|it| it.schema.as_deref() == Some(name))
        {
            let id = format!("urn:rasso:outputs:{name}:{}", output.version);
            assert_eq!(schema["$id"], id, "{}", output.path);
        }
    }
    assert_eq!(files, KNOWN.validators.len());
}
