//! How the weights of a link add up.

use crate::DrawnLink;
use crate::table::{Head, table};
use maud::{Markup, html};

/// A link as a table, a row for each step with a bar from one sum to the next.
pub(crate) fn waterfall(id: &str, link: &DrawnLink) -> Markup {
    let sums = link.steps.iter().map(|it| it.sum);
    let (lowest, highest) = sums.fold((0.0, 0.0), |(low, high): (f64, f64), it| {
        (low.min(it), high.max(it))
    });
    let across = |it: f64| 1000.0 * (it - lowest) / (highest - lowest).max(1.0);
    let body = html! {
        @for step in &link.steps {
            @let (from, to) = (across(step.sum - step.weight), across(step.sum));
            tr {
                th.whole scope="row" { (step.name) }
                td.n { (format!("{:+.2}", step.weight)) }
                td.n { (format!("{:+.2}", step.sum)) }
                td.drawn {
                    svg.bar viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                        rect.track width="1000" height="10" {}
                        rect.fill.against[step.weight < 0.0] x=(format!("{:.1}", from.min(to)))
                            width=(format!("{:.1}", (to - from).abs())) height="10" {}
                    }
                }
            }
        }
    };
    let head = [
        Head::Text("What is compared"),
        Head::Number("Adds"),
        Head::Number("Sum"),
        Head::Text("From sum to sum"),
    ];
    html! {
        (table(id, &link.title, &head, &body))
        p.note { (link.said) }
    }
}
