//! The spans of a tree that was made, not parsed: those of its own canonical text.

use std::vec::IntoIter;

use super::display::canonical_spans;
use super::{Direction, Expr, Fold, OrderByItem, Segment, TreeError};
use super::{fold_expr_parts, fold_segment_parts};
use crate::span::Span;

/// The same expression, with the span of each part in the text that [`Expr`]'s `Display` writes.
pub(super) fn respan(expr: Expr) -> Result<Expr, TreeError> {
    let spans = canonical_spans(|f| f.expr(&expr));
    Respan(spans.into_iter()).fold_expr(expr)
}

/// The same items, with their spans in the canonical text of the order.
pub(super) fn respan_items(items: Vec<OrderByItem>) -> Result<Vec<OrderByItem>, TreeError> {
    let ends = std::cell::RefCell::new(Vec::with_capacity(items.len()));
    let spans = canonical_spans(|f| {
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                f.text(",")?;
            }
            let start = f.written();
            f.expr(&item.expr)?;
            f.text(item.direction.suffix())?;
            ends.borrow_mut().push((start, f.written()));
        }
        Ok(())
    });
    let offset = |at| u32::try_from(at).unwrap_or(u32::MAX);
    let mut respan = Respan(spans.into_iter());
    let items = items.into_iter().zip(ends.into_inner()).map(|(item, (start, end))| {
        let span = Span::new(offset(start), offset(end));
        Ok(OrderByItem { expr: respan.fold_expr(item.expr)?, span, ..item })
    });
    items.collect()
}

impl Direction {
    /// What canonical text writes after the expression of an item.
    pub(super) const fn suffix(self) -> &'static str {
        match self {
            Self::Asc => "",
            Self::Desc => " desc",
        }
    }
}

/// Gives each part the next span, in the order in which they are written.
struct Respan(IntoIter<Span>);

impl Fold for Respan {
    fn fold_expr(&mut self, expr: Expr) -> Result<Expr, TreeError> {
        let span = self.0.next().unwrap_or_default();
        Ok(fold_expr_parts(self, expr)?.at(span))
    }

    fn fold_segment(&mut self, segment: Segment) -> Result<Segment, TreeError> {
        let span = self.0.next().unwrap_or_default();
        Ok(Segment::new(fold_segment_parts(self, segment)?.into_kind(), span))
    }
}
