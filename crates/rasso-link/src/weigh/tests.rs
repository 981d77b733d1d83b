//! Cases that identifiers alone get wrong or leave, among five hundred that are as they should be.

use super::*;
use crate::{Due, LinkDefinition, LinkRecord, PassDefinition, Rule, link, model::Texts};
use rasso_schema::{Files, Schemas};
use rasso_terms::{Asn, Day, PersonKey, Urn, check_letter};

/// A record of somebody who does not exist.
#[derive(Clone)]
struct Person {
    urn: String,
    asn: String,
    surname: String,
    forenames: String,
    born: String,
    force: &'static str,
    day: i32,
}

/// The nth of those who share nothing but by chance.
fn nth(n: u32) -> Person {
    let syllable = |n: u32| {
        ["ba", "do", "ke", "lu", "mi", "no", "pra", "ri", "sta", "ve"]
            .get(usize::try_from(n % 10).unwrap())
            .copied()
            .unwrap()
    };
    let word = |n: u32| format!("{}{}{}", syllable(n), syllable(n / 10), syllable(n / 100));
    Person {
        urn: format!("52AB{:05}24", 10_000 + n * 37),
        asn: numbered(n),
        surname: word(n * 7 + 3),
        forenames: word(n * 13 + 5),
        born: Day::from_number(i32::try_from(n * 41 % 15_000).unwrap()).to_string(),
        force: "52",
        day: 19_000 + i32::try_from(n % 900).unwrap(),
    }
}

fn numbered(n: u32) -> String {
    let number = 31_000_000 + u64::from(n) * 101;
    let letter = check_letter(&format!("520124{number:011}")).unwrap();
    format!("2452AB01{number:011}{letter}")
}

/// A table of people; `later` is how many days after the crime its dates are.
fn side(people: &[Person], later: i32) -> Side {
    let record = |(id, it): (usize, &Person)| LinkRecord {
        id: i64::try_from(id).unwrap(),
        urn: Urn::parse(&it.urn).ok(),
        asn: Asn::parse(&it.asn).ok(),
        person: PersonKey::new(
            Some(it.surname.as_str()).filter(|it| !it.is_empty()),
            Some(it.forenames.as_str()).filter(|it| !it.is_empty()),
            it.born.parse().ok(),
        ),
    };
    let column = |of: &dyn Fn(&Person) -> String| {
        let mut texts = Texts::default();
        for it in people {
            texts.push(&of(it));
        }
        texts
    };
    let date = column(&|it| Day::from_number(it.day + later).to_string());
    let columns = [
        ("urn", column(&|it| it.urn.clone())),
        ("asn", column(&|it| it.asn.clone())),
        ("surname", column(&|it| it.surname.clone())),
        ("forenames", column(&|it| it.forenames.clone())),
        ("date_of_birth", column(&|it| it.born.clone())),
        ("sex", column(&|_| "M".to_owned())),
        ("force_code", column(&|it| it.force.to_owned())),
        ("offence_code", column(&|_| "19C".to_owned())),
        ("principal_offence_code", column(&|_| "019/08".to_owned())),
        ("recorded_date", date.clone()),
        ("cps_contact_date", date.clone()),
        ("first_charge_date", date.clone()),
        ("first_listed_date", date),
    ];
    let texts = columns.map(|(heading, texts)| (heading.to_owned(), texts));
    Side {
        records: people.iter().enumerate().map(record).collect(),
        texts: texts.into(),
    }
}

fn definition() -> LinkDefinition {
    let pass = |name: &str, rule| PassDefinition {
        name: name.to_owned(),
        rule,
        meaning: String::new(),
    };
    LinkDefinition {
        name: "test".to_owned(),
        version: "1".to_owned(),
        passes: vec![
            pass("urn_person", Rule::UrnPerson),
            pass("urn_asn", Rule::UrnAsn),
            pass("asn", Rule::Asn),
            pass("urn_one_suspect", Rule::UrnOneSuspect),
        ],
        due: Due {
            cps_decision_to_court_days: 60,
            police_charge_to_cps_days: 60,
        },
        reasons: Vec::new(),
    }
}

