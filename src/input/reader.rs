//! The reader of all shapes.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use super::document::{Document, Step};
use super::error::{ReadError, ReadErrorKind};
use super::format::InputFormat;
use super::lines::ReadResult;
use super::record::{LineColumn, Record};
use super::source::Source;
use super::{detect, lines};

/// How to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// What the input holds; told from its content unless given.
    pub format: InputFormat,
    /// The largest record; one that is larger is an error, and the reader goes on after it.
    pub max_record_bytes: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { format: InputFormat::Auto, max_record_bytes: 16 * 1024 * 1024 }
    }
}

/// The records of an input, one by one, with an error in the place of each that is bad.
///
/// Memory is that of a few records of the largest size that the options allow, whatever the
/// size of the input. After an error that hides where the next record starts, the reader goes
/// on at the next line that is a whole object from its first column.
#[derive(Debug)]
pub struct Records<R> {
    source: Source<R>,
    options: ReadOptions,
    mode: Mode,
    found: VecDeque<ReadResult>,
    next_link: Option<String>,
}

#[derive(Debug)]
enum Mode {
    Start,
    Lines,
    Document(Document),
    /// Looking for a line that is a record.
    Lost,
    Done,
}

impl<R: BufRead> Records<R> {
    /// Reads records in whatever shape they are.
    pub fn new(input: R) -> Self {
        Self::with_options(input, ReadOptions::default())
    }

    /// Reads records in a given shape, or of a given size.
    pub const fn with_options(input: R, options: ReadOptions) -> Self {
        Self {
            source: Source::new(input, LineColumn::START),
            options,
            mode: Mode::Start,
            found: VecDeque::new(),
            next_link: None,
        }
    }

    /// The link to the next page, if the pages read so far gave one (`@odata.nextLink`); of
    /// several the last.
    #[must_use]
    pub fn next_link(&self) -> Option<&str> {
        match &self.mode {
            Mode::Document(Document { next_link: Some(link), .. }) => Some(link),
            _ => self.next_link.as_deref(),
        }
    }

    fn advance(&mut self) -> io::Result<()> {
        let ReadOptions { max_record_bytes: max, format } = self.options;
        match &mut self.mode {
            Mode::Start => self.mode = self.start()?,
            Mode::Lines => {
                if !lines::read(
                    &mut self.source,
                    max,
                    format,
                    &mut self.found,
                    &mut self.next_link,
                )? {
                    self.mode = Mode::Done;
                }
            }
            Mode::Document(document) => match document.step(&mut self.source, max)? {
                Step::Record(record) => self.found.push_back(Ok(record)),
                Step::Fault(error) => self.found.push_back(Err(error)),
                Step::Lost(error) => {
                    self.found.push_back(Err(error));
                    self.leave_document(Mode::Lost);
                }
                Step::End => self.leave_document(Mode::Done),
            },
            Mode::Lost => self.mode = self.resync()?,
            Mode::Done => {}
        }
        Ok(())
    }

    fn leave_document(&mut self, mode: Mode) {
        if let Mode::Document(Document { next_link: Some(link), .. }) =
            std::mem::replace(&mut self.mode, mode)
        {
            self.next_link = Some(link);
        }
    }

    /// Goes on where another reader has stopped: in a document, or in lines.
    pub(crate) fn resume(
        source: Source<R>,
        options: ReadOptions,
        document: Option<Document>,
    ) -> Self {
        let mode = document.map_or(Mode::Lines, Mode::Document);
        Self { source, options, mode, found: VecDeque::new(), next_link: None }
    }

    fn start(&mut self) -> io::Result<Mode> {
        let shape = shape(&mut self.source, &self.options)?;
        Ok(match shape {
            Ok(InputFormat::Lines) => Mode::Lines,
            Ok(_) => Mode::Document(Document::new(self.options.format)),
            Err(refused) => {
                self.found.push_back(Err(ReadError::new(LineColumn::START, refused)));
                Mode::Done
            }
        })
    }

    /// Passes over lines up to one that is a record from its first column. Lines inside of a
    /// larger document are indented, or end in a comma.
    fn resync(&mut self) -> io::Result<Mode> {
        let max = self.options.max_record_bytes;
        loop {
            let chunk = self.source.chunk()?;
            if chunk.is_empty() {
                return Ok(Mode::Done);
            }
            let place = self.source.place();
            let mut line = Vec::new();
            let fits = self.source.line(&mut line, max)?;
            if !fits || place.column != 1 || line.first() != Some(&b'{') {
                continue;
            }
            if serde_json::from_slice::<serde::de::IgnoredAny>(&line).is_ok() {
                self.source.put_back(&line, place);
                return Ok(Mode::Lines);
            }
        }
    }
}

/// Whether the input is lines or a document, or what it is instead.
pub(crate) fn shape<R: BufRead>(
    source: &mut Source<R>,
    options: &ReadOptions,
) -> io::Result<Result<InputFormat, ReadErrorKind>> {
    match options.format {
        InputFormat::Auto | InputFormat::Diagnostic | InputFormat::EventHub => {
            detect::shape(source, options.max_record_bytes)
        }
        given => Ok(detect::encoding(source)?.map_or(Ok(given), Err)),
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(found) = self.found.pop_front() {
                return Some(found);
            }
            if matches!(self.mode, Mode::Done) {
                return None;
            }
            if let Err(error) = self.advance() {
                self.mode = Mode::Done;
                let place = self.source.place();
                self.found.push_back(Err(ReadError::new(place, ReadErrorKind::Io(error))));
            }
        }
    }
}
