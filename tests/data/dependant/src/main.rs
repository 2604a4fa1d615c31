//! Built by `tests/robustness/dependant.rs` as other packages build this crate: without optimisation.
//!
//! Does with the highest trees all that a caller can do with them, on threads of 512 KiB. Prints what
//! it is about to do, so that the last line tells where a stack overflowed.

use std::thread;

use odata_query::ast::{Expr, Fold, Visit, walk_expr};
use odata_query::endpoint::{Endpoint, Tier};
use odata_query::eval::CompileOptions;
use odata_query::schema::ApiVersion;
use odata_query::validate::Validator;
use odata_query::{Filter, Limits};
use serde::Deserialize as _;

const SMALL: usize = 512 * 1024;
/// What the validator needs, which parses what it suggests while it is deep in a tree.
const VALIDATOR: usize = 1024 * 1024;
const LARGE: usize = 64 * 1024 * 1024;

/// What nests in a text: `open × n, middle, close × n`.
const RULES: &[[&str; 3]] = &[
    ["(", "a", ")"],
    ["(", "a", " eq 1)"],
    ["1 eq (", "a", ")"],
    ["(a or ", "b", ") and c"],
    ["not ", "a", ""],
    ["not (", "a", ")"],
    ["-", "a", ""],
    ["tolower(", "a", ")"],
    ["substring(a,1,", "b", ")"],
    ["a/any(x:", "x", ")"],
    ["a/any(x:x eq b and ", "x", ")"],
    ["a/$filter(", "b", ")/c"],
    ["a/$count($filter=", "b", ")"],
    ["a/$count($search=b;$filter=", "b", ") gt 1"],
    ["F(a=", "b", ")"],
    ["a in F(a=", "b", ")"],
    ["Ns.F(a=1,b=", "c", ")/d"],
    ["case(a:", "b", ")"],
    ["case(", "a", ":b)"],
    ["cast(", "a", ",Edm.String)"],
    ["isof(", "a", ",Ns.T)"],
    ["[", "1", "]"],
    ["{\"a\":", "1", "}"],
    ["", "1", " add 1"],
    ["1 sub (", "1", ")"],
    ["", "a", " in b"],
];

struct Identity;
impl Fold for Identity {}

struct Nodes(usize);
impl<'a> Visit<'a> for Nodes {
    fn visit_expr(&mut self, expr: &'a Expr) {
        self.0 += 1;
        walk_expr(self, expr);
    }
}

type Operation = (&'static str, fn(&Filter));

const OPERATIONS: &[Operation] = &[
    ("print", |filter| _ = filter.to_string()),
    ("debug", |filter| _ = format!("{filter:#?}")),
    ("clone, compare and drop", |filter| assert!(filter.clone() == *filter)),
    ("visit", |filter| Nodes(0).visit_expr(filter.expr())),
    ("fold", |filter| {
        let folded = Identity.fold_expr(filter.clone().into_expr());
        assert!(Filter::new(folded.expect("the same parts")).expect("the same") == *filter);
    }),
    ("properties", |filter| _ = filter.properties()),
    ("rename", |filter| assert!(filter.clone().rename(|_| None).is_ok())),
    ("serde", |filter| {
        let json = serde_json::to_string(filter).expect("JSON");
        let mut reader = serde_json::Deserializer::from_str(&json);
        reader.disable_recursion_limit();
        if let Ok(read) = Filter::deserialize(&mut reader) {
            assert!(read == *filter);
        }
    }),
    ("validate", |filter| {
        let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
        _ = Validator::new(&endpoint, Tier::Observed).validate_filter(filter);
    }),
    ("evaluate", |filter| {
        if let Ok(predicate) = filter.compile(&CompileOptions::default()) {
            let record = serde_json::json!({ "a": [{ "b": 1 }], "b": 2, "c": 3 });
            _ = predicate.evaluate(&record);
            _ = predicate.explain(&record);
        }
    }),
];

fn main() {
    let limits = Limits {
        max_bytes: usize::MAX,
        max_depth: Limits::DEPTH_CEILING,
        max_nodes: usize::MAX,
        max_list_items: usize::MAX,
        ..Limits::default()
    };
    for [open, middle, close] in RULES {
        let text = |depth: usize| format!("{}{middle}{}", open.repeat(depth), close.repeat(depth));
        for depth in [Limits::DEPTH_CEILING + 1, 10_000] {
            let text = text(depth);
            println!("refuse {open}");
            on(SMALL, move || assert!(Filter::parse(&text, &limits).is_err()));
        }
        let depth = (1..=Limits::DEPTH_CEILING).rev().find(|depth| {
            let text = text(*depth);
            on(LARGE, move || Filter::parse(&text, &limits).is_ok())
        });
        let text = text(depth.expect("some depth is allowed"));
        println!("parse {open}");
        let filter = on(SMALL, move || Filter::parse(&text, &limits).expect("it was parsed before"));
        for (name, operation) in OPERATIONS {
            println!("{name} {open}");
            let filter = filter.clone();
            let stack = if *name == "validate" { VALIDATOR } else { SMALL };
            on(stack, move || operation(&filter));
        }
    }
    println!("everything fits");
}

fn on<T: Send + 'static>(stack: usize, run: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::Builder::new().stack_size(stack).spawn(run).expect("a thread");
    thread.join().expect("no panic")
}
