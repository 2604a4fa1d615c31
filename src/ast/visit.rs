//! Walking over a tree.

use super::{CountOptions, Expr, ExprKind, KeyPredicate, Literal, Path, Segment, SegmentKind};

/// Something that looks at every part of a tree.
///
/// Each method walks on below the part by default; one that is overridden calls the `walk_`
/// function of its part to go on, or leaves it out to stop there.
///
/// ```
/// use odata_query::Filter;
/// use odata_query::ast::{Expr, ExprKind, Function, Visit, walk_expr};
///
/// struct Functions(Vec<Function>);
/// impl Visit<'_> for Functions {
///     fn visit_expr(&mut self, expr: &Expr) {
///         if let ExprKind::Call(function, _) = expr.kind() {
///             self.0.push(*function);
///         }
///         walk_expr(self, expr);
///     }
/// }
///
/// let filter: Filter = "jobId eq 'a' and contains(tolower(id),'b')".parse().unwrap();
/// let mut functions = Functions(Vec::new());
/// functions.visit_expr(filter.expr());
/// assert_eq!(functions.0, [Function::Contains, Function::ToLower]);
/// ```
///
/// A name in a path may be a lambda variable; [`Filter::properties`](super::Filter::properties) and
/// [`Filter::paths`](super::Filter::paths) know the difference.
pub trait Visit<'a> {
    /// An expression.
    fn visit_expr(&mut self, expr: &'a Expr) {
        walk_expr(self, expr);
    }

    /// A path, on its own or before `any` and `all`.
    fn visit_path(&mut self, path: &'a Path) {
        walk_path(self, path);
    }

    /// A segment of a path.
    fn visit_segment(&mut self, segment: &'a Segment) {
        walk_segment(self, segment);
    }

    /// A literal.
    fn visit_literal(&mut self, _literal: &'a Literal) {}
}

/// Visits what is directly below an expression.
pub fn walk_expr<'a, V: Visit<'a> + ?Sized>(visitor: &mut V, expr: &'a Expr) {
    match expr.kind() {
        ExprKind::Literal(literal) => visitor.visit_literal(literal),
        ExprKind::Path(path) => visitor.visit_path(path),
        ExprKind::Lambda(lambda) => {
            visitor.visit_path(&lambda.collection);
            if let Some((_, predicate)) = &lambda.predicate {
                visitor.visit_expr(predicate);
            }
        }
        _ => expr.for_each_child(|child| visitor.visit_expr(child)),
    }
}

/// Visits the segments of a path.
pub fn walk_path<'a, V: Visit<'a> + ?Sized>(visitor: &mut V, path: &'a Path) {
    path.segments().iter().for_each(|segment| visitor.visit_segment(segment));
}

/// Visits the expressions in a segment.
pub fn walk_segment<'a, V: Visit<'a> + ?Sized>(visitor: &mut V, segment: &'a Segment) {
    match segment.kind() {
        SegmentKind::Call(call) => {
            call.parameters.iter().for_each(|(_, value)| visitor.visit_expr(value));
        }
        SegmentKind::Key(key) => match &**key {
            KeyPredicate::Simple(value) => visitor.visit_expr(value),
            KeyPredicate::Compound(pairs) => {
                pairs.iter().for_each(|(_, value)| visitor.visit_expr(value));
            }
        },
        SegmentKind::Count(Some(options)) => {
            CountOptions::filter(options).into_iter().for_each(|e| visitor.visit_expr(e));
        }
        SegmentKind::Filter(condition) => visitor.visit_expr(condition),
        _ => {}
    }
}
