//! Letters that are written with escapes.

/// How an escape starts that any letter can be written with.
pub(super) const ESCAPE: &[u8] = b"\\u";
/// How long such an escape is.
const LENGTH: usize = 6;

/// The letters of what is sought. By a `\u` JSON can write each of them, so that what is sought
/// is not found; the other escapes are not for letters that are sought.
#[derive(Clone, Debug)]
pub(super) struct Letters {
    /// In the order of their units.
    letters: Vec<Letter>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Letter {
    /// In UTF-16.
    unit: u16,
    /// What stands before it unless that is written with an escape too; none if it is the first,
    /// or the second half of what is written with two escapes.
    before: Option<u8>,
}

impl Letters {
    /// Those of texts. A quote in one is the end of a string, for which no escape stands.
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t [u8]>) -> Self {
        let mut letters = Vec::new();
        for text in texts {
            let text = String::from_utf8_lossy(text);
            for (at, c) in text.char_indices().filter(|(_, c)| *c != '"') {
                let before = at.checked_sub(1).and_then(|at| text.as_bytes().get(at)).copied();
                for (half, unit) in c.encode_utf16(&mut [0; 2]).iter().enumerate() {
                    letters.push(Letter { unit: *unit, before: before.filter(|_| half == 0) });
                }
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
        let unit = digits.and_then(|digits| {
            digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | hex(*digit)?))
        });
        let Some(unit) = unit else { return true };
        let first = self.letters.partition_point(|letter| letter.unit < unit);
        let same = self.letters.get(first..).unwrap_or_default().iter();
        let mut same = same.take_while(|letter| letter.unit == unit);
        same.any(|letter| letter.before.is_none_or(|before| may_end_with(before, bytes, at)))
    }
}

/// Whether what stands before a place is this byte, or may stand for it.
fn may_end_with(byte: u8, bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    let escape = at.checked_sub(LENGTH).and_then(|start| bytes.get(start..));
    before.last().is_none_or(|last| *last == byte)
        || escape.is_some_and(|before| before.starts_with(ESCAPE))
}

fn hex(digit: u8) -> Option<u16> {
    char::from(digit).to_digit(16).map(|value| value as u16)
}

#[cfg(test)]
mod tests {
    use super::{ESCAPE, Letters};

    /// Each way to write a text finds it: by itself, or by an escape that may be of it.
    #[test]
    fn an_escape_counts_where_it_may_be_of_the_text() {
        let letters =
            Letters::of([&b"D'Arcy"[..], "\"Zo\u{eb}\u{1d11e}x\"".as_bytes()].into_iter());
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
