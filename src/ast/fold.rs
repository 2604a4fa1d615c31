//! Making one tree of another.

use std::mem;

use super::{Expr, ExprKind, KeyPredicate, Literal, Path, Segment, SegmentKind, TreeError};

/// Something that makes a tree of another, part by part.
///
/// Each method folds what is below its part and puts the results together by default, so that a
/// fold that overrides nothing gives the same tree, spans included. One that is overridden
/// calls the `fold_…_parts` function of its part to go on below it, or leaves it out to stop
/// there. Parts are moved, not copied.
///
/// # Errors
/// Every method fails where the constructors refuse the new parts, such as a path that would
/// read as a literal.
///
/// ```
/// use odata_query::Filter;
/// use odata_query::ast::{Fold, Literal, TreeError};
///
/// /// Replaces every string, so that a filter can be logged without its values.
/// struct Redact;
/// impl Fold for Redact {
///     fn fold_literal(&mut self, literal: Literal) -> Result<Literal, TreeError> {
///         Ok(match literal {
///             Literal::String(_) => Literal::from("…"),
///             other => other,
///         })
///     }
/// }
///
/// let filter: Filter = "contains(id,'a') or not (jobId eq 'b')".parse().unwrap();
/// let redacted = Filter::new(Redact.fold_expr(filter.into_expr()).unwrap()).unwrap();
/// assert_eq!(redacted.to_string(), "contains(id,'…') or not (jobId eq '…')");
/// ```
///
/// A name in a path may be a lambda variable; [`Filter::rename`](super::Filter::rename) renames
/// properties and knows the difference.
pub trait Fold {
    /// An expression.
    fn fold_expr(&mut self, expr: Expr) -> Result<Expr, TreeError> {
        fold_expr_parts(self, expr)
    }

    /// A path, on its own or before `any` and `all`.
    fn fold_path(&mut self, path: Path) -> Result<Path, TreeError> {
        fold_path_parts(self, path)
    }

    /// A segment of a path.
    fn fold_segment(&mut self, segment: Segment) -> Result<Segment, TreeError> {
        fold_segment_parts(self, segment)
    }

    /// A literal.
    fn fold_literal(&mut self, literal: Literal) -> Result<Literal, TreeError> {
        Ok(literal)
    }
}

/// Folds what is directly below an expression, which keeps its place.
///
/// # Errors
/// When a part cannot be folded, or the new parts make no expression.
pub fn fold_expr_parts<F: Fold + ?Sized>(fold: &mut F, expr: Expr) -> Result<Expr, TreeError> {
    let span = expr.span();
    let mut kind = expr.into_kind();
    below(fold, &mut kind)?;
    Expr::new(kind, span)
}

/// Folds the segments of a path.
///
/// # Errors
/// When one cannot be folded, or the new ones make no path.
pub fn fold_path_parts<F: Fold + ?Sized>(fold: &mut F, path: Path) -> Result<Path, TreeError> {
    let mut segments = path.into_segments();
    for slot in &mut segments {
        let segment = mem::replace(slot, SegmentKind::It.into());
        *slot = fold.fold_segment(segment)?;
    }
    Path::new(segments)
}

/// Folds the expressions in a segment, which keeps its place.
///
/// # Errors
/// When one cannot be folded, or the new ones make no segment.
pub fn fold_segment_parts<F: Fold + ?Sized>(
    fold: &mut F,
    segment: Segment,
) -> Result<Segment, TreeError> {
    let span = segment.span();
    let mut kind = segment.into_kind();
    below_segment(fold, &mut kind)?;
    Ok(Segment::new(kind, span))
}

// Parts are folded in place, in simple loops: that keeps the vectors, and the frames small
// enough for the highest tree on a small stack. What is left in the place of a part while it is
// folded is seen by nobody: if the fold fails, the whole is dropped.

fn below<F: Fold + ?Sized>(fold: &mut F, kind: &mut ExprKind) -> Result<(), TreeError> {
    match kind {
        ExprKind::Literal(literal) => {
            *literal = fold.fold_literal(mem::replace(literal, Literal::Null))?;
            Ok(())
        }
        ExprKind::Path(path) => fold_path_at(fold, path),
        ExprKind::And(items)
        | ExprKind::Or(items)
        | ExprKind::List(items)
        | ExprKind::Call(_, items)
        | ExprKind::Array(items) => all(fold, items),
        ExprKind::Not(operand) | ExprKind::Negate(operand) => one(fold, operand),
        ExprKind::Binary(_, operands) => all(fold, &mut **operands),
        ExprKind::Cast(test) | ExprKind::IsOf(test) => maybe(fold, &mut test.operand),
        ExprKind::Case(branches) => {
            for (condition, value) in branches {
                one(fold, condition)?;
                one(fold, value)?;
            }
            Ok(())
        }
        ExprKind::Lambda(lambda) => {
            fold_path_at(fold, &mut lambda.collection)?;
            match &mut lambda.predicate {
                Some((_, predicate)) => one(fold, predicate),
                None => Ok(()),
            }
        }
        ExprKind::Object(members) => named(fold, members),
    }
}

fn below_segment<F: Fold + ?Sized>(fold: &mut F, kind: &mut SegmentKind) -> Result<(), TreeError> {
    match kind {
        SegmentKind::It
        | SegmentKind::This
        | SegmentKind::Root
        | SegmentKind::Alias(_)
        | SegmentKind::Property(_)
        | SegmentKind::Cast(_)
        | SegmentKind::Annotation(_)
        | SegmentKind::Count(None) => Ok(()),
        SegmentKind::Call(call) => named(fold, &mut call.parameters),
        SegmentKind::Key(key) => match &mut **key {
            KeyPredicate::Simple(value) => one(fold, value),
            KeyPredicate::Compound(values) => named(fold, values),
        },
        SegmentKind::Count(Some(options)) => maybe(fold, options.filter_mut()),
        SegmentKind::Filter(condition) => one(fold, condition),
    }
}

fn one<F: Fold + ?Sized>(fold: &mut F, slot: &mut Expr) -> Result<(), TreeError> {
    let expr = mem::replace(slot, Expr::from(Literal::Null));
    *slot = fold.fold_expr(expr)?;
    Ok(())
}

fn all<F: Fold + ?Sized>(fold: &mut F, slots: &mut [Expr]) -> Result<(), TreeError> {
    for slot in slots {
        one(fold, slot)?;
    }
    Ok(())
}

fn maybe<F: Fold + ?Sized>(fold: &mut F, slot: &mut Option<Expr>) -> Result<(), TreeError> {
    match slot {
        Some(slot) => one(fold, slot),
        None => Ok(()),
    }
}

fn named<F: Fold + ?Sized, N>(fold: &mut F, slots: &mut [(N, Expr)]) -> Result<(), TreeError> {
    for (_, slot) in slots {
        one(fold, slot)?;
    }
    Ok(())
}

fn fold_path_at<F: Fold + ?Sized>(fold: &mut F, slot: &mut Path) -> Result<(), TreeError> {
    *slot = fold.fold_path(slot.take())?;
    Ok(())
}
