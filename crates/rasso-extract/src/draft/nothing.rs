//! What stands for nothing, in the words of those who fill in forms.

/// Never a value of anything.
const NOTHING: [&str; 16] = [
    "null", "(null)", "<null>", "n/a", "na", "n.a.", "nan", "-", "--", "---", ".", "?", "blank",
    "(blank)", "[blank]", "nil",
];

/// Nothing, but where a list has a code for it.
const UNKNOWN: [&str; 13] = [
    "unknown",
    "not known",
    "not recorded",
    "none recorded",
    "unrecorded",
    "not specified",
    "unspecified",
    "not stated",
    "not available",
    "missing",
    "none",
    "tbc",
    "no data",
];

/// Whether a text stands for nothing wherever it stands.
pub(super) fn is_nothing(text: &str) -> bool {
    NOTHING.iter().any(|it| it.eq_ignore_ascii_case(text))
}

/// Whether a text says that nothing is known.
pub(super) fn is_unknown(text: &str) -> bool {
    UNKNOWN.iter().any(|it| it.eq_ignore_ascii_case(text))
}

/// Whether words say nothing but that nothing is known: `Missing/not known`.
pub(super) fn say_unknown(words: &[String]) -> bool {
    let known: Vec<Vec<&str>> = UNKNOWN.iter().map(|it| it.split(' ').collect()).collect();
    let stands = |phrase: &&Vec<&str>| phrase.iter().all(|it| words.iter().any(|word| word == it));
    let said: Vec<&str> = known.iter().filter(stands).flatten().copied().collect();
    !said.is_empty() && words.iter().all(|word| said.contains(&word.as_str()))
}
