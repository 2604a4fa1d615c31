//! Other conditions that give the same records, in operators that the endpoint takes.

use super::check::{Checker, Purpose};
use super::operand::class;
use crate::ast::{BinaryOp, Expr, ExprKind, Literal};
use crate::diagnostic::Diagnostic;
use crate::endpoint::PropertyRule;
use crate::schema::{MemberLookup, Type};
use crate::span::Span;

/// A condition in the place of another.
pub(super) struct Mended {
    pub(super) expr: Expr,
    /// Whether it gives exactly the same records.
    pub(super) exact: bool,
}

/// A comparison of a property with a literal, the property on the left.
struct Compared<'a> {
    op: BinaryOp,
    property: &'a Expr,
    literal: &'a Expr,
    rule: &'a PropertyRule,
    nullable: bool,
    ty: Type<'a>,
}

pub(super) fn binary(op: BinaryOp, left: &Expr, right: &Expr) -> Option<Expr> {
    Expr::binary(op, left.clone(), right.clone()).ok()
}

/// One of these; the condition itself if there is one alone.
pub(super) fn any_of(conditions: Vec<Expr>) -> Option<Expr> {
    let flat = conditions.into_iter().flat_map(|condition| match condition.into_kind() {
        ExprKind::Or(operands) => operands,
        kind => Expr::new(kind, Span::default()).into_iter().collect(),
    });
    let mut conditions: Vec<Expr> = flat.collect();
    match conditions.len() {
        0 | 1 => conditions.pop(),
        _ => Expr::new(ExprKind::Or(conditions), Span::default()).ok(),
    }
}

/// All of these; the condition itself if there is one alone.
pub(super) fn all_of(conditions: Vec<Expr>) -> Option<Expr> {
    let flat = conditions.into_iter().flat_map(|condition| match condition.into_kind() {
        ExprKind::And(operands) => operands,
        kind => Expr::new(kind, Span::default()).into_iter().collect(),
    });
    let mut conditions: Vec<Expr> = flat.collect();
    match conditions.len() {
        0 | 1 => conditions.pop(),
        _ => Expr::new(ExprKind::And(conditions), Span::default()).ok(),
    }
}

/// The text of a condition that can stand wherever a comparison can.
pub(super) fn standing(expr: &Expr) -> String {
    match expr.kind() {
        ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_) => format!("({expr})"),
        _ => expr.to_string(),
    }
}

/// What the endpoint would say of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outlook {
    /// It takes it.
    Taken,
    /// It would, were it not for a wrong name, member or type in it.
    Faulty,
    /// It takes nothing like it.
    Refused,
}

impl<'a> Checker<'a> {
    /// Whether the endpoint takes a condition.
    pub(super) fn takes(&self, expr: &Expr) -> bool {
        self.outlook(expr) == Outlook::Taken
    }

    /// What the endpoint would say of a condition that is to stand in the place of another.
    pub(super) fn outlook(&self, expr: &Expr) -> Outlook {
        let mut checker =
            Checker::new(self.endpoint, self.tier, self.source, Purpose::Filter, self.aliases);
        checker.mends = false;
        checker.filter(expr);
        let wrong = |findings: &[Diagnostic]| findings.iter().any(Diagnostic::is_error);
        match (wrong(&checker.rejected), wrong(&checker.faults)) {
            (true, _) => Outlook::Refused,
            (false, true) => Outlook::Faulty,
            (false, false) => Outlook::Taken,
        }
    }

    /// `ge` as `gt` or `eq`, `le` as `lt` or `eq`, `ne` as `lt` or `gt`.
    pub(super) fn instead_of(&self, op: BinaryOp, left: &Expr, right: &Expr) -> Option<Mended> {
        let strict = match op {
            BinaryOp::Ge => BinaryOp::Gt,
            BinaryOp::Le => BinaryOp::Lt,
            BinaryOp::Ne => return self.not_equal(&self.compared(op, left, right)?),
            _ => return None,
        };
        let conditions = vec![binary(strict, left, right)?, binary(BinaryOp::Eq, left, right)?];
        Some(Mended { expr: any_of(conditions)?, exact: true })
    }

