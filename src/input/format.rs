//! What an input holds, told from its first bytes.

/// How records stand in an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InputFormat {
    /// Lines if the first line that is not blank is a JSON value and more follows, else a
    /// document.
    #[default]
    Auto,
    /// JSON Lines: each line is a record, or a page or array of them.
    Lines,
    /// JSON: a page, an array or an object; also several, one after the other.
    Document,
    /// Pages as Graph gives them: the records are in `value`, whatever stands before it.
    Page,
    /// Arrays of records, such as the portal's download.
    Array,
    /// Each object at the top is a record, also one that looks like a page.
    Object,
    /// What diagnostic settings write, as lines or as a document: the event is in `properties`,
    /// whatever stands around it.
    Diagnostic,
    /// What Event Hub hands on, as lines or as a document: such records in `records`.
    EventHub,
}

impl InputFormat {
    /// The members that hold the records of a page: Graph's and Event Hub's.
    const fn items(self) -> &'static [&'static [u8]] {
        match self {
            Self::Page => &[b"\"value\""],
            Self::EventHub => &[b"\"records\""],
            Self::Array | Self::Object => &[],
            Self::Auto | Self::Lines | Self::Document | Self::Diagnostic => {
                &[b"\"value\"", b"\"records\""]
            }
        }
    }

    /// What every value at the top must be, for messages; none where it may be a record.
    pub(crate) const fn container(self) -> Option<&'static str> {
        match self {
            Self::Page => Some("a page, `{\"value\":[…]}`"),
            Self::EventHub => Some("a batch of Event Hub, `{\"records\":[…]}`"),
            Self::Array => Some("a JSON array"),
            _ => None,
        }
    }

    /// Whether every record is in the envelope of diagnostic settings.
    pub(crate) const fn is_wrapped(self) -> bool {
        matches!(self, Self::Diagnostic | Self::EventHub)
    }

    /// Whether what opens so holds its records in the way that the shape says.
    pub(crate) const fn allows(self, opening: Opening) -> bool {
        match self {
            Self::Page | Self::EventHub => matches!(opening, Opening::Page { .. }),
            Self::Array => matches!(opening, Opening::Array(_)),
            _ => true,
        }
    }
}

/// What a JSON value is, as far as its first bytes tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// More bytes are needed.
    Unsure,
    /// An array, whose first item comes after so many bytes.
    Array(usize),
    /// An object with records in `value` or `records`.
    Page {
        /// The bytes up to the name of that member.
        header: usize,
        /// The bytes up to the first record.
        items: usize,
    },
    /// One record, or no JSON at all.
    Record,
}

/// Tells a page or an array from a record: before its records, a page has annotations only,
/// unless the shape says that it is one.
pub(crate) fn opening(bytes: &[u8], at_end: bool, shape: InputFormat) -> Opening {
    match (walk(bytes, shape), at_end) {
        (Opening::Unsure, true) => Opening::Record,
        (opening, _) => opening,
    }
}

fn walk(bytes: &[u8], shape: InputFormat) -> Opening {
    if shape == InputFormat::Object {
        return Opening::Record;
    }
    let given = shape.container().is_some();
    match bytes.first() {
        None => return Opening::Unsure,
        Some(b'[') => return Opening::Array(1),
        Some(b'{') => {}
        Some(_) => return Opening::Record,
    }
    let mut at = 1;
    loop {
        let key = blanks(bytes, at);
        match bytes.get(key) {
            None => return Opening::Unsure,
            Some(b'"') => {}
            Some(_) => return Opening::Record,
        }
        let Some(key_end) = value_end(bytes, key) else { return Opening::Unsure };
        let name = bytes.get(key..key_end).unwrap_or_default();
        let colon = blanks(bytes, key_end);
        let value = blanks(bytes, colon + 1);
        match (bytes.get(colon), bytes.get(value)) {
            (None, _) | (Some(b':'), None) => return Opening::Unsure,
            (Some(b':'), Some(b'[')) if shape.items().contains(&name) => {
                // A record could have such a member too, but not with objects in it.
                return match bytes.get(blanks(bytes, value + 1)) {
                    None => Opening::Unsure,
                    Some(b'{' | b']' | b',') => Opening::Page { header: key, items: value + 1 },
                    Some(_) => Opening::Record,
                };
            }
            (Some(b':'), Some(_)) if given || name.starts_with(b"\"@") => {}
            _ => return Opening::Record,
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

fn blanks(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + crate::json::skip::leading_whitespace(rest)
}

/// Where the value at `at` ends; none if that is not seen yet.
fn value_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut scan = crate::json::boundary::ValueEnd::new(usize::MAX);
    match scan.feed(bytes.get(at..)?) {
        (length, Some(_)) => Some(at + length),
        (_, None) => None,
    }
}
