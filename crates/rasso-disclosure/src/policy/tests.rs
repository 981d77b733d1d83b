use super::*;

const FILE: &str = "policy.toml";

/// A policy with both optional rules, signed.
fn signed() -> String {
    let text = "threshold = 5\nzeros = \"shown\"\nbase = 1\nwidth = 3\nminimum_complainants = 3\n\
                [dominance]\nlargest = 1\npercent = 80\n\
                [signed]\nby = \"Head of statistics\"\non = 2026-03-31\n";
    let (policy, none) = Policy::keys(Path::new(FILE), text).unwrap();
    assert_eq!(none, None);
    format!("{text}digest = \"{}\"\n", policy.digest)
}

fn parse(text: &str) -> Result<Policy, DisclosureError> {
    Policy::parse(Path::new(FILE), text)
}

fn refused(text: &str) -> (u8, String) {
    let error = parse(text).unwrap_err();
    (error.exit_code(), error.to_string())
}

#[test]
fn every_key_is_needed() {
    let text = signed();
    parse(&text).unwrap();
    let mut asked = 0;
    for line in text.lines().filter(|it| it.contains('=')) {
        let key = line.split(' ').next().unwrap();
        let (code, said) = refused(&text.replacen(&format!("{line}\n"), "", 1));
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(FILE) && said.contains(key), "{key}: {said}");
        asked += 1;
    }
    assert_eq!(asked, 10);
    for table in ["dominance", "signed"] {
        let (before, after) = text.split_once(&format!("[{table}]")).unwrap();
        let rest = after
            .split_once('[')
            .map_or(String::new(), |it| format!("[{}", it.1));
        let (code, said) = refused(&format!("{before}{rest}"));
        assert_eq!(code, 2);
        assert!(
            said.contains(&format!("key `{table}`: must be there")),
            "{said}"
        );
    }
}

#[test]
fn a_key_changed_after_signing_is_told_with_the_day() {
    let text = signed();
    let changes = [
        ("threshold = 5", "threshold = 3"),
        ("\"shown\"", "\"withheld\""),
        ("base = 1", "base = 5"),
        ("width = 3", "width = 2"),
        (
            "minimum_complainants = 3",
            "minimum_complainants = \"none\"",
        ),
        ("largest = 1", "largest = 2"),
        ("percent = 80", "percent = 90"),
        ("Head of statistics", "Anybody"),
        ("2026-03-31", "2026-04-01"),
        ("digest = \"", "digest = \"0"),
    ];
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        let (code, said) = refused(&text.replacen(from, to, 1));
        assert_eq!(code, 4, "{from}: {said}");
        assert!(
            said.contains("was changed after it was signed on 2026-0"),
            "{said}"
        );
    }
    // Layout and comments are not what was signed.
    let same = text
        .replace(" = ", "=")
        .replace("[signed]", "# said\n\n[signed]");
    assert_eq!(parse(&same).unwrap(), parse(&text).unwrap());
}

#[test]
fn a_value_that_cannot_be_is_named_by_its_key() {
    let text = signed();
    let wrong = [
        ("threshold = 5", "threshold = 0", "`threshold`"),
        ("threshold = 5", "threshold = 5.0", "`threshold`"),
        ("\"shown\"", "\"hidden\"", "`zeros`"),
        ("base = 1", "base = 0", "`base`"),
        ("width = 3", "width = 1", "`width`"),
        ("percent = 80", "percent = 101", "`dominance.percent`"),
        (
            "largest = 1",
            "largest = 1\nsmallest = 1",
            "`dominance.smallest`",
        ),
        (
            "minimum_complainants = 3",
            "minimum_complainants = \"few\"",
            "`minimum_complainants`",
        ),
        ("on = 2026-03-31", "on = \"lately\"", "`signed.on`"),
        ("on = 2026-03-31", "on = 2026-03-31T10:00:00", "`signed.on`"),
        ("by = \"Head of statistics\"", "by = \" \"", "`signed.by`"),
        ("base = 1", "base = 1\ntreshold = 5", "`treshold`"),
    ];
    for (from, to, key) in wrong {
        assert!(text.contains(from), "{from}");
        let (code, said) = refused(&text.replacen(from, to, 1));
        assert_eq!(code, 2, "{to}: {said}");
        assert!(said.starts_with(&format!("{FILE}, key {key}: ")), "{said}");
    }
    let (code, said) = refused("threshold = \n");
    assert!(code == 2 && said.contains("line 1"), "{said}");
}

#[test]
fn a_small_count_is_primary_and_so_is_one_of_few_people_or_of_one_sender() {
    let policy = parse(&signed()).unwrap();
    let is = |count| policy.primary(count, Some(100), Some(0));
    assert_eq!([0, 1, 4, 5, 100].map(is), [false, true, true, false, false]);
    assert!(policy.primary(9, Some(2), Some(0)));
    assert!(policy.primary(9, None, Some(0)), "nobody knows how many");
    assert!(
        !policy.primary(10, Some(3), Some(8)),
        "80 of 100 is not more"
    );
    assert!(policy.primary(10, Some(3), Some(9)));
    assert!(policy.primary(10, Some(3), None));
    let plain = Policy {
        zeros: Zeros::Withheld,
        dominance: None,
        minimum_complainants: None,
        ..policy
    };
    assert!(plain.primary(0, None, None) && !plain.primary(5, None, None));
    assert_eq!(
        [-5, -4, 0, 4, 5].map(|it| plain.is_small(it)),
        [false, true, false, true, false]
    );
}

#[test]
fn the_example_is_signed() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../data-schemas/disclosure/example-policy.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("EXAMPLE"));
    assert_eq!(Policy::read(&file).unwrap().threshold, 5);
}
