//! Whether the last row of a file ends inside a quoted cell.

/// Whether a quote opened in these bytes is never closed. Everything after such a quote was read
/// as one cell, so rows may be hidden in it.
pub(crate) fn is_left_open(row: &[u8], delimiter: u8) -> bool {
    let mut bytes = row.iter().copied().peekable();
    let mut at_start_of_cell = true;
    let mut quoted = false;
    while let Some(byte) = bytes.next() {
        if quoted {
            // A doubled quote stands for itself.
            if byte == b'"' && bytes.next_if_eq(&b'"').is_none() {
                quoted = false;
            }
        } else if byte == b'"' && at_start_of_cell {
            quoted = true;
        }
        at_start_of_cell = !quoted && (byte == delimiter || byte == b'\n' || byte == b'\r');
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::is_left_open;

    #[test]
    fn only_a_quote_that_opens_a_cell_can_be_left_open() {
        assert!(is_left_open(b"a,\"b,c\nd,e\n", b','));
        assert!(is_left_open(b"\"", b','));
        assert!(!is_left_open(b"a,\"b\"\"c\",d\n", b','));
        assert!(!is_left_open(b"6\" nail,b\n", b','));
    }
}
