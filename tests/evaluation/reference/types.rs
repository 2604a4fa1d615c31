//! What is known of a part before there is a record, and which parts cannot work.

use odata_query::ast::{BinaryOp, Expr, ExprKind, Function, Lambda, Literal, Path, SegmentKind};

use super::model::property;
use super::run::Scope;
use super::value::{Fault, Result, V};

/// What a value may be. The last four are only for reading strings.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Any,
    Null,
    Bool,
    Num,
    Str,
    Date,
    Stamp,
    Time,
    Dur,
    Guid,
    Enum(&'static [&'static str]),
    Obj(&'static str),
    List(Box<Kind>),
    TimeOrStamp,
    Temporal,
    NumOrDur,
    NumOrTemporal,
}

/// Whether two kinds can be compared.
fn meet(a: &Kind, b: &Kind) -> bool {
    use Kind as K;
    match (a, b) {
        (K::Any | K::Null, _) | (_, K::Any | K::Null) => true,
        (K::List(_) | K::Obj(_), _) | (_, K::List(_) | K::Obj(_)) => false,
        (K::Enum(_), K::Str) | (K::Str, K::Enum(_)) => true,
        (K::Date | K::Stamp, K::Date | K::Stamp) => true,
        (a, b) => a == b,
    }
}

fn fits(kind: &Kind, wanted: &[Kind]) -> Result<()> {
    let fits = match kind {
        Kind::Any | Kind::Null => true,
        Kind::Enum(_) => wanted.contains(&Kind::Str),
        kind => wanted.contains(kind),
    };
    if fits { Ok(()) } else { Err(Fault) }
}

/// What a whole filter must be.
pub(crate) fn check_condition(expr: &Expr, scope: &Scope<'_>) -> Result<()> {
    let kind = kind_of(expr, scope)?;
    fits(&kind, &[Kind::Bool])?;
    let calculated = match expr.kind() {
        ExprKind::Negate(_) => true,
        ExprKind::Binary(op, _) => op.is_arithmetic(),
        _ => false,
    };
    if calculated && !is_closed(expr, scope) { Err(Fault) } else { Ok(()) }
}

/// The kind of a part; a fault where the part cannot work, whatever the record.
pub(crate) fn kind_of(expr: &Expr, scope: &Scope<'_>) -> Result<Kind> {
    let kind = open_kind(expr, scope)?;
    // What depends on no record has its fault at once. Its type stays, also where it is null.
    if is_closed(expr, scope) {
        super::run::eval(expr, scope)?;
    }
    Ok(kind)
}

fn open_kind(expr: &Expr, scope: &Scope<'_>) -> Result<Kind> {
    use Kind as K;
    match expr.kind() {
        ExprKind::Literal(literal) => Ok(literal_kind(literal)),
        ExprKind::Path(path) => {
            let kind = path_kind(path, scope)?;
            // A filtered collection is no value of its own.
            let filtered =
                path.segments().iter().any(|s| matches!(s.kind(), SegmentKind::Filter(_)));
            if filtered && kind != K::Num { Err(Fault) } else { Ok(kind) }
        }
        ExprKind::And(parts) | ExprKind::Or(parts) => {
            parts.iter().try_for_each(|part| check_condition(part, scope))?;
            Ok(K::Bool)
        }
        ExprKind::Not(part) => check_condition(part, scope).map(|()| K::Bool),
        ExprKind::Negate(part) => {
            let kind = kind_of(part, scope)?;
            fits(&kind, &[K::Num, K::Dur])?;
            Ok(kind)
        }
        ExprKind::Binary(op, sides) => {
            let [left, right] = &**sides;
            binary_kind(*op, left, right, scope)
        }
        ExprKind::Call(function, arguments) => call_kind(*function, arguments, scope),
        ExprKind::Cast(test) => {
            kind_of(test.operand.as_ref().ok_or(Fault)?, scope)?;
            type_named(&test.type_name.name)
        }
        ExprKind::IsOf(test) => {
            kind_of(test.operand.as_ref().ok_or(Fault)?, scope)?;
            type_named(&test.type_name.name).map(|_| K::Bool)
        }
        ExprKind::Case(branches) => {
            let mut kind = K::Null;
            for (condition, value) in branches {
                check_condition(condition, scope)?;
                kind = common(kind, kind_of(value, scope)?);
            }
            Ok(kind)
        }
        ExprKind::Lambda(lambda) => lambda_kind(lambda, scope),
        ExprKind::Array(items) => {
            let mut kind = K::Null;
            for item in items {
                kind = common(kind, kind_of(item, scope)?);
            }
            Ok(K::List(Box::new(kind)))
        }
        _ => Err(Fault),
    }
}

