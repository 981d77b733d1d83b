//! Whether a metric makes sense: units that may be divided, columns that exist, intervals that hold.

use crate::{
    Ages, AttritionError, Clock, ColumnKind, Condition, Interval, Kind, Metric, Unit, Units,
};

impl Metric {
    /// Refuses what would give a wrong figure, with what to do about it.
    pub(crate) fn check(&self, file: &str, units: &Units) -> Result<(), AttritionError> {
        let broken = |reason: String| AttritionError::Definition {
            file: file.to_owned(),
            reason,
        };
        let unit = units.get(&self.unit).map_err(&broken)?;
        let numerator_unit = units.get(self.numerator_unit()).map_err(&broken)?;
        self.check_units().map_err(&broken)?;
        self.check_title().map_err(&broken)?;
        self.check_sides().map_err(&broken)?;
        self.check_ends(unit).map_err(&broken)?;
        for condition in self.population.iter().chain(&self.numerator) {
            check_condition(condition, numerator_unit).map_err(&broken)?;
        }
        for condition in self
            .population
            .iter()
            .chain(self.denominator.iter().flatten())
        {
            check_condition(condition, unit).map_err(&broken)?;
        }
        if let Some(value) = &self.value {
            unit.column(value, ColumnKind::Integer).map_err(&broken)?;
        }
        if self.clocks.is_empty() {
            return Err(broken(
                "it has no clock; add [clocks.cohort] or [clocks.flow]".to_owned(),
            ));
        }
        for (name, clock) in &self.clocks {
            self.check_clock(name, clock, numerator_unit, unit)
                .map_err(&broken)?;
        }
        Ok(())
    }

    /// Crimes cannot be divided by suspects unless the metric says how one becomes the other.
    fn check_units(&self) -> Result<(), String> {
        let numerator = self.numerator_unit();
        if numerator == self.unit {
            return match &self.bridge {
                Some(_) => Err(
                    "it names a bridge but both sides count the same unit; remove `bridge`"
                        .to_owned(),
                ),
                None => Ok(()),
            };
        }
        match &self.bridge {
            Some(bridge) if !bridge.trim().is_empty() && self.kind == Kind::Ratio => Ok(()),
            Some(bridge) if !bridge.trim().is_empty() => Err(format!(
                "it divides {numerator} by {}; such a figure is a `ratio`",
                self.unit
            )),
            Some(_) | None => Err(format!(
                "it divides {numerator} by {} and names no bridge; say in `bridge` how one becomes the other",
                self.unit
            )),
        }
    }

    /// A title is what prose calls a figure by: it may not say of whom or what the figure is not.
    fn check_title(&self) -> Result<(), String> {
        let words = self.title.to_lowercase();
        let mut words = words.split(|it: char| !it.is_alphanumeric());
        let is_one_unit = self.unit == self.numerator_unit();
        let wrong = words.find(|it| match *it {
            "adult" | "adults" | "child" | "children" => self.ages == Ages::All,
            "rate" | "share" | "proportion" => !is_one_unit,
            _ => false,
        });
        match wrong {
            None => Ok(()),
            Some(word @ ("rate" | "share" | "proportion")) => Err(format!(
                "its title says `{word}`, and it divides {} by {}: what is no part of a whole is no {word}",
                self.numerator_unit(),
                self.unit
            )),
            Some(word) => Err(format!(
                "its title says `{word}`, and its `ages` are all: say which in `ages`, or leave the word out"
            )),
        }
    }

    fn check_sides(&self) -> Result<(), String> {
        let has_two_sides = match self.kind {
            Kind::Count
            | Kind::Stock
            | Kind::Median
            | Kind::Mean
            | Kind::Rate
            | Kind::Incidence => false,
            Kind::Proportion | Kind::Ratio => true,
        };
        if self.denominator.is_some() != has_two_sides {
            let word = if has_two_sides { "needs" } else { "has no" };
            return Err(format!("a {} {word} `denominator`", self.kind));
        }
        if self.per.is_some() != (self.kind == Kind::Rate) {
            return Err("`[per]` names the numbers of a rate, and only of it".to_owned());
        }
        if self.published.is_some() && (self.kind != Kind::Count || !self.numerator.is_empty()) {
            return Err("`[published]` is a count of its own, without a `numerator`".to_owned());
        }
        let may_have_value = matches!(self.kind, Kind::Median | Kind::Mean);
        if self.value.is_some() && !may_have_value {
            return Err(
                "`value` names the column of a median or a mean, and only of these".to_owned(),
            );
        }
        if self.is_age() && !self.clocks.contains_key("stock") {
            return Err(format!(
                "a {} needs a `value`, the column it is of, or the clock `stock`: then it is of the age of what is open",
                self.kind
            ));
        }
        Ok(())
    }

