use super::*;

fn pair(left: u32, right: u32, odds: f64) -> Candidate {
    Candidate {
        left,
        right,
        block: 0,
        pattern: 0,
        weight: odds.log2(),
    }
}

#[test]
fn many_that_are_little_are_much_together() {
    // One that is even by itself, beside 900 rivals of odds 0.002: their sum is 1.8.
    let mut pairs = vec![pair(0, 0, 1.0)];
    pairs.extend((1..=900).map(|left| pair(left, 0, 0.002)));
    let truth = 1.0 / (1.0 + 1.0 + 1.8);
    for cardinality in [Cardinality::OneToOne, Cardinality::OneToMany] {
        let (chosen, _) = assign(&pairs, cardinality);
        assert!((chosen[0].probability - truth).abs() < 1e-3);
    }
}

#[test]
fn of_two_that_are_just_as_good_none_is_chosen() {
    let pairs = [pair(0, 0, 50.0), pair(0, 1, 50.0), pair(1, 2, 50.0)];
    for cardinality in [Cardinality::OneToOne, Cardinality::ManyToOne] {
        let (chosen, _) = assign(&pairs, cardinality);
        let links: Vec<bool> = chosen.iter().map(|it| it.is_link).collect();
        assert_eq!(links, [false, false, true]);
        assert_eq!(chosen.iter().filter(|it| it.is_tie).count(), 1);
        assert!((chosen[0].runner_up - 50.0 / 101.0).abs() < 1e-9);
    }
}

#[test]
fn each_cardinality_leaves_what_it_allows() {
    let pairs = [pair(0, 0, 90.0), pair(0, 1, 30.0), pair(1, 1, 20.0)];
    let links = |cardinality| {
        let (chosen, _) = assign(&pairs, cardinality);
        chosen.iter().map(|it| it.is_link).collect::<Vec<_>>()
    };
    assert_eq!(links(Cardinality::OneToOne), [true, false, true]);
    assert_eq!(links(Cardinality::OneToMany), [true, true, false]);
    assert_eq!(links(Cardinality::ManyToOne), [true, false, true]);
    assert_eq!(links(Cardinality::ManyToMany), [true, true, true]);
}

#[test]
fn a_long_chain_ends() {
    let pairs: Vec<Candidate> = (0..4_000)
        .map(|at| pair(at / 2, at.div_ceil(2), 1.0 + f64::from(at % 7)))
        .collect();
    let (chosen, _) = assign(&pairs, Cardinality::OneToOne);
    let links: Vec<_> = chosen.iter().filter(|it| it.is_link).collect();
    let mut lefts: Vec<u32> = links.iter().map(|it| it.pair.left).collect();
    lefts.dedup();
    assert!(lefts.len() == links.len() && links.len() > 1_500);
}
