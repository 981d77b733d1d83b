//! What is to be counted of a side, and the queries for it.

use super::{Place, Side};
use crate::{AreaType, Clock, Condition, End, Kind, Metric, Unit};
use rasso_terms::{Day, Period};

/// A side to account for: its unit, what dates it, and what is kept in which order.
pub(super) struct Wanted {
    pub(super) unit: String,
    date: String,
    /// Of a stock, what dates its end.
    until: Option<String>,
    keeps: Vec<(String, String)>,
    /// After how many of these a side is whole.
    pub(super) sides: Vec<(usize, Side)>,
    pub(super) ends: Vec<(String, bool, String)>,
}

pub(super) fn wanted(metric: &Metric, clock: &Clock) -> Vec<Wanted> {
    let of = |unit: &str, date: &str| Wanted {
        unit: unit.to_owned(),
        date: date.to_owned(),
        until: None,
        keeps: Vec::new(),
        sides: Vec::new(),
        ends: Vec::new(),
    };
    let denominator = metric.denominator.as_deref().unwrap_or_default();
    let denominator_date = clock.denominator_date.as_deref();
    let mut of_numerator = of(metric.numerator_unit(), &clock.numerator_date);
    of_numerator.keep(&metric.population);
    match metric.kind {
        Kind::Proportion if denominator_date == Some(clock.numerator_date.as_str()) => {
            of_numerator.keep(denominator);
            of_numerator.is(Side::Denominator);
            of_numerator.keep(&metric.numerator);
            of_numerator.is(Side::Numerator);
            vec![of_numerator]
        }
        Kind::Proportion | Kind::Ratio => {
            if metric.kind == Kind::Proportion {
                of_numerator.keep(denominator);
            }
            of_numerator.keep(&metric.numerator);
            of_numerator.is(Side::Numerator);
            let mut of_denominator = of(&metric.unit, denominator_date.unwrap_or_default());
            of_denominator.keep(&metric.population);
            of_denominator.keep(denominator);
            of_denominator.is(Side::Denominator);
            vec![of_numerator, of_denominator]
        }
        Kind::Count | Kind::Stock | Kind::Rate => {
            of_numerator.keep(&metric.numerator);
            of_numerator.until.clone_from(&clock.until);
            of_numerator.is(Side::Numerator);
            vec![of_numerator]
        }
        Kind::Median | Kind::Mean => {
            of_numerator.keep(&metric.numerator);
            of_numerator.until.clone_from(&clock.until);
            if let Some(value) = &metric.value {
                let is_known = (format!("{value} is known"), format!("{value} IS NOT NULL"));
                of_numerator.keeps.push(is_known);
            }
            of_numerator.is(Side::Denominator);
            vec![of_numerator]
        }
        Kind::Incidence => {
            of_numerator.keep(&metric.numerator);
            let dated: Vec<String> = metric.ends.iter().map(ends_so).collect();
            let is_followed = format!("(open = 1 OR {})", dated.join(" OR "));
            of_numerator.keeps.push((
                "open, or ended on a day that somebody knows".to_owned(),
                is_followed,
            ));
            of_numerator.is(Side::Denominator);
            for (at, end) in metric.ends.iter().enumerate() {
                let words: Vec<String> = end.when.iter().map(ToString::to_string).collect();
                let words = if words.is_empty() {
                    "in any way".to_owned()
                } else {
                    words.join("; ")
                };
                let words = format!("by {}: {words}", end.date);
                let sql = ends_first(&metric.ends, at);
                of_numerator.ends.push((words, end.counted, sql));
            }
            vec![of_numerator]
        }
    }
}

/// The units of one side of a figure, wherever and whenever they are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    /// What is counted.
    pub(crate) unit: String,
    /// The column that dates it.
    pub(crate) date: String,
    /// Of a stock, the column that dates its end.
    pub(crate) until: Option<String>,
    /// What it keeps.
    pub(crate) keeps: Vec<Kept>,
}

