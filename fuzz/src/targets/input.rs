//! Bytes as a stream of decisions.

/// What is left of the input; at its end every decision is the first possibility.
pub(crate) struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    pub(crate) fn flag(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    pub(crate) fn below(&mut self, count: usize) -> usize {
        usize::from(self.byte()) % count
    }

    pub(crate) fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// So many bytes, or what is left.
    pub(crate) fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// A length and so many bytes as a text, with what is no UTF-8 replaced.
    pub(crate) fn text(&mut self, longest: usize) -> String {
        let length = self.below(longest + 1);
        String::from_utf8_lossy(self.take(length)).into_owned()
    }

    pub(crate) fn number(&mut self) -> i64 {
        let mut bytes = [0; 8];
        let count = self.below(9);
        for (to, from) in bytes.iter_mut().zip(self.take(count)) {
            *to = *from;
        }
        i64::from_le_bytes(bytes)
    }

    pub(crate) fn rest(self) -> &'a [u8] {
        self.0
    }
}
