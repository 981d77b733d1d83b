//! The slips that published prose has made, each against a table, an editor and a form.

use crate::{
    Fact, Facts, Figure, Forms, Frame, Sentence, Words,
    figure::Of,
    figure::tests::{fact, share},
    proof,
};
use rasso_schema::Schemas;

/// A table of a few cells.
pub(crate) struct Table(Vec<Fact>);

impl Facts for Table {
    fn fact(&self, cell: &str) -> Option<Fact> {
        self.0.iter().find(|it| it.cell == cell).cloned()
    }
}

fn count(count: u64) -> Figure {
    Figure::Count(count)
}

fn days(total: u64) -> Figure {
    Figure::Mean {
        total,
        n: 1_000,
        of: Of::Days,
    }
}

/// Figures as they were published, and what they were published as.
pub(crate) fn table() -> Table {
    let titled = |title: &str, fact: Fact| Fact {
        title: title.to_owned(),
        ..fact
    };
    let charged = "Charged suspects";
    Table(vec![
        titled(charged, fact("charged", "2023-Q2", count(940))),
        titled(charged, fact("charged", "2022-Q2", count(859))),
        titled("Days to charge", fact("days", "2022-Q3", days(41_300))),
        titled("Days to charge", fact("days", "2022-Q2", days(42_700))),
        titled(
            "Completed prosecutions",
            fact("completed", "2022-Q3", count(14_569)),
        ),
        titled(
            "Conviction rate",
            fact("convicted", "2022-Q3", share(819, 1_000)),
        ),
        titled(
            "Conviction rate",
            fact("convicted", "2022-Q2", share(804, 1_000)),
        ),
        titled(
            "Charge rate",
            fact("charge_rate", "2022-Q3", share(721, 1_000)),
        ),
        titled(
            "Suspects charged, over crimes recorded",
            fact(
                "over",
                "2022-Q3",
                Figure::Ratio {
                    numerator: 292,
                    denominator: 11_312,
                },
            ),
        ),
    ])
}

pub(crate) fn frame() -> Frame {
    Frame {
        title: "What the figures say".to_owned(),
        handling: "Internal.".to_owned(),
    }
}

pub(crate) fn forms() -> Forms {
    let schemas = Schemas::embedded().unwrap();
    Forms::load(&schemas, &Words::load(&schemas).unwrap()).unwrap()
}

pub(crate) fn said(cell: &str, earlier: Option<&str>) -> String {
    let table = table();
    let earlier = earlier.map(|it| table.fact(it).unwrap());
    let sentence = Sentence::of(&table.fact(cell).unwrap(), earlier.as_ref(), &forms());
    let (head, tail) = frame().around();
    format!(
        "{head}<main>\n<h1>What is said</h1>\n{}</main>{tail}",
        sentence.html().0
    )
}

pub(crate) fn findings(page: &str) -> Vec<String> {
    let words = Words::load(&Schemas::embedded().unwrap()).unwrap();
    let found = proof(page, &frame(), &forms(), &table(), &words).unwrap();
    found.into_iter().map(|it| it.what).collect()
}

/// The text of a page, as it is read.
fn read(page: &str) -> String {
    let page = page.split_once("</h1>").map_or(page, |it| it.1);
    let mut text = String::new();
    let mut in_tag = false;
    for letter in page.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if !in_tag => text.push(letter),
            _ => {}
        }
    }
    text.trim().to_owned()
}

pub(crate) const CHARGED: (&str, &str) = ("charged/EW/2023-Q2/flow", "charged/EW/2022-Q2/flow");
const RATE: (&str, &str) = ("convicted/EW/2022-Q3/flow", "convicted/EW/2022-Q2/flow");

