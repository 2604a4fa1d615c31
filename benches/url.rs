//! How fast a query becomes the URL that asks it: the text of the filter, percent-encoded once.
//!
//! Prints a table of its own, then runs criterion's group. `odata-params` writes the text of a
//! filter and encodes nothing; what it does is compared with our own text of the same filters.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

use criterion::Criterion;
use odata_query::{Filter, Query};
use odata_query_benches::parsers::Corpus;
use odata_query_benches::timing::{is_measuring, median, medians};

const ROUNDS: usize = 51;
const BASE: &str = "https://graph.microsoft.com/v1.0/auditLogs/provisioning";

/// A way of writing, and the times of the filters that it takes.
type Pass<'p> = Box<dyn FnMut() + 'p>;

fn main() -> ExitCode {
    let corpus = Corpus::whole();
    let filters: Vec<Filter> = corpus.filters.iter().flat_map(|text| text.parse()).collect();
    let queries: Vec<Query> = filters
        .iter()
        .map(|filter| Query::new().with_filter(filter.clone()).with_top(50))
        .collect();
    for (query, text) in queries.iter().zip(&corpus.filters) {
        let read = Query::from_url(&query.to_url(BASE)).ok();
        if read.as_ref() != Some(query) {
            println!("does not come back from its URL: {text}");
            return ExitCode::FAILURE;
        }
    }
    if is_measuring() {
        table(&corpus, &filters, &queries);
    }
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    let mut group = criterion.benchmark_group("url");
    group.bench_function("to_url", |bencher| {
        bencher.iter(|| {
            queries.iter().map(|query| black_box(query).to_url(BASE).len()).sum::<usize>()
        });
    });
    group.bench_function("to text", |bencher| {
        bencher.iter(|| {
            filters.iter().map(|filter| black_box(filter).to_string().len()).sum::<usize>()
        });
    });
    group.finish();
    criterion.final_summary();
    ExitCode::SUCCESS
}

/// Prints the medians over all filters, and over those that the other crate can write.
fn table(corpus: &Corpus, filters: &[Filter], queries: &[Query]) {
    let theirs: Vec<_> = corpus
        .filters
        .iter()
        .map(|text| odata_params::filters::parse_str(*text).ok())
        .map(|parsed| {
            parsed.filter(|parsed| odata_params::filters::to_query_string(parsed).is_ok())
        })
        .collect();
    let both: Vec<bool> = theirs.iter().map(Option::is_some).collect();
    let mut passes: Vec<Pass<'_>> = Vec::new();
    for query in queries {
        passes.push(Box::new(move || drop(black_box(black_box(query).to_url(BASE)))));
    }
    for filter in filters {
        passes.push(Box::new(move || drop(black_box(black_box(filter).to_string()))));
    }
    for parsed in theirs.iter().flatten() {
        passes.push(Box::new(move || {
            drop(black_box(odata_params::filters::to_query_string(black_box(parsed))));
        }));
    }
    let times = medians(ROUNDS, &mut passes);
    let (urls, rest) = times.split_at_checked(queries.len()).unwrap_or_default();
    let (texts, theirs) = rest.split_at_checked(filters.len()).unwrap_or_default();
    let shared = |times: &[f64]| -> Vec<f64> {
        times.iter().zip(&both).filter(|(_, both)| **both).map(|(time, _)| *time).collect()
    };
    println!("{:44}{:>9}{:>12}{:>12}", "writing", "filters", "median ns", "mean ns");
    for (name, times) in [
        ("to_url", urls.to_vec()),
        ("to text", texts.to_vec()),
        ("to_url, what odata-params writes too", shared(urls)),
        ("to text, what odata-params writes too", shared(texts)),
        ("odata-params, to text", theirs.to_vec()),
    ] {
        let count = times.len();
        let mean = times.iter().sum::<f64>() / count as f64;
        println!("{name:44}{count:>9}{:>12.0}{mean:>12.0}", median(times));
    }
    println!();
}
