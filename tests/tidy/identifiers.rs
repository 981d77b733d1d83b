//! Identifiers of people cannot be printed or written out by accident.

use rasso_terms::{Agency, Asn, Day, PersonKey, PncId, Urn};
use serde::Serialize;
use std::fmt::Display;
use std::marker::PhantomData;

/// What a type can do, asked of the compiler: where the bound of the inherent constant holds it
/// wins, and where it does not the trait's constant is all there is.
struct Can<T>(PhantomData<T>);

trait Cannot {
    const BE_DISPLAYED: bool = false;
    const BE_SERIALIZED: bool = false;
}

impl<T> Cannot for Can<T> {}

impl<T: Display> Can<T> {
    const BE_DISPLAYED: bool = true;
}

impl<T: Serialize> Can<T> {
    const BE_SERIALIZED: bool = true;
}

macro_rules! never_shown {
    ($($identifier:ty),+) => {$(
        const _: () = assert!(!Can::<$identifier>::BE_DISPLAYED);
        const _: () = assert!(!Can::<$identifier>::BE_SERIALIZED);
    )+};
}

never_shown!(Urn, Asn, PncId, PersonKey);

// The question itself: a type that does both is told from those that do neither.
const _: () = assert!(Can::<Agency>::BE_DISPLAYED && Can::<Agency>::BE_SERIALIZED);

#[test]
fn debug_withholds_what_an_identifier_holds() {
    let person = PersonKey::new(Some("Oyelaran"), Some("Tolu"), Some(Day::from_number(4242)));
    let shown = [
        format!("{:?}", Urn::parse("52AB0123424").unwrap()),
        format!("{:?}", Asn::parse("1101ZD0100000410769X").unwrap()),
        format!("{person:?}"),
    ];
    assert_eq!(
        shown,
        ["Urn(withheld)", "Asn(withheld)", "PersonKey(withheld)"]
    );
}
