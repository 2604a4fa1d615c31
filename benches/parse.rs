//! How fast realistic filters are parsed, beside two other parsers; and that the time for
//! hostile inputs grows as their length.
//!
//! Prints a table of its own, then runs criterion's groups. The figures of all parsers are
//! taken in turns, so that whatever else the machine does falls on each of them alike.

use std::fmt::Write as _;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput};
use odata_query::Filter;
use odata_query_benches::hostile::{HOSTILE, raised_limits};
use odata_query_benches::parsers::{Corpus, PARSERS, pass};
use odata_query_benches::timing::{median, medians};

/// Rounds of which the table shows the median.
const ROUNDS: usize = 101;
/// Rounds of which the median is that of one filter.
const ROUNDS_OF_ONE: usize = 15;

fn main() -> ExitCode {
    let faults = faults();
    if !faults.is_empty() {
        println!("{faults}");
        return ExitCode::FAILURE;
    }
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    // Cargo says so when it measures, not when it only tests that this runs.
    let asked = |flag| std::env::args().any(|argument| argument == flag);
    if asked("--bench") && !asked("--test") {
        Corpus::all().iter().for_each(table);
    }
    for part in Corpus::all().iter().take(2) {
        corpus(&mut criterion, part);
    }
    linear(&mut criterion);
    criterion.final_summary();
    ExitCode::SUCCESS
}

/// What is wrong with the inputs; nothing if they are as they should be.
fn faults() -> String {
    let mut faults = String::new();
    let corpus = Corpus::whole();
    for parser in PARSERS.iter().take(2) {
        for filter in corpus.filters.iter().filter(|filter| !parser.takes(filter)) {
            let _ = writeln!(faults, "{} does not accept: {filter}", parser.name);
        }
    }
    if corpus.filters.len() != 50 {
        let _ = writeln!(faults, "not fifty filters: {}", corpus.filters.len());
    }
    let limits = raised_limits();
    for hostile in HOSTILE {
        for &size in hostile.sizes {
            if Filter::parse(&(hostile.text)(size), &limits).is_ok() != hostile.accepted {
                let _ = writeln!(faults, "{} {size}: not as expected", hostile.name);
            }
        }
    }
    faults
}

/// Prints what one query takes each parser: on average over a corpus, and the median of those that
/// it accepts.
fn table(corpus: &Corpus) {
    let queries = corpus.filters.len();
    println!("{}: {queries}, {} bytes", corpus.name, corpus.bytes());
    println!(
        "{:28}{:>10}{:>12}{:>12}{:>10}{:>10}",
        "parser", "accepts", "ns/query", "median ns", "MB/s", "times"
    );
    let texts: Vec<_> = PARSERS.iter().map(|parser| parser.texts(corpus)).collect();
    let mut passes: Vec<Box<dyn FnMut() + '_>> = Vec::new();
    for (parser, texts) in PARSERS.iter().zip(&texts) {
        passes.push(Box::new(|| _ = black_box(pass(parser, texts))));
    }
    let times = medians(ROUNDS, &mut passes);
    let mut ours = None;
    for ((parser, total), of_one) in PARSERS.iter().zip(times).zip(median_of_each(corpus)) {
        let accepted = parser.accepted(corpus);
        let ns = total / queries as f64;
        let speed = corpus.bytes() as f64 / total * 1e3;
        let times = total / *ours.get_or_insert(total);
        println!(
            "{:28}{accepted:>10}{ns:>12.0}{of_one:>12.0}{speed:>10.1}{times:>10.1}",
            parser.name
        );
    }
    println!();
}

/// What the filter in the middle takes each parser, of those that it accepts.
fn median_of_each(corpus: &Corpus) -> Vec<f64> {
    let taken = PARSERS.iter().map(|parser| {
        let texts = parser.texts(corpus).into_iter();
        texts.filter(|text| (parser.accepts)(text)).collect()
    });
    let taken: Vec<Vec<String>> = taken.collect();
    let passes = PARSERS.iter().zip(&taken).flat_map(|(parser, texts)| {
        texts.iter().map(|text| -> Box<dyn FnMut() + '_> {
            Box::new(|| _ = black_box((parser.accepts)(black_box(text))))
        })
    });
    let mut times = medians(ROUNDS_OF_ONE, &mut passes.collect::<Vec<_>>()).into_iter();
    taken.iter().map(|texts| median(times.by_ref().take(texts.len()).collect())).collect()
}

/// Each parser on a corpus.
fn corpus(criterion: &mut Criterion, corpus: &Corpus) {
    let mut group = criterion.benchmark_group(corpus.name);
    group.throughput(Throughput::Bytes(corpus.bytes() as u64));
    for parser in &PARSERS {
        let texts = parser.texts(corpus);
        group.bench_function(parser.name, |bencher| bencher.iter(|| pass(parser, &texts)));
    }
    group.finish();
}

/// Hostile inputs of growing size: the bytes in a second stay what they are.
fn linear(criterion: &mut Criterion) {
    let limits = raised_limits();
    let mut group = criterion.benchmark_group("linear");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600));
    for hostile in HOSTILE {
        for &size in hostile.sizes {
            let text = (hostile.text)(size);
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_with_input(BenchmarkId::new(hostile.name, size), &text, |bencher, text| {
                bencher.iter(|| black_box(Filter::parse(black_box(text), &limits)));
            });
        }
    }
    group.finish();
}
