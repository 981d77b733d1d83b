//! Models that link what identifiers leave over, in worlds whose truth is known: how much they find, how
//! often they are wrong, whether their probabilities add up, and what becomes of the rates.

use crate::oracle::cells::bias_table;
use crate::oracle::extracts::Extracts;
use crate::oracle::links::{Edge, Links, NamedLink};
use crate::oracle::runs;
use crate::world::{MODELS, World, tell};
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
    for edge in [Edge::PoliceCps, Edge::CpsCourt] {
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
            let lefts = true_lefts.get(right).map(Vec::as_slice).unwrap_or_default();
            let wrong = made.iter().filter(|it| !lefts.contains(it)).count();
            for group in groups.groups(edge, *right) {
                found.entry((edge, group)).or_default().wrong += wrong;
            }
        }
    }
    found
}

/// The links of a run, by the places of records.
fn links_of(run: &Path, extracts: &Extracts) -> Links {
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
        for edge in [Edge::PoliceCps, Edge::CpsCourt] {
            let all = are[&(edge, "all")];
            let number = |it: usize| f64::from(u32::try_from(it).unwrap());
            let (partnered, wrong) = (number(all.partnered), number(all.wrong));
            let recall = number(all.linked) / partnered;
            let (expected, true_ones) = calibration(&world, &with_models, edge);
            tell(&format!(
                "{percent}% {edge:?}: {recall:.4} found, {wrong} wrong; {expected:.1} of {true_ones} matches expected\n"
            ));
            assert!(wrong <= 0.001 * partnered, "{percent}% {edge:?}: {wrong}");
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
