//! The tables found for one part of the withheld cells.

use crate::{
    public::Puzzle,
    search::Search,
    system::{System, Term, number},
};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

/// Tables that agree with everything published, of one part.
pub(super) struct Pool<'p> {
    pub(super) puzzle: &'p Puzzle,
    pub(super) width: i64,
    pub(super) system: System,
    /// A table to begin from. One without any case is possible and proves nothing, so that it is not among the others.
    pub(super) start: Option<Vec<i64>>,
    pub(super) tables: Vec<Vec<i64>>,
    /// The withheld cells.
    withheld: Vec<usize>,
    /// For each cell its place among the withheld ones.
    rank: Vec<usize>,
    /// For each withheld cell, of the tables in which it holds a case: the smallest and largest count of each of them.
    ranges: Vec<Vec<(i64, i64)>>,
    /// For each cell, the cells that whoever knows of a case in it can tell.
    told: Vec<Vec<usize>>,
}

/// How many ways a question to the linear program is put before it is given up: its answer may be no whole table.
const WAYS: u32 = 3;

/// How often the tables are gone through for those that are not needed.
const THINNINGS: usize = 2;

impl<'p> Pool<'p> {
    pub(super) fn new(puzzle: &'p Puzzle, width: i64) -> Self {
        let place = |terms: &[(u32, i64)]| terms.iter().map(|it| (it.0 as usize, it.1)).collect();
        let rows: Vec<Vec<(usize, i64)>> = puzzle.rows.iter().map(|it| place(&it.0)).collect();
        let cells = puzzle.cells.len();
        let mut pool = Self {
            puzzle,
            width,
            system: System::new(cells, &rows),
            start: None,
            tables: Vec::new(),
            withheld: (0..cells).filter(|it| puzzle.is_withheld[*it]).collect(),
            rank: vec![0; cells],
            ranges: Vec::new(),
            told: Vec::new(),
        };
        for (rank, cell) in pool.withheld.iter().enumerate() {
            pool.rank[*cell] = rank;
        }
        pool.forget();
        pool.start = pool.table_with(&[]);
        if let Some(first) = pool.start.clone() {
            pool.note(&first);
        }
        pool
    }

    fn forget(&mut self) {
        let withheld = self.withheld.len();
        self.tables.clear();
        self.ranges = vec![vec![(i64::MAX, i64::MIN); withheld]; withheld];
        self.told = vec![Vec::new(); self.cells()];
        for held in &self.withheld {
            self.told[*held].clone_from(&self.withheld);
        }
    }

    pub(super) fn cells(&self) -> usize {
        self.puzzle.cells.len()
    }

    /// The withheld cells.
    pub(super) fn withheld(&self) -> &[usize] {
        &self.withheld
    }

    /// By how much each cell of a table can grow.
    pub(super) fn growth(&self, table: &[i64]) -> Vec<i64> {
        let rooms = self.puzzle.room.iter().zip(table);
        rooms
            .map(|(room, count)| room.saturating_sub(*count))
            .collect()
    }

    /// Whether whoever knows of a case in `held` can tell `cell` by what was found so far.
    pub(super) fn is_told(&self, cell: usize, held: usize) -> bool {
        self.told[held].binary_search(&cell).is_ok()
    }

    /// The cells that whoever knows of one case in them can tell `cell` from.
    pub(super) fn insiders_of(&self, cell: usize) -> Vec<usize> {
        let all = self.withheld.iter().copied();
        all.filter(|held| self.is_told(cell, *held)).collect()
    }

    /// The cells that somebody can tell by the tables in which they hold a case; of whom there is no such table yet
    /// does not count.
    pub(super) fn told(&self) -> Vec<bool> {
        let mut told = vec![false; self.cells()];
        let holds = |it: &&usize| self.tables.iter().any(|table| table[**it] > 0);
        let holders = self.withheld.iter().filter(holds);
        for it in holders.flat_map(|it| &self.told[*it]) {
            told[*it] = true;
        }
        told
    }

    /// The cells by whose case somebody can tell another.
    pub(super) fn holders(&self) -> Vec<usize> {
        let all = 0..self.cells();
        all.filter(|it| !self.told[*it].is_empty()).collect()
    }

    /// Whether nobody tells anything by a case in `held`.
    pub(super) fn is_closed(&self, held: usize) -> bool {
        self.told[held].is_empty()
    }

