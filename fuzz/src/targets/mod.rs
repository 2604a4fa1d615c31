//! What the fuzz targets do with their bytes.
//!
//! Each function panics where a promise is broken, and says whether it came as far as putting
//! the promise to the test; most bytes are no query and no log. The libFuzzer targets and
//! `tests/robustness/fuzz_targets.rs` run the same functions.

mod builder;
mod eval_differential;
mod findings;
mod input;
mod literal;
mod names;
mod parse_text;
mod print_parse;
mod query_string;
mod reader;
#[path = "../../../tests/evaluation/reference/oracle.rs"]
mod reference;
mod support;
mod tree;
mod validate;

pub(crate) struct Target {
    /// That of the binary, and of the folder with its seeds.
    pub(crate) name: &'static str,
    /// Whether the oracle was reached.
    pub(crate) run: fn(&[u8]) -> bool,
}

pub(crate) const TARGETS: &[Target] = &[
    Target { name: "builder", run: builder::run },
    Target { name: "eval_differential", run: eval_differential::run },
    Target { name: "parse_text", run: parse_text::run },
    Target { name: "print_parse", run: print_parse::run },
    Target { name: "query_string", run: query_string::run },
    Target { name: "reader", run: reader::run },
    Target { name: "validate", run: validate::run },
];
