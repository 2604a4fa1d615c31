//! Plain conditions are read by a short cut; with other white space in them, by the rules. Both
//! give the same tree, with the same places, under the same limits.

use odata_query::ast::{Expr, ExprKind, Path};
use odata_query::{Filter, Limits};

/// Plain conditions, alone, in chains and next to what is not plain. No string has two spaces.
const TEXTS: &[&str] = &[
    "id eq 'a'",
    "a/b/c/d ne 1.50",
    "a/b/c/d/e lt -1",
    "mail eq null and accountEnabled eq true or x le false",
    "x ge 2024-05-01 or x gt 2024-05-01T00:00:00.5+02:00",
    "contains(a/b,'x y') and startsWith(c , 'z') and d eq 'O''Brien'",
    "not (a eq 1) and not b",
    "a eq '' and b eq '''' and c eq 'O''''B' and d in ('''x','y''')",
    "a add 1 eq 2 and b eq 1 add 2 eq c",
    "a eq 1 eq true or contains(a,'x') eq true",
    "a in ('x','y', 'z') and b in (1) and c in (d)",
    "a/b in ('x', 2,null)",
    "a in (1,2) and b eq 'x' and c in ('y')",
    "a in ('x') or b/c in (1, 2) and d eq 3",
    "concat(concat(a,'b'),c) eq 'd' and round(1.5) eq e",
    "items/any(i:i/a eq 1 and i/b eq 'x' or i eq 2) and (a eq 1 or b eq 2)",
    "a eq 184efa21-98c3-4e5d-95ab-d07053a96e67 and feeddead-98c3-4e5d-95ab-d07053a96e67 eq b",
    "a in (184efa21-98c3-4e5d-95ab-d07053a96e67,feeddead-98c3-4e5d-95ab-d07053a96e67) or b eq 1",
    "f/any(s:s/b eq FEEDDEAD-98c3-4e5d-95ab-d07053a96e67) and not (a eq 0e4efa21-98c3-4e5d-95ab-d07053a96e67)",
    "contains(tolower(a/b), 'x1') or a eq 1 and indexof(toupper(a),trim( b ) ) gt 2",
    "contains(tolower(trim(a)),'x') and tolower(a) eq tolower('B') or concat(now(),concat(a,'x')) eq 'y'",
    "((a eq 1 and b eq 2) or not (c eq 3)) and (((d eq 1) or e eq 2) and f eq 4)",
    "not ((a eq 1 or b eq 2) and c eq 3) and d/any(e:(e eq 1 or e/any(f:f eq 2)) and e eq 5)",
    "case(a eq 1:2,true:3) eq 2 and now() gt a and substring(a,1,2) eq 'b'",
    "ä eq 'ö' and a eq Ns.Color'Red' and a has Ns.Color'Red'",
    "a eq 1 and b eq 2 or c eq 3 and d eq 4 or e eq 5",
    "(a eq 1 or b eq 2) and c eq 3",
    "c eq 3 and (a eq 'x' and b eq 2) and (d eq 1)",
    "not (a eq 1) or not(b/c eq 2 or d in (1,2) or contains(e,'x')) or f eq 3",
    "( not (a eq 1) ) and ( b eq 2 )",
    "((a eq 1 or b eq 2) and c eq 3) or d eq 4",
    "(a eq 1) eq true and (a eq 1 and b eq 2 or c eq 3)",
    "not (a eq 1) eq true and (b eq 1 and c) and (d) and not (e)",
    "not (a eq 1 and b eq 2) and c eq 3 or not (d in (1) or e eq 2)",
    "items/any(i:i/a eq 1) or a/b/all( x : x eq 'y' or x eq 'z') and a/any(any:any/all eq 1)",
    "items/any() and items/any(i:i) and a/all(x:not (x eq 1) and x eq 2) and nulls/any(x:x eq 1)",
    "year(a) eq 2024 and contains(a,'x') ne false or tolower(b) eq 'c' and length(a) eq b",
    "a/b mul 1.19 gt 25.50 and c add 1 eq 2 or d sub 'x' lt null and e div 2 ge 1 and f mod 2 ne 0",
    "a mul 2 add 1 eq 3 and a add 1 mul 2 eq 3 and a sub 1 eq b and a div 2 eq 1 eq true",
    "notes/x eq 1 and not (not (a eq 1))",
    "a/any(long:b eq 1) and c eq 1",
    "contains(a/b/c,d/e) and f in (1,2)",
];

