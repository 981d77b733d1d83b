//! Benchmarks over synthetic extracts: see `README.md` beside this file.
