//! The tree comes through JSON unchanged, and its form there is stable.
#![expect(clippy::unwrap_used, reason = "a failure here is what the test reports")]

use std::fmt::Debug;
use std::thread;

use odata_query::ast::{
    Expr, ExprKind, Literal, Name, Path, QualifiedName, SegmentKind, ServiceCall,
};
use odata_query::{Filter, Limits, OrderBy, Query, Span};
use proptest::prelude::*;
use serde::de::DeserializeOwned;

use crate::support::cases::cases;
use crate::support::trees;

/// Filters, and the JSON that stands for each: every kind of expression, segment and literal.
const FORMS: &[(&str, &str)] = &[
    ("null", r#"{"null":null}"#),
    ("true", r#"{"boolean":true}"#),
    ("-9223372036854775808", r#"{"int64":-9223372036854775808}"#),
    ("9007199254740993", r#"{"int64":9007199254740993}"#),
    ("9223372036854775808", r#"{"decimal":"9223372036854775808"}"#),
    ("5.00", r#"{"decimal":"5.00"}"#),
    ("1.5e300", r#"{"double":"1.5e300"}"#),
    ("-0e0", r#"{"double":"-0e0"}"#),
    ("5.9e-320", r#"{"double":"5.9e-320"}"#),
    ("NaN", r#"{"double":"NaN"}"#),
    ("-INF", r#"{"double":"-INF"}"#),
    ("INF", r#"{"double":"INF"}"#),
    ("'O''Brien \u{1F600}'", "{\"string\":\"O'Brien \u{1F600}\"}"),
    ("-20012-09-03", r#"{"date":"-20012-09-03"}"#),
    (
        "2012-09-03T22:09:60.123456789012+05:30",
        r#"{"dateTimeOffset":"2012-09-03T22:09:60.123456789012+05:30"}"#,
    ),
    ("23:59:59.5", r#"{"timeOfDay":"23:59:59.5"}"#),
    ("duration'-P1DT2H'", r#"{"duration":"-P1DT2H"}"#),
    ("01234567-89ab-cdef-0123-456789abcdef", r#"{"guid":"01234567-89ab-cdef-0123-456789abcdef"}"#),
    ("binary'_-8='", r#"{"binary":"_-8="}"#),
    ("Ns.T'A,-42'", r#"{"enum":{"type":"Ns.T","members":["A",-42]}}"#),
    (
        "geography'SRID=0;Point(142.1 64.1 -3 4)'",
        r#"{"geography":{"srid":0,"shape":{"point":["142.1","64.1","-3","4"]}}}"#,
    ),
    (
        "geometry'SRID=7;LineString(1 2,3 4)'",
        r#"{"geometry":{"srid":7,"shape":{"lineString":[["1","2"],["3","4"]]}}}"#,
    ),
    (
        "geometry'SRID=0;Polygon((0 0,1 1,0 0))'",
        r#"{"geometry":{"srid":0,"shape":{"polygon":[[["0","0"],["1","1"],["0","0"]]]}}}"#,
    ),
    (
        "geometry'SRID=0;MultiPoint((1 2))'",
        r#"{"geometry":{"srid":0,"shape":{"multiPoint":[["1","2"]]}}}"#,
    ),
    (
        "geometry'SRID=0;MultiLineString((1 2,3 4))'",
        r#"{"geometry":{"srid":0,"shape":{"multiLineString":[[["1","2"],["3","4"]]]}}}"#,
    ),
    (
        "geometry'SRID=0;MultiPolygon(((0 0,1 1,0 0)))'",
        r#"{"geometry":{"srid":0,"shape":{"multiPolygon":[[[["0","0"],["1","1"],["0","0"]]]]}}}"#,
    ),
    (
        "geometry'SRID=0;GeometryCollection(Point(1 2))'",
        r#"{"geometry":{"srid":0,"shape":{"collection":[{"point":["1","2"]}]}}}"#,
    ),
    ("a/b", r#"{"path":["a","b"]}"#),
    ("$it/a", r#"{"path":["$it","a"]}"#),
    ("$this", r#"{"path":["$this"]}"#),
    ("$root/a('k')", r#"{"path":["$root","a",{"key":{"string":"k"}}]}"#),
    ("@p", r#"{"path":["@p"]}"#),
    ("a/Ns.T/b", r#"{"path":["a",{"cast":"Ns.T"},"b"]}"#),
    ("a/@Ns.Term", r#"{"path":["a",{"annotation":{"term":"Ns.Term"}}]}"#),
    ("a/@Ns.Term#q", r#"{"path":["a",{"annotation":{"term":"Ns.Term","qualifier":"q"}}]}"#),
    (
        "a/Ns.F(b=1,c=@p)",
        r#"{"path":["a",{"call":{"name":"Ns.F","parameters":[["b",{"int64":1}],["c",{"path":["@p"]}]]}}]}"#,
    ),
    (
        "F()/Ns.T(1)",
        r#"{"path":[{"call":{"name":"F","parameters":[]}},{"cast":"Ns.T"},{"key":{"int64":1}}]}"#,
    ),
    (
        "F()(b=1,c='x')",
        r#"{"path":[{"call":{"name":"F","parameters":[]}},{"key":[["b",{"int64":1}],["c",{"string":"x"}]]}]}"#,
    ),
    ("a/$count", r#"{"path":["a","$count"]}"#),
    (
        "a/$count($filter=b;$search=c OR d)",
        r#"{"path":["a",{"count":{"filter":{"path":["b"]},"search":"c OR d"}}]}"#,
    ),
    ("a/$count($search=c)", r#"{"path":["a",{"count":{"search":"c"}}]}"#),
    ("a/$filter(b)/c", r#"{"path":["a",{"filter":{"path":["b"]}},"c"]}"#),
    (
        "a and b and (c or d)",
        r#"{"and":[{"path":["a"]},{"path":["b"]},{"or":[{"path":["c"]},{"path":["d"]}]}]}"#,
    ),
    ("not (a)", r#"{"not":{"path":["a"]}}"#),
    ("-(1)", r#"{"negate":{"int64":1}}"#),
    ("a eq 1", r#"{"eq":[{"path":["a"]},{"int64":1}]}"#),
    ("a ne 1", r#"{"ne":[{"path":["a"]},{"int64":1}]}"#),
    ("a gt 1", r#"{"gt":[{"path":["a"]},{"int64":1}]}"#),
    ("a ge 1", r#"{"ge":[{"path":["a"]},{"int64":1}]}"#),
    ("a lt 1", r#"{"lt":[{"path":["a"]},{"int64":1}]}"#),
    ("a le 1", r#"{"le":[{"path":["a"]},{"int64":1}]}"#),
    ("a add 1", r#"{"add":[{"path":["a"]},{"int64":1}]}"#),
    ("a sub 1", r#"{"sub":[{"path":["a"]},{"int64":1}]}"#),
    ("a mul 1", r#"{"mul":[{"path":["a"]},{"int64":1}]}"#),
    ("a div 1", r#"{"div":[{"path":["a"]},{"int64":1}]}"#),
    ("a divby 1", r#"{"divby":[{"path":["a"]},{"int64":1}]}"#),
    ("a mod 1", r#"{"mod":[{"path":["a"]},{"int64":1}]}"#),
    ("a has 'x'", r#"{"has":[{"path":["a"]},{"string":"x"}]}"#),
    ("a in (1,2)", r#"{"in":[{"path":["a"]},{"list":[{"int64":1},{"int64":2}]}]}"#),
    ("a in ()", r#"{"in":[{"path":["a"]},{"list":[]}]}"#),
    ("a in b", r#"{"in":[{"path":["a"]},{"path":["b"]}]}"#),
    ("matchesPattern(a,'^x')", r#"{"call":["matchesPattern",{"path":["a"]},{"string":"^x"}]}"#),
    ("now()", r#"{"call":["now"]}"#),
    ("cast(a,Edm.String)", r#"{"cast":{"operand":{"path":["a"]},"type":"Edm.String"}}"#),
    ("cast(Ns.T)", r#"{"cast":{"type":"Ns.T"}}"#),
    (
        "isof(a,Collection(Ns.T))",
        r#"{"isof":{"operand":{"path":["a"]},"type":"Collection(Ns.T)"}}"#,
    ),
    (
        "case(a : 1,true : 2)",
        r#"{"case":[[{"path":["a"]},{"int64":1}],[{"boolean":true},{"int64":2}]]}"#,
    ),
    ("a/any()", r#"{"any":{"collection":["a"]}}"#),
    (
        "a/b/any(x:x eq 1)",
        r#"{"any":{"collection":["a","b"],"variable":"x","predicate":{"eq":[{"path":["x"]},{"int64":1}]}}}"#,
    ),
    ("a/all(x:x)", r#"{"all":{"collection":["a"],"variable":"x","predicate":{"path":["x"]}}}"#),
    ("[1,\"x\"]", r#"{"array":[{"int64":1},{"string":"x"}]}"#),
    (r#"{"k":1,"k":[]}"#, r#"{"object":[["k",{"int64":1}],["k",{"array":[]}]]}"#),
];

#[test]
fn each_kind_has_its_stable_form() {
    for (text, json) in FORMS {
        let filter: Filter = text.parse().unwrap();
        assert_eq!(serde_json::to_string(&filter).unwrap(), *json, "{text}");
    }
}

#[test]
fn each_kind_comes_back() {
    for (text, json) in FORMS {
        let filter: Filter = text.parse().unwrap();
        let back: Filter = serde_json::from_str(json).unwrap();
        assert_eq!(back, filter, "{text}");
        // Also from a value, which gives its strings away, and from a reader, which lends none.
        let value: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::from_value::<Filter>(value).unwrap(), filter, "{text}");
        assert_eq!(serde_json::from_reader::<_, Filter>(json.as_bytes()).unwrap(), filter);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(500), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_tree_comes_back(tree in trees::expr()) {
        let json = serde_json::to_string(&tree).unwrap();
        prop_assert_eq!(serde_json::from_str::<Expr>(&json).unwrap(), tree, "{}", json);
    }
}

#[test]
fn a_tag_may_be_escaped_and_spaced() {
    let filter: Filter =
        serde_json::from_str(r#" { "n\u006ft" : {"path" : [ "\u0061" ] } } "#).unwrap();
    assert_eq!(filter, "not (a)".parse().unwrap());
}

#[test]
fn an_order_is_a_list_of_its_keys() {
    let order: OrderBy = "a/b desc,length(c)".parse().unwrap();
    assert_eq!(
        serde_json::to_string(&order).unwrap(),
        r#"[{"expr":{"path":["a","b"]},"direction":"desc"},{"expr":{"call":["length",{"path":["c"]}]},"direction":"asc"}]"#
    );
}

#[test]
fn an_order_comes_back() {
    let order: OrderBy = "a/b desc,length(c)".parse().unwrap();
    let json = serde_json::to_string(&order).unwrap();
    assert_eq!(serde_json::from_str::<OrderBy>(&json).unwrap(), order);
    // The direction may be left out, as in `$orderby`.
    let short: OrderBy = serde_json::from_str(r#"[{"expr":{"path":["a"]}}]"#).unwrap();
    assert_eq!(short, "a".parse().unwrap());
}

#[test]
fn a_query_holds_the_options_it_was_given() {
    let query: Query = "$filter=a%20eq%20@p&$orderby=a&$top=5&$skiptoken=x%20y&@p=1&$select=a&flag"
        .parse()
        .unwrap();
    assert_eq!(
        serde_json::to_string(&query).unwrap(),
        concat!(
            r#"{"filter":{"eq":[{"path":["a"]},{"path":["@p"]}]},"#,
            r#""orderby":[{"expr":{"path":["a"]},"direction":"asc"}],"#,
            r#""top":5,"skiptoken":"x%20y","aliases":[["p",{"int64":1}]],"#,
            r#""other":[{"name":"$select","value":"a"},{"name":"flag"}]}"#
        )
    );
    assert_eq!(serde_json::to_string(&Query::new()).unwrap(), "{}");
}

/// What is no tree, and what the refusal says.
const REFUSED: &[(&str, &str)] = &[
    ("{}", "an expression has one key that says what it is; this one has none"),
    ("null", "invalid type: null, expected an expression"),
    ("[]", "invalid type: sequence, expected an expression"),
    (r#""a""#, "invalid type: string \"a\", expected an expression"),
    (r#"{"equals":[]}"#, "`equals` is no kind of expression"),
    (r#"{"EQ":[]}"#, "`EQ` is no kind of expression"),
    (r#"{"not":{"path":["a"]},"and":[]}"#, "this one has `not` and `and`"),
    (r#"{"not":{"path":["a"]},"not":{"path":["a"]}}"#, "this one has `not` and `not`"),
    (r#"{"not":null}"#, "invalid type: null"),
    (r#"{"eq":[{"null":null}]}"#, "invalid length 1"),
    (r#"{"eq":[{"null":null},{"null":null},{"null":null}]}"#, "trailing characters"),
    (r#"{"and":[{"null":null}]}"#, "at least two operands"),
    (r#"{"or":[]}"#, "at least two operands"),
    (r#"{"list":[]}"#, "a list stands only to the right of `in`"),
    (r#"{"in":[{"null":null},{"list":[{"path":["a"]}]}]}"#, "a list holds literals only"),
    (r#"{"has":[{"path":["a"]},{"path":["b"]}]}"#, "`has`"),
    (r#"{"call":[]}"#, "invalid length 0"),
    (r#"{"call":["contains",{"path":["a"]}]}"#, "another number of arguments"),
    (r#"{"call":["ToLower",{"path":["a"]}]}"#, "`ToLower` is not the name of a canonical function"),
    (r#"{"cast":{}}"#, "missing field `type`"),
    (r#"{"cast":{"operand":null,"type":"Edm.String"}}"#, "invalid type: null"),
    (r#"{"cast":{"type":"Collection(Collection(Ns.T))"}}"#, "is not an identifier"),
    (r#"{"cast":{"type":"Edm.String","kind":1}}"#, "unknown field `kind`"),
    (r#"{"case":[]}"#, "at least one branch"),
    (r#"{"case":[[{"null":null}]]}"#, "invalid length 1"),
    (r#"{"all":{"collection":["a"]}}"#, "`all` has a predicate"),
    (r#"{"any":{"collection":["a"],"variable":"x"}}"#, "missing field `predicate`"),
    (r#"{"any":{"collection":["a"],"predicate":{"null":null}}}"#, "missing field `variable`"),
    (r#"{"any":{"collection":["a"],"body":1}}"#, "unknown field `body`"),
    (r#"{"any":{"collection":[]}}"#, "at least one segment"),
    (r#"{"path":[]}"#, "at least one segment"),
    (r#"{"path":["a eq 1 or b"]}"#, "`a eq 1 or b` is not an identifier"),
    (r#"{"path":["a/b"]}"#, "`a/b` is not an identifier"),
    (r#"{"path":[""]}"#, "`` is not an identifier"),
    (r#"{"path":["@"]}"#, "`` is not an identifier"),
    (r#"{"path":["$foo"]}"#, "`$foo` is not an identifier"),
    (r#"{"path":["a","$it"]}"#, "only at the start of a path"),
    (r#"{"path":["null"]}"#, "reads as a literal"),
    (r#"{"path":[{"cast":"Ns.T"}]}"#, "a type alone"),
    (r#"{"path":[{"property":"a"}]}"#, "`property` is no kind of segment"),
    (r#"{"path":[1]}"#, "expected a segment of a path"),
    (r#"{"path":["a",{"key":{"path":["b"]}}]}"#, "a literal or an alias"),
    (r#"{"path":["a",{"key":1}]}"#, "expected a key"),
    (r#"{"path":["a",{"count":{}}]}"#, "not empty"),
    (r#"{"path":["a",{"count":{"search":"("}}]}"#, "not a search expression"),
    (r#"{"path":[{"call":{"name":"contains","parameters":[]}}]}"#, "canonical function"),
    (r#"{"boolean":"true"}"#, "expected a boolean"),
    (r#"{"int64":9223372036854775808}"#, "expected i64"),
    (r#"{"int64":1.0}"#, "expected i64"),
    (r#"{"decimal":1.5}"#, "expected a string"),
    (r#"{"decimal":".5"}"#, "`.5`: a decimal is"),
    (r#"{"decimal":"12345678901234567890123456789.0"}"#, "at most 28 digits"),
    (r#"{"double":1.5}"#, "expected a string"),
    (r#"{"double":"inf"}"#, "`inf`: a double is"),
    (r#"{"double":"infinity"}"#, "a double is"),
    (r#"{"double":"nan"}"#, "a double is"),
    (r#"{"double":""}"#, "a double is"),
    (r#"{"double":"1e400"}"#, "out of range"),
    (r#"{"date":"2023-02-30"}"#, "`2023-02-30`: the calendar has no such day"),
    (r#"{"date":"2023-02-03x"}"#, "2023-02-03x"),
    (r#"{"dateTimeOffset":"2023-02-03T00:00"}"#, "`Z` or an offset"),
    (r#"{"timeOfDay":"24:00"}"#, "hours go to 23"),
    (r#"{"duration":"P"}"#, "a duration is"),
    (r#"{"guid":"x"}"#, "a guid has"),
    (r#"{"binary":"*"}"#, "not base64url"),
    (r#"{"enum":{"type":"T","members":["A"]}}"#, "has a namespace"),
    (r#"{"enum":{"type":"Ns.T","members":[]}}"#, "at least one member"),
    (r#"{"enum":{"type":"Ns.T","members":["1a"]}}"#, "is not an identifier"),
    (r#"{"enum":{"type":"Ns.T","members":[1.5]}}"#, "expected a member of an enumeration"),
    (r#"{"geography":{"srid":100000,"shape":{"point":["0","0"]}}}"#, "five digits"),
    (r#"{"geography":{"srid":0,"shape":{"point":["0"]}}}"#, "two to four numbers"),
    (r#"{"geography":{"srid":0,"shape":{"point":["0","0","0","0","0"]}}}"#, "two to four"),
    (r#"{"geography":{"srid":0,"shape":{"circle":[]}}}"#, "`circle` is no kind of shape"),
    (r#"{"geography":{"srid":0,"shape":{"lineString":[["0","0"]]}}}"#, "two positions"),
    (r#"{"geography":{"srid":0,"shape":{"collection":[]}}}"#, "at least one shape"),
];

#[test]
fn what_is_no_tree_is_refused_by_name() {
    for (json, why) in REFUSED {
        let error = serde_json::from_str::<Filter>(json).unwrap_err().to_string();
        assert!(error.contains(why), "{json}\n  says: {error}\n  not:  {why}");
    }
    for (json, why) in [
        ("[]", "at least one item"),
        (r#"[{"expr":{"path":["a"]},"direction":"up"}]"#, "unknown variant `up`"),
        (r#"[{"expr":{"path":["a"]},"nulls":"first"}]"#, "unknown field `nulls`"),
        (r#"[{"direction":"asc"}]"#, "missing field `expr`"),
    ] {
        let error = serde_json::from_str::<OrderBy>(json).unwrap_err().to_string();
        assert!(error.contains(why), "{json}\n  says: {error}\n  not:  {why}");
    }
}

/// Reads without a limit of the reader's own, on a stack of 512 KiB.
fn read_unbounded<T: DeserializeOwned + Debug + Send + 'static>(json: String) -> Result<T, String> {
    let read = move || {
        let mut reader = serde_json::Deserializer::from_str(&json);
        reader.disable_recursion_limit();
        T::deserialize(&mut reader).map_err(|error| error.to_string())
    };
    thread::Builder::new().stack_size(512 * 1024).spawn(read).unwrap().join().unwrap()
}

/// What opens and closes one level of a tree, for each way in which one goes down, and the maps
/// and lists that it is.
const LEVELS: &[(&str, &str, usize)] = &[
    (r#"{"not":"#, "}", 1),
    (r#"{"negate":"#, "}", 1),
    (r#"{"and":[{"null":null},"#, "]}", 2),
    (r#"{"or":["#, r#",{"null":null}]}"#, 2),
    (r#"{"eq":["#, r#",{"null":null}]}"#, 2),
    (r#"{"eq":[{"null":null},"#, "]}", 2),
    (r#"{"call":["tolower","#, "]}", 2),
    (r#"{"cast":{"type":"Ns.T","operand":"#, "}}", 2),
    (r#"{"isof":{"operand":"#, r#","type":"Ns.T"}}"#, 2),
    (r#"{"case":[[{"null":null},"#, "]]}", 3),
    (r#"{"any":{"collection":["a"],"variable":"x","predicate":"#, "}}", 2),
    (r#"{"any":{"collection":["a",{"filter":"#, "}]}}", 4),
    (r#"{"array":["#, "]}", 2),
    (r#"{"object":[["k","#, "]]}", 3),
    (r#"{"path":["a",{"filter":"#, "}]}", 3),
    (r#"{"path":["a",{"count":{"filter":"#, "}}]}", 4),
    (r#"{"path":[{"call":{"name":"F","parameters":[["p","#, "]]}}]}", 6),
];

#[test]
fn each_kind_of_level_is_read_up_to_the_ceiling_and_no_further() {
    for (open, close, containers) in LEVELS {
        let nested = |levels: usize| {
            format!("{}{}{}", open.repeat(levels), r#"{"null":null}"#, close.repeat(levels))
        };
        // One is that of the literal.
        let in_json = (128 - 1) / containers;
        let most = in_json.min(Limits::DEPTH_CEILING);
        let why =
            if most < in_json { "a tree has at most" } else { "more than 128 maps and lists" };
        let tree = read_unbounded::<Expr>(nested(most)).unwrap();
        assert_eq!(tree.height(), most, "{open}");
        for too_deep in [nested(most + 1), open.repeat(1_000_000)] {
            let error = read_unbounded::<Expr>(too_deep).map(|tree| tree.height()).unwrap_err();
            let bottomless = error.contains("more than 128 maps and lists");
            assert!(error.contains(why) || bottomless, "{open}: {error}");
        }
    }
}

#[test]
fn what_serde_json_takes_by_default_is_read_up_to_the_ceiling() {
    for (open, close, containers) in LEVELS {
        let most = (126 / containers).min(Limits::DEPTH_CEILING);
        let json = format!("{}{}{}", open.repeat(most), r#"{"null":null}"#, close.repeat(most));
        assert_eq!(serde_json::from_str::<Expr>(&json).unwrap().height(), most, "{open}");
    }
}

#[test]
fn shapes_in_shapes_have_a_ceiling() {
    let open = r#"{"collection":["#.repeat(1_000_000);
    let json = format!(r#"{{"geometry":{{"srid":0,"shape":{open}"#);
    let error = read_unbounded::<Expr>(json).unwrap_err();
    assert!(error.contains("more than 128 maps and lists"), "{error}");
}

#[test]
fn a_refusal_leaves_the_depth_as_it_was() {
    // On one thread, so that a count that did not come back would add up.
    let deep = format!("{}{{\"null\":null}}{}", r#"{"not":"#.repeat(60), "}".repeat(60));
    for _ in 0..10 {
        assert!(serde_json::from_str::<Expr>(&r#"{"not":"#.repeat(100)).is_err());
        assert!(serde_json::from_str::<Expr>(&deep).is_ok());
    }
}

#[test]
fn the_highest_tree_is_written_on_a_small_stack() {
    let path = |segment: SegmentKind| ExprKind::Path(Path::new(vec![segment.into()]).unwrap());
    let call = |tree| {
        let parameters = vec![(Name::new("p").unwrap(), tree)];
        path(SegmentKind::Call(Box::new(ServiceCall {
            name: QualifiedName::new("F").unwrap(),
            parameters,
        })))
    };
    let case = |tree| ExprKind::Case(vec![(Expr::from(Literal::Null), tree)]);
    let object = |tree| ExprKind::Object(vec![("k".into(), tree)]);
    for level in [&call as &dyn Fn(Expr) -> ExprKind, &case, &object] {
        let tree = (0..Limits::DEPTH_CEILING).fold(Expr::from(Literal::Null), |tree, _| {
            Expr::new(level(tree), Span::default()).unwrap()
        });
        let write = move || serde_json::to_string_pretty(&tree).unwrap();
        let small = thread::Builder::new().stack_size(512 * 1024).spawn(write).unwrap();
        assert!(small.join().unwrap().contains("\"null\": null"));
    }
}
