//! Decides which records are one case, and says why.