fn common(so_far: Kind, next: Kind) -> Kind {
    if so_far == Kind::Null || so_far == next { next } else { Kind::Any }
}

fn literal_kind(literal: &Literal) -> Kind {
    match literal {
        Literal::Null => Kind::Null,
        Literal::Boolean(_) => Kind::Bool,
        Literal::Int64(_) | Literal::Decimal(_) | Literal::Double(_) => Kind::Num,
        Literal::String(_) => Kind::Str,
        Literal::Date(_) => Kind::Date,
        Literal::DateTimeOffset(_) => Kind::Stamp,
        Literal::TimeOfDay(_) => Kind::Time,
        Literal::Duration(_) => Kind::Dur,
        Literal::Guid(_) => Kind::Guid,
        other => unreachable!("not generated: {other:?}"),
    }
}

fn type_named(name: &str) -> Result<Kind> {
    Ok(match name {
        "Edm.Boolean" => Kind::Bool,
        "Edm.Byte" | "Edm.Int32" | "Edm.Int64" | "Edm.Double" | "Edm.Decimal" => Kind::Num,
        "Edm.String" => Kind::Str,
        "Edm.Date" => Kind::Date,
        "Edm.DateTimeOffset" => Kind::Stamp,
        "Edm.TimeOfDay" => Kind::Time,
        "Edm.Duration" => Kind::Dur,
        "Edm.Guid" => Kind::Guid,
        _ => return Err(Fault),
    })
}

fn path_kind(path: &Path, scope: &Scope<'_>) -> Result<Kind> {
    let mut segments = path.segments().iter();
    let first = segments.next().ok_or(Fault)?;
    let mut kind = match first.kind() {
        SegmentKind::It => scope.record_kind.clone(),
        SegmentKind::This => scope.start().1,
        SegmentKind::Property(name) => match scope.variable(name) {
            Some((_, kind)) => kind,
            None => property(&scope.start().1, name)?.1,
        },
        _ => return Err(Fault),
    };
    let mut filtered = false;
    for segment in segments {
        kind = match segment.kind() {
            // What is filtered is a collection, which has no properties.
            SegmentKind::Property(name) if !filtered => property(&kind, name)?.1,
            SegmentKind::Count(_) | SegmentKind::Filter(_) => {
                if !matches!(kind, Kind::List(_) | Kind::Any) {
                    return Err(Fault);
                }
                let inner = scope.within(&super::run::NOTHING, super::run::member_kind(&kind));
                match segment.kind() {
                    SegmentKind::Filter(condition) => {
                        filtered = true;
                        check_condition(condition, &inner)?;
                        kind
                    }
                    SegmentKind::Count(Some(options)) => {
                        options
                            .filter()
                            .map_or(Ok(()), |filter| check_condition(filter, &inner))?;
                        Kind::Num
                    }
                    _ => Kind::Num,
                }
            }
            _ => return Err(Fault),
        };
    }
    Ok(kind)
}

fn lambda_kind(lambda: &Lambda, scope: &Scope<'_>) -> Result<Kind> {
    let member = match path_kind(&lambda.collection, scope)? {
        Kind::List(member) => *member,
        Kind::Any => Kind::Any,
        _ => return Err(Fault),
    };
    if let Some((name, predicate)) = &lambda.predicate {
        check_condition(predicate, &scope.with(name, &super::run::NOTHING, member))?;
    }
    Ok(Kind::Bool)
}

