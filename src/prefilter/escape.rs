//! Needles that are written with escapes.

use crate::json::string::unicode_escape;

/// The characters of the needles. A `\uXXXX` escape can hide any of them, so a record with an escape
/// that could be a needle's character is a candidate too. No other escape can be for a needle's
/// character. Of several escapes in one needle the first decides: what is before it is unescaped.
#[derive(Clone, Debug)]
pub(super) struct EscapedChars {
    /// Sorted by their units.
    chars: Vec<EscapedChar>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct EscapedChar {
    /// Its UTF-16 code unit; the first of a surrogate pair.
    unit: u16,
    /// The byte before it in the needle; none if it is the first.
    before: Option<u8>,
}

impl EscapedChars {
    /// Those of needles. A quote in one ends a string, and is never escaped.
    pub(super) fn of<'t>(needles: impl Iterator<Item = &'t [u8]>) -> Self {
        let mut chars = Vec::new();
        for needle in needles {
            let text = String::from_utf8_lossy(needle);
            for (at, c) in text.char_indices().filter(|(_, c)| *c != '"') {
                let before = at.checked_sub(1).and_then(|at| text.as_bytes().get(at)).copied();
                let unit = c.encode_utf16(&mut [0; 2]).first().copied().unwrap_or_default();
                chars.push(EscapedChar { unit, before });
            }
        }
        chars.sort_unstable();
        chars.dedup();
        Self { chars }
    }

    /// Whether the escape at `at` could be part of a needle.
    pub(super) fn may_match(&self, bytes: &[u8], at: usize) -> bool {
        // Whether an invalid escape matters is for the parser to decide.
        let Some(unit) = unicode_escape(bytes, at) else { return true };
        let first = self.chars.partition_point(|c| c.unit < unit);
        let same = self.chars.get(first..).unwrap_or_default().iter();
        let mut same = same.take_while(|c| c.unit == unit);
        let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied();
        same.any(|c| c.before.is_none() || c.before == before)
    }
}

#[cfg(test)]
mod tests {
    use super::EscapedChars;
    use crate::json::string::UNICODE_ESCAPE;

    /// Each way to write a needle is found: by itself, or by an escape that could be part of it.
    #[test]
    fn an_escape_counts_where_it_could_be_part_of_a_needle() {
        let chars =
            EscapedChars::of([&b"D'Arcy"[..], "\"Zo\u{eb}\u{1d11e}x\"".as_bytes()].into_iter());
        for (text, expected) in [
            (r"D\u0027Arcy", true),
            (r"\u0044'Arcy", true),
            (r"\u0044\u0027Arcy", true),
            (r"Zo\u00eb\ud834\udd1ex", true),
            ("\"Zo\u{eb}\u{1d11e}\\u0078\"", true),
            (r#""\u005ao"#, true),
            // A character of a needle behind another one than there.
            (r"O\u0027Brien", false),
            (r"Z\u00eb", false),
            (r"Zo\u00ebx", true),
            (r" \u005ao", false),
            // In no needle; and a quote.
            (r"D\u0028", false),
            (r"x\u0022", false),
            // No valid escape.
            (r"D\u00", true),
            (r"D\u002x", true),
        ] {
            let finder = memchr::memmem::Finder::new(UNICODE_ESCAPE);
            let mut escapes = finder.find_iter(text.as_bytes());
            let found = escapes.any(|at| chars.may_match(text.as_bytes(), at));
            assert_eq!(found, expected, "{text}");
        }
    }
}
