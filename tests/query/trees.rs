//! What no text could stand for cannot be built.

#![expect(clippy::unwrap_used, reason = "the parts of a case are valid")]

use odata_query::Span;
use odata_query::ast::{
    Annotation, BinaryOp, CountOptions, Expr, ExprKind, Function, KeyPredicate, Lambda, LambdaOp,
    Literal, Name, Path, QualifiedName, SegmentKind as K, ServiceCall, Text,
};

#[test]
fn paths_that_would_read_as_something_else_are_refused() {
    let refused: Vec<Vec<K>> = vec![
        vec![],
        vec![property("null")],
        vec![property("True"), property("a")],
        vec![property("NOT")],
        vec![K::Root],
        vec![K::Root, K::Count(None)],
        vec![property("a"), K::It],
        vec![property("a"), K::Alias(name("p"))],
        vec![K::Count(None)],
        vec![key()],
        vec![property("a"), key(), key()],
        vec![property("tolower"), key()],
        vec![property("a"), property("any"), key()],
        vec![property("a"), K::Count(None), property("b")],
        vec![K::Cast(qualified("Ns.T"))],
        vec![K::Cast(qualified("Ns.T")), key()],
        vec![K::Cast(qualified("Ns.T")), K::Count(None)],
        vec![K::Cast(qualified("Ns.T")), K::Filter(Box::new(literal()))],
        vec![property("a"), K::Cast(qualified("Ns.T")), K::Cast(qualified("Ns.U"))],
        vec![property("a"), K::Cast(qualified("T"))],
        vec![call("tolower")],
        vec![call("not")],
        vec![call("Not"), property("a")],
        vec![property("a"), call("any")],
        vec![K::Annotation(Box::new(Annotation { term: qualified("T"), qualifier: None }))],
        vec![property("a"), K::Filter(Box::new(list()))],
    ];
    for segments in refused {
        let kinds = format!("{segments:?}");
        let path = Path::new(segments.into_iter().map(Into::into).collect());
        assert!(path.is_err(), "{kinds}");
    }
}

#[test]
fn names_are_identifiers() {
    let long = "a".repeat(129);
    for text in ["a eq 1 or b", "a/b", "", "1a", "a b", "a.b", "$it", "a'", "a\0", long.as_str()] {
        assert!(Name::new(text).is_err(), "{text:?}");
        assert!(Path::of([text]).is_err(), "{text:?}");
    }
    assert!(Name::new("a".repeat(128)).is_ok());
    assert!(Name::new("é".repeat(128)).is_ok());
}

#[test]
fn expressions_that_have_no_text_are_refused() {
    let pair = |left, right| Box::new([left, right]);
    let collection = |segments: Vec<K>| {
        let collection = Path::new(segments.into_iter().map(Into::into).collect()).unwrap();
        Box::new(Lambda { op: LambdaOp::All, collection, predicate: None })
    };
    let mut any_of_count = collection(vec![property("a"), K::Count(None)]);
    any_of_count.op = LambdaOp::Any;
    let refused = [
        ExprKind::And(vec![]),
        ExprKind::Or(vec![literal()]),
        ExprKind::Not(Box::new(list())),
        ExprKind::Binary(BinaryOp::Eq, pair(literal(), list())),
        ExprKind::Binary(BinaryOp::In, pair(list(), literal())),
        ExprKind::Binary(BinaryOp::Has, pair(literal(), Literal::Null.into())),
        ExprKind::List(vec![Path::of(["a"]).unwrap().into()]),
        ExprKind::List(vec![list()]),
        ExprKind::Call(Function::Contains, vec![literal()]),
        ExprKind::Call(Function::Now, vec![literal()]),
        ExprKind::Call(Function::ToLower, vec![list()]),
        ExprKind::Case(vec![]),
        ExprKind::Lambda(collection(vec![property("a")])),
        ExprKind::Lambda(any_of_count),
        ExprKind::Array(vec![list()]),
        ExprKind::Object(vec![("a".into(), list())]),
    ];
    for kind in refused {
        let text = format!("{kind:?}");
        assert!(Expr::new(kind, Span::default()).is_err(), "{text}");
    }
}

#[test]
fn options_of_a_count_are_a_condition_and_a_search() {
    for search in ["", " blue", "blue ", "a OR", "NOT", "\"\"", "(a", "a)", "a;b"] {
        assert!(CountOptions::new(None, Some(Text::from(search))).is_err(), "{search:?}");
    }
    assert!(CountOptions::new(None, None).is_err());
    assert!(CountOptions::new(Some(list()), None).is_err());
    assert!(CountOptions::new(Some(literal()), Some("a \"b;)\"".into())).is_ok());
}

fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

fn qualified(text: &str) -> QualifiedName {
    QualifiedName::new(text).unwrap()
}

fn property(text: &str) -> K {
    K::Property(name(text))
}

fn call(text: &str) -> K {
    K::Call(Box::new(ServiceCall { name: qualified(text), parameters: vec![] }))
}

fn key() -> K {
    K::Key(Box::new(KeyPredicate::Simple(literal())))
}

fn literal() -> Expr {
    Literal::from(1).into()
}

fn list() -> Expr {
    Expr::new(ExprKind::List(vec![literal()]), Span::default()).unwrap()
}
