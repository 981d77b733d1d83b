//! A pipeline file that asks for what there is not is configuration: exit 2.

use super::world::World;

fn refused(world: &World, code: i32, says: &[&str]) {
    for ended in [world.check().unwrap(), world.run().unwrap()] {
        assert_eq!(ended.code, Some(code), "{}", ended.said());
        for word in says {
            assert!(
                ended.stderr.contains(word),
                "no `{word}` in: {}",
                ended.stderr
            );
        }
    }
    assert_eq!(world.latest(), None);
}

#[test]
fn a_key_that_nobody_knows_is_named_with_its_file() {
    let world = World::new().unwrap();
    world
        .pipeline(|it| drop(it.insert("as_of".to_owned(), "2025-06-30".into())))
        .unwrap();
    refused(&world, 2, &["pipeline.toml", "line ", "`as_of`", "`as_at`"]);
}

#[test]
fn a_metric_that_nobody_knows_is_answered_with_the_nearest() {
    let world = World::new().unwrap();
    world
        .pipeline(|it| {
            let names = vec![toml::Value::from("referal_rate")];
            let asked = toml::Table::from_iter([("metrics".to_owned(), names.into())]);
            it.insert("measures".to_owned(), asked.into());
        })
        .unwrap();
    refused(
        &world,
        2,
        &["`referal_rate`", "did you mean `referral_rate`?"],
    );
}

#[test]
fn a_table_that_nobody_knows_is_answered_with_the_nearest() {
    let world = World::new().unwrap();
    world
        .crimes_entry(|it| drop(it.insert("table".to_owned(), "police_crimes".into())))
        .unwrap();
    refused(
        &world,
        2,
        &["`police_crimes`", "did you mean `police_crime`?"],
    );
}

#[test]
fn a_mapping_that_nobody_knows_is_configuration() {
    let world = World::new().unwrap();
    world
        .crimes_entry(|it| drop(it.insert("mapping".to_owned(), "force-bb".into())))
        .unwrap();
    refused(&world, 2, &["`force-bb`", "did you mean `force-b`?"]);
}

#[test]
fn a_pipeline_file_that_is_not_there_is_missing_input() {
    let world = World::new().unwrap();
    std::fs::remove_file(world.path("pipeline.toml")).unwrap();
    refused(&world, 3, &["pipeline.toml"]);
}

#[test]
fn an_agency_that_sent_nothing_is_no_zero() {
    let world = World::new().unwrap();
    world
        .pipeline(|it| {
            let extracts = it["extract"].as_array_mut().unwrap();
            extracts.retain(|it| it["agency"].as_str() != Some("cps"));
        })
        .unwrap();
    let run = world.run().unwrap();
    assert_eq!(run.code, Some(0), "{}", run.said());
    assert!(
        run.stderr.contains("The CPS sent nothing"),
        "{}",
        run.stderr
    );
    let line = |name: &str| {
        let lines = run.stdout.lines();
        let found = lines.map(str::to_owned).find(|it| it.starts_with(name));
        found.unwrap_or_default()
    };
    assert!(line("Referred to the CPS").contains("[x]"));
    assert!(!line("Recorded by the police").contains("[x]"));
    let rate = line("Crimes referred to the CPS for a charging decision");
    assert!(
        rate.contains("by date recorded") && rate.ends_with("[x]"),
        "{rate}"
    );

    let record = world.record().unwrap();
    assert_eq!(record["funnel"][2]["count"], serde_json::Value::Null);
    assert_ne!(record["funnel"][0]["count"], serde_json::Value::Null);
    let page = std::fs::read_to_string(world.latest().unwrap().join("run.html")).unwrap();
    assert!(page.contains("The CPS sent nothing") && page.contains(">[x]</abbr>"));
    assert!(!page.contains("[z]"));
}

#[test]
fn with_json_an_error_is_one_object() {
    let world = World::new().unwrap();
    let told = |arguments: &[&str]| -> (Option<i32>, serde_json::Value) {
        let ended = world.rasso(arguments).unwrap();
        (ended.code, serde_json::from_str(&ended.stderr).unwrap())
    };
    let (code, error) = told(&["check", "elsewhere.toml", "--json"]);
    assert_eq!((code, &error["exit_code"]), (Some(3), &3.into()));
    let message = error["error"].as_str().unwrap();
    assert!(
        message.ends_with("there is no such file or folder"),
        "{message}"
    );
    let (code, error) = told(&["check", "pipeline.toml", "--json", "--nonsense"]);
    assert_eq!((code, &error["exit_code"]), (Some(2), &2.into()));

    world.cell(17, "outcome_code", "ZZQ").unwrap();
    world
        .pipeline(|it| {
            let none = toml::Table::from_iter([("faults".to_owned(), 0.into())]);
            it.insert("limits".to_owned(), none.into());
        })
        .unwrap();
    let (code, error) = told(&["run", "pipeline.toml", "--out", "out", "--json"]);
    assert_eq!((code, &error["exit_code"]), (Some(1), &1.into()));
}

#[test]
fn a_folder_that_is_none_is_named() {
    let world = World::new().unwrap();
    let check = ["check", "pipeline.toml", "--schemas", "nowhere"];
    let ended = world.rasso(&check).unwrap();
    assert_eq!(ended.code, Some(2), "{}", ended.said());
    assert!(
        ended.stderr.contains("`--schemas nowhere`"),
        "{}",
        ended.stderr
    );

    let run = ["run", "pipeline.toml", "--out", "pipeline.toml"];
    let ended = world.rasso(&run).unwrap();
    assert_eq!(ended.code, Some(2), "{}", ended.said());
    assert!(
        ended.stderr.contains("pipeline.toml is a file"),
        "{}",
        ended.stderr
    );
}

#[test]
fn a_world_is_not_written_over_unasked() {
    let world = World::new().unwrap();
    let again = ["synth", "--out", ".", "--crimes", "20"];
    let before = rasso_tests::contents(&world.path("")).unwrap();
    let ended = world.rasso(&again).unwrap();
    assert_eq!(ended.code, Some(2), "{}", ended.said());
    assert!(ended.stderr.contains("--force"), "{}", ended.stderr);
    assert!(before == rasso_tests::contents(&world.path("")).unwrap());
    let forced = world.rasso(&[&again[..], &["--force"]].concat()).unwrap();
    assert_eq!(forced.code, Some(0), "{}", forced.said());
}