    /// An incidence needs an end that it counts, and counts nothing else.
    fn check_ends(&self, unit: &Unit) -> Result<(), String> {
        if self.kind != Kind::Incidence {
            return if self.ends.is_empty() {
                Ok(())
            } else {
                Err("`[[ends]]` are those of an incidence".to_owned())
            };
        }
        if !self.ends.iter().any(|it| it.counted) {
            return Err(
                "an incidence needs one of its `[[ends]]` to say `counted = true`".to_owned(),
            );
        }
        if !self.numerator.is_empty() {
            return Err(
                "an incidence counts the `[[ends]]` that say so; it has no `numerator`".to_owned(),
            );
        }
        for end in &self.ends {
            unit.column(&end.date, ColumnKind::Date)?;
            for condition in &end.when {
                check_condition(condition, unit)?;
            }
        }
        unit.column("open", ColumnKind::Flag)
    }

    fn check_clock(
        &self,
        name: &str,
        clock: &Clock,
        numerator: &Unit,
        unit: &Unit,
    ) -> Result<(), String> {
        if !["cohort", "flow", "referral_cohort", "stock"].contains(&name) {
            return Err(format!(
                "`{name}` is no clock; use cohort, flow, referral_cohort or stock"
            ));
        }
        let is_stock = self.kind == Kind::Stock || self.is_age();
        // What is open on a day may be told for so many prosecutors.
        let is_stock = is_stock || (self.kind == Kind::Rate && clock.until.is_some());
        if (name == "stock") != is_stock || clock.until.is_some() != is_stock {
            return Err(format!(
                "clock `{name}`: the clock `stock`, with `until`, is that of a stock and of its age, and of nothing else"
            ));
        }
        if let Some(date) = &clock.until {
            unit.column(date, ColumnKind::Date)?;
        }
        numerator.column(&clock.numerator_date, ColumnKind::Date)?;
        if let Some(date) = &clock.denominator_date {
            unit.column(date, ColumnKind::Date)?;
        }
        if clock.denominator_date.is_some() != self.denominator.is_some() {
            return Err(format!(
                "clock `{name}`: `denominator_date` goes with `denominator`"
            ));
        }
        let is_proportion = self.kind == Kind::Proportion
            && clock.denominator_date.as_ref() == Some(&clock.numerator_date);
        if (clock.interval == Interval::LogLog) && self.kind != Kind::Incidence {
            return Err(format!(
                "clock `{name}`: the interval `log_log` is that of an incidence"
            ));
        }
        if self.kind == Kind::Incidence && name == "flow" {
            return Err(format!(
                "clock `{name}`: an incidence follows units from when they began; use a cohort"
            ));
        }
        if clock.interval == Interval::Wilson && !is_proportion {
            return Err(format!(
                "clock `{name}`: a Wilson interval needs a proportion with one date; use interval = \"none\""
            ));
        }
        Ok(())
    }
}

pub(crate) fn check_condition(condition: &Condition, unit: &Unit) -> Result<(), String> {
    let column = &condition.column;
    let kinds = [
        condition.is.is_some(),
        condition.present.is_some(),
        condition.flag.is_some(),
        condition.at_least.is_some(),
        condition.at_most.is_some(),
    ];
    if kinds.iter().filter(|it| **it).count() != 1 {
        return Err(format!(
            "the condition on `{column}` needs one of `is`, `present`, `flag`, `at_least` and `at_most`"
        ));
    }
    if condition.flag.is_some() {
        return unit.column(column, ColumnKind::Flag);
    }
    if condition.at_least.is_some() || condition.at_most.is_some() {
        return unit.column(column, ColumnKind::Integer);
    }
    if let Some(codes) = &condition.is {
        let is_plain = |it: &String| {
            !it.is_empty()
                && it
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || b"_-/".contains(&it))
        };
        if codes.is_empty() || !codes.iter().all(is_plain) {
            return Err(format!(
                "the codes of `{column}` must be letters, digits, `_`, `-` and `/`"
            ));
        }
        return unit.column(column, ColumnKind::Code);
    }
    unit.exists(column)
}
