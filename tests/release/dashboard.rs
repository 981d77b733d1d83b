//! The pages of a release: every figure on them is its row in the tables beside them.

use super::{DATES, Desk};
use rasso_tests::{contents, run_rasso};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

pub(super) fn every_figure_on_a_page_is_its_row(desk: &Desk) {
    let pages = desk.path("pages");
    let own = [
        "dashboard",
        "build",
        "--release",
        "out/current",
        "--out",
        "pages",
    ];
    desk.done(
        own.into_iter()
            .chain(["--before", "out/releases/2025-Q1-1"]),
    );
    let mut tables = BTreeMap::new();
    let (mut figures, mut withheld) = (0, 0);
    for (path, bytes) in contents(&pages).unwrap() {
        let own = path.strip_prefix(&pages).unwrap();
        if own.starts_with("data") || own.extension().is_none_or(|it| it != "html") {
            continue;
        }
        let page = String::from_utf8(bytes).unwrap();
        assert!(
            !page.contains("<script") && !page.contains("http://"),
            "{}",
            own.display()
        );
        for (href, text) in links(&page) {
            let Some((file, row)) = href.split_once("#row=") else {
                assert!(is_there(&path, href), "{}: {href}", own.display());
                continue;
            };
            let file = path.parent().unwrap().join(file).canonicalize().unwrap();
            let rows = tables.entry(file.clone()).or_insert_with(|| told(&file));
            let row: usize = row.parse().unwrap();
            let is = &rows[row - 2];
            assert!(
                text == *is,
                "{}: row {row} is shown otherwise",
                own.display()
            );
            figures += 1;
            withheld += usize::from(is == "[c]");
        }
    }
    assert!(figures > 2000 && withheld > 500, "{figures} {withheld}");
}

pub(super) fn what_is_no_dashboard_is_left_alone(desk: &Desk) {
    let other = desk.path("held");
    let before: BTreeSet<_> = contents(&other).unwrap().into_iter().collect();
    let own = [
        "dashboard",
        "build",
        "--release",
        "out/current",
        "--out",
        "held",
    ];
    assert_eq!(run_rasso(&desk.path(""), own).unwrap().code, Some(2));
    assert!(
        contents(&other)
            .unwrap()
            .into_iter()
            .collect::<BTreeSet<_>>()
            == before
    );
    // Of a release that was changed there are no pages, and those before stay.
    let index = fs::read(desk.path("pages/index.html")).unwrap();
    let table = desk.path(&format!(
        "out/releases/2025-Q1-1/tables/{}.csv",
        super::TABLE
    ));
    let was = fs::read(&table).unwrap();
    fs::write(&table, [&was[..], b"\n"].concat()).unwrap();
    let own = [
        "dashboard",
        "build",
        "--release",
        "out/releases/2025-Q1-1",
        "--out",
        "pages",
    ];
    assert_eq!(
        run_rasso(&desk.path(""), own).unwrap().code,
        Some(7),
        "{}",
        DATES[0]
    );
    fs::write(&table, was).unwrap();
    assert!(fs::read(desk.path("pages/index.html")).unwrap() == index);
}

/// What each row of a table is on a page: the number with separators, a per cent sign, and the marker.
fn told(table: &Path) -> Vec<String> {
    let mut reader = csv::Reader::from_path(table).unwrap();
    let rows = reader.deserialize::<BTreeMap<String, String>>();
    let told = rows.map(|row| {
        let row = row.unwrap();
        let value = match row["unit"].as_str() {
            "per cent" if !row["value"].is_empty() => format!("{}%", row["value"]),
            _ => separated(&row["value"]),
        };
        format!("{value} {}", row["marker"]).trim().to_owned()
    });
    told.collect()
}

fn separated(number: &str) -> String {
    let from_end = number.len();
    let with = number.char_indices().map(|(at, digit)| {
        let is_start = at > 0 && (from_end - at).is_multiple_of(3);
        if is_start {
            format!(",{digit}")
        } else {
            digit.to_string()
        }
    });
    with.collect()
}

/// Every link of a page and its text.
fn links(page: &str) -> impl Iterator<Item = (&str, String)> {
    page.split("<a ").skip(1).map(|it| {
        let (_, rest) = it.split_once("href=\"").unwrap();
        let (href, rest) = rest.split_once('"').unwrap();
        let (_, text) = rest.split_once('>').unwrap();
        let (text, _) = text.split_once("</a>").unwrap();
        let plain = text
            .split('<')
            .map(|it| it.split_once('>').map_or(it, |it| it.1));
        (href, plain.collect())
    })
}

/// Whether a link leads to a file, and to a place in it.
fn is_there(page: &Path, href: &str) -> bool {
    let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
    let target = if file.is_empty() {
        page.to_path_buf()
    } else {
        page.parent().unwrap().join(file)
    };
    let Ok(bytes) = fs::read(target) else {
        return false;
    };
    let id = format!("id=\"{anchor}\"");
    anchor.is_empty() || String::from_utf8(bytes).is_ok_and(|it| it.contains(&id))
}
