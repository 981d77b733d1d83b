//! Counts: the charges against a defendant, each with its own plea and verdict.

use crate::{IngestError, defendant::Defendants};
use arrow::array::{Array as _, RecordBatch};
use rasso_extract::{Columns, OwnTable, day, text};
use rasso_schema::Schemas;
use rasso_terms::{AsAt, Day, Event, EventType, Objects, Told};

/// How one count stands.
pub(crate) struct Count {
    record_id: i64,
    pub(crate) defendant: Option<usize>,
    defendant_id: Option<i64>,
    offence_code: String,
    pub(crate) is_rape: bool,
    plea: Option<String>,
    /// Whether the plea is one of guilty, where one was entered.
    pub(crate) pleaded: Option<bool>,
    pub(crate) plea_day: Option<Day>,
    verdict: Option<String>,
    verdict_day: Option<Day>,
    pub(crate) is_guilty: bool,
    pub(crate) is_lesser: bool,
    /// How the count ended without a finding of guilt, where its result says so.
    pub(crate) disposal: Option<String>,
    sentence_months: Option<i64>,
    sentenced: Option<Day>,
    known: Day,
}

impl Count {
    pub(crate) const fn is_guilty_of_rape(&self) -> bool {
        self.is_guilty && self.is_rape && !self.is_lesser
    }

    /// A jury or bench said not guilty.
    pub(crate) fn is_acquitted(&self) -> bool {
        self.verdict.as_deref() == Some("not_guilty")
    }
}

pub(crate) struct Counts {
    pub(crate) counts: Vec<Count>,
}

impl Counts {
    pub(crate) fn read(
        batch: &RecordBatch,
        defendants: &Defendants<'_>,
        schemas: &Schemas,
        as_at: &mut AsAt,
        events: &mut Vec<Event>,
    ) -> Result<Self, IngestError> {
        let (pleas, verdicts) = (schemas.code_list("plea")?, schemas.code_list("verdict")?);
        let results = schemas.code_list("cjs_result")?;
        let (ids, cases) = (batch.integers("record_id")?, batch.texts("court_case_ref")?);
        let (refs, offences) = (batch.texts("defendant_ref")?, batch.texts("offence_code")?);
        let (plea_codes, plea_dates) = (batch.texts("plea")?, batch.days("plea_date")?);
        let (verdict_codes, verdict_dates) = (batch.texts("verdict")?, batch.days("verdict_date")?);
        let (months, sentence_dates) = (
            batch.integers("sentence_months")?,
            batch.days("sentence_date")?,
        );
        let (result_codes, known) = (batch.texts("result_code")?, batch.days("known_date")?);
        let mut counts = Vec::with_capacity(batch.num_rows());
        for row in 0..batch.num_rows() {
            // A plea or verdict dated later than the run's date has not been given yet.
            let mut given = |codes, dates| {
                let date = day(dates, row);
                let known = as_at.known(date);
                (
                    text(codes, row)
                        .filter(|_| known == date)
                        .map(str::to_owned),
                    known,
                )
            };
            let (plea, plea_day) = given(plea_codes, plea_dates);
            let (verdict, verdict_day) = given(verdict_codes, verdict_dates);
            let sentenced = as_at.known(day(sentence_dates, row));
            let says = |list: &rasso_schema::CodeList, code: &Option<String>, what| {
                code.as_ref()
                    .is_some_and(|it| list.attribute(it, what) == Some("Y"))
            };
            let pleaded = says(pleas, &plea, "guilty");
            let found = says(verdicts, &verdict, "guilty");
            let defendant = defendants.ordinal(cases.value(row), refs.value(row));
            let count = Count {
                record_id: ids.value(row),
                defendant,
                defendant_id: defendant.map(|it| defendants.record_id(it)),
                offence_code: offences.value(row).to_owned(),
                is_rape: schemas.rape_offences().is_rape(offences.value(row)),
                is_guilty: pleaded || found,
                is_lesser: !pleaded && says(verdicts, &verdict, "lesser"),
                disposal: text(result_codes, row)
                    .and_then(|it| results.attribute(it, "disposal"))
                    .filter(|it| !it.is_empty())
                    .map(str::to_owned),
                pleaded: plea.is_some().then_some(pleaded),
                plea,
                plea_day,
                verdict,
                verdict_day,
                sentence_months: (months.is_valid(row) && sentenced == day(sentence_dates, row))
                    .then(|| months.value(row)),
                sentenced,
                known: day(known, row).unwrap_or(as_at.day()),
            };
            count.tell(events);
            counts.push(count);
        }
        Ok(Self { counts })
    }

    pub(crate) fn without_defendant(&self) -> u64 {
        self.counts
            .iter()
            .map(|it| u64::from(it.defendant.is_none()))
            .sum()
    }

    pub(crate) fn finish(self) -> Result<RecordBatch, IngestError> {
        let all = &self.counts;
        let table = OwnTable::new()
            .integers("record_id", all.iter().map(|it| Some(it.record_id)))
            .integers("defendant_id", all.iter().map(|it| it.defendant_id))
            .texts("offence_code", all.iter().map(|it| Some(&it.offence_code)))
            .flags("is_rape", all.iter().map(|it| it.is_rape))
            .texts("plea", all.iter().map(|it| it.plea.as_ref()))
            .days("plea_date", all.iter().map(|it| it.plea_day))
            .texts("verdict", all.iter().map(|it| it.verdict.as_ref()))
            .days("verdict_date", all.iter().map(|it| it.verdict_day))
            .flags("guilty", all.iter().map(|it| it.is_guilty))
            .flags("guilty_rape", all.iter().map(Count::is_guilty_of_rape))
            .integers("sentence_months", all.iter().map(|it| it.sentence_months))
            .days("known_date", all.iter().map(|it| Some(it.known)));
        Ok(table.finish()?)
    }
}

impl Count {
    fn tell(&self, events: &mut Vec<Event>) {
        let dated = [
            (EventType::Plea, self.plea_day),
            (EventType::Verdict, self.verdict_day),
            (EventType::Sentence, self.sentenced),
        ];
        let told = Told {
            known: self.known,
            table: "court_count",
            record: self.record_id,
            objects: Objects {
                defendant: self.defendant_id,
                count: Some(self.record_id),
                ..Objects::default()
            },
        };
        events.extend(told.events(dated));
    }
}