#[test]
fn a_short_cut_gives_what_the_rules_give() {
    for &text in TEXTS {
        let [short, long] = [text, &*wide(text)].map(|text| text.parse::<Filter>().unwrap());
        assert_eq!(short, long, "{text}");
        same_places(short.expr(), text, long.expr(), &wide(text));
    }
}

#[test]
fn a_short_cut_has_the_limits_of_the_rules() {
    let most = Limits::default();
    for text in TEXTS {
        for limit in 0..40 {
            for limits in [
                Limits { max_nodes: limit, ..most },
                Limits { max_depth: limit, ..most },
                Limits { max_identifier: limit, ..most },
                Limits { max_list_items: limit, ..most },
            ] {
                let short = Filter::parse(text, &limits).map_err(|fault| fault.code());
                let long = Filter::parse(&wide(text), &limits).map_err(|fault| fault.code());
                assert_eq!(short, long, "{text}: {limits:?}");
            }
        }
    }
}

/// What a limit counts is what the tree holds, so that a program can tell beforehand.
#[test]
fn the_least_limits_that_take_a_text_are_the_size_of_its_tree() {
    let paths = ["a/$filter(b eq 1)/c", "a/$filter(b eq 1 and c/d eq 2)/$count gt 0"];
    let most = Limits::default();
    for text in TEXTS.iter().chain(&paths) {
        let tree = text.parse::<Filter>().unwrap();
        for text in [(*text).to_owned(), wide(text)] {
            let least = |limits: fn(usize, Limits) -> Limits| {
                (0..100).find(|limit| Filter::parse(&text, &limits(*limit, most)).is_ok()).unwrap()
            };
            let nodes = least(|max_nodes, most| Limits { max_nodes, ..most });
            let depth = least(|max_depth, most| Limits { max_depth, ..most });
            assert_eq!((nodes, depth), (size(tree.expr()), tree.expr().height()), "{text}");
        }
    }
}

/// The expressions in a tree and the segments of its paths.
fn size(expr: &Expr) -> usize {
    let segments = |path: &Path| path.segments().len();
    let mut size = 1 + match expr.kind() {
        ExprKind::Path(path) => segments(path),
        ExprKind::Lambda(lambda) => segments(&lambda.collection),
        _ => 0,
    };
    expr.for_each_child(|child| size += self::size(child));
    size
}

/// The same filter with tabs around operators, and before what closes an argument.
fn wide(text: &str) -> String {
    let mut wide = text.to_owned();
    for op in ["eq", "ne", "lt", "le", "gt", "ge", "and", "or", "in"] {
        wide = wide.replace(&format!(" {op} "), &format!("\t{op}\t"));
    }
    wide
}

fn same_places(a: &Expr, a_text: &str, b: &Expr, b_text: &str) {
    let found = |expr: &Expr, text| expr.span().slice(text).map(|part| part.replace('\t', " "));
    assert_eq!(found(a, a_text), found(b, b_text));
    let (mut left, mut right) = (Vec::new(), Vec::new());
    a.for_each_child(|child| left.push(child));
    b.for_each_child(|child| right.push(child));
    for (a, b) in left.into_iter().zip(right) {
        same_places(a, a_text, b, b_text);
    }
    if let (Some(a), Some(b)) = (a.as_path(), b.as_path()) {
        let place = |text, segment: &odata_query::ast::Segment| {
            segment.span().slice(text).map(|part: &str| part.replace('\t', " "))
        };
        let all = |path: &odata_query::ast::Path, text| {
            path.segments().iter().map(|segment| place(text, segment)).collect::<Vec<_>>()
        };
        assert_eq!(all(a, a_text), all(b, b_text));
    }
}
