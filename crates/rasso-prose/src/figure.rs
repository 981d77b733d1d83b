//! A figure of a table, and how it is written.

use crate::rounded::Rounded;
use rasso_stats::thousands;
use rasso_terms::Period;

/// A figure of fewer units is told without its change, and marked.
const SMALL: u64 = 30;

/// A figure by what it is: the kind decides how it and its change are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// A number of units.
    Count(u64),
    /// A share of units, written as a percentage; its change is in percentage points.
    Share {
        /// Units counted.
        numerator: u64,
        /// Units they are counted out of.
        denominator: u64,
    },
    /// One number over another, which is no share and never written as a percentage.
    Ratio {
        /// Units of the one kind.
        numerator: u64,
        /// Units of the other.
        denominator: u64,
    },
    /// A median.
    Median {
        /// Twice the median.
        twice: i64,
        /// How many units it is the median of.
        n: u64,
        /// What it is a number of.
        of: Of,
    },
    /// A mean.
    Mean {
        /// The sum.
        total: u64,
        /// Over how many units.
        n: u64,
        /// What it is a number of.
        of: Of,
    },
}

/// What an average is a number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Days.
    Days,
    /// Months of a sentence.
    Months,
    /// Things, which its title names.
    Things,
}

impl Of {
    const fn suffix(self) -> &'static str {
        match self {
            Self::Days => " days",
            Self::Months => " months",
            Self::Things => "",
        }
    }

    /// To how many places a mean is written.
    const fn places(self) -> u32 {
        match self {
            Self::Days | Self::Months => 1,
            Self::Things => 2,
        }
    }
}

/// A figure with all that says what it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The name of its cell, as `METRIC/AREA/PERIOD/CLOCK`.
    pub cell: String,
    /// The name of its metric.
    pub metric: String,
    /// The title of its metric.
    pub title: String,
    /// Which ages, and what makes a case one of rape, in words.
    pub population: String,
    /// The clock in a word.
    pub clock: String,
    /// What is counted, in the plural.
    pub units: String,
    /// Its period.
    pub period: Period,
    /// Where it is of, in words.
    pub area: String,
    /// The figure; none where there is nothing to divide by.
    pub figure: Option<Figure>,
    /// How far to rely on it: `ok` or another word.
    pub status: String,
}

/// A table of figures.
pub trait Facts {
    /// The figure of a cell by its name.
    fn fact(&self, cell: &str) -> Option<Fact>;
}

/// Which part of a figure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The figure.
    Value,
    /// What it is made of.
    Of,
    /// How it changed.
    Change,
}

impl Part {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Of => "of",
            Self::Change => "change",
        }
    }
}

impl Fact {
    /// Whether one unit more or less would move the figure by several percentage points.
    pub(crate) fn is_small(&self) -> bool {
        let of = match self.figure {
            None => return false,
            Some(Figure::Count(count)) => count,
            Some(Figure::Share { denominator, .. } | Figure::Ratio { denominator, .. }) => {
                denominator
            }
            Some(Figure::Median { n, .. } | Figure::Mean { n, .. }) => n,
        };
        (1..SMALL).contains(&of)
    }

    /// What the figure is of, as every sentence says it.
    pub(crate) fn label(&self) -> String {
        format!("{}, {} ({})", self.title, self.area, self.population)
    }

    /// The figure as it is written; none where there is none.
    pub(crate) fn value(&self) -> Option<String> {
        Some(match self.figure? {
            Figure::Count(count) => thousands(count),
            Figure::Share {
                numerator,
                denominator,
            } => format!("{}%", tenths(100 * i128::from(numerator), denominator)?),
            Figure::Ratio {
                numerator,
                denominator,
            } => Rounded::of(numerator.into(), denominator.into(), 2)?.digits,
            Figure::Median { twice, of, .. } => {
                let sign = if twice < 0 { "-" } else { "" };
                let half = if twice % 2 == 0 { "" } else { ".5" };
                let whole = thousands(twice.unsigned_abs() / 2);
                format!("{sign}{whole}{half}{}", of.suffix())
            }
            Figure::Mean { total, n, of } => {
                let mean = Rounded::of(total.into(), n.into(), of.places())?.digits;
                format!("{mean}{}", of.suffix())
            }
        })
    }

    /// What the figure is made of; none of a count.
    pub(crate) fn of(&self) -> Option<String> {
        match self.figure? {
            Figure::Count(_) => None,
            Figure::Share {
                numerator,
                denominator,
            } => Some(format!(
                "{} of {} {}",
                thousands(numerator),
                thousands(denominator),
                self.units
            )),
            Figure::Ratio {
                numerator,
                denominator,
            } => Some(format!(
                "{} over {}",
                thousands(numerator),
                thousands(denominator)
            )),
            Figure::Median { n, .. } | Figure::Mean { n, .. } => {
                Some(format!("{} {}", thousands(n), self.units))
            }
        }
    }

