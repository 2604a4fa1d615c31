//! Paths (ABNF `firstMemberExpr`, `rootExpr`, `functionExpr` and what follows them).

use super::context::{Context, Fault, Parsed, failure};
use super::expr::{PLACEHOLDER, common_expr, common_expr_into};
use super::lex::{
    after_byte, after_keyword, dotted, identifier, identifier_text, peek, space, word,
};
use super::primary::{close, primary};
use crate::ast::lexical::expression_len;
use crate::ast::{
    Annotation, CountOptions, Expr, ExprKind, KeyPredicate, Lambda, LambdaOp, Name, Path,
    QualifiedName, Segment, SegmentKind, ServiceCall,
};
use crate::diagnostic::{Code, Diagnostic};

/// What may follow a `/`.
const SEGMENT: &[&str] = &["a property", "`any(…)` or `all(…)`", "`$count`", "a type"];

/// A path that starts with `$it`, `$this`, `$root` or `@`.
pub(super) fn path_from<'a>(cx: Context<'a>, input: &'a str) -> Parsed<'a, Expr> {
    let (rest, kind) = match after_byte(input, b'@') {
        Some(after) => annotation(cx, after, true)?,
        None => {
            let (name, rest) = word(input.get(1..).unwrap_or_default());
            let kind = match name {
                "it" => SegmentKind::It,
                "this" => SegmentKind::This,
                "root" => SegmentKind::Root,
                _ => {
                    let (start, end) = (cx.offset(input), cx.offset(rest));
                    let message =
                        format!("`${name}` is not a variable: `$it`, `$this`, `$root` are");
                    return Err(cx.fault(start, end, message));
                }
            };
            (rest, kind)
        }
    };
    let first = cx.segment(kind, cx.offset(input), cx.offset(rest))?;
    rest_of_path(cx, input, rest, first)
}

/// The segments after the first, and the path or lambda expression that they make.
pub(super) fn rest_of_path<'a>(
    cx: Context<'a>,
    input: &'a str,
    rest: &'a str,
    first: Segment,
) -> Parsed<'a, Expr> {
    let (rest, segments) = segments(cx, rest, first)?;
    // The lambda is read when the frame of what came before it is gone from the stack.
    match after_byte(rest, b'/').and_then(lambda_op) {
        Some((op, after)) => lambda(
            cx,
            cx.offset(input),
            after_byte(rest, b'/').unwrap_or_default(),
            segments,
            op,
            after,
        ),
        None => finish(cx, input, rest, segments),
    }
}

/// The segments of a path, up to a lambda operator if there is one.
fn segments<'a>(cx: Context<'a>, mut rest: &'a str, first: Segment) -> Parsed<'a, Vec<Segment>> {
    let mut segments = Vec::with_capacity(2);
    segments.push(first);
    loop {
        if peek(rest) == b'(' {
            rest = push_key(cx, rest, &mut segments)?;
            continue;
        }
        let Some(at) = after_byte(rest, b'/') else { break };
        if matches!(peek(at), b'a' | b'A') && lambda_op(at).is_some() {
            break;
        }
        rest = push_segment(cx, at, &mut segments)?;
    }
    Ok((rest, segments))
}

// The frames of the rules that nest add up over the levels of a text. Without optimisation every
// temporary has a place of its own in them, so what does not nest is in functions of its own, and
// results are written where they stay.

fn push_key<'a>(
    cx: Context<'a>,
    input: &'a str,
    segments: &mut Vec<Segment>,
) -> Result<&'a str, nom::Err<Fault>> {
    let (rest, kind) = key(cx, input, segments.last())?;
    segments.push(cx.segment(kind, cx.offset(input), cx.offset(rest))?);
    Ok(rest)
}

/// The segment after a `/`.
fn push_segment<'a>(
    cx: Context<'a>,
    input: &'a str,
    segments: &mut Vec<Segment>,
) -> Result<&'a str, nom::Err<Fault>> {
    if peek(input) == b'$' {
        return push_dollar(cx, input, segments);
    }
    let (rest, segment) = named_or_annotation(cx, input)?;
    segments.push(segment);
    Ok(rest)
}

fn push_dollar<'a>(
    cx: Context<'a>,
    input: &'a str,
    segments: &mut Vec<Segment>,
) -> Result<&'a str, nom::Err<Fault>> {
    let mut kind = SegmentKind::Count(None);
    let rest = dollar(cx, input, &mut kind)?;
    segments.push(cx.segment(kind, cx.offset(input), cx.offset(rest))?);
    Ok(rest)
}

