//! Internal pages from row-level results: run.html.
