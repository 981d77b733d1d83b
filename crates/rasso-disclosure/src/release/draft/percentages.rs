//! Percentages that are published beside counts: how far each was rounded is a cell, so that the two sums that it tells hold
//! as any others do.

use super::Draft;
use crate::{
    DisclosureError, Tables,
    files::{Constraint, ONE, PERCENTAGE, Percentage},
    told::Told,
};

impl Draft {
    /// Adds the cells and sums of each percentage that the ledger has not: with it anybody can reckon
    /// `200 scale part - (2 digits - 1) whole = above` and `(2 digits + 1) whole - 200 scale part - 1 = below`, neither of
    /// which is below nought.
    pub(in crate::release) fn add_percentages(
        &mut self,
        tables: &Tables,
        places: &[usize],
    ) -> Result<(), DisclosureError> {
        for percentage in &tables.percentages {
            let [part, whole] = [percentage.part, percentage.whole].map(|it| places[it]);
            let counts = [part, whole].map(|it| self.counts[it]);
            let slack = percentage.slack(counts[0], counts[1]);
            let one = match self.known.place(ONE) {
                Some(one) => one,
                None => self.add(ONE, Told::Count(1)).unwrap_or_default(),
            };
            let [of_part, low, high] = percentage.coefficients();
            let above = vec![(part, of_part), (whole, -low)];
            let below = vec![(whole, high), (part, -of_part), (one, -1)];
            for ((side, terms), slack) in
                [("above", above), ("below", below)].into_iter().zip(slack)
            {
                self.add_slack(percentage, [part, whole], side, terms, slack)?;
            }
        }
        Ok(())
    }

    fn add_slack(
        &mut self,
        percentage: &Percentage,
        cells: [usize; 2],
        side: &str,
        mut terms: Vec<(usize, i64)>,
        slack: i128,
    ) -> Result<(), DisclosureError> {
        let [part, whole] = cells.map(|it| self.known.cells()[it].id.as_str());
        let id = format!(
            "{PERCENTAGE}{part} is {} of {whole}, {side}",
            percentage.text
        );
        let Some(place) = self.add(&id, Told::Unsaid) else {
            // The ledger has it.
            return Ok(());
        };
        let too_large =
            || DisclosureError::refused("a percentage is of counts too large to reckon with");
        self.counts[place] = i64::try_from(slack).map_err(|_large| too_large())?;
        terms.push((place, -1));
        terms.sort_unstable();
        self.known.add_constraint(Constraint { id, terms });
        Ok(())
    }
}
