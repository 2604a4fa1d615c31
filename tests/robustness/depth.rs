//! Depth is exact: at the limit each recursive rule parses, one level more is `too-deep`; and
//! what parses is safe to print, copy, compare and drop. All in the 512 KiB of stack that a
//! small thread has.
#![expect(clippy::unwrap_used, reason = "a fault fails the test")]

use odata_query::ast::{
    BinaryOp, Double, Expr, ExprKind, Function, Geo, GeoFamily, GeoShape, Lambda, LambdaOp,
    Literal, Name, Path, Position, Segment, SegmentKind, TreeError, TypeTest, Visit, walk_expr,
};
use odata_query::{Code, Filter, Limits, OrderBy, Span};

/// One recursive rule: the text that nests it `n` times around something flat is
/// `open × n, middle, close × n`.
struct Rule {
    name: &'static str,
    open: &'static str,
    middle: &'static str,
    close: &'static str,
}

const fn rule(
    name: &'static str,
    open: &'static str,
    middle: &'static str,
    close: &'static str,
) -> Rule {
    Rule { name, open, middle, close }
}

const RULES: &[Rule] = &[
    rule("parenthesis", "(", "a", ")"),
    rule("parenthesis with white space", "( ", "a", "\t)"),
    rule("parenthesis on the left", "(", "a", " eq 1)"),
    rule("parenthesis on the right", "1 eq (", "a", ")"),
    rule("not", "not ", "a", ""),
    rule("not in parentheses", "not (", "a", ")"),
    rule("not with no space", "NOT(", "a", ")"),
    rule("negation", "-", "a", ""),
    rule("negation in parentheses", "-(", "a", ")"),
    rule("call", "tolower(", "a", ")"),
    rule("call, first argument", "contains(", "a", ",b)"),
    rule("call, last argument", "substring(a,1,", "b", ")"),
    rule("call with a dot", "geo.length(", "a", ")"),
    rule("any", "a/any(x:", "x", ")"),
    rule("all", "a/all(x:", "x", ")"),
    rule("filter in a path", "a/$filter(", "b", ")"),
    rule("filter in a path, then more", "a/$filter(", "b", ")/c"),
    rule("filter in the options of a count", "a/$count($filter=", "b", ")"),
    rule("parameter of a service function", "F(a=", "b", ")"),
    rule("parameter of a qualified service function", "Ns.F(a=1,b=", "c", ")/d"),
    rule("condition of case", "case(", "a", ":b)"),
    rule("value of case", "case(a:", "b", ")"),
    rule("second branch of case", "case(a:b,true:", "c", ")"),
    rule("cast", "cast(", "a", ",Edm.String)"),
    rule("isof", "isof(", "a", ",Ns.T)"),
    rule("array", "[", "1", "]"),
    rule("array after other members", "[1,\"a\",", "b", "]"),
    rule("object", "{\"a\":", "1", "}"),
    rule("object after other members", "{\"a\":1,\"b\":", "c", "}"),
    rule("addition", "", "1", " add 1"),
    rule("subtraction to the right", "1 sub (", "1", ")"),
    rule("multiplication", "", "1", " mul 1"),
    rule("comparison", "", "a", " eq 1"),
    rule("order", "", "a", " lt 1"),
    rule("has", "", "a", " has Ns.T'A'"),
    rule("in a collection", "", "a", " in b"),
];

impl Rule {
    fn text(&self, depth: usize) -> String {
        let Self { open, middle, close, .. } = self;
        format!("{}{middle}{}", open.repeat(depth), close.repeat(depth))
    }
}

/// Limits on depth alone.
fn limits(max_depth: usize) -> Limits {
    Limits {
        max_bytes: usize::MAX,
        max_depth,
        max_nodes: usize::MAX,
        max_list_items: usize::MAX,
        ..Limits::default()
    }
}

#[test]
fn depth_is_exact_at_the_default_limit() {
    check_every_rule(Limits::default().max_depth);
}

#[test]
fn depth_is_exact_at_the_ceiling() {
    check_every_rule(Limits::DEPTH_CEILING);
}

