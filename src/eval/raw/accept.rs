//! Whether a text is a JSON object, byte for byte (RFC 8259), and where its members stand.
//!
//! It says yes only where serde_json would say so too. What is rare and takes long to judge
//! (exponents, deep nesting) is left to serde_json.

use super::Member;
use super::skip::{blank, plain_text};

/// The levels that serde_json goes down.
const MAX_DEPTH: u32 = 127;

/// The digits of which every number fits a double, whatever they are.
const MAX_DIGITS: usize = 300;

/// An object that was read.
pub(super) struct Object {
    pub(super) end: usize,
    /// Whether the names of its members are written without escapes.
    pub(super) has_plain_names: bool,
}

/// The object that starts at `start`, in a text that is valid UTF-8; with `LINE`, of
/// one that has no line break in it.
pub(super) fn object<const LINE: bool>(
    bytes: &[u8],
    start: usize,
    members: &mut Vec<Member>,
) -> Option<Object> {
    members.clear();
    if bytes.get(start) != Some(&b'{') {
        return None;
    }
    let mut at = blank::<LINE>(bytes, start + 1);
    if bytes.get(at) == Some(&b'}') {
        return Some(Object { end: at + 1, has_plain_names: true });
    }
    let mut has_plain_names = true;
    // The lowest bit is 1 for an object, 0 for an array; those above, for what is around it.
    let (mut open, mut depth) = (1_u128, 1);
    'name: loop {
        let name = at;
        let (name_end, is_plain) = string(bytes, name)?;
        at = blank::<LINE>(bytes, name_end);
        if bytes.get(at) != Some(&b':') {
            return None;
        }
        at = blank::<LINE>(bytes, at + 1);
        if depth == 1 {
            let [name, name_end, value] = [name, name_end, at].map(|at| at as u32);
            has_plain_names &= is_plain;
            members.push(Member { name, name_end, value });
        }
        'value: loop {
            at = match *bytes.get(at)? {
                b'"' => string(bytes, at)?.0,
                bracket @ (b'{' | b'[') => {
                    let inside = blank::<LINE>(bytes, at + 1);
                    if depth == MAX_DEPTH {
                        return None;
                    }
                    // Brackets that belong together are two apart in ASCII.
                    if bytes.get(inside) == Some(&(bracket + 2)) {
                        inside + 1
                    } else {
                        depth += 1;
                        open = (open << 1) + u128::from(bracket == b'{');
                        at = inside;
                        if bracket == b'{' { continue 'name } else { continue 'value }
                    }
                }
                b'-' | b'0'..=b'9' => number(bytes, at)?,
                _ => word(bytes, at)?,
            };
            loop {
                at = blank::<LINE>(bytes, at);
                let is_object = open & 1 == 1;
                match *bytes.get(at)? {
                    b',' => {
                        at = blank::<LINE>(bytes, at + 1);
                        if is_object { continue 'name } else { continue 'value }
                    }
                    b'}' if is_object => {}
                    b']' if !is_object => {}
                    _ => return None,
                }
                at += 1;
                (depth, open) = (depth - 1, open >> 1);
                if depth == 0 {
                    return Some(Object { end: at, has_plain_names });
                }
            }
        }
    }
}

/// The end of a string that starts at `at` with its quote, and whether it has no escapes.
#[inline(always)]
fn string(bytes: &[u8], at: usize) -> Option<(usize, bool)> {
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    let (mut at, mut is_plain) = (at + 1, true);
    loop {
        at = plain_text(bytes, at)?;
        match bytes.get(at)? {
            b'"' => return Some((at + 1, is_plain)),
            b'\\' => (at, is_plain) = (escape(bytes, at)?, false),
            _ => return None,
        }
    }
}

#[inline(never)]
fn escape(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at + 1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(at + 2),
        b'u' => match hexadecimal(bytes, at + 2)? {
            0xD800..=0xDBFF => {
                let low = bytes.get(at + 6..)?.starts_with(b"\\u");
                let low = low.then(|| hexadecimal(bytes, at + 8))??;
                matches!(low, 0xDC00..=0xDFFF).then_some(at + 12)
            }
            0xDC00..=0xDFFF => None,
            _ => Some(at + 6),
        },
        _ => None,
    }
}

fn hexadecimal(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = bytes.get(at..at + 4)?;
    let digit = |sum: u32, byte: &u8| Some(sum * 16 + char::from(*byte).to_digit(16)?);
    digits.iter().try_fold(0, digit)
}

#[inline]
fn number(bytes: &[u8], start: usize) -> Option<usize> {
    let digits = |mut at: usize| {
        while matches!(bytes.get(at), Some(b'0'..=b'9')) {
            at += 1;
        }
        at
    };
    let whole = start + usize::from(bytes.get(start) == Some(&b'-'));
    let mut at = match bytes.get(whole)? {
        b'0' => whole + 1,
        b'1'..=b'9' => digits(whole),
        _ => return None,
    };
    if bytes.get(at) == Some(&b'.') {
        let fraction = at + 1;
        at = digits(fraction);
        if at == fraction {
            return None;
        }
    }
    let plain = !matches!(bytes.get(at), Some(b'e' | b'E' | b'0'..=b'9'));
    (plain && at - start <= MAX_DIGITS).then_some(at)
}

#[inline]
fn word(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let words: [&[u8]; 3] = [b"true", b"null", b"false"];
    words.iter().find(|word| rest.starts_with(word)).map(|word| at + word.len())
}
