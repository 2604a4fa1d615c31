//! Parsing does work in proportion to the text, whole or cut off. The steps that are counted are
//! allocations: every node, every error and every attempt that went wrong makes one or more, so
//! that trying twice at each level would double them with each.

use odata_query::{Filter, Limits};
use stats_alloc::Region;

use crate::{COUNTED, alone};

/// Allocations, and the bytes of all of them.
fn work(text: &str) -> (usize, usize) {
    let limits = Limits {
        max_bytes: usize::MAX,
        max_depth: Limits::DEPTH_CEILING,
        max_nodes: usize::MAX,
        ..Limits::default()
    };
    let region = Region::new(COUNTED);
    let read = Filter::parse(text, &limits);
    let change = region.change();
    drop(read);
    (change.allocations + change.reallocations, change.bytes_allocated)
}

/// Twice the text makes about twice the work. What is made once for a fault, such as its help,
/// counts for little by then.
fn grows_in_proportion(what: &str, text: impl Fn(usize) -> String, sizes: [usize; 3]) {
    let [small, middle, large] = sizes.map(|size| work(&text(size)));
    for (before, after) in [(small, middle), (middle, large)] {
        assert!(after.0 <= before.0 * 5 / 2 + 50, "{what}: {before:?}, then {after:?}");
        assert!(after.1 <= before.1 * 5 / 2 + 20_000, "{what}: {before:?}, then {after:?}");
    }
}

#[test]
fn work_grows_in_proportion_to_the_text() {
    let _alone = alone();
    type Text = fn(usize) -> String;
    let nested: &[(&str, Text)] = &[
        ("parentheses", |n| format!("{}a eq 1{}", "(".repeat(n), ")".repeat(n))),
        ("parentheses, cut off", |n| format!("{}a eq 1", "(".repeat(n))),
        ("parentheses, one short", |n| format!("{}a eq 1{}", "(".repeat(n), ")".repeat(n - 1))),
        ("parentheses, one too many", |n| format!("{}a eq 1{}", "(".repeat(n), ")".repeat(n + 1))),
        ("a fault in the middle", |n| format!("{}a eq {}", "(".repeat(n), ")".repeat(n))),
        ("not", |n| format!("{}a", "not ".repeat(n))),
        ("calls", |n| format!("{}a{}", "tolower(".repeat(n), ")".repeat(n))),
        ("calls, cut off", |n| format!("{}a", "tolower(".repeat(n))),
        ("lambdas", |n| format!("{}x{}", "a/any(x:".repeat(n), ")".repeat(n))),
        ("lambdas, cut off", |n| format!("{}x", "a/any(x:".repeat(n))),
        ("negations", |n| format!("{}a", "-".repeat(n))),
        ("arrays, cut off", |n| format!("{}1", "[".repeat(n))),
    ];
    for (what, text) in nested {
        grows_in_proportion(what, text, [16, 32, 64]);
    }
    let long: &[(&str, Text)] = &[
        ("a chain", |n| format!("{}a eq 1", "a eq 1 and ".repeat(n))),
        ("a chain, then garbage", |n| format!("{}?!", "a eq 1 and ".repeat(n))),
        ("an or", |n| format!("{}b", "a or ".repeat(n))),
        ("a list", |n| format!("a in (1{})", ",1".repeat(n))),
        ("a list, cut off", |n| format!("a in (1{}", ",1".repeat(n))),
        ("a path", |n| format!("a{}", "/b".repeat(n))),
        ("quotes", |n| "''".repeat(n)),
        ("quotes, one missing", |n| "''".repeat(n) + "'"),
        ("spaces", |n| format!("a eq{}1", " ".repeat(n))),
        ("strings", |n| format!("a in ('b'{})", ",'it''s'".repeat(n))),
        ("strings without a comma", |n| format!("a in ('b'{})", " 'c'".repeat(n))),
    ];
    for (what, text) in long {
        grows_in_proportion(what, text, [1000, 2000, 4000]);
    }
    grows_in_proportion(
        "5000 terms",
        |n| format!("{}?!", "a eq 1 and ".repeat(n)),
        [1250, 2500, 5000],
    );
}
