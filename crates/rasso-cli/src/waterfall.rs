//! Draws how weights add up, a line for each step.

/// How wide the bars are, in characters.
const WIDTH: f64 = 40.0;

/// Each step with its weight, where the sum then stands, and a bar between the sums.
pub(crate) fn lines(steps: &[(String, f64)]) -> Vec<String> {
    let sums = sums(steps);
    let lowest = sums.iter().copied().fold(0.0, f64::min);
    let highest = sums.iter().copied().fold(0.0, f64::max);
    let scale = WIDTH / (highest - lowest).max(1.0);
    let names = steps.iter().map(|it| it.0.chars().count()).max();
    let names = names.unwrap_or(0);
    let mut lines = Vec::new();
    let mut before = 0.0;
    for ((name, weight), sum) in steps.iter().zip(&sums) {
        let bar = bar((before - lowest) * scale, (sum - lowest) * scale);
        lines.push(format!(
            "  {name:names$}  {weight:>+7.2}  {sum:>+7.2}  {bar}"
        ));
        before = *sum;
    }
    lines
}

/// Where the sum stands after each step.
pub(crate) fn sums(steps: &[(String, f64)]) -> Vec<f64> {
    let add = |sum: &mut f64, it: &(String, f64)| {
        *sum += it.1;
        Some(*sum)
    };
    steps.iter().scan(0.0, add).collect()
}

/// A bar from one place to another; `+` where it adds, `-` where it takes away.
fn bar(from: f64, to: f64) -> String {
    let (start, end, mark) = if from <= to {
        (from, to, '+')
    } else {
        (to, from, '-')
    };
    let mut bar = String::new();
    let mut at = 0.5;
    while at < end {
        bar.push(if at >= start { mark } else { ' ' });
        at += 1.0;
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn a_bar_stands_between_its_two_sums() {
        assert_eq!(bar(2.0, 5.0), "  +++");
        assert_eq!(bar(5.0, 2.0), "  ---");
        assert_eq!(bar(3.0, 3.0), "   ");
    }
}
