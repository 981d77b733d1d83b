//! Texts that were planted in extracts to see whether they come out.

use crate::ReleaseError;
use std::path::Path;

/// The shortest text that can be planted: a shorter one stands in a release by chance.
const SHORTEST_CANARY: usize = 6;

/// Texts of invented cases, planted in extracts: where one comes out, other cases may have. They are never shown.
#[derive(Clone, Default)]
pub struct Canaries(Vec<(usize, String)>);

impl Canaries {
    /// Reads a file of them, one a line; empty lines and those that begin with `#` are passed over.
    pub fn read(file: &Path) -> Result<Self, ReleaseError> {
        let wrong = |reason: String| ReleaseError::usage(file.display(), reason);
        let text = ReleaseError::read(file)?;
        let lines = text.lines().map(str::trim).zip(1..);
        let planted = lines.filter(|(text, _)| !text.is_empty() && !text.starts_with('#'));
        let all: Vec<_> = planted.map(|(text, line)| (line, plain(text))).collect();
        if let Some((line, _)) = all.iter().find(|it| it.1.chars().count() < SHORTEST_CANARY) {
            return Err(wrong(format!(
                "line {line}: a text of less than {SHORTEST_CANARY} characters stands in a release by chance"
            )));
        }
        if all.is_empty() {
            return Err(wrong("has no line".to_owned()));
        }
        Ok(Self(all))
    }

    /// The line of one that a text holds, in whatever case.
    pub(super) fn line_in(&self, text: &str) -> Option<usize> {
        if self.0.is_empty() {
            return None;
        }
        let text = plain(text);
        let found = self.0.iter().find(|it| text.contains(&it.1));
        found.map(|it| it.0)
    }
}

/// A text in small letters, and characters that a format writes otherwise as they are read: those of XML, JSON and CSV. What
/// was planted goes the same way, so that the two meet wherever a text is written.
fn plain(text: &str) -> String {
    const WRITTEN: [(&str, &str); 12] = [
        ("\\\"", "\""),
        ("\"\"", "\""),
        ("\\\\", "\\"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x22;", "\""),
        ("&#x27;", "'"),
        // The last, or what it leaves would be read a second time.
        ("&amp;", "&"),
    ];
    let mut text = text.to_lowercase();
    for (written, is) in WRITTEN {
        if text.contains(written) {
            text = text.replace(written, is);
        }
    }
    text
}

impl std::fmt::Debug for Canaries {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Canaries({}, withheld)", self.0.len())
    }
}
