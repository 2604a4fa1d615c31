//! Streams the items of a JSON document; memory for one item.

use std::io::{self, BufRead};

use serde_json::{Map, Value};

use super::error::{ReadError, ReadErrorKind, syntax_error};
use super::format::InputFormat;
use super::opening::{Columns, Container, Context, Items, Level, Levels, Opening, opening_within};
use super::record::{LineColumn, Record, service_error};
use super::source::Source;
use crate::json;
use crate::json::boundary::{End, ValueEnd};
use crate::json::error::SyntaxError;
use crate::json::skip::leading_whitespace;

/// Maximum bytes rescanned after damage, in maximum record sizes: keeps the time linear.
const MAX_GIVEN_BACK: usize = 8;

/// Where in a document the reader is.
#[derive(Debug, Default)]
pub(crate) struct Document {
    state: State,
    format: InputFormat,
    /// What is open around the array of items, outermost first.
    levels: Levels,
    /// The columns, where the items are rows of a table.
    columns: Option<Columns>,
    /// Bytes rescanned to recover items.
    given_back: usize,
    /// The link to the next page, of the last page that has one.
    pub(crate) next_link: Option<String>,
}

#[derive(Debug, Default, Clone, Copy)]
enum State {
    /// Before a value at the top.
    #[default]
    Top,
    /// After the `[`.
    First,
    /// After a comma.
    Item { comma: LineColumn },
    /// After an item.
    After,
    /// In an object, after the array or the object in it that holds the records.
    Tail,
    /// After the `[` of an array of containers.
    FirstPart,
    /// After a comma in such an array.
    Part { comma: LineColumn },
    /// After a container in such an array.
    AfterPart,
}

/// Result of a step through a document.
#[derive(Debug)]
pub(crate) enum Step {
    Record(Record),
    /// An error; reading continues after it.
    Fault(ReadError),
    /// An error after which the start of the next record is unknown.
    Lost(ReadError),
    End,
}

/// A value taken from the source.
struct Captured {
    bytes: Vec<u8>,
    place: LineColumn,
    /// None where the input ended first.
    end: Option<End>,
    too_large: bool,
}

impl Document {
    pub(crate) fn new(format: InputFormat) -> Self {
        Self { format, ..Self::default() }
    }

    pub(crate) fn step<R: BufRead>(
        &mut self,
        source: &mut Source<R>,
        max: usize,
    ) -> io::Result<Step> {
        loop {
            let next = source.peek()?;
            let place = source.place();
            match (self.state, next) {
                (State::Top, None) => return Ok(Step::End),
                (State::Top | State::FirstPart | State::Part { .. }, Some(b'{' | b'[')) => {
                    if let Some(step) = self.value(source, max)? {
                        return Ok(step);
                    }
                }
                (State::Top, Some(_)) => {
                    return Ok(Step::Lost(ReadError::syntax(
                        place,
                        "expected a JSON object or array",
                    )));
                }
                (State::Tail, Some(_)) => {
                    if let Some(step) = self.tail(source, max)? {
                        return Ok(step);
                    }
                }
                (state, None) => {
                    self.leave();
                    let reason = if matches!(state, State::Tail) {
                        "the text ends inside an object"
                    } else {
                        "the text ends inside an array"
                    };
                    return Ok(Step::Fault(ReadError::syntax(place, reason)));
                }
                (State::First | State::After, Some(b']'))
                | (State::FirstPart | State::AfterPart, Some(b']')) => self.close(source)?,
                (State::Item { comma } | State::Part { comma }, Some(b']')) => {
                    self.close(source)?;
                    return Ok(Step::Fault(trailing_comma(comma, ']')));
                }
                (state, Some(b',')) => {
                    source.take(1)?;
                    self.state = match state {
                        State::FirstPart | State::Part { .. } | State::AfterPart => {
                            State::Part { comma: place }
                        }
                        _ => State::Item { comma: place },
                    };
                    if !matches!(state, State::After | State::AfterPart) {
                        let reason = "a comma without an item before it";
                        return Ok(Step::Fault(ReadError::syntax(place, reason)));
                    }
                }
                (_, Some(b'}' | b':')) => {
                    let reason = "expected an item or `]`";
                    return Ok(Step::Lost(ReadError::syntax(place, reason)));
                }
                (State::First | State::Item { .. }, Some(_)) => return self.item(source, max),
                (State::FirstPart | State::Part { .. }, Some(_)) => {
                    self.state = State::AfterPart;
                    return self.single(source, max);
                }
                (State::After | State::AfterPart, Some(_)) => {
                    self.state = match self.state {
                        State::After => State::Item { comma: place },
                        _ => State::Part { comma: place },
                    };
                    let reason = "expected `,` or `]` between two items";
                    return Ok(Step::Fault(ReadError::syntax(place, reason)));
                }
            }
        }
    }

