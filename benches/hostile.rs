//! Inputs on which a parser might take more than linear time, each in growing sizes.

use odata_query::Limits;

/// One kind of input.
#[derive(Clone, Copy, Debug)]
pub struct Hostile {
    /// What tables call it.
    pub name: &'static str,
    /// The sizes: the first, doubled again and again.
    pub sizes: &'static [usize],
    /// The text of a size.
    pub text: fn(usize) -> String,
    /// Whether it is in the language and within the limits.
    pub accepted: bool,
}

const DEPTHS: &[usize] = &[8, 16, 32, 64];
const TERMS: &[usize] = &[5_000, 10_000, 20_000];
const BYTES: &[usize] = &[1 << 18, 1 << 19, 1 << 20];

/// Every kind.
pub const HOSTILE: [Hostile; 11] = [
    Hostile {
        name: "parentheses",
        sizes: DEPTHS,
        text: |n| format!("{}a eq 1{}", "(".repeat(n), ")".repeat(n)),
        accepted: true,
    },
    Hostile {
        name: "parentheses, cut off",
        sizes: DEPTHS,
        text: |n| format!("{}a eq 1", "(".repeat(n)),
        accepted: false,
    },
    Hostile {
        name: "chains in parentheses",
        sizes: DEPTHS,
        text: |n| {
            format!("{}a eq 1{}", "a eq 1 and (b eq 2 or not (".repeat(n / 4), "))".repeat(n / 4))
        },
        accepted: true,
    },
    Hostile {
        name: "and chain",
        sizes: TERMS,
        text: |n| format!("{}a eq 1", "a eq 1 and ".repeat(n - 1)),
        accepted: true,
    },
    Hostile {
        name: "and chain, then garbage",
        sizes: TERMS,
        text: |n| format!("{}#", "a eq 1 and ".repeat(n)),
        accepted: false,
    },
    Hostile {
        name: "list after in",
        sizes: TERMS,
        text: |n| format!("a in ({}1)", "1,".repeat(n - 1)),
        accepted: true,
    },
    Hostile {
        name: "quotes",
        sizes: BYTES,
        text: |n| format!("a eq {}", "'".repeat(n)),
        accepted: true,
    },
    Hostile {
        name: "quotes, never closed",
        sizes: BYTES,
        text: |n| format!("a eq {}", "'".repeat(n + 1)),
        accepted: false,
    },
    Hostile { name: "identifier", sizes: BYTES, text: |n| "a".repeat(n), accepted: false },
    Hostile {
        name: "spaces",
        sizes: BYTES,
        text: |n| format!("a{}eq 1", " ".repeat(n)),
        accepted: true,
    },
    Hostile { name: "only spaces", sizes: BYTES, text: |n| " ".repeat(n), accepted: false },
];

/// Limits that let every input be read to its end.
#[must_use]
pub fn raised_limits() -> Limits {
    Limits { max_bytes: 1 << 22, max_nodes: 1 << 20, max_list_items: 1 << 20, ..Limits::default() }
}
