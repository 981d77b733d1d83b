//! A page of invented figures, for the tests and for looking at.

use super::{
    AgeColumn, AgeRow, AgeTable, AreaRow, AreaTable, Column, DerivedColumn, DrawnLink, DrawnStep,
    Estimate, FaultCount, Figure, FunnelStep, LinkPass, Loss, ModelRow, Named, RuleRow, RunPage,
    SourceCoverage, StageTime, Threads, Unlinked, Without,
};

/// A whole page.
pub(crate) fn page() -> RunPage {
    RunPage {
        name: "Quarter to June 2025".to_owned(),
        run_id: "3f9c0b7a51e2d846".to_owned(),
        as_at: "2025-06-30".to_owned(),
        population: "Rape crimes recorded from April 2023 to June 2025, and what was known of \
                     them on 30 June 2025."
            .to_owned(),
        notes: vec![
            "The courts sent nothing: figures that need their records are not made.".to_owned(),
        ],
        versions: named(&[
            ("rasso", "0.1.0"),
            ("Schemas", "2026.1"),
            ("Linkage passes", "identifiers 1.0"),
        ]),
        hashes: named(&[
            ("pipelines/quarter.toml", &"4f".repeat(32)),
            ("extracts/2025-06-30/police_crime.csv", &"a1".repeat(32)),
        ]),
        funnel: funnel(),
        without: Without {
            at_all: vec![
                "Without records of the police of: Devon and Cornwall (50).".to_owned(),
            ],
            in_period: vec![
                "Without records of the police of: Devon and Cornwall (50).".to_owned(),
            ],
        },
        forces: forces(),
        ages: Some(ages()),
        threads: Threads {
            all: 151_204,
            open: 31_018,
            convicted: 3_120,
        },
        losses: losses(),
        links: links(),
        models: models(),
        least_sure: least_sure(),
        unlinked: unlinked(),
        findings: vec![
            "police_suspect, force 44, 2024-05: no record, where about 30 a month are usual (missing_period)".to_owned(),
        ],
        faults: faults(),
        rules: rules(),
        sources: sources(),
        derived: vec![DerivedColumn {
            mapping: "police-messages-crime".to_owned(),
            column: "crime_ref".to_owned(),
            how: "digest of scenario, ptiurn".to_owned(),
        }],
        stages: [
            ("ingest", 2_410, 905_113),
            ("link", 830, 61_040),
            ("timeline", 1_204, 1_530_200),
            ("measures", 412, 48_210),
        ]
        .map(|(stage, milliseconds, rows)| StageTime {
            stage: stage.to_owned(),
            milliseconds,
            rows,
        })
        .to_vec(),
    }
}

