//! The walk from table to table.

use super::pool::Pool;
use crate::{exchange::Exchange, search::Search, system::number};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};
use std::collections::BTreeSet;

/// How many tables the walk looks at without a search while they bring something, first with every cell kept above
/// zero where it is, then with none.
const LOOKS: usize = 300;

/// How often at most it searches for exchanges.
const SEARCHES: usize = 15;

/// How many tables a walk looks at that keeps the count of one cell, or a case in it.
const LOOKS_KEEPING: usize = 60;

/// After so many looks what is still narrow is searched for from where the walk stands, unless most of the looks
/// brought something: a search takes longer than a hundred looks.
const SEARCH_EVERY: usize = 20;

/// After so many looks that brought nothing the walk with this floor ends.
const LOOKS_IN_VAIN: usize = 60;

/// The walk goes no further along an exchange at once.
const LONGEST_STEP: i64 = 1_000;

/// The looks since the last search for exchanges.
#[derive(Default)]
struct Looks {
    all: usize,
    good: usize,
    /// How many brought nothing since one did.
    in_vain: usize,
}

impl Looks {
    fn looked(&mut self, is_good: bool) {
        self.all += 1;
        self.good += usize::from(is_good);
        self.in_vain = if is_good { 0 } else { self.in_vain + 1 };
    }

    fn is_in_vain(&self) -> bool {
        self.in_vain > LOOKS_IN_VAIN
    }

    /// At every twentieth look, unless the walk goes well.
    fn need_new_exchanges(&mut self) -> bool {
        if self.all < SEARCH_EVERY {
            return false;
        }
        let needs = 2 * self.good < self.all;
        (self.all, self.good) = (0, 0);
        needs
    }
}

