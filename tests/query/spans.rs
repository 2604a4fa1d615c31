//! A tree that was made has the spans of its own canonical text, wherever its parts came from.

#![expect(clippy::unwrap_used, reason = "a fault fails the test")]

use odata_query::ast::{
    Direction, Expr, ExprKind, Fold, Literal, OrderByItem, Path, Segment, TreeError, Visit,
    fold_expr_parts, walk_expr, walk_path, walk_segment,
};
use odata_query::endpoint::{Endpoint, Tier};
use odata_query::schema::ApiVersion;
use odata_query::validate::Validator;
use odata_query::{Filter, Limits, OrderBy, Span};
use proptest::prelude::*;

use crate::support::trees;

#[derive(Default)]
struct Spans(Vec<Span>);

impl<'a> Visit<'a> for Spans {
    fn visit_expr(&mut self, expr: &'a Expr) {
        self.0.push(expr.span());
        walk_expr(self, expr);
    }

    fn visit_path(&mut self, path: &'a Path) {
        walk_path(self, path);
    }

    fn visit_segment(&mut self, segment: &'a Segment) {
        self.0.push(segment.span());
        walk_segment(self, segment);
    }
}

fn spans(filter: &Filter) -> Vec<Span> {
    let mut spans = Spans::default();
    spans.visit_expr(filter.expr());
    spans.0
}

fn expr(text: &str) -> Expr {
    text.parse::<Filter>().unwrap().into_expr()
}

fn joined(parts: impl IntoIterator<Item = Expr>) -> Filter {
    let and = ExprKind::And(parts.into_iter().collect());
    Filter::new(Expr::new(and, Span::default()).unwrap()).unwrap()
}

fn unlimited() -> Limits {
    Limits {
        max_depth: Limits::DEPTH_CEILING,
        max_nodes: usize::MAX,
        max_list_items: usize::MAX,
        max_bytes: usize::MAX,
        ..Limits::default()
    }
}

#[test]
fn parts_of_several_texts_have_the_spans_of_the_joined_text() {
    let filter = joined([
        expr("   ( jobId   eq  'a' )"),
        expr("jbId eq 'x' or id eq 'b'"),
        expr("(((provisioningSteps/any( s : s/name  eq 'c' ))))"),
    ]);
    let text = filter.to_string();
    let ExprKind::And(operands) = filter.expr().kind() else { panic!("{text}") };
    let slices: Vec<_> = operands.iter().map(|operand| operand.span().slice(&text)).collect();
    assert_eq!(
        slices,
        [
            Some("jobId eq 'a'"),
            Some("jbId eq 'x' or id eq 'b'"),
            Some("provisioningSteps/any(s:s/name eq 'c')"),
        ]
    );
}

#[test]
fn a_certain_suggestion_for_a_joined_filter_mends_its_own_text() {
    let filter = joined([expr("      tenantId eq 't'"), expr("jbId eq 'a'")]);
    let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    let found = Validator::new(&endpoint, Tier::Documented).validate_filter(&filter);
    let text = filter.to_string();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].span().slice(&text), Some("jbId"));
}

#[test]
fn a_fold_gives_a_filter_with_spans_of_its_own() {
    struct Longer;
    impl Fold for Longer {
        fn fold_expr(&mut self, expr: Expr) -> Result<Expr, TreeError> {
            match expr.as_literal() {
                Some(Literal::String(_)) => Ok(Literal::from("a much longer text").into()),
                _ => fold_expr_parts(self, expr),
            }
        }
    }
    let folded = Longer.fold_expr(expr("  jobId eq 'a' and  id eq 'b'")).unwrap();
    let filter = Filter::new(folded).unwrap();
    assert_eq!(spans(&filter), spans(&filter.to_string().parse().unwrap()));
}

#[test]
fn serde_gives_the_spans_of_canonical_text() {
    let filter: Filter = " ( jobId eq 'a')and(id   eq 'b')".parse().unwrap();
    let read: Filter = serde_json::from_value(serde_json::to_value(&filter).unwrap()).unwrap();
    assert_eq!(spans(&read), spans(&filter.to_string().parse().unwrap()));
}

#[test]
fn an_order_has_the_spans_of_canonical_text() {
    let item =
        |text: &str, direction| OrderByItem { expr: expr(text), direction, span: Span::default() };
    let order =
        OrderBy::new(vec![item("  (a/b)", Direction::Desc), item(" tolower( c )", Direction::Asc)])
            .unwrap();
    let read: OrderBy = order.to_string().parse().unwrap();
    let places = |order: &OrderBy| -> Vec<_> {
        order.items().iter().map(|item| (item.span, item.expr.span())).collect()
    };
    assert_eq!(places(&order), places(&read));
    assert_eq!(order.items()[1].span.slice(&order.to_string()), Some("tolower(c)"));
}

proptest! {
    #[test]
    fn every_part_has_the_span_that_it_has_when_its_text_is_parsed(tree in trees::expr()) {
        if let Ok(filter) = Filter::new(tree) {
            let text = filter.to_string();
            let read = Filter::parse(&text, &unlimited()).unwrap();
            prop_assert_eq!(spans(&filter), spans(&read), "{}", text);
        }
    }
}

#[test]
fn an_expression_read_by_serde_has_the_spans_of_its_own_text() {
    let json = r#"{"and":[{"path":["a"]},{"eq":[{"path":["b"]},{"int64":1}]}]}"#;
    let expr: Expr = serde_json::from_str(json).unwrap();
    let ExprKind::And(operands) = expr.kind() else { panic!("{expr:?}") };
    let spans: Vec<_> =
        operands.iter().map(|operand| operand.span().slice("a and b eq 1")).collect();
    assert_eq!(spans, [Some("a"), Some("b eq 1")]);
}
