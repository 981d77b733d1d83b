//! The summary and the methodology of a run, as people get them.

use crate::world::World;
use rasso_attrition::{Metric, Units};
use rasso_schema::Schemas;
use rasso_tests::{Ended, rows, run_rasso, text_of};
use std::{fs, path::Path};

fn proofread(run: &Path, text: &Path) -> Ended {
    let words = [
        "proofread",
        text.to_str().unwrap(),
        "--run",
        run.to_str().unwrap(),
    ];
    run_rasso(run, words).unwrap()
}

#[test]
fn a_summary_says_what_the_measures_say_and_slips_are_found() {
    let world = World::new(8_000, 20_251_120, true).unwrap();
    let world = world.broken_down().unwrap();
    let run = world.run().unwrap();
    let page = fs::read_to_string(run.join("summary.html")).unwrap();
    let ended = proofread(&run, &run.join("summary.html"));
    assert_eq!(ended.code, Some(0), "{}", ended.said());
    assert!(
        ended.stdout.starts_with("It says what the table says"),
        "{}",
        ended.stdout
    );
    // A number of it, looked up by hand.
    let measures = rows(&run.join("measures.parquet")).unwrap();
    let recorded = measures.iter().find(|it| {
        text_of(it, "metric") == "recorded_crimes"
            && text_of(it, "area_code") == "EW"
            && text_of(it, "period") == "2025-Q2"
    });
    let recorded = text_of(recorded.unwrap(), "numerator");
    let cell = "data-cell=\"recorded_crimes/EW/2025-Q2/cohort\" data-part=\"value\"";
    assert!(
        page.contains(&format!("{cell} value=\"{recorded}\"")),
        "{page}"
    );
    // It says something of each agency.
    for title in ["Police", "CPS", "Courts"] {
        let (_, after) = page.split_once(&format!("<h2>{title}</h2>")).unwrap();
        let (section, _) = after.split_once("</section>").unwrap();
        assert!(section.matches("<p>").count() > 2, "{title}");
    }
    slips_are_found(&run, &page);
    every_metric_is_in_the_methodology(&run);
}

fn slips_are_found(run: &Path, page: &str) {
    let edited = run.parent().unwrap().join("edited.html");
    for (from, to, says) in [
        ("all ages", "adults", "where the table says"),
        (
            "April to June 2025 (",
            "July to September 2025 (",
            "where the table says",
        ),
        (
            " percentage points from<",
            "% from<",
            "where the table says",
        ),
        (" percentage points from\"", "% from\"", "has other marks"),
        ("</dfn>:", "</dfn> fell by half:", "where the table says"),
        (
            "Charge rate, legal",
            "Conviction rate, legal",
            "where the table says",
        ),
    ] {
        assert!(page.contains(from), "{from}");
        fs::write(&edited, page.replacen(from, to, 1)).unwrap();
        let ended = proofread(run, &edited);
        assert_eq!(ended.code, Some(1), "{}", ended.said());
        assert!(ended.stdout.contains(says), "{}", ended.stdout);
        assert!(
            ended.stdout.contains("edited.html, line "),
            "{}",
            ended.stdout
        );
    }
    // Words that say nothing of a figure may be changed and added.
    let reworded = page.replacen(
        "<h2>Police</h2>",
        "<h2>What the police recorded</h2><p>As before.</p>",
        1,
    );
    fs::write(&edited, reworded).unwrap();
    assert_eq!(proofread(run, &edited).code, Some(0));
    fs::write(&edited, "<p>941</p>").unwrap();
    let ended = proofread(run, &edited);
    assert_eq!(ended.code, Some(3), "{}", ended.said());
    assert!(
        ended.stderr.contains("it has no <main>"),
        "{}",
        ended.stderr
    );
    let ended = proofread(run, &run.join("absent.html"));
    assert_eq!(ended.code, Some(3), "{}", ended.said());
}

fn every_metric_is_in_the_methodology(run: &Path) {
    let schemas = Schemas::embedded().unwrap();
    let metrics = Metric::load_all(&schemas, &Units::load(&schemas).unwrap()).unwrap();
    let page = fs::read_to_string(run.join("methodology.html")).unwrap();
    for metric in metrics.values() {
        assert!(
            page.contains(&format!("id=\"{}\"", metric.name)),
            "{}",
            metric.name
        );
        let definition = metric
            .definition
            .replace('&', "&amp;")
            .replace('"', "&quot;");
        assert!(page.contains(&definition), "{}", metric.name);
    }
    for breakdown in schemas.files_in("breakdowns") {
        let name = breakdown
            .trim_start_matches("breakdowns/")
            .trim_end_matches(".toml");
        assert!(page.contains(&format!("id=\"{name}\"")), "{name}");
    }
    for rule in schemas.quality_rules().iter() {
        assert!(
            page.contains(&format!("id=\"{}\"", rule.code)),
            "{}",
            rule.code
        );
    }
    // The same page without a run.
    let alone = run.parent().unwrap().join("methods.html");
    let words = ["explain", "--html", alone.to_str().unwrap()];
    let ended = run_rasso(run, words).unwrap();
    assert_eq!(ended.code, Some(0), "{}", ended.said());
    assert_eq!(fs::read_to_string(&alone).unwrap(), page);
}
