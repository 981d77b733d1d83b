//! Run folders, journal, lock, checksums, publishing by rename.
