//! What is learnt once and gone by when there are other records than then.

use super::*;

#[test]
fn records_that_outgrew_what_was_learnt_are_told() {
    let [_, model] = models();
    let mut invented = Invented::new(5);
    let rows = invented.files().concat();
    let some = &rows[..200];
    let (_, kept) = kept(&model, &job(&model, &[some.to_vec()]));
    let told = |count: usize| kept.outgrown(&model, &job(&model, &[rows[..count].to_vec()]));
    assert_eq!((told(200), told(270), told(150)), (None, None, None));
    let said = "was learnt from 200 and 200 records, and there are 290 and 290 now";
    assert!(told(290).is_some_and(|it| it.starts_with(said)));
    assert!(told(130).is_some());
}

#[test]
fn no_cell_is_kept() {
    let [model, _] = models();
    let mut invented = Invented::new(3);
    let mut files = invented.files();
    for row in &mut files[0] {
        row.1[3] = "Llanfairpwll".to_owned();
    }
    let (_, kept) = kept(&model, &job(&model, &files));
    assert!(!kept.pairs.is_empty() && kept.frozen.values.len() == 3);
    for (name, bytes) in kept.files().unwrap() {
        for text in ["Llanfairpwll", "llanfairpwll", "okoro"] {
            let is_there = bytes.windows(text.len()).any(|it| it == text.as_bytes());
            assert!(!is_there, "{name}");
        }
    }
}

#[test]
fn a_field_that_said_nothing_when_it_was_learnt_weighs_the_same_from_then_on() {
    let town = "field = \"town\"\nterm_frequency = true\nlevels = [\"exact\"]\n";
    assert!(MODEL.contains(town));
    // How often towns agree by chance is given, and what a rare one says is counted.
    let given = MODEL.replace(town, &format!("{town}u = [0.3, 0.7]\n"));
    let of_two = Model::parse("people.toml", &given).unwrap();
    let mut invented = Invented::new(9);
    let [lefts, rights] = invented.files();
    let without_town = |rows: &[Row]| -> Vec<Row> {
        let mut rows = rows.to_vec();
        for row in &mut rows {
            row.1[3] = String::new();
        }
        rows
    };
    let (lefts, rights) = (without_town(&lefts), without_town(&rights));
    let (_, kept) = kept(&of_two, &job(&of_two, &[lefts.clone(), rights.clone()]));
    // Then some say it, and then more of them.
    let with_town = |rows: &[Row], some: usize| -> Vec<Row> {
        let mut rows = rows.to_vec();
        for (at, row) in rows.iter_mut().take(some).enumerate() {
            row.1[3] = if at < 20 { "ayr" } else { "rye" }.to_owned();
        }
        rows
    };
    let second = job(&of_two, &[with_town(&lefts, 30), with_town(&rights, 30)]);
    let (outcome, _) = onto(&kept, &of_two, &second);
    let records = second.records(&of_two, kept.key());
    let kept = again(&Kept::of(&of_two, &second, records, &outcome).unwrap()).unwrap();
    let third = job(&of_two, &[with_town(&lefts, 90), with_town(&rights, 90)]);
    let (outcome, _) = onto(&kept, &of_two, &third);
    assert_same(&outcome, &trained(&kept, &of_two, &third));
    let towns = &third.left["town"];
    let is_ayr = |it: &&Chosen| towns.get(crate::model::number::index(it.pair.left)) == "ayr";
    assert!(outcome.pairs.iter().filter(is_ayr).count() > 20);
}
