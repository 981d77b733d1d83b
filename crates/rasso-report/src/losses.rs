//! Where cases were lost.

use crate::RunPage;
use crate::number::{percent, thousands};
use crate::table::{Head, bar, table};
use maud::{Markup, html};

/// The section of the losses.
pub(crate) fn section(page: &RunPage) -> Markup {
    let lost = page.losses.iter().map(|loss| loss.threads).sum();
    let largest = page
        .losses
        .iter()
        .map(|loss| loss.threads)
        .max()
        .unwrap_or(0);
    let body = html! {
        @for loss in &page.losses {
            tr {
                th scope="row" { (loss.agency) }
                td { (loss.reason) }
                td.n { (thousands(loss.threads)) }
                td.n { (percent(loss.threads, lost)) }
                td.chart { (bar(loss.threads, largest)) }
            }
        }
        tr.total {
            th scope="row" { "All" }
            td { "All that were lost" }
            td.n { (thousands(lost)) }
            td.n { (percent(lost, lost)) }
            td.chart {}
        }
    };
    let head = [
        Head::Text("Stage"),
        Head::Text("How it ended"),
        Head::Number("Threads"),
        Head::Number("Share of lost"),
        Head::Text("To scale"),
    ];
    html! {
        section aria-labelledby="losses" {
            h2 #losses { "Where cases were lost" }
            p {
                "A thread is one suspect in one crime, or a crime with no suspect. Of "
                (thousands(page.threads.all)) " threads " (thousands(lost)) " were lost, "
                (thousands(page.threads.open)) " are still open and "
                (thousands(page.threads.convicted)) " ended in a conviction. Threads of every date "
                "are in it, by what is known of them now."
            }
            (table("losses-table", "Threads lost, by stage and how they ended", &head, &body))
        }
    }
}
