//! What a page may say where a reader of its source does not look.

use crate::{
    Words, cells, proof,
    tests::{CHARGED, findings, forms, frame, said, slips, table},
};
use rasso_schema::Schemas;

/// What a page may say where a reader of it does not look and a browser does.
#[test]
fn what_hides_a_number_is_found() {
    let page = said(CHARGED.0, None);
    let around = "around <main> the page is not as it was written";
    let shape = "nothing may stand here but";
    for (from, to, says) in [
        ("<main>", "<p>Charges rose.</p><main>", around),
        ("</main>", "</main><p>Charges rose.</p>", around),
        ("What the figures say</title>", "941 adults</title>", around),
        ("dfn{", "dfn::before{content:\"941\"}dfn{", around),
        ("<h1>", "<h1 title=\"941\">", shape),
        ("</h1>", "</h1><!--> 941 adults -->", shape),
        ("</h1>", "</h1><?x > 941 ?>", shape),
        ("</h1>", "</h1><DIV>and more</DIV>", shape),
        ("</h1>", "</h1><img alt=\"941\">", shape),
        ("</h1>", "</h1>941", shape),
        (
            "What is said",
            "What <b>941</b> said",
            "only a figure says this",
        ),
        (
            "What is said",
            "What i&#115; said",
            "only a figure says this",
        ),
        (
            "What is said",
            "What is \u{202e}said",
            "only a figure says this",
        ),
        (
            "What is said",
            "What is IV said",
            "`IV`: only a figure says this",
        ),
        (
            "<dfn data-cell=\"charged/EW/2023-Q2/flow\"",
            "<dfn data-cell=\"charged/EW/1999-Q2/flow\"",
            "no cell `charged/EW/1999-Q2/flow`",
        ),
        ("<dfn", "<i", "begins with the label"),
    ] {
        slips(&page, from, to, says);
    }
    let words = Words::load(&Schemas::embedded().unwrap()).unwrap();
    let unread = proof("<p>941</p>", &frame(), &forms(), &table(), &words).unwrap_err();
    assert!(unread.contains("no <main>"), "{unread}");
    let (head, tail) = frame().around();
    let empty = findings(&format!("{head}<main><main></main></main>{tail}"));
    assert!(
        empty
            .iter()
            .any(|it| it == "it has no sentence of a figure"),
        "{empty:?}"
    );
    assert!(cells(&page).contains(CHARGED.0));
}
