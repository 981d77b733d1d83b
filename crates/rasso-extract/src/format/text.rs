//! What the bytes of a text file stand for: its encoding, found or declared, to UTF-8.

use crate::format::Refusal;
use encoding_rs::{Decoder, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use rasso_schema::Encoding;
use std::io::{self, Read};

/// How much of a file decides its encoding.
pub(crate) const HEAD: u64 = 1 << 20;
/// How much is decoded at a time.
const PIECE: usize = 64 << 10;

/// The encoding of a file and the length of its byte order mark. A mark outranks what is declared,
/// because it cannot stand there by chance.
pub(crate) fn encoding(head: &[u8], declared: Encoding) -> (Encoding, usize) {
    if let Some((found, mark)) = encoding_rs::Encoding::for_bom(head) {
        let named = if found == UTF_16LE {
            Encoding::Utf16Le
        } else if found == UTF_16BE {
            Encoding::Utf16Be
        } else {
            Encoding::Utf8
        };
        return (named, mark);
    }
    let found = match declared {
        Encoding::Detect => wide(head).unwrap_or_else(|| narrow(head)),
        Encoding::Utf8 | Encoding::Windows1252 | Encoding::Utf16Le | Encoding::Utf16Be => declared,
    };
    (found, 0)
}

/// The name of the encoding that a text looks like, where another is declared.
pub(crate) fn looks_like(head: &[u8], declared: Encoding) -> Option<&'static str> {
    let (found, _) = encoding(head, Encoding::Detect);
    if declared == Encoding::Detect || declared == found {
        return None;
    }
    match found {
        Encoding::Utf16Le => Some("utf-16le"),
        Encoding::Utf16Be => Some("utf-16be"),
        Encoding::Windows1252 => Some("windows-1252"),
        // Plain letters are the same in both.
        Encoding::Utf8 | Encoding::Detect => (declared != Encoding::Windows1252).then_some("utf-8"),
    }
}

/// In UTF-16 every second byte of a plain letter is nothing.
fn wide(head: &[u8]) -> Option<Encoding> {
    let head = head.get(..head.len().min(1_024) & !1)?;
    let pairs = head.len() / 2;
    let empty = |at: usize| {
        head.iter()
            .skip(at)
            .step_by(2)
            .filter(|it| **it == 0)
            .count()
    };
    let (first, second) = (empty(0), empty(1));
    if pairs > 1 && second * 2 > pairs && first * 10 < pairs {
        Some(Encoding::Utf16Le)
    } else if pairs > 1 && first * 2 > pairs && second * 10 < pairs {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// Windows-1252 only where there are accents and not one of them is UTF-8: a single bad cell of a
/// UTF-8 file must stay a fault of that cell.
fn narrow(head: &[u8]) -> Encoding {
    let mut rest = head;
    let mut has_accents = false;
    loop {
        let (text, broken) = match std::str::from_utf8(rest) {
            Ok(text) => (text, None),
            Err(error) => {
                let (text, after) = rest.split_at(error.valid_up_to());
                let Ok(text) = std::str::from_utf8(text) else {
                    return Encoding::Utf8;
                };
                // At the very end a letter may be cut in half by the size of the head.
                let broken = error
                    .error_len()
                    .map(|it| after.get(it..).unwrap_or_default());
                has_accents |= broken.is_some() || after.len() == rest.len();
                (text, broken)
            }
        };
        if !text.is_ascii() {
            return Encoding::Utf8;
        }
        match broken {
            Some(after) => rest = after,
            None if has_accents => return Encoding::Windows1252,
            None => return Encoding::Utf8,
        }
    }
}

/// The text of a file in UTF-8. A file in UTF-8 is passed on as it is: a cell that is not UTF-8 is a
/// fault of that cell alone.
pub(crate) fn decoded(bytes: impl Read + 'static, encoding: Encoding) -> Box<dyn Read> {
    let of = match encoding {
        Encoding::Utf8 | Encoding::Detect => return Box::new(bytes),
        Encoding::Windows1252 => WINDOWS_1252,
        Encoding::Utf16Le => UTF_16LE,
        Encoding::Utf16Be => UTF_16BE,
    };
    debug_assert_ne!(of, UTF_8);
    Box::new(Decoded {
        is_wide: of != WINDOWS_1252,
        slipped: 0,
        bytes,
        decoder: of.new_decoder_without_bom_handling(),
        packed: vec![0; PIECE],
        text: Vec::with_capacity(PIECE * 4),
        at: 0,
        ended: false,
    })
}

struct Decoded<R> {
    bytes: R,
    decoder: Decoder,
    packed: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    ended: bool,
    is_wide: bool,
    /// How many characters on end are those of a text whose bytes have slipped by one.
    slipped: usize,
}

/// So many such characters on end stand in no text of people.
const SLIPPED: usize = 4;

impl<R> Decoded<R> {
    /// In UTF-16 a byte too many or too few turns every plain letter after it into another that is none of
    /// ours, line ends too: whole rows would be in one cell.
    fn check(&mut self) -> io::Result<()> {
        let text = std::str::from_utf8(&self.text).unwrap_or_default();
        if !self.is_wide || text.is_ascii() {
            self.slipped = 0;
            return Ok(());
        }
        for letter in text.chars() {
            let [.., high, low] = u32::from(letter).to_be_bytes();
            let is_plain = matches!(high, b' '..=b'~' | b'\n' | b'\r');
            if low == 0 && is_plain && u32::from(letter) <= 0xffff {
                self.slipped += 1;
            } else {
                self.slipped = 0;
            }
            if self.slipped == SLIPPED {
                let what = "a byte of its UTF-16 text is missing, or one is too many";
                return Err(io::Error::other(Refusal::Damaged(what)));
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() && !self.ended {
            let read = self.bytes.read(&mut self.packed)?;
            self.ended = read == 0;
            let packed = self.packed.get(..read).unwrap_or_default();
            let room = self.decoder.max_utf8_buffer_length(read);
            self.text.resize(room.unwrap_or(PIECE * 4), 0);
            let (_, _, written, _) =
                self.decoder
                    .decode_to_utf8(packed, &mut self.text, self.ended);
            self.text.truncate(written);
            self.at = 0;
            self.check()?;
        }
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..length), rest.get(..length)) {
            to.copy_from_slice(from);
        }
        self.at += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_found_from_mark_pattern_and_accents() {
        let found = |head: &[u8]| encoding(head, Encoding::Detect);
        assert_eq!(found(b"\xef\xbb\xbfa,b"), (Encoding::Utf8, 3));
        assert_eq!(found(b"\xff\xfea\0,\0"), (Encoding::Utf16Le, 2));
        assert_eq!(found(b"a\0,\0b\0\n\0"), (Encoding::Utf16Le, 0));
        assert_eq!(found(b"\0a\0,\0b\0\n"), (Encoding::Utf16Be, 0));
        assert_eq!(found(b"a,b\n"), (Encoding::Utf8, 0));
        assert_eq!(found("a,é\n".as_bytes()), (Encoding::Utf8, 0));
        assert_eq!(found(b"a,\xe9\n"), (Encoding::Windows1252, 0));
        assert_eq!(found(b"\xe9"), (Encoding::Windows1252, 0));
        // One accent in UTF-8, one not: a bad cell.
        assert_eq!(found(b"\xc3\xa9,\xe9\n"), (Encoding::Utf8, 0));
        // A letter cut in half by the end of the head.
        assert_eq!(found(b"plain,\xc3"), (Encoding::Utf8, 0));
        assert_eq!(encoding(b"a,\xe9", Encoding::Utf8), (Encoding::Utf8, 0));
    }
}
