//! Numbers that follow a case: crime references, URN, ASN, PNC identifiers and the agencies' own.
//!
//! Each number is drawn from a running one by a multiplication that meets every value once, so
//! that numbers are unique without a list of those given out, and neighbours look unrelated.

use crate::dice::Dice;
use crate::world::World;
use rasso_terms::{Day, check_letter};
use std::collections::BTreeMap;

/// Prime to ten, so that multiplying by it meets every number below a power of ten once.
const STRIDE: u128 = 6_180_339;
/// Room in a block for people with a PNC identifier: some half of its suspects have one.
const NUMBERED: u64 = 60;
/// Letters of police stations. None of the published dummy URN or ASN forms begins with them.
const STATION_LETTERS: &[u8; 10] = b"ABCDEFGHJK";

/// Hands out the numbers of one block of crimes.
pub(crate) struct Registry<'w> {
    world: &'w World,
    block: u64,
    crimes: BTreeMap<&'static str, u64>,
    cases: BTreeMap<&'static str, u64>,
    arrests: u64,
    reissued: u64,
    people: u64,
    numbered: u64,
    references: u64,
    /// Each force and URN given out, for the case that takes another's.
    given: Vec<(&'static str, String)>,
}

impl<'w> Registry<'w> {
    /// The registry of a block.
    pub(crate) fn new(world: &'w World, block: u64) -> Self {
        Self {
            world,
            block,
            crimes: BTreeMap::new(),
            cases: BTreeMap::new(),
            arrests: 0,
            reissued: 0,
            people: 0,
            numbered: 0,
            references: 0,
            given: Vec::new(),
        }
    }

    /// The number that this running one becomes in a series of its own.
    fn scattered(&self, series: u64, running: u64, below: u64) -> u64 {
        let begin = self.world.numbers + series * 7_654_321;
        let place = u128::from(running) * STRIDE + u128::from(begin);
        u64::try_from(place % u128::from(below)).unwrap_or_default()
    }

    /// A crime reference: the year and eight digits. Some other forces use the same ones.
    pub(crate) fn crime_ref(&mut self, force: &'static str, recorded: Day) -> String {
        let running = self.block * 128 + take(self.crimes.entry(force).or_default());
        format!(
            "{:02}{:08}",
            year2(recorded),
            self.scattered(number(force) % 8, running, 100_000_000)
        )
    }

    /// A URN that no other case of the force has: `FFSSnnnnnYY`.
    pub(crate) fn urn(&mut self, force: &'static str, recorded: Day) -> String {
        let running = self.block * 64 + take(self.cases.entry(force).or_default());
        let number = self.scattered(number(force), running, 10_000_000);
        let (station, number) = (station(number / 100_000), number % 100_000);
        let urn = format!("{force}{station}{number:05}{:02}", year2(recorded));
        self.given.push((force, urn.clone()));
        urn
    }

    /// The URN of an earlier case of the block, of the same force if there is one. The case has
    /// been given its own before.
    pub(crate) fn another_urn(&self, force: &str) -> Option<String> {
        let (_, earlier) = self.given.split_last()?;
        let same = earlier.iter().find(|(of, _)| *of == force);
        same.or(earlier.first()).map(|(_, urn)| urn.clone())
    }

    /// An arrest summons number with its check letter: `YYFFUUSSnnnnnnnnnnnA`.
    pub(crate) fn asn(&mut self, force: &str, on: Day) -> String {
        let running = self.block * 256 + take(&mut self.arrests);
        self.asn_of(running, force, on)
    }

    /// One that is given at an answer to bail. They count down from the end of the block's room, so
    /// that a world with them gives everyone else the numbers they have without.
    pub(crate) fn asn_again(&mut self, force: &str, on: Day) -> String {
        let running = self.block * 256 + 255 - take(&mut self.reissued);
        self.asn_of(running, force, on)
    }

    fn asn_of(&self, running: u64, force: &str, on: Day) -> String {
        let number = self.scattered(100, running, 1_000_000_000);
        let (unit, office, year) = (station(number % 100), number % 7 + 1, year2(on));
        let digits = format!("{force}{office:02}{year:02}{number:011}");
        format!(
            "{year:02}{force}{unit}{office:02}{number:011}{}",
            letter(&digits)
        )
    }

    /// A PNC identifier with its check letter: `YYYY/nnnnnnnA`.
    pub(crate) fn pnc_id(&self, running: u64, year: i32) -> String {
        let number = self.scattered(101, running, 10_000_000);
        let digits = format!("{:02}{number:07}", year.rem_euclid(100));
        format!("{year}/{number:07}{}", letter(&digits))
    }

    /// The running number of the next person who is given a PNC identifier for one case only.
    pub(crate) fn numbered(&mut self) -> u64 {
        self.block * NUMBERED + take(&mut self.numbered)
    }

    /// The number by which the truth knows the next person-in-case.
    pub(crate) fn person(&mut self) -> u64 {
        self.block * 512 + take(&mut self.people) + 1
    }

    /// A reference of an agency's own: its letter and nine digits.
    pub(crate) fn reference(&mut self, letter: char) -> String {
        let running = self.block * 2_048 + take(&mut self.references);
        format!(
            "{letter}{:09}",
            self.scattered(u64::from(u32::from(letter)), running, 1_000_000_000)
        )
    }

    /// The block.
    pub(crate) const fn block(&self) -> u64 {
        self.block
    }
}

/// An ASN of a form that stands for none.
pub(crate) fn dummy_asn(dice: &mut Dice) -> String {
    let number = dice.below(100_000);
    format!(
        "0800NP01{number:011}{}",
        letter(&format!("000108{number:011}"))
    )
}

