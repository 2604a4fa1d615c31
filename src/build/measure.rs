//! Limits of built trees, the same as those of parsed ones.

use super::BuildError;
use crate::ast::{
    Expr, ExprKind, OrderBy, Path, Segment, Visit, walk_expr, walk_path, walk_segment,
};
use crate::limits::Limits;

/// Refuses a tree that is larger than the limits.
pub(super) fn check(expr: &Expr, limits: &Limits) -> Result<(), BuildError> {
    check_all(&[expr], 1, expr.to_string().len(), limits)
}

/// Refuses an order that is larger than the limits.
pub(super) fn check_order(order: &OrderBy, limits: &Limits) -> Result<(), BuildError> {
    let keys: Vec<&Expr> = order.items().iter().map(|item| &item.expr).collect();
    check_all(&keys, keys.len(), order.to_string().len(), limits)
}

fn check_all(
    exprs: &[&Expr],
    items: usize,
    bytes: usize,
    limits: &Limits,
) -> Result<(), BuildError> {
    let mut size = Size { longest_list: items, ..Size::default() };
    exprs.iter().for_each(|expr| size.visit_expr(expr));
    let height = exprs.iter().map(|expr| expr.height()).max().unwrap_or(0);
    for (what, count, limit) in [
        ("levels", height, limits.depth()),
        ("parts", size.nodes, limits.max_nodes),
        ("items in one list", size.longest_list, limits.max_list_items),
        ("characters in one name", size.longest_name, limits.max_identifier),
        ("bytes", bytes, limits.max_bytes),
    ] {
        if count > limit {
            return Err(BuildError::TooLong { what, count, limit });
        }
    }
    Ok(())
}

#[derive(Default)]
struct Size {
    nodes: usize,
    longest_list: usize,
    longest_name: usize,
}

impl Visit<'_> for Size {
    fn visit_expr(&mut self, expr: &Expr) {
        self.nodes += 1;
        let items = match expr.kind() {
            ExprKind::List(items) | ExprKind::Array(items) | ExprKind::Call(_, items) => {
                items.len()
            }
            ExprKind::Object(members) => members.len(),
            ExprKind::Case(branches) => branches.len(),
            _ => 0,
        };
        self.longest_list = self.longest_list.max(items);
        walk_expr(self, expr);
    }

    fn visit_path(&mut self, path: &Path) {
        self.nodes += path.segments().len();
        walk_path(self, path);
    }

    fn visit_segment(&mut self, segment: &Segment) {
        let name = segment.as_property().map_or(0, |name| name.chars().count());
        self.longest_name = self.longest_name.max(name);
        walk_segment(self, segment);
    }
}
