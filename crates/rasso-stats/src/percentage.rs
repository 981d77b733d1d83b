//! Percentages as they are published: exact, ties rounded half up.

use crate::thousands;

/// `numerator` as a percentage of `denominator`, written with `decimals` places.
///
/// The digits come from whole numbers, so a tie is a tie and goes up: 1 of 2,000 is 0.05 %, written
/// 0.1. Nothing when the denominator is 0, or when so many places are asked for (18 or more) that
/// 128 bits may not hold them.
///
/// ```
/// assert_eq!(rasso_stats::percentage_half_up(3910, 6855, 1).as_deref(), Some("57.0"));
/// assert_eq!(rasso_stats::percentage_half_up(1, 8, 1).as_deref(), Some("12.5"));
/// assert_eq!(rasso_stats::percentage_half_up(1, 0, 1), None);
/// ```
pub fn percentage_half_up(numerator: u64, denominator: u64, decimals: u32) -> Option<String> {
    if denominator == 0 {
        return None;
    }
    let scale = 10_u128.checked_pow(decimals)?;
    let (numerator, denominator) = (u128::from(numerator), u128::from(denominator));
    // floor(100 * scale * n / d + 1/2) = floor((200 * scale * n + d) / 2d)
    let twice = numerator.checked_mul(scale)?.checked_mul(200)?;
    let units = twice.checked_add(denominator)? / (2 * denominator);
    let (whole, part) = (units / scale, units % scale);
    Some(if decimals == 0 {
        whole.to_string()
    } else {
        let width = usize::try_from(decimals).ok()?;
        format!("{whole}.{part:0width$}")
    })
}

/// A mean to one decimal, rounded half up and exact: its sum over the number of what was summed.
///
/// ```
/// assert_eq!(rasso_stats::mean_half_up(5_009, 40).as_deref(), Some("125.2"));
/// assert_eq!(rasso_stats::mean_half_up(1, 20).as_deref(), Some("0.1"));
/// assert_eq!(rasso_stats::mean_half_up(40_000, 16).as_deref(), Some("2,500.0"));
/// assert_eq!(rasso_stats::mean_half_up(1, 0), None);
/// ```
pub fn mean_half_up(total: u64, n: u64) -> Option<String> {
    let (total, n) = (u128::from(total), u128::from(n));
    // floor(10 t / n + 1/2) = floor((20 t + n) / 2n)
    let tenths = (total * 20 + n).checked_div(n * 2)?;
    let whole = u64::try_from(tenths / 10).ok()?;
    Some(format!("{}.{}", thousands(whole), tenths % 10))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[track_caller]
    fn check(numerator: u64, denominator: u64, decimals: u32, expected: &str) {
        let shown = percentage_half_up(numerator, denominator, decimals);
        assert_eq!(shown.as_deref(), Some(expected));
    }

    #[test]
    fn ties_go_up() {
        check(1, 8, 1, "12.5");
        check(1, 8, 0, "13");
        check(1, 2000, 1, "0.1");
        check(3, 2000, 1, "0.2");
        check(5, 10_000, 1, "0.1");
        check(1, 200, 0, "1");
        check(1999, 2000, 1, "100.0");
        // As floats these fall below their tie: 0.285 * 100 = 28.499999999999996.
        check(285, 1000, 0, "29");
        check(1005, 100_000, 2, "1.01");
    }

    #[test]
    fn just_below_a_tie_goes_down() {
        check(499_999, 1_000_000_000, 1, "0.0");
        check(1, 2001, 1, "0.0");
        check(124_999, 1_000_000, 0, "12");
    }

    #[test]
    fn whole_and_large_figures_are_exact() {
        check(0, 7, 1, "0.0");
        check(7, 7, 1, "100.0");
        check(7, 7, 0, "100");
        check(150, 100, 1, "150.0");
        check(u64::MAX, u64::MAX, 3, "100.000");
        check(1, 3, 10, "33.3333333333");
    }

    #[test]
    fn what_cannot_be_written_is_nothing() {
        assert_eq!(percentage_half_up(0, 0, 1), None);
        assert_eq!(percentage_half_up(u64::MAX, 1, 30), None);
        assert_eq!(percentage_half_up(1, 2, 60), None);
    }

    #[test]
    fn the_published_charge_rates_of_2009_to_2016_come_out() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/data/cps_charged_2009_16.csv"
        );
        let mut years: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for row in csv::Reader::from_path(path).unwrap().records() {
            let row = row.unwrap();
            let year = years.entry(row[2].to_owned()).or_default();
            assert!(year.insert(row[0].to_owned(), row[3].to_owned()).is_none());
        }
        assert_eq!(years.len(), 7);
        for (year, of) in &years {
            let charged = of["CPS charged"].parse().unwrap();
            let referred = of["CPS referrals (pre-charge decisions)"].parse().unwrap();
            let shown = percentage_half_up(charged, referred, 1).unwrap();
            assert_eq!(shown, of["CPS charge rate (of all referrals)"], "{year}");
        }
    }

    proptest! {
        #[test]
        fn the_text_is_within_half_a_unit_of_the_fraction(n in 0_u64..1_000_000, d in 1_u64..1_000_000) {
            let shown = percentage_half_up(n, d, 1).unwrap();
            let tenths: u64 = shown.replace('.', "").parse().unwrap();
            // Half up: tenths - 1/2 <= 1000 n / d < tenths + 1/2, here without fractions.
            prop_assert!(2 * tenths * d <= 2000 * n + d);
            prop_assert!(2000 * n < 2 * tenths * d + d);
        }
    }
}
