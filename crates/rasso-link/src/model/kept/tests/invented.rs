//! Invented people in two files, and what becomes of their records; what is drawn is the same every time.

use crate::model::{number::Draws, since::Became};

pub(super) const HEADINGS: [&str; 4] = ["first", "surname", "born", "town"];
const FIRST: [&str; 8] = [
    "liz",
    "elizabeth",
    "omar",
    "ann",
    "anne",
    "tom",
    "thomas",
    "mia",
];

/// A record: its id and its cells.
pub(super) type Row = (String, [String; 4]);

/// Invented people, and what becomes of their records.
pub(super) struct Invented {
    draws: Draws,
    used: u32,
}

impl Invented {
    pub(super) const fn new(seed: u64) -> Self {
        Self {
            draws: Draws(seed),
            used: 0,
        }
    }

    fn person(&mut self) -> [String; 4] {
        let [first, surname, year, month, town] =
            [8, 40, 12, 12, 15].map(|most| self.draws.below(most));
        [
            FIRST[usize::try_from(first).unwrap()].to_owned(),
            format!(
                "{}{}",
                ["smith", "okoro", "li", "vance"][usize::try_from(surname % 4).unwrap()],
                surname / 4
            ),
            format!("19{}-{:02}-03", 60 + year, month + 1),
            format!("town{town}"),
        ]
    }

    /// A record of a person, with an error in some; its id stands anywhere among the others.
    fn record(&mut self, person: &[String; 4]) -> Row {
        let mut cells = person.clone();
        if self.draws.below(3) == 0 {
            self.spoil(&mut cells);
        }
        if self.draws.below(10) == 0 {
            cells.swap(0, 1);
        }
        self.used += 1;
        let id = format!("{:05}-{}", self.draws.below(100_000), self.used);
        (id, cells)
    }

    fn spoil(&mut self, cells: &mut [String; 4]) {
        let cell = &mut cells[usize::try_from(self.draws.below(4)).unwrap()];
        match self.draws.below(3) {
            0 => cell.clear(),
            1 => *cell = cell.replace(['1', '3', 'i'], "7"),
            _ => *cell = cell.chars().rev().collect(),
        }
    }

    /// Two files of people of whom most are in both.
    pub(super) fn files(&mut self) -> [Vec<Row>; 2] {
        let mut files = [Vec::new(), Vec::new()];
        for _ in 0..220 {
            let person = self.person();
            for file in &mut files {
                if self.draws.below(5) > 0 {
                    let row = self.record(&person);
                    file.push(row);
                }
            }
        }
        files
    }

    /// The records as they are later, and what became of them.
    pub(super) fn later(&mut self, rows: &[Row]) -> (Vec<Row>, Became) {
        let (mut later, mut became) = (Vec::new(), Became::default());
        for row in rows {
            let mut row = row.clone();
            match self.draws.below(20) {
                0 => {
                    became.gone += 1;
                    continue;
                }
                1 | 2 => {
                    let before = row.1.clone();
                    self.spoil(&mut row.1);
                    let is_changed = row.1 != before;
                    became.changed += usize::from(is_changed);
                    became.same += usize::from(!is_changed);
                }
                _ => became.same += 1,
            }
            later.push(row);
        }
        for _ in 0..rows.len() / 10 {
            // Some have values that nobody had then.
            let mut person = self.person();
            if self.draws.below(4) == 0 {
                person[3] = "newtown".to_owned();
            }
            for _ in 0..=self.draws.below(2) {
                let row = self.record(&person);
                later.push(row);
                became.new += 1;
            }
        }
        (later, became)
    }
}
