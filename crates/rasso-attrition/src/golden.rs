//! Published figures, recomputed.
