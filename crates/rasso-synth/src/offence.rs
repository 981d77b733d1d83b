//! Offence codes: the police record a Home Office class, the courts a CJS code.

use crate::dice::Dice;
use rasso_terms::Day;

/// The Sexual Offences Act 2003 came into force on 1 May 2004; a rape of before is charged under the
/// Act of 1956. Lesser offences of before would be too, but the code list has none of that Act, so
/// they go under the later one here.
const ACT_2003: Day = Day::from_number(12_539);

/// The Home Office class of a rape.
pub(crate) const fn rape_class(several_offenders: bool, male: bool, age: i32) -> &'static str {
    match (male, age) {
        (false, _) if several_offenders => "19J",
        (true, _) if several_offenders => "19K",
        (false, ..13) => "19E",
        (false, 13..16) => "19D",
        (false, 16..) => "19C",
        (true, ..13) => "19H",
        (true, 13..16) => "19G",
        (true, 16..) => "19F",
    }
}

/// The Home Office class of another sexual offence that a rape extract holds.
pub(crate) const fn other_class(male: bool, age: i32) -> &'static str {
    match (male, age) {
        (false, ..13) => "20B",
        (false, 13..) => "20A",
        (true, ..13) => "17B",
        (true, 13..) => "17A",
    }
}

/// The code under which a rape is charged.
pub(crate) fn rape_charge(attempt: bool, male: bool, age: i32, on: Day) -> &'static str {
    if on < ACT_2003 {
        return match (male, age, attempt) {
            (false, ..16, false) => "SX56070",
            (false, ..16, true) => "SX56070A",
            (false, 16.., false) => "SX56071",
            (false, 16.., true) => "SX56071A",
            (true, ..16, false) => "SX56072",
            (true, ..16, true) => "SX56072A",
            (true, 16.., false) => "SX56073",
            (true, 16.., true) => "SX56073A",
        };
    }
    match (male, age, attempt) {
        (false, ..13, false) => "SX03013",
        (false, ..13, true) => "SX03013A",
        (false, 13..16, false) => "SX03001",
        (false, 13..16, true) => "SX03001A",
        (false, 16.., false) => "SX03002",
        (false, 16.., true) => "SX03002A",
        (true, ..13, false) => "SX03014",
        (true, ..13, true) => "SX03014A",
        (true, 13..16, false) => "SX03003",
        (true, 13..16, true) => "SX03003A",
        (true, 16.., false) => "SX03004",
        (true, 16.., true) => "SX03004A",
    }
}

/// The code of a lesser sexual offence that may be charged or found instead.
pub(crate) fn lesser_charge(dice: &mut Dice, male: bool, age: i32) -> &'static str {
    let penetration = dice.chance(4_000);
    match (male, age, penetration) {
        (false, ..13, true) => "SX03015",
        (false, ..13, false) => "SX03017",
        (false, 13.., true) => "SX03005",
        (false, 13.., false) => "SX03007",
        (true, ..13, true) => "SX03016",
        (true, ..13, false) => "SX03018",
        (true, 13.., true) => "SX03006",
        (true, 13.., false) => "SX03008",
    }
}

/// Whether a code is one of [`lesser_charge`].
pub(crate) fn is_lesser(code: &str) -> bool {
    matches!(
        code,
        "SX03005"
            | "SX03006"
            | "SX03007"
            | "SX03008"
            | "SX03015"
            | "SX03016"
            | "SX03017"
            | "SX03018"
    )
}

/// Whether a Home Office class of this world is rape.
pub(crate) fn is_rape_class(class: &str) -> bool {
    class.starts_with("19")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offence_of_april_2004_is_charged_under_the_act_of_1956() {
        assert_eq!(ACT_2003.to_string(), "2004-05-01");
        assert!(rape_charge(false, false, 30, ACT_2003.plus(-1)).starts_with("SX56071"));
        assert!(rape_charge(false, false, 30, ACT_2003).starts_with("SX03002"));
    }
}