#[test]
fn depth_is_exact_at_low_limits() {
    for max_depth in 1..4 {
        check_every_rule(max_depth);
    }
}

#[test]
fn a_limit_above_the_ceiling_counts_as_the_ceiling() {
    on_a_small_stack(|| {
        for rule in RULES {
            let limits = limits(usize::MAX);
            assert!(Filter::parse(&rule.text(Limits::DEPTH_CEILING), &limits).is_ok());
            let error = Filter::parse(&rule.text(Limits::DEPTH_CEILING + 1), &limits).unwrap_err();
            assert_eq!(error.code(), Code::TooDeep, "{}", rule.name);
        }
    });
}

fn check_every_rule(max_depth: usize) {
    on_a_small_stack(move || {
        let mut wrong = Vec::new();
        for rule in RULES {
            let text = rule.text(max_depth);
            match Filter::parse(&text, &limits(max_depth)) {
                Ok(filter) => use_in_every_way(&filter, max_depth),
                Err(error) => wrong.push(format!("{} at {max_depth}: {error}", rule.name)),
            }
            if let Err(error) = OrderBy::parse(&(text + " desc"), &limits(max_depth)) {
                wrong.push(format!("{} in an order at {max_depth}: {error}", rule.name));
            }
            match Filter::parse(&rule.text(max_depth + 1), &limits(max_depth)) {
                Err(error) if error.code() == Code::TooDeep => {}
                other => wrong.push(format!("{} beyond {max_depth}: {other:?}", rule.name)),
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

/// The key of a member holds a literal, which is one level below.
#[test]
fn the_key_of_a_member_is_a_level() {
    for text in ["a('x')", "a(@p)", "a/$filter(b)(k='x',l=1)"] {
        assert!(Filter::parse(text, &limits(1)).is_ok(), "{text}");
        assert_eq!(Filter::parse(text, &limits(0)).unwrap_err().code(), Code::TooDeep, "{text}");
    }
}

/// A list is a level, and so are its items.
#[test]
fn a_list_is_two_levels() {
    for text in ["a in (1)", "a in ('x','y')"] {
        assert!(Filter::parse(text, &limits(2)).is_ok(), "{text}");
        assert_eq!(Filter::parse(text, &limits(1)).unwrap_err().code(), Code::TooDeep, "{text}");
    }
    on_a_small_stack(|| {
        for max_depth in [2, Limits::default().max_depth, Limits::DEPTH_CEILING] {
            let text = |ins: usize| format!("a{}", " in (1)".repeat(ins));
            let filter = Filter::parse(&text(max_depth - 1), &limits(max_depth)).unwrap();
            use_in_every_way(&filter, max_depth);
            let error = Filter::parse(&text(max_depth), &limits(max_depth)).unwrap_err();
            assert_eq!(error.code(), Code::TooDeep);
        }
    });
}

#[test]
fn geo_collections_nest_up_to_the_limit() {
    on_a_small_stack(|| {
        for max_depth in [1, Limits::default().max_depth, Limits::DEPTH_CEILING] {
            let text = |depth: usize| {
                let (open, close) = ("GeometryCollection(".repeat(depth), ")".repeat(depth));
                format!("geography'SRID=0;{open}Point(1 2){close}'")
            };
            let filter = Filter::parse(&text(max_depth), &limits(max_depth)).unwrap();
            use_in_every_way(&filter, max_depth);
            let error = Filter::parse(&text(max_depth + 1), &limits(max_depth)).unwrap_err();
            assert_eq!(error.code(), Code::TooDeep, "{max_depth}");
        }
    });
}

/// Chains of `and` and `or` are wide, not deep, and so are paths, arguments and members.
#[test]
fn width_is_no_depth() {
    let texts = [
        format!("a{}", " and a".repeat(1000)),
        format!("a{}", " or a".repeat(1000)),
        format!("a{}", "/a".repeat(1000)),
        format!("a in (1{})", ",1".repeat(1000)),
    ];
    for text in texts {
        assert!(Filter::parse(&text, &limits(2)).is_ok(), "{}", &text[..20]);
    }
    assert!(Filter::parse(&format!("[1{}]", ",1".repeat(1000)), &limits(1)).is_ok());
    assert!(Filter::parse(&format!("F(a=1{})", ",a=1".repeat(1000)), &limits(1)).is_ok());
}

/// Alternating rules share one counter.
#[test]
fn rules_share_one_counter() {
    on_a_small_stack(|| {
        let (mut open, mut close, mut depth) = (String::new(), String::new(), 0);
        for rule in RULES.iter().filter(|rule| !rule.open.is_empty()) {
            open.push_str(rule.open);
            close.insert_str(0, rule.close);
            depth += 1;
        }
        // An operand of `1 eq (…)` stands a level higher in the tree than in the text.
        let text = format!("{open}a{close}");
        let least = (1..=Limits::DEPTH_CEILING)
            .find(|max| Filter::parse(&text, &limits(*max)).is_ok())
            .unwrap();
        assert!((depth..depth + 3).contains(&least), "{depth} rules need {least} levels");
    });
}

/// Openings without end: refused at once, whatever closes or does not.
#[test]
fn bottomless_texts_are_refused() {
    const MANY: usize = 100_000;
    on_a_small_stack(|| {
        for rule in RULES {
            let Rule { name, open, middle, close } = rule;
            let whole = rule.text(MANY);
            let unclosed = format!("{}{middle}", open.repeat(MANY));
            let unopened = format!("{middle}{}", close.repeat(MANY));
            for text in [whole.clone(), unclosed, unopened, format!("{} a eq 1", open.repeat(MANY))]
            {
                for limits in [Limits::default(), limits(Limits::DEPTH_CEILING)] {
                    if open.is_empty() && !text.contains(close) || text.len() < MANY {
                        continue;
                    }
                    // What closes without having been opened is no fault of depth.
                    let error = Filter::parse(&text, &limits).unwrap_err();
                    let code = error.code();
                    let early = code == Code::Syntax && text.starts_with(middle);
                    assert!(
                        early || [Code::TooDeep, Code::TooLong].contains(&code),
                        "{name}: {error}"
                    );
                    assert!(error.span().slice(&text).is_some(), "{name}: {error:?}");
                    assert!(error.render(&text).len() < 2000, "{name}");
                }
            }
            let error = Filter::parse(&whole, &limits(Limits::DEPTH_CEILING)).unwrap_err();
            assert_eq!(error.code(), Code::TooDeep, "{name}");
        }
    });
}

#[test]
fn a_path_of_100_000_segments_is_too_long() {
    let text = format!("a{}", "/b".repeat(99_999));
    assert_eq!(text.parse::<Filter>().unwrap_err().code(), Code::TooLong);
    let limits = Limits { max_bytes: usize::MAX, ..Limits::default() };
    assert_eq!(Filter::parse(&text, &limits).unwrap_err().code(), Code::TooLong);
}

#[test]
fn a_tree_higher_than_the_ceiling_cannot_be_built() {
    on_a_small_stack(|| {
        for (name, wrap) in WRAPS {
            let mut expr: Expr = Path::of(["a"]).unwrap().into();
            let mut refused = 0;
            for _ in 0..1_000_000 {
                match wrap(expr.clone()) {
                    Ok(higher) => expr = higher,
                    Err(error) => {
                        assert_eq!(error, TreeError::TooDeep, "{name}");
                        refused += 1;
                        break;
                    }
                }
            }
            assert_eq!(refused, 1, "{name}");
            assert_eq!(expr.height(), Limits::DEPTH_CEILING, "{name}");
            use_in_every_way(&Filter::new(expr).unwrap(), usize::MAX);
        }
    });
}

#[test]
fn a_shape_deeper_than_the_ceiling_cannot_be_built() {
    on_a_small_stack(|| {
        let position = Position { x: Double(1.0), y: Double(2.0), z: None, m: None };
        let mut shape = GeoShape::point(position);
        let mut depth = 0;
        while let Ok(deeper) = GeoShape::collection(vec![shape.clone()]) {
            shape = deeper;
            depth += 1;
            assert!(depth <= Limits::DEPTH_CEILING);
        }
        assert_eq!(depth, Limits::DEPTH_CEILING);
        let geo = Geo::new(GeoFamily::Geometry, 0, shape).unwrap();
        use_in_every_way(&Filter::new(Literal::from(geo).into()).unwrap(), usize::MAX);
    });
}

type Wrap = fn(Expr) -> Result<Expr, TreeError>;

/// Every way to put an expression into another.
const WRAPS: &[(&str, Wrap)] = &[
    ("not", |e| make(ExprKind::Not(Box::new(e)))),
    ("negation", |e| make(ExprKind::Negate(Box::new(e)))),
    ("left of eq", |e| Expr::binary(BinaryOp::Eq, e, one())),
    ("right of sub", |e| Expr::binary(BinaryOp::Sub, one(), e)),
    ("and", |e| make(ExprKind::And(vec![one(), e]))),
    ("or", |e| make(ExprKind::Or(vec![e, one()]))),
    ("call", |e| make(ExprKind::Call(Function::ToLower, vec![e]))),
    ("cast", |e| make(ExprKind::Cast(test(e)))),
    ("isof", |e| make(ExprKind::IsOf(test(e)))),
    ("case", |e| make(ExprKind::Case(vec![(one(), e)]))),
    ("array", |e| make(ExprKind::Array(vec![e]))),
    ("object", |e| make(ExprKind::Object(vec![("a".into(), e)]))),
    ("lambda", |e| {
        let (op, collection) = (LambdaOp::Any, Path::of(["a"]).unwrap());
        make(ExprKind::Lambda(Box::new(Lambda { op, collection, predicate: Some((x(), e)) })))
    }),
    ("filter in a path", |e| make(ExprKind::Path(filtered(e)?))),
    ("collection of a lambda", |e| {
        let collection = filtered(e)?;
        let lambda = Lambda { op: LambdaOp::Any, collection, predicate: None };
        make(ExprKind::Lambda(Box::new(lambda)))
    }),
    ("filter in a path, by conversion", |e| {
        // `From<Path>` cannot fail, so the path itself must be refused.
        filtered(e).map(Expr::from)
    }),
];

fn filtered(condition: Expr) -> Result<Path, TreeError> {
    let property = Segment::from(SegmentKind::Property(x()));
    Path::new(vec![property, SegmentKind::Filter(Box::new(condition)).into()])
}

fn make(kind: ExprKind) -> Result<Expr, TreeError> {
    Expr::new(kind, Span::default())
}

fn test(operand: Expr) -> Box<TypeTest> {
    let name = odata_query::ast::QualifiedName::new("Ns.T").unwrap();
    let type_name = odata_query::ast::TypeName { collection: false, name };
    Box::new(TypeTest { operand: Some(operand), type_name })
}

fn one() -> Expr {
    Literal::from(1).into()
}

fn x() -> Name {
    Name::new("x").unwrap()
}

/// All that a caller can do with a tree, each of which goes down to its lowest leaf.
fn use_in_every_way(filter: &Filter, max_depth: usize) {
    struct Count(usize);
    impl<'a> Visit<'a> for Count {
        fn visit_expr(&mut self, expr: &'a Expr) {
            self.0 += 1;
            walk_expr(self, expr);
        }
    }
    assert!(filter.expr().height() <= max_depth);
    let printed = filter.to_string();
    let copy = filter.clone();
    assert_eq!(&copy, filter);
    assert!(!format!("{copy:?}").is_empty());
    assert!(!format!("{copy:#?}").is_empty());
    let mut count = Count(0);
    count.visit_expr(copy.expr());
    assert!(count.0 > filter.expr().height());
    // Canonical text of a tree may need more parentheses than the text that it was read from,
    // but never more levels than the ceiling.
    let read = Filter::parse(&printed, &limits(Limits::DEPTH_CEILING));
    assert_eq!(read.as_ref(), Ok(filter), "{printed}");
    drop(copy);
}

/// Runs with the stack of a small thread.
fn on_a_small_stack(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(run).unwrap();
    if let Err(fault) = thread.join() {
        std::panic::resume_unwind(fault);
    }
}
