//! Why there is no dashboard.

use rasso_release::ReleaseError;

/// Why a dashboard cannot be made of a release.
#[derive(Debug, thiserror::Error)]
pub enum DashboardError {
    /// The release does not say what whoever regulates statistics asks of every dashboard.
    #[error("the release does not say {}", .0.join(", "))]
    Minimum(Vec<&'static str>),
    /// The release.
    #[error(transparent)]
    Release(#[from] ReleaseError),
}

impl DashboardError {
    /// The exit code that it means.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Minimum(_) => 2,
            Self::Release(it) => it.exit_code(),
        }
    }
}
