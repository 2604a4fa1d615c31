//! Canonical text: the fewest parentheses that keep the tree.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Display, Formatter, Write};

use super::{
    Annotation, CountOptions, Expr, ExprKind, KeyPredicate, Lambda, Literal, Path, Precedence,
    Segment, SegmentKind, ServiceCall, Text, TypeTest,
};
use crate::span::Span;

/// Records where each expression and each segment is written, in the order in which they start.
#[derive(Debug, Default)]
struct Recorder {
    /// How many bytes are written.
    written: Cell<usize>,
    spans: RefCell<Vec<Span>>,
}

/// None where only the text is wanted.
type Spans<'r> = Option<&'r Recorder>;

/// The span of each expression and segment in the canonical text of some expressions, in the
/// order in which they start: an expression before its parts. `write` writes the text, with the
/// expressions by [`RecordingFormatter::expr`].
pub(super) fn canonical_spans(
    write: impl Fn(&mut RecordingFormatter<'_, '_>) -> fmt::Result,
) -> Vec<Span> {
    struct Text<'r, F>(&'r Recorder, F);

    impl<F: Fn(&mut RecordingFormatter<'_, '_>) -> fmt::Result> Display for Text<'_, F> {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            (self.1)(&mut RecordingFormatter { f, recorder: self.0 })
        }
    }

    let recorder = Recorder::default();
    // Only a value that fails to be written fails here, and none does.
    let _ = write!(&mut &recorder, "{}", Text(&recorder, write));
    recorder.spans.into_inner()
}

/// Writes canonical text while the spans of its parts are recorded.
pub(super) struct RecordingFormatter<'r, 'f> {
    f: &'r mut Formatter<'f>,
    recorder: &'r Recorder,
}

impl RecordingFormatter<'_, '_> {
    pub(super) fn expr(&mut self, expr: &Expr) -> fmt::Result {
        expr.write(self.f, Some(self.recorder))
    }

    pub(super) fn text(&mut self, text: &str) -> fmt::Result {
        self.f.write_str(text)
    }

    /// How many bytes are written so far.
    pub(super) fn written(&self) -> usize {
        self.recorder.written.get()
    }
}

/// Text that is only counted.
impl Write for &Recorder {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.written.set(self.written.get() + text.len());
        Ok(())
    }
}

impl Recorder {
    fn offset(&self) -> u32 {
        u32::try_from(self.written.get()).unwrap_or(u32::MAX)
    }

    /// The span of a part is that of what `write` writes.
    fn part(&self, write: impl FnOnce() -> fmt::Result) -> fmt::Result {
        let start = self.offset();
        let index = self.spans.borrow().len();
        self.spans.borrow_mut().push(Span::at(start));
        write()?;
        if let Some(span) = self.spans.borrow_mut().get_mut(index) {
            span.end = self.offset();
        }
        Ok(())
    }
}

/// A part of a tree that is written as canonical text.
trait Canonical {
    fn write(&self, f: &mut Formatter<'_>, spans: Spans<'_>) -> fmt::Result;
}

macro_rules! display {
    ($($part:ty,)+) => {$(
        impl Display for $part {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                self.write(f, None)
            }
        }
    )+};
}

display! {
    Expr, TypeTest, Lambda, Path, Segment, Annotation, ServiceCall, KeyPredicate, CountOptions,
}

impl Canonical for Expr {
    fn write(&self, f: &mut Formatter<'_>, spans: Spans<'_>) -> fmt::Result {
        match spans {
            None => expression(self, f, None),
            Some(recorder) => recorder.part(|| expression(self, f, spans)),
        }
    }
}

