//! What is done with releases that are there: told apart, and taken back.

use super::{DATES, Desk, TABLE};
use rasso_tests::{contents, run_rasso};
use serde_json::Value;
use std::{collections::BTreeMap, fs};

/// Every figure that the tables themselves show otherwise is named, and no other.
pub(super) fn every_revised_figure_is_named(desk: &Desk) {
    let both = ["out/releases/2025-Q1-1", "out/releases/2025-Q2-2"];
    let said = desk.done(["release", "diff", both[0], both[1], "--json"]);
    let told: Value = serde_json::from_str(&said).unwrap();
    let table = &told["tables"][0];
    assert_eq!(table["table"], TABLE);
    let text = |it: &Value, key: &str| it[key].as_str().unwrap().to_owned();
    let mut named: BTreeMap<[String; 3], [String; 4]> = BTreeMap::new();
    for it in table["changes"].as_array().unwrap() {
        let place = ["measure", "area_code", "period"].map(|key| text(it, key));
        let [was, is] = [&it["was"], &it["is"]].map(|it| [text(it, "value"), text(it, "marker")]);
        let shown = [was[0].clone(), was[1].clone(), is[0].clone(), is[1].clone()];
        assert!(named.insert(place, shown).is_none(), "named twice");
    }
    let rows = both.map(|release| {
        let place = |it: &BTreeMap<String, String>| {
            ["measure", "area_code", "period"].map(|column| it[column].clone())
        };
        let all = desk.table(release).into_iter();
        all.map(|it| (place(&it), it)).collect::<BTreeMap<_, _>>()
    });
    let (mut revised, mut same) = (0, 0);
    for (place, now) in &rows[1] {
        let Some(before) = rows[0].get(place) else {
            continue;
        };
        let column = |name: &str| before[name] != now[name];
        let is_other = ["value", "lower", "upper", "marker"]
            .into_iter()
            .any(column);
        let is_anew = now["marker"] == "[c]" && column("cell_id");
        if let Some(told) = named.remove(place) {
            assert!(is_other || is_anew, "it is the same");
            let shown = [before, now].map(|it| [it["value"].clone(), it["marker"].clone()]);
            assert_eq!(told.to_vec(), shown.concat());
            revised += usize::from(column("value"));
        } else {
            assert!(!is_other && !is_anew, "it is not named");
            same += 1;
        }
    }
    assert!(named.is_empty(), "what is not in both is named");
    assert!(
        revised > 20 && same > 20,
        "the world does not try it: {revised}, {same}"
    );
    let new = rows[1].keys().filter(|it| !rows[0].contains_key(*it));
    assert_eq!(table["new"], new.count());
    let said = desk.done(["release", "diff", both[0], both[1]]);
    assert!(
        said.contains("revised") && said.contains("2025-Q1"),
        "{said}"
    );
    let said = desk.done(["release", "diff", both[1], both[1], "--json"]);
    let told: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(told["tables"][0]["changes"].as_array().unwrap().len(), 0);
}

/// The newest release is taken back, and then the first: what stays is a notice, and the ledger.
pub(super) fn a_release_can_be_taken_back(desk: &Desk) {
    let withdraw = |id: &str, date: &str| {
        let reason = "The figures of one force were of another year.";
        let own = [
            "release", "withdraw", id, "--date", date, "--reason", reason,
        ];
        run_rasso(&desk.path(""), own.iter().chain(&["--out", "held"])).unwrap()
    };
    let ledger = || contents(&desk.path("held/ledger")).unwrap();
    let before = ledger();
    let ended = withdraw("2025-Q2-2", "2025-02-30");
    assert!(ended.code == Some(2) && ended.said().contains("--date"));
    let ended = withdraw("2025-Q3-3", "2025-10-02");
    assert!(ended.code == Some(3) && ended.said().contains("2025-Q3-3"));
    let urn = [
        "--date",
        "2025-10-02",
        "--reason",
        "52AB0123424 was counted twice",
        "--out",
        "held",
    ];
    let own = ["release", "withdraw", "2025-Q2-2"];
    let ended = run_rasso(&desk.path(""), own.iter().chain(&urn)).unwrap();
    assert!(ended.code == Some(2) && !ended.said().contains("52AB0123424"));
    let ended = withdraw("2025-Q2-2", "2025-10-02");
    assert_eq!(ended.code, Some(0), "{}", ended.said());
    assert!(ended.said().contains("2025-Q1-1"), "{}", ended.said());
    assert_eq!(desk.verify("held/current"), Some(0), "the one before it");
    let left = contents(&desk.path("held/releases/2025-Q2-2")).unwrap();
    assert_eq!(left.len(), 2, "more than a notice is left");
    let page = fs::read_to_string(desk.path("held/releases/2025-Q2-2/withdrawn.html")).unwrap();
    assert!(page.contains("of another year") && page.contains("2025-10-02"));
    let said = run_rasso(
        &desk.path(""),
        ["release", "verify", "held/releases/2025-Q2-2"],
    );
    let said = said.unwrap();
    assert!(said.code == Some(3) && said.said().contains("withdrawn on 2025-10-02"));
    assert_eq!(desk.verify("held/withdrawn/2025-Q2-2"), Some(0), "the copy");
    assert!(ledger() == before, "the ledger forgets");
    // The same figures are not put in the notice's place unasked.
    let (code, said) = desk.build(DATES[1], "held", &["--table", TABLE, "--revisions", "hold"]);
    assert!(code == Some(2) && said.contains("was withdrawn"), "{said}");
    let ended = withdraw("2025-Q1-1", "2025-10-02");
    assert_eq!(ended.code, Some(0), "{}", ended.said());
    assert!(!desk.path("held/current").exists());
}
