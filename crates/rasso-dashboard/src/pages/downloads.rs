//! Every file of the release.

use super::parts::scrolled;
use crate::site::Site;
use maud::{Markup, html};

pub(crate) fn body(site: &Site<'_>) -> Markup {
    let manifest = &site.release.manifest;
    html! {
        h2.govuk-heading-l { "Workbooks" }
        ul.govuk-list.govuk-list--bullet {
            li { a href="data/release.ods" { "All tables as a workbook (ODS)" } }
            li { a href="data/release.xlsx" { "All tables as a workbook (XLSX)" } }
            li { a href="data/bulletin.html" { "The bulletin, one page to print" } }
        }
        h2.govuk-heading-l { "Tables" }
        (scrolled("tables", "Tables as files", &html! {
            thead { tr { @for it in ["Table", "CSV", "What its columns are", "Parquet"] { th scope="col" { (it) } } } }
            tbody {
                @for it in &site.grids {
                    @let of = format!("data/tables/{}", it.definition.name);
                    @let name = html! { span.govuk-visually-hidden { " of " (it.definition.title) } };
                    tr {
                        th scope="row" { (it.definition.title) }
                        td { a href={ (of) ".csv" } { "CSV" (name) } }
                        td { a href={ (of) ".csv-metadata.json" } { "CSVW" (name) } }
                        td { a href={ (of) ".parquet" } { "Parquet" (name) } }
                    }
                }
            }
        }))
        h2.govuk-heading-l { "To check them" }
        ul.govuk-list.govuk-list--bullet {
            li { a href="data/manifest.json" { "manifest.json" } ": SHA-256 of every file of the release" }
            li { a href="data/certificate.json" { "certificate.json" } ": the proof that withheld counts are protected" }
            li { a href="data/metadata.json" { "metadata.json" } ": what every figure is, for programs" }
        }
        p.govuk-body { code { "rasso release verify data" } ", run in the folder of these pages, checks all of it with nothing else." }
        h2.govuk-heading-l { "Versions" }
        dl.about {
            div { dt { "Release" } dd { (manifest.release) } }
            div { dt { "Software" } dd { (manifest.software.name) " " (manifest.software.version) } }
            div { dt { "Run" } dd { code { (manifest.run_id) } } }
        }
    }
}