    /// Keeps a table if it is one and brings a cell further apart that is not far enough yet; says whether it did.
    pub(super) fn note(&mut self, table: &[i64]) -> bool {
        let is_new = |&held: &usize| {
            let range = |cell: &usize| {
                let (least, most) = self.ranges[self.rank[held]][self.rank[*cell]];
                table[*cell] < least || table[*cell] > most
            };
            table[held] > 0 && self.told[held].iter().any(range)
        };
        if !self.withheld.iter().any(is_new) || !self.puzzle.fits(table) {
            return false;
        }
        for &held in self.withheld.iter().filter(|it| table[**it] > 0) {
            let ranges = &mut self.ranges[self.rank[held]];
            let (width, rank) = (self.width, &self.rank);
            self.told[held].retain(|cell| {
                let (least, most) = &mut ranges[rank[*cell]];
                *least = table[*cell].min(*least);
                *most = table[*cell].max(*most);
                most.saturating_sub(*least) < width
            });
        }
        self.tables.push(table.to_vec());
        true
    }

    /// Leaves out the tables that the proof does not need when the latest are taken first.
    fn thin(&mut self) {
        for _ in 0..THINNINGS {
            let mut tables = std::mem::take(&mut self.tables);
            tables.reverse();
            self.forget();
            for table in tables {
                self.note(&table);
            }
        }
    }

    /// The cells that everybody can tell.
    pub(super) fn laid_bare(&self) -> Vec<usize> {
        let is_told = |cell: usize| self.withheld.iter().all(|it| self.is_told(cell, *it));
        let cells = self.withheld.iter().copied();
        cells.filter(|it| is_told(*it)).collect()
    }

    /// Every pair of a cell and one whose insider can tell it; where everybody can tell some, those alone, each twice.
    pub(super) fn open(&self) -> Vec<(usize, usize)> {
        let laid_bare = self.laid_bare();
        if !laid_bare.is_empty() {
            return laid_bare.into_iter().map(|it| (it, it)).collect();
        }
        let pairs = |cell| self.insiders_of(cell).into_iter().map(move |it| (cell, it));
        self.withheld.iter().copied().flat_map(pairs).collect()
    }

    /// Looks for tables that open what the walk has left: along exchanges from the tables there are, and then by
    /// asking the linear program for the smallest and largest counts.
    ///
    /// What everybody can tell after the walk was asked for already: it needs no more questions, but a guard.
    pub(super) fn ask(&mut self) {
        if !self.laid_bare().is_empty() {
            return;
        }
        for cell in self.withheld.clone() {
            for way in 0..WAYS {
                let open = self.insiders_of(cell);
                if open.is_empty() {
                    break;
                }
                self.extremes(cell, &open, way);
            }
            for held in self.insiders_of(cell) {
                for way in 0..WAYS {
                    if self.is_told(cell, held) {
                        self.extremes(cell, &[held], way);
                    }
                }
                self.search_with(cell, held);
            }
        }
    }

    /// Goes along exchanges through a cell, from every table in which `held` has a case, while it keeps one.
    fn search_with(&mut self, cell: usize, held: usize) {
        let price = vec![1; self.cells()];
        for at in 0..self.tables.len() {
            if !self.is_told(cell, held) {
                return;
            }
            let table = self.tables[at].clone();
            let mut spare = table.clone();
            spare[held] -= 1;
            if spare[held] < 0 {
                continue;
            }
            let growth = self.growth(&table);
            let search = Search {
                system: &self.system,
                price: &price,
                room: Some((&spare, self.width)),
                growth: Some(&growth),
                breadth: 64,
            };
            if let Some((exchange, _)) = search.cheapest(number(cell), 4) {
                let (forwards, backwards) = exchange.room_between(&spare, |_| 0, &self.puzzle.room);
                for times in [forwards.min(self.width), -backwards.min(self.width)] {
                    let mut end = table.clone();
                    exchange.apply(times, &mut end);
                    self.note(&end);
                }
            }
        }
    }

    fn extremes(&mut self, cell: usize, held: &[usize], way: u32) {
        for sign in [1.0, -1.0] {
            if let Some(table) = self.solve(Some((cell, sign)), held, way) {
                self.note(&table);
            }
        }
    }

    /// Tables with the largest and the smallest count of a cell.
    pub(super) fn ends(&self, cell: usize) -> Vec<Vec<i64>> {
        let end = |sign: f64| {
            let towards = Some((cell, sign));
            // Most of these answers are not whole of themselves: to insist at once takes less time.
            let found = self.solve_whole(towards, &[]);
            found.or_else(|| (0..WAYS).find_map(|way| self.solve(towards, &[], way)))
        };
        [1.0, -1.0].into_iter().filter_map(end).collect()
    }

