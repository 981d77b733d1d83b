//! Reads a file an agency sent, checks it, quarantines what fails and keeps identifiers apart.