    /// Goes into the first array of records, if that is what comes next. False where the items
    /// are something else.
    pub(crate) fn enter<R: BufRead>(
        &mut self,
        source: &mut Source<R>,
        max: usize,
    ) -> io::Result<bool> {
        while matches!(self.state, State::Top | State::FirstPart) {
            if !matches!(source.peek()?, Some(b'{' | b'[')) {
                return Ok(false);
            }
            let found = self.opening(source, max)?;
            if !matches!(found, Opening::Container(_)) || !self.allows(&found) {
                return Ok(false);
            }
            if self.value(source, max)?.is_some() {
                return Ok(false);
            }
        }
        Ok(matches!(self.state, State::First) && self.columns.is_none())
    }

    /// Goes into the array of records whose bracket is the last byte of a container's prefix.
    pub(crate) fn inside(format: InputFormat, container: Container) -> Self {
        let mut document = Self::new(format);
        document.go_into(container);
        document
    }

    /// The document after an item of its array.
    pub(crate) fn after_item(self) -> Self {
        Self { state: State::After, ..self }
    }

    /// The columns of a table, if the items are its rows.
    const fn row_columns(&self) -> Option<&Columns> {
        self.columns.as_ref()
    }

    fn allows(&self, found: &Opening) -> bool {
        !self.levels.is_empty() || self.format.allows(found)
    }

    fn close<R: BufRead>(&mut self, source: &mut Source<R>) -> io::Result<()> {
        if matches!(self.state, State::FirstPart | State::Part { .. } | State::AfterPart) {
            self.levels.pop();
        }
        self.state = self.after_value();
        self.columns = None;
        source.take(1)
    }

    /// The state after a value that is in the innermost level.
    fn after_value(&self) -> State {
        match self.levels.last() {
            None => State::Top,
            Some(Level::Object) => State::Tail,
            Some(Level::Parts) => State::AfterPart,
        }
    }

    /// Abandons the open containers.
    fn leave(&mut self) {
        self.state = State::Top;
        self.levels.clear();
        self.columns = None;
    }

    fn go_into(&mut self, container: Container) {
        self.levels.extend(container.levels);
        self.state = State::First;
        match container.items {
            Items::Records => self.columns = None,
            Items::Rows(columns) => self.columns = Some(columns),
            Items::Parts => {
                self.levels.push(Level::Parts);
                self.state = State::FirstPart;
            }
        }
    }

    /// A value at the top or in an array of containers: into its array, or the whole of it as a
    /// record.
    fn value<R: BufRead>(
        &mut self,
        source: &mut Source<R>,
        max: usize,
    ) -> io::Result<Option<Step>> {
        let found = self.opening(source, max)?;
        if !self.allows(&found)
            && let Some(expected) = self.format.container()
        {
            return pass_over(source, expected, max).map(Some);
        }
        let Opening::Container(container) = found else {
            self.state = self.after_value();
            return match self.state {
                State::AfterPart => self.part(source, max),
                _ => self.single(source, max).map(Some),
            };
        };
        let prefix = source.look(container.prefix)?;
        let members = prefix.get(container.members.clone()).unwrap_or_default().to_vec();
        source.take(container.prefix)?;
        self.note_link(&members_of(members));
        self.go_into(container);
        Ok(None)
    }

    fn opening<R: BufRead>(&self, source: &mut Source<R>, max: usize) -> io::Result<Opening> {
        let context = match self.state {
            State::FirstPart | State::Part { .. } => Context::Part,
            _ => Context::Top,
        };
        find_opening(source, max, self.format, context)
    }

    /// An item of an array of containers that is none: a response without records, or with one.
    fn part<R: BufRead>(&self, source: &mut Source<R>, max: usize) -> io::Result<Option<Step>> {
        let step = self.single(source, max)?;
        Ok(match step {
            Step::Record(record) if record.is_empty_response() => None,
            step => Some(step),
        })
    }

    fn single<R: BufRead>(&self, source: &mut Source<R>, max: usize) -> io::Result<Step> {
        let captured = capture(source, ValueEnd::new(most_open(max)), max)?;
        if captured.end == Some(End::Whole) {
            return Ok(captured.into_step(max, self.format));
        }
        let error = captured.fault(source, max)?;
        captured.put_back_next_line(source);
        Ok(Step::Lost(error))
    }

