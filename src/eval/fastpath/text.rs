//! Texts compared with those of a filter.

use crate::ast::Text;

/// A text that a text of the record may equal.
#[derive(Clone, Debug)]
pub(crate) struct Exact {
    pub(crate) text: Box<str>,
    /// Whether it also equals one that is spelled in other cases: the name of a member of an
    /// enumeration does.
    pub(crate) in_any_case: bool,
}

impl Exact {
    /// A text that equals itself alone.
    pub(crate) fn new(text: &str) -> Self {
        Self { text: text.into(), in_any_case: false }
    }

    /// A text where what the record has is read as one of these members; none if no text of a
    /// record is read as it.
    pub(crate) fn member(text: &str, members: &[(i64, Text)]) -> Option<Self> {
        let mut names = members.iter().map(|(_, name)| name.as_str());
        match names.find(|name| name.eq_ignore_ascii_case(text)) {
            Some(name) if name != text => None,
            known => Some(Self { text: text.into(), in_any_case: known.is_some() }),
        }
    }

    #[inline]
    pub(crate) fn equals(&self, text: &str) -> bool {
        text.len() == self.text.len() && self.equals_one_as_long(text)
    }

    #[inline]
    fn equals_one_as_long(&self, text: &str) -> bool {
        let (text, own) = (text.as_bytes(), self.text.as_bytes());
        let difference = difference(text, own);
        let same = difference == 0;
        // What is longer than the two ends may differ between them.
        if same && own.len() > 16 && text != own {
            return self.in_any_case && text.eq_ignore_ascii_case(own);
        }
        // Letters differ from themselves in the other case by this bit alone.
        if self.in_any_case && !same && difference & !0x2020_2020_2020_2020 == 0 {
            return text.eq_ignore_ascii_case(own);
        }
        same
    }
}

/// The bits in which texts of the same length differ at their start and their end: two words of
/// each, which together are all of sixteen bytes. Taken without a branch, since a wrong guess at
/// what memory holds takes as long as to wait for it.
#[inline]
fn difference(a: &[u8], b: &[u8]) -> u64 {
    let of = |a: [u8; 8], b: [u8; 8]| u64::from_ne_bytes(a) ^ u64::from_ne_bytes(b);
    let of_half = |a: [u8; 4], b: [u8; 4]| u64::from(u32::from_ne_bytes(a) ^ u32::from_ne_bytes(b));
    if let (Some(a_start), Some(b_start), Some(a_end), Some(b_end)) =
        (a.first_chunk(), b.first_chunk(), a.last_chunk(), b.last_chunk())
    {
        // The end of a long text may be in another line of the cache.
        return of(*a_start, *b_start) | if a.len() <= 16 { of(*a_end, *b_end) } else { 0 };
    }
    match (a.first_chunk(), b.first_chunk(), a.last_chunk(), b.last_chunk()) {
        (Some(a_start), Some(b_start), Some(a_end), Some(b_end)) => {
            of_half(*a_start, *b_start) | of_half(*a_end, *b_end)
        }
        _ => a.iter().zip(b).fold(0, |all, (a, b)| all | u64::from(a ^ b)),
    }
}

#[cfg(test)]
mod tests {
    use super::Exact;

    #[test]
    fn texts_are_equal_if_no_byte_differs() {
        for length in 0..40 {
            let text: String = ('A'..'z').cycle().take(length).collect();
            let exact = Exact::new(&text);
            let member = Exact { text: text.clone().into(), in_any_case: true };
            assert!(exact.equals(&text) && member.equals(&text));
            assert!(
                !exact.equals(&format!("{text}x")) && !exact.equals(text.get(1..).unwrap_or("x"))
            );
            for (at, letter) in text.char_indices() {
                for bit in 0..7 {
                    let mut other = text.clone().into_bytes();
                    other.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << bit);
                    let other = String::from_utf8(other).expect("ASCII");
                    assert!(!exact.equals(&other), "{text} {other}");
                    let recased = bit == 5 && letter.is_ascii_alphabetic();
                    assert_eq!(member.equals(&other), recased, "{text} {other}");
                }
            }
        }
    }
}
