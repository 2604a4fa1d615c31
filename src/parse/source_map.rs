//! From offsets in the text that is parsed to offsets in the text that the user gave.

use crate::span::Span;

/// Where the parsed text is in the text that the user gave.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SourceMap<'a> {
    /// As it is, this many bytes from the start.
    Shift(usize),
    /// In another spelling, such as percent-encoded: the given offset for each parsed one, and
    /// one more for the end.
    Table(&'a [u32]),
}

impl SourceMap<'_> {
    /// The given span of a parsed one.
    #[inline]
    pub(crate) fn span(self, start: usize, end: usize) -> Span {
        Span::new(self.offset(start), self.offset(end))
    }

    #[inline]
    fn offset(self, offset: usize) -> u32 {
        match self {
            Self::Shift(shift) => u32::try_from(shift + offset).unwrap_or(u32::MAX),
            Self::Table(table) => table.get(offset).or(table.last()).copied().unwrap_or_default(),
        }
    }
}
