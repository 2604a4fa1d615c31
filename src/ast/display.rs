//! Canonical text: the fewest parentheses that keep the tree.

use std::fmt::{self, Display, Formatter, Write as _};

use super::{
    Annotation, CountOptions, Expr, ExprKind, KeyPredicate, Lambda, Literal, Path, Precedence,
    Segment, SegmentKind, ServiceCall, Text, TypeTest,
};

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.kind() {
            ExprKind::Literal(literal) => literal.fmt(f),
            ExprKind::Path(path) => path.fmt(f),
            ExprKind::And(operands) => chain(f, operands, " and ", Precedence::And),
            ExprKind::Or(operands) => chain(f, operands, " or ", Precedence::Or),
            ExprKind::Not(operand) => write!(f, "not ({operand})"),
            ExprKind::Negate(operand) if starts_with_literal(operand) => write!(f, "-({operand})"),
            ExprKind::Negate(operand) => write!(f, "-{}", held(operand, Precedence::Unary)),
            ExprKind::Binary(op, operands) => {
                let [left, right] = &**operands;
                let level = op.precedence();
                // Equal levels associate to the left, so the right operand must be tighter.
                held(left, level).fmt(f)?;
                f.write_char(' ')?;
                op.fmt(f)?;
                f.write_char(' ')?;
                held(right, level.tighter()).fmt(f)
            }
            ExprKind::List(items) => parens(f, items),
            ExprKind::Call(function, arguments) => {
                function.fmt(f)?;
                parens(f, arguments)
            }
            ExprKind::Cast(test) => write!(f, "cast({test})"),
            ExprKind::IsOf(test) => write!(f, "isof({test})"),
            ExprKind::Case(branches) => {
                f.write_str("case(")?;
                // Spaces, since `10:20` would be a time of day.
                separated(f, branches, |f, (condition, value)| write!(f, "{condition} : {value}"))?;
                f.write_char(')')
            }
            ExprKind::Lambda(lambda) => lambda.fmt(f),
            ExprKind::Array(items) => {
                f.write_char('[')?;
                separated(f, items, json_value)?;
                f.write_char(']')
            }
            ExprKind::Object(members) => {
                f.write_char('{')?;
                separated(f, members, |f, (name, value)| {
                    json_string(f, name)?;
                    f.write_char(':')?;
                    json_value(f, value)
                })?;
                f.write_char('}')
            }
        }
    }
}

/// An expression, in parentheses if it holds together less tightly than its place asks for.
fn held(expr: &Expr, level: Precedence) -> Held<'_> {
    Held { expr, parens: expr.precedence() < level }
}

struct Held<'a> {
    expr: &'a Expr,
    parens: bool,
}

impl Display for Held<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.parens { write!(f, "({})", self.expr) } else { self.expr.fmt(f) }
    }
}

/// Whether the text of an expression that holds at least as tightly as `in` starts with what
/// a sign before it would become a part of: a literal, or a name such as `INF.Type`.
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

fn chain(f: &mut Formatter<'_>, operands: &[Expr], word: &str, level: Precedence) -> fmt::Result {
    for (at, operand) in operands.iter().enumerate() {
        if at > 0 {
            f.write_str(word)?;
        }
        held(operand, level.tighter()).fmt(f)?;
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

fn parens<T: Display>(f: &mut Formatter<'_>, items: &[T]) -> fmt::Result {
    f.write_char('(')?;
    separated(f, items, |f, item| item.fmt(f))?;
    f.write_char(')')
}

fn pairs(f: &mut Formatter<'_>, items: &[(super::Name, Expr)]) -> fmt::Result {
    f.write_char('(')?;
    separated(f, items, |f, (name, value)| write!(f, "{name}={value}"))?;
    f.write_char(')')
}

/// A value directly in an array or object: strings as JSON writes them.
fn json_value(f: &mut Formatter<'_>, value: &Expr) -> fmt::Result {
    match value.as_literal() {
        Some(Literal::String(text)) => json_string(f, text),
        _ => value.fmt(f),
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

impl Display for TypeTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(operand) = &self.operand {
            write!(f, "{operand},")?;
        }
        self.type_name.fmt(f)
    }
}

impl Display for Lambda {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}(", self.collection, self.op.name())?;
        if let Some((variable, predicate)) = &self.predicate {
            write!(f, "{variable}:{predicate}")?;
        }
        f.write_char(')')
    }
}

impl Display for Path {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (at, segment) in self.segments().iter().enumerate() {
            if at > 0 && !matches!(segment.kind(), SegmentKind::Key(_)) {
                f.write_char('/')?;
            }
            segment.fmt(f)?;
        }
        Ok(())
    }
}

impl Display for Segment {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.kind() {
            SegmentKind::It => f.write_str("$it"),
            SegmentKind::This => f.write_str("$this"),
            SegmentKind::Root => f.write_str("$root"),
            SegmentKind::Alias(name) => write!(f, "@{name}"),
            SegmentKind::Property(name) => name.fmt(f),
            SegmentKind::Cast(name) => name.fmt(f),
            SegmentKind::Annotation(annotation) => annotation.fmt(f),
            SegmentKind::Call(call) => call.fmt(f),
            SegmentKind::Key(key) => key.fmt(f),
            SegmentKind::Count(None) => f.write_str("$count"),
            SegmentKind::Count(Some(options)) => write!(f, "$count({options})"),
            SegmentKind::Filter(condition) => write!(f, "$filter({condition})"),
        }
    }
}

impl Display for Annotation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "@{}", self.term)?;
        match &self.qualifier {
            Some(qualifier) => write!(f, "#{qualifier}"),
            None => Ok(()),
        }
    }
}

impl Display for ServiceCall {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.name.fmt(f)?;
        pairs(f, &self.parameters)
    }
}

impl Display for KeyPredicate {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Simple(value) => write!(f, "({value})"),
            Self::Compound(values) => pairs(f, values),
        }
    }
}

impl Display for CountOptions {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(filter) = self.filter() {
            write!(f, "$filter={filter}")?;
        }
        if let Some(search) = self.search() {
            let separator = if self.filter().is_some() { ";" } else { "" };
            write!(f, "{separator}$search={search}")?;
        }
        Ok(())
    }
}