fn binary_kind(op: BinaryOp, left: &Expr, right: &Expr, scope: &Scope<'_>) -> Result<Kind> {
    use Kind as K;
    if let (BinaryOp::In, ExprKind::List(items) | ExprKind::Array(items)) = (op, right.kind())
        && items.iter().all(|item| item.as_literal().is_some())
    {
        kind_of(left, scope)?;
        for item in items {
            check_meeting(BinaryOp::Eq, left, item, scope)?;
        }
        return Ok(K::Bool);
    }
    let (a, b) = (kind_of(left, scope)?, kind_of(right, scope)?);
    if op == BinaryOp::In {
        let member = match b {
            K::List(member) => *member,
            K::Any | K::Null => K::Any,
            _ => return Err(Fault),
        };
        return if meet(&a, &member) { Ok(K::Bool) } else { Err(Fault) };
    }
    if op.is_arithmetic() {
        let takes = [K::Num, K::Dur, K::Date, K::Stamp];
        fits(&a, &takes)?;
        fits(&b, &takes)?;
        return arithmetic_kind(op, &a, &b);
    }
    if op == BinaryOp::Has {
        let (a, b) = aligned(left, right, scope)?;
        fits(&a, &[K::Str, K::Num])?;
        return if meet(&a, &b) { Ok(K::Bool) } else { Err(Fault) };
    }
    check_meeting(op, left, right, scope)?;
    Ok(K::Bool)
}

fn check_meeting(op: BinaryOp, left: &Expr, right: &Expr, scope: &Scope<'_>) -> Result<()> {
    let (a, b) = aligned(left, right, scope)?;
    if !meet(&a, &b) {
        return Err(Fault);
    }
    let ordered = !matches!(op, BinaryOp::Eq | BinaryOp::Ne);
    let unordered = |x: &Kind, y: &Kind| matches!(x, Kind::Enum(_)) && *y != Kind::Null;
    if ordered && (unordered(&a, &b) || unordered(&b, &a)) { Err(Fault) } else { Ok(()) }
}

/// The kinds of both sides of a comparison, each known one lent to an unknown other. A string
/// of the query is what the constant, or the duration, on the other side makes of it.
pub(crate) fn aligned(left: &Expr, right: &Expr, scope: &Scope<'_>) -> Result<(Kind, Kind)> {
    let (a, b) = (kind_of(left, scope)?, kind_of(right, scope)?);
    let lend = |own: &Expr, kind: &Kind, other: &Expr, other_kind: &Kind| {
        if *kind == Kind::Any {
            return Ok(other_kind.clone());
        }
        let takes = is_closed(other, scope) || *other_kind == Kind::Dur;
        if *kind == Kind::Str && is_closed(own, scope) && takes {
            let value = super::run::eval(own, scope)?;
            let read = super::text::read(value, other_kind);
            if !matches!(read, V::Null | V::Str(_)) {
                return Ok(other_kind.clone());
            }
        }
        Ok(kind.clone())
    };
    Ok((lend(left, &a, right, &b)?, lend(right, &b, left, &a)?))
}

fn arithmetic_kind(op: BinaryOp, a: &Kind, b: &Kind) -> Result<Kind> {
    use BinaryOp::{Add, Div, DivBy, Mod, Mul, Sub};
    use Kind as K;
    Ok(match (a, op, b) {
        (K::Null, ..) | (.., K::Null) => K::Null,
        (K::Num, _, K::Num) => K::Num,
        // A number goes with nothing else by these.
        (K::Any, Add | Sub | Mod, K::Num) => K::Num,
        (K::Num, Add | Sub | Div | DivBy | Mod, K::Any) => K::Num,
        (K::Any, Sub, K::Date | K::Stamp) => K::Dur,
        (K::Any, ..) | (.., K::Any) => K::Any,
        (K::Dur, Add | Sub, K::Dur) => K::Dur,
        (K::Dur, Mul | Div | DivBy, K::Num) | (K::Num, Mul, K::Dur) => K::Dur,
        (K::Date | K::Stamp, Sub, K::Date | K::Stamp) => K::Dur,
        (K::Date, Add | Sub, K::Dur) => K::Date,
        (K::Stamp, Add | Sub, K::Dur) => K::Stamp,
        _ => return Err(Fault),
    })
}