    fn item<R: BufRead>(&mut self, source: &mut Source<R>, max: usize) -> io::Result<Step> {
        self.state = State::After;
        let captured = capture(source, ValueEnd::new(most_open(max)), max)?;
        match captured.end {
            Some(End::Whole) => Ok(match self.row_columns() {
                Some(columns) => captured.into_row(max, self.format, columns),
                None => captured.into_step(max, self.format),
            }),
            _ if captured.too_large => Ok(Step::Lost(captured.fault(source, max)?)),
            _ => {
                let found = json::error::find(&captured.bytes);
                let error = captured.fault(source, max)?;
                let next = found.and_then(|fault| captured.next_item(&fault));
                if let Some(next) = next
                    && self.given_back <= max.saturating_mul(MAX_GIVEN_BACK)
                {
                    let (before, rest) = captured.bytes.split_at(next);
                    self.given_back += rest.len();
                    source.put_back(rest, captured.place.after(before));
                    self.state = State::Item { comma: error.place() };
                    return Ok(Step::Fault(error));
                }
                if captured.end.is_none() {
                    self.leave();
                    captured.put_back_next_line(source);
                    return Ok(Step::Lost(error));
                }
                // One bracket is missing, and this one closes the array.
                if captured.depth_at_end() == 1 && source.peek()? == Some(b']') {
                    return Ok(Step::Fault(error));
                }
                captured.put_back_next_line(source);
                Ok(Step::Lost(error))
            }
        }
    }

    /// The members of a page after its records.
    fn tail<R: BufRead>(&mut self, source: &mut Source<R>, max: usize) -> io::Result<Option<Step>> {
        self.levels.pop();
        self.state = self.after_value();
        let Captured { mut bytes, place, end, too_large } =
            capture(source, ValueEnd::inside(b'{', most_open(max)), max)?;
        let step = if end == Some(End::Whole) { Step::Fault } else { Step::Lost };
        if too_large {
            return Ok(Some(step(ReadError::new(place, ReadErrorKind::TooLarge(max)))));
        }
        if bytes == b"}" {
            return Ok(None);
        }
        if let Some(first) = bytes.first_mut().filter(|first| **first == b',') {
            // The same members as an object of their own, each at its own offset.
            *first = b'{';
            let rest = bytes.get(1..).unwrap_or_default();
            if rest.get(leading_whitespace(rest)) == Some(&b'}') {
                return Ok(Some(Step::Fault(trailing_comma(place, '}'))));
            }
        }
        match serde_json::from_slice::<Map<String, Value>>(&bytes) {
            Ok(members) => {
                self.note_link(&members);
                // The service may report an error beside the records it could deliver.
                let error = service_error(&members);
                Ok(error.map(|error| Step::Fault(ReadError::new(place, error))))
            }
            Err(error) => Ok(Some(step(syntax_error(&bytes, place, &error)))),
        }
    }

    fn note_link(&mut self, members: &Map<String, Value>) {
        if let Some(Value::String(link)) = members.get("@odata.nextLink") {
            self.next_link = Some(link.clone());
        }
    }
}

impl Captured {
    /// Where the next item starts inside a damaged item that swallowed it: at a `{` where a
    /// name should be, on the line after an item that is one line with a quote missing, or
    /// where the layout shows it.
    fn next_item(&self, fault: &SyntaxError) -> Option<usize> {
        self.next_by_brackets(fault).or_else(|| self.next_by_layout(fault))
    }

    /// After a comma, a `{` in the same column as that of this item.
    fn next_by_layout(&self, fault: &SyntaxError) -> Option<usize> {
        let indent = usize::try_from(self.place.column).ok()?.checked_sub(1)?;
        let after = self.bytes.get(fault.offset..)?;
        memchr::memchr_iter(b'\n', after).map(|at| fault.offset + at).find_map(|end| {
            let (before, line) = self.bytes.split_at_checked(end + 1)?;
            let blank = line.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
            let opens = blank == indent && line.get(blank) == Some(&b'{');
            (opens && before.trim_ascii_end().ends_with(b",")).then_some(end + 1 + blank)
        })
    }

    fn next_by_brackets(&self, fault: &SyntaxError) -> Option<usize> {
        let (before, rest) = self.bytes.split_at_checked(fault.offset)?;
        match rest.first() {
            _ if fault.depth != 1 => None,
            Some(b'{') => Some(fault.offset),
            Some(b'"') if !before.contains(&b'\n') => {
                let end = memchr::memchr(b'\n', rest)?;
                let line = rest.get(..end)?.trim_ascii_end();
                let whole = line.ends_with(b"},") || line.ends_with(b"}");
                whole.then_some(fault.offset + end + 1)
            }
            _ => None,
        }
    }

