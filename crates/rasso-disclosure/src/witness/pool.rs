//! The tables found for one part of the withheld cells.

use crate::{
    public::Puzzle,
    search::Search,
    system::{System, number},
};
use microlp::{ComparisonOp, OptimizationDirection, Problem};

/// Tables that agree with everything published, of one part.
pub(super) struct Pool<'p> {
    pub(super) puzzle: &'p Puzzle,
    pub(super) width: i64,
    pub(super) system: System,
    pub(super) tables: Vec<Vec<i64>>,
    /// The smallest and largest count of each cell so far.
    least: Vec<i64>,
    most: Vec<i64>,
}

/// How many ways a question to the linear program is put before it is given up: its answer may be no whole table.
const WAYS: u32 = 3;

impl<'p> Pool<'p> {
    pub(super) fn new(puzzle: &'p Puzzle, width: i64) -> Self {
        let place = |terms: &[(u32, i64)]| terms.iter().map(|it| (it.0 as usize, it.1)).collect();
        let rows: Vec<Vec<(usize, i64)>> = puzzle.rows.iter().map(|it| place(&it.0)).collect();
        let cells = puzzle.cells.len();
        let mut pool = Self {
            puzzle,
            width,
            system: System::new(cells, &rows),
            tables: Vec::new(),
            least: vec![i64::MAX; cells],
            most: vec![i64::MIN; cells],
        };
        for way in 0..WAYS {
            let found = pool.solve(None, &[], way);
            if found.is_some_and(|it| pool.note(&it)) {
                break;
            }
        }
        pool
    }

    pub(super) fn cells(&self) -> usize {
        self.puzzle.cells.len()
    }

    pub(super) fn is_narrow(&self, cell: usize) -> bool {
        self.most[cell].saturating_sub(self.least[cell]) < self.width
    }

    /// Keeps a table if it is one and brings a cell further apart that is not far enough yet; says whether it did.
    pub(super) fn note(&mut self, table: &[i64]) -> bool {
        let new = |(at, count): (usize, &i64)| {
            self.is_narrow(at) && (*count < self.least[at] || *count > self.most[at])
        };
        if !table.iter().enumerate().any(new) {
            return false;
        }
        self.keep(table)
    }

    fn keep(&mut self, table: &[i64]) -> bool {
        if !self.puzzle.fits(table) {
            return false;
        }
        for (at, count) in table.iter().enumerate() {
            self.least[at] = self.least[at].min(*count);
            self.most[at] = self.most[at].max(*count);
        }
        self.tables.push(table.to_vec());
        true
    }

    /// Every pair of a cell and one whose insider can tell it: the first twice where everybody can.
    pub(super) fn open(&self) -> Vec<(usize, usize)> {
        let pairs = |cell| self.insiders_of(cell).into_iter().map(move |it| (cell, it));
        (0..self.cells()).flat_map(pairs).collect()
    }

    /// The cells that whoever knows of one case in them can tell `cell` from.
    pub(super) fn insiders_of(&self, cell: usize) -> Vec<usize> {
        let cells = self.cells();
        let (mut least, mut most) = (vec![i64::MAX; cells], vec![i64::MIN; cells]);
        for table in &self.tables {
            let count = table[cell];
            for (at, _) in table.iter().enumerate().filter(|it| *it.1 > 0) {
                least[at] = least[at].min(count);
                most[at] = most[at].max(count);
            }
        }
        (0..cells)
            .filter(|it| most[*it].saturating_sub(least[*it]) < self.width)
            .collect()
    }

    /// Looks for tables that open what the walk has left: along exchanges from the tables there are, and then by
    /// asking the linear program for the smallest and largest counts.
    pub(super) fn ask(&mut self) {
        for cell in 0..self.cells() {
            let open = self.insiders_of(cell);
            for way in 0..WAYS {
                if self.insiders_of(cell).is_empty() {
                    break;
                }
                self.extremes(cell, &open, way);
            }
            for insider in self.insiders_of(cell) {
                for way in 0..WAYS {
                    if !self.insiders_of(cell).contains(&insider) {
                        break;
                    }
                    self.extremes(cell, &[insider], way);
                }
                self.search_with(cell, insider);
            }
        }
    }

    /// Goes along exchanges through a cell, from every table in which `held` has a case, while it keeps one.
    fn search_with(&mut self, cell: usize, held: usize) {
        let price = vec![1; self.cells()];
        for at in 0..self.tables.len() {
            if !self.insiders_of(cell).contains(&held) {
                return;
            }
            let table = self.tables[at].clone();
            let mut spare = table.clone();
            spare[held] -= 1;
            if spare[held] < 0 {
                continue;
            }
            let search = Search {
                system: &self.system,
                price: &price,
                room: Some((&spare, self.width)),
                breadth: 64,
            };
            if let Some((exchange, _)) = search.cheapest(number(cell), 4) {
                let (forwards, backwards) = exchange.room(&spare, |_| 0);
                for times in [forwards.min(self.width), -backwards.min(self.width)] {
                    let mut end = table.clone();
                    exchange.apply(times, &mut end);
                    if !self.tables.contains(&end) {
                        self.keep(&end);
                    }
                }
            }
        }
    }

    fn extremes(&mut self, cell: usize, held: &[usize], way: u32) {
        for sign in [1.0, -1.0] {
            let found = self.solve(Some((cell, sign)), held, way);
            if let Some(table) = found.filter(|it| !self.tables.contains(it)) {
                self.keep(&table);
            }
        }
    }

    /// A table in which the cells `held` have a case at least, and the count of a cell is as large (or, with -1, as
    /// small) as can be; none if the answer is not in whole numbers. `way` chooses among those that are as good.
    fn solve(&self, towards: Option<(usize, f64)>, held: &[usize], way: u32) -> Option<Vec<i64>> {
        let mut program = Problem::new(OptimizationDirection::Maximize);
        let floor = |at| f64::from(u8::from(held.contains(&at)));
        let weight = |at: usize| match towards {
            Some((cell, sign)) if cell == at => sign,
            Some(_) if way == 0 => 0.0,
            // So little that it only chooses among tables that are as good.
            Some(_) | None => 1e-6 * f64::from((number(at) * 7_919 + way * 104_729) % 201) - 1e-4,
        };
        let cells: Vec<_> = (0..self.cells())
            .map(|at| program.add_var(weight(at), (floor(at), HIGHEST)))
            .collect();
        for (terms, sum) in &self.puzzle.rows {
            let terms = terms.iter().map(|&(at, by)| (cells[at as usize], real(by)));
            program.add_constraint(terms.collect::<Vec<_>>(), ComparisonOp::Eq, real(*sum));
        }
        let solution = program.solve().ok()?.into_solution().ok()?;
        let counts = cells.iter().map(|it| whole(solution.var_value(*it)));
        let table: Vec<i64> = counts.collect::<Option<_>>()?;
        self.puzzle.fits(&table).then_some(table)
    }

    pub(super) fn into_tables(self) -> Vec<Vec<i64>> {
        self.tables
    }
}

/// No count is higher: the linear program needs an end.
const HIGHEST: f64 = 1e7;

fn real(count: i64) -> f64 {
    i32::try_from(count).map_or(HIGHEST, f64::from)
}

/// The whole number that an answer stands for, if it does.
fn whole(answer: f64) -> Option<i64> {
    let near = answer.round();
    if (answer - near).abs() > 1e-5 || !(0.0..=HIGHEST).contains(&near) {
        return None;
    }
    format!("{near:.0}").parse().ok()
}
