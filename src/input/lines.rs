//! Reading JSON Lines.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use super::document::{Document, Step};
use super::error::{ReadError, ReadErrorKind};
use super::format::{InputFormat, Opening, opening};
use super::record::Record;
use super::source::Source;
use crate::json::skip::leading_whitespace;

pub(crate) type ReadResult = Result<Record, ReadError>;

/// Reads the next line that is not blank into `found`: one record, or those of the page or
/// array that the line is. False at the end of the input.
pub(crate) fn read<R: BufRead>(
    source: &mut Source<R>,
    max: usize,
    shape: InputFormat,
    found: &mut VecDeque<ReadResult>,
    next_link: &mut Option<String>,
) -> io::Result<bool> {
    loop {
        if source.chunk()?.is_empty() {
            return Ok(false);
        }
        let place = source.place();
        let mut line = Vec::new();
        if !source.line(&mut line, max)? {
            found.push_back(Err(ReadError::new(place, ReadErrorKind::TooLarge(max))));
            return Ok(true);
        }
        for end in [b'\n', b'\r'] {
            if line.last() == Some(&end) {
                line.pop();
            }
        }
        let text = line.get(leading_whitespace(&line)..).unwrap_or_default();
        if text.is_empty() {
            continue;
        }
        let opening = opening(text, true, shape);
        if shape.allows(opening) && matches!(opening, Opening::Record | Opening::Unsure) {
            found.push_back(Record::read(line, place, false, shape));
        } else {
            let document = Document::new(shape);
            expand(document, &mut Source::new(line.as_slice(), place), max, found, next_link)?;
        }
        return Ok(true);
    }
}

fn expand(
    mut document: Document,
    source: &mut Source<&[u8]>,
    max: usize,
    found: &mut VecDeque<ReadResult>,
    next_link: &mut Option<String>,
) -> io::Result<()> {
    loop {
        match document.step(source, max)? {
            Step::Record(record) => found.push_back(Ok(record)),
            Step::Fault(error) => found.push_back(Err(error)),
            Step::Lost(error) => {
                found.push_back(Err(error));
                break;
            }
            Step::End => break,
        }
    }
    if document.next_link.is_some() {
        *next_link = document.next_link;
    }
    Ok(())
}
