//! How long each stage of linking takes, and which it is in.

use crate::terminal::Progress as Bar;
use std::{sync::Mutex, time::Instant};

/// The stages so far.
pub(super) struct Stages {
    bar: Bar,
    begun: Mutex<Vec<(&'static str, Instant)>>,
}

impl Stages {
    pub(super) fn new() -> Self {
        Self {
            bar: Bar::new(),
            begun: Mutex::default(),
        }
    }

    /// A stage begins, and the one before has ended.
    pub(super) fn begin(&self, stage: &'static str) {
        self.bar.stage(stage);
        if let Ok(mut begun) = self.begun.lock() {
            begun.push((stage, Instant::now()));
        }
    }

    /// How many milliseconds each stage took.
    pub(super) fn ended(self) -> Vec<(&'static str, u128)> {
        let begun = self.begun.into_inner().unwrap_or_default();
        let ends = begun.iter().skip(1).map(|it| it.1);
        let ends = ends.chain([Instant::now()]);
        let stage = |((name, start), end): (&(&'static str, Instant), Instant)| {
            (*name, end.duration_since(*start).as_millis())
        };
        begun.iter().zip(ends).map(stage).collect()
    }
}