/// Five hundred at the police, of whom every other is at the CPS, and some more on both sides.
fn linked(police: &[Person], cps: &[Person]) -> Linked {
    let usual: Vec<Person> = (0..500).map(nth).collect();
    let referred = usual.iter().step_by(2).cloned().enumerate();
    let referred = referred.map(|(n, it)| match n % 20 {
        0 => Person {
            urn: String::new(),
            ..it
        },
        1 => Person {
            asn: String::new(),
            ..it
        },
        _ => it,
    });
    let cps: Vec<Person> = cps.iter().cloned().chain(referred).collect();
    let police: Vec<Person> = police
        .iter()
        .cloned()
        .chain(usual.iter().cloned())
        .collect();
    let schemas = Schemas::embedded().unwrap();
    let model = EdgeModel::load(&schemas, "police_cps", 0.9).unwrap();
    link(
        &side(&police, 0),
        &side(&cps, 45),
        &Side::default(),
        &definition(),
        &[model],
    )
    .unwrap()
}

/// The links of the first so many records of the CPS: left, right, and whether the model made them.
fn first(linked: &Linked, records: i64) -> Vec<(i64, i64, bool)> {
    let first = linked.links.iter().filter(|it| it.right < records);
    let mut first: Vec<_> = first
        .map(|it| (it.left, it.right, it.by == By::Model))
        .collect();
    first.sort_unstable_by_key(|it| it.1);
    first
}

#[test]
fn a_missing_date_of_birth_and_a_mistyped_urn_are_bridged() {
    let one = nth(900);
    let police = [one.clone()];
    let cps = [Person {
        urn: "52AB4330924".to_owned(),
        asn: String::new(),
        born: String::new(),
        ..one
    }];
    let linked = linked(&police, &cps);
    assert_eq!(first(&linked, 1), [(0, 0, true)]);
    let weighed = linked.weighed(&linked.links[0]).unwrap();
    assert!(weighed.probability > 0.9);
    let level = |name: &str| weighed.levels.iter().find(|it| it.comparison == name);
    assert_eq!(level("urn").unwrap().level, "typed 1");
    assert_eq!(level("date_of_birth").unwrap().level, "nothing to compare");
}

#[test]
fn of_seven_co_defendants_each_is_linked_to_himself() {
    let seven: Vec<Person> = (0..7)
        .map(|n| Person {
            urn: nth(900).urn,
            ..nth(900 + n)
        })
        .collect();
    // Nobody's ASN came over, one date of birth is missing, and two surnames are mistyped.
    let mut cps: Vec<Person> = seven.iter().rev().cloned().collect();
    for (n, it) in cps.iter_mut().enumerate() {
        it.asn = String::new();
        if n < 2 {
            it.surname.push('x');
        }
        if n == 3 {
            it.born = String::new();
        }
    }
    let found = first(&linked(&seven, &cps), 7);
    let pairs: Vec<_> = found.iter().map(|it| (it.0, it.1)).collect();
    assert_eq!(pairs, (0..7).map(|n| (6 - n, n)).collect::<Vec<_>>());
}

#[test]
fn twins_are_linked_each_to_himself_and_one_alone_to_nobody_else() {
    let twin = |forenames: &str| Person {
        forenames: forenames.to_owned(),
        asn: String::new(),
        ..nth(900)
    };
    let (ant, bede) = (twin("Anthony"), twin("Bede"));
    let both = linked(&[ant.clone(), bede.clone()], &[bede.clone(), ant.clone()]);
    let pairs: Vec<_> = first(&both, 2).iter().map(|it| (it.0, it.1)).collect();
    assert_eq!(pairs, [(1, 0), (0, 1)]);
    // The police recorded one of them, the CPS the other.
    let other = linked(&[ant], &[bede]);
    assert_eq!(first(&other, 1), []);
}

#[test]
fn an_asn_that_was_used_again_links_nobody_to_another() {
    let (one, other) = (nth(900), nth(901));
    let reused = Person {
        asn: one.asn.clone(),
        ..other.clone()
    };
    let mistyped = Person {
        urn: String::new(),
        ..one.clone()
    };
    let linked = linked(&[one, reused.clone()], &[reused, mistyped]);
    let pairs: Vec<_> = first(&linked, 2).iter().map(|it| (it.0, it.1)).collect();
    assert_eq!(pairs, [(1, 0), (0, 1)]);
}

#[test]
fn a_case_that_went_to_another_force_is_followed() {
    let one = nth(900);
    let taken_over = Person {
        urn: format!("53CD{}", &one.urn[4..]),
        asn: String::new(),
        force: "53",
        surname: format!("{}e", one.surname),
        ..one.clone()
    };
    assert_eq!(first(&linked(&[one], &[taken_over]), 1), [(0, 0, true)]);
}

