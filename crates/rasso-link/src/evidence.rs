//! The evidence for a link in one line, as `links.parquet` has it, and read back.

use crate::{Link, Linked, model::LevelWeight};

/// Where a sum begins: the weight of two records of which nothing is known.
const START: &str = "any two";

/// What agreed for the pass or, weighed together, for the model; then where the sum begins, and each
/// level that the model saw with its weight, the rarity of the value in it.
pub(crate) fn evidence(linked: &Linked, link: &Link) -> String {
    let Some(weighed) = linked.weighed(link) else {
        return link.evidence.to_owned();
    };
    let level = |it: &LevelWeight| {
        let weight = it.weight + it.rarity;
        format!("; {}: {} {weight:+.2}", it.comparison, it.level)
    };
    let levels: String = weighed.levels.iter().map(level).collect();
    format!("{}; {START} {:+.2}{levels}", link.evidence, weighed.start)
}

/// The evidence for a link, read back.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What agreed.
    pub agreed: String,
    /// Where the sum begins, and what each comparison adds; none where no model weighed the link.
    pub steps: Vec<(String, f64)>,
}

impl Evidence {
    /// Reads the line; what is no step is of what agreed.
    pub fn parse(line: &str) -> Self {
        let mut agreed = Vec::new();
        let mut steps = Vec::new();
        for part in line.split("; ") {
            let step = part.rsplit_once(' ').and_then(|(name, weight)| {
                let is_weight = weight.starts_with(['+', '-']);
                Some((name.to_owned(), weight.parse().ok().filter(|_| is_weight)?))
            });
            match step {
                Some((name, weight)) if !steps.is_empty() || name == START => {
                    steps.push((name, weight));
                }
                Some(_) | None => agreed.push(part),
            }
        }
        Self {
            agreed: agreed.join("; "),
            steps,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{By, Edge, Weighed};

    #[test]
    fn what_is_written_is_read_back() {
        let link = Link {
            edge: Edge::PoliceCps,
            left: 1,
            right: 2,
            by: By::Pass(0),
            evidence: "urn, one person on each side",
        };
        let mut linked = Linked::default();
        let told = evidence(&linked, &link);
        let alone = Evidence::parse(&told);
        assert_eq!(
            (alone.agreed.as_str(), alone.steps.len()),
            (link.evidence, 0)
        );
        let level = |comparison: &str, level: &str, weight, rarity| LevelWeight {
            comparison: comparison.to_owned(),
            level: level.to_owned(),
            m: 0.9,
            u: 0.1,
            weight,
            rarity,
        };
        let weighed = Weighed {
            weight: 2.75,
            probability: 0.87,
            runner_up: 0.0,
            start: -15.5,
            levels: vec![
                level("urn", "exact", 14.0, 1.25),
                level("order", "between 0 30", 3.5, 0.0),
                level("asn", "nothing to compare", 0.0, 0.0),
            ],
        };
        linked.weighed.insert((link.edge, 1, 2), weighed);
        let read = Evidence::parse(&evidence(&linked, &link));
        assert_eq!(read.agreed, link.evidence);
        let steps: Vec<_> = read.steps.iter().map(|it| (it.0.as_str(), it.1)).collect();
        let expected = [
            ("any two", -15.5),
            ("urn: exact", 15.25),
            ("order: between 0 30", 3.5),
            ("asn: nothing to compare", 0.0),
        ];
        assert_eq!(steps, expected);
    }
}