fn named(pairs: &[(&str, &str)]) -> Vec<Named> {
    let named = |&(name, value): &(&str, &str)| Named {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    pairs.iter().map(named).collect()
}

fn funnel() -> Vec<FunnelStep> {
    [
        ("Recorded", "crimes", 142_310),
        ("Suspect identified", "crimes", 96_402),
        ("Referred to the CPS", "CPS suspects", 19_877),
        ("Charged by the CPS", "CPS suspects", 10_231),
        ("Completed at court", "defendants", 5_840),
        ("Convicted", "defendants", 3_120),
    ]
    .map(|(name, unit, count)| FunnelStep {
        name: name.to_owned(),
        unit: unit.to_owned(),
        count: Some(count),
        is_part: true,
    })
    .to_vec()
}

fn forces() -> AreaTable {
    let columns = [
        ("Recorded crimes", "crimes", "Rape crimes recorded, less those cancelled or transferred out."),
        ("Referral rate", "crimes", "Of crimes recorded, the share with a suspect referred to the CPS for a charging decision so far."),
        ("Charge rate, recorded cohort", "crimes", "Of crimes recorded, the share with outcome 1 so far."),
        ("Charge rate, legal decisions", "CPS suspects", "Of CPS suspects with a final legal decision, the share charged."),
        ("Victim does not support", "crimes", "Of crimes with an outcome, the share with outcome 14 or 16."),
        ("Conviction rate", "defendants", "Of flagged defendants whose prosecution was completed, the share convicted of any offence."),
        ("Median days to referral", "suspects", "From the day the crime was recorded to the first receipt for a charging decision."),
    ]
    .map(|(title, unit, definition)| Column {
        title: title.to_owned(),
        unit: unit.to_owned(),
        clock: "by date recorded".to_owned(),
        definition: definition.to_owned(),
    });
    let areas = [
        ("EW", "England and Wales", 142_310),
        ("52", "Avon and Somerset", 4_120),
        ("06", "Greater Manchester", 8_804),
        ("48", "City of London", 22),
        ("01", "Metropolitan Police", 18_340),
        ("93", "British Transport Police", 0),
        ("20", "West Midlands", 9_317),
    ];
    let rate = |numerator, denominator| Figure::Rate {
        numerator,
        denominator,
    };
    let rows = areas.map(|(code, name, n)| AreaRow {
        code: code.to_owned(),
        name: name.to_owned(),
        total: code == "EW",
        figures: vec![
            Figure::Count(n),
            rate(n / 7, n),
            rate(n / 21, n),
            rate(n / 14, n / 9),
            rate(n / 3, n * 3 / 4),
            rate(n / 45, n / 24),
            Figure::MedianDays {
                twice: (n > 0).then_some(253),
                n: n / 8,
            },
        ],
    });
    AreaTable {
        period: "YE 2025-06".to_owned(),
        columns: columns.to_vec(),
        rows: rows.to_vec(),
    }
}

fn losses() -> Vec<Loss> {
    [
        ("Police", "No suspect identified", 30_118),
        ("Police", "Police took no further action", 24_960),
        ("Police", "Victim did not support, before referral", 52_003),
        ("CPS", "Victim did not support, after referral", 1_204),
        ("CPS", "CPS took no further action", 5_102),
        ("CPS", "Out-of-court disposal", 87),
        ("Courts", "Discontinued", 611),
        ("Courts", "Acquitted", 2_106),
        ("Police", "Cancelled", 875),
    ]
    .map(|(agency, reason, threads)| Loss {
        agency: agency.to_owned(),
        reason: reason.to_owned(),
        threads,
    })
    .to_vec()
}

fn links() -> Vec<LinkPass> {
    [
        (
            "Police suspect to CPS suspect",
            "URN and person",
            14_020,
            12,
        ),
        ("Police suspect to CPS suspect", "ASN", 3_118, 0),
        ("CPS suspect to defendant", "URN and person", 6_204, 31),
    ]
    .map(|(edge, pass, links, ambiguous)| LinkPass {
        edge: edge.to_owned(),
        pass: pass.to_owned(),
        links,
        ambiguous,
    })
    .to_vec()
}

fn unlinked() -> Vec<Unlinked> {
    [
        ("CPS suspect", "not linkable", "no URN and no ASN", 402),
        (
            "CPS suspect",
            "linkable",
            "no police record with its URN",
            1_871,
        ),
        ("Defendant", "not yet due", "charged under 60 days ago", 233),
    ]
    .map(|(table, state, reason, records)| Unlinked {
        table: table.to_owned(),
        state: state.to_owned(),
        reason: reason.to_owned(),
        records,
    })
    .to_vec()
}

fn rules() -> Vec<RuleRow> {
    let rule = |code: &str, title: &str, is_hard, effect: &str, counts| RuleRow {
        code: code.to_owned(),
        title: title.to_owned(),
        is_hard,
        effect: effect.to_owned(),
        counts,
    };
    let emptied = "cells are emptied";
    vec![
        rule(
            "H2a",
            "The offence began after the record",
            true,
            emptied,
            Some((68_410, 12)),
        ),
        rule(
            "H8",
            "An adjournment after the judgment",
            true,
            "no column says it",
            None,
        ),
    ]
}

fn faults() -> Vec<FaultCount> {
    let file = "extracts/2025-06-30/police_crime.csv";
    [
        (
            file,
            "recorded_date",
            "must be a date written YYYY-MM-DD or DD/MM/YYYY",
            true,
            1_204,
        ),
        (file, "", "must have as many cells as the header", true, 3),
        (
            "extracts/2025-06-30/cps_case.csv",
            "urn",
            "must be a unique reference number",
            false,
            88,
        ),
    ]
    .map(|(file, column, rule, quarantined, rows)| FaultCount {
        file: file.to_owned(),
        column: column.to_owned(),
        rule: rule.to_owned(),
        code: "bad_date".to_owned(),
        quarantined,
        rows,
        sent_anew: 0,
    })
    .to_vec()
}

fn sources() -> Vec<SourceCoverage> {
    [
        ("police_crime", 143_540, 142_310, 1_207, 23),
        ("cps_case", 20_110, 20_022, 88, 0),
        ("court_defendant", 7_002, 7_002, 0, 0),
    ]
    .map(
        |(table, seen, accepted, quarantined, dropped)| SourceCoverage {
            table: table.to_owned(),
            source: "all".to_owned(),
            file: format!("extracts/2025-06-30/{table}.csv"),
            extract_date: "2025-06-30".to_owned(),
            seen,
            unfolded: 0,
            unmapped: Vec::new(),
            accepted,
            quarantined,
            dropped,
            unflagged: 0,
        },
    )
    .to_vec()
}

fn models() -> Vec<ModelRow> {
    vec![ModelRow {
        edge: "police suspect to CPS suspect".to_owned(),
        model: "police_cps 2026.2".to_owned(),
        compared: 8_292,
        expected: 2_963.7,
        links: 259,
        doubted: 0,
    }]
}

fn least_sure() -> Vec<DrawnLink> {
    let steps = [
        ("any two", -15.5, -15.5),
        ("urn: exact", 14.25, -1.25),
        ("surname: else", -6.5, -7.75),
        ("date_of_birth: exact", 13.0, 5.25),
    ];
    let step = |(name, weight, sum): (&str, f64, f64)| DrawnStep {
        name: name.to_owned(),
        weight,
        sum,
    };
    vec![DrawnLink {
        title: "police_cps:120:7".to_owned(),
        said: "Probability 0.974, and 0.010 of the likeliest other link of one of the two."
            .to_owned(),
        steps: steps.into_iter().map(step).collect(),
    }]
}

/// Shares that rise with age; of the oldest nobody was followed so far.
fn ages() -> AgeTable {
    let row = |title: &str, unit: &str, is_part, shares: [f64; 3]| {
        let estimates = shares
            .into_iter()
            .zip([2_104, 1_377, 212])
            .map(|(share, at_risk)| {
                Some(Estimate {
                    share,
                    limits: Some([share * 0.9, share * 1.1]),
                    at_risk,
                })
            });
        AgeRow {
            title: title.to_owned(),
            definition: format!("{title}, in so many days."),
            unit: unit.to_owned(),
            is_part,
            cases: 2_481,
            undated: if is_part { 12 } else { 0 },
            estimates: estimates.chain([None]).collect(),
        }
    };
    AgeTable {
        period: "2024".to_owned(),
        columns: [30, 180, 365, 730].map(|days| AgeColumn { days }).into(),
        rows: vec![
            row(
                "Charged (outcome 1), of recorded crimes",
                "crime",
                false,
                [0.011, 0.024, 0.038],
            ),
            row(
                "Charged or summonsed (outcomes 1 and 1A)",
                "crime",
                true,
                [0.011, 0.025, 0.039],
            ),
            row(
                "Victim does not support action (14 and 16)",
                "crime",
                true,
                [0.15, 0.28, 0.341],
            ),
            row(
                "No suspect identified (18)",
                "crime",
                true,
                [0.04, 0.07, 0.08],
            ),
            row(
                "First exit: charged",
                "thread",
                false,
                [0.011, 0.026, 0.041],
            ),
            row(
                "First exit: victim withdrew",
                "thread",
                false,
                [0.16, 0.29, 0.352],
            ),
        ],
    }
}
