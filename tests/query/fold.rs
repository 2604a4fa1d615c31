//! A fold reaches every part of a tree, and leaves what it does not touch as it was.

use std::thread;

use odata_query::ast::{
    CountOptions, Expr, ExprKind, Fold, Lambda, LambdaOp, Literal, Name, Path, QualifiedName,
    Segment, SegmentKind, ServiceCall, TreeError, Visit, fold_expr_parts, fold_path_parts,
    fold_segment_parts, walk_expr, walk_path, walk_segment,
};
use odata_query::{Filter, Limits, Span};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::cases::cases;
use crate::support::spell::{Choices, spell};
use crate::support::trees;

struct Identity;

impl Fold for Identity {}

/// Counts what it comes by.
#[derive(Debug, Default, PartialEq)]
struct Count {
    exprs: usize,
    paths: usize,
    segments: usize,
    literals: usize,
}

impl Fold for Count {
    fn fold_expr(&mut self, expr: Expr) -> Result<Expr, TreeError> {
        self.exprs += 1;
        fold_expr_parts(self, expr)
    }

    fn fold_path(&mut self, path: Path) -> Result<Path, TreeError> {
        self.paths += 1;
        fold_path_parts(self, path)
    }

    fn fold_segment(&mut self, segment: Segment) -> Result<Segment, TreeError> {
        self.segments += 1;
        fold_segment_parts(self, segment)
    }

    fn fold_literal(&mut self, literal: Literal) -> Result<Literal, TreeError> {
        self.literals += 1;
        Ok(literal)
    }
}

impl<'a> Visit<'a> for Count {
    fn visit_expr(&mut self, expr: &'a Expr) {
        self.exprs += 1;
        walk_expr(self, expr);
    }

    fn visit_path(&mut self, path: &'a Path) {
        self.paths += 1;
        walk_path(self, path);
    }

    fn visit_segment(&mut self, segment: &'a Segment) {
        self.segments += 1;
        walk_segment(self, segment);
    }

    fn visit_literal(&mut self, _: &'a Literal) {
        self.literals += 1;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(500), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_fold_that_changes_nothing_gives_the_same_tree_and_spans(
        tree in trees::expr(),
        choices in vec(any::<u8>(), 0..200),
    ) {
        let text = spell(&tree, &mut Choices::new(&choices));
        let tree = text.parse::<Filter>().unwrap().into_expr();
        // Spans take no part in equality, but are in the debug output.
        let before = format!("{tree:?}");
        let after = Identity.fold_expr(tree).unwrap();
        prop_assert_eq!(format!("{after:?}"), before);
    }

    #[test]
    fn a_fold_comes_by_what_a_visitor_sees(tree in trees::expr()) {
        let (mut seen, mut folded) = (Count::default(), Count::default());
        seen.visit_expr(&tree);
        folded.fold_expr(tree).unwrap();
        prop_assert_eq!(folded, seen);
    }
}

/// Gives each name another.
struct Rename(&'static str, &'static str);

impl Fold for Rename {
    fn fold_segment(&mut self, segment: Segment) -> Result<Segment, TreeError> {
        match segment.as_property() {
            Some(name) if name.as_str() == self.0 => {
                let name = Name::new(self.1).map_err(|_| TreeError::TooDeep)?;
                Ok(Segment::new(SegmentKind::Property(name), segment.span()))
            }
            _ => fold_segment_parts(self, segment),
        }
    }
}

#[test]
fn a_name_is_changed_wherever_it_stands() {
    for (text, renamed) in [
        ("a eq 1 and (b or a)", "z eq 1 and (b or z)"),
        ("-a in (1,2)", "-z in (1,2)"),
        ("a/b/c", "z/b/c"),
        ("$it/a/$count($filter=a;$search=a)", "$it/z/$count($filter=z;$search=a)"),
        ("b/$filter(a)/a", "b/$filter(z)/z"),
        ("F(a=a)(a=1)", "F(a=z)(a=1)"),
        ("tolower(a)", "tolower(z)"),
        ("cast(a,Edm.String)", "cast(z,Edm.String)"),
        ("isof(a,Ns.T)", "isof(z,Ns.T)"),
        ("case(a : a)", "case(z : z)"),
        ("a/any(x:x/a eq a)", "z/any(x:x/z eq z)"),
        (r#"[a,{"a":a}]"#, r#"[z,{"a":z}]"#),
        ("not (a has Ns.T'a')", "not (z has Ns.T'a')"),
    ] {
        let tree = text.parse::<Filter>().unwrap().into_expr();
        assert_eq!(Rename("a", "z").fold_expr(tree).unwrap().to_string(), renamed, "{text}");
    }
}

#[test]
fn parts_that_make_no_tree_are_refused() {
    let fold =
        |text: &str| Rename("a", "null").fold_expr(text.parse::<Filter>().unwrap().into_expr());
    assert!(matches!(fold("b eq 1 or tolower(a) eq ''"), Err(TreeError::Malformed(_))));
    assert_eq!(fold("b/a").unwrap().to_string(), "b/null");

    /// Makes every tree one level higher.
    struct Higher;
    impl Fold for Higher {
        fn fold_path(&mut self, path: Path) -> Result<Path, TreeError> {
            Ok(path)
        }

        fn fold_expr(&mut self, expr: Expr) -> Result<Expr, TreeError> {
            let expr = fold_expr_parts(self, expr)?;
            Expr::new(ExprKind::Not(Box::new(expr)), Span::default())
        }
    }
    let high = (0..Limits::DEPTH_CEILING / 2).fold(Expr::from(Literal::Null), |tree, _| {
        Expr::new(ExprKind::Not(Box::new(tree)), Span::default()).unwrap()
    });
    assert_eq!(Higher.fold_expr(high), Err(TreeError::TooDeep));
}

#[test]
fn the_highest_tree_is_folded_on_a_small_stack() {
    let a = || Segment::from(SegmentKind::Property(Name::new("a").unwrap()));
    let path = |segment: SegmentKind| Path::new(vec![a(), segment.into()]).unwrap();
    // The levels that take the most stack: those that go through a path.
    let filter = |tree| ExprKind::Path(path(SegmentKind::Filter(Box::new(tree))));
    let call = |tree| {
        let parameters = vec![(Name::new("p").unwrap(), tree)];
        let call = ServiceCall { name: QualifiedName::new("F").unwrap(), parameters };
        ExprKind::Path(path(SegmentKind::Call(Box::new(call))))
    };
    let count = |tree| {
        let options = CountOptions::new(Some(tree), None).unwrap();
        ExprKind::Path(path(SegmentKind::Count(Some(Box::new(options)))))
    };
    let any = |tree| {
        let collection = path(SegmentKind::Filter(Box::new(tree)));
        ExprKind::Lambda(Box::new(Lambda { op: LambdaOp::Any, collection, predicate: None }))
    };
    let case = |tree| ExprKind::Case(vec![(Expr::from(Literal::Null), tree)]);
    let not = |tree| ExprKind::Not(Box::new(tree));
    for level in [&filter as &dyn Fn(Expr) -> ExprKind, &call, &count, &any, &case, &not] {
        let tree = (0..Limits::DEPTH_CEILING).fold(Expr::from(Literal::Null), |tree, _| {
            Expr::new(level(tree), Span::default()).unwrap()
        });
        let fold = move || Identity.fold_expr(tree).unwrap().height();
        let small = thread::Builder::new().stack_size(512 * 1024).spawn(fold).unwrap();
        assert_eq!(small.join().unwrap(), Limits::DEPTH_CEILING);
    }
}
