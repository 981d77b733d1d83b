//! Models that link what identifiers leave over, in worlds whose truth is known: how much they find, how
//! often they are wrong, whether their probabilities add up, and what becomes of the rates.

use crate::oracle::cells::bias_table;
use crate::oracle::extracts::Extracts;
use crate::oracle::links::{Edge, Links, NamedLink};
use crate::oracle::runs;
use crate::world::{MODELS, World, edit, tell};
use rasso_synth::MessSettings;
use rasso_tests::text_of;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

const CRIMES: u64 = 30_000;
const SEED: u64 = 31;

/// The usual faults, but for identifiers: each is mistyped in so many of a hundred records, and missing
/// in as many.
fn errors(percent: i64) -> MessSettings {
    let text = include_str!("../crates/rasso-synth/data/mess.toml");
    let mut rates: toml::Table = text.parse().unwrap();
    for (table, keys) in [
        ("urn", ["missing", "mistyped"]),
        ("asn", ["missing", "mistyped"]),
        ("name", ["missing", "variant"]),
        ("birth", ["missing", "wrong"]),
    ] {
        for key in keys {
            let rate = rates[table].get_mut(key).unwrap();
            *rate = toml::Value::Integer(percent * 100);
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mess.toml");
    std::fs::write(&path, toml::to_string(&rates).unwrap()).unwrap();
    MessSettings::read(&path).unwrap()
}

/// What is known of a later record that has a partner.
struct Groups<'a> {
    extracts: &'a Extracts,
    /// The ten forces with the most CPS suspects.
    large: BTreeSet<&'a str>,
}

impl<'a> Groups<'a> {
    fn of(extracts: &'a Extracts) -> Self {
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        for force in extracts.cps.iter().filter_map(|it| it.force.as_deref()) {
            *sizes.entry(force).or_default() += 1;
        }
        let mut sizes: Vec<_> = sizes.into_iter().collect();
        sizes.sort_by_key(|it| std::cmp::Reverse(it.1));
        let large = sizes.iter().take(10).map(|it| it.0).collect();
        Self { extracts, large }
    }

    /// The groups of the later record at this place of its table.
    fn groups(&self, edge: Edge, place: usize) -> Vec<&'static str> {
        let mut groups = vec!["all"];
        let (urn, asn, person) = if edge == Edge::PoliceCps {
            let it = &self.extracts.cps[place];
            let is_large = it
                .force
                .as_deref()
                .is_some_and(|it| self.large.contains(it));
            groups.push(if is_large {
                "large force"
            } else {
                "small force"
            });
            groups.push(match it.ethnicity.as_deref() {
                Some("W") => "ethnicity: white",
                Some("A" | "B" | "M" | "O") => "ethnicity: another",
                _ => "ethnicity not known",
            });
            (&it.urn, &it.asn, &it.person)
        } else {
            let it = &self.extracts.defendants[place];
            (&it.urn, &it.asn, &it.person)
        };
        if urn.is_none() {
            groups.push("no usable URN");
        }
        if asn.is_none() {
            groups.push("no usable ASN");
        }
        if !person.complete() {
            groups.push("name or date of birth missing");
        }
        groups
    }
}

/// Of a group of later records: those with a partner, those linked to it, and wrong links.
#[derive(Default, Clone, Copy)]
struct Found {
    partnered: usize,
    linked: usize,
    wrong: usize,
}

