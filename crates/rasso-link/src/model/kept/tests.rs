mod deliveries;
mod invented;
mod later;

use super::{
    super::{
        assign::Settled,
        changed::{ChangedLink, WhyChanged, changed_links},
        delivery::{Delivery, Gone},
        job::{Begin, Job},
        since::Since,
        texts::Texts,
    },
    *,
};
use invented::{HEADINGS, Invented, Row};
use std::{collections::BTreeMap, io};

const MODEL: &str = r#"
name = "people"
version = "1"
id = "id"
cardinality = "one_to_one"
partners_by = "town"
[field.first]
[field.surname]
[field.born]
date_formats = ["%Y-%m-%d"]
[field.town]
[[comparison]]
field = "first"
term_frequency = true
levels = ["exact", "nickname", "typed 1", "swapped surname"]
[[comparison]]
field = "surname"
term_frequency = true
nothing_when = "swapped first"
levels = ["exact", "typed 1"]
[[comparison]]
field = "born"
levels = ["exact", "typed 1", "between -400 0"]
[[comparison]]
field = "town"
term_frequency = true
levels = ["exact"]
[[block]]
on = ["born"]
[[block]]
on = ["first", "surname"]
right = ["surname", "first"]
[[block]]
on = ["surname"]
"#;

fn texts(rows: &[Row]) -> BTreeMap<String, Texts> {
    let headings = HEADINGS.into_iter().chain(["id"]);
    let mut all: BTreeMap<String, Texts> = headings
        .map(|it| (it.to_owned(), Texts::default()))
        .collect();
    for (id, cells) in rows {
        let id = ("id", id);
        for (heading, text) in HEADINGS.into_iter().zip(cells).chain([id]) {
            let texts: &mut Texts = all.entry(heading.to_owned()).or_default();
            texts.push(text);
        }
    }
    all
}

fn job(model: &Model, files: &[Vec<Row>]) -> Job {
    let mut job = Job {
        left: texts(&files[0]),
        right: files.get(1).map(|it| texts(it)),
    };
    job.sort(model).unwrap();
    job
}

fn run(ready: &Prepared, model: &Model, begin: Begin<'_>) -> Outcome {
    ready.run_from(model, begin, |_| false, &|_| {}).unwrap()
}

/// What is kept of a job that learnt, written and read again.
fn kept(model: &Model, job: &Job) -> (Outcome, Kept) {
    let ready = job.prepare(model).unwrap();
    let outcome = run(&ready, model, Begin::Anew { is_kept: true });
    let kept = Kept::of(model, ready, job.records(model), &outcome).unwrap();
    let read = again(&kept).unwrap();
    assert!(read.frozen == kept.frozen);
    assert_eq!(read.pairs, kept.pairs);
    (outcome, read)
}

fn again(kept: &Kept) -> Result<Kept, KeptError> {
    from(&kept.files().unwrap())
}

