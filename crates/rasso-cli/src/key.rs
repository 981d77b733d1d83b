//! The key of pseudonyms: read from a file that only its owner may read, or from an open descriptor;
//! never from the configuration, the environment or the command line.

use crate::{
    args::Inputs,
    failure::{DISK, Failure, INPUT, USAGE},
};
use rasso_extract::PseudonymKey;
use rasso_schema::io_reason;
use std::{
    fs,
    io::{self, Read, Write},
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

const LENGTH: usize = 32;

/// The key that the command names, if it names one.
pub(crate) fn read(inputs: &Inputs) -> Result<Option<PseudonymKey>, Failure> {
    match (&inputs.key, inputs.key_fd) {
        (Some(path), _) => from_file(path).map(Some),
        (None, Some(descriptor)) => {
            let path = PathBuf::from(format!("/dev/fd/{descriptor}"));
            let hint = "give the number of a descriptor that the program inherits open: `--key-fd 3 3< FILE`";
            let file = fs::File::open(path).map_err(|it| cannot_read(&it).hint(hint))?;
            from(file).map(Some)
        }
        (None, None) => Ok(None),
    }
}

fn from_file(path: &Path) -> Result<PseudonymKey, Failure> {
    let file = fs::File::open(path).map_err(|it| cannot_read(&it))?;
    let metadata = file.metadata().map_err(|it| cannot_read(&it))?;
    if !metadata.is_file() {
        let message = "the key is no file; an open descriptor is given with `--key-fd`";
        return Err(Failure::new(USAGE, message));
    }
    let others = metadata.permissions().mode() & 0o077;
    if others != 0 {
        let message = "the key file can be read or changed by others than its owner";
        return Err(Failure::new(USAGE, message)
            .hint("set it to mode 0600 (`chmod 600 FILE`); `rasso key FILE` makes one so"));
    }
    from(file)
}

fn from(mut file: impl Read) -> Result<PseudonymKey, Failure> {
    let mut key = Zeroizing::new([0; LENGTH]);
    file.read_exact(key.as_mut_slice()).map_err(|it| {
        if it.kind() == io::ErrorKind::UnexpectedEof {
            Failure::new(USAGE, "the key has fewer than 32 bytes")
                .hint("`rasso key FILE` makes one")
        } else {
            cannot_read(&it)
        }
    })?;
    // One written in hexadecimal would count by half, and any longer file would pass for a key.
    let mut beyond = Zeroizing::new(Vec::new());
    file.take(1)
        .read_to_end(&mut beyond)
        .map_err(|it| cannot_read(&it))?;
    if !beyond.is_empty() {
        return Err(Failure::new(USAGE, "the key has more than 32 bytes")
            .hint("`rasso key FILE` makes one"));
    }
    Ok(PseudonymKey::new(*key))
}

fn cannot_read(error: &io::Error) -> Failure {
    let reason = io_reason(error.kind());
    Failure::new(INPUT, format!("cannot read the key: {reason}"))
}

/// Makes a new key in a file of mode 0600, which must not be there yet: a key that is lost makes
/// every pseudonym so far one that nothing can be joined to.
pub(crate) fn make(path: &Path) -> Result<PseudonymKey, Failure> {
    let mut key = Zeroizing::new([0; LENGTH]);
    getrandom::fill(key.as_mut_slice())
        .map_err(|it| Failure::new(DISK, format!("no random bytes could be had: {it}")))?;
    let mut options = fs::OpenOptions::new();
    let opened = options.write(true).create_new(true).mode(0o600).open(path);
    let written = opened.and_then(|mut it| {
        it.write_all(key.as_slice())?;
        it.sync_all()
    });
    written.map_err(|it| {
        if it.kind() == io::ErrorKind::AlreadyExists {
            let message = "the file is there already, and a key is never written over";
            Failure::new(USAGE, message).hint("name another file, or use this one with `--key`")
        } else {
            let reason = io_reason(it.kind());
            Failure::new(DISK, format!("cannot write the key: {reason}"))
        }
    })?;
    Ok(PseudonymKey::new(*key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_32_bytes_and_no_more() {
        assert!(from([7; 32].as_slice()).is_ok());
        for length in [31, 33, 64] {
            let bytes = vec![b'a'; length];
            let refused = from(bytes.as_slice()).map(drop);
            assert_eq!(refused.map_err(|it| it.code), Err(USAGE), "{length} bytes");
        }
    }
}
