//! Compiling does work in proportion to the filter. The steps that are counted are allocations and
//! their bytes: what is copied at each step makes more with each.

#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use odata_query::eval::Compile;
use odata_query::{Filter, Limits};
use stats_alloc::Region;

use crate::{COUNTED, alone};

/// Allocations, and the bytes of all of them.
fn work(text: &str) -> (usize, usize) {
    let limits = Limits {
        max_bytes: usize::MAX,
        max_nodes: usize::MAX,
        max_list_items: usize::MAX,
        ..Limits::default()
    };
    let filter = Filter::parse(text, &limits).expect("within the limits");
    let region = Region::new(COUNTED);
    let predicate = filter.compile(&Compile::default());
    let change = region.change();
    assert!(predicate.is_ok(), "{predicate:?}");
    (change.allocations + change.reallocations, change.bytes_allocated)
}

#[test]
fn work_grows_in_proportion_to_the_filter() {
    let _alone = alone();
    // How it starts, what is repeated, how it ends.
    for (first, next, last) in [
        // Conditions on one path, of each kind.
        ("a eq 1", " or a eq 1", ""),
        ("a ne 1", " and a ne 1", ""),
        ("a gt 1", " and a gt 1", ""),
        ("a eq 'x'", " or a eq 'x'", ""),
        ("a in ('x')", " or a in ('x')", ""),
        ("a gt 2024-05-01T00:00:00Z", " and a gt 2024-05-01T00:00:00Z", ""),
        ("startswith(a,'x')", " or startswith(a,'x')", ""),
        // On several paths, and on none.
        ("a eq 1", " or b eq 1 or a eq 1", ""),
        ("a eq 1 and a eq 2", " or a eq 1 and a eq 2", ""),
        ("a eq 1", " or a eq 1 or a eq 1 or b eq 1 or b eq 1", ""),
        ("length(a) eq 1", " or length(a) eq 1", ""),
        // Lists.
        ("a in (1", ",1", ")"),
        ("a in ('x'", ",'x'", ")"),
        ("a in ('x'", ",1,'x'", ")"),
        ("hassubset(a,[1", ",1", "])"),
    ] {
        let filter = |n: usize| format!("{first}{}{last}", next.repeat(n));
        let [small, middle, large] = [1000, 2000, 4000].map(|n| work(&filter(n)));
        for (before, after) in [(small, middle), (middle, large)] {
            assert!(after.0 <= before.0 * 5 / 2 + 50, "{next}: {before:?}, then {after:?}");
            assert!(after.1 <= before.1 * 5 / 2 + 20_000, "{next}: {before:?}, then {after:?}");
        }
    }
}