fn expression(expr: &Expr, f: &mut Formatter<'_>, spans: Spans<'_>) -> fmt::Result {
    match expr.kind() {
        ExprKind::Literal(literal) => literal.fmt(f),
        ExprKind::Path(path) => path.write(f, spans),
        ExprKind::And(operands) => chain(f, spans, operands, " and ", Precedence::And),
        ExprKind::Or(operands) => chain(f, spans, operands, " or ", Precedence::Or),
        ExprKind::Not(operand) => {
            f.write_str("not ")?;
            in_parens(f, spans, &**operand)
        }
        ExprKind::Negate(operand) => {
            f.write_char('-')?;
            if starts_with_literal(operand) {
                in_parens(f, spans, &**operand)
            } else {
                operand_of(f, spans, operand, Precedence::Unary)
            }
        }
        ExprKind::Binary(op, operands) => {
            let [left, right] = &**operands;
            let level = op.precedence();
            // Equal levels associate to the left, so the right operand must be tighter.
            operand_of(f, spans, left, level)?;
            f.write_char(' ')?;
            op.fmt(f)?;
            f.write_char(' ')?;
            operand_of(f, spans, right, level.tighter())
        }
        ExprKind::List(items) => list(f, spans, items),
        ExprKind::Call(function, arguments) => {
            function.fmt(f)?;
            list(f, spans, arguments)
        }
        ExprKind::Cast(test) => {
            f.write_str("cast")?;
            in_parens(f, spans, &**test)
        }
        ExprKind::IsOf(test) => {
            f.write_str("isof")?;
            in_parens(f, spans, &**test)
        }
        ExprKind::Case(branches) => {
            f.write_str("case(")?;
            separated(f, branches, |f, (condition, value)| {
                condition.write(f, spans)?;
                // Spaces, since `10:20` would be a time of day.
                f.write_str(" : ")?;
                value.write(f, spans)
            })?;
            f.write_char(')')
        }
        ExprKind::Lambda(lambda) => lambda.write(f, spans),
        ExprKind::Array(items) => {
            f.write_char('[')?;
            separated(f, items, |f, item| json_value(f, spans, item))?;
            f.write_char(']')
        }
        ExprKind::Object(members) => {
            f.write_char('{')?;
            separated(f, members, |f, (name, value)| {
                json_string(f, name)?;
                f.write_char(':')?;
                json_value(f, spans, value)
            })?;
            f.write_char('}')
        }
    }
}

/// An operand, in parentheses if it binds less tightly than its position needs.
fn operand_of(
    f: &mut Formatter<'_>,
    spans: Spans<'_>,
    expr: &Expr,
    level: Precedence,
) -> fmt::Result {
    if expr.precedence() < level { in_parens(f, spans, expr) } else { expr.write(f, spans) }
}

fn in_parens(f: &mut Formatter<'_>, spans: Spans<'_>, part: &impl Canonical) -> fmt::Result {
    f.write_char('(')?;
    part.write(f, spans)?;
    f.write_char(')')
}

/// Whether the text of an expression that binds at least as tightly as `in` starts with a literal,
/// or a name such as `INF.Type`: a sign right before it would become a part of it.
fn starts_with_literal(mut expr: &Expr) -> bool {
    loop {
        match expr.kind() {
            ExprKind::Literal(_) => return true,
            ExprKind::Path(path) => return starts_with_infinity(path),
            ExprKind::Lambda(lambda) => return starts_with_infinity(&lambda.collection),
            ExprKind::Binary(op, operands) if op.precedence() == Precedence::Membership => {
                let [left, _] = &**operands;
                expr = left;
            }
            _ => return false,
        }
    }
}

fn starts_with_infinity(path: &Path) -> bool {
    let name = match path.segments().first().map(Segment::kind) {
        Some(SegmentKind::Cast(name)) => name,
        Some(SegmentKind::Call(call)) => &call.name,
        _ => return false,
    };
    name.split('.').next() == Some("INF")
}

fn chain(
    f: &mut Formatter<'_>,
    spans: Spans<'_>,
    operands: &[Expr],
    word: &str,
    level: Precedence,
) -> fmt::Result {
    for (at, operand) in operands.iter().enumerate() {
        if at > 0 {
            f.write_str(word)?;
        }
        operand_of(f, spans, operand, level.tighter())?;
    }
    Ok(())
}

fn separated<T>(
    f: &mut Formatter<'_>,
    items: &[T],
    mut write: impl FnMut(&mut Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            f.write_char(',')?;
        }
        write(f, item)?;
    }
    Ok(())
}

fn list(f: &mut Formatter<'_>, spans: Spans<'_>, items: &[Expr]) -> fmt::Result {
    f.write_char('(')?;
    separated(f, items, |f, item| item.write(f, spans))?;
    f.write_char(')')
}

fn pairs(f: &mut Formatter<'_>, spans: Spans<'_>, items: &[(super::Name, Expr)]) -> fmt::Result {
    f.write_char('(')?;
    separated(f, items, |f, (name, value)| {
        write!(f, "{name}=")?;
        value.write(f, spans)
    })?;
    f.write_char(')')
}

