//! Which properties a filter reads, and their new names: variables are no properties, and what
//! they lead to is.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a fault fails the test")]

use std::collections::BTreeSet;

use odata_query::Filter;
use odata_query::ast::{Name, PathRoot, PropertyPath};
use proptest::prelude::*;

use crate::support::trees;

fn filter(text: &str) -> Filter {
    text.parse().expect(text)
}

fn read(text: &str) -> Vec<String> {
    filter(text).properties().iter().map(ToString::to_string).collect()
}

#[test]
fn every_property_is_found_where_it_is_read() {
    for (text, expected) in [
        ("a/b eq 1 and a/b eq 2", &["a/b"][..]),
        ("$it/a eq 1 and $it eq null", &["a"]),
        ("steps/any()", &["steps"]),
        ("steps/any(s:s/status eq 'x' and id eq 'y')", &["steps", "steps/status", "id"]),
        ("tags/any(t:t eq 'x')", &["tags"]),
        ("a/any(x:x/b/all(y:y/c eq x/d))", &["a", "a/b", "a/b/c", "a/d"]),
        // The inner variable hides the outer one, and a variable hides a property.
        ("a/any(x:b/any(x:x/c))", &["a", "b", "b/c"]),
        ("x/any(x:x/x)", &["x", "x/x"]),
        ("a/$count gt 1", &["a"]),
        ("a/$count($filter=b eq c) gt 1", &["a", "a/b", "a/c"]),
        ("a/$count($filter=$it/b eq $this/c) gt 1", &["a", "b", "a/c"]),
        ("a/$filter(b)/$count gt 1", &["a", "a/b"]),
        ("a/$filter(b/any(x:x/c eq d))/any(e:e/f)", &["a", "a/b", "a/b/c", "a/d", "a/f"]),
        ("a/any(x:b/$filter(x/c eq d)/any())", &["a", "b", "a/c", "b/d"]),
        ("a('k')/b eq 1 and a/Ns.T/c eq 1", &["a/b", "a/c"]),
        ("a/@Ns.X eq 1 and a/@Ns.X/b eq 1", &["a"]),
        ("F(p=a)/b eq 1 and a/Ns.F(p=c)/d eq @q and $root/e eq 1", &["a", "c"]),
        ("a/Ns.F()/any(x:x/b eq 1)", &["a"]),
        ("cast(a,Edm.String) eq case(b:c) and contains(tolower(d),'x')", &["a", "b", "c", "d"]),
        ("a in (1,2) and [b,{\"k\":c}] eq d", &["a", "b", "c", "d"]),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn the_root_of_a_path_is_known() {
    let filter = filter("a/any(x:x/b eq c and d/$filter(e eq $it/f)/any()) and @p eq $root/g");
    let roots: Vec<_> = filter.paths().iter().map(|p| (p.path.to_string(), p.root)).collect();
    let expected = [
        ("a", PathRoot::Record),
        ("x/b", PathRoot::Variable),
        ("c", PathRoot::Record),
        ("d/$filter(e eq $it/f)", PathRoot::Record),
        ("e", PathRoot::Member),
        ("$it/f", PathRoot::Record),
        ("@p", PathRoot::Other),
        ("$root/g", PathRoot::Other),
    ];
    assert_eq!(roots, expected.map(|(path, root)| (path.to_owned(), root)));
}

fn renamed(text: &str, names: &[(&str, &str)]) -> String {
    let new_name = |property: &PropertyPath| {
        let found = names.iter().find(|(old, _)| *old == property.to_string());
        found.map(|(_, new)| Name::new(*new).unwrap())
    };
    filter(text).rename(new_name).expect(text).to_string()
}

#[test]
fn properties_are_renamed_and_variables_are_not() {
    for (text, names, expected) in [
        ("a/b eq 1 and b eq a", &[("a", "x"), ("a/b", "y")][..], "x/y eq 1 and b eq x"),
        ("a/any(a:a/b)", &[("a", "x"), ("a/b", "y")], "x/any(a:a/y)"),
        ("a/$count($filter=b) gt b", &[("a/b", "y")], "a/$count($filter=y) gt b"),
        ("a/$filter(b/any(c:c/d))/any()", &[("a/b/d", "y")], "a/$filter(b/any(c:c/y))/any()"),
        ("$it/a eq Ns.F(p=a)/a", &[("a", "x")], "$it/x eq Ns.F(p=x)/a"),
        // By the new name alone it would be the variable, or a literal.
        ("a/any(x:b eq x/c)", &[("b", "x")], "a/any(x:$it/x eq x/c)"),
        (
            "a/any(x:x/d/$filter(b eq x)/any())",
            &[("a/d/b", "x")],
            "a/any(x:x/d/$filter($this/x eq x)/any())",
        ),
        ("a eq 1", &[("a", "null")], "$it/null eq 1"),
    ] {
        assert_eq!(renamed(text, names), expected, "{text}");
    }
}

#[test]
fn what_is_renamed_has_the_spans_of_its_own_text() {
    let renamed = filter("a  eq  1").rename(|_| Name::new("longer").ok()).unwrap();
    assert_eq!(renamed.expr().span().slice(&renamed.to_string()), Some("longer eq 1"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_filter_without_new_names_stays_as_it_is(tree in trees::expr()) {
        if let Ok(filter) = Filter::new(tree) {
            let same = filter.clone().rename(|_| None).unwrap();
            prop_assert_eq!(same, filter);
        }
    }

    /// New names are read where the old ones were, and nowhere else.
    #[test]
    fn the_properties_of_a_renamed_filter_are_the_renamed_properties(tree in trees::expr()) {
        let Ok(filter) = Filter::new(tree) else { return Ok(()) };
        // The longest names have no room for another character, and stay.
        let new = |name: &Name| Name::new(format!("{name}_")).ok();
        let renamed = filter.clone().rename(|p| p.names().last().and_then(new)).unwrap();
        let names = |p: &PropertyPath, renamed: bool| -> Vec<Name> {
            let name = |n: &Name| if renamed { new(n).unwrap_or(n.clone()) } else { n.clone() };
            p.names().iter().map(name).collect()
        };
        let of = |filter: &Filter, renamed: bool| -> BTreeSet<Vec<Name>> {
            filter.properties().iter().map(|p| names(p, renamed)).collect()
        };
        prop_assert_eq!(of(&renamed, false), of(&filter, true));
    }
}
