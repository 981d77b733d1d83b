//! Keyed pseudonyms: what stands for an identifier once linking no longer needs it.
//!
//! HMAC-SHA-256 (RFC 2104) under a key of its own for each kind of identifier, so that a number that
//! happens to be both a URN and a crime reference is not the same pseudonym twice. Without the key a
//! pseudonym cannot be undone by trying numbers; with the same key the same number is the same
//! pseudonym in every run.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Sha256, digest::array::Array};
use std::{fmt, sync::Arc};
use zeroize::Zeroizing;

/// How many characters of a pseudonym are kept: 128 bits.
const LENGTH: usize = 32;

/// The key of a run's pseudonyms. It is never shown.
#[derive(Clone)]
pub struct PseudonymKey {
    key: Zeroizing<[u8; 32]>,
    id: Arc<str>,
}

impl PseudonymKey {
    /// The key of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        let key = Zeroizing::new(bytes);
        let id = hexadecimal(&code(&key, &[b"rasso 1 key id"])[..4]);
        Self { key, id: id.into() }
    }

    /// Which key it is, in 8 characters that tell nothing about it: it stands in every row that the
    /// key has made a pseudonym in.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The key of one kind of identifier.
    pub(crate) fn domain(&self, kind: &str) -> Domain {
        let bytes = code(&self.key, &[b"rasso 1 domain", kind.as_bytes()]);
        Domain(keyed(&bytes))
    }
}

impl fmt::Debug for PseudonymKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PseudonymKey({}, withheld)", self.id)
    }
}

/// The key of one kind of identifier, ready for use.
#[derive(Clone)]
pub(crate) struct Domain(Hmac<Sha256>);

impl Domain {
    /// The pseudonym of some texts, of this many characters. Each goes in with its length, so that
    /// the same letters cut elsewhere differ.
    pub(crate) fn pseudonym<'t>(&self, texts: impl IntoIterator<Item = &'t [u8]>) -> String {
        let mut mac = self.0.clone();
        for text in texts {
            mac.update(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
            mac.update(text);
        }
        let mut made = hexadecimal(&mac.finalize().into_bytes());
        made.truncate(LENGTH);
        made
    }
}

impl fmt::Debug for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Domain(withheld)")
    }
}

fn code(key: &[u8; 32], texts: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mut mac = keyed(key);
    for text in texts {
        mac.update(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
        mac.update(text);
    }
    let mut bytes = Zeroizing::new([0; 32]);
    bytes.copy_from_slice(&mac.finalize().into_bytes());
    bytes
}

/// A key shorter than a block is filled with zeros: so RFC 2104 has it.
fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(key);
    Hmac::new(&Array::from(*block))
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |it: u8| char::from(DIGITS[usize::from(it)]);
    bytes
        .iter()
        .flat_map(|it| [digit(it >> 4), digit(it & 15)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_the_one_of_the_standard() {
        // RFC 4231, test case 1: a key of 20 bytes, which zeros fill up as they do 32.
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        let mut mac = keyed(&key);
        mac.update(b"Hi There");
        let wanted = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
        assert_eq!(hexadecimal(&mac.finalize().into_bytes()), wanted);
    }

    #[test]
    fn kinds_keys_and_cuts_give_other_pseudonyms_and_nothing_else_does() {
        let key = PseudonymKey::new([7; 32]);
        let made = |kind: &str, texts: &[&str]| {
            let texts = texts.iter().map(|it| it.as_bytes());
            key.domain(kind).pseudonym(texts)
        };
        assert_eq!(made("urn", &["a", "b"]), made("urn", &["a", "b"]));
        assert_ne!(made("urn", &["a", "b"]), made("asn", &["a", "b"]));
        assert_ne!(made("urn", &["a", "b"]), made("urn", &["ab"]));
        let other = PseudonymKey::new([8; 32]);
        assert_ne!(
            other.domain("urn").pseudonym([b"a".as_slice()]),
            made("urn", &["a"])
        );
        assert_ne!(other.id(), key.id());
        assert_eq!((made("urn", &["a"]).len(), key.id().len()), (32, 8));
    }

    #[test]
    fn a_key_is_never_shown() {
        let shown = format!("{:?} {:?}", PseudonymKey::new([7; 32]), keyed(&[7; 32]));
        let id = PseudonymKey::new([7; 32]).id().to_owned();
        assert!(
            shown.starts_with(&format!("PseudonymKey({id}, withheld)")),
            "{shown}"
        );
        assert!(
            !shown.contains("7, 7") && !shown.contains("0707"),
            "{shown}"
        );
    }
}
