//! The pages: a module each, from the site to the page's own part.

pub(crate) mod area;
pub(crate) mod areas;
pub(crate) mod compare;
pub(crate) mod downloads;
pub(crate) mod methods;
pub(crate) mod overview;
mod parts;
pub(crate) mod quality;
pub(crate) mod revisions;
pub(crate) mod stages;
pub(crate) mod table;
pub(crate) mod trends;
