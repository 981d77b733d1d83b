//! What a model file says, as one number: two files of one meaning differ in comments and layout only.

use std::collections::BTreeMap;

/// The digest of a model's text, which is sound TOML; the order of its keys changes nothing.
pub(crate) fn meaning(text: &str) -> String {
    let table: toml::Table = toml::from_str(text).unwrap_or_default();
    let mut hasher = blake3::Hasher::new();
    add(&mut hasher, &toml::Value::Table(table));
    hasher.finalize().to_hex().to_string()
}

/// Each part goes in with its kind and length, so that the same letters cut elsewhere differ.
fn add(hasher: &mut blake3::Hasher, value: &toml::Value) {
    match value {
        toml::Value::Table(table) => {
            let table: BTreeMap<_, _> = table.iter().collect();
            part(hasher, "table", &table.len().to_string());
            for (key, value) in table {
                part(hasher, "key", key);
                add(hasher, value);
            }
        }
        toml::Value::Array(all) => {
            part(hasher, "list", &all.len().to_string());
            for value in all {
                add(hasher, value);
            }
        }
        toml::Value::String(text) => part(hasher, "text", text),
        toml::Value::Integer(it) => part(hasher, "integer", &it.to_string()),
        toml::Value::Float(it) => part(hasher, "float", &it.to_string()),
        toml::Value::Boolean(it) => part(hasher, "boolean", &it.to_string()),
        toml::Value::Datetime(it) => part(hasher, "date", &it.to_string()),
    }
}

fn part(hasher: &mut blake3::Hasher, kind: &str, text: &str) {
    hasher.update(format!("{kind} {} ", text.len()).as_bytes());
    hasher.update(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::meaning;

    #[test]
    fn comments_and_layout_are_no_part_of_the_meaning() {
        let one = "name = \"a\"\nfloor = -8.0\n[field.born]\nfirst = 3\n";
        let same = "floor = -8.0 # low\nname = 'a'\nfield = { born = { first = 3 } }\n";
        assert_eq!(meaning(one), meaning(same));
        for other in [
            one.replace("-8.0", "-9.0"),
            one.replace("first = 3", "first = 4"),
            one.replace("born", "bor"),
            format!("{one}[field.surname]\n"),
        ] {
            assert_ne!(meaning(one), meaning(&other));
        }
    }
}
