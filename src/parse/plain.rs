//! Paths of properties, literals, and comparisons of the two, of which most filters consist,
//! each read in one go.
//!
//! Short cuts through the rules, not rules: what is not plainly of this shape, or not within
//! the limits, gives nothing, and the rules read it from its start and name its faults. They
//! save most of their time, which goes into handing trees from rule to rule; here a tree is
//! made where it stays, and what is handed on is small.

use memchr::memchr;

use super::context::Cx;
use super::expr::Next;
use super::lex::{after_byte, peek, space};
use super::literal::scan;
use super::operator::Operator;
use crate::ast::lexical::{GUID_LEN, reads_as_literal, starts_with_guid, word_len};
use crate::ast::{
    BinaryOp, Expr, ExprKind, Function, Guid, LambdaOp, Literal, Name, Path, Segment, SegmentKind,
    Text,
};
use crate::span::Span;

/// Where a comparison or a call stands, and the operator after it.
pub(super) struct Condition<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) height: u8,
    pub(super) rest: &'a str,
    pub(super) next: Next<'a>,
}

/// A comparison of a path of properties with a literal, or a function of such operands, where
/// nothing follows that holds it more tightly than `and` does.
///
/// It is given to `put`, which knows its place, with the operator after it.
#[inline(always)]
pub(super) fn condition<'a>(
    cx: Cx<'a>,
    input: &'a str,
    put: impl FnOnce(Next<'a>, Expr),
) -> Option<Condition<'a>> {
    let names = Names::of(cx, input)?;
    match peek(names.rest) {
        b' ' if names.rest.as_bytes().get(1) == Some(&b'i') => {
            membership(cx, input, &names).map(|(found, operands)| {
                let kind = ExprKind::Binary(BinaryOp::In, operands);
                put(found.next, Expr::flat(kind, cx.span(found.start, found.end), 2));
                found
            })
        }
        b' ' if is_arithmetic(names.rest) => {
            calculation(cx, input, &names).map(|(found, op, operands)| {
                let kind = ExprKind::Binary(op, operands);
                put(found.next, Expr::flat(kind, cx.span(found.start, found.end), 2));
                found
            })
        }
        b' ' => comparison(cx, input, names, put),
        b'(' if names.count == 1 => {
            let (found, expr) = call(cx, input, names.rest)?;
            put(found.next, expr);
            Some(found)
        }
        _ => None,
    }
}

#[inline(always)]
fn comparison<'a>(
    cx: Cx<'a>,
    input: &'a str,
    names: Names<'a>,
    put: impl FnOnce(Next<'a>, Expr),
) -> Option<Condition<'a>> {
    let (op, right) = comparing(names.rest)?;
    let (rest, value) = value(right)?;
    let next = next(rest)?;
    // The segments, the operands and the comparison, which is one level high.
    if names.reads_as_literal(input) || !cx.has_room(names.count + 3, 1) {
        return None;
    }
    let mut operands = Vec::with_capacity(2);
    names.add_path(cx, input, &mut operands);
    let (start, end) = (cx.offset(input), cx.offset(rest));
    value.add(cx.span(cx.offset(right), end), &mut operands);
    let kind = ExprKind::Binary(op, operands.try_into().ok()?);
    put(next, Expr::flat(kind, cx.span(start, end), 1));
    Some(Condition { start, end, height: 1, rest, next })
}

/// A comparison operator with white space around it, and what follows.
#[inline]
fn comparing(input: &str) -> Option<(BinaryOp, &str)> {
    let op = match input.as_bytes() {
        [b' ', b'e', b'q', b' ', ..] => BinaryOp::Eq,
        [b' ', b'n', b'e', b' ', ..] => BinaryOp::Ne,
        [b' ', b'g', b't', b' ', ..] => BinaryOp::Gt,
        [b' ', b'g', b'e', b' ', ..] => BinaryOp::Ge,
        [b' ', b'l', b't', b' ', ..] => BinaryOp::Lt,
        [b' ', b'l', b'e', b' ', ..] => BinaryOp::Le,
        _ => return None,
    };
    Some((op, input.get(4..)?))
}

/// Whether an operator of three letters follows, which may be arithmetic.
#[inline]
const fn is_arithmetic(input: &str) -> bool {
    matches!(input.as_bytes(), [b' ', b'a' | b's' | b'm' | b'd', _, _, b' ', ..])
}