    fn into_row(self, max: usize, format: InputFormat, columns: &[String]) -> Step {
        if self.too_large {
            return Step::Fault(ReadError::new(self.place, ReadErrorKind::TooLarge(max)));
        }
        match Record::read_row(&self.bytes, columns, self.place, format) {
            Ok(record) => Step::Record(record),
            Err(error) => Step::Fault(error),
        }
    }

    fn into_step(self, max: usize, format: InputFormat) -> Step {
        if self.too_large {
            return Step::Fault(ReadError::new(self.place, ReadErrorKind::TooLarge(max)));
        }
        match Record::read(self.bytes, self.place, true, format) {
            Ok(record) => Step::Record(record),
            Err(error) => Step::Fault(error),
        }
    }

    /// What is wrong with a value that did not end.
    fn fault<R: BufRead>(&self, source: &mut Source<R>, max: usize) -> io::Result<ReadError> {
        if self.too_large {
            return Ok(ReadError::new(self.place, ReadErrorKind::TooLarge(max)));
        }
        let mut bytes = self.bytes.clone();
        if self.end == Some(End::Mismatch) {
            // The bracket that does not fit is a part of the fault.
            bytes.extend(source.chunk()?.first());
        }
        Ok(match json::error::find(&bytes) {
            Some(fault) => {
                let before = bytes.get(..fault.offset).unwrap_or_default();
                ReadError::syntax(self.place.after(before), fault.reason)
            }
            None => ReadError::syntax(self.place, "a value that does not end"),
        })
    }

    fn depth_at_end(&self) -> usize {
        let mut scan = ValueEnd::new(usize::MAX);
        scan.feed(&self.bytes);
        scan.depth()
    }

    /// Puts back everything after the first line, where a record may start.
    fn put_back_next_line<R: BufRead>(&self, source: &mut Source<R>) {
        if let Some(end) = memchr::memchr(b'\n', &self.bytes).filter(|_| !self.too_large) {
            let (before, rest) = self.bytes.split_at(end + 1);
            source.put_back(rest, self.place.after(before));
        }
    }
}

/// Classifies the next value, with as much lookahead as needed, up to `max` bytes. Leading white
/// space is not consumed.
pub(crate) fn find_opening<R: BufRead>(
    source: &mut Source<R>,
    max: usize,
    format: InputFormat,
    context: Context,
) -> io::Result<Opening> {
    // The buffered bytes usually decide.
    let all = source.is_at_line_end()?;
    let mut found = opening_within(source.chunk()?, all, max, format, context);
    let mut window = 512;
    while found == Opening::Unsure {
        let ahead = source.look(window)?;
        let all = ahead.len() < window;
        found = opening_within(ahead, all, max, format, context);
        window *= 2;
    }
    Ok(found)
}

/// Skips a value that the format does not allow.
fn pass_over<R: BufRead>(
    source: &mut Source<R>,
    expected: &'static str,
    max: usize,
) -> io::Result<Step> {
    let captured = capture(source, ValueEnd::new(most_open(max)), max)?;
    let error = ReadError::new(captured.place, ReadErrorKind::NotOfShape(expected));
    Ok(if captured.end == Some(End::Whole) { Step::Fault(error) } else { Step::Lost(error) })
}

/// Maximum nesting while a value is skipped or read: a record that is too large is
/// still read to its end, so that reading continues after it.
fn most_open(max: usize) -> usize {
    max.max(1 << 20)
}

fn capture<R: BufRead>(source: &mut Source<R>, scan: ValueEnd, max: usize) -> io::Result<Captured> {
    let mut scan = scan;
    let mut captured =
        Captured { bytes: Vec::new(), place: source.place(), end: None, too_large: false };
    loop {
        let chunk = source.chunk()?;
        if chunk.is_empty() {
            return Ok(captured);
        }
        let (length, end) = scan.feed(chunk);
        captured.too_large |= captured.bytes.len() + length > max || end == Some(End::TooDeep);
        if captured.too_large {
            captured.bytes = Vec::new();
        } else {
            captured.bytes.extend_from_slice(chunk.get(..length).unwrap_or_default());
        }
        source.take(length)?;
        if end.is_some() {
            captured.end = end;
            return Ok(captured);
        }
    }
}

/// The members of a page before its records: `{"@odata.context":"…",`.
fn members_of(mut header: Vec<u8>) -> Map<String, Value> {
    while header.last().is_some_and(|b| b.is_ascii_whitespace() || *b == b',') {
        header.pop();
    }
    header.push(b'}');
    serde_json::from_slice(&header).unwrap_or_default()
}

fn trailing_comma(place: LineColumn, close: char) -> ReadError {
    ReadError::syntax(place, format!("a comma before `{close}`: JSON has no trailing comma"))
}
