//! How fast filters are validated against the documented tier of the provisioning logs.
//!
//! Prints a table of its own, then runs criterion's group. Half of the fifty filters are for
//! other endpoints: for each of them there is something to report, which takes longer.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

use criterion::Criterion;
use odata_query::endpoint::{Endpoint, Tier};
use odata_query::schema::ApiVersion;
use odata_query::validate::Validator;
use odata_query::{Diagnostic, Filter};
use odata_query_benches::parsers::Corpus;
use odata_query_benches::timing::{is_measuring, median, medians};

const ROUNDS: usize = 51;

fn main() -> ExitCode {
    let corpus = Corpus::whole();
    let filters: Vec<Filter> = corpus.filters.iter().flat_map(|text| text.parse()).collect();
    if filters.len() != corpus.filters.len() {
        println!("not every filter is in the language");
        return ExitCode::FAILURE;
    }
    let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    let validator = Validator::new(&endpoint, Tier::Documented);
    if is_measuring() {
        table(&validator, &corpus, &filters);
    }
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    let (accepted, rejected): (Vec<_>, Vec<_>) =
        filters.iter().partition(|filter| accepts(&validator, filter));
    let mut group = criterion.benchmark_group("validate");
    for (name, filters) in [("accepted", accepted), ("rejected", rejected)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for filter in &filters {
                    black_box(validator.validate_filter(black_box(filter)));
                }
            });
        });
    }
    group.finish();
    criterion.final_summary();
    ExitCode::SUCCESS
}

fn accepts(validator: &Validator<'_>, filter: &Filter) -> bool {
    !validator.validate_filter(filter).iter().any(Diagnostic::is_error)
}

/// Prints what each filter takes, and the medians.
fn table(validator: &Validator<'_>, corpus: &Corpus, filters: &[Filter]) {
    let mut passes: Vec<Box<dyn FnMut()>> = Vec::new();
    for filter in filters {
        passes.push(Box::new(move || {
            black_box(validator.validate_filter(black_box(filter)));
        }));
    }
    let times = medians(ROUNDS, &mut passes);
    let accepted: Vec<bool> = filters.iter().map(|filter| accepts(validator, filter)).collect();
    println!("{:>9}  {:>8}  filter", "ns", "");
    for ((time, text), accepted) in times.iter().zip(&corpus.filters).zip(&accepted) {
        println!("{time:>9.0}  {:>8}  {text}", if *accepted { "accepted" } else { "rejected" });
    }
    let of = |wanted: Option<bool>| {
        let chosen = times.iter().zip(&accepted);
        let chosen = chosen.filter(|(_, is)| wanted.is_none_or(|wanted| wanted == **is));
        chosen.map(|(time, _)| *time).collect::<Vec<f64>>()
    };
    println!("\n{:12}{:>9}{:>14}{:>14}", "validate", "filters", "median ns", "mean ns");
    for (name, times) in
        [("all", of(None)), ("accepted", of(Some(true))), ("rejected", of(Some(false)))]
    {
        let count = times.len();
        let mean = times.iter().sum::<f64>() / count as f64;
        println!("{name:12}{count:>9}{:>14.0}{mean:>14.0}", median(times));
    }
    println!();
}
