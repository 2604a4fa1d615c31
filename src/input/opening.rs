//! Where the records of a JSON value are: found by its first bytes.
//!
//! Pages of Graph, arrays, batches of Event Hub, answers of Log Analytics, and what tools wrap
//! around them are containers; everything else is one record.

use std::borrow::Cow;
use std::sync::Arc;

use smallvec::SmallVec;

use super::format::InputFormat;
use crate::graph::exports::is_event_name;
use crate::json::boundary::ValueEnd;
use crate::json::skip::leading_whitespace;

/// What a JSON value is, as far as its first bytes show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// More bytes are needed.
    Unsure,
    /// Something that holds records.
    Container(Container),
    /// One record, or not JSON.
    Record,
}

/// Where the items of a container start, and what is around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Container {
    /// The bytes up to the first item.
    pub(crate) prefix: usize,
    /// Where in these bytes the members before the items' array are, from the `{` on.
    pub(crate) members: std::ops::Range<usize>,
    /// What is open around the array of items, outermost first.
    pub(crate) levels: Levels,
    pub(crate) items: Items,
}

pub(crate) type Levels = SmallVec<[Level; 4]>;

/// A bracket that is open around the items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// A page or a wrapper; members may follow the items.
    Object,
    /// The array of a member whose items are containers: responses of a batch, tables.
    Parts,
}

/// What the items of a container are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Items {
    /// Records.
    Records,
    /// Rows of a table, and the names of its columns.
    Rows(Columns),
    /// Containers, or single records in a wrapper.
    Parts,
}

/// The names of a table's columns.
pub(crate) type Columns = Arc<[String]>;

/// Where a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Context {
    /// At the top of a document or a line.
    Top,
    /// An item of [`Items::Parts`].
    Part,
}

/// Wrappers within wrappers are looked into this deep.
const MAX_WRAPPERS: usize = 4;

/// Finds the records of the value that starts with the first byte; `at_end` where the value has
/// no more bytes than these.
pub(crate) fn opening(
    bytes: &[u8],
    at_end: bool,
    format: InputFormat,
    context: Context,
) -> Opening {
    if format == InputFormat::Object {
        return Opening::Record;
    }
    let mut finder = Finder { bytes, format, levels: Levels::new() };
    match (finder.value(context), at_end) {
        (Opening::Unsure, true) if bytes.first() == Some(&b'[') => array_of(Items::Records),
        (Opening::Unsure, true) => Opening::Record,
        (opening, _) => opening,
    }
}

fn array_of(items: Items) -> Opening {
    Opening::Container(Container { prefix: 1, members: 0..0, levels: Levels::new(), items })
}

/// So many bytes are looked at to recognize a container, however small records may be.
pub(crate) const MIN_OPENING: usize = 512;

/// The same for bytes that may start with white space, of which no more than the largest record,
/// or a little more, are looked at.
pub(crate) fn opening_within(
    bytes: &[u8],
    at_end: bool,
    max_record_bytes: usize,
    format: InputFormat,
    context: Context,
) -> Opening {
    let most = max_record_bytes.max(MIN_OPENING);
    let (seen, at_end) = match bytes.get(..most) {
        Some(seen) => (seen, true),
        None => (bytes, at_end),
    };
    opening(seen.get(leading_whitespace(seen)..).unwrap_or_default(), at_end, format, context)
}

struct Finder<'b> {
    bytes: &'b [u8],
    format: InputFormat,
    levels: Levels,
}

