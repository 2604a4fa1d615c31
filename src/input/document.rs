//! Reading a JSON document item by item, in memory for one item.

use std::io::{self, BufRead};

use serde_json::{Map, Value};

use super::error::{ReadError, ReadErrorKind, syntax_error};
use super::format::{InputFormat, Opening, opening};
use super::record::{LineColumn, Record, service_error};
use super::source::Source;
use crate::json;
use crate::json::boundary::{End, ValueEnd};
use crate::json::error::SyntaxError;
use crate::json::skip::leading_whitespace;

/// How many times the largest record may be read again, so that damage costs linear time.
const MAX_GIVEN_BACK: usize = 8;

/// Where in a document the reader is.
#[derive(Debug, Default)]
pub(crate) struct Document {
    state: State,
    shape: InputFormat,
    /// Whether the array of items is a member of a page.
    in_page: bool,
    /// Bytes that were read again, to look for an item in them.
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
    /// After the `]` of a page.
    Tail,
}

/// What a step through a document gives.
#[derive(Debug)]
pub(crate) enum Step {
    Record(Record),
    /// A fault; the reader goes on after it.
    Fault(ReadError),
    /// A fault after which nothing tells where the next record starts.
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
    pub(crate) fn new(shape: InputFormat) -> Self {
        Self { shape, ..Self::default() }
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
                (State::Top, Some(b'{' | b'[')) => {
                    if let Some(step) = self.top(source, max)? {
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
                    self.state = State::Top;
                    let in_page = matches!(state, State::Tail);
                    let reason = if in_page {
                        "the text ends inside an object"
                    } else {
                        "the text ends inside an array"
                    };
                    return Ok(Step::Fault(ReadError::syntax(place, reason)));
                }
                (State::First | State::After, Some(b']')) => self.close(source)?,
                (State::Item { comma }, Some(b']')) => {
                    self.close(source)?;
                    return Ok(Step::Fault(trailing_comma(comma, ']')));
                }
                (State::After, Some(b',')) => {
                    source.take(1)?;
                    self.state = State::Item { comma: place };
                }
                (State::First | State::Item { .. }, Some(b',')) => {
                    source.take(1)?;
                    self.state = State::Item { comma: place };
                    let reason = "a comma without an item before it";
                    return Ok(Step::Fault(ReadError::syntax(place, reason)));
                }
                (State::First | State::Item { .. }, Some(b'}' | b':'))
                | (State::After, Some(b'}' | b':')) => {
                    let reason = "expected an item or `]`";
                    return Ok(Step::Lost(ReadError::syntax(place, reason)));
                }
                (State::First | State::Item { .. }, Some(_)) => return self.item(source, max),
                (State::After, Some(_)) => {
                    self.state = State::Item { comma: place };
                    let reason = "expected `,` or `]` between two items";
                    return Ok(Step::Fault(ReadError::syntax(place, reason)));
                }
            }
        }
    }

    /// Goes into the array that holds the items, if that is what comes next.
    pub(crate) fn enter<R: BufRead>(
        &mut self,
        source: &mut Source<R>,
        max: usize,
    ) -> io::Result<bool> {
        if !matches!(source.peek()?, Some(b'{' | b'[')) {
            return Ok(false);
        }
        let found = self.opening(source, max)?;
        let is_array = matches!(found, Opening::Array(_) | Opening::Page { .. });
        Ok(is_array && self.shape.allows(found) && self.top(source, max)?.is_none())
    }

    /// The document after an item of its array.
    pub(crate) fn after_item(self) -> Self {
        Self { state: State::After, ..self }
    }

    fn close<R: BufRead>(&mut self, source: &mut Source<R>) -> io::Result<()> {
        self.state = if self.in_page { State::Tail } else { State::Top };
        source.take(1)
    }

    /// A value at the top: into its array, or the whole of it as a record.
    fn top<R: BufRead>(&mut self, source: &mut Source<R>, max: usize) -> io::Result<Option<Step>> {
        let found = self.opening(source, max)?;
        if let Some(expected) = self.shape.container().filter(|_| !self.shape.allows(found)) {
            return pass_over(source, expected, max).map(Some);
        }
        match found {
            Opening::Array(items) => {
                self.in_page = false;
                source.take(items)?;
            }
            Opening::Page { header, items } => {
                self.in_page = true;
                let members = source.look(items)?.get(..header).unwrap_or_default().to_vec();
                source.take(items)?;
                self.note_link(&members_of(members));
            }
            Opening::Unsure | Opening::Record => return self.single(source, max).map(Some),
        }
        self.state = State::First;
        Ok(None)
    }

    fn opening<R: BufRead>(&self, source: &mut Source<R>, max: usize) -> io::Result<Opening> {
        let mut window = 512;
        loop {
            let ahead = source.look(window)?;
            let all = ahead.len() < window || window > max;
            match opening(ahead, all, self.shape) {
                Opening::Unsure => window *= 2,
                found => return Ok(found),
            }
        }
    }

    fn single<R: BufRead>(&self, source: &mut Source<R>, max: usize) -> io::Result<Step> {
        let captured = capture(source, ValueEnd::new(most_open(max)), max)?;
        if captured.end == Some(End::Whole) {
            return Ok(captured.into_step(max, self.shape));
        }
        let error = captured.fault(source, max)?;
        captured.put_back_next_line(source);
        Ok(Step::Lost(error))
    }

    fn item<R: BufRead>(&mut self, source: &mut Source<R>, max: usize) -> io::Result<Step> {
        self.state = State::After;
        let captured = capture(source, ValueEnd::new(most_open(max)), max)?;
        match captured.end {
            Some(End::Whole) => Ok(captured.into_step(max, self.shape)),
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
                    self.state = State::Top;
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

    /// What stands in a page after its records.
    fn tail<R: BufRead>(&mut self, source: &mut Source<R>, max: usize) -> io::Result<Option<Step>> {
        self.state = State::Top;
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
                // An error of the service may stand beside the records that it could give.
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
    /// Where the next item starts in an item that a fault made swallow it: at a `{` where a
    /// name should be, on the line after an item that is one line with a quote missing, or
    /// where the layout shows it.
    fn next_item(&self, fault: &SyntaxError) -> Option<usize> {
        self.next_by_brackets(fault).or_else(|| self.next_by_layout(fault))
    }

    /// After a comma, a `{` that stands in the same column as that of this item.
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

    fn into_step(self, max: usize, shape: InputFormat) -> Step {
        if self.too_large {
            return Step::Fault(ReadError::new(self.place, ReadErrorKind::TooLarge(max)));
        }
        match Record::read(self.bytes, self.place, true, shape) {
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

    /// Gives back what stands after the first line, where a record may start.
    fn put_back_next_line<R: BufRead>(&self, source: &mut Source<R>) {
        if let Some(end) = memchr::memchr(b'\n', &self.bytes).filter(|_| !self.too_large) {
            let (before, rest) = self.bytes.split_at(end + 1);
            source.put_back(rest, self.place.after(before));
        }
    }
}

/// Takes a value that the shape does not allow.
fn pass_over<R: BufRead>(
    source: &mut Source<R>,
    expected: &'static str,
    max: usize,
) -> io::Result<Step> {
    let captured = capture(source, ValueEnd::new(most_open(max)), max)?;
    let error = ReadError::new(captured.place, ReadErrorKind::NotOfShape(expected));
    Ok(if captured.end == Some(End::Whole) { Step::Fault(error) } else { Step::Lost(error) })
}

/// The brackets that may be open in a value of which so many bytes would be kept: what is larger is
/// read to its end all the same, so that the reader goes on after it.
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
