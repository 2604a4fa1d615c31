//! The operands of simple conditions: paths of properties, and literals.

use memchr::memchr;

use crate::ast::lexical::{GUID_LEN, reads_as_literal, starts_with_guid, word_len};
use crate::ast::{Expr, Guid, LambdaOp, Literal, Name, Path, Segment, SegmentKind, Text};
use crate::parse::context::Context;
use crate::parse::lex::{after_byte, peek, space};
use crate::parse::literal::scan;
use crate::span::Span;

/// Adds a path or a literal that is a whole argument or item: a comma or a closing parenthesis
/// follows, where the rest starts.
#[inline]
pub(in crate::parse) fn item<'a>(
    cx: Context<'a>,
    input: &'a str,
    items: &mut Vec<Expr>,
) -> Option<&'a str> {
    if let Some(rest) = literal_item(cx, input, items) {
        return Some(rest);
    }
    let names = Names::of(cx, input)?;
    let within = closes(names.rest) && !names.reads_as_literal(input);
    if !within || !cx.has_room(names.count + 1, 0) {
        return None;
    }
    names.add_path(cx, input, items);
    Some(names.rest)
}

/// As `item`, but only a literal.
#[inline]
pub(in crate::parse) fn literal_item<'a>(
    cx: Context<'a>,
    input: &'a str,
    items: &mut Vec<Expr>,
) -> Option<&'a str> {
    let (rest, value) = value(input)?;
    if !closes(rest) || !cx.has_room(1, 0) {
        return None;
    }
    value.add(cx.between(input, rest), items);
    Some(rest)
}

/// Whether an argument or an item ends here.
#[inline]
fn closes(rest: &str) -> bool {
    matches!(peek(space(rest)), b',' | b')')
}

/// Names with slashes between them: where each ends, counted from the start, and what follows.
pub(super) struct Names<'a> {
    ends: [usize; MAX_NAMES],
    pub(super) count: usize,
    pub(super) rest: &'a str,
}

/// A lambda up to its condition: `collection/any(x:`.
pub(in crate::parse) struct LambdaHead<'a> {
    pub(in crate::parse) op: LambdaOp,
    pub(in crate::parse) collection: Path,
    pub(in crate::parse) variable: &'a str,
    /// The condition, and what follows it.
    pub(in crate::parse) rest: &'a str,
}

/// Reads a lambda up to its condition, and counts its segments.
#[inline(never)]
pub(in crate::parse) fn lambda_head<'a>(cx: Context<'a>, input: &'a str) -> Option<LambdaHead<'a>> {
    let names = Names::of(cx, input)?;
    let collection = names.count.checked_sub(1)?;
    let op = match input.get(..input.len() - names.rest.len())? {
        path if path.ends_with("/any") => LambdaOp::Any,
        path if path.ends_with("/all") => LambdaOp::All,
        _ => return None,
    };
    let at = space(after_byte(names.rest, b'(')?);
    let (variable, rest) = at.split_at_checked(word_len(at.as_bytes()))?;
    let named = !variable.is_empty() && variable.len() <= cx.max_identifier();
    let rest = space(after_byte(space(rest), b':')?);
    let plain = named && !peek(variable).is_ascii_digit() && !names.reads_as_literal(input);
    if !plain || !cx.has_room(collection, 0) {
        return None;
    }
    Some(LambdaHead { op, collection: names.path(cx, input, collection), variable, rest })
}

/// Hardly any path has more segments.
const MAX_NAMES: usize = 4;

impl<'a> Names<'a> {
    /// The names at the start of the input.
    #[inline(always)]
    pub(super) fn of(cx: Context<'a>, input: &'a str) -> Option<Self> {
        let mut names = Self { ends: [0; MAX_NAMES], count: 0, rest: input };
        let mut at = input;
        for end in &mut names.ends {
            let length = word_len(at.as_bytes());
            if length == 0 || length > cx.max_identifier() || peek(at).is_ascii_digit() {
                return None;
            }
            let rest = at.get(length..)?;
            *end = input.len() - rest.len();
            names.count += 1;
            match peek(rest) {
                b'/' => at = rest.get(1..)?,
                b' ' | b',' | b')' | b'(' => return Some(Self { rest, ..names }),
                _ => return None,
            }
        }
        None
    }

