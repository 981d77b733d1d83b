//! One binary for the tests that read files or try many cases.

#[cfg(test)]
mod coverage;
#[cfg(test)]
mod known_answers;
#[cfg(test)]
mod laws;