/// How many partners links find, and how many links are wrong, by edge and group.
fn found(world: &World, links: &Links) -> BTreeMap<(Edge, &'static str), Found> {
    let groups = Groups::of(&world.extracts);
    let truth = world.truth.links(&world.extracts);
    let mut found: BTreeMap<(Edge, &'static str), Found> = BTreeMap::new();
    for edge in Edge::ALL {
        let (true_lefts, made) = (truth.lefts(edge), links.lefts(edge));
        for (right, lefts) in &true_lefts {
            let made = made.get(right).map(Vec::as_slice).unwrap_or_default();
            for group in groups.groups(edge, *right) {
                let it = found.entry((edge, group)).or_default();
                it.partnered += 1;
                it.linked += usize::from(made.iter().any(|it| lefts.contains(it)));
            }
        }
        for (right, made) in &made {
            let wrong = made
                .iter()
                .filter(|left| !is_one_person(world, edge, **left, *right));
            let wrong = wrong.count();
            for group in groups.groups(edge, *right) {
                found.entry((edge, group)).or_default().wrong += wrong;
            }
        }
    }
    found
}

/// Whether two records are of one person in one case, whatever other records of him there are.
fn is_one_person(world: &World, edge: Edge, left: usize, right: usize) -> bool {
    let extracts = &world.extracts;
    let person = |table: &str, place: usize| {
        let key = match table {
            "police_suspect" => extracts.suspects[place].key.join("|"),
            "cps_case" => extracts.cps[place].key.join("|"),
            _ => extracts.defendants[place].key.join("|"),
        };
        world.truth.person(table, &key)
    };
    let (left_table, right_table) = edge.tables();
    let left = person(left_table, left);
    left.is_some() && left == person(right_table, right)
}

/// The links of a run, by the places of records.
pub(crate) fn links_of(run: &Path, extracts: &Extracts) -> Links {
    fn places<const N: usize>(keys: impl Iterator<Item = [String; N]>) -> BTreeMap<String, usize> {
        keys.enumerate()
            .map(|(at, it)| (it.join("|"), at))
            .collect()
    }
    let suspects = places(extracts.suspects.iter().map(|it| it.key.clone()));
    let cps = places(extracts.cps.iter().map(|it| it.key.clone()));
    let defendants = places(extracts.defendants.iter().map(|it| it.key.clone()));
    let of = |table: &str, key: &String| match table {
        "police_suspect" => suspects[key],
        "cps_case" => cps[key],
        _ => defendants[key],
    };
    let mut links = Links::default();
    let made: BTreeMap<NamedLink, String> = runs::links(run).unwrap();
    for (edge, left, right) in made.keys() {
        let (left_table, right_table) = edge.tables();
        links.add(*edge, of(left_table, left), of(right_table, right), "made");
    }
    links
}

/// Of the later people in pairs that a model weighed: how many are expected to have a partner among
/// them, and how many have. (One of a case whose URN is missing from some of its crimes may be there
/// twice on the earlier side, and is partner of the later one once.)
fn calibration(world: &World, run: &Path, edge: Edge) -> (f64, f64) {
    let keys = runs::keys(run).unwrap();
    let (left_table, right_table) = edge.tables();
    let (mut expected, mut partnered) = (0.0, BTreeSet::new());
    for row in rasso_tests::rows(&run.join("link_pairs.parquet")).unwrap() {
        let is = |column: &str, table: &str| text_of(&row, column) == table;
        if !is("left_table", left_table) || !is("right_table", right_table) {
            continue;
        }
        let person = |table: &str, column: &str| {
            let id: i64 = text_of(&row, column).parse().unwrap();
            let key = &keys[&(table.to_owned(), id)];
            world.truth.person(table, key).map(str::to_owned)
        };
        let (left, right) = (
            person(left_table, "left_id"),
            person(right_table, "right_id"),
        );
        expected += text_of(&row, "probability").parse::<f64>().unwrap();
        if left.is_some() && left == right {
            partnered.insert(text_of(&row, "right_id"));
        }
    }
    (expected, f64::from(u32::try_from(partnered.len()).unwrap()))
}

#[test]
fn models_find_what_identifiers_leave_and_join_no_two_people() {
    let clean = World::new(CRIMES, SEED, false).unwrap();
    let truth = clean.whole(&clean.truth.links(&clean.extracts));
    let mut table = "percent,edge,records,with a partner,found by identifiers,found with models,wrong by identifiers,wrong with models\n".to_owned();
    let mut rates = "percent,metric,clock,in,bias by identifiers,bias with models\n".to_owned();
    for percent in [2, 10] {
        let world = World::with_faults(CRIMES, SEED, Some(errors(percent))).unwrap();
        let (by_identifiers, with_models) = (
            world.run().unwrap(),
            world.run_with_models(&MODELS).unwrap(),
        );
        let before = links_of(&by_identifiers, &world.extracts);
        let after = links_of(&with_models, &world.extracts);
        // The rest of the run takes the links of models as it takes any.
        world
            .check(&with_models, &after)
            .unwrap_or_else(|it| panic!("{it}"));

        let (were, are) = (found(&world, &before), found(&world, &after));
        for ((edge, group), is) in &are {
            let was = were.get(&(*edge, *group)).copied().unwrap_or_default();
            writeln!(
                table,
                "{percent},{edge:?},{group},{},{},{},{},{}",
                is.partnered, was.linked, is.linked, was.wrong, is.wrong
            )
            .unwrap();
        }
        for edge in Edge::ALL {
            let all = are.get(&(edge, "all")).copied().unwrap_or_default();
            assert_eq!(
                all.wrong, 0,
                "{percent}% {edge:?}: links that join two people"
            );
        }
        for edge in [Edge::PoliceCps, Edge::CpsCourt] {
            let all = are[&(edge, "all")];
            let number = |it: usize| f64::from(u32::try_from(it).unwrap());
            let recall = number(all.linked) / number(all.partnered);
            let (expected, true_ones) = calibration(&world, &with_models, edge);
            tell(&format!(
                "{percent}% {edge:?}: {recall:.4} found; {expected:.1} of {true_ones} matches expected\n"
            ));
            let least = if percent == 2 { 0.99 } else { 0.94 };
            assert!(recall >= least, "{percent}% {edge:?}: recall {recall}");
            let ratio = expected / true_ones;
            assert!((ratio - 1.0).abs() < 0.02, "{percent}% {edge:?}: {ratio}");
        }
        rates += &rates_of(
            percent,
            &bias_table(&world.whole(&before), &truth),
            &bias_table(&world.whole(&after), &truth),
        );
    }
    tell(&table);
    tell(&rates);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join("links_of_models.csv"), table).unwrap();
    std::fs::write(folder.join("bias_with_models.csv"), rates).unwrap();
}