#[test]
fn two_cases_of_one_person_compete_for_a_record() {
    let one = nth(900);
    let again = Person {
        urn: nth(905).urn,
        asn: nth(905).asn,
        day: one.day + 800,
        ..one.clone()
    };
    // The CPS has the later case alone, under a URN that nobody has.
    let sent = Person {
        urn: "52AB9999924".to_owned(),
        ..again.clone()
    };
    let linked = linked(&[one, again], &[sent]);
    let pairs: Vec<_> = first(&linked, 1).iter().map(|it| (it.0, it.1)).collect();
    assert_eq!(pairs, [(1, 0)]);
}

#[test]
fn another_case_of_one_person_is_no_partner_where_the_right_one_was_not_sent() {
    let one = nth(900);
    let again = Person {
        urn: nth(905).urn,
        asn: nth(905).asn,
        day: one.day + 200,
        ..one.clone()
    };
    assert_eq!(first(&linked(&[one], &[again]), 1), []);
}

#[test]
fn a_name_alone_is_no_partner_where_a_force_sent_nothing() {
    // Nearly everybody else has a partner; these share a surname, or a date of birth, with a stranger.
    let police: Vec<Person> = (900..920).map(nth).collect();
    let cps: Vec<Person> = (900..920)
        .map(|n| Person {
            surname: nth(n + 50 * (n % 2)).surname,
            born: nth(n + 50 - 50 * (n % 2)).born,
            urn: String::new(),
            force: "01",
            ..nth(n + 50)
        })
        .collect();
    assert_eq!(first(&linked(&police, &cps), 20), []);
}

#[test]
fn what_passes_linked_stays_and_is_weighed() {
    let linked = linked(&[], &[]);
    let of_passes = linked.links.iter().filter(|it| it.by != By::Model);
    let weighed: Vec<_> = of_passes.map(|it| linked.weighed(it).unwrap()).collect();
    assert!(weighed.len() > 200);
    assert!(weighed.iter().all(|it| it.probability > 0.5));
    let [model] = linked.models.as_slice() else {
        panic!("one model");
    };
    assert!((model.expected - 250.0).abs() < 2.5, "{}", model.expected);
    assert_eq!(model.doubted, 0);
}

#[test]
fn a_defendant_stays_with_the_police_suspect_whom_a_pass_found_for_him() {
    let one = nth(900);
    let nameless_case = Person {
        urn: String::new(),
        asn: String::new(),
        ..one.clone()
    };
    let table = |first: &Person| -> Vec<Person> {
        let usual = (0..500).map(nth);
        std::iter::once(first.clone()).chain(usual).collect()
    };
    let (police, cps, court) = (table(&one), table(&nameless_case), table(&one));
    let schemas = Schemas::embedded().unwrap();
    let of_first = |models: &[&str]| {
        let models: Vec<_> = models
            .iter()
            .map(|it| EdgeModel::load(&schemas, it, 0.9).unwrap())
            .collect();
        let sides = [side(&police, 0), side(&cps, 45), side(&court, 50)];
        let [police, cps, court] = &sides;
        let linked = link(police, cps, court, &definition(), &models).unwrap();
        let links = linked.links.into_iter();
        let first = links.filter(|it| it.left == 0 && it.right == 0);
        first.map(|it| it.edge).collect::<Vec<_>>()
    };
    // The CPS record is one of nobody at the police: the defendant is held to be another's.
    assert_eq!(of_first(&["cps_court"]), [Edge::PoliceCourt]);
    // It is one of the same suspect: the way to the police goes through it.
    let both = of_first(&["police_cps", "cps_court"]);
    assert_eq!(both, [Edge::PoliceCps, Edge::CpsCourt]);
}

#[test]
fn a_model_of_an_edge_of_the_run_leaves_one_partner_at_most() {
    let path = "link-models/police_cps.toml";
    let embedded = Files::embedded();
    let file = |it: &str| {
        let text = embedded.text(it).unwrap();
        let text = if it == path {
            text.replace("one_to_one", "many_to_many")
        } else {
            text.to_owned()
        };
        (it.to_owned(), text.into_bytes())
    };
    let files = Files::from_contents(embedded.paths().map(file));
    let schemas = Schemas::from_files(files).unwrap();
    let error = EdgeModel::load(&schemas, "police_cps", 0.9).unwrap_err();
    assert!(error.to_string().contains("cardinality"), "{error}");
}
