//! Shapes a release into pages for a force, an area and the public.
//!
//! Purpose: every run leaves something that a chief officer, a prosecutor and a journalist can read, share and check.
//! Consumes: a [`Release`](rasso_release::Release), read from its folder, and nothing else: a count that was not published
//! is not there to be shown.
//! Produces: [`dashboard`], a folder of complete pages with pictures, which need no script and no network, and every file of
//! the release in `data/`, to which each figure links by its row.
//! To mark a policy event on pictures over time: an entry in `data-schemas/dashboard/policy_events.toml`.
//! To add a page: a module in `pages/` and a line in `site.rs`.
//!
//! **Invariant:** a figure on a page is the text of a published row, with the row's place beside it. What is worked out from
//! several is worked out only where all of them are shown.

mod check;
mod context;
mod drawn;
mod error;
mod estimates;
mod figure;
mod layout;
mod pages;
mod site;

pub use check::{Minimum, unmet};
pub use context::Context;
pub use error::DashboardError;
pub use site::{dashboard, is_page};
