//! The command line: the only crate that touches the terminal, the clock and the environment.

fn main() {}