/// A condition of a side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    /// In words.
    pub(crate) words: String,
    /// As SQL.
    pub(crate) sql: String,
    /// When nobody knows whether it holds, as SQL: where its column tells what a linked record says, and none is
    /// linked, or what the record itself does not.
    pub(crate) unknown: Option<String>,
}

/// What a side counts; none where the figure has no such side, or a sum on it and no units.
pub(crate) fn counted(metric: &Metric, clock: &Clock, side: Side) -> Option<Counted> {
    wanted(metric, clock).into_iter().find_map(|it| {
        let (count, _) = *it.sides.iter().find(|of| of.1 == side)?;
        Some(Counted {
            keeps: it
                .keeps
                .into_iter()
                .take(count)
                .map(|(words, sql)| {
                    let of = metric.condition(&words);
                    let unknown = of.and_then(Condition::unknown_sql);
                    Kept {
                        words,
                        sql,
                        unknown,
                    }
                })
                .collect(),
            unit: it.unit,
            date: it.date,
            until: it.until,
        })
    })
}

/// That a unit ends in a way on a day that somebody knows.
fn ends_so(end: &End) -> String {
    let when = end.when.iter().map(Condition::sql);
    let mut all = vec![format!("{} IS NOT NULL", end.date)];
    all.extend(when);
    format!("({})", all.join(" AND "))
}

/// That a unit ends in this way before any other, or on the same day and this one is named first.
fn ends_first(ends: &[End], at: usize) -> String {
    let Some(end) = ends.get(at) else {
        return "1 = 0".to_owned();
    };
    let not_before = |(other, it): (usize, &End)| {
        let how = if other < at { "<=" } else { "<" };
        let (so, date) = (ends_so(it), &it.date);
        format!(
            "CASE WHEN {so} AND {date} {how} {} THEN 0 ELSE 1 END = 1",
            end.date
        )
    };
    let others = ends.iter().enumerate().filter(|it| it.0 != at);
    let others = others.map(not_before);
    std::iter::once(ends_so(end))
        .chain(others)
        .collect::<Vec<_>>()
        .join(" AND ")
}

/// How days stand in a query.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// As dates, for people and other engines.
    Dates,
    /// As day numbers, for the relational core.
    Numbers,
}

impl Form {
    fn no_earlier(self, date: &str, period: &Period) -> String {
        self.compared(date, ">=", period.first.first_day())
    }

    fn no_later(self, date: &str, period: &Period) -> String {
        self.compared(date, "<=", period.last.last_day())
    }

    fn compared(self, date: &str, how: &str, day: Day) -> String {
        match self {
            Self::Dates => format!("{date} {how} DATE '{day}'"),
            Self::Numbers => format!("CAST({date} AS BIGINT) {how} {}", day.number()),
        }
    }
}

impl Wanted {
    fn keep(&mut self, conditions: &[Condition]) {
        for it in conditions {
            let kept = (it.to_string(), it.sql());
            if !self.keeps.contains(&kept) {
                self.keeps.push(kept);
            }
        }
    }

    /// What is kept so far is a side.
    fn is(&mut self, side: Side) {
        self.sides.push((self.words().len(), side));
    }

    /// The conditions in words, that it has not ended among them.
    pub(super) fn words(&self) -> Vec<String> {
        let ended = self.until.as_ref();
        let ended = ended.map(|it| format!("not ended by the last day, by {it}"));
        let kept = self.keeps.iter().map(|it| it.0.clone());
        kept.chain(ended).collect()
    }

    pub(super) fn dated(&self) -> String {
        if self.until.is_some() {
            format!("{} by the last day of the period", self.date)
        } else {
            format!("{} in the period", self.date)
        }
    }

