//! Arbitrary trees of the whole language, made through the constructors only.
//!
//! What a constructor refuses is left out, so that all that it takes must survive printing and
//! reading.

use odata_query::Span;
use odata_query::ast::{
    Annotation, BinaryOp, CountOptions, Expr, ExprKind, Function, KeyPredicate, Lambda, LambdaOp,
    Literal, Name, Path, QualifiedName, Segment, SegmentKind, ServiceCall, Text, TypeName,
    TypeTest,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::literals;

/// An expression that is not a list: what a filter or an argument can be.
pub(crate) fn expr() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        3 => literals::literal().prop_map(Expr::from),
        4 => path_of(flat_segment().boxed()).prop_map(Expr::from),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| branch(&inner.boxed()))
}

/// Names, with those among them that also mean something else.
pub(crate) fn name() -> impl Strategy<Value = Name> {
    let words = select(NAMES).prop_map(str::to_owned);
    prop_oneof![
        4 => "[A-Za-z_][A-Za-z0-9_]{0,6}",
        4 => words,
        1 => "[\\p{L}\\p{Nl}][\\p{L}\\p{Nl}\\p{Nd}\\p{Mn}\\p{Mc}\\p{Pc}\\p{Cf}]{0,6}",
        1 => "[a-z]{128}",
    ]
    .prop_filter_map("no identifier", |name| Name::new(name).ok())
}

/// Names that read as something else at another place, or nearly do.
const NAMES: &[&str] = &[
    "and",
    "or",
    "not",
    "eq",
    "ne",
    "gt",
    "ge",
    "lt",
    "le",
    "has",
    "in",
    "add",
    "sub",
    "mul",
    "div",
    "divby",
    "mod",
    "asc",
    "desc",
    "any",
    "all",
    "case",
    "cast",
    "isof",
    "IN",
    "Not",
    "Any",
    "null",
    "true",
    "false",
    "NaN",
    "INF",
    "nan",
    "inf",
    "True",
    "NULL",
    "nullx",
    "INFx",
    "notx",
    "e5",
    "T",
    "Z",
    "T11",
    "P1D",
    "binary",
    "duration",
    "geography",
    "geometry",
    "datetime",
    "guid",
    "geo",
    "Edm",
    "Collection",
    "collection",
    "SRID",
    "filter",
    "search",
    "count",
    "it",
    "contains",
    "tolower",
    "length",
    "date",
    "now",
    "NOW",
    "substringof",
    "deadbeef",
    "_",
    "__",
    "X",
    "Größe",
    "名前",
    "ⅷ",
    "a\u{301}",
    "a\u{200d}b",
    "z٣",
];

pub(crate) fn qualified_name() -> impl Strategy<Value = QualifiedName> {
    vec(name(), 2..4).prop_filter_map("no qualified name", |parts| joined(&parts))
}

fn any_qualified_name() -> impl Strategy<Value = QualifiedName> {
    vec(name(), 1..3).prop_filter_map("no qualified name", |parts| joined(&parts))
}

fn joined(parts: &[Name]) -> Option<QualifiedName> {
    let parts: Vec<&str> = parts.iter().map(Name::as_str).collect();
    QualifiedName::new(parts.join(".")).ok()
}

fn branch(inner: &BoxedStrategy<Expr>) -> BoxedStrategy<Expr> {
    let some = || inner.clone();
    let boxed = || inner.clone().prop_map(Box::new);
    let literal = || literals::literal().prop_map(Expr::from);
    let list = vec(literal(), 0..4).prop_map(ExprKind::List).prop_filter_map("no list", build);
    let flags = prop_oneof![
        literals::text().prop_map(Literal::String),
        literals::enumeration().prop_map(Literal::from),
    ];
    let type_test = || {
        (proptest::option::of(some()), type_name())
            .prop_map(|(operand, type_name)| Box::new(TypeTest { operand, type_name }))
    };
    let call = select(Function::ALL).prop_flat_map({
        let inner = inner.clone();
        move |function| {
            let arity = function.arity();
            vec(inner.clone(), arity.min..=arity.max).prop_map(move |a| ExprKind::Call(function, a))
        }
    });
    let kind = prop_oneof![
        2 => vec(some(), 2..5).prop_map(ExprKind::And),
        2 => vec(some(), 2..5).prop_map(ExprKind::Or),
        2 => boxed().prop_map(ExprKind::Not),
        2 => boxed().prop_map(ExprKind::Negate),
        6 => (select(BinaryOp::ALL), some(), some())
            .prop_map(|(op, left, right)| ExprKind::Binary(op, Box::new([left, right]))),
        1 => (some(), list)
            .prop_map(|(left, right)| ExprKind::Binary(BinaryOp::In, Box::new([left, right]))),
        1 => (some(), flags)
            .prop_map(|(l, flags)| ExprKind::Binary(BinaryOp::Has, Box::new([l, flags.into()]))),
        2 => call,
        1 => type_test().prop_map(ExprKind::Cast),
        1 => type_test().prop_map(ExprKind::IsOf),
        1 => vec((some(), some()), 1..3).prop_map(ExprKind::Case),
        2 => lambda(inner),
        1 => vec(some(), 0..4).prop_map(ExprKind::Array),
        1 => vec((literals::text(), some()), 0..3).prop_map(ExprKind::Object),
        2 => path_of(deep_segment(inner)).prop_map(ExprKind::Path),
    ];
    kind.prop_filter_map("no tree", build).boxed()
}

