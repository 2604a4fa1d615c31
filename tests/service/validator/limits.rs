//! The highest and the widest tree that there can be is validated on a small stack, and the
//! work does not explode with nesting.

use odata_query::ast::{
    BinaryOp, Expr, ExprKind, Function, Lambda, LambdaOp, Literal, Name, Path, TypeTest,
};
use odata_query::endpoint::{Endpoint, Tier};
use odata_query::schema::ApiVersion;
use odata_query::validate::Validator;
use odata_query::{Diagnostic, Filter, Limits, Span};

type Wrap = fn(Expr) -> ExprKind;

fn path(name: &str) -> Expr {
    Path::of([name]).unwrap().into()
}

/// One level around an expression, for every kind that holds another.
const WRAPS: &[(&str, Wrap)] = &[
    ("not", |e| ExprKind::Not(Box::new(e))),
    ("-", |e| ExprKind::Negate(Box::new(e))),
    ("tolower", |e| ExprKind::Call(Function::ToLower, vec![e])),
    ("contains", |e| ExprKind::Call(Function::Contains, vec![e, Literal::from("a").into()])),
    ("and", |e| ExprKind::And(vec![e, path("jobId")])),
    ("or", |e| ExprKind::Or(vec![path("nope"), e])),
    ("eq", |e| ExprKind::Binary(BinaryOp::Eq, Box::new([e, Literal::from(true).into()]))),
    ("ne", |e| ExprKind::Binary(BinaryOp::Ne, Box::new([Literal::from(true).into(), e]))),
    ("ge", |e| ExprKind::Binary(BinaryOp::Ge, Box::new([e, path("activityDateTime")]))),
    ("add", |e| ExprKind::Binary(BinaryOp::Add, Box::new([e, Literal::from(1).into()]))),
    ("case", |e| ExprKind::Case(vec![(e, Literal::from(true).into())])),
    ("cast", |e| {
        let name = "Edm.String".parse().unwrap();
        let type_name = odata_query::ast::TypeName { collection: false, name };
        ExprKind::Cast(Box::new(TypeTest { operand: Some(e), type_name }))
    }),
    ("array", |e| ExprKind::Array(vec![e])),
    ("any", |e| {
        let collection = Path::of(["provisioningSteps"]).unwrap();
        let predicate = Some((Name::new("x").unwrap(), e));
        ExprKind::Lambda(Box::new(Lambda { op: LambdaOp::Any, collection, predicate }))
    }),
];

/// `leaf` with as many levels around it as a tree can have.
fn highest(leaf: &Expr, wrap: Wrap) -> Expr {
    let mut tree = leaf.clone();
    loop {
        match Expr::new(wrap(tree.clone()), Span::new(0, 9)) {
            Ok(higher) => tree = higher,
            Err(_) => return tree,
        }
    }
}

fn validate(tree: Expr) -> Vec<Diagnostic> {
    let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    let filter = Filter::new(tree).unwrap();
    let tiers = [Tier::Documented, Tier::Observed];
    tiers.map(|tier| Validator::new(&endpoint, tier).validate_filter(&filter)).concat()
}

#[test]
fn the_highest_trees_fit_a_small_stack() {
    for (name, wrap) in WRAPS {
        let comparison = "activityDateTime ge 2024-05-01".parse::<Filter>().unwrap();
        for leaf in [path("jobId"), comparison.expr().clone()] {
            let tree = highest(&leaf, *wrap);
            assert_eq!(tree.height(), Limits::DEPTH_CEILING, "{name}");
            let thread = std::thread::Builder::new().stack_size(512 * 1024);
            let found = thread.spawn(move || validate(tree)).unwrap().join().unwrap();
            assert!(found.iter().any(Diagnostic::is_error), "{name}");
        }
    }
}

#[test]
fn the_widest_filters_are_validated_term_by_term() {
    let limits = Limits { max_bytes: 1 << 20, max_nodes: 1 << 20, ..Limits::default() };
    let terms = ["jobId eq 'a'", "createdDateTime ge 2024-05-01", "provisioningAction ne 'x'"];
    let chain = (0..3000).map(|at| terms[at % 3]).collect::<Vec<_>>().join(" or ");
    let list = format!("jobId in ({})", vec!["'a'"; 4000].join(","));
    let nested = format!("{}{chain}{}", "not (".repeat(60), ")".repeat(60));
    let compared = format!("({chain}){}", " eq true".repeat(60));
    for (text, wanted) in [
        // Two of three terms have a wrong name or member, and when documented an operator too.
        (chain, 1000 * (2 * 2 + 2)),
        (list, 2),
        (nested, 2 * (2000 + 1)),
        (compared, 2 * (2000 + 1)),
    ] {
        let filter = Filter::parse(&text, &limits).unwrap();
        let found = validate(filter.into_expr());
        assert_eq!(found.len(), wanted);
    }
}
