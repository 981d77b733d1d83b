//! What goes out comes back the same, and what others send is understood or refused.

mod foreign;
mod refused;
mod round_trip;
mod valid;
