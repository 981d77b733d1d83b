//! The check letter shared by the PNC identifier, the arrest summons number and the court case
//! reference: the number modulo 23, looked up in an alphabet without I, O and S.
//!
//! Source: `ministryofjustice/bichard7-next-core` at 6b127db (MIT).

const LETTERS: &[u8; 23] = b"ZABCDEFGHJKLMNPQRTUVWXY";

/// The check letter of a number given as decimal digits, or nothing when a character is no digit.
///
/// The remainder is taken digit by digit, so the number may be of any length.
///
/// ```
/// assert_eq!(rasso_terms::check_letter("0"), Some('Z'));
/// assert_eq!(rasso_terms::check_letter("23"), Some('Z'));
/// assert_eq!(rasso_terms::check_letter("24"), Some('A'));
/// ```
pub fn check_letter(digits: &str) -> Option<char> {
    let mut remainder = 0_usize;
    for digit in digits.bytes() {
        if !digit.is_ascii_digit() {
            return None;
        }
        remainder = (remainder * 10 + usize::from(digit - b'0')) % LETTERS.len();
    }
    LETTERS.get(remainder).map(|letter| char::from(*letter))
}