/// A path of properties and a literal with arithmetic between them, compared with a literal.
#[inline(never)]
fn calculation<'a>(
    cx: Cx<'a>,
    input: &'a str,
    names: &Names<'a>,
) -> Option<(Condition<'a>, BinaryOp, Box<[Expr; 2]>)> {
    let Some(Operator::Binary(arithmetic)) = Operator::of(names.rest.get(1..4)?) else {
        return None;
    };
    let second = names.rest.get(5..)?;
    let (after, operand) = value(second)?;
    let (op, right) = comparing(after)?;
    let (rest, value) = value(right)?;
    let next = next(rest)?;
    // The segments, the operands and the operators, which are two levels high.
    if names.reads_as_literal(input) || !cx.has_room(names.count + 5, 2) {
        return None;
    }
    let (start, middle, end) = (cx.offset(input), cx.offset(after), cx.offset(rest));
    let mut inner = Vec::with_capacity(2);
    names.add_path(cx, input, &mut inner);
    operand.add(cx.span(cx.offset(second), middle), &mut inner);
    let kind = ExprKind::Binary(arithmetic, inner.try_into().ok()?);
    let mut operands = Vec::with_capacity(2);
    operands.push(Expr::flat(kind, cx.span(start, middle), 1));
    value.add(cx.span(cx.offset(right), end), &mut operands);
    Some((Condition { start, end, height: 2, rest, next }, op, operands.try_into().ok()?))
}

/// A path of properties that is one of the literals in a list.
#[inline(never)]
fn membership<'a>(
    cx: Cx<'a>,
    input: &'a str,
    names: &Names<'a>,
) -> Option<(Condition<'a>, Box<[Expr; 2]>)> {
    let open = names.rest.strip_prefix(" in ")?;
    let inner = cx.deeper(1, open).ok()?;
    let mut items = Vec::with_capacity(4);
    let mut rest = space(after_byte(open, b'(')?);
    loop {
        rest = space(literal_item(inner, rest, &mut items)?);
        match after_byte(rest, b',') {
            Some(after) if items.len() < cx.source.limits.max_list_items => rest = space(after),
            Some(_) => return None,
            None => break,
        }
    }
    rest = after_byte(rest, b')')?;
    let next = next(rest)?;
    let within = items.len() <= cx.source.limits.max_list_items;
    // The segments, the path, the list and the operator, which is two levels high.
    if names.reads_as_literal(input) || !within || !cx.has_room(names.count + 3, 2) {
        return None;
    }
    let (start, end) = (cx.offset(input), cx.offset(rest));
    let mut operands = Vec::with_capacity(2);
    names.add_path(cx, input, &mut operands);
    operands.push(Expr::flat(ExprKind::List(items), cx.span(cx.offset(open), end), 1));
    Some((Condition { start, end, height: 2, rest, next }, operands.try_into().ok()?))
}

/// A call of a canonical function, alone or compared with a literal.
#[inline(never)]
fn call<'a>(cx: Cx<'a>, input: &'a str, open: &'a str) -> Option<(Condition<'a>, Expr)> {
    let (rest, called, height) = function(cx, input, open, Arguments::Calls)?;
    let start = cx.offset(input);
    if let Some(next) = next(rest) {
        let end = cx.offset(rest);
        return Some((Condition { start, end, height, rest, next }, called));
    }
    let (op, right) = comparing(rest)?;
    let (rest, value) = value(right)?;
    let next = next(rest)?;
    let height = height + 1;
    if !cx.has_room(2, usize::from(height)) {
        return None;
    }
    let mut operands = Vec::with_capacity(2);
    operands.push(called);
    let end = cx.offset(rest);
    value.add(cx.span(cx.offset(right), end), &mut operands);
    let kind = ExprKind::Binary(op, operands.try_into().ok()?);
    let compared = Expr::flat(kind, cx.span(start, end), height);
    Some((Condition { start, end, height, rest, next }, compared))
}

/// What the arguments of a function may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Arguments {
    /// Paths and literals, and calls with nothing but those in them.
    Calls,
    /// Paths and literals.
    Items,
}

