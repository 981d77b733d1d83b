//! In which line of a file each of its rows starts.

use crate::batch::Place;

/// The lines of a file's rows. Most rows stand in one line below the last, so only the others are
/// kept.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// Rows that do not start in the line after the one before: the row and its line.
    starts: Vec<(u64, u64)>,
    /// Rows that go over several lines, and over how many.
    long: Vec<(u64, u64)>,
    next: Option<(u64, u64)>,
}

impl Lines {
    /// Adds the next row.
    pub(crate) fn push(&mut self, place: Place) {
        let Some(line) = place.line else { return };
        if self.next != Some((place.number, line)) {
            self.starts.push((place.number, line));
        }
        if place.lines != 1 {
            self.long.push((place.number, place.lines));
        }
        self.next = Some((place.number + 1, line + 1));
    }

    /// Where a row stands.
    pub(crate) fn place(&self, number: u64) -> Place {
        let after = self.starts.partition_point(|it| it.0 <= number);
        let start = after.checked_sub(1).and_then(|it| self.starts.get(it));
        let long = self.long.binary_search_by_key(&number, |it| it.0);
        let lines = long
            .ok()
            .and_then(|it| self.long.get(it))
            .map_or(1, |it| it.1);
        Place {
            number,
            line: start.map(|(row, line)| line + (number - row)),
            lines,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_in_its_line() {
        let places = [(1, 2, 1), (2, 3, 3), (3, 6, 1), (4, 9, 1), (5, 10, 2)];
        let places = places.map(|(number, line, lines)| Place {
            number,
            line: Some(line),
            lines,
        });
        let mut lines = Lines::default();
        for place in places {
            lines.push(place);
        }
        assert_eq!(places.map(|it| lines.place(it.number)), places);
        assert_eq!(lines.starts.len(), 3);
        assert_eq!(Lines::default().place(7).line, None);
    }
}
