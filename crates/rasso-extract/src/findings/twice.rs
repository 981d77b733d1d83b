//! Files and months that were sent twice.

use super::{DeliveryFinding, FindingKind, Findings, month_name};
use crate::{FileTally, findings::Months};
use rasso_schema::PeriodSentTwice;
use std::{collections::BTreeMap, sync::Arc};

/// The same bytes sent for one table under two names or dates.
pub(crate) fn files_sent_twice(files: &[FileTally]) -> Vec<DeliveryFinding> {
    let mut first: BTreeMap<(&str, &str), &FileTally> = BTreeMap::new();
    let mut found = Vec::new();
    for file in files.iter().filter(|it| !it.sha256.is_empty()) {
        let Some(earlier) = first.get(&(&*file.table, file.sha256.as_str())) else {
            first.insert((&file.table, &file.sha256), file);
            continue;
        };
        found.push(DeliveryFinding {
            table: Arc::clone(&file.table),
            source: Arc::clone(&file.source),
            sender: "".into(),
            kind: FindingKind::FileSentTwice,
            period: String::new(),
            words: format!(
                "`{}` of {} is byte for byte `{}` of {}",
                file.label, file.extract_date, earlier.label, earlier.extract_date
            ),
        });
    }
    found
}

/// `repeated` are the places of the records that other rows of the delivery repeat, once for each.
pub(crate) fn periods_sent_twice(
    months: &Months,
    repeated: impl IntoIterator<Item = usize>,
    rule: PeriodSentTwice,
    findings: &mut Findings<'_>,
) {
    let mut twice: BTreeMap<(u32, i32), u64> = BTreeMap::new();
    for place in repeated {
        if let Some(of) = months.of.get(place).copied().flatten() {
            *twice.entry(of).or_default() += 1;
        }
    }
    let counts = months.counts();
    for ((sender, month), repeated) in twice {
        let records = counts.get(&sender).and_then(|it| it.get(&month));
        let records = records.copied().unwrap_or_default();
        if repeated >= rule.records && repeated * 100 >= rule.percent * records {
            let words = format!("{repeated} of its {records} records stand there twice");
            findings.add(
                sender,
                FindingKind::PeriodSentTwice,
                month_name(month),
                words,
            );
        }
    }
}