fn from(files: &[(&'static str, Vec<u8>)]) -> Result<Kept, KeptError> {
    Kept::read(|name| {
        let file = files.iter().find(|it| it.0 == name);
        file.map(|it| it.1.clone())
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    })
}

/// A delivery linked onto what is kept, and what is to be kept of it.
fn linked(kept: &Kept, model: &Model, delivery: Delivery) -> (Outcome, Since, Kept) {
    let ready = kept.prepare(model, &delivery).unwrap();
    kept.check(model, ready.is_one_file()).unwrap();
    let begin = Begin::From(kept.frozen(), kept.settled(&delivery.since));
    let outcome = run(&ready, model, begin);
    let Delivery { since, records, .. } = delivery;
    let kept = Kept::of(model, ready, records, &outcome).unwrap();
    (outcome, since, again(&kept).unwrap())
}

fn onto(kept: &Kept, model: &Model, job: &Job) -> (Outcome, Since) {
    let (outcome, since, _) = linked(kept, model, kept.whole(model, job));
    (outcome, since)
}

fn trained(kept: &Kept, model: &Model, job: &Job) -> Outcome {
    let ready = job.prepare(model).unwrap();
    run(
        &ready,
        model,
        Begin::From(kept.frozen(), Settled::default()),
    )
}

/// To the bit.
fn assert_same(a: &Outcome, b: &Outcome) {
    assert_eq!(a.pairs, b.pairs);
    let bits = |it: &Outcome| -> Vec<[u64; 2]> {
        let of = |it: &Chosen| [it.pair.weight, it.probability].map(f64::to_bits);
        it.pairs.iter().map(of).collect()
    };
    assert!(bits(a) == bits(b));
}

fn models() -> [Model; 2] {
    let of_one = MODEL.replace("cardinality = \"one_to_one\"\n", "");
    [MODEL, &of_one].map(|it| Model::parse("people.toml", it).unwrap())
}

/// Every share is given, so that what links weigh is known.
const GIVEN: &str = r#"
name = "given"
version = "1"
id = "id"
cardinality = "one_to_one"
[field.first]
[field.surname]
[field.town]
[[comparison]]
field = "first"
levels = ["exact"]
m = [0.9, 0.1]
u = [0.01, 0.99]
[[comparison]]
field = "surname"
levels = ["exact"]
m = [0.9, 0.1]
u = [0.1, 0.9]
[[comparison]]
field = "town"
levels = ["exact"]
m = [0.6, 0.4]
u = [0.5, 0.5]
[[block]]
on = ["first"]
[training]
fixed = true
matches = 0.05
"#;

fn row(id: &str, cells: [&str; 3]) -> Row {
    let [first, surname, town] = cells.map(str::to_owned);
    (id.to_owned(), [first, surname, String::new(), town])
}

#[test]
fn a_link_that_is_not_made_any_more_is_listed_with_the_reason() {
    let model = Model::parse("given.toml", GIVEN).unwrap();
    let people = [
        "gone",
        "other",
        "tie",
        "tied",
        "outweighed",
        "unsure",
        "stays",
    ];
    let rows = |side: &str, town: fn(&str) -> &str| -> Vec<Row> {
        let row = |it: &&str| row(&format!("{side}-{it}"), [it, "li", town(it)]);
        people.iter().map(row).collect()
    };
    let lefts = rows("l", |_| "ayr");
    let rights = rows("r", |it| if it == "outweighed" { "rye" } else { "ayr" });
    let (first, kept) = kept(&model, &job(&model, &[lefts.clone(), rights.clone()]));
    assert_eq!(first.links(), people.len());

    let mut rights: Vec<Row> = rights.into_iter().filter(|it| it.0 != "r-gone").collect();
    for it in &mut rights {
        if it.0 == "r-other" {
            it.1[0] = "another".to_owned();
        }
    }
    for (id, first, town) in [
        ("r-tie-too", "tie", "ayr"),
        // Which of those just as good comes first makes no difference.
        ("a-tied-too", "tied", "ayr"),
        ("r-better", "outweighed", "ayr"),
        ("r-unsure-too", "unsure", "rye"),
        ("r-unsure-three", "unsure", "rye"),
    ] {
        rights.push(row(id, [first, "li", town]));
    }
    let now = job(&model, &[lefts, rights]);
    let (outcome, since) = onto(&kept, &model, &now);
    let records = now.records(&model);
    let changed = changed_links(&kept, &since, &records, &outcome.pairs, model.cardinality);
    let told = |it: &ChangedLink| (it.left.clone(), it.right.clone(), it.why);
    let said = |id: &str, why: WhyChanged| (format!("l-{id}"), format!("r-{id}"), why);
    let told: Vec<_> = changed.iter().map(told).collect();
    assert_eq!(
        told,
        [
            said("gone", WhyChanged::Gone),
            said("other", WhyChanged::RecordChanged),
            said("outweighed", WhyChanged::Outweighed),
            said("tie", WhyChanged::Tie),
            said("tied", WhyChanged::Tie),
            said("unsure", WhyChanged::LessLikely),
        ]
    );
    for it in &changed {
        assert!(it.before >= 0.5 && it.now < 0.5, "{it:?}");
        let is_outweighed = it.why == WhyChanged::Outweighed;
        let partner = is_outweighed.then(|| "r-better".to_owned());
        assert_eq!((&it.left_now_with, &it.right_now_with), (&partner, &None));
        let is_weighed = !matches!(it.why, WhyChanged::Gone | WhyChanged::RecordChanged);
        assert_eq!(it.now > 0.2, is_weighed, "{it:?}");
    }
}

#[test]
fn another_model_another_number_of_files_and_another_format_are_refused() {
    let [of_two, of_one] = models();
    let mut invented = Invented::new(1);
    let files = invented.files();
    let two = job(&of_two, &files);
    let (_, kept) = kept(&of_two, &two);
    let refused = |model: &Model, is_one: bool| kept.check(model, is_one).unwrap_err();
    assert_eq!(
        refused(&of_one, true),
        "was kept of two files, and this is of one"
    );
    let other = MODEL.replace("typed 1", "typed 2");
    let other = Model::parse("people.toml", &other).unwrap();
    assert!(refused(&other, false).contains("was kept by another model: `people`, version 1"));
    let same = Model::parse("people.toml", &format!("# A comment.\n{MODEL}")).unwrap();
    kept.check(&same, false).unwrap();

    let files = kept.files().unwrap();
    let with = |name: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut files = files.clone();
        let file = files.iter_mut().find(|it| it.0 == name).unwrap();
        change(&mut file.1);
        from(&files).err().unwrap().to_string()
    };
    let text = |from: &'static str, to: &'static str| {
        move |bytes: &mut Vec<u8>| {
            let text = String::from_utf8(bytes.clone()).unwrap();
            assert!(text.contains(from));
            *bytes = text.replacen(from, to, 1).into_bytes();
        }
    };
    let said = with("trained.toml", &text("format = 2", "format = 3"));
    assert_eq!(said, "is of format 3, and this program reads and writes 2");
    let said = with("trained.toml", &text("[learnt]", "[learned]"));
    assert_eq!(said, "`trained.toml` is not as it was left");
    let said = with("trained.toml", &text("matches = 0.", "matches = 0.0"));
    assert_eq!(said, "`trained.toml` is not as it was left");
    let mut of_then = from(&files).unwrap();
    of_then.of.words = "0".to_owned();
    let said = of_then.check(&of_two, false).unwrap_err();
    assert!(said.contains("other forms of names"), "{said}");
    for (name, _) in &files {
        let said = with(name, &|bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        });
        assert_eq!(said, format!("`{name}` is not as it was left"));
    }
    let few: Vec<_> = files
        .iter()
        .filter(|it| it.0 != "pairs.parquet")
        .cloned()
        .collect();
    let said = from(&few).err().unwrap().to_string();
    assert_eq!(said, "`pairs.parquet` cannot be read: entity not found");
}
