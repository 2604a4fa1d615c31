//! Warnings about conditions that are the same for every record.

use super::check::Checker;
use super::operand::{Class, Kind, Operand, Subjected, class};
use crate::ast::{BinaryOp, DateTimeOffset, Expr, ExprKind, Function, Literal, Path};
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{Primitive, ResolvedPath, Type};

impl<'a> Checker<'a> {
    pub(super) fn warn_constant(&mut self, expr: &Expr) {
        let message = "this condition does not depend on the record";
        self.rejected.push(
            Diagnostic::new(Code::ConstantFilter, expr.span(), message)
                .with_help("compare a property of the record instead"),
        );
    }

    fn warn_never(&mut self, expr: &Expr, message: String) {
        self.rejected.push(
            Diagnostic::new(Code::NeverTrue, expr.span(), message)
                .with_help("no record meets this condition: correct it"),
        );
    }

    /// Warnings about a comparison that the endpoint accepts.
    pub(super) fn warn_truth(
        &mut self,
        expr: &Expr,
        op: BinaryOp,
        left: &Operand<'a>,
        right: &Operand<'a>,
    ) {
        let (property, op, other) = match (left.property(), right.property()) {
            (Some(property), None) => (property, op, right),
            (None, Some(property)) => (property, op.mirrored(), left),
            _ => return,
        };
        let kind = if left.property().is_some() { left.kind } else { right.kind };
        let Some(literal) = other.as_literal() else { return };
        if *literal == Literal::Null {
            self.warn_null(expr, op, property);
            return;
        }
        if let (Literal::String(text), true, BinaryOp::Eq) = (literal, property.lowered, op)
            && **text != *text.to_lowercase()
        {
            let message =
                format!("what `tolower` gives is never `{text}`, which is not lower case");
            self.warn_never(expr, message);
        }
        if let Kind::One(Type::Primitive(primitive)) = kind
            && let Some(number) = number(literal)
            && never_reaches(primitive, op, number)
        {
            let message = format!("no {primitive} is `{op} {literal}`");
            self.warn_never(expr, message);
        }
    }

    fn warn_null(&mut self, expr: &Expr, op: BinaryOp, property: &Subjected<'a>) {
        let path = &property.rule.path;
        match op {
            BinaryOp::Gt | BinaryOp::Lt => {
                self.warn_never(expr, format!("`{op}` is false where an operand is null"));
            }
            _ if property.nullable => {}
            BinaryOp::Ne => {
                let message = format!("`{path}` is never null, so every record meets this");
                self.rejected.push(
                    Diagnostic::new(Code::ConstantFilter, expr.span(), message)
                        .with_help("compare it with a value instead"),
                );
            }
            _ => self.warn_never(expr, format!("`{path}` is never null")),
        }
    }

