//! Run folders, their journal and lock, checksums, publishing by rename.
//!
//! A run is built in `runs/.building-<run id>/`, under the lock of the output folder, and gets its
//! own name by one rename when it is whole. `runs/latest` is a symbolic link that another rename
//! replaces. So whenever the work is killed, `latest` is the run before or the new one, complete.
//!
//! **Invariant:** `working/`, where names and references of people lie in the clear, is in no run
//! that has its own name. It goes when the run ends, well or badly; if the process is killed it
//! goes when the next run starts.

mod checksum;
mod error;
mod journal;
mod latest;
mod lock;
mod pages_folder;
mod private;
mod release_folder;
mod run_folder;

pub use checksum::{checksums, run_id, sha256_file};
pub use error::StoreError;
pub use journal::StageEvent;
pub use latest::latest;
pub use lock::Lock;
pub use pages_folder::PagesFolder;
pub use release_folder::ReleaseFolder;
pub use run_folder::RunFolder;