/// What strings are read as on one side of an arithmetic operator.
pub(crate) fn operand_kind(op: BinaryOp, own: &Kind, other: &Kind) -> Kind {
    match (own, other) {
        (Kind::Any, Kind::Num) if matches!(op, BinaryOp::Add | BinaryOp::Sub) => Kind::Num,
        (Kind::Any, Kind::Num) => Kind::NumOrDur,
        (Kind::Any, Kind::Dur | Kind::Date | Kind::Stamp) => Kind::Temporal,
        (Kind::Any, _) => Kind::NumOrTemporal,
        _ => Kind::Any,
    }
}

fn call_kind(function: Function, arguments: &[Expr], scope: &Scope<'_>) -> Result<Kind> {
    use Function as F;
    use Kind as K;
    let kinds: Vec<Kind> =
        arguments.iter().map(|argument| kind_of(argument, scope)).collect::<Result<_>>()?;
    let is_list = |kind: &Kind| matches!(kind, K::List(_));
    let list_or_string = |kind: &Kind| if is_list(kind) { Ok(()) } else { fits(kind, &[K::Str]) };
    // Two collections or two strings.
    let sequences = || {
        kinds.iter().try_for_each(list_or_string)?;
        match kinds.as_slice() {
            [K::List(a), K::List(b)] if !meet(a, b) => Err(Fault),
            [K::List(_), K::Str | K::Enum(_)] | [K::Str | K::Enum(_), K::List(_)] => Err(Fault),
            _ => Ok(()),
        }
    };
    let sequence = || match &kinds[0] {
        list @ (K::List(_) | K::Any) => list.clone(),
        _ => K::Str,
    };
    let all = |wanted: &[Kind]| kinds.iter().try_for_each(|kind| fits(kind, wanted));
    match function {
        F::ToLower | F::ToUpper | F::Trim => all(&[K::Str]).map(|()| K::Str),
        F::Contains => all(&[K::Str]).map(|()| K::Bool),
        F::StartsWith | F::EndsWith => sequences().map(|()| K::Bool),
        F::IndexOf | F::Length => sequences().map(|()| K::Num),
        F::Concat => sequences().map(|()| sequence()),
        F::Substring => {
            list_or_string(&kinds[0])?;
            kinds[1..].iter().try_for_each(|kind| fits(kind, &[K::Num]))?;
            Ok(sequence())
        }
        F::HasSubset | F::HasSubsequence => {
            let lists = kinds.iter().all(|kind| is_list(kind) || matches!(kind, K::Any | K::Null));
            if !lists {
                return Err(Fault);
            }
            sequences_meet(&kinds).map(|()| K::Bool)
        }
        F::Round | F::Floor | F::Ceiling => all(&[K::Num]).map(|()| K::Num),
        F::Year | F::Month | F::Day => all(&[K::Date, K::Stamp]).map(|()| K::Num),
        F::Hour | F::Minute | F::Second | F::FractionalSeconds => {
            all(&[K::Time, K::Stamp]).map(|()| K::Num)
        }
        F::Date => all(&[K::Stamp]).map(|()| K::Date),
        F::Time => all(&[K::Stamp]).map(|()| K::Time),
        F::TotalOffsetMinutes => all(&[K::Stamp]).map(|()| K::Num),
        F::TotalSeconds => all(&[K::Dur]).map(|()| K::Num),
        F::Now | F::MinDateTime | F::MaxDateTime => Ok(K::Stamp),
        other => unreachable!("not generated: {other}"),
    }
}

fn sequences_meet(kinds: &[Kind]) -> Result<()> {
    match kinds {
        [Kind::List(a), Kind::List(b)] if !meet(a, b) => Err(Fault),
        _ => Ok(()),
    }
}

/// Whether a part is the same for every record: it has no path, or a constant in it decides.
pub(crate) fn is_closed(expr: &Expr, scope: &Scope<'_>) -> bool {
    let decided = |parts: &[Expr], by: bool| {
        parts.iter().any(|part| {
            is_closed(part, scope)
                && matches!(super::run::eval(part, scope), Ok(V::Bool(b)) if b == by)
        })
    };
    match expr.kind() {
        ExprKind::Path(_) | ExprKind::Lambda(_) => false,
        ExprKind::And(parts) if decided(parts, false) => true,
        ExprKind::Or(parts) if decided(parts, true) => true,
        _ => {
            let mut closed = true;
            expr.for_each_child(|child| closed &= is_closed(child, scope));
            closed
        }
    }
}
