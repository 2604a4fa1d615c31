//! A JSON text as the evaluator sees it.

use std::borrow::Cow;

use super::{Member, RawJson, skip};
use crate::eval::node::{Node, Plain, View};

impl<'a> Node<'a> for RawJson<'a> {
    fn view(self) -> View<'a> {
        match self.bytes.get(self.at) {
            Some(b'"') => string(self.bytes, self.at).map_or(View::Null, View::String),
            Some(b'{') => View::Object,
            Some(b'[') => View::Collection,
            Some(b't') => View::Boolean(true),
            Some(b'f') => View::Boolean(false),
            Some(b'-' | b'0'..=b'9') => {
                std::str::from_utf8(self.as_written()).map_or(View::Null, number)
            }
            _ => View::Null,
        }
    }

    #[inline]
    fn plain(self) -> Plain<'a> {
        match self.bytes.get(self.at) {
            Some(b'"') => match skip::plain_text(self.bytes, self.at + 1) {
                Some(end) => text(self.bytes, self.at, end).map_or(Plain::Other, Plain::Text),
                None => Plain::Null,
            },
            Some(b'-' | b'0'..=b'9') => {
                integer(self.bytes, self.at).map_or(Plain::Other, Plain::Integer)
            }
            Some(b'n') => Plain::Null,
            _ => Plain::Other,
        }
    }

    fn member(self, name: &str) -> Option<Self> {
        match self.members {
            Some(members) => {
                let found = members.iter().find(|member| is_name(self.bytes, **member, name))?;
                Some(Self::at(self.bytes, found.value as usize))
            }
            None => self.find(name),
        }
    }

    fn items(self) -> impl Iterator<Item = Self> {
        let bytes = self.bytes;
        let mut next = self.inside(b'[');
        std::iter::from_fn(move || {
            let at = next.filter(|at| bytes.get(*at).is_some_and(|byte| *byte != b']'))?;
            next = skip::value(bytes, at).and_then(|end| after(bytes, end, b','));
            Some(Self::at(self.bytes, at))
        })
    }
}

impl RawJson<'_> {
    /// What stands after the bracket, if the value starts with it.
    pub(super) fn inside(&self, bracket: u8) -> Option<usize> {
        (self.bytes.get(self.at) == Some(&bracket))
            .then(|| skip::blank::<false>(self.bytes, self.at + 1))
    }

    /// The member of an object whose members are not known yet.
    fn find(self, name: &str) -> Option<Self> {
        let bytes = self.bytes;
        let mut at = self.inside(b'{')?;
        loop {
            let member = member_at(bytes, at)?;
            let value = member.value as usize;
            if is_name(bytes, member, name) {
                return Some(Self::at(bytes, value));
            }
            at = after(bytes, skip::value(bytes, value)?, b',')?;
        }
    }
}

/// The member whose name starts at `at`.
#[inline]
pub(super) fn member_at(bytes: &[u8], at: usize) -> Option<Member> {
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    let end = skip::string(bytes, at + 1)?;
    let value = after(bytes, end, b':')?;
    let [name, name_end, value] = [at, end, value].map(|at| u32::try_from(at).ok());
    Some(Member { name: name?, name_end: name_end?, value: value? })
}

/// What stands after a comma or a colon.
#[inline]
pub(super) fn after(bytes: &[u8], at: usize, byte: u8) -> Option<usize> {
    let at = skip::blank::<false>(bytes, at);
    (bytes.get(at) == Some(&byte)).then(|| skip::blank::<false>(bytes, at + 1))
}

/// Whether a member is called so.
#[inline]
pub(super) fn is_name(bytes: &[u8], member: Member, name: &str) -> bool {
    let written = member.name(bytes);
    if written == name.as_bytes() {
        return true;
    }
    // An escape makes a name longer, never shorter.
    written.len() > name.len()
        && memchr::memchr(b'\\', written).is_some()
        && string(bytes, member.name as usize).is_some_and(|written| written == name)
}

/// The string that starts at `at`, with its quote.
#[inline]
fn string(bytes: &[u8], at: usize) -> Option<Cow<'_, str>> {
    let end = skip::plain_text(bytes, at + 1)?;
    if let Some(text) = text(bytes, at, end) {
        return Some(Cow::Borrowed(text));
    }
    let end = skip::string(bytes, end)?;
    serde_json::from_slice(bytes.get(at..end)?).ok().map(Cow::Owned)
}

/// The same, if the first byte that may end it is its quote.
#[inline]
fn text(bytes: &[u8], at: usize, end: usize) -> Option<&str> {
    let text = bytes.get(at + 1..end)?;
    (bytes.get(end) == Some(&b'"')).then(|| std::str::from_utf8(text).ok())?
}

/// The number that starts at `at`, if it is written as an integer that surely is one of i64.
#[inline]
fn integer(bytes: &[u8], at: usize) -> Option<i64> {
    const MAX_DIGITS: usize = 18;
    let is_negative = bytes.get(at) == Some(&b'-');
    let digits = bytes.get(at + usize::from(is_negative)..)?;
    let (mut number, mut count) = (0, 0);
    while let Some(digit @ b'0'..=b'9') = digits.get(count) {
        if count == MAX_DIGITS {
            return None;
        }
        number = number * 10 + i64::from(digit - b'0');
        count += 1;
    }
    // What begins with a zero is -0, or no number.
    let is_plain = digits.first() != Some(&b'0') || (count == 1 && !is_negative);
    let is_end = digits.get(count).is_none_or(|byte| skip::ends_scalar(*byte));
    (count > 0 && is_plain && is_end).then_some(if is_negative { -number } else { number })
}

/// As for `serde_json::Value`: an integer if it is one of i64 or u64, else a double.
fn number(text: &str) -> View<'static> {
    if let Ok(value) = text.parse::<u64>() {
        return View::Integer(value.into());
    }
    match serde_json::from_str::<serde_json::Number>(text) {
        Ok(number) => match (number.as_i64(), number.as_u64()) {
            (Some(value), _) => View::Integer(value.into()),
            (None, Some(value)) => View::Integer(value.into()),
            (None, None) => number.as_f64().map_or(View::Null, View::Double),
        },
        Err(_) => View::Null,
    }
}