/// A value directly in an array or object: strings as JSON writes them.
fn json_value(f: &mut Formatter<'_>, spans: Spans<'_>, value: &Expr) -> fmt::Result {
    match (value.as_literal(), spans) {
        (Some(Literal::String(text)), None) => json_string(f, text),
        (Some(Literal::String(text)), Some(recorder)) => recorder.part(|| json_string(f, text)),
        _ => value.write(f, spans),
    }
}

fn json_string(f: &mut Formatter<'_>, text: &Text) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(f, "\\{c}")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            c if c < ' ' => write!(f, "\\u{:04x}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_char('"')
}

impl Canonical for TypeTest {
    fn write(&self, f: &mut Formatter<'_>, spans: Spans<'_>) -> fmt::Result {
        if let Some(operand) = &self.operand {
            operand.write(f, spans)?;
            f.write_char(',')?;
        }
        self.type_name.fmt(f)
    }
}

impl Canonical for Lambda {
    fn write(&self, f: &mut Formatter<'_>, spans: Spans<'_>) -> fmt::Result {
        self.collection.write(f, spans)?;
        write!(f, "/{}(", self.op.name())?;
        if let Some((variable, predicate)) = &self.predicate {
            write!(f, "{variable}:")?;
            predicate.write(f, spans)?;
        }
        f.write_char(')')
    }
}

impl Canonical for Path {
    fn write(&self, f: &mut Formatter<'_>, spans: Spans<'_>) -> fmt::Result {
        for (at, segment) in self.segments().iter().enumerate() {
            if at > 0 && !matches!(segment.kind(), SegmentKind::Key(_)) {
                f.write_char('/')?;
            }
            segment.write(f, spans)?;
        }
        Ok(())
    }
}

impl Canonical for Segment {
    fn write(&self, f: &mut Formatter<'_>, spans: Spans<'_>) -> fmt::Result {
        match spans {
            None => segment(self, f, None),
            Some(recorder) => recorder.part(|| segment(self, f, spans)),
        }
    }
}

fn segment(segment: &Segment, f: &mut Formatter<'_>, spans: Spans<'_>) -> fmt::Result {
    match segment.kind() {
        SegmentKind::It => f.write_str("$it"),
        SegmentKind::This => f.write_str("$this"),
        SegmentKind::Root => f.write_str("$root"),
        SegmentKind::Alias(name) => write!(f, "@{name}"),
        SegmentKind::Property(name) => name.fmt(f),
        SegmentKind::Cast(name) => name.fmt(f),
        SegmentKind::Annotation(annotation) => annotation.fmt(f),
        SegmentKind::Call(call) => call.write(f, spans),
        SegmentKind::Key(key) => key.write(f, spans),
        SegmentKind::Count(None) => f.write_str("$count"),
        SegmentKind::Count(Some(options)) => {
            f.write_str("$count")?;
            in_parens(f, spans, &**options)
        }
        SegmentKind::Filter(condition) => {
            f.write_str("$filter")?;
            in_parens(f, spans, &**condition)
        }
    }
}

impl Canonical for Annotation {
    fn write(&self, f: &mut Formatter<'_>, _: Spans<'_>) -> fmt::Result {
        write!(f, "@{}", self.term)?;
        match &self.qualifier {
            Some(qualifier) => write!(f, "#{qualifier}"),
            None => Ok(()),
        }
    }
}

impl Canonical for ServiceCall {
    fn write(&self, f: &mut Formatter<'_>, spans: Spans<'_>) -> fmt::Result {
        self.name.fmt(f)?;
        pairs(f, spans, &self.parameters)
    }
}

impl Canonical for KeyPredicate {
    fn write(&self, f: &mut Formatter<'_>, spans: Spans<'_>) -> fmt::Result {
        match self {
            Self::Simple(value) => in_parens(f, spans, value),
            Self::Compound(values) => pairs(f, spans, values),
        }
    }
}

impl Canonical for CountOptions {
    fn write(&self, f: &mut Formatter<'_>, spans: Spans<'_>) -> fmt::Result {
        if let Some(filter) = self.filter() {
            f.write_str("$filter=")?;
            filter.write(f, spans)?;
        }
        if let Some(search) = self.search() {
            let separator = if self.filter().is_some() { ";" } else { "" };
            write!(f, "{separator}$search={search}")?;
        }
        Ok(())
    }
}