    /// Its units in the place and period.
    fn within(&self, place: &Place, form: Form) -> String {
        let dated = if self.until.is_some() {
            form.no_later(&self.date, &place.period)
        } else {
            let first = form.no_earlier(&self.date, &place.period);
            format!("{first} AND {}", form.no_later(&self.date, &place.period))
        };
        let code = &place.area_code;
        match place.area_type {
            AreaType::National => dated,
            AreaType::Force if code == "unallocated" => {
                format!("{dated} AND (force_code IS NULL OR force_code = '{code}')")
            }
            AreaType::Force => format!("{dated} AND force_code = '{code}'"),
            AreaType::CpsArea if code == "cps:unallocated" => {
                format!("{dated} AND (cps_area IS NULL OR cps_area = '{code}')")
            }
            AreaType::CpsArea => format!("{dated} AND cps_area = '{code}'"),
        }
    }

    /// The first conditions, joined.
    fn kept(&self, count: usize, place: &Place, form: Form) -> String {
        let ended = self
            .until
            .as_ref()
            .map(|it| format!("({it} IS NULL OR NOT {})", form.no_later(it, &place.period)));
        let kept = self.keeps.iter().map(|it| it.1.as_str());
        // Not to have ended is the last condition.
        let kept = kept.chain(ended.as_deref()).take(count);
        kept.collect::<Vec<_>>().join(" AND ")
    }

    pub(super) fn sql(&self, place: &Place, form: Form) -> String {
        let mut columns = vec!["COUNT(*) AS dated".to_owned()];
        let sum =
            |when: &str, name: &str| format!("SUM(CASE WHEN {when} THEN 1 ELSE 0 END) AS {name}");
        let count = self.words().len();
        for at in 0..count {
            let kept = self.kept(at + 1, place, form);
            columns.push(sum(&kept, &format!("kept_{at}")));
        }
        let all = self.kept(count, place, form);
        for (at, (_, _, when)) in self.ends.iter().enumerate() {
            let conditions = [all.as_str(), when].into_iter().filter(|it| !it.is_empty());
            let conditions: Vec<&str> = conditions.collect();
            columns.push(sum(&conditions.join(" AND "), &format!("end_{at}")));
        }
        format!(
            "SELECT {}\nFROM unit_{}\nWHERE {}",
            columns.join(",\n  "),
            self.unit,
            self.within(place, form)
        )
    }

    /// The links of the units counted, or of those that they are counted out of, by pass.
    pub(super) fn links_sql(&self, unit: &Unit, place: &Place) -> Option<String> {
        let linked = unit.linked.as_ref()?;
        let count = self.sides.first().map_or(usize::MAX, |it| it.0);
        let form = Form::Numbers;
        let mut when = vec![self.within(place, form)];
        let kept = self.kept(count, place, form);
        when.extend((!kept.is_empty()).then_some(kept));
        let when = when.join(" AND ");
        let only = linked
            .only
            .as_ref()
            .map_or_else(String::new, |it| format!(" WHERE {}", it.sql()));
        let records = format!(
            "SELECT DISTINCT r.record_id FROM (SELECT record_id, {key} AS unit_id FROM unit_{of}{only}) AS r \
             JOIN (SELECT record_id AS counted_id FROM unit_{unit} WHERE {when}) AS u ON r.unit_id = u.counted_id",
            key = linked.key,
            of = linked.unit,
            unit = self.unit,
        );
        let table = &linked.table;
        let side = |side: &str| {
            format!(
                "SELECT l.left_table, l.right_table, l.pass FROM links AS l JOIN ({records}) AS c \
                 ON l.{side}_id = c.record_id WHERE l.{side}_table = '{table}'"
            )
        };
        Some(format!(
            "SELECT left_table, right_table, pass, COUNT(*) AS links FROM ({} UNION ALL {}) AS both\n\
             GROUP BY left_table, right_table, pass ORDER BY left_table, right_table, pass",
            side("left"),
            side("right")
        ))
    }
}
