//! A figure on a page: the text of a published row, and a link to the row.

use maud::{Markup, html};
use rasso_release::view::{Figure, Grid, words};

/// Where a page lies: what stands before a path from the dashboard's folder.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Root(pub(crate) &'static str);

impl Root {
    /// Of a page in the dashboard's folder.
    pub(crate) const TOP: Self = Self("");
    /// Of a page in a folder of it.
    pub(crate) const BELOW: Self = Self("../");

    /// A path from here.
    pub(crate) fn to(self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

/// The place of a figure: the table's file and the row in it, as RFC 7111 writes it.
pub(crate) fn place(grid: &Grid<'_>, figure: Figure<'_>, root: Root) -> String {
    let name = &grid.definition.name;
    root.to(&format!("data/tables/{name}.csv#row={}", figure.line))
}

/// A figure with its marker, as a link to its row.
pub(crate) fn linked(grid: &Grid<'_>, figure: Figure<'_>, root: Root) -> Markup {
    let row = figure.row;
    html! {
        a.figure href=(place(grid, figure, root)) {
            @if let Some(value) = words::value(row) { (value) @if !row.marker.is_empty() { " " } }
            @if !row.marker.is_empty() { span.mark { (row.marker) } }
        }
    }
}

/// A cell of a table of figures.
pub(crate) fn cell(grid: &Grid<'_>, figure: Option<Figure<'_>>, root: Root) -> Markup {
    let Some(figure) = figure else {
        return html! { td.n { span.mark { "no figure" } } };
    };
    html! {
        td.n {
            (linked(grid, figure, root))
            @if !figure.row.lower.is_empty() {
                span.basis { (figure.row.lower) " to " (figure.row.upper) }
            }
        }
    }
}
