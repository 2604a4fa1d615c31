//! How many allocations each parser makes for a query, and of how many bytes.
//!
//! Apart from the times, since counting takes time itself.

use std::alloc::System;

use odata_query_benches::parsers::{Corpus, PARSERS, pass};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    for corpus in Corpus::all() {
        let queries = corpus.filters.len() as f64;
        println!("{}: {queries}", corpus.name);
        println!("{:28}{:>10}{:>14}{:>14}", "parser", "accepts", "allocations", "bytes");
        for parser in &PARSERS {
            let texts = parser.texts(&corpus);
            let region = Region::new(COUNTED);
            let accepted = pass(parser, &texts);
            let change = region.change();
            // A buffer that grows is allocated anew.
            let count = (change.allocations + change.reallocations) as f64 / queries;
            let grown = usize::try_from(change.bytes_reallocated).unwrap_or_default();
            let bytes = (change.bytes_allocated + grown) as f64 / queries;
            println!("{:28}{accepted:>10}{count:>14.1}{bytes:>14.0}", parser.name);
        }
        println!();
    }
}