    /// How it changed since an earlier figure of the same kind: of a share in percentage points, never per cent.
    pub(crate) fn change(&self, earlier: &Self) -> Option<String> {
        let (now, then) = (self.figure?, earlier.figure?);
        let (rounded, unit) = match (now, then) {
            (Figure::Count(now), Figure::Count(then)) => {
                let by = i128::from(now) - i128::from(then);
                let percent =
                    tenths(100 * by.abs(), then).map_or_else(String::new, |it| format!(" ({it}%)"));
                return Some(words(&Rounded::of(by, 1, 0)?, &percent));
            }
            (
                Figure::Share {
                    numerator: above,
                    denominator: below,
                },
                Figure::Share {
                    numerator: above_then,
                    denominator: below_then,
                },
            ) => (
                difference((above, below), (above_then, below_then), 100, 1)?,
                " percentage points",
            ),
            (
                Figure::Ratio {
                    numerator: above,
                    denominator: below,
                },
                Figure::Ratio {
                    numerator: above_then,
                    denominator: below_then,
                },
            ) => (
                difference((above, below), (above_then, below_then), 1, 2)?,
                "",
            ),
            (
                Figure::Median { twice, of, .. },
                Figure::Median {
                    twice: twice_then,
                    of: of_then,
                    ..
                },
            ) if of == of_then => {
                let by = i128::from(twice) - i128::from(twice_then);
                let places = u32::from(by % 2 != 0);
                (Rounded::of(by, 2, places)?, of.suffix())
            }
            (
                Figure::Mean { total, n, of },
                Figure::Mean {
                    total: total_then,
                    n: n_then,
                    of: of_then,
                },
            ) if of == of_then => {
                let by = difference((total, n), (total_then, n_then), 1, of.places())?;
                (by, of.suffix())
            }
            _ => return None,
        };
        Some(words(&rounded, unit))
    }
}

fn tenths(above: i128, below: u64) -> Option<String> {
    Rounded::of(above, below.into(), 1).map(|it| it.digits)
}

/// `scale` times the difference of two quotients.
fn difference(now: (u64, u64), then: (u64, u64), scale: i128, places: u32) -> Option<Rounded> {
    let [above, below, above_then, below_then] = [now.0, now.1, then.0, then.1].map(i128::from);
    let by = above.checked_mul(below_then)? - above_then.checked_mul(below)?;
    Rounded::of(
        by.checked_mul(scale)?,
        below.checked_mul(below_then)?,
        places,
    )
}

fn words(by: &Rounded, unit: &str) -> String {
    match by.sign {
        0 => "the same as".to_owned(),
        _ if by.vanishes() => "about the same as".to_owned(),
        1 => format!("up {}{unit} from", by.digits),
        _ => format!("down {}{unit} from", by.digits),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use rasso_terms::Quarter;

    pub(crate) fn fact(metric: &str, quarter: &str, figure: Figure) -> Fact {
        let first: Quarter = quarter.parse().unwrap();
        let period = Period::between(first, first)[0];
        Fact {
            cell: format!("{metric}/EW/{quarter}/flow"),
            metric: metric.to_owned(),
            title: "Charge rate, legal decisions".to_owned(),
            population: "all ages; by the rape flag".to_owned(),
            clock: "flow".to_owned(),
            units: "CPS suspects".to_owned(),
            period,
            area: "England and Wales".to_owned(),
            figure: Some(figure),
            status: "ok".to_owned(),
        }
    }

    pub(crate) const fn share(numerator: u64, denominator: u64) -> Figure {
        Figure::Share {
            numerator,
            denominator,
        }
    }

    #[test]
    fn a_share_changes_in_percentage_points_and_a_count_in_per_cent() {
        let of = |figure| fact("a", "2025-Q2", figure);
        let (now, then) = (of(share(819, 1_000)), of(share(804, 1_000)));
        assert_eq!(now.value().unwrap(), "81.9%");
        assert_eq!(now.of().unwrap(), "819 of 1,000 CPS suspects");
        assert_eq!(now.change(&then).unwrap(), "up 1.5 percentage points from");
        assert_eq!(
            then.change(&now).unwrap(),
            "down 1.5 percentage points from"
        );
        // The prints of the two differ by 0.1 and the figures by 0.14.
        let (now, then) = (of(share(5_004, 10_000)), of(share(499, 1_000)));
        assert_eq!(now.change(&then).unwrap(), "up 0.1 percentage points from");
        let (now, then) = (of(Figure::Count(940)), of(Figure::Count(859)));
        assert_eq!(now.change(&then).unwrap(), "up 81 (9.4%) from");
        assert_eq!(
            of(Figure::Count(5)).change(&of(Figure::Count(0))).unwrap(),
            "up 5 from"
        );
        assert_eq!(now.change(&now).unwrap(), "the same as");
        // Unlike figures have no change.
        assert_eq!(now.change(&of(share(1, 2))), None);
    }

    #[test]
    fn days_and_ratios_keep_their_units() {
        let of = |figure| fact("a", "2025-Q2", figure);
        let median = |twice| {
            of(Figure::Median {
                twice,
                n: 9,
                of: Of::Days,
            })
        };
        assert_eq!(median(25).value().unwrap(), "12.5 days");
        assert_eq!(median(25).change(&median(20)).unwrap(), "up 2.5 days from");
        assert_eq!(median(24).change(&median(20)).unwrap(), "up 2 days from");
        let ratio = of(Figure::Ratio {
            numerator: 292,
            denominator: 11_312,
        });
        assert_eq!(ratio.value().unwrap(), "0.03");
        assert_eq!(ratio.of().unwrap(), "292 over 11,312");
        let mean = of(Figure::Mean {
            total: 427,
            n: 10,
            of: Of::Days,
        });
        assert_eq!(mean.value().unwrap(), "42.7 days");
        assert_eq!(of(share(0, 0)).value(), None);
    }
}
