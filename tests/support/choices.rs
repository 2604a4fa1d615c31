//! The freedom of a spelling.

/// A stream of choices; the end of it always chooses the first possibility, so that shrinking
/// makes plain spellings.
pub(crate) struct Choices<'a>(std::slice::Iter<'a, u8>);

impl<'a> Choices<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes.iter())
    }

    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.0.next().map_or(0, |byte| usize::from(*byte) % count)
    }

    pub(crate) fn one<T: Copy>(&mut self, first: T, others: &[T]) -> T {
        match self.below(others.len() + 1) {
            0 => first,
            at => others.get(at - 1).copied().unwrap_or(first),
        }
    }

    /// True once in a while.
    pub(crate) fn rarely(&mut self) -> bool {
        self.below(8) == 7
    }

    /// The word with some letters in the other case.
    pub(crate) fn any_case(&mut self, word: &str) -> String {
        if !self.rarely() {
            return word.to_owned();
        }
        let mut flip = |c: char| if self.below(2) == 1 { swapped(c) } else { c };
        word.chars().map(&mut flip).collect()
    }

    pub(crate) fn bws(&mut self) -> &'static str {
        self.one("", &["", "", " ", "\t", "  \t", "\n"])
    }

    pub(crate) fn rws(&mut self) -> &'static str {
        self.one(" ", &[" ", " ", "\t", "  ", " \t ", "\r\n  "])
    }
}

fn swapped(c: char) -> char {
    if c.is_ascii_uppercase() { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() }
}
