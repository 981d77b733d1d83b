//! The page as a whole: well formed, escaped, and with a table behind every picture.

use super::{example, page};
use quick_xml::{Reader, events::Event};

/// The elements of HTML that are never closed.
const VOID: [&str; 4] = ["meta", "link", "br", "hr"];

/// Fails unless every element is closed in its turn; tells the way to each element.
fn elements(page: &str) -> Vec<Vec<String>> {
    let mut reader = Reader::from_str(page);
    reader.config_mut().check_end_names = false;
    let (mut open, mut all): (Vec<String>, Vec<Vec<String>>) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(it) => {
                assert!(it.attributes().all(|it| it.is_ok()));
                open.push(it.name().as_ref().to_owned());
                all.push(open.clone());
                if VOID.contains(&open[open.len() - 1].as_str()) {
                    open.pop();
                }
            }
            Event::End(it) => assert_eq!(open.pop(), Some(it.name().as_ref().to_owned())),
            Event::Eof => break,
            Event::Empty(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => {}
        }
    }
    assert!(open.is_empty(), "{open:?} are not closed");
    all
}

#[test]
fn it_is_well_formed_and_every_picture_is_told_in_words_and_figures() {
    let page = page(&example::release(), None);
    let all = elements(&page);
    let count = |last: &[&str]| {
        all.iter()
            .filter(|it| it.ends_with(&last.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()))
            .count()
    };
    assert_eq!(count(&["svg"]), 2);
    assert_eq!(count(&["svg", "title"]), 2);
    assert_eq!(count(&["svg", "desc"]), 2);
    for pictures in page.split("<div class=\"pictures\">").skip(1) {
        let (_, behind) = pictures.split_once("<details>").unwrap();
        let table = behind.split_once("</details>").unwrap().0;
        assert!(table.contains("<table>") && table.contains("[c]"));
    }
}

#[test]
fn what_is_written_elsewhere_is_text_and_nothing_else() {
    let mut release = example::release();
    release.publication.as_mut().unwrap().title = "<script>\"&".to_owned();
    let page = page(&release, None);
    assert!(!page.contains("<script"));
    assert!(page.contains("<h1>&lt;script&gt;&quot;&amp;</h1>"));
    assert!(page.contains("Crimes &lt;script&gt;alert(1)&lt;/script&gt;"));
    elements(&page);
}

#[test]
fn it_fetches_nothing_and_is_the_same_every_time() {
    let release = example::release();
    let made = page(&release, Some(&release));
    assert_eq!(made, page(&release, Some(&release)));
    for out in ["src=", "http://", "https://", "url(", "@import", "<script"] {
        assert!(!made.contains(out), "{out}");
    }
}

#[test]
fn who_may_not_see_it_is_said_first() {
    let mut release = example::release();
    assert!(!page(&release, None).contains("class=\"banner\""));
    release.publication.as_mut().unwrap().embargo = Some("2025-09-25T09:30".to_owned());
    assert!(
        page(&release, None)
            .contains("without pre-release access before 9:30am on 25 September 2025")
    );
    release.publication = None;
    let draft = page(&release, None);
    assert!(draft.contains("Draft: not for publication"));
    elements(&draft);
}

#[test]
fn headings_are_in_order_and_no_id_is_there_twice() {
    let page = page(&example::release(), None);
    let all = elements(&page);
    let levels: Vec<usize> = ["h1", "h2", "h3"]
        .iter()
        .map(|it| all.iter().filter(|way| way.last().unwrap() == it).count())
        .collect();
    assert_eq!(levels[0], 1);
    assert!(levels[1] > 8 && levels[2] > 3);
    let mut ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .filter_map(|it| it.split('"').next())
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    for link in page
        .split("href=\"#")
        .skip(1)
        .filter_map(|it| it.split('"').next())
    {
        assert!(ids.contains(&link), "{link}");
    }
}

#[test]
fn what_changed_since_the_last_release_is_told() {
    let mut release = example::release();
    assert!(page(&release, None).contains("This is the first release"));
    let before = release.clone();
    "1301".clone_into(&mut release.tables[0].rows[3].value);
    release.manifest.tables[0].revisions_held = true;
    let page = page(&release, Some(&before));
    assert!(page.contains("20 figures are in both releases: 1 revised, 0 now shown"));
    assert!(page.contains("1,300") && page.contains("1,301"));
    assert!(page.contains("The revisions of these tables are held"));
    elements(&page);
}

#[test]
fn a_count_with_the_title_of_a_share_is_said_to_be_a_number() {
    let mut release = example::release();
    let title = release.tables[0].definition.measures[1].title.clone();
    assert!(!page(&release, None).contains("(number, not share)"));
    release.tables[0].definition.measures[0].title = title;
    assert!(
        page(&release, None)
            .contains("<figcaption>Charged, of those recorded (number, not share)</figcaption>")
    );
}