impl Finder<'_> {
    fn value(&mut self, context: Context) -> Opening {
        match self.bytes.first() {
            None => Opening::Unsure,
            Some(b'[') => self.array(),
            Some(b'{') => self.object(0, context),
            Some(_) => Opening::Record,
        }
    }

    /// An array of records, or of pages.
    fn array(&mut self) -> Opening {
        let first = blanks(self.bytes, 1);
        if !self.format.has_wrappers() || self.bytes.get(first) != Some(&b'{') {
            return match self.bytes.get(first) {
                None if self.format.has_wrappers() => Opening::Unsure,
                _ => array_of(Items::Records),
            };
        }
        match self.object(first, Context::Top) {
            Opening::Unsure => Opening::Unsure,
            Opening::Record => array_of(Items::Records),
            Opening::Container(_) => array_of(Items::Parts),
        }
    }

    /// An object that may be a page, a table or a wrapper of such.
    fn object(&mut self, start: usize, context: Context) -> Opening {
        let depth = self.levels.len();
        let opening = self.members(start, context);
        if !matches!(opening, Opening::Container(_)) {
            self.levels.truncate(depth);
        }
        opening
    }

    fn members(&mut self, start: usize, context: Context) -> Opening {
        let bytes = self.bytes;
        self.levels.push(Level::Object);
        let (mut at, mut has_id) = (start + 1, false);
        // The columns of a table, and where its rows are: at the `[`, after their name.
        let (mut columns, mut rows) = (None, None);
        loop {
            let key = blanks(bytes, at);
            match bytes.get(key) {
                None => return Opening::Unsure,
                Some(b'"') => {}
                Some(_) => return Opening::Record,
            }
            let Some(key_end) = value_end(bytes, key) else { return Opening::Unsure };
            let name = unescaped(bytes.get(key + 1..key_end - 1).unwrap_or_default());
            let colon = blanks(bytes, key_end);
            let value = blanks(bytes, colon + 1);
            let first = match (bytes.get(colon), bytes.get(value)) {
                (None, _) | (Some(b':'), None) => return Opening::Unsure,
                (Some(b':'), Some(first)) => *first,
                _ => return Opening::Record,
            };
            let container = |prefix, levels, items| {
                Opening::Container(Container { prefix, members: start..key, levels, items })
            };
            match (self.format.member(&name), first) {
                (Member::Items | Member::Data, b'[')
                    if !has_id || self.format.container().is_some() =>
                {
                    // A record may have such a member too, but not with objects in it.
                    match bytes.get(blanks(bytes, value + 1)) {
                        None => return Opening::Unsure,
                        Some(b'{' | b']' | b',') => {
                            return container(value + 1, self.levels.clone(), Items::Records);
                        }
                        Some(_) => return Opening::Record,
                    }
                }
                (Member::Parts, b'[') => {
                    return container(value + 1, self.levels.clone(), Items::Parts);
                }
                (Member::Wrapper | Member::Data, b'{') if self.levels.len() < MAX_WRAPPERS => {
                    match self.object(value, Context::Part) {
                        Opening::Record => {}
                        found => return found,
                    }
                }
                (Member::Columns, b'[') => columns = Some(value),
                (Member::Rows, b'[') => rows = Some((key, value)),
                _ if name == "id" && context == Context::Top => has_id = true,
                _ if self.format.container().is_none() && is_event_name(&name) => {
                    return Opening::Record;
                }
                _ => {}
            }
            if let (Some(columns), Some((key, rows))) = (columns, rows)
                && let Some(end) = value_end(bytes, columns)
                && let Some(names) = column_names(bytes.get(columns..end).unwrap_or_default())
            {
                return Opening::Container(Container {
                    prefix: rows + 1,
                    members: start..key,
                    levels: self.levels.clone(),
                    items: Items::Rows(names),
                });
            }
            let Some(value_end) = value_end(bytes, value) else { return Opening::Unsure };
            let comma = blanks(bytes, value_end);
            match bytes.get(comma) {
                None => return Opening::Unsure,
                Some(b',') => at = comma + 1,
                Some(_) => return Opening::Record,
            }
        }
    }
}

/// What a member of a container is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Member {
    /// If it is an array of objects, these are the records.
    Items,
    /// If it is an array, each item may be a container.
    Parts,
    /// If it is an object, that may be a container.
    Wrapper,
    /// Either of the two.
    Data,
    /// The columns of a table.
    Columns,
    /// The rows of a table.
    Rows,
    /// Anything else.
    Other,
}

/// The names in `[{"name":"Id","type":"string"},…]`; older services write `ColumnName`.
fn column_names(json: &[u8]) -> Option<Columns> {
    let columns: Vec<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_slice(json).ok()?;
    let name = |column: &serde_json::Map<String, serde_json::Value>| {
        ["name", "Name", "ColumnName"]
            .iter()
            .find_map(|name| column.get(*name)?.as_str().map(str::to_owned))
    };
    columns.iter().map(name).collect::<Option<Vec<_>>>().map(Into::into)
}

fn unescaped(name: &[u8]) -> Cow<'_, str> {
    if name.contains(&b'\\') {
        let quoted = [b"\"", name, b"\""].concat();
        if let Ok(name) = serde_json::from_slice::<String>(&quoted) {
            return Cow::Owned(name);
        }
    }
    String::from_utf8_lossy(name)
}

fn blanks(bytes: &[u8], at: usize) -> usize {
    at + leading_whitespace(bytes.get(at..).unwrap_or_default())
}

/// Where the value at `at` ends; none if that is not seen yet.
fn value_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut scan = ValueEnd::new(usize::MAX);
    match scan.feed(bytes.get(at..)?) {
        (length, Some(_)) => Some(at + length),
        (_, None) => None,
    }
}
