//! Case mix: direct and indirect standardisation.

use super::{near, near_limits, read};
use rasso_stats::Confidence::Percent95;
use rasso_stats::proportion::Share;
use rasso_stats::standardise::{Stratum, direct, indirect, logit};
use std::collections::BTreeMap;

/// Cases counted and all cases, by force, relationship, age and prompt report.
type Counts = BTreeMap<[String; 4], (u64, u64)>;

fn counts() -> Counts {
    let mut counts = Counts::new();
    for row in read("casemix_input.csv").rows() {
        let key =
            ["force", "relationship", "age", "prompt_report"].map(|it| row.text(it).to_owned());
        let (charged, all) = counts.entry(key).or_default();
        *charged += row.count("charged");
        *all += 1;
    }
    counts
}

#[test]
fn the_model_and_the_ratios_are_what_statsmodels_gives() {
    let counts = counts();
    let is = |which: usize, what: &str| -> Vec<f64> {
        let rows = counts.keys().map(|key| key[which] == what);
        rows.map(|it| if it { 1.0 } else { 0.0 }).collect()
    };
    let columns = [
        vec![1.0; counts.len()],
        is(1, "stranger"),
        is(1, "partner"),
        is(2, "u18"),
        is(2, "25+"),
        is(3, "1"),
    ];
    let shares: Vec<Share> = counts
        .values()
        .map(|it| Share::new(it.0, it.1).unwrap())
        .collect();
    let model = logit(&columns, &shares).unwrap();
    for (at, row) in read("casemix_logit_expected.csv").rows().enumerate() {
        near(model.coefficients[at], row.number("coef"), 1e-8);
        near(model.std_errors[at], row.number("se"), 1e-8);
    }

    let all = counts
        .values()
        .fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    let all = Share::new(all.0, all.1).unwrap();
    let file = read("casemix_indirect_expected.csv");
    for row in file.rows() {
        let of_force = || {
            counts
                .iter()
                .zip(&model.fitted)
                .filter(|it| it.0.0[0] == row.text("force"))
        };
        let observed = of_force().map(|it| it.0.1.0).sum();
        let expected =
            of_force().map(|((_, (_, all)), p)| p * f64::from(u32::try_from(*all).unwrap()));
        let expected = expected.sum();
        near(expected, row.number("e"), 1e-8);
        let found = indirect(observed, expected, Percent95).unwrap();
        near(found.ratio, row.number("sr"), 1e-8);
        near(found.ratio * all.value(), row.number("adj_rate"), 1e-8);
        near_limits(found.byar, &row, ["byar_lo", "byar_hi"], 1e-8);
        near_limits(found.exact, &row, ["exact_lo", "exact_hi"], 1e-8);
    }
    assert_eq!(file.rows().count(), 44);
}

#[test]
fn directly_standardised_shares_are_those_of_the_reference() {
    let mut by_kind = BTreeMap::<_, BTreeMap<_, (u64, u64)>>::new();
    for ([force, relationship, age, _], (charged, all)) in counts() {
        let of_kind = by_kind.entry([relationship, age]).or_default();
        let sum = of_kind.entry(force).or_default();
        *sum = (sum.0 + charged, sum.1 + all);
    }
    let file = read("casemix_direct_expected.csv");
    for row in file.rows() {
        let strata: Vec<Stratum> = by_kind
            .values()
            .map(|forces| Stratum {
                standard: forces.values().map(|it| it.1).sum(),
                share: forces
                    .get(row.text("force"))
                    .map(|it| Share::new(it.0, it.1).unwrap()),
            })
            .collect();
        let found = direct(&strata).unwrap();
        near(found.value, row.number("dsr"), 1e-12);
        near(found.std_error, row.number("se"), 1e-12);
        near(found.covered, row.number("w"), 1e-12);
    }
    assert_eq!(file.rows().count(), 44);
}
