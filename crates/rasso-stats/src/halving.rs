//! Where something stops being so.

/// Halvings after which an interval is as short as floats allow.
const HALVINGS: u32 = 60;

/// The place between `yes`, where something holds, and `no`, where it does not, at which it stops to
/// hold. It is taken to stop once. `no` may be below `yes`.
pub(crate) fn last_place(mut yes: f64, mut no: f64, holds: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(yes, no);
        if holds(middle) {
            yes = middle;
        } else {
            no = middle;
        }
    }
    f64::midpoint(yes, no)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_found_from_either_side() {
        let root = 2.0_f64.sqrt();
        assert!((last_place(0.0, 9.0, |it| it < root) - root).abs() < 1e-15);
        assert!((last_place(9.0, 0.0, |it| it > root) - root).abs() < 1e-15);
    }
}