#[test]
fn what_is_written_says_what_the_table_says() {
    let page = said(CHARGED.0, Some(CHARGED.1));
    assert_eq!(
        read(&page),
        "Charged suspects, England and Wales (all ages; by the rape flag): 940 in April to June 2023 (2023-24 Q1), \
         up 81 (9.4%) from 859 in April to June 2022 (2022-23 Q1)."
    );
    assert_eq!(findings(&page), Vec::<String>::new());
    let page = said(RATE.0, Some(RATE.1));
    assert_eq!(
        read(&page),
        "Conviction rate, England and Wales (all ages; by the rape flag): 81.9% (819 of 1,000 CPS suspects) in July to \
         September 2022 (2022-23 Q2), up 1.5 percentage points from 80.4% in April to June 2022 (2022-23 Q1)."
    );
    assert_eq!(findings(&page), Vec::<String>::new());
}

/// Changes a sentence as an editor would, and takes it that it was changed.
#[track_caller]
pub(crate) fn slips(page: &str, from: &str, to: &str, says: &str) {
    assert!(page.contains(from), "{page}");
    let slipped = page.replacen(from, to, 1);
    let found = findings(&slipped);
    assert!(
        found.iter().any(|it| it.contains(says)),
        "{slipped}: {found:?}"
    );
}

/// (a) 859 to 940 were published as adult rape, and are of all ages.
#[test]
fn figures_of_all_ages_are_not_said_of_adults() {
    let page = said(CHARGED.0, Some(CHARGED.1));
    for (from, to) in [
        ("Charged suspects", "Adults charged"),
        ("</dfn>:", "</dfn>, adult:"),
        ("all ages", "adults"),
    ] {
        slips(&page, from, to, "where the table says `Charged suspects");
    }
    slips(
        &page,
        "</main>",
        "<p>It is of Adults.</p></main>",
        "`Adults`: only a figure says this",
    );
}

/// (b) The mean of one quarter, 42.7 days, was published as that of the next.
#[test]
fn a_figure_of_one_quarter_is_not_said_of_the_next() {
    let page = said("days/EW/2022-Q3/flow", Some("days/EW/2022-Q2/flow"));
    slips(
        &page,
        ">41.3 days<",
        ">42.7 days<",
        ": 42.7 days (1,000 CPS suspects) in July",
    );
    // The number of the other cell, cell and all.
    let other = said("days/EW/2022-Q2/flow", None);
    let number = |of: &str| of[of.find("<data").unwrap()..of.find("</data>").unwrap()].to_owned();
    slips(
        &page,
        &number(&page),
        &number(&other),
        "where the table says",
    );
    slips(
        &page,
        ">July to September 2022",
        ">April to June 2022",
        "where the table says",
    );
}

/// (c) 14,559 for 14,569, and (d) 81.0% for 81.9%.
#[test]
fn a_digit_is_not_said_that_the_table_does_not_have() {
    let page = said("completed/EW/2022-Q3/flow", None);
    for to in [
        ">14,559<",
        ">14,5&#54;9<",
        ">14,569k<",
        ">-14,569<",
        ">14,569</data> of 17<data>",
    ] {
        slips(&page, ">14,569<", to, "where the table says");
    }
    slips(
        &page,
        "<data",
        "<data hidden",
        "has other marks than it was written with",
    );
    slips(
        &page,
        "value=\"14,569\"",
        "value=\"14,559\"",
        "has other marks",
    );
    let page = said(RATE.0, None);
    slips(
        &page,
        ">81.9%<",
        ">81.0%<",
        ": 81.0% (819 of 1,000 CPS suspects)",
    );
}

/// (e) Percentage points as per cent.
#[test]
fn a_change_of_a_share_is_not_said_in_per_cent() {
    let page = said(RATE.0, Some(RATE.1));
    slips(
        &page,
        ">up 1.5 percentage points from",
        ">up 1.5% from",
        "up 1.5% from 80.4%",
    );
    slips(
        &page,
        "</time>, ",
        "</time>, a rise in per cent, ",
        "where the table says",
    );
    slips(&page, ">up 1.5", ">not up 1.5", "where the table says");
}

