//! `rasso key`.

use crate::{args::MakeKey, failure::Failure, key, terminal};
use serde_json::json;

pub(super) fn key(asked: &MakeKey) -> Result<u8, Failure> {
    let made = key::make(&asked.file)?;
    if asked.json {
        terminal::data(&json!({ "key_id": made.id() }).to_string());
    } else {
        terminal::data(&format!("key {} is made", made.id()));
        terminal::message(
            "Keep the file where only this program's user can read it, and a copy apart: with another key the same person has other pseudonyms.",
        );
    }
    Ok(0)
}