    /// The condition that holds where this one does not.
    pub(super) fn negated(&self, expr: &Expr) -> Option<Mended> {
        match expr.kind() {
            ExprKind::Not(inner) => Some(Mended { expr: (**inner).clone(), exact: true }),
            ExprKind::Literal(Literal::Boolean(value)) => {
                Some(Mended { expr: Literal::Boolean(!value).into(), exact: true })
            }
            ExprKind::And(operands) => {
                let negated = operands.iter().map(|operand| self.negated(operand));
                joined(negated.collect::<Option<_>>()?, any_of)
            }
            ExprKind::Or(operands) => {
                let negated = operands.iter().map(|operand| self.negated(operand));
                joined(negated.collect::<Option<_>>()?, all_of)
            }
            ExprKind::Binary(op, operands) if op.is_comparison() => {
                let [left, right] = &**operands;
                self.negated_comparison(&self.compared(*op, left, right)?)
            }
            _ => None,
        }
    }

    fn negated_comparison(&self, it: &Compared<'_>) -> Option<Mended> {
        use BinaryOp as B;
        let Compared { op, property, literal, rule, .. } = it;
        let takes = |op| rule.operator(op, self.tier).is_some();
        let is_null = matches!(literal.as_literal(), Some(Literal::Null));
        let mut conditions = Vec::new();
        match op {
            B::Ne => conditions.push(binary(B::Eq, property, literal)?),
            B::Eq if takes(B::Ne) => conditions.push(binary(B::Ne, property, literal)?),
            B::Eq => return self.not_equal(it),
            _ if is_null => return None,
            B::Ge => conditions.push(binary(B::Lt, property, literal)?),
            B::Le => conditions.push(binary(B::Gt, property, literal)?),
            _ => {
                let (loose, strict) = if *op == B::Gt { (B::Le, B::Lt) } else { (B::Ge, B::Gt) };
                if takes(loose) {
                    conditions.push(binary(loose, property, literal)?);
                } else {
                    conditions.push(binary(strict, property, literal)?);
                    conditions.push(binary(B::Eq, property, literal)?);
                }
            }
        }
        // An order holds for no null, so its opposite does.
        if it.nullable && !matches!(op, B::Eq | B::Ne) {
            conditions.push(binary(B::Eq, property, &Literal::Null.into())?);
        }
        Some(Mended { expr: any_of(conditions)?, exact: true })
    }

    /// `ne` in other operators.
    fn not_equal(&self, it: &Compared<'_>) -> Option<Mended> {
        use BinaryOp as B;
        let Compared { property, literal, rule, .. } = it;
        let takes = |op| rule.operator(op, self.tier).is_some();
        let null = || binary(B::Eq, property, &Literal::Null.into());
        let written = literal.as_literal()?;
        if *written == Literal::Null {
            return None;
        }
        let mut conditions = Vec::new();
        let exact = match it.ty {
            Type::Enum(ty) => {
                let Literal::String(written) = written else { return None };
                if !matches!(ty.lookup(written), MemberLookup::Exact(_)) {
                    return None;
                }
                let others = ty.members.iter().filter(|m| m.name.as_str() != written.as_str());
                for member in others {
                    let member = Literal::from(member.name.as_str()).into();
                    conditions.push(binary(B::Eq, property, &member)?);
                }
                // A later version of the service may have more members.
                false
            }
            _ if takes(B::Lt) && takes(B::Gt) => {
                conditions.push(binary(B::Lt, property, literal)?);
                conditions.push(binary(B::Gt, property, literal)?);
                true
            }
            _ => return None,
        };
        if it.nullable {
            conditions.push(null()?);
        }
        Some(Mended { expr: any_of(conditions)?, exact })
    }

    fn compared<'e>(
        &'e self,
        op: BinaryOp,
        left: &'e Expr,
        right: &'e Expr,
    ) -> Option<Compared<'e>> {
        let (op, property, literal) = match (left.as_literal(), right.as_literal()) {
            (None, Some(_)) => (op, left, right),
            (Some(_), None) => (op.mirrored(), right, left),
            _ => return None,
        };
        let resolved = self.endpoint.schema.resolve(property.as_path()?).ok()?;
        let rule = self.endpoint.rule(&resolved.to_string())?;
        let nullable = resolved.is_nullable();
        Some(Compared { op, property, literal, rule, nullable, ty: resolved.ty })
    }
}

fn joined(parts: Vec<Mended>, join: fn(Vec<Expr>) -> Option<Expr>) -> Option<Mended> {
    let exact = parts.iter().all(|part| part.exact);
    let expr = join(parts.into_iter().map(|part| part.expr).collect())?;
    Some(Mended { expr, exact })
}

/// Whether values of the type have an order that a range can be given in.
pub(super) fn is_instant(ty: Type<'_>) -> bool {
    matches!(class(ty), super::operand::Class::Instant)
}
