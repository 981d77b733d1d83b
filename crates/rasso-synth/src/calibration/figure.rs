//! Which figure is whose.

use super::count::Figure;
use super::courts::Courts;
use super::cps::Cps;
use super::facts::Facts;
use super::police::Police;
use rasso_terms::Day;

/// A period: its first day, and the first day after it.
pub(super) type Period = (Day, Day);

/// The figure of this name in a period; nothing when there is no such figure or nothing to count.
pub(super) fn figure(name: &str, facts: &Facts, period: Period) -> Option<Figure> {
    let (kind, of) = name.split_once(':').unwrap_or((name, ""));
    let police = Police::new(facts, period).figure(kind, of);
    let cps = || Cps::new(facts, period).figure(kind, of);
    let courts = || Courts::new(facts, period).figure(kind, of);
    police.or_else(cps).or_else(courts)
}