/// The path that segments make.
fn finish<'a>(
    cx: Context<'a>,
    input: &'a str,
    rest: &'a str,
    segments: Vec<Segment>,
) -> Parsed<'a, Expr> {
    let (start, end) = (cx.offset(input), cx.offset(rest));
    // Most likely a path with a dot for a slash, unless it goes on like something else.
    if let [only] = &*segments
        && let SegmentKind::Cast(name) = only.kind()
        && !matches!(peek(space(rest)), b'(' | b'\'' | b'=')
    {
        let message = format!("`{name}` is not a property: a type alone is not an expression");
        let span = cx.span(start, end);
        return Err(failure(Diagnostic::new(Code::UnknownProperty, span, message)));
    }
    let path = Path::scanned(segments).map_err(|error| cx.tree_fault(&error, start, end))?;
    Ok((rest, cx.path(path, start, end)?))
}

/// A segment that does not start with a `$`.
fn named_or_annotation<'a>(cx: Context<'a>, input: &'a str) -> Parsed<'a, Segment> {
    let (rest, kind) = match peek(input) {
        b'@' => annotation(cx, input.get(1..).unwrap_or_default(), false)?,
        _ => {
            let (rest, name) = identifier_text(cx, input, "after a `/`", SEGMENT)?;
            if !matches!(peek(rest), b'.' | b'(') {
                let kind = SegmentKind::Property(Name::scanned(name));
                return Ok((rest, cx.segment(kind, cx.offset(input), cx.offset(rest))?));
            }
            let (rest, name) = dotted(cx, input, "after a `/`")?;
            return named_segment(cx, input, name, rest);
        }
    };
    Ok((rest, cx.segment(kind, cx.offset(input), cx.offset(rest))?))
}

/// A property, a type, or a call of a service function. `rest` starts after the name.
pub(super) fn named_segment<'a>(
    cx: Context<'a>,
    input: &'a str,
    name: QualifiedName,
    rest: &'a str,
) -> Parsed<'a, Segment> {
    let (rest, kind) = match call_parameters(cx, rest)? {
        Some((rest, parameters)) => {
            (rest, SegmentKind::Call(Box::new(ServiceCall { name, parameters })))
        }
        None if name.is_qualified() => (rest, SegmentKind::Cast(name)),
        None => (rest, SegmentKind::Property(Name::scanned(&name))),
    };
    Ok((rest, cx.segment(kind, cx.offset(input), cx.offset(rest))?))
}

/// What a call or a compound key holds: names and values.
type Parameters = Vec<(Name, Expr)>;

/// ABNF `functionExprParameters`, if there are some: `()` or `(name=…)`. Other parentheses
/// hold a key.
fn call_parameters<'a>(
    cx: Context<'a>,
    input: &'a str,
) -> Result<Option<(&'a str, Parameters)>, nom::Err<Fault>> {
    let Some(inside) = after_byte(input, b'(').map(space) else { return Ok(None) };
    if let Some(rest) = after_byte(inside, b')') {
        return Ok(Some((rest, Vec::new())));
    }
    if !is_named(inside) {
        return Ok(None);
    }
    let inner = cx.deeper(1, input)?;
    let mut parameters = Vec::new();
    let mut rest = inside;
    loop {
        let (after, name) = identifier(inner, rest, "in the parameters of a function")?;
        let value = after_byte(after, b'=')
            .ok_or_else(|| cx.unexpected(after, "after the name of a parameter", &["`=`"]))?;
        let (after, value) = common_expr(inner, value, "in the parameters of a function")?;
        parameters.push((name, value));
        cx.check_items(parameters.len(), rest)?;
        match after_byte(space(after), b',') {
            Some(after) => rest = space(after),
            None => {
                let reading = "in the parameters of a function";
                let rest = close(cx, input, after, b')', reading, &["`,`", "`)`"])?;
                return Ok(Some((rest, parameters)));
            }
        }
    }
}

/// Whether a name with `=` right after it starts here.
fn is_named(input: &str) -> bool {
    let length = crate::ast::lexical::identifier_len(input);
    length > 0 && input.as_bytes().get(length) == Some(&b'=')
}

