//! Links three tables by the passes of a definition, and by models what these leave over.

use crate::{
    Edge, EdgeModel, LinkDefinition, LinkError, LinkRecord, Linked, Side, pass::Pass, weigh::weigh,
};
use std::collections::BTreeSet;

/// Links police suspects, CPS suspects and defendants; a model may link what no pass did.
///
/// Each later record is linked by the first pass that finds its person. `links` is sorted by edge and
/// records. Passes do not ask in which order records come; a model draws pairs by their places, so that
/// records come in the order of their ids, which that of a file's rows does not change.
///
/// # Errors
/// Where a model names a column that is not there, or would compare too many pairs.
pub fn link(
    suspects: &Side,
    cps_suspects: &Side,
    defendants: &Side,
    definition: &LinkDefinition,
    models: &[EdgeModel],
) -> Result<Linked, LinkError> {
    let mut linked = Linked::default();
    let of = |edge: Edge| models.iter().filter(move |it| it.edge == edge);
    let pass = |edge, left: &Side, right: &Side, linked: &mut Linked| {
        link_edge(edge, &left.records, &right.records, definition, linked);
    };
    pass(Edge::PoliceCps, suspects, cps_suspects, &mut linked);
    for model in of(Edge::PoliceCps) {
        weigh(model, suspects, cps_suspects, &mut linked)?;
    }
    pass(Edge::CpsCourt, cps_suspects, defendants, &mut linked);
    let unreached = unreached_through_cps(defendants, &linked);
    // Identifiers go first: this pass comes before the model of the edge that is nearer.
    pass(Edge::PoliceCourt, suspects, &unreached, &mut linked);
    for model in of(Edge::CpsCourt) {
        weigh(model, cps_suspects, defendants, &mut linked)?;
    }
    leave_straight_ways(&mut linked);
    let unreached = unreached_through_cps(defendants, &linked);
    for model in of(Edge::PoliceCourt) {
        weigh(model, suspects, &unreached, &mut linked)?;
    }
    linked.links.sort_unstable();
    linked.refusals.sort_unstable();
    Ok(linked)
}

/// The defendants without a CPS record: one with a CPS record reaches the police through it.
fn unreached_through_cps(defendants: &Side, linked: &Linked) -> Side {
    let reached: BTreeSet<i64> = linked.of(Edge::CpsCourt).map(|it| it.right).collect();
    defendants.kept(|it| !reached.contains(&it.id))
}

/// Takes out what links a defendant straight to the police who is linked to the CPS as well by now.
fn leave_straight_ways(linked: &mut Linked) {
    let reached: BTreeSet<i64> = linked.of(Edge::CpsCourt).map(|it| it.right).collect();
    let stays = |edge: Edge, right: i64| edge != Edge::PoliceCourt || !reached.contains(&right);
    linked.links.retain(|it| stays(it.edge, it.right));
    linked.refusals.retain(|it| stays(it.edge, it.right));
}