    #[inline]
    pub(super) fn reads_as_literal(&self, input: &str) -> bool {
        let [first, ..] = self.ends;
        input.get(..first).is_none_or(reads_as_literal)
    }

    /// Adds the path that the names make.
    #[inline(always)]
    pub(super) fn add_path(&self, cx: Context<'_>, input: &str, items: &mut Vec<Expr>) {
        let whole = cx.between(input, self.rest);
        items.push(Expr::properties(self.path(cx, input, self.count), whole));
    }

    /// The path that the first `count` names make.
    #[inline(always)]
    fn path(&self, cx: Context<'_>, input: &str, count: usize) -> Path {
        let offset = cx.offset(input);
        if count == 1 {
            let [end, ..] = self.ends;
            let name = Name::scanned(input.get(..end).unwrap_or(""));
            return Path::property(name, cx.span(offset, offset + end));
        }
        let mut segments = Vec::with_capacity(count);
        let mut start = 0;
        for &end in self.ends.iter().take(count) {
            let kind = SegmentKind::Property(Name::scanned(input.get(start..end).unwrap_or("")));
            segments.push(Segment::new(kind, cx.span(offset + start, offset + end)));
            start = end + 1;
        }
        Path::properties(segments)
    }
}

/// A literal that is scanned but not built: a string is copied only when the condition is complete.
pub(super) enum Value<'a> {
    String(&'a str),
    Boolean(bool),
    Null,
    Other(Literal),
}

impl Value<'_> {
    /// Adds the literal. Each kind is written by itself: joining them in one `Literal` first would
    /// copy the bytes once more, with loads of other widths than the stores.
    #[inline(always)]
    pub(super) fn add(self, span: Span, items: &mut Vec<Expr>) {
        match self {
            Value::String(text) => {
                items.push(Expr::literal(Literal::String(Text::in_place(text)), span))
            }
            Value::Boolean(value) => items.push(Expr::literal(Literal::Boolean(value), span)),
            Value::Null => items.push(Expr::literal(Literal::Null, span)),
            Value::Other(literal) => items.push(Expr::literal(literal, span)),
        }
    }
}

/// A string, a number, a date, a guid, `true`, `false` or `null`, and what follows
/// it, which is not checked yet.
#[inline(always)]
pub(super) fn value(input: &str) -> Option<(&str, Value<'_>)> {
    let bytes = input.as_bytes();
    match bytes {
        [b'\'', body @ ..] => {
            let (mut end, mut doubled) = (memchr(b'\'', body)? + 1, false);
            while bytes.get(end + 1) == Some(&b'\'') {
                end += 2 + memchr(b'\'', bytes.get(end + 2..)?)?;
                doubled = true;
            }
            let (text, rest) = (input.get(1..end)?, input.get(end + 1..)?);
            Some(match doubled {
                false => (rest, Value::String(text)),
                true => (rest, Value::Other(Literal::String(text.replace("''", "'").into()))),
            })
        }
        [b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F', ..] if starts_with_guid(bytes) => {
            let (text, rest) = input.split_at_checked(GUID_LEN)?;
            Some((rest, Value::Other(text.parse::<Guid>().ok()?.into())))
        }
        [b'0'..=b'9', ..] => {
            let (value, length) = scan(bytes).ok()?;
            Some((input.get(length..)?, Value::Other(value)))
        }
        [b't' | b'f' | b'n', ..] => {
            let (word, rest) = input.split_at_checked(word_len(bytes))?;
            let value = match word {
                "true" => Value::Boolean(true),
                "false" => Value::Boolean(false),
                "null" => Value::Null,
                _ => return None,
            };
            Some((rest, value))
        }
        _ => None,
    }
}