    /// A table in which `held` has a case, if one is there.
    pub(super) fn table_holding(&mut self, held: usize) -> Option<Vec<i64>> {
        let known = self.tables.iter().find(|it| it[held] > 0);
        known.cloned().or_else(|| self.table_with(&[held]))
    }

    /// A table in which the cells `held` have a case at least.
    fn table_with(&self, held: &[usize]) -> Option<Vec<i64>> {
        (0..WAYS)
            .find_map(|way| self.solve(None, held, way))
            .or_else(|| self.solve_whole(None, held))
    }

    /// A table in which the cells `held` have a case at least, and the count of a cell is as large (or, with -1, as
    /// small) as can be; none if the answer is not in whole numbers. `way` chooses among those that are as good.
    fn solve(&self, towards: Option<(usize, f64)>, held: &[usize], way: u32) -> Option<Vec<i64>> {
        let weight = |at: usize| match towards {
            Some((cell, sign)) if cell == at => sign,
            Some(_) if way == 0 => 0.0,
            // So little that it only chooses among tables that are as good.
            Some(_) | None => 1e-6 * f64::from((number(at) * 7_919 + way * 104_729) % 201) - 1e-4,
        };
        let mut program = Problem::new(OptimizationDirection::Maximize);
        let cells = (0..self.cells())
            .map(|at| program.add_var(weight(at), (real(floor(held, at)), real(self.highest(at)))));
        let cells: Vec<_> = cells.collect();
        self.answer(program, &cells, &SolveOptions::default())
    }

    /// The same, where whole numbers must be insisted on.
    fn solve_whole(&self, towards: Option<(usize, f64)>, held: &[usize]) -> Option<Vec<i64>> {
        let weight = |at: usize| towards.filter(|it| it.0 == at).map_or(0.0, |it| it.1);
        let mut program = Problem::new(OptimizationDirection::Maximize);
        let cells = (0..self.cells())
            .map(|at| program.add_integer_var(weight(at), (floor(held, at), self.highest(at))))
            .collect::<Vec<_>>();
        let mut options = SolveOptions::default();
        options.node_limit = Some(BRANCHES);
        self.answer(program, &cells, &options)
    }

    /// No count is higher: the linear program needs an end.
    fn highest(&self, at: usize) -> i32 {
        let end = if self.puzzle.is_withheld[at] {
            HIGHEST
        } else {
            i32::MAX
        };
        i32::try_from(self.puzzle.room[at]).map_or(end, |it| it.min(end))
    }

    fn answer(
        &self,
        mut program: Problem,
        cells: &[Variable],
        options: &SolveOptions,
    ) -> Option<Vec<i64>> {
        for (terms, sum) in &self.puzzle.rows {
            let term = |&(at, by): &Term| (cells[at as usize], exact(by));
            let terms: Vec<_> = terms.iter().map(term).collect();
            program.add_constraint(terms, ComparisonOp::Eq, exact(*sum));
        }
        let solution = program.solve_with(options.clone()).ok()?;
        let solution = solution.into_solution().ok()?;
        let counts = cells.iter().map(|it| whole(solution.var_value(*it)));
        let table: Vec<i64> = counts.collect::<Option<_>>()?;
        self.puzzle.fits(&table).then_some(table)
    }

    /// The tables, in whole counts.
    pub(super) fn into_tables(mut self) -> Vec<Vec<i64>> {
        self.thin();
        for table in &mut self.tables {
            for (count, least) in table.iter_mut().zip(&self.puzzle.least) {
                *count += least;
            }
        }
        self.tables
    }
}

/// No withheld count is higher.
const HIGHEST: i32 = 10_000_000;

/// After so many branches the question is given up: a number, and no time, so that every run ends alike.
const BRANCHES: u64 = 2_000;

fn floor(held: &[usize], at: usize) -> i32 {
    i32::from(held.contains(&at))
}

fn exact(count: i64) -> f64 {
    real(i32::try_from(count).unwrap_or(i32::MAX))
}

fn real(count: i32) -> f64 {
    f64::from(count)
}

/// The whole number that an answer stands for, if it does.
fn whole(answer: f64) -> Option<i64> {
    let near = answer.round();
    if (answer - near).abs() > 1e-5 || !(0.0..=real(i32::MAX)).contains(&near) {
        return None;
    }
    format!("{near:.0}").parse().ok()
}
