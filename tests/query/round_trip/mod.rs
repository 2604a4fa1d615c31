//! What is printed reads as what it was, however it was spelled, and where each part stood is
//! known.

mod urls;

use std::fmt::Write as _;

use odata_query::ast::{
    Direction, Expr, ExprKind, OrderByItem, Path, Segment, SegmentKind, Visit, walk_expr,
};
use odata_query::{Filter, OrderBy, Span};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::cases::cases;
use crate::support::choices::Choices;
use crate::support::spell::spell;
use crate::support::trees;

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(1000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_tree_survives_printing_and_reading(tree in trees::expr()) {
        let filter = Filter::new(tree).unwrap();
        let printed = filter.to_string();
        let read = printed.parse::<Filter>();
        prop_assert_eq!(read.as_ref(), Ok(&filter), "{}", printed);
        prop_assert_eq!(read.unwrap().to_string(), printed);
    }

    #[test]
    fn every_spelling_reads_as_its_tree(
        tree in trees::expr(),
        choices in vec(any::<u8>(), 0..400),
    ) {
        let text = spell(&tree, &mut Choices::new(&choices));
        let filter = Filter::new(tree).unwrap();
        let read = text.parse::<Filter>();
        prop_assert_eq!(read.as_ref(), Ok(&filter), "{}", text);
        prop_assert_eq!(read.unwrap().to_string(), filter.to_string());
    }

    #[test]
    fn every_part_stands_where_its_span_says(
        tree in trees::expr(),
        choices in vec(any::<u8>(), 0..400),
    ) {
        let text = spell(&tree, &mut Choices::new(&choices));
        let filter: Filter = text.parse().unwrap();
        let mut spans = Spans { text: &text, faults: String::new() };
        spans.check(filter.expr(), Span::new(0, text.len() as u32), true);
        prop_assert!(spans.faults.is_empty(), "{}\n{}", text, spans.faults);
    }

    #[test]
    fn an_order_survives_printing_and_reading(
        items in vec((trees::expr(), any::<bool>()), 1..4),
        choices in vec(any::<u8>(), 0..400),
    ) {
        let mut choices = Choices::new(&choices);
        let mut spelled = Vec::new();
        let mut built = Vec::new();
        for (expr, desc) in items {
            let word = if desc { "desc" } else { "asc" };
            let word = match choices.below(3) {
                1 if !desc => String::new(),
                _ => format!(" {}", choices.any_case(word)),
            };
            spelled.push(spell(&expr, &mut choices) + &word);
            let direction = if desc { Direction::Desc } else { Direction::Asc };
            built.push(OrderByItem { expr, direction, span: Span::default() });
        }
        let order = OrderBy::new(built).unwrap();
        let text = spelled.join(",");
        let read = text.parse::<OrderBy>();
        prop_assert_eq!(read.as_ref(), Ok(&order), "{}", text);
        let printed = order.to_string();
        let read = printed.parse::<OrderBy>();
        prop_assert_eq!(read.as_ref(), Ok(&order), "{}", printed);
    }
}

/// Checks that the text at each expression's span reads as that expression, and that it lies
/// in the span of what it is part of.
struct Spans<'a> {
    text: &'a str,
    faults: String,
}

impl Spans<'_> {
    /// `stands_alone`: whether the text of the expression is an expression; that of a list or
    /// of a JSON string is not.
    fn check(&mut self, expr: &Expr, within: Span, stands_alone: bool) {
        let span = expr.span();
        let slice = span.slice(self.text);
        if within.to(span) != within {
            let _ = writeln!(self.faults, "{expr} at {span:?} is not in {within:?}");
        }
        if stands_alone {
            let read = slice.and_then(|slice| slice.parse::<Filter>().ok());
            if read.is_none_or(|filter| filter.expr() != expr) {
                let _ = writeln!(self.faults, "{expr} is not at {slice:?}");
            }
        }
        let json = matches!(expr.kind(), ExprKind::Array(_) | ExprKind::Object(_));
        let mut children = Vec::new();
        expr.for_each_child(|child| children.push(child));
        for child in children {
            let list = matches!(child.kind(), ExprKind::List(_));
            let string = child.span().slice(self.text).is_some_and(|s| s.starts_with('"'));
            self.check(child, span, !(list || (json && string)));
        }
    }
}

/// Each segment's span holds its text, in the order in which they stand.
#[test]
fn segments_stand_where_their_spans_say() {
    struct Segments<'a>(&'a str, Vec<&'a str>);
    impl<'a> Visit<'a> for Segments<'a> {
        fn visit_segment(&mut self, segment: &'a Segment) {
            self.1.push(segment.span().slice(self.0).unwrap());
            if let SegmentKind::Filter(condition) = segment.kind() {
                walk_expr(self, condition);
            }
        }
        fn visit_path(&mut self, path: &'a Path) {
            let (first, last) = (path.segments().first(), path.segments().last());
            let span = first.unwrap().span().to(last.unwrap().span());
            assert_eq!(path.span(), span);
            odata_query::ast::walk_path(self, path);
        }
    }
    let text = " $it/ab/Ns.T/@Q.t#q/F(x=1)/$filter( c eq 'é/d')('k')/$count gt @p";
    let filter: Filter = text.parse().unwrap();
    let mut segments = Segments(text, Vec::new());
    segments.visit_expr(filter.expr());
    let expected = [
        "$it",
        "ab",
        "Ns.T",
        "@Q.t#q",
        "F(x=1)",
        "$filter( c eq 'é/d')",
        "c",
        "('k')",
        "$count",
        "@p",
    ];
    assert_eq!(segments.1, expected);
}
