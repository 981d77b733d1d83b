//! Why the system refused, in plain words.

use std::io::ErrorKind;

/// The reason in words that name no part of a system, and no path of this machine.
///
/// ```
/// use std::io::ErrorKind;
/// assert_eq!(rasso_schema::io_reason(ErrorKind::NotFound), "there is no such file or folder");
/// ```
pub fn io_reason(kind: ErrorKind) -> String {
    let known = [
        (ErrorKind::NotFound, "there is no such file or folder"),
        (ErrorKind::PermissionDenied, "permission is denied"),
        (ErrorKind::IsADirectory, "it is a folder"),
        (
            ErrorKind::NotADirectory,
            "a file stands where a folder should",
        ),
        (ErrorKind::InvalidData, "it is not UTF-8 text"),
        (ErrorKind::InvalidInput, "it is neither a file nor a folder"),
        (ErrorKind::StorageFull, "the disk is full"),
        (ErrorKind::ReadOnlyFilesystem, "the disk may only be read"),
    ];
    let found = known.into_iter().find(|it| it.0 == kind);
    found.map_or_else(|| kind.to_string(), |it| it.1.to_owned())
}
