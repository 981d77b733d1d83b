//! What metrics say of themselves, in words.

use rasso_attrition::{Clock, Condition, End, Interval};

/// Conditions in words; none of them means every unit.
pub(crate) fn words(conditions: &[&Condition]) -> Vec<String> {
    conditions.iter().map(ToString::to_string).collect()
}

/// The same as one sentence.
pub(crate) fn all_of(conditions: &[&Condition]) -> String {
    if conditions.is_empty() {
        "every one".to_owned()
    } else {
        words(conditions).join("; ")
    }
}

/// A clock, in words.
pub(crate) fn clock_text((name, clock): (&String, &Clock)) -> String {
    let interval = match clock.interval {
        Interval::Wilson => "with Wilson's 95% interval",
        Interval::LogLog => "with the 95% interval of an incidence, on the scale of log(-log)",
        Interval::None => "with no interval",
    };
    let by = match &clock.denominator_date {
        Some(date) if *date != clock.numerator_date => {
            format!(
                "numerator by {}, denominator by {date}",
                clock.numerator_date
            )
        }
        Some(_) | None => format!("by {}", clock.numerator_date),
    };
    let until = clock.until.as_ref();
    let until = until.map_or_else(String::new, |it| format!(" until {it}"));
    format!("{name}: {by}{until}, {interval}")
}

/// A way to end, in words.
pub(crate) fn end_text(end: &End) -> String {
    let when = all_of(&end.when.iter().collect::<Vec<_>>());
    let counted = if end.counted { "counted" } else { "rival" };
    format!("{counted}, by {}: {when}", end.date)
}