/// ABNF `keyPredicate`. The input starts at the parenthesis.
fn key<'a>(cx: Context<'a>, input: &'a str, before: Option<&Segment>) -> Parsed<'a, SegmentKind> {
    if let Some((rest, pairs)) = call_parameters(cx, input)? {
        let key = KeyPredicate::Compound(pairs);
        return Ok((rest, SegmentKind::Key(Box::new(key))));
    }
    let inside = space(after_byte(input, b'(').unwrap_or_default());
    let (rest, value) = primary(cx.deeper(1, input)?, inside, "in a key")?;
    let is_value = value.as_literal().is_some()
        || value.as_path().is_some_and(
            |path| matches!(path.segments(), [one] if matches!(one.kind(), SegmentKind::Alias(_))),
        );
    if !is_value || peek(space(rest)) == b',' {
        return Err(not_a_key(cx, input, rest, before));
    }
    let rest = close(cx, input, rest, b')', "in a key", &["`)`"])?;
    Ok((rest, SegmentKind::Key(Box::new(KeyPredicate::Simple(value)))))
}

/// Arguments that are no key: most likely those of a function that does not exist.
fn not_a_key(
    cx: Context<'_>,
    input: &str,
    rest: &str,
    before: Option<&Segment>,
) -> nom::Err<Fault> {
    let name = match before.map(Segment::kind) {
        Some(SegmentKind::Property(name)) => Some(name.as_str()),
        Some(SegmentKind::Cast(name)) => Some(name.as_str()),
        _ => None,
    };
    match name {
        Some(name) => {
            let end = cx.offset(input);
            let message = format!("OData has no function called `{name}`");
            cx.fault(end.saturating_sub(name.len()), end, message)
        }
        None => {
            let (start, end) = (cx.offset(input), cx.offset(rest));
            cx.fault(start, end, "a key is a literal or an alias")
        }
    }
}

/// `$count`, `$filter(…)`. The input starts at the `$`.
fn dollar<'a>(
    cx: Context<'a>,
    input: &'a str,
    kind: &mut SegmentKind,
) -> Result<&'a str, nom::Err<Fault>> {
    let (name, rest) = word(input.get(1..).unwrap_or_default());
    match name {
        "count" if peek(rest) == b'(' => count_options(cx, rest, kind),
        "count" => {
            *kind = SegmentKind::Count(None);
            Ok(rest)
        }
        "filter" if peek(rest) == b'(' => filter_segment(cx, rest, kind),
        _ => Err(unknown_dollar(cx, input, name, rest)),
    }
}

#[cold]
fn unknown_dollar(cx: Context<'_>, input: &str, name: &str, rest: &str) -> nom::Err<Fault> {
    let (start, end) = (cx.offset(input), cx.offset(rest));
    let message = format!("`${name}` cannot stand in a path: `$count` and `$filter(…)` can");
    cx.fault(start, end, message)
}

/// The condition of `$filter(…)`. The input starts at the parenthesis.
fn filter_segment<'a>(
    cx: Context<'a>,
    input: &'a str,
    kind: &mut SegmentKind,
) -> Result<&'a str, nom::Err<Fault>> {
    let inner = cx.deeper(1, input)?;
    let mut condition = Box::new(PLACEHOLDER);
    let at = space(input.get(1..).unwrap_or_default());
    let rest = common_expr_into(inner, at, "in `$filter(…)`", &mut condition)?;
    *kind = SegmentKind::Filter(condition);
    close(cx, input, rest, b')', "in `$filter(…)`", &["`)`", "an operator"])
}

/// The options of `$count` that are read so far.
#[derive(Default)]
struct CountParts<'a> {
    filter: Option<Expr>,
    search: Option<&'a str>,
}

/// ABNF `expandCountOption`s in parentheses, each at most once.
fn count_options<'a>(
    cx: Context<'a>,
    input: &'a str,
    kind: &mut SegmentKind,
) -> Result<&'a str, nom::Err<Fault>> {
    let inner = cx.deeper(1, input)?;
    let mut parts = CountParts::default();
    let mut rest = input.get(1..).unwrap_or_default();
    loop {
        rest = match count_condition(rest, &parts) {
            Some(at) => {
                let slot = parts.filter.insert(PLACEHOLDER);
                common_expr_into(inner, at, "in `$count(…)`", slot)?
            }
            None => count_search(cx, rest, &mut parts)?,
        };
        rest = space(rest);
        match after_byte(rest, b';') {
            Some(after) => rest = after,
            None => return finish_count(cx, input, rest, parts, kind),
        }
    }
}

/// The value of the option called `name`, with or without its `$`.
fn count_option<'a>(input: &'a str, name: &str) -> Option<&'a str> {
    let at = input.strip_prefix('$').unwrap_or(input);
    after_keyword(at, name).and_then(|rest| after_byte(rest, b'=')).map(space)
}

