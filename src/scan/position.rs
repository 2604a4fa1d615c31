//! Places in a block, and in the input.

use std::sync::{Mutex, PoisonError};

use crate::input::LineColumn;

/// Where a block starts in the input.
#[derive(Clone, Copy, Debug)]
pub(super) struct PositionBase {
    pub(super) start: LineColumn,
}

impl PositionBase {
    /// The place in the input of a place that is counted from the start of the block.
    pub(super) const fn place(self, place: LineColumn) -> LineColumn {
        let LineColumn { line, column } = self.start;
        match place.line {
            1 => LineColumn { line, column: column + place.column - 1 },
            _ => LineColumn { line: line + place.line - 1, column: place.column },
        }
    }
}

/// Counts the lines of a block up to one record after the other.
#[derive(Debug, Default)]
pub(super) struct LineCounter {
    /// A place that is known, and how many bytes are before it. Behind a lock, so that matches may
    /// be handed to other threads.
    known: Mutex<(LineColumn, usize)>,
}

impl LineCounter {
    /// The place of a byte of the block, counted from the block's start.
    pub(super) fn place(&self, block: &[u8], at: usize) -> LineColumn {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.1 > at {
            *known = (LineColumn::START, 0);
        }
        let place = known.0.after(block.get(known.1..at).unwrap_or_default());
        *known = (place, at);
        place
    }
}
