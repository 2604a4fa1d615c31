//! EscapedChars that are written with escapes.

/// How an escape starts that any letter can be written with.
pub(super) const ESCAPE: &[u8] = b"\\u";

/// The letters of what is sought. By a `\u` JSON can write each of them, so that what is sought
/// is not found; the other escapes are not for letters that are sought. Where several are written
/// so, the first of them tells: what stands before that one is written as it is.
#[derive(Clone, Debug)]
pub(super) struct EscapedChars {
    /// In the order of their units.
    letters: Vec<EscapedChar>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct EscapedChar {
    /// In UTF-16; of one that takes two escapes, the first.
    unit: u16,
    /// What stands before it; none if it is the first letter.
    before: Option<u8>,
}

impl EscapedChars {
    /// Those of texts. A quote in one is the end of a string, for which no escape stands.
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t [u8]>) -> Self {
        let mut letters = Vec::new();
        for text in texts {
            let text = String::from_utf8_lossy(text);
            for (at, c) in text.char_indices().filter(|(_, c)| *c != '"') {
                let before = at.checked_sub(1).and_then(|at| text.as_bytes().get(at)).copied();
                let unit = c.encode_utf16(&mut [0; 2]).first().copied().unwrap_or_default();
                letters.push(EscapedChar { unit, before });
            }
        }
        letters.sort_unstable();
        letters.dedup();
        Self { letters }
    }

    /// Whether the escape at a place stands for such a letter where that may be in what is
    /// sought.
    pub(super) fn may_be(&self, bytes: &[u8], at: usize) -> bool {
        let digits = bytes.get(at + ESCAPE.len()..).and_then(|rest| rest.first_chunk::<4>());
        let Some(unit) = digits.and_then(unit) else { return true };
        let first = self.letters.partition_point(|letter| letter.unit < unit);
        let same = self.letters.get(first..).unwrap_or_default().iter();
        let mut same = same.take_while(|letter| letter.unit == unit);
        let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied();
        same.any(|letter| letter.before.is_none() || letter.before == before)
    }
}

/// The number that four hexadecimal digits are.
fn unit(digits: &[u8; 4]) -> Option<u16> {
    let [a, b, c, d] = digits.map(digit);
    let unit = a << 12 | b << 8 | c << 4 | d;
    // Without a branch for each of them.
    ((a | b | c | d) & NO_DIGIT == 0).then_some(unit)
}

/// A bit that no digit has.
const NO_DIGIT: u16 = 0x10;

const fn digit(byte: u8) -> u16 {
    match byte {
        b'0'..=b'9' => (byte - b'0') as u16,
        b'a'..=b'f' => (byte - b'a') as u16 + 10,
        b'A'..=b'F' => (byte - b'A') as u16 + 10,
        _ => NO_DIGIT,
    }
}

#[cfg(test)]
mod tests {
    use super::{ESCAPE, EscapedChars};

    /// Each way to write a text finds it: by itself, or by an escape that may be of it.
    #[test]
    fn an_escape_counts_where_it_may_be_of_the_text() {
        let letters =
            EscapedChars::of([&b"D'Arcy"[..], "\"Zo\u{eb}\u{1d11e}x\"".as_bytes()].into_iter());
        for (text, expected) in [
            (r"D\u0027Arcy", true),
            (r"\u0044'Arcy", true),
            (r"\u0044\u0027Arcy", true),
            (r"Zo\u00eb\ud834\udd1ex", true),
            ("\"Zo\u{eb}\u{1d11e}\\u0078\"", true),
            (r#""\u005ao"#, true),
            // A letter of the texts that stands behind another than there.
            (r"O\u0027Brien", false),
            (r"Z\u00eb", false),
            (r"Zo\u00ebx", true),
            (r" \u005ao", false),
            // None of the texts, and a quote, which is no letter.
            (r"D\u0028", false),
            (r"x\u0022", false),
            // No escape at all, of which the reader of the record has to tell.
            (r"D\u00", true),
            (r"D\u002x", true),
        ] {
            let finder = memchr::memmem::Finder::new(ESCAPE);
            let mut escapes = finder.find_iter(text.as_bytes());
            let found = escapes.any(|at| letters.may_be(text.as_bytes(), at));
            assert_eq!(found, expected, "{text}");
        }
    }
}
