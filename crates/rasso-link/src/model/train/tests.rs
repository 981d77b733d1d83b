use super::*;
use crate::model::{Job, Outcome, Texts};
use std::fmt::Write as _;

const COMPARISONS: usize = 6;
const ALL: f64 = 1e7;
const MATCHES: f64 = 20_000.0;
/// How often two people agree.
const U: f64 = 0.02;

/// Comparisons that agree or do not.
fn model(more: &str) -> Model {
    let mut text = "name = \"m\"\nversion = \"1\"\nid = \"id\"\n[field.f]\n".to_owned();
    for at in 0..COMPARISONS {
        let comparison = "[[comparison]]\nfield = \"f\"\nlevels = [\"exact\"]";
        writeln!(text, "{comparison}\nname = \"c{at}\"\n{more}").unwrap();
    }
    text.push_str("[[block]]\non = [\"f\"]\n[training]\nrounds = 1000\n");
    Model::parse("m.toml", &text).unwrap()
}

/// Every pair, where matches are of classes of this share and with this `m`.
fn pairs(classes: &[(f64, f64)]) -> Vec<Counted> {
    let pattern = |number: usize| {
        let levels: Vec<usize> = (0..COMPARISONS).map(|it| 1 + (number >> it) % 2).collect();
        let of = |m: f64| -> f64 {
            let level = |it: &usize| if *it == 1 { m } else { 1.0 - m };
            levels.iter().map(level).product()
        };
        let matched: f64 = classes.iter().map(|it| it.0 * of(it.1)).sum();
        let count = MATCHES * matched + (ALL - MATCHES) * of(U);
        Counted { levels, count }
    };
    (0..1 << COMPARISONS).map(pattern).collect()
}

/// What is learnt with one class, and with two if they are worth it.
fn learnt(model: &Model, candidates: Vec<Counted>) -> [Trained; 2] {
    let chance = Chance {
        drawn: BTreeMap::new(),
        exact: vec![None; COMPARISONS],
    };
    let seen = Seen {
        candidates,
        drawn: Vec::new(),
        chance: &chance,
        all: ALL,
    };
    let m = vec![vec![0.9, 0.1]; COMPARISONS];
    let mut one = Trained {
        classes: vec![Class {
            share: 1.0,
            m: m.clone(),
        }],
        m,
        u: vec![vec![U, 1.0 - U]; COMPARISONS],
        matches: 0.001,
        of_blocks: Vec::new(),
        rounds: 0,
    };
    for _ in 0..1_000 {
        seen.round(model, &mut one, false);
    }
    [one.clone(), seen.in_classes(model, one)]
}

#[test]
fn matches_of_which_some_are_bad_throughout_are_counted_in_two_classes() {
    let [one, two] = learnt(&model(""), pairs(&[(0.7, 0.95), (0.3, 0.35)]));
    let counted = [&one, &two].map(|it| it.matches * ALL / MATCHES);
    assert!(counted[0] < 0.9, "{counted:?}");
    assert!((counted[1] - 1.0).abs() < 0.02, "{counted:?}");
    let shares: Vec<f64> = two.classes.iter().map(|it| it.share).collect();
    assert!((shares[0] - 0.7).abs() < 0.05, "{shares:?}");
}

#[test]
fn where_errors_do_not_come_together_one_class_is_enough() {
    let [one, two] = learnt(&model(""), pairs(&[(1.0, 0.8)]));
    assert_eq!(two.classes.len(), 1);
    assert!((two.matches - one.matches).abs() < f64::EPSILON);
    assert!((one.matches * ALL / MATCHES - 1.0).abs() < 0.02);
}

#[test]
fn what_the_model_gives_is_not_learnt_in_classes() {
    let given = model("m = [0.8, 0.2]");
    let mut fixed = model("");
    fixed.training.fixed = true;
    for model in [given, fixed] {
        let [_, two] = learnt(&model, pairs(&[(0.7, 0.95), (0.3, 0.35)]));
        assert_eq!(two.classes.len(), 1);
    }
}

#[test]
fn a_share_of_matches_that_is_given_stays_with_two_classes() {
    let mut model = model("");
    model.training.matches = Some(0.002);
    let [one, two] = learnt(&model, pairs(&[(0.7, 0.95), (0.3, 0.35)]));
    assert_eq!(two.classes.len(), 2);
    for it in [one, two] {
        assert!((it.matches - 0.002).abs() < f64::EPSILON);
    }
}

/// Two files of 60 people who share every name with five others, and of whom some have moved.
fn linked(training: &str) -> Outcome {
    let model = format!(
        "name = \"t\"\nversion = \"1\"\nid = \"id\"\n[field.name]\n[field.town]\n\
         [[comparison]]\nfield = \"name\"\nlevels = [\"exact\"]\nm = [0.8, 0.2]\nu = [0.1, 0.9]\n\
         [[comparison]]\nfield = \"town\"\nlevels = [\"exact\"]\nm = [0.7, 0.3]\n\
         [[block]]\non = [\"name\"]\n[training]\n{training}\n"
    );
    let model = Model::parse("t", &model).unwrap();
    let file = |moved: u32| -> BTreeMap<String, Texts> {
        let column = |of: &dyn Fn(u32) -> String| {
            let mut texts = Texts::default();
            (0..60).for_each(|it| texts.push(&of(it)));
            texts
        };
        let columns = [
            ("id", column(&|it| format!("P{it:02}"))),
            ("name", column(&|it| format!("name {}", it % 10))),
            (
                "town",
                column(&|it| format!("town {}", (it + moved * (it % 6)) % 12)),
            ),
        ];
        columns.map(|(name, texts)| (name.to_owned(), texts)).into()
    };
    let job = Job {
        left: file(0),
        right: Some(file(1)),
    };
    let prepared = job.prepare(&model).unwrap();
    prepared.run(&model, |_| true, &|_| ()).unwrap()
}

fn share(outcome: &Outcome, comparison: &str, level: &str) -> (f64, f64) {
    let mut all = outcome.levels.iter();
    let found = all.find(|it| it.comparison == comparison && it.level == level);
    found.map(|it| (it.m, it.u)).unwrap()
}

#[test]
fn what_a_fixed_model_gives_is_kept_and_the_rest_learnt() {
    let learnt = linked("prior_weight = 0.1");
    let fixed = linked("fixed = true\nmatches = 0.01");
    let same =
        |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() < 1e-12 && (a.1 - b.1).abs() < 1e-12;
    assert!(same(share(&fixed, "name", "exact"), (0.8, 0.1)));
    assert!((share(&fixed, "town", "exact").0 - 0.7).abs() < 1e-12);
    assert!((share(&learnt, "town", "exact").0 - 0.7).abs() > 1e-3);
    // `u` of the towns is not given, and is learnt in either.
    assert!(share(&fixed, "town", "exact").1 < 0.2);
    let (prior, _) = fixed.explained.first().unwrap();
    assert!((prior - (0.01_f64 / 0.99).log2()).abs() < 1e-12);
    assert!((learnt.explained[0].0 - prior).abs() > 1e-3);
}

#[test]
fn a_share_of_matches_is_a_share() {
    let text = "name = \"t\"\nversion = \"1\"\nid = \"id\"\n[field.a]\n[[comparison]]\nfield = \"a\"\nlevels = [\"exact\"]\n[[block]]\non = [\"a\"]\n[training]\nmatches = 1.0\n";
    let said = Model::parse("t", text).unwrap_err().what;
    assert!(said.contains("`matches` is a share of all pairs"), "{said}");
}