/// Where the condition starts, if `$filter=` comes next for the first time.
fn count_condition<'a>(input: &'a str, parts: &CountParts<'_>) -> Option<&'a str> {
    count_option(input, "filter").filter(|_| parts.filter.is_none())
}

/// Reads `$search=…`, which must come next.
fn count_search<'a>(
    cx: Context<'a>,
    input: &'a str,
    parts: &mut CountParts<'a>,
) -> Result<&'a str, nom::Err<Fault>> {
    let value = count_option(input, "search")
        .filter(|_| parts.search.is_none())
        .ok_or_else(|| cx.unexpected(input, "in `$count(…)`", &["`$filter=…`", "`$search=…`"]))?;
    let (text, rest) = expression_len(value)
        .and_then(|length| value.split_at_checked(length))
        .ok_or_else(|| cx.unexpected(value, "in `$count(…)`", &["a search expression"]))?;
    parts.search = Some(text);
    Ok(rest)
}

fn finish_count<'a>(
    cx: Context<'a>,
    input: &'a str,
    rest: &'a str,
    parts: CountParts<'_>,
    kind: &mut SegmentKind,
) -> Result<&'a str, nom::Err<Fault>> {
    let rest = close(cx, input, rest, b')', "in `$count(…)`", &["`;`", "`)`"])?;
    let (start, end) = (cx.offset(input), cx.offset(rest));
    let options = CountOptions::new(parts.filter, parts.search.map(Into::into))
        .map_err(|error| cx.tree_fault(&error, start, end))?;
    *kind = SegmentKind::Count(Some(Box::new(options)));
    Ok(rest)
}

/// ABNF `annotationInQuery`, or at the start of a path a `parameterAlias`. The input starts
/// after the `@`.
fn annotation<'a>(cx: Context<'a>, input: &'a str, first: bool) -> Parsed<'a, SegmentKind> {
    let (rest, term) = dotted(cx, input, "after `@`")?;
    match after_byte(rest, b'#') {
        Some(after) => {
            let (rest, qualifier) = identifier(cx, after, "after `#`")?;
            let annotation = Annotation { term, qualifier: Some(qualifier) };
            Ok((rest, SegmentKind::Annotation(Box::new(annotation))))
        }
        None if first && !term.is_qualified() => {
            Ok((rest, SegmentKind::Alias(Name::scanned(&term))))
        }
        None => {
            let annotation = Annotation { term, qualifier: None };
            Ok((rest, SegmentKind::Annotation(Box::new(annotation))))
        }
    }
}

/// `any(` or `all(`, in any case; the rest starts at the parenthesis.
fn lambda_op(input: &str) -> Option<(LambdaOp, &str)> {
    [LambdaOp::Any, LambdaOp::All].into_iter().find_map(|op| {
        let rest = after_keyword(input, op.name())?;
        (peek(rest) == b'(').then_some((op, rest))
    })
}

/// ABNF `anyExpr`, `allExpr`. `rest` starts at the parenthesis.
fn lambda<'a>(
    cx: Context<'a>,
    start: usize,
    input: &'a str,
    collection: Vec<Segment>,
    op: LambdaOp,
    rest: &'a str,
) -> Parsed<'a, Expr> {
    let open = rest;
    let end = cx.offset(input).saturating_sub(1);
    let collection = Path::new(collection).map_err(|error| cx.tree_fault(&error, start, end))?;
    let mut rest = space(rest.get(1..).unwrap_or_default());
    let mut predicate = None;
    if peek(rest) != b')' {
        let inner = cx.deeper(1, input)?;
        let (after, variable) = identifier(cx, rest, "where a lambda variable should stand")?;
        let colon = space(after);
        let after = after_byte(colon, b':').ok_or_else(|| {
            cx.unexpected(colon, "after a lambda variable", &["`:` and a condition"])
        })?;
        let (after, condition) = common_expr(inner, space(after), "in a lambda")?;
        predicate = Some((variable, condition));
        rest = after;
    }
    if predicate.is_none() && op == LambdaOp::All {
        return Err(cx.unexpected(rest, "in `all(…)`", &["a variable, `:` and a condition"]));
    }
    let rest = close(cx, open, rest, b')', "in a lambda", &["`)`", "an operator"])?;
    let kind = ExprKind::Lambda(Box::new(Lambda { op, collection, predicate }));
    Ok((rest, cx.expr(kind, start, cx.offset(rest))?))
}