    /// Warnings about a call that the endpoint accepts.
    pub(super) fn warn_truth_of_call(
        &mut self,
        expr: &Expr,
        function: Function,
        operands: &[Operand<'a>],
    ) {
        let (Function::Contains, [text, part]) = (function, operands) else { return };
        if part.is_null() {
            self.warn_never(expr, format!("`{function}` of null is null"));
            return;
        }
        let Some(Literal::String(part)) = part.as_literal() else { return };
        if text.property().is_some_and(|p| p.lowered) && **part != *part.to_lowercase() {
            let message = format!("`{part}` is not lower case, but what `tolower` gives is");
            self.warn_never(expr, message);
        } else if let Kind::One(Type::Enum(ty)) = text.kind
            && !ty.members.iter().any(|member| member.name.contains(part.as_str()))
        {
            self.warn_never(expr, format!("no member of `{}` contains `{part}`", ty.name));
        }
    }

    /// Operands of one `and` that no value meets together.
    pub(super) fn warn_contradiction(&mut self, operands: &'a [Expr]) {
        // One comparison alone contradicts no other: most chains end here.
        let comparisons = || operands.iter().filter_map(|o| Some((o, comparison(o)?)));
        if comparisons().nth(1).is_none() {
            return;
        }
        let mut seen: Vec<(ResolvedPath<'a>, Range<'a>)> = Vec::new();
        for (operand, (path, op, literal)) in comparisons() {
            let Ok(resolved) = self.endpoint.schema.resolve(path) else { continue };
            let Some(value) = value(resolved.ty, literal) else { continue };
            let at = match seen.iter().position(|(known, _)| known.is_same(&resolved)) {
                Some(at) => at,
                None if seen.len() < 64 => {
                    seen.push((resolved, Range::default()));
                    seen.len() - 1
                }
                None => return,
            };
            let Some((path, range)) = seen.get_mut(at) else { return };
            if !range.narrow(op, value) {
                let message =
                    format!("nothing is left of `{path}`: the conditions before exclude this one");
                self.warn_never(operand, message);
                return;
            }
        }
    }
}

/// The path, operator and value of a comparison, the path on the left.
fn comparison(expr: &Expr) -> Option<(&Path, BinaryOp, &Literal)> {
    let ExprKind::Binary(op, operands) = expr.kind() else { return None };
    let [left, right] = &**operands;
    match (left.as_literal(), right.as_literal()) {
        (None, Some(literal)) => Some((left.as_path()?, *op, literal)),
        (Some(literal), None) => Some((right.as_path()?, op.mirrored(), literal)),
        _ => None,
    }
}

/// A literal as what a property of the type is compared with.
fn value<'a>(ty: Type<'_>, literal: &'a Literal) -> Option<Value<'a>> {
    Some(match (class(ty), literal) {
        (Class::Number, Literal::Int64(value)) => Value::Ordered(i128::from(*value)),
        (Class::Instant, Literal::DateTimeOffset(value)) => Value::Ordered(value.instant()),
        (Class::Instant, Literal::Date(day)) => {
            Value::Ordered(DateTimeOffset::midnight_utc(*day).instant())
        }
        (Class::Text | Class::Member(_), Literal::String(value)) => Value::Text(value),
        _ => return None,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Value<'a> {
    Ordered(i128),
    Text(&'a str),
}

/// What conditions leave of a property.
#[derive(Default)]
struct Range<'a> {
    equal: Option<Value<'a>>,
    /// At least this.
    from: Option<i128>,
    /// At most this.
    to: Option<i128>,
}

impl<'a> Range<'a> {
    /// Adds a condition; whether anything is left.
    fn narrow(&mut self, op: BinaryOp, value: Value<'a>) -> bool {
        match (op, value) {
            (BinaryOp::Eq, value) => {
                let same = self.equal.is_none_or(|equal| equal == value);
                self.equal = Some(value);
                if !same {
                    return false;
                }
            }
            // Instants are whole picoseconds, and numbers here whole.
            (BinaryOp::Gt, Value::Ordered(value)) => self.raise(value.saturating_add(1)),
            (BinaryOp::Ge, Value::Ordered(value)) => self.raise(value),
            (BinaryOp::Lt, Value::Ordered(value)) => self.lower(value.saturating_sub(1)),
            (BinaryOp::Le, Value::Ordered(value)) => self.lower(value),
            _ => {}
        }
        let fits = |value: i128| {
            self.from.is_none_or(|from| from <= value) && self.to.is_none_or(|to| value <= to)
        };
        match (self.equal, self.from, self.to) {
            (Some(Value::Ordered(value)), ..) => fits(value),
            (_, Some(from), Some(to)) => from <= to,
            _ => true,
        }
    }

    fn raise(&mut self, value: i128) {
        self.from = Some(self.from.map_or(value, |from| from.max(value)));
    }

    fn lower(&mut self, value: i128) {
        self.to = Some(self.to.map_or(value, |to| to.min(value)));
    }
}

/// A number, as near as it needs to be to tell whether a 32-bit integer reaches it.
fn number(literal: &Literal) -> Option<f64> {
    match literal {
        Literal::Int64(value) => Some(*value as f64),
        Literal::Decimal(value) => value.to_string().parse().ok(),
        Literal::Double(value) => Some(value.0),
        _ => None,
    }
}

/// Whether no value of an integer type compares so with a number.
fn never_reaches(primitive: Primitive, op: BinaryOp, number: f64) -> bool {
    let (min, max) = match primitive {
        Primitive::Byte => (0.0, f64::from(u8::MAX)),
        Primitive::SByte => (f64::from(i8::MIN), f64::from(i8::MAX)),
        Primitive::Int16 => (f64::from(i16::MIN), f64::from(i16::MAX)),
        Primitive::Int32 => (f64::from(i32::MIN), f64::from(i32::MAX)),
        _ => return false,
    };
    match op {
        BinaryOp::Eq => !(min..=max).contains(&number) || number.fract() != 0.0,
        BinaryOp::Gt => number.is_nan() || number >= max,
        BinaryOp::Ge => number.is_nan() || number > max,
        BinaryOp::Lt => number.is_nan() || number <= min,
        BinaryOp::Le => number.is_nan() || number < min,
        _ => false,
    }
}
