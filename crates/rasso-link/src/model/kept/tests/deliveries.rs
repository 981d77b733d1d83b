//! Deliveries linked onto what is kept, held against everything compared anew.

use super::*;

/// The pairs of which a record is new are compared, and no other; what comes of it is what comes of
/// comparing all, three deliveries long.
fn check_deliveries(model: &Model, seed: u64, is_one_file: bool) {
    let mut invented = Invented::new(seed);
    let files = invented.files();
    let mut files = if is_one_file {
        vec![files.concat()]
    } else {
        files.to_vec()
    };
    let count = files.len();
    let (first, mut kept) = kept(model, &job(model, &files));
    assert!(first.pairs.len() > 100);
    let (as_before, since) = onto(&kept, model, &job(model, &files));
    assert_same(&as_before, &first);
    assert_eq!((as_before.compared, since.became()[0].new), (0, 0));
    assert_eq!(as_before.taken_over, first.pairs.len());
    for _ in 0..2 {
        let before = files.clone();
        let mut unchanged = files.clone();
        let mut expected = Vec::new();
        for (file, unchanged) in files.iter_mut().zip(&mut unchanged) {
            let (later, became) = invented.later(file);
            unchanged.retain(|it| later.contains(it));
            *file = later;
            expected.push(became);
        }
        let all = job(model, &files);
        let (incremental, since) = onto(&kept, model, &all);
        assert_eq!(since.became()[..count], expected);
        let anew = trained(&kept, model, &all);
        assert_same(&incremental, &anew);
        assert!(incremental.taken_over > 50 && incremental.taken_over < anew.pairs.len());
        let costs: u64 = incremental.costs.iter().map(|it| it.pairs).sum();
        assert!(incremental.compared <= costs);
        // Those that were not compared are those of two unchanged records.
        let old = trained(&kept, model, &job(model, &unchanged));
        assert!(old.compared > 0);
        assert_eq!(incremental.compared + old.compared, anew.compared);
        let old: u64 = old.costs.iter().map(|it| it.pairs).sum();
        let every: u64 = anew.costs.iter().map(|it| it.pairs).sum();
        assert_eq!(costs + old, every);
        // In another order of rows it is the same.
        let mut turned = files.clone();
        for rows in &mut turned {
            rows.reverse();
        }
        let (turned, _) = onto(&kept, model, &job(model, &turned));
        assert_same(&turned, &anew);
        kept = check_only_new(&kept, model, &before, &files, &incremental);
    }
}

/// Files of nothing but what is new or changed, with the ids of what is gone, give the same; and what is then kept is
/// to the byte what whole files leave.
fn check_only_new(
    kept: &Kept,
    model: &Model,
    before: &[Vec<Row>],
    files: &[Vec<Row>],
    expected: &Outcome,
) -> Kept {
    let sides = || before.iter().zip(files);
    let new = |(then, now): (&Vec<Row>, &Vec<Row>)| -> Vec<Row> {
        now.iter()
            .filter(|it| !then.contains(it))
            .cloned()
            .collect()
    };
    let mut gone = Gone::default();
    for (gone, (then, now)) in gone.iter_mut().zip(sides()) {
        let is_there = |id: &String| now.iter().any(|it| it.0 == *id);
        gone.extend(
            then.iter()
                .map(|it| it.0.clone())
                .filter(|it| !is_there(it)),
        );
    }
    let given = job(model, &sides().map(new).collect::<Vec<_>>());
    let all = job(model, files);
    assert!(given.left["id"].len() * 2 < all.left["id"].len());
    let few = kept.only_new(model, &given, &gone).unwrap();
    let (outcome, of_few, few) = linked(kept, model, few);
    let (_, of_whole, whole) = linked(kept, model, kept.whole(model, &all));
    assert_same(&outcome, expected);
    assert_eq!(of_few.became(), of_whole.became());
    assert!(few.files().unwrap() == whole.files().unwrap());
    // What was cleaned in part is what is cleaned at once.
    let anew = all.prepare(model).unwrap();
    let merged = kept.prepare(model, &kept.whole(model, &all)).unwrap();
    for (merged, anew) in merged.fields.columns.iter().zip(&anew.fields.columns) {
        assert!(merged.is_as(anew));
    }
    few
}

#[test]
fn a_delivery_linked_onto_what_is_kept_gives_the_links_of_everything_compared_anew() {
    let [of_two, of_one] = models();
    for seed in 0..6 {
        check_deliveries(&of_two, seed, false);
        check_deliveries(&of_one, seed, true);
    }
}

#[test]
fn a_file_of_which_every_record_is_gone_for_a_while_is_linked_again() {
    let [model, _] = models();
    let mut invented = Invented::new(8);
    let files = invented.files();
    let (first, kept) = kept(&model, &job(&model, &files));
    let mut gone = Gone::default();
    gone[0].extend(files[0].iter().map(|it| it.0.clone()));
    let nothing = job(&model, &[Vec::new(), Vec::new()]);
    let empty = kept.only_new(&model, &nothing, &gone).unwrap();
    let (outcome, _, kept) = linked(&kept, &model, empty);
    assert_eq!((outcome.pairs.len(), outcome.links()), (0, 0));
    let all = job(&model, &files);
    let (again, since) = onto(&kept, &model, &all);
    assert_eq!(since.became()[0].new, files[0].len());
    assert_same(&again, &trained(&kept, &model, &all));
    assert_eq!(again.pairs.len(), first.pairs.len());
}
