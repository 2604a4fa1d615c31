//! How fast realistic filters are parsed.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use odata_query::Filter;

/// One filter a line.
const FILTERS: &str = include_str!("../tests/data/filters.txt");

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let filters: Vec<&str> = FILTERS.lines().collect();
    let mut group = criterion.benchmark_group("parse");
    group.throughput(Throughput::Bytes(filters.iter().map(|f| f.len() as u64).sum()));
    group.bench_function("corpus", |bencher| {
        bencher.iter(|| filters.iter().filter(|f| black_box(f.parse::<Filter>()).is_ok()).count());
    });
    group.finish();
    criterion.final_summary();
}
