//! The reader of every format.

use std::io::{self, BufRead};

use super::csv::CsvReader;
use super::document::{Document, Step};
use super::error::{ReadError, ReadErrorKind};
use super::format::InputFormat;
use super::lines::{Line, ReadResult};
use super::record::{LineColumn, Record};
use super::source::Source;
use super::{detect, lines};

/// Options for reading records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// The input format; detected unless given.
    pub format: InputFormat,
    /// Maximum record size in bytes; a larger record is an error, and reading continues after it.
    pub max_record_bytes: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { format: InputFormat::Auto, max_record_bytes: 16 * 1024 * 1024 }
    }
}

/// Iterator over the records of an input, with an error in place of each bad one.
///
/// Memory is bounded by a few records of the maximum size, whatever the
/// size of the input. After an error that hides where the next record starts, reading
/// continues at the next line that is a complete object from its first column.
#[derive(Debug)]
pub struct Records<R> {
    source: Source<R>,
    options: ReadOptions,
    mode: Mode,
    found: Option<ReadResult>,
    next_link: Option<String>,
}

#[derive(Debug)]
enum Mode {
    Start,
    Lines,
    Document(Document),
    /// In a line that is a container of records.
    LineDocument(Document),
    Csv(CsvReader),
    /// Searching for a line that is a record.
    Lost,
    Done,
}

/// Where in an input another reader stopped.
#[derive(Debug)]
pub(crate) enum ResumeAt {
    /// At the start of a line.
    Lines,
    /// Before the heading.
    Csv,
    Document(Document),
    /// In a document that ends with its line.
    LineDocument(Document),
}

impl<R: BufRead> Records<R> {
    /// Reads records in any format.
    pub fn new(input: R) -> Self {
        Self::with_options(input, ReadOptions::default())
    }

    /// Reads records with options.
    pub const fn with_options(input: R, options: ReadOptions) -> Self {
        Self {
            source: Source::new(input, LineColumn::START),
            options,
            mode: Mode::Start,
            found: None,
            next_link: None,
        }
    }

    /// The link to the next page, if the pages read so far gave one (`@odata.nextLink`); of
    /// several the last.
    #[must_use]
    pub fn next_link(&self) -> Option<&str> {
        match &self.mode {
            Mode::Document(Document { next_link: Some(link), .. })
            | Mode::LineDocument(Document { next_link: Some(link), .. }) => Some(link),
            _ => self.next_link.as_deref(),
        }
    }

    fn advance(&mut self) -> io::Result<()> {
        let ReadOptions { max_record_bytes: max, format } = self.options;
        match &mut self.mode {
            Mode::Start => self.mode = self.start()?,
            Mode::Lines => match lines::next(&mut self.source, max, format)? {
                Line::Record(record) => self.found = Some(record),
                Line::Document => self.mode = Mode::LineDocument(Document::new(format)),
                Line::End => self.mode = Mode::Done,
            },
            Mode::Document(document) => match document.step(&mut self.source, max)? {
                Step::Record(record) => self.found = Some(Ok(record)),
                Step::Fault(error) => self.found = Some(Err(error)),
                Step::Lost(error) => {
                    self.found = Some(Err(error));
                    self.leave_document(Mode::Lost);
                }
                Step::End => self.leave_document(Mode::Done),
            },
            Mode::LineDocument(document) => match document.step(&mut self.source, max)? {
                Step::Record(record) => self.found = Some(Ok(record)),
                Step::Fault(error) => self.found = Some(Err(error)),
                // Damage ends with its line.
                Step::Lost(error) => {
                    self.found = Some(Err(error));
                    self.leave_line()?;
                }
                Step::End => self.leave_line()?,
            },
            Mode::Csv(csv) => match csv.next(&mut self.source, max)? {
                Some(record) => self.found = Some(record),
                None => self.mode = Mode::Done,
            },
            Mode::Lost => self.mode = self.resync()?,
            Mode::Done => {}
        }
        Ok(())
    }

    fn leave_document(&mut self, mode: Mode) {
        if let Mode::Document(Document { next_link: Some(link), .. })
        | Mode::LineDocument(Document { next_link: Some(link), .. }) =
            std::mem::replace(&mut self.mode, mode)
        {
            self.next_link = Some(link);
        }
    }

    fn leave_line(&mut self) -> io::Result<()> {
        self.leave_document(Mode::Lines);
        lines::finish(&mut self.source)
    }

    /// Continues where another reader stopped.
    pub(crate) fn resume(source: Source<R>, options: ReadOptions, at: ResumeAt) -> Self {
        let mut source = source;
        let mode = match at {
            ResumeAt::Lines => Mode::Lines,
            ResumeAt::Csv => Mode::Csv(CsvReader::default()),
            ResumeAt::Document(document) => Mode::Document(document),
            ResumeAt::LineDocument(document) => {
                source.end_with_line(true);
                Mode::LineDocument(document)
            }
        };
        Self { source, options, mode, found: None, next_link: None }
    }

    fn start(&mut self) -> io::Result<Mode> {
        let shape = shape(&mut self.source, &self.options)?;
        Ok(match shape {
            Ok(InputFormat::Lines) => Mode::Lines,
            Ok(InputFormat::Csv) => Mode::Csv(CsvReader::default()),
            Ok(_) => Mode::Document(Document::new(self.options.format)),
            Err(refused) => {
                self.found = Some(Err(ReadError::new(LineColumn::START, refused)));
                Mode::Done
            }
        })
    }

    /// Skips lines up to one that is a record from its first column. Lines inside a
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

/// The format of the input: lines, CSV or a document; or why it cannot be read.
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
            if let Some(found) = self.found.take() {
                return Some(found);
            }
            if matches!(self.mode, Mode::Done) {
                return None;
            }
            if let Err(error) = self.advance() {
                self.mode = Mode::Done;
                let place = self.source.place();
                self.found = Some(Err(ReadError::new(place, ReadErrorKind::Io(error))));
            }
        }
    }
}
