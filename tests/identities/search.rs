//! Looks for many texts at once in bytes, however they are written.

use super::planted::Identity;
use std::collections::BTreeMap;

/// How many bytes tell whether it is worth comparing.
const HEAD: usize = 8;

/// The texts looked for, by their first bytes.
pub(super) struct Search {
    by_head: BTreeMap<[u8; HEAD], Vec<Vec<u8>>>,
    /// Which first two bytes any of them has.
    starts: Vec<bool>,
}

impl Search {
    /// Every cell of the identities: as it is, in capitals, in small letters, without separators, as
    /// UTF-16, in hexadecimal and in Base64.
    pub(super) fn of(identities: &[Identity]) -> Self {
        let mut search = Self {
            by_head: BTreeMap::new(),
            starts: vec![false; 1 << 16],
        };
        for it in identities {
            let (year, rest) = it.date_of_birth.split_at(4);
            let british = format!("{}/{}/{year}", &rest[4..6], &rest[1..3]);
            let forenames = it.forenames.split(' ').map(str::to_owned);
            let texts = [
                &it.surname,
                &it.urn,
                &it.asn,
                &it.pnc_id,
                &it.date_of_birth,
                &british,
            ];
            for text in texts.into_iter().cloned().chain(forenames) {
                search.add(&text);
            }
        }
        search
    }

    fn add(&mut self, text: &str) {
        let plain: String = text.chars().filter(|it| it.is_alphanumeric()).collect();
        // A date of birth without its separators is any number of eight digits.
        let is_date = plain.len() == 8 && plain.bytes().all(|it| it.is_ascii_digit());
        let mut forms = vec![text.to_owned(), text.to_uppercase(), text.to_lowercase()];
        if !is_date {
            forms.extend([plain.clone(), plain.to_uppercase(), plain.to_lowercase()]);
        }
        for form in forms {
            let utf16: Vec<u8> = form.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let digit = |it: u8| b"0123456789abcdef"[usize::from(it)];
            let hexadecimal = form.bytes().flat_map(|it| [digit(it >> 4), digit(it & 15)]);
            self.put(utf16);
            self.put(hexadecimal.collect());
            self.put(base64(form.as_bytes()));
            self.put(form.into_bytes());
        }
    }

    fn put(&mut self, bytes: Vec<u8>) {
        let Some((head, _)) = bytes.split_first_chunk::<HEAD>() else {
            return;
        };
        self.starts[start(*head)] = true;
        self.by_head.entry(*head).or_default().push(bytes);
    }

    /// Whether any of the texts is in these bytes.
    pub(super) fn finds_in(&self, bytes: &[u8]) -> bool {
        (0..bytes.len().saturating_sub(HEAD - 1)).any(|at| {
            let rest = &bytes[at..];
            let Some((head, _)) = rest.split_first_chunk::<HEAD>() else {
                return false;
            };
            self.starts[start(*head)]
                && self
                    .by_head
                    .get(head)
                    .is_some_and(|it| it.iter().any(|it| rest.starts_with(it)))
        })
    }
}

fn start(head: [u8; HEAD]) -> usize {
    usize::from(head[0]) << 8 | usize::from(head[1])
}

/// Whole groups of three bytes: what comes after depends on what follows.
fn base64(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |it: &[u8]| {
        let whole = usize::from(it[0]) << 16 | usize::from(it[1]) << 8 | usize::from(it[2]);
        [18, 12, 6, 0].map(|shift| LETTERS[whole >> shift & 63])
    };
    bytes.chunks_exact(3).flat_map(group).collect()
}
