//! Drawing trees for people.

use std::fmt::Write as _;

use odata_query::ast::{Expr, ExprKind};
use odata_query::{Filter, OrderBy, Query, Span};

use super::terminal::one_line;

/// A node to draw: what it is, and what is below it.
struct Node {
    label: String,
    children: Vec<Node>,
}

impl Node {
    fn leaf(label: impl Into<String>) -> Self {
        Self { label: label.into(), children: Vec::new() }
    }

    fn draw(&self, out: &mut String, prefix: &str) {
        let _ = writeln!(out, "{}", one_line(&self.label));
        for (at, child) in self.children.iter().enumerate() {
            let last = at + 1 == self.children.len();
            let (branch, below) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            out.push_str(prefix);
            out.push_str(branch);
            child.draw(out, &format!("{prefix}{below}"));
        }
    }
}

fn drawn(node: &Node) -> String {
    let mut out = String::new();
    node.draw(&mut out, "");
    out
}

pub(crate) fn of_filter(filter: &Filter) -> String {
    drawn(&node(filter.expr()))
}

pub(crate) fn of_order_by(order: &OrderBy) -> String {
    drawn(&orderby(order))
}

pub(crate) fn of_query(query: &Query) -> String {
    let mut children = Vec::new();
    if let Some(filter) = query.filter() {
        children.push(Node { label: "$filter".into(), children: vec![node(filter.expr())] });
    }
    children.extend(query.order_by().map(orderby));
    children.extend(query.top().map(|top| Node::leaf(format!("$top {top}"))));
    children.extend(query.skip_token().map(|token| Node::leaf(format!("$skiptoken {token}"))));
    children.extend(query.aliases().iter().map(|alias| Node {
        label: format!("@{}", alias.name),
        children: vec![node(&alias.value)],
    }));
    children.extend(query.other_options().iter().map(|option| {
        Node::leaf(match &option.value {
            Some(value) => format!("{} {value:?}", option.name),
            None => option.name.to_string(),
        })
    }));
    drawn(&Node { label: "query".into(), children })
}

fn orderby(order: &OrderBy) -> Node {
    let item = |item: &odata_query::ast::OrderByItem| Node {
        label: format!("{:?}", item.direction).to_lowercase(),
        children: vec![node(&item.expr)],
    };
    Node { label: "$orderby".into(), children: order.items().iter().map(item).collect() }
}

fn node(expr: &Expr) -> Node {
    let label = match expr.kind() {
        ExprKind::And(_) => "and".to_owned(),
        ExprKind::Or(_) => "or".to_owned(),
        ExprKind::Not(_) => "not".to_owned(),
        ExprKind::Negate(_) => "-".to_owned(),
        ExprKind::Binary(op, _) => op.to_string(),
        ExprKind::List(_) => "list".to_owned(),
        ExprKind::Call(function, _) => format!("{function}()"),
        ExprKind::Cast(test) => format!("cast() to {}", test.type_name),
        ExprKind::IsOf(test) => format!("isof() {}", test.type_name),
        ExprKind::Case(_) => "case()".to_owned(),
        ExprKind::Array(_) => "array".to_owned(),
        ExprKind::Object(members) => {
            let names: Vec<_> = members.iter().map(|(name, _)| name.as_str()).collect();
            format!("object {names:?}")
        }
        ExprKind::Lambda(lambda) => match &lambda.predicate {
            Some((variable, _)) => {
                format!("{}/{}({variable}:)", lambda.collection, lambda.op.name())
            }
            None => format!("{}/{}()", lambda.collection, lambda.op.name()),
        },
        ExprKind::Literal(literal) => {
            format!("{literal}  {}", literal.type_name().unwrap_or("null"))
        }
        _ => expr.to_string(),
    };
    let Span { start, end } = expr.span();
    let mut children = Vec::new();
    if !matches!(expr.kind(), ExprKind::Path(_)) {
        expr.for_each_child(|child| children.push(node(child)));
    }
    Node { label: format!("{label}  {start}..{end}"), children }
}
