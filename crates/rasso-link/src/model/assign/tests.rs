use super::*;
use crate::model::number::Draws;

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
        let (chosen, _) = assign(&pairs, cardinality, &Free::alike([1.0; 2]));
        assert!((chosen[0].probability - truth).abs() < 1e-3);
    }
}

#[test]
fn of_two_that_are_just_as_good_none_is_chosen() {
    let pairs = [pair(0, 0, 50.0), pair(0, 1, 50.0), pair(1, 2, 50.0)];
    for cardinality in [Cardinality::OneToOne, Cardinality::ManyToOne] {
        let (chosen, _) = assign(&pairs, cardinality, &Free::alike([1.0; 2]));
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
        let (chosen, _) = assign(&pairs, cardinality, &Free::alike([1.0; 2]));
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
    let (chosen, _) = assign(&pairs, Cardinality::OneToOne, &Free::alike([1.0; 2]));
    let links: Vec<_> = chosen.iter().filter(|it| it.is_link).collect();
    let mut lefts: Vec<u32> = links.iter().map(|it| it.pair.left).collect();
    lefts.dedup();
    assert!(lefts.len() == links.len() && links.len() > 1_500);
}

#[test]
fn what_no_other_partner_is_seen_for_is_likelier_than_by_itself() {
    let pairs = [pair(0, 0, 1.0)];
    let free = [0.5, 0.25];
    for (cardinality, against) in [
        (Cardinality::OneToOne, 0.125),
        (Cardinality::OneToMany, 0.25),
        (Cardinality::ManyToOne, 0.5),
        (Cardinality::ManyToMany, 1.0),
    ] {
        let (chosen, _) = assign(&pairs, cardinality, &Free::alike(free));
        let truth = 1.0 / (1.0 + against);
        assert!((chosen[0].probability - truth).abs() < 1e-9);
        assert_eq!(chosen[0].pair, pairs[0]);
    }
}

#[test]
fn probabilities_of_partners_add_up_to_the_matches() {
    // Of 900 records on each side 630 are of one person. Matches agree wholly (6 of 10) or in part;
    // of 10,000 other pairs 2 do, and 60.
    let (records, matches) = (900, 630);
    let mut draws = Draws(11);
    let share = f64::from(matches) / (f64::from(records) * f64::from(records));
    let weight = |m: f64, u: f64| (share / (1.0 - share) * m / u).log2();
    let levels = [weight(0.6, 0.0002), weight(0.4, 0.006)];
    let mut pairs = Vec::new();
    for left in 0..records {
        for right in 0..records {
            let level = draws.below(10_000);
            let bounds = if left == right && left < matches {
                [6_000, 10_000]
            } else {
                [2, 62]
            };
            if let Some(at) = bounds.iter().position(|it| level < *it) {
                let weight = levels[at];
                pairs.push(Candidate {
                    weight,
                    ..pair(left, right, 1.0)
                });
            }
        }
    }
    let free = [1.0 - f64::from(matches) / f64::from(records); 2];
    let (chosen, _) = assign(&pairs, Cardinality::OneToOne, &Free::alike(free));
    let sum: f64 = chosen.iter().map(|it| it.probability).sum();
    let matches = f64::from(matches);
    assert!((sum / matches - 1.0).abs() < 0.02, "{sum} of {matches}");
    // Held against nothing but each other they are too few by far.
    let (chosen, _) = assign(&pairs, Cardinality::OneToOne, &Free::alike([1.0; 2]));
    let sum: f64 = chosen.iter().map(|it| it.probability).sum();
    assert!(sum < 0.95 * matches, "{sum} of {matches}");
}
