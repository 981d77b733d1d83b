//! What the process must not leave behind should it die.

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// No core dump: it would be the memory of the process, with names and references of people in it,
/// in a file. Nor may another process of the same user look into the memory.
pub(crate) fn no_core_dumps() {
    let nothing = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let limited = setrlimit(Resource::Core, nothing);
    let closed = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    if limited.is_err() || closed.is_err() {
        tracing::warn!("core dumps could not be turned off: turn them off for this user");
    }
}
