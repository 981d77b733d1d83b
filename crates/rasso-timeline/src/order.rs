//! The total order of events.

use crate::TimelineError;
use rasso_schema::Schemas;
use rasso_terms::{Event, EventType};
use rayon::slice::ParallelSliceMut;
use std::collections::BTreeMap;

/// Sorts events into the total order: day, rank of the process, then the records of the units in the
/// order of their keys, then the table and the record itself.
///
/// Record ids are ordinals in key order, so shuffling the rows of a file changes nothing.
pub fn order(events: &mut [Event], schemas: &Schemas) -> Result<(), TimelineError> {
    let mut ranks = BTreeMap::new();
    for event_type in EventType::ALL {
        let rank = schemas
            .event_order()
            .rank(event_type.as_str())
            .ok_or(TimelineError::NoRank(event_type.as_str()))?;
        ranks.insert(*event_type, rank);
    }
    let rank = |it: &Event| ranks.get(&it.event_type).copied().unwrap_or(u32::MAX);
    events.par_sort_unstable_by(|a, b| {
        (a.day, rank(a), a.objects, a.table, a.record, a.event_type).cmp(&(
            b.day,
            rank(b),
            b.objects,
            b.table,
            b.record,
            b.event_type,
        ))
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rasso_terms::{Day, Objects};

    fn event(event_type: EventType, day: i32, record: i64) -> Event {
        Event {
            event_type,
            day: Day::from_number(day),
            known: Day::from_number(day),
            table: "cps_event",
            record,
            objects: Objects {
                cps_suspect: Some(record / 10),
                ..Objects::default()
            },
        }
    }

    #[test]
    fn events_of_one_day_come_in_the_order_of_the_process_however_they_were_read() {
        let schemas = Schemas::embedded().unwrap();
        let mut events = vec![
            event(EventType::Decision, 5, 3),
            event(EventType::Reopened, 5, 2),
            event(EventType::ChargingReceipt, 5, 1),
            event(EventType::AdminFinalised, 4, 0),
        ];
        for _ in 0..events.len() {
            events.rotate_left(1);
            order(&mut events, &schemas).unwrap();
            let types: Vec<_> = events.iter().map(|it| it.event_type).collect();
            assert_eq!(
                types,
                [
                    EventType::AdminFinalised,
                    EventType::ChargingReceipt,
                    EventType::Reopened,
                    EventType::Decision
                ]
            );
        }
    }
}
