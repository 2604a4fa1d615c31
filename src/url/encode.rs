//! Percent-encoding of names and values.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, percent_encode_byte, utf8_percent_encode};

/// What is encoded in a value, besides controls and everything that is not ASCII: with it, a
/// written URL comes unchanged through a WHATWG URL parser, an RFC 3986 decoder and a form
/// decoder.
const VALUE: &[u8] = b" \"#%&'+;<>[\\]^`{|}";

/// Whether a byte of a value stays as it is.
static PLAIN_IN_VALUE: [bool; 256] = without(PRINTABLE, VALUE);

/// A name ends at the first `=`, so that one is encoded too.
static PLAIN_IN_NAME: [bool; 256] = without(PLAIN_IN_VALUE, b"=");

/// Everything between the controls and what is not ASCII.
const PRINTABLE: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte < 0x7f {
        #[expect(clippy::indexing_slicing, reason = "a constant: checked when compiling")]
        {
            table[byte as usize] = byte >= b' ';
        }
        byte += 1;
    }
    table
};

/// What RFC 3986 does not allow in the query of a URL, besides everything that is not ASCII.
const ILLEGAL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The percent-encoded form of a decoded value, as this crate writes it into URLs.
///
/// ```
/// assert_eq!(odata_query::url::encode("a+b 'c'"), "a%2Bb%20%27c%27");
/// ```
#[must_use]
pub fn encode(value: &str) -> String {
    let mut encoded = String::with_capacity(value.len() + value.len() / 2);
    // A string takes whatever is written to it.
    _ = fmt::Write::write_str(&mut Encoder::of_value(&mut encoded), value);
    encoded
}

/// Encodes what is written to it, and writes that on: a value needs no text of its own before
/// it is encoded.
pub(super) struct Encoder<'o, W> {
    out: &'o mut W,
    is_plain: &'static [bool; 256],
}

impl<'o, W: fmt::Write> Encoder<'o, W> {
    /// Encodes a decoded value.
    pub(super) const fn of_value(out: &'o mut W) -> Self {
        Self { out, is_plain: &PLAIN_IN_VALUE }
    }

    /// Encodes a decoded name.
    pub(super) const fn of_name(out: &'o mut W) -> Self {
        Self { out, is_plain: &PLAIN_IN_NAME }
    }
}

impl<W: fmt::Write> fmt::Write for Encoder<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let is_plain = |byte: u8| self.is_plain.get(usize::from(byte)).is_some_and(|plain| *plain);
        let mut rest = text;
        while !rest.is_empty() {
            let run = rest.bytes().position(|b| !is_plain(b)).unwrap_or(rest.len());
            // Plain bytes are ASCII, so that a run of them ends between characters.
            let Some((run, after)) = rest.split_at_checked(run) else { return Err(fmt::Error) };
            if !run.is_empty() {
                self.out.write_str(run)?;
            }
            let mut characters = after.chars();
            if let Some(character) = characters.next() {
                for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                    self.out.write_str(percent_encode_byte(byte))?;
                }
            }
            rest = characters.as_str();
        }
        Ok(())
    }
}

/// A table of bytes without some of them.
#[expect(clippy::indexing_slicing, reason = "of constants: checked when compiling")]
const fn without(mut table: [bool; 256], bytes: &[u8]) -> [bool; 256] {
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = false;
        at += 1;
    }
    table
}

/// Encodes the characters that no URL may have in a text that is encoded already.
pub(super) fn encode_illegal(spelled: &str) -> String {
    utf8_percent_encode(spelled, ILLEGAL).to_string()
}

/// Encodes white space, controls and non-ASCII characters of a token from a link.
pub(super) fn encode_unprintable(spelled: &str) -> String {
    const UNPRINTABLE: &AsciiSet = &CONTROLS.add(b' ');
    utf8_percent_encode(spelled, UNPRINTABLE).to_string()
}

/// The range of the first character that the query of a URL cannot have.
pub(super) fn first_illegal(spelled: &str) -> Option<(usize, usize)> {
    spelled.char_indices().find(|(_, c)| !is_legal(*c)).map(|(at, c)| (at, at + c.len_utf8()))
}

fn is_legal(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?%".contains(c)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

    use super::Encoder;

    /// Stated the other way round: what stays as it is.
    const VALUE: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'!')
        .remove(b'$')
        .remove(b'(')
        .remove(b')')
        .remove(b'*')
        .remove(b',')
        .remove(b'-')
        .remove(b'.')
        .remove(b'/')
        .remove(b':')
        .remove(b'=')
        .remove(b'?')
        .remove(b'@')
        .remove(b'_')
        .remove(b'~');
    const NAME: &AsciiSet = &VALUE.add(b'=');

    #[test]
    fn every_character_is_encoded_as_promised() {
        let characters = (0..=0x2ff).chain(0x1f600..0x1f610).filter_map(char::from_u32);
        let text: String = characters.flat_map(|c| ['a', c, 'b', c, c]).collect();
        let [mut value, mut name] = [const { String::new() }; 2];
        for (set, mut encoder) in
            [(VALUE, Encoder::of_value(&mut value)), (NAME, Encoder::of_name(&mut name))]
        {
            encoder.write_str(&text).unwrap();
            text.chars().for_each(|c| encoder.write_char(c).unwrap());
            let expected = utf8_percent_encode(&text, set).to_string();
            assert_eq!(*encoder.out, expected.repeat(2));
        }
    }
}
