//! The upright scale of a picture: from 0, in round steps.

/// From 0 to a round number.
pub struct Scale {
    step: f64,
    steps: u8,
}

impl Scale {
    /// The scale on which the greatest figure still is: at most six steps of 1, 2 or 5, or ten times as much.
    pub fn up_to(greatest: f64) -> Self {
        let mut decade = 1.0;
        // Every count that a table can hold is below the last of these.
        for _ in 0..18 {
            for by in [1.0, 2.0, 5.0] {
                let step = decade * by;
                let steps = (1..=6_u8).find(|it| f64::from(*it) * step >= greatest);
                if let Some(steps) = steps {
                    return Self { step, steps };
                }
            }
            decade *= 10.0;
        }
        Self {
            step: decade,
            steps: 6,
        }
    }

    /// The figures at which a line is drawn.
    pub fn ticks(&self) -> impl Iterator<Item = f64> {
        let step = self.step;
        (0..=self.steps).map(move |it| f64::from(it) * step)
    }

    /// Where a figure is between the places of 0 and of the end.
    pub fn place(&self, figure: f64, bottom: f64, top: f64) -> f64 {
        bottom + (top - bottom) * figure / (self.step * f64::from(self.steps))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_begins_at_nought_and_holds_the_greatest() {
        for (greatest, last) in [
            (0.0, 1.0),
            (1.0, 1.0),
            (7.0, 8.0),
            (147.0, 150.0),
            (1300.0, 1500.0),
        ] {
            let ticks: Vec<f64> = Scale::up_to(greatest).ticks().collect();
            assert!(ticks[0].abs() < 1e-9);
            assert!(
                (ticks[ticks.len() - 1] - last).abs() < 1e-9,
                "{greatest}: {ticks:?}"
            );
            assert!(ticks.len() <= 7);
        }
    }

    #[test]
    fn a_figure_is_where_its_tick_is() {
        let scale = Scale::up_to(147.0);
        assert!((scale.place(75.0, 100.0, 0.0) - 50.0).abs() < 1e-9);
    }
}
