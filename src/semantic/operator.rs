//! Operators between two operands: which types go together, and what the result is.

use super::coercion::Coercion;
use super::literal::{self, differing};
use super::member;
use super::types::{Class, Context, Kind, Operand, Typing, class};
use crate::ast::{BinaryOp, Expr, Literal};
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::Type;
use crate::span::Span;

/// Reports operands of a comparison whose types do not go together, and literals that are no
/// value of the other side's type; whether there are such. Warnings do not count.
pub(crate) fn comparison<'a>(
    context: Context<'a>,
    span: Span,
    left: Operand<'a>,
    right: Operand<'a>,
    findings: &mut Vec<Diagnostic>,
) -> bool {
    let (lt, rt) = match (left.kind, right.kind) {
        (Kind::Null | Kind::Unknown, _) | (_, Kind::Null | Kind::Unknown) => return false,
        (Kind::One(lt), Kind::One(rt)) => (lt, rt),
        (lk, rk)
            if lk.is_collection() && rk.is_collection() && context.typing == Typing::Declared =>
        {
            return false;
        }
        _ => {
            findings.push(differing(span, left, right));
            return true;
        }
    };
    let (lc, rc) = (class(lt), class(rt));
    let differ = match (left.literal, right.literal) {
        (_, Some(_)) if !matches!(lc, Class::Struct(_)) => {
            return literal::beside(context, left, right, findings);
        }
        (Some(_), None) if !matches!(rc, Class::Struct(_)) => {
            return literal::beside(context, right, left, findings);
        }
        _ => !lc.compares(rc, context.typing),
    };
    if differ {
        findings.push(differing(span, left, right));
    }
    differ
}

/// Reports what is wrong with the operands of `in` whose right side is not a list; whether
/// something is.
pub(crate) fn membership<'a>(
    context: Context<'a>,
    span: Span,
    left: Operand<'a>,
    right: Operand<'a>,
    findings: &mut Vec<Diagnostic>,
) -> bool {
    let member = match right.kind {
        Kind::Unknown => return false,
        Kind::Null if context.typing == Typing::Json => return false,
        kind => kind.member().filter(|_| kind.is_collection()),
    };
    if let Some(kind) = member {
        return comparison(context, span, left, Operand { kind, literal: None, ..right }, findings);
    }
    let message = format!("`in` needs a list, but this is {}", right.kind.noun());
    let finding = Diagnostic::new(Code::TypeMismatch, right.expr.span(), message);
    findings.push(match right.literal {
        Some(_) => {
            let list = format!("({})", right.expr);
            let finding = finding.with_help(format!("write `{list}`"));
            finding.suggesting(right.expr.span(), list, false)
        }
        None => finding.with_help(format!("write `{} eq {}`", left.expr, right.expr)),
    });
    true
}

/// Reports what is wrong with the operands of `has`; whether something is.
pub(crate) fn flags<'a>(
    context: Context<'a>,
    span: Span,
    left: Operand<'a>,
    right: Operand<'a>,
    findings: &mut Vec<Diagnostic>,
) -> bool {
    let at = right.expr.span();
    match (left.kind, right.literal) {
        (Kind::Null | Kind::Unknown, _) => return false,
        (Kind::One(Type::Enum(ty)), Some(Literal::String(text))) => {
            let unknown = |flag: &str| member::named(ty, flag.trim(), at, findings);
            return text.split(',').map(unknown).fold(false, |any, is| any | is);
        }
        (Kind::One(Type::Enum(ty)), Some(Literal::Enum(literal)))
            if literal.members().len() > 1 && right.kind == left.kind =>
        {
            return member::flags(ty, literal, at, findings);
        }
        (Kind::One(Type::Enum(_)), _) => {
            return comparison(context, span, left, right, findings);
        }
        // Records have flags as strings and as numbers.
        (Kind::One(ty), _) if context.typing == Typing::Json => match class(ty) {
            Class::Any => return false,
            Class::Text => return comparison(context, span, left, right, findings),
            Class::Number if right.kind.class().is_none_or(|class| class == Class::Number) => {
                return false;
            }
            _ => {}
        },
        (Kind::One(Type::Dynamic), _) => return false,
        _ => {}
    }
    let message = format!("`has` needs an enumeration, but this is {}", left.kind.noun());
    findings.push(
        Diagnostic::new(Code::TypeMismatch, left.expr.span(), message)
            .with_help("compare with `eq`, or look for a part with `contains`"),
    );
    true
}