fn build(kind: ExprKind) -> Option<Expr> {
    Expr::new(kind, Span::default()).ok()
}

fn type_name() -> impl Strategy<Value = TypeName> {
    (any::<bool>(), any_qualified_name())
        .prop_map(|(collection, name)| TypeName { collection, name })
}

fn lambda(inner: &BoxedStrategy<Expr>) -> impl Strategy<Value = ExprKind> + use<> {
    let op = select(&[LambdaOp::Any, LambdaOp::All][..]);
    let predicate = proptest::option::weighted(0.8, (name(), inner.clone()));
    (op, path_of(deep_segment(inner)), predicate).prop_map(|(op, collection, predicate)| {
        ExprKind::Lambda(Box::new(Lambda { op, collection, predicate }))
    })
}

/// A path of segments in an order that the constructor takes.
fn path_of(segment: BoxedStrategy<SegmentKind>) -> impl Strategy<Value = Path> {
    let first = prop_oneof![
        4 => name().prop_map(SegmentKind::Property),
        1 => Just(SegmentKind::It),
        1 => Just(SegmentKind::This),
        1 => name().prop_map(SegmentKind::Alias),
        3 => segment.clone(),
    ];
    let root = name().prop_map(|name| vec![SegmentKind::Root, SegmentKind::Property(name)]);
    let start = prop_oneof![6 => first.prop_map(|kind| vec![kind]), 1 => root];
    (start, vec(segment, 0..4)).prop_filter_map("no path", |(mut segments, rest)| {
        segments.extend(rest);
        // The longest start that is a path.
        (1..=segments.len()).rev().find_map(|length| {
            let segments = segments.iter().take(length).cloned().map(Segment::from);
            Path::new(segments.collect()).ok()
        })
    })
}

/// A segment without an expression in it.
fn flat_segment() -> impl Strategy<Value = SegmentKind> {
    let annotation =
        (any_qualified_name(), proptest::option::of(name())).prop_map(|(term, qualifier)| {
            SegmentKind::Annotation(Box::new(Annotation { term, qualifier }))
        });
    prop_oneof![
        5 => name().prop_map(SegmentKind::Property),
        1 => qualified_name().prop_map(SegmentKind::Cast),
        1 => annotation,
        1 => Just(SegmentKind::Count(None)),
        2 => key(),
    ]
}

fn deep_segment(inner: &BoxedStrategy<Expr>) -> BoxedStrategy<SegmentKind> {
    let call = (any_qualified_name(), vec((name(), inner.clone()), 0..3)).prop_map(
        |(name, parameters)| SegmentKind::Call(Box::new(ServiceCall { name, parameters })),
    );
    let search = select(SEARCHES).prop_map(Text::from);
    let count = (proptest::option::of(inner.clone()), proptest::option::of(search))
        .prop_filter_map("no options", |(filter, search)| CountOptions::new(filter, search).ok())
        .prop_map(|options| SegmentKind::Count(Some(Box::new(options))));
    prop_oneof![
        3 => flat_segment(),
        2 => call,
        2 => inner.clone().prop_map(|condition| SegmentKind::Filter(Box::new(condition))),
        1 => count,
    ]
    .boxed()
}

/// Some are no search expressions; the constructor says which.
const SEARCHES: &[&str] = &[
    "blue",
    "blue OR green",
    "NOT blue",
    "\"a b;c)\" d",
    "(a OR b) AND c",
    "AND",
    "a'b",
    "$x=1",
    "blue green",
    " blue",
    "blue ",
    "a  b",
    "(a)",
    "( a )",
    "NOT (a b)",
    "'a;b'",
    "é",
];

fn key() -> impl Strategy<Value = SegmentKind> {
    let value = || {
        prop_oneof![
            4 => literals::literal().prop_map(Expr::from),
            1 => name().prop_filter_map("no alias", |name| {
                let alias = Segment::from(SegmentKind::Alias(name));
                Path::new(vec![alias]).ok().map(Expr::from)
            }),
        ]
    };
    let predicate = prop_oneof![
        3 => value().prop_map(KeyPredicate::Simple),
        1 => vec((name(), value()), 1..3).prop_map(KeyPredicate::Compound),
    ];
    predicate.prop_map(|key| SegmentKind::Key(Box::new(key)))
}
