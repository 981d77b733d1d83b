use crate::sample::page;
use crate::{RunPage, run_page};

/// How often a piece of text stands in another.
fn count(text: &str, piece: &str) -> usize {
    text.matches(piece).count()
}

#[test]
fn the_page_says_that_it_is_internal_before_anything_else() {
    let html = run_page(&page());
    let banner = html.find("Internal: contains unprotected counts. Not for publication.");
    assert!(banner.unwrap() < html.find("<h1>").unwrap());
}

#[test]
fn nothing_runs_and_nothing_is_fetched() {
    let html = run_page(&page());
    for piece in [
        "<script", "http:", "https:", "//", " src=", "@import", "url(", "<iframe", " onload=",
    ] {
        assert_eq!(count(&html, piece), 0, "{piece}");
    }
    // Links lead within the page; the empty icon keeps the browser from asking for one.
    assert_eq!(count(&html, "href="), count(&html, "href=\"#") + 1);
}

#[test]
fn every_text_is_escaped() {
    let evil = "<script>alert(\"1\")</script>&";
    let text = serde_json::to_string(&page()).unwrap();
    assert!(!text.contains('<'));
    let mut page = page();
    for text in [
        &mut page.name,
        &mut page.run_id,
        &mut page.as_at,
        &mut page.population,
    ] {
        evil.clone_into(text);
    }
    evil.clone_into(&mut page.notes[0]);
    evil.clone_into(&mut page.forces.period);
    evil.clone_into(&mut page.forces.columns[0].clock);
    evil.clone_into(&mut page.funnel[0].name);
    evil.clone_into(&mut page.funnel[1].unit);
    evil.clone_into(&mut page.forces.columns[0].title);
    evil.clone_into(&mut page.forces.columns[0].definition);
    evil.clone_into(&mut page.forces.rows[0].name);
    evil.clone_into(&mut page.losses[0].reason);
    evil.clone_into(&mut page.links[0].edge);
    evil.clone_into(&mut page.models[0].model);
    evil.clone_into(&mut page.least_sure[0].title);
    evil.clone_into(&mut page.least_sure[0].said);
    evil.clone_into(&mut page.least_sure[0].steps[0].name);
    evil.clone_into(&mut page.unlinked[0].reason);
    evil.clone_into(&mut page.faults[0].file);
    evil.clone_into(&mut page.faults[0].column);
    evil.clone_into(&mut page.sources[0].file);
    evil.clone_into(&mut page.derived[0].how);
    evil.clone_into(&mut page.stages[0].stage);
    evil.clone_into(&mut page.versions[0].name);
    evil.clone_into(&mut page.hashes[0].value);
    let html = run_page(&page);
    assert_eq!(count(&html, "<script"), 0);
    assert!(
        count(
            &html,
            "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;"
        ) >= 19
    );
}

#[test]
fn every_table_has_a_caption_headed_rows_and_a_region_the_keyboard_reaches() {
    let html = run_page(&page());
    let tables = count(&html, "<table>");
    assert!(tables >= 9);
    assert_eq!(count(&html, "<caption"), tables);
    assert_eq!(count(&html, "role=\"region\""), tables);
    assert_eq!(count(&html, "tabindex=\"0\""), tables);
    for row in html.split("<tr").skip(1) {
        assert!(row.contains("scope=\"col\"") || row.contains("scope=\"row\""));
    }
    assert_eq!(count(&html, "<th "), count(&html, "scope="));
}

#[test]
fn every_id_is_used_once_and_every_label_leads_somewhere() {
    let html = run_page(&page());
    for mark in ["aria-labelledby=\"", "href=\"#"] {
        for label in html.split(mark).skip(1) {
            let id = label.split('"').next().unwrap();
            assert_eq!(count(&html, &format!("id=\"{id}\"")), 1, "{id}");
        }
    }
}

#[test]
fn numbers_have_thousands_separators_and_an_empty_rate_is_not_estimable() {
    let html = run_page(&page());
    for shown in [
        "142,310",
        "1,530,200",
        "not estimable",
        "126.5",
        "[u]",
        "30 June 2025",
    ] {
        assert!(html.contains(shown), "{shown}");
    }
    assert!(!html.contains("142310"));
}

#[test]
fn every_figure_says_what_dates_it() {
    let html = run_page(&page());
    assert!(html.contains("Measures by police force, YE 2025-06"));
    assert_eq!(count(&html, "crimes, by date recorded</span>"), 4);
    assert_eq!(count(&html, "whatever its date"), 2);
    assert!(html.contains("Threads of every date"));
}

#[test]
fn what_was_not_supplied_is_said_before_the_figures_and_is_no_zero() {
    let mut page = page();
    page.forces.rows[0].figures[0] = crate::Figure::NotSupplied;
    let html = run_page(&page);
    let said = html.find("The courts sent nothing").unwrap();
    assert!(said < html.find("id=\"funnel\"").unwrap());
    assert!(html.contains("sent nothing\">[x]</abbr>"));
    assert!(!html.contains("[z]"));
}

#[test]
fn an_empty_run_is_still_a_page() {
    let html = run_page(&RunPage::default());
    assert!(html.contains("No cell or row broke its schema."));
    assert!(html.contains("No measure counts anything in"));
    assert!(html.contains("Every record that could be linked was."));
    assert!(html.ends_with("</html>"));
}

#[test]
fn rows_that_do_not_add_up_are_said_first() {
    let mut page = page();
    assert!(!run_page(&page).contains("Rows are not accounted for"));
    page.sources[0].accepted -= 1;
    let html = run_page(&page);
    let warning = html.find("Rows are not accounted for").unwrap();
    assert!(warning < html.find("id=\"funnel\"").unwrap());
}

#[test]
fn the_same_run_is_the_same_page() {
    assert_eq!(run_page(&page()), run_page(&page()));
}