/// The type of the result of arithmetic (URL Conventions section 5.1.1.2); what is wrong with
/// the operands is reported, and the type is then unknown.
pub(crate) fn arithmetic(
    op: BinaryOp,
    typing: Typing,
    span: Span,
    left: Operand<'_>,
    right: Operand<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Kind<'static> {
    let is_sum = matches!(op, BinaryOp::Add | BinaryOp::Sub);
    let mut wrong = false;
    for (operand, other) in [(left, right), (right, left)] {
        // Beside a null the result is null, and a record may have one.
        let may_be_null = typing == Typing::Json && other.kind.class().is_none();
        if !is_calculated_with(operand.kind, is_sum || may_be_null) {
            findings.push(not_a_number(operand.expr, operand.kind));
            wrong = true;
        }
    }
    if wrong {
        return Kind::Unknown;
    }
    result(op, left.kind, right.kind).unwrap_or_else(|| {
        let (left, right) = (left.kind.noun(), right.kind.noun());
        let message = format!("`{op}` does not go with {left} and {right}");
        let help = "numbers go with numbers, durations with dates and durations; \
                    a duration can be multiplied and divided by a number";
        findings.push(Diagnostic::new(Code::TypeMismatch, span, message).with_help(help));
        Kind::Unknown
    })
}

/// Reports an operand of `-` that is no number; whether it is none.
pub(crate) fn negation(operand: Operand<'_>, findings: &mut Vec<Diagnostic>) -> bool {
    let wrong = !is_calculated_with(operand.kind, false);
    if wrong {
        findings.push(not_a_number(operand.expr, operand.kind));
    }
    wrong
}

/// What the strings of one operand of arithmetic are read as, where its type is not known.
pub(crate) fn calculated_as(op: BinaryOp, own: Kind<'_>, other: Kind<'_>) -> Coercion {
    if !own.is_unknown() {
        return Coercion::AsIs;
    }
    let sum = op.precedence() == BinaryOp::Add.precedence();
    match other.class() {
        Some(Class::Number) if sum => Coercion::Number,
        Some(Class::Number) => Coercion::NumberOrDuration,
        Some(Class::Duration | Class::Date | Class::Instant) => Coercion::Temporal,
        _ => Coercion::NumberOrTemporal,
    }
}

fn is_calculated_with(kind: Kind<'_>, dates: bool) -> bool {
    match kind {
        Kind::Null | Kind::Unknown => true,
        Kind::One(ty) => match class(ty) {
            Class::Any | Class::Number | Class::Duration => true,
            Class::Date | Class::Instant => dates,
            _ => false,
        },
        _ => false,
    }
}

/// None where the types do not go together.
fn result(op: BinaryOp, left: Kind<'_>, right: Kind<'_>) -> Option<Kind<'static>> {
    use BinaryOp::{Add, Div, DivBy, Mod, Mul, Sub};
    use Class as C;
    if left == Kind::Null || right == Kind::Null {
        return Some(Kind::Null);
    }
    let (left, right) = (left.class(), right.class());
    Some(match (left.unwrap_or(C::Any), op, right.unwrap_or(C::Any)) {
        (C::Number, _, C::Number) => Kind::NUMBER,
        (C::Any, Add | Sub | Mod, C::Number)
        | (C::Number, Add | Sub | Div | DivBy | Mod, C::Any) => Kind::NUMBER,
        (C::Any, Sub, C::Date | C::Instant) => Kind::DURATION,
        (C::Any, ..) | (.., C::Any) => Kind::Unknown,
        (C::Duration, Add | Sub, C::Duration)
        | (C::Duration, Mul | Div | DivBy, C::Number)
        | (C::Number, Mul, C::Duration)
        | (C::Date | C::Instant, Sub, C::Date | C::Instant) => Kind::DURATION,
        (C::Date, Add | Sub, C::Duration) => Kind::DATE,
        (C::Instant, Add | Sub, C::Duration) => Kind::INSTANT,
        _ => return None,
    })
}

fn not_a_number(expr: &Expr, kind: Kind<'_>) -> Diagnostic {
    let message = format!("arithmetic needs numbers, but this is {}", kind.noun());
    Diagnostic::new(Code::TypeMismatch, expr.span(), message)
        .with_help("leave the arithmetic out, and compare the value itself")
}