/// Takes the records of the second largest force out of what the police sent.
fn lose_a_force(folder: &Path) -> Result<(), String> {
    let pipeline = folder.join("pipeline.toml");
    edit(&pipeline, &pipeline, |pipeline| {
        let extracts = pipeline["extract"].as_array_mut().unwrap();
        for extract in extracts.iter_mut().filter_map(toml::Value::as_table_mut) {
            if extract["agency"].as_str() != Some("police") {
                continue;
            }
            extract.remove("rows");
            extract.remove("sha256");
            let path = folder.join(extract["path"].as_str().unwrap());
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(text.starts_with("force_code,"));
            let kept = text
                .split_inclusive('\n')
                .filter(|it| !it.starts_with("06,"));
            let kept: String = kept.collect();
            assert!(kept.len() < text.len());
            std::fs::write(path, kept).unwrap();
        }
    })
}

#[test]
fn a_force_that_sent_nothing_has_nobody_linked_to_others() {
    let world = World::without((CRIMES, SEED), Some(errors(10)), lose_a_force).unwrap();
    let run = world.run_with_models(&MODELS).unwrap();
    let links = links_of(&run, &world.extracts);
    let of_force = world.extracts.cps.iter();
    let of_force = of_force.filter(|it| it.force.as_deref() == Some("06"));
    assert!(of_force.count() > 20);
    for ((edge, group), it) in found(&world, &links) {
        assert_eq!(it.wrong, 0, "{edge:?}, {group}");
    }
    let (expected, true_ones) = calibration(&world, &run, Edge::PoliceCps);
    assert!(
        (expected / true_ones - 1.0).abs() < 0.02,
        "{expected} of {true_ones}"
    );
}

/// The bias of each measure by identifiers, and with models, side by side.
fn rates_of(percent: i64, before: &str, after: &str) -> String {
    let mut rates = String::new();
    for (was, is) in before.lines().zip(after.lines()).skip(1) {
        let (was, is): (Vec<_>, Vec<_>) = (was.split(',').collect(), is.split(',').collect());
        assert_eq!(was[..2], is[..2]);
        writeln!(
            rates,
            "{percent},{},{},{},{},{}",
            is[0], is[1], is[5], was[4], is[4]
        )
        .unwrap();
    }
    rates
}

#[test]
fn a_link_is_explained_by_its_tables_and_record_ids() {
    let world = World::new(3_000, SEED, true).unwrap();
    let run = world.run_with_models(&MODELS).unwrap();
    let made_by = |pass: &str| {
        let rows = rasso_tests::rows(&run.join("links.parquet")).unwrap();
        let row = rows
            .into_iter()
            .find(|it| text_of(it, "pass").starts_with(pass));
        let row = row.unwrap();
        let [left, right] = ["left_id", "right_id"].map(|it| text_of(&row, it));
        (
            format!("police_cps:{left}:{right}"),
            text_of(&row, "probability"),
        )
    };
    let explained = |link: &str, more: &[&str]| {
        let asked = ["explain", link, "--run", run.to_str().unwrap()];
        rasso_tests::run_rasso(&run, asked.iter().chain(more).copied()).unwrap()
    };
    for pass in ["urn_person", "police_cps 2026.2"] {
        let (link, probability) = made_by(pass);
        let told = explained(&link, &[]);
        assert_eq!(told.code, Some(0), "{}", told.stderr);
        assert!(
            told.stdout.contains(&format!("linked by {pass}")),
            "{}",
            told.stdout
        );
        for step in ["any two", "urn: ", "order: ", "+++"] {
            assert!(told.stdout.contains(step), "{step}: {}", told.stdout);
        }
        let told = explained(&link, &["--json"]);
        let told: serde_json::Value = serde_json::from_str(&told.stdout).unwrap();
        let (said, written) = (told["probability"].as_f64(), probability.parse::<f64>());
        assert!((said.unwrap() - written.unwrap()).abs() < 1e-12);
        assert_eq!(told["steps"].as_array().unwrap().len(), 11);
    }
    for wrong in ["police_cps:1", "police_cps:x:1", "police_cps:999999:1"] {
        let told = explained(wrong, &[]);
        assert_eq!(told.code, Some(2), "{}", told.stderr);
        assert!(
            told.stderr.contains("a link is named by"),
            "{}",
            told.stderr
        );
    }
    let page = std::fs::read_to_string(run.join("run.html")).unwrap();
    assert!(page.contains("What models weighed") && page.contains("From sum to sum"));
}
