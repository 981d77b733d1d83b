//! Published tables as a reader sees them: figures looked up by what names them, words for numbers and dates, and pictures.
//!
//! The bulletin is made of these, and so are other pages that show published figures.
//!
//! **Invariant:** nothing here can be given a figure that no table has published.

mod grid;
mod picture;
mod scale;
pub mod words;

pub use grid::{Area, Figure, Grid, Period, is_share, shorthand, title};
pub use picture::picture;
pub use scale::Scale;