fn number(force: &str) -> u64 {
    force.parse().unwrap_or_default()
}

fn take(running: &mut u64) -> u64 {
    *running += 1;
    *running - 1
}

fn letter(digits: &str) -> char {
    check_letter(digits).unwrap_or('Z')
}

fn station(number: u64) -> String {
    let letter = |place: u64| {
        usize::try_from(place % 10).map_or('A', |place| char::from(STATION_LETTERS[place]))
    };
    [letter(number / 10), letter(number)].iter().collect()
}

fn year2(day: Day) -> i16 {
    day.year_month().0.rem_euclid(100)
}

#[cfg(test)]
mod tests {
    use crate::sample::{made, plan};
    use std::collections::BTreeSet;

    /// The published rule, worked out on one whole number.
    fn has_check_letter(digits: &str, letter: char) -> bool {
        let number: u128 = digits.parse().unwrap();
        let place = usize::try_from(number % 23).unwrap();
        "ZABCDEFGHJKLMNPQRTUVWXY".chars().nth(place) == Some(letter)
    }

    fn digits(text: &str) -> bool {
        text.bytes().all(|it| it.is_ascii_digit())
    }

    fn is_urn(urn: &str) -> bool {
        urn.len() == 11 && digits(&urn[..2]) && digits(&urn[4..]) && &urn[2..4] != "00"
    }

    fn is_asn(asn: &str) -> bool {
        let (body, letter) = (&asn[..19], asn.chars().nth(19).unwrap());
        let checked = format!("{}{}{}", &body[2..4], &body[6..8], &body[..2]) + &body[8..];
        asn.len() == 20 && has_check_letter(&checked, letter)
    }

    #[test]
    fn the_published_example_has_its_check_letter() {
        // From the Ministry's own test messages.
        assert!(is_asn("1101ZD0100000410769X"));
        assert!(!is_asn("1101ZD0100000410769W"));
    }

    #[test]
    fn without_mess_every_identifier_is_there_and_right() {
        let sample = made(plan(8_000, 1, false));
        assert_eq!(sample.summary.mess_notes, 0);
        for table in ["police_crime", "cps_case", "court_defendant"] {
            assert!(
                sample.rows(table).iter().all(|row| is_urn(&row["urn"])),
                "{table}"
            );
        }
        for row in sample.rows("court_defendant") {
            assert!(is_asn(&row["asn"]) && !row["surname"].is_empty());
            assert!(!row["date_of_birth"].is_empty());
        }
        for row in sample.rows("police_suspect") {
            let numbered = !row["arrest_date"].is_empty() || !row["charge_date"].is_empty();
            assert_eq!(!row["asn"].is_empty(), numbered);
            assert_eq!(!row["pnc_id"].is_empty(), numbered);
            if numbered {
                let (asn, pnc) = (&row["asn"], &row["pnc_id"]);
                assert!(is_asn(asn) && asn[2..4] == row["force_code"]);
                let checked = format!("{}{}", &pnc[2..4], &pnc[5..12]);
                assert!(has_check_letter(&checked, pnc.chars().nth(12).unwrap()));
            }
        }
    }

    #[test]
    fn nobody_is_suspected_of_what_was_done_before_they_were_ten() {
        let sample = made(plan(30_000, 6, false));
        let mut offences = std::collections::BTreeMap::new();
        for row in sample.rows("police_crime") {
            let begun = crate::sample::cell_day(&row, "offence_start_date").unwrap();
            offences.insert((row["force_code"].clone(), row["crime_ref"].clone()), begun);
        }
        for row in sample.rows("police_suspect") {
            let born = crate::sample::cell_day(&row, "date_of_birth").unwrap();
            let crime = (row["force_code"].clone(), row["crime_ref"].clone());
            assert!(born.plus(3_652) < offences[&crime], "{crime:?}");
        }
    }

    #[test]
    fn two_people_never_share_a_pnc_identifier() {
        let sample = made(plan(30_000, 1, false));
        let mut people = std::collections::BTreeMap::new();
        for row in sample.rows("police_suspect") {
            let who = (row["surname"].clone(), row["date_of_birth"].clone());
            if !row["pnc_id"].is_empty() {
                assert_eq!(
                    *people.entry(row["pnc_id"].clone()).or_insert(who.clone()),
                    who
                );
            }
        }
        assert!(people.len() > 5_000);
    }

    #[test]
    fn two_cases_never_share_a_urn_nor_two_people_an_asn() {
        let sample = made(plan(8_000, 1, false));
        // A crime that another force took over stands under the number it had before.
        let own = sample.rows("police_crime").into_iter();
        let own = own.filter(|row| row["transferred_to_force"].is_empty());
        let own: Vec<_> = own.collect();
        let keys: BTreeSet<_> = own
            .iter()
            .map(|row| format!("{}|{}", row["force_code"], row["crime_ref"]))
            .collect();
        let of_case: BTreeSet<_> = own.iter().map(|row| row["urn"].clone()).collect();
        let truth = sample.rows_of("truth/records.csv");
        let crimes = truth
            .iter()
            .filter(|row| row["table"] == "police_crime" && keys.contains(&row["key"]));
        let cases: BTreeSet<_> = crimes.map(|row| row["case"].clone()).collect();
        assert_eq!(of_case.len(), cases.len());
        let defendants = sample.rows("court_defendant");
        let asns: BTreeSet<_> = defendants.iter().map(|row| row["asn"].clone()).collect();
        assert_eq!(asns.len(), defendants.len());
    }
}
