//! The name of a cell: `METRIC/AREA/PERIOD`, with `/CLOCK` behind it where one clock is meant.

use crate::{AreaType, Place};
use rasso_terms::{Period, Quarter};
use std::str::FromStr;

/// A cell of the measures, or those of each clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellName {
    /// The metric.
    pub metric: String,
    /// Where and when.
    pub place: Place,
    /// The clock, where one is named.
    pub clock: Option<String>,
}

/// How a cell is named.
pub const CELL_FORM: &str = "a cell is METRIC/AREA/PERIOD, as `referral_rate/52/2025-Q2`: a force by code or name, `cps:south-west` or `EW`; `2025-Q2`, `2025`, `2025-26` or `YE 2025-06`; and `/flow` behind it for one clock";

/// The quarters among which a period is looked for: records are older than none of these.
const QUARTERS: [i32; 2] = [1900, 2200];

impl FromStr for CellName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |what: &str| format!("{what}; {CELL_FORM}");
        let mut parts = text.split('/').map(str::trim);
        let mut next = |what: &str| {
            let part = parts.next().filter(|it| !it.is_empty());
            part.ok_or_else(|| wrong(&format!("`{text}` names no {what}")))
        };
        let metric = next("metric")?.to_owned();
        let area_code = next("area")?.to_owned();
        let period = next("period")?;
        let clock = parts.next().map(str::to_owned);
        if parts.next().is_some() {
            return Err(wrong(&format!("`{text}` has too many parts")));
        }
        // What goes into a query as it is: nothing that could end a quote.
        let is_code = |it: char| it.is_alphanumeric() || matches!(it, ':' | '-' | '_' | ' ' | '&');
        if !area_code.chars().all(is_code) {
            return Err(wrong(&format!("`{area_code}` is no area")));
        }
        let area_type = if area_code == "EW" {
            AreaType::National
        } else if area_code.starts_with("cps:") {
            AreaType::CpsArea
        } else {
            AreaType::Force
        };
        let period = period_of(period).ok_or_else(|| wrong(&format!("`{period}` is no period")))?;
        Ok(Self {
            metric,
            place: Place {
                area_type,
                area_code,
                period,
            },
            clock,
        })
    }
}

fn period_of(text: &str) -> Option<Period> {
    let [from, to] = QUARTERS.map(|it| Quarter::new(it, 1));
    let mut periods = Period::between(from?, to?).into_iter();
    periods.find(|it| it.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_named_by_metric_area_and_period() {
        for (text, area_type, period) in [
            ("a.b/52/2025-Q2", AreaType::Force, "2025-Q2"),
            ("a.b/cps:south-west/2025-26", AreaType::CpsArea, "2025-26"),
            ("a.b/EW/YE 2025-06", AreaType::National, "YE 2025-06"),
            ("a.b/EW/2025/flow", AreaType::National, "2025"),
        ] {
            let cell: CellName = text.parse().unwrap();
            assert_eq!(cell.metric, "a.b");
            assert_eq!(cell.place.area_type, area_type);
            assert_eq!(cell.place.period.to_string(), period);
            assert_eq!(cell.clock.is_some(), text.ends_with("/flow"));
        }
        for (text, says) in [
            ("a.b", "`a.b` names no area"),
            ("a.b/52", "names no period"),
            ("a.b/52/2025-Q5", "`2025-Q5` is no period"),
            ("a.b/x' OR 1=1/2025", "is no area"),
            ("a.b/52/2025/flow/more", "has too many parts"),
        ] {
            let said = text.parse::<CellName>().unwrap_err();
            assert!(said.contains(says) && said.ends_with(CELL_FORM), "{said}");
        }
    }
}
