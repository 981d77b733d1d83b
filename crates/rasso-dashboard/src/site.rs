//! The dashboard: which pages it has, and the files that it is.

use crate::{
    Context, DashboardError,
    check::unmet,
    layout::{Written, page},
    pages,
};
use maud::Markup;
use rasso_release::{
    PublishedFile, Release,
    view::{Area, Grid},
};
use std::collections::BTreeSet;

/// What pages are made from.
pub(crate) struct Site<'a> {
    /// The release.
    pub(crate) release: &'a Release,
    /// The release before it, if it is there to compare with.
    pub(crate) before: Option<&'a Release>,
    /// Its tables, looked up by what names a figure.
    pub(crate) grids: Vec<Grid<'a>>,
    /// What pages know beside the release.
    pub(crate) context: &'a Context,
    /// Every area of any table: nation, CPS Areas, forces.
    pub(crate) areas: Vec<Area<'a>>,
}

/// A page of the dashboard.
pub(crate) struct Page {
    /// Its file.
    pub(crate) path: &'static str,
    /// What the navigation calls it.
    pub(crate) name: &'static str,
    /// What it holds, in a sentence.
    pub(crate) lead: &'static str,
    /// Its own part.
    pub(crate) body: fn(&Site<'_>) -> Markup,
}

/// Every page but those of tables and areas, in the order of the navigation.
pub(crate) const PAGES: [Page; 9] = [
    Page {
        path: "index.html",
        name: "Overview",
        lead: "The newest figures for England and Wales, and what has changed since the last release.",
        body: pages::overview::body,
    },
    Page {
        path: "stages.html",
        name: "Stages",
        lead: "From report to outcome, by the agency that counts: each counts its own unit, so no stage is a share of another agency's.",
        body: pages::stages::body,
    },
    Page {
        path: "compare.html",
        name: "Compare",
        lead: "Shares of CPS Areas and of forces beside each other, with how far areas of their size differ anyway. There is no ranking: it would tell chance.",
        body: pages::compare::body,
    },
    Page {
        path: "trends.html",
        name: "Trends",
        lead: "England and Wales quarter by quarter, with the limits within which each series varies and what happened when.",
        body: pages::trends::body,
    },
    Page {
        path: "areas.html",
        name: "Forces and areas",
        lead: "A page for each police force and CPS Area, also as plain text.",
        body: pages::areas::body,
    },
    Page {
        path: "quality.html",
        name: "Data quality",
        lead: "What is missing, provisional or withheld, by table and area.",
        body: pages::quality::body,
    },
    Page {
        path: "revisions.html",
        name: "Revisions",
        lead: "How and when published figures change, and which did.",
        body: pages::revisions::body,
    },
    Page {
        path: "methods.html",
        name: "Methods",
        lead: "How every figure is defined, what it is good for and what not, and how people are protected.",
        body: pages::methods::body,
    },
    Page {
        path: "downloads.html",
        name: "Downloads",
        lead: "Every file of the release, and how to check that it is as it was published.",
        body: pages::downloads::body,
    },
];

impl<'a> Site<'a> {
    fn of(release: &'a Release, before: Option<&'a Release>, context: &'a Context) -> Self {
        let grids: Vec<Grid<'a>> = release.tables.iter().map(Grid::of).collect();
        let mut seen = BTreeSet::new();
        let mut areas: Vec<Area<'a>> = Vec::new();
        for kind in ["national", "cps_area", "force"] {
            let all = grids.iter().flat_map(|it| &it.areas);
            let new = all.filter(|it| it.kind == kind && seen.insert((it.kind, it.code)));
            areas.extend(new.copied());
        }
        Self {
            release,
            before,
            grids,
            context,
            areas,
        }
    }

    /// Whether a table's revisions are held.
    pub(crate) fn is_held(&self, grid: &Grid<'_>) -> bool {
        let file = format!("tables/{}.csv", grid.definition.name);
        let mut tables = self.release.manifest.tables.iter();
        tables.any(|it| it.file == file && it.revisions_held)
    }

    /// What the dashboard is called.
    pub(crate) fn title(&self) -> &'a str {
        let publication = self.release.publication.as_ref();
        publication.map_or("Rape cases in England and Wales", |it| it.title.as_str())
    }
}

/// Every file of a dashboard but those of the release, which lie in its folder `data`. A release that is no draft is refused
/// where a page would not say what every dashboard must ([`unmet`]).
pub fn dashboard(
    release: &Release,
    before: Option<&Release>,
    context: &Context,
) -> Result<Vec<PublishedFile>, DashboardError> {
    let site = Site::of(release, before, context);
    let mut files = assets();
    let own = PAGES.iter().map(|it| Written {
        path: it.path,
        section: it.path,
        title: it.name,
        lead: it.lead,
        body: (it.body)(&site),
    });
    for written in own {
        files.push(file(written.path, page(&site, &written)));
    }
    files.extend(pages::table::files(&site));
    files.extend(pages::area::files(&site));
    if release.publication.is_some() {
        for it in files.iter().filter(|it| is_page(it)) {
            let text = String::from_utf8_lossy(&it.bytes);
            let unmet = unmet(&text);
            if !unmet.is_empty() {
                return Err(DashboardError::Minimum(unmet));
            }
        }
    }
    Ok(files)
}

/// Whether a file is a page.
pub fn is_page(file: &PublishedFile) -> bool {
    file.name.rsplit_once('.').is_some_and(|it| it.1 == "html")
}

/// A file of text.
pub(crate) fn file(name: &str, text: String) -> PublishedFile {
    PublishedFile {
        name: name.to_owned(),
        bytes: text.into_bytes(),
    }
}

/// The styles and their licence.
fn assets() -> Vec<PublishedFile> {
    let own = [
        (
            "assets/govuk.css",
            include_str!("../assets/govuk/govuk.css"),
        ),
        (
            "assets/LICENCE-govuk-frontend.txt",
            include_str!("../assets/govuk/LICENCE-govuk-frontend.txt"),
        ),
        (
            "assets/dashboard.css",
            include_str!("../assets/dashboard.css"),
        ),
    ];
    own.map(|(name, text)| file(name, text.to_owned())).to_vec()
}