/// A call of a canonical function, how high it is, and what follows it.
fn function<'a>(
    cx: Cx<'a>,
    input: &'a str,
    open: &'a str,
    takes: Arguments,
) -> Option<(&'a str, Expr, u8)> {
    let function = Function::from_name(input.get(..input.len() - open.len())?)?;
    let inner = cx.deeper(1, input).ok()?;
    let (mut arguments, mut height) = (Vec::with_capacity(function.arity().max), 1);
    let mut rest = space(after_byte(open, b'(')?);
    loop {
        rest = match item(inner, rest, &mut arguments) {
            Some(rest) => space(rest),
            None if takes == Arguments::Calls => {
                let names = Names::of(cx, rest).filter(|names| names.count == 1)?;
                let (after, called, _) = self::function(inner, rest, names.rest, Arguments::Items)?;
                arguments.push(called);
                height = 2;
                space(after)
            }
            None => return None,
        };
        match after_byte(rest, b',') {
            Some(after) if arguments.len() < function.arity().max => rest = space(after),
            Some(_) => return None,
            None => break,
        }
    }
    rest = after_byte(rest, b')')?;
    let within = arguments.len() <= cx.source.limits.max_list_items;
    let fits = function.arity().takes(arguments.len()) && within;
    if !fits || !cx.has_room(1, usize::from(height)) {
        return None;
    }
    let kind = ExprKind::Call(function, arguments);
    Some((rest, Expr::flat(kind, cx.between(input, rest), height), height))
}

/// What follows a condition, if it is certain that the condition ends there.
#[inline]
pub(super) fn next(rest: &str) -> Option<Next<'_>> {
    let (op, length) = match rest.as_bytes() {
        [] | [b')', ..] => return Some(None),
        [b' ', b'a', b'n', b'd', b' ', ..] => (Operator::And, 5),
        [b' ', b'o', b'r', b' ', ..] => (Operator::Or, 4),
        _ => return None,
    };
    Some(Some((op, space(rest.get(length..)?))))
}

/// Adds a path or a literal that is a whole argument or item: a comma or a closing parenthesis
/// follows, where the rest starts.
#[inline]
pub(super) fn item<'a>(cx: Cx<'a>, input: &'a str, items: &mut Vec<Expr>) -> Option<&'a str> {
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
pub(super) fn literal_item<'a>(
    cx: Cx<'a>,
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
struct Names<'a> {
    ends: [usize; MAX_NAMES],
    count: usize,
    rest: &'a str,
}

/// The start of `any(x:` or `all(x:` after a collection: what stands before the condition.
pub(super) struct LambdaHead<'a> {
    pub(super) op: LambdaOp,
    pub(super) collection: Path,
    pub(super) variable: &'a str,
    /// The condition, and what follows it.
    pub(super) rest: &'a str,
}

/// What stands before the condition of a lambda; its segments are counted.
#[inline(never)]
pub(super) fn lambda_head<'a>(cx: Cx<'a>, input: &'a str) -> Option<LambdaHead<'a>> {
    let names = Names::of(cx, input)?;
    let collection = names.count.checked_sub(1).filter(|count| *count > 0)?;
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
    fn of(cx: Cx<'a>, input: &'a str) -> Option<Self> {
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
    fn reads_as_literal(&self, input: &str) -> bool {
        let [first, ..] = self.ends;
        input.get(..first).is_none_or(reads_as_literal)
    }

    /// Adds the path that the names make.
    #[inline(always)]
    fn add_path(&self, cx: Cx<'_>, input: &str, items: &mut Vec<Expr>) {
        let whole = cx.between(input, self.rest);
        items.push(Expr::properties(self.path(cx, input, self.count), whole));
    }

    /// The path that the first `count` names make.
    #[inline(always)]
    fn path(&self, cx: Cx<'_>, input: &str, count: usize) -> Path {
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

/// A literal as it is found: a string is not copied before it is certain.
enum Value<'a> {
    String(&'a str),
    Boolean(bool),
    Null,
    Other(Literal),
}

impl Value<'_> {
    /// Adds the literal. Each kind by itself: were they joined first, the bytes that only some
    /// of them have would be moved once more, in odd pieces.
    #[inline(always)]
    fn add(self, span: Span, items: &mut Vec<Expr>) {
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
/// it, which is yet to be looked at.
#[inline(always)]
fn value(input: &str) -> Option<(&str, Value<'_>)> {
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
