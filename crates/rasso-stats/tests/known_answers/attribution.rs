//! What a change is made of, to the last digit of the fraction.

use super::{near, path, read};
use rasso_stats::attribution::{Exact, Group, Rate, mix_and_rate, stages};

fn json(name: &str) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(path(name)).unwrap()).unwrap()
}

#[test]
fn stages_have_the_fractions_of_the_reference() {
    let file = json("decomposition_stage_expected.json");
    let steps = ["recorded", "referred", "charged", "completed", "convicted"];
    let rates = |period: &str| -> Vec<Rate> {
        let count = |step: &str| file[period][step].as_u64().unwrap();
        let rate = |it: &[&str]| Rate::new(count(it[1]), count(it[0])).unwrap();
        steps.windows(2).map(rate).collect()
    };
    let found = stages(&rates("period0"), &rates("period1")).unwrap();
    for (at, part) in found.parts.iter().enumerate() {
        assert_eq!(
            part.to_string(),
            file["shapley_exact"][at].as_str().unwrap()
        );
        near(part.value(), file["shapley"][at].as_f64().unwrap(), 1e-15);
    }
    near(found.change.value(), file["delta"].as_f64().unwrap(), 1e-15);
    assert_eq!(found.parts.iter().cloned().sum::<Exact>(), found.change);
}

#[test]
fn mix_and_rate_are_those_of_the_reference() {
    let file = read("kitagawa_input.csv");
    let groups: Vec<Group> = file
        .rows()
        .map(|row| Group {
            before: (row.count("x0"), row.count("n0")),
            after: (row.count("x1"), row.count("n1")),
        })
        .collect();
    let found = mix_and_rate(&groups).unwrap();
    for (row, parts) in read("kitagawa_expected.csv").rows().zip(&found.groups) {
        near(parts.mix.value(), row.number("mix"), 1e-15);
        near(parts.rate.value(), row.number("rate"), 1e-15);
    }
    let totals = json("kitagawa_totals.json");
    near(
        found.change.value(),
        totals["total"].as_f64().unwrap(),
        1e-15,
    );
    near(found.mix.value(), totals["mix"].as_f64().unwrap(), 1e-15);
    near(found.rate.value(), totals["rate"].as_f64().unwrap(), 1e-15);
    assert_eq!(found.mix + found.rate, found.change);
}