/// (f) One number over another as a rate.
#[test]
fn a_ratio_is_not_said_as_a_rate() {
    let page = said("over/EW/2022-Q3/flow", None);
    assert!(
        read(&page).contains(": 0.03 (292 over 11,312) in"),
        "{page}"
    );
    slips(&page, ">0.03<", ">2.6%<", ": 2.6% (292 over");
    slips(
        &page,
        "</main>",
        "<p>That rate is low.</p></main>",
        "`rate`: only a figure",
    );
}

/// (g) A charge rate as a conviction rate.
#[test]
fn a_rate_is_not_called_by_the_name_of_another() {
    let page = said("charge_rate/EW/2022-Q3/flow", None);
    slips(
        &page,
        ">Charge rate",
        ">Conviction rate",
        "where the table says `Charge rate",
    );
    // The label of the other rate, with its cell.
    let label = |of: &str| of[of.find("<dfn").unwrap()..of.find("</dfn>").unwrap()].to_owned();
    slips(
        &page,
        &label(&page),
        &label(&said(RATE.0, None)),
        "where the table says `Conviction rate",
    );
    let guilty = "<p>That is how often a defendant was found guilty.</p></main>";
    slips(&page, "</main>", guilty, "`defendant`, `found`, `guilty`");
}

/// How far to rely on a figure may not be left out.
#[test]
fn what_is_provisional_is_said_to_be() {
    let mut provisional = fact("a", "2025-Q2", share(40, 90));
    provisional.status = "provisional".to_owned();
    let table = Table(vec![provisional.clone()]);
    let (head, tail) = frame().around();
    let sentence = Sentence::of(&provisional, None, &forms()).html().0;
    let page = |sentence: &str| format!("{head}<main>{sentence}</main>{tail}");
    let words = Words::load(&Schemas::embedded().unwrap()).unwrap();
    let found =
        |sentence: &str| proof(&page(sentence), &frame(), &forms(), &table, &words).unwrap();
    assert_eq!(found(&sentence), []);
    let mark = "(<mark data-cell=\"a/EW/2025-Q2/flow\">provisional</mark>)";
    assert!(sentence.contains(mark), "{sentence}");
    assert_eq!(found(&sentence.replace(mark, "")).len(), 1);
}

/// A share of few units is told, marked, and not held against another.
#[test]
fn a_figure_of_few_is_told_without_its_change() {
    let table = Table(vec![
        fact("a", "2025-Q2", share(8, 18)),
        fact("a", "2024-Q2", share(0, 60)),
        fact("b", "2025-Q2", count(18)),
        fact("b", "2024-Q2", count(13)),
    ]);
    let said = |now: usize, then: usize| {
        let page = Sentence::of(&table.0[now], Some(&table.0[then]), &forms())
            .html()
            .0;
        read(&page)
    };
    let text = said(0, 1);
    assert!(
        text.ends_with(
            ": 44.4% (8 of 18 CPS suspects) in April to June 2025 (2025-26 Q1) (of few)."
        ),
        "{text}"
    );
    assert!(!said(1, 0).contains("from"));
    // Five more than thirteen are no 38.5% worth telling.
    assert!(said(2, 3).ends_with(": 18 in April to June 2025 (2025-26 Q1) (of few)."));
}

#[test]
fn a_figure_that_is_missing_is_not_nothing() {
    let mut none = fact("a", "2025-Q2", share(0, 0));
    none.status = "not_estimable".to_owned();
    let page = Sentence::of(&none, None, &forms()).html().0;
    assert!(
        read(&page).contains("not known in April to June 2025 (2025-26 Q1) (not estimable)."),
        "{page}"
    );
}

/// A change that rounds to nothing is not said to be none.
#[test]
fn a_change_too_small_to_show_is_about_the_same() {
    let (now, then) = (
        fact("a", "2025-Q2", share(50_001, 100_000)),
        fact("a", "2024-Q2", share(1, 2)),
    );
    assert_eq!(now.change(&then).unwrap(), "about the same as");
    assert_eq!(then.change(&then).unwrap(), "the same as");
}
