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
        .crimes_entry(|it| drop(it.insert("mapping".to_owned(), "force-b-crimes".into())))
        .unwrap();
    refused(
        &world,
        2,
        &["`force-b-crimes`", "did you mean `force-b-crime`?"],
    );
}

#[test]
fn a_pipeline_file_that_is_not_there_is_missing_input() {
    let world = World::new().unwrap();
    std::fs::remove_file(world.path("pipeline.toml")).unwrap();
    refused(&world, 3, &["pipeline.toml"]);
}
