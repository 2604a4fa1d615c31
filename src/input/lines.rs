//! Reading JSON Lines.

use std::io::{self, BufRead};

use super::document::find_opening;
use super::error::{ReadError, ReadErrorKind};
use super::format::InputFormat;
use super::opening::{Context, Opening};
use super::record::Record;
use super::source::Source;
use crate::json::skip::leading_whitespace;

pub(crate) type ReadResult = Result<Record, ReadError>;

/// What a line is.
#[derive(Debug)]
pub(crate) enum Line {
    /// A record, which has been read.
    Record(ReadResult),
    /// A container of records, or what the format does not allow. Nothing of it has been taken,
    /// and the source ends with the line.
    Document,
    /// The input has ended.
    End,
}

/// Reads the next line that is not blank.
pub(crate) fn next<R: BufRead>(
    source: &mut Source<R>,
    max: usize,
    format: InputFormat,
) -> io::Result<Line> {
    loop {
        if source.chunk()?.is_empty() {
            return Ok(Line::End);
        }
        source.end_with_line(true);
        let found = find_opening(source, max, format, Context::Top)?;
        let is_document = matches!(found, Opening::Container(_)) || !format.allows(&found);
        if is_document && source.peek()?.is_some() {
            return Ok(Line::Document);
        }
        source.end_with_line(false);
        let place = source.place();
        let mut line = Vec::new();
        if !source.line(&mut line, max)? {
            return Ok(Line::Record(Err(ReadError::new(place, ReadErrorKind::TooLarge(max)))));
        }
        for end in [b'\n', b'\r'] {
            if line.last() == Some(&end) {
                line.pop();
            }
        }
        if leading_whitespace(&line) == line.len() {
            continue;
        }
        return Ok(Line::Record(Record::read(line, place, false, format)));
    }
}

/// Takes what is left of a line that was a [`Line::Document`].
pub(crate) fn finish<R: BufRead>(source: &mut Source<R>) -> io::Result<()> {
    source.end_with_line(false);
    source.line(&mut Vec::new(), 0).map(|_| ())
}