impl Pool<'_> {
    /// Walks from the first table until every cell is wide, or long enough; then from the largest and smallest counts
    /// of each cell that is not; and then from a case in each cell by whose case another is told still.
    ///
    /// The numbers are drawn from a fixed seed, so that the same published tables have the same witnesses.
    pub(super) fn walk(&mut self) {
        let Some(mut table) = self.start.clone() else {
            return;
        };
        let mut exchanges = self.exchanges();
        let mut known: BTreeSet<Exchange> = exchanges.iter().cloned().collect();
        let mut random = ChaCha8Rng::seed_from_u64(0);
        for floor in [1, 0] {
            if floor == 0 && self.is_any_laid_bare() {
                return;
            }
            let (mut since, mut searches) = (Looks::default(), 0);
            for look in 1.. {
                if exchanges.is_empty() || self.holders().is_empty() {
                    return;
                }
                self.steps(&exchanges, |_| floor, &mut table, &mut random);
                since.looked(self.note(&table));
                if searches == SEARCHES || since.is_in_vain() && self.laid_bare().is_empty() {
                    break;
                }
                if look > LOOKS && look % SEARCH_EVERY == 0 || since.need_new_exchanges() {
                    searches += 1;
                    let new = self.search_from(&table).into_iter();
                    exchanges.extend(new.filter(|it| known.insert(it.clone())));
                }
            }
        }
        self.walk_keeping_a_case(&exchanges, &mut random);
        self.walk_from_ends(&exchanges, &mut random);
    }

    /// From a table in which somebody holds a case who can tell something still, along exchanges that leave it.
    fn walk_keeping_a_case(&mut self, exchanges: &[Exchange], random: &mut ChaCha8Rng) {
        for held in self.holders() {
            if self.is_closed(held) {
                continue;
            }
            let Some(mut table) = self.table_holding(held) else {
                continue;
            };
            let floor = |it: usize| i64::from(it == held);
            self.note(&table);
            for _ in 0..LOOKS_KEEPING {
                if self.is_closed(held) {
                    break;
                }
                self.steps(exchanges, floor, &mut table, random);
                self.note(&table);
            }
        }
    }

    /// Whether everybody can tell some cell, its largest and smallest counts reckoned with.
    fn is_any_laid_bare(&mut self) -> bool {
        for cell in self.laid_bare() {
            for table in self.ends(cell) {
                self.note(&table);
            }
        }
        !self.laid_bare().is_empty()
    }

    /// For each cell that somebody can tell: from a table with its largest, and one with its smallest count, along
    /// exchanges that leave it as it is.
    fn walk_from_ends(&mut self, exchanges: &[Exchange], random: &mut ChaCha8Rng) {
        for cell in self.withheld().to_vec() {
            if self.insiders_of(cell).is_empty() {
                continue;
            }
            let others = exchanges.iter().filter(|it| !it.touches(number(cell)));
            let others: Vec<Exchange> = others.cloned().collect();
            for mut table in self.ends(cell) {
                self.note(&table);
                for _ in 0..LOOKS_KEEPING {
                    if self.insiders_of(cell).is_empty() {
                        break;
                    }
                    self.steps(&others, |_| 0, &mut table, random);
                    self.note(&table);
                }
            }
        }
    }

    /// Two exchanges through each cell, the second, as far as can be, through other cells than the first.
    fn exchanges(&self) -> Vec<Exchange> {
        let mut price = vec![16_u64; self.cells()];
        let mut found = Vec::new();
        for &cell in self.withheld() {
            for _ in 0..2 {
                let search = Search {
                    system: &self.system,
                    price: &price,
                    room: None,
                    growth: None,
                    breadth: 8,
                };
                if let Some((exchange, _)) = search.cheapest(number(cell), 64) {
                    for it in exchange.cells() {
                        price[it as usize] += 8;
                    }
                    found.push(exchange);
                }
            }
        }
        found
    }

    /// Exchanges through the narrow cells that have room where the walk stands.
    fn search_from(&mut self, table: &[i64]) -> Vec<Exchange> {
        let price = vec![1; self.cells()];
        let growth = self.growth(table);
        let mut new = Vec::new();
        let told = self.told();
        for cell in (0..self.cells()).filter(|it| told[*it]) {
            let search = Search {
                system: &self.system,
                price: &price,
                room: Some((table, self.width)),
                growth: Some(&growth),
                breadth: 16,
            };
            let Some((exchange, _)) = search.cheapest(number(cell), 4) else {
                continue;
            };
            let (forwards, backwards) = exchange.room_between(table, |_| 0, &self.puzzle.room);
            for times in [forwards.min(LONGEST_STEP), -backwards.min(LONGEST_STEP)] {
                let mut end = table.to_vec();
                exchange.apply(times, &mut end);
                self.note(&end);
            }
            new.push(exchange);
        }
        new
    }

    /// As many steps as there are exchanges.
    fn steps(
        &self,
        exchanges: &[Exchange],
        floor: impl Fn(usize) -> i64,
        table: &mut [i64],
        random: &mut ChaCha8Rng,
    ) {
        for _ in exchanges {
            self.step(exchanges, &floor, table, random);
        }
    }

    /// Goes along an exchange, as far as is drawn.
    fn step(
        &self,
        exchanges: &[Exchange],
        floor: impl Fn(usize) -> i64,
        table: &mut [i64],
        random: &mut ChaCha8Rng,
    ) {
        let Some(exchange) = exchanges.get(below(random, exchanges.len())) else {
            return;
        };
        let floor = |it: u32| table[it as usize].min(floor(it as usize));
        let (forwards, backwards) = exchange.room_between(table, floor, &self.puzzle.room);
        let (forwards, backwards) = (forwards.min(LONGEST_STEP), backwards.min(LONGEST_STEP));
        let ways = usize::try_from(forwards + backwards + 1).unwrap_or(1);
        let drawn = i64::try_from(below(random, ways)).unwrap_or(0);
        exchange.apply(drawn - backwards, table);
    }
}

/// A number below `end`, drawn.
fn below(random: &mut ChaCha8Rng, end: usize) -> usize {
    let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
    usize::try_from(random.next_u64() % end).unwrap_or(0)
}