fn link_edge(
    edge: Edge,
    left: &[LinkRecord],
    right: &[LinkRecord],
    definition: &LinkDefinition,
    linked: &mut Linked,
) {
    let mut done: BTreeSet<i64> = BTreeSet::new();
    let mut refusals = Vec::new();
    for (ordinal, pass) in definition.passes.iter().enumerate() {
        let found = Pass {
            edge,
            ordinal,
            left,
            right,
        }
        .run(pass.rule, &|id| done.contains(&id));
        done.extend(found.links.iter().map(|it| it.right));
        linked.links.extend(found.links);
        refusals.extend(found.refusals);
    }
    linked
        .refusals
        .extend(refusals.into_iter().filter(|it| !done.contains(&it.right)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{By, Due, PassDefinition, Rule};
    use rasso_terms::{Asn, Day, PersonKey, Urn, check_letter};

    fn definition() -> LinkDefinition {
        let pass = |name: &str, rule| PassDefinition {
            name: name.to_owned(),
            rule,
            meaning: String::new(),
        };
        LinkDefinition {
            name: "test".to_owned(),
            version: "1".to_owned(),
            passes: vec![
                pass("urn_person", Rule::UrnPerson),
                pass("urn_asn", Rule::UrnAsn),
                pass("asn", Rule::Asn),
                pass("urn_one_suspect", Rule::UrnOneSuspect),
            ],
            due: Due {
                cps_decision_to_court_days: 60,
                police_charge_to_cps_days: 60,
            },
            reasons: Vec::new(),
        }
    }

    fn record(id: i64, urn: Option<u32>, asn: Option<u64>, name: Option<&str>) -> LinkRecord {
        let asn = asn.map(|it| {
            let letter = check_letter(&format!("520124{it:011}")).unwrap();
            Asn::parse(&format!("2452AB01{it:011}{letter}")).unwrap()
        });
        LinkRecord {
            id,
            urn: urn.map(|it| Urn::parse(&format!("52AB{it:05}24")).unwrap()),
            asn,
            person: name.map_or_else(PersonKey::default, |it| {
                PersonKey::new(Some(it), Some("Sam"), Some(Day::from_number(1)))
            }),
        }
    }

    fn by_passes(suspects: &[LinkRecord], cps: &[LinkRecord], court: &[LinkRecord]) -> Linked {
        let [suspects, cps, court] = [suspects, cps, court].map(|it| Side::of_records(it.to_vec()));
        link(&suspects, &cps, &court, &definition(), &[]).unwrap()
    }

    /// Links police suspects to CPS suspects; gives (left, right, pass) and the number refused.
    fn police_cps(suspects: &[LinkRecord], cps: &[LinkRecord]) -> (Vec<(i64, i64, usize)>, usize) {
        let linked = by_passes(suspects, cps, &[]);
        let links = linked
            .links
            .iter()
            .map(|it| match it.by {
                By::Pass(pass) => (it.left, it.right, pass),
                By::Model => panic!("no model was used"),
            })
            .collect();
        (links, linked.refusals.len())
    }

    #[test]
    fn co_suspects_under_one_urn_are_never_merged() {
        let police = [
            record(0, Some(1), None, Some("Ash")),
            record(1, Some(1), None, Some("Birch")),
        ];
        let cps = [
            record(0, Some(1), None, Some("Birch")),
            record(1, Some(1), None, None),
        ];
        assert_eq!(police_cps(&police, &cps), (vec![(1, 0, 0)], 1));
    }

    #[test]
    fn a_suspect_in_two_crimes_under_one_urn_is_one_cps_suspect() {
        let police = [
            record(0, Some(1), None, Some("Ash")),
            record(1, Some(1), None, Some("Ash")),
        ];
        let cps = [record(0, Some(1), None, Some("Ash"))];
        assert_eq!(police_cps(&police, &cps), (vec![(0, 0, 0), (1, 0, 0)], 0));
    }

    #[test]
    fn an_asn_links_when_the_urn_is_mistyped_unless_the_person_contradicts() {
        let police = [
            record(0, Some(1), Some(7), Some("Ash")),
            record(1, Some(2), Some(8), Some("Birch")),
        ];
        let cps = [
            record(0, Some(9), Some(7), Some("Ash")),
            record(1, None, Some(8), Some("Cedar")),
        ];
        assert_eq!(police_cps(&police, &cps), (vec![(0, 0, 2)], 0));
    }

    #[test]
    fn an_asn_that_two_people_share_links_nobody_without_a_name() {
        let police = [
            record(0, None, Some(7), Some("Ash")),
            record(1, None, Some(7), Some("Birch")),
        ];
        let cps = [
            record(0, None, Some(7), None),
            record(1, None, Some(7), Some("Birch")),
        ];
        assert_eq!(police_cps(&police, &cps), (vec![(1, 1, 2)], 1));
    }

    #[test]
    fn a_urn_alone_links_only_where_it_stands_for_one_person_on_each_side() {
        let police = [
            record(0, Some(1), None, Some("Ash")),
            record(1, Some(2), None, Some("Birch")),
        ];
        let one = [record(0, Some(1), None, None)];
        assert_eq!(police_cps(&police, &one), (vec![(0, 0, 3)], 0));
        let two = [
            record(0, Some(1), None, None),
            record(1, Some(1), None, Some("Cedar")),
        ];
        assert_eq!(police_cps(&police, &two), (vec![], 1));
    }

    #[test]
    fn a_changed_name_is_bridged_by_both_identifiers_together() {
        let police = [record(0, Some(1), Some(7), Some("Ash"))];
        let cps = [record(0, Some(1), Some(7), Some("Birch"))];
        assert_eq!(police_cps(&police, &cps), (vec![(0, 0, 1)], 0));
    }

    #[test]
    fn a_defendant_reaches_the_police_through_the_cps_or_straight_but_not_twice() {
        let police = [
            record(0, Some(1), None, Some("Ash")),
            record(1, Some(2), None, Some("Birch")),
        ];
        let cps = [record(0, Some(1), None, Some("Ash"))];
        let court = [
            record(0, Some(1), None, Some("Ash")),
            record(1, Some(2), None, Some("Birch")),
        ];
        let linked = by_passes(&police, &cps, &court);
        let edges: Vec<_> = linked
            .links
            .iter()
            .map(|it| (it.edge, it.left, it.right))
            .collect();
        assert_eq!(
            edges,
            [
                (Edge::PoliceCps, 0, 0),
                (Edge::CpsCourt, 0, 0),
                (Edge::PoliceCourt, 1, 1)
            ]
        );
    }
}
