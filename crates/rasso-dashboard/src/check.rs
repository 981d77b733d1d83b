//! The least that every dashboard of statistics must say of itself, held against each page as it is written.
//!
//! Source: Office for Statistics Regulation, *Regulatory guidance: dashboards* (what it asks producers to tell on or from a
//! dashboard): where the figures come from, what they are and are not good for, how they are revised, when they were and
//! will be brought up to date, whom to ask, where else they are, and what becomes of them.

/// One thing that must be said: its name, and how a page shows that it says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Minimum {
    /// In words.
    pub name: &'static str,
    /// The value of `data-minimum` on the element that says it.
    pub mark: &'static str,
}

/// Everything that must be said, in the order in which pages say it.
pub(crate) const MINIMUM: [Minimum; 10] = [
    Minimum {
        name: "who produces it",
        mark: "source",
    },
    Minimum {
        name: "what status the figures have",
        mark: "status",
    },
    Minimum {
        name: "when they were brought up to date",
        mark: "updated",
    },
    Minimum {
        name: "when they will be next",
        mark: "next",
    },
    Minimum {
        name: "whom to ask",
        mark: "contact",
    },
    Minimum {
        name: "what they are good for",
        mark: "strengths",
    },
    Minimum {
        name: "what they are not good for",
        mark: "limits",
    },
    Minimum {
        name: "how they are revised",
        mark: "revisions",
    },
    Minimum {
        name: "where they are in other formats",
        mark: "formats",
    },
    Minimum {
        name: "what becomes of it in the end",
        mark: "retirement",
    },
];

/// What of it a page does not say: the element is not there, or has no text.
pub fn unmet(page: &str) -> Vec<&'static str> {
    let is_said = |it: &Minimum| {
        let mark = format!("data-minimum=\"{}\"", it.mark);
        page.split_once(&mark)
            .and_then(|(_, rest)| rest.split_once('>'))
            .is_some_and(|(_, text)| !text.trim_start().starts_with("</"))
    };
    MINIMUM
        .iter()
        .filter(|it| !is_said(it))
        .map(|it| it.name)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> String {
        MINIMUM
            .map(|it| format!("<dd data-minimum=\"{}\">said</dd>", it.mark))
            .concat()
    }

    #[test]
    fn each_thing_that_is_not_said_is_found() {
        assert_eq!(unmet(&page()), Vec::<&str>::new());
        for it in MINIMUM {
            let mark = format!("<dd data-minimum=\"{}\">said</dd>", it.mark);
            assert_eq!(unmet(&page().replace(&mark, "")), [it.name]);
            let empty = mark.replace("said", "");
            assert_eq!(unmet(&page().replace(&mark, &empty)), [it.name]);
        }
    }
}
