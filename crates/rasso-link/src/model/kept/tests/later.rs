//! What is learnt once and gone by when there are other records than then.

use super::*;

#[test]
fn records_that_outgrew_what_was_learnt_are_told() {
    let [_, model] = models();
    let mut invented = Invented::new(5);
    let rows = invented.files().concat();
    let some = &rows[..200];
    let (_, kept) = kept(&model, &job(&model, &[some.to_vec()]));
    let told = |count: usize| {
        let job = job(&model, &[rows[..count].to_vec()]);
        kept.outgrown(&job.prepare(&model).unwrap())
    };
    assert_eq!((told(200), told(270), told(150)), (None, None, None));
    let said = "was learnt from 200 and 200 records, and there are 290 and 290 now";
    assert!(told(290).is_some_and(|it| it.starts_with(said)));
    assert!(told(130).is_some());
}

#[test]
fn what_is_learnt_is_of_nobody() {
    let [model, _] = models();
    let mut invented = Invented::new(3);
    let files = invented.files();
    let (_, kept) = kept(&model, &job(&model, &files));
    let files = kept.files().unwrap();
    let learnt = files.iter().find(|it| it.0 == Kept::SIGN).unwrap();
    let learnt = String::from_utf8(learnt.1.clone()).unwrap();
    assert!(learnt.contains("[learnt]"));
    for text in ["okoro", "town1", "-03"] {
        assert!(!learnt.contains(text), "{text}");
    }
}

#[test]
fn a_record_that_is_gone_was_there_and_is_not_given() {
    let [model, _] = models();
    let mut invented = Invented::new(4);
    let files = invented.files();
    let (_, kept) = kept(&model, &job(&model, &files));
    let given = job(&model, &[files[0][..3].to_vec(), Vec::new()]);
    let refused = |left: &str, right: &str| {
        let mut gone = Gone::default();
        for (gone, id) in gone.iter_mut().zip([left, right]) {
            gone.extend((!id.is_empty()).then(|| id.to_owned()));
        }
        kept.only_new(&model, &given, &gone).err()
    };
    let [some, other] = [&files[0][0].0, &files[1][0].0];
    assert_eq!(refused("", other), None);
    let said = refused(some, "").unwrap();
    assert!(
        said.starts_with("1 of the left ids are in the left file as well"),
        "{said}"
    );
    let said = refused("", some).unwrap();
    assert!(
        said.starts_with("1 of the right ids were not there then"),
        "{said}"
    );
    assert!(!said.contains(some));
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
    let (_, _, kept) = linked(&kept, &of_two, kept.whole(&of_two, &second));
    let third = job(&of_two, &[with_town(&lefts, 90), with_town(&rights, 90)]);
    let (outcome, _) = onto(&kept, &of_two, &third);
    assert_same(&outcome, &trained(&kept, &of_two, &third));
    let towns = &third.left["town"];
    let is_ayr = |it: &&Chosen| towns.get(crate::model::number::index(it.pair.left)) == "ayr";
    assert!(outcome.pairs.iter().filter(is_ayr).count() > 20);
}
