//! What is right: the records that match, found the slow way. Each record is parsed whole to a
//! `serde_json::Value`, and the predicate is asked of it; nothing is skipped, nothing guessed.
//!
//! Writes the matching records of one input for any number of filters, each to its file, a record
//! a line, as `odq filter` prints them.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write as _};
use std::process::ExitCode;

use odata_query::Filter;
use odata_query::eval::{Compile, Predicate};
use odata_query::input::Records;
use odata_query::schema::Schema;

const USAGE: &str = "reference INPUT FILTER OUTPUT [FILTER OUTPUT]...";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            let _ = writeln!(io::stderr(), "{fault}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let Some((input, pairs)) = arguments.split_first() else { return Err("no input".to_owned()) };
    let mut wanted = Vec::new();
    for pair in pairs.chunks(2) {
        let [filter, output] = pair else { return Err("a filter without an output".to_owned()) };
        wanted.push((compile(filter)?, BufWriter::new(File::create(output).map_err(text)?)));
    }
    let file = File::open(input).map_err(|error| format!("{input}: {error}"))?;
    for record in Records::new(BufReader::with_capacity(1 << 18, file)) {
        let record = record.map_err(|error| format!("{input}:{error}"))?;
        for (predicate, output) in &mut wanted {
            if predicate.matches(record.event()) {
                output.write_all(&record.line()).map_err(text)?;
                output.write_all(b"\n").map_err(text)?;
            }
        }
    }
    wanted.iter_mut().try_for_each(|(_, output)| output.flush().map_err(text))
}

fn compile(filter: &str) -> Result<Predicate, String> {
    let parsed: Filter = filter.parse().map_err(text)?;
    parsed.compile(&Compile::with_schema(Schema::provisioning_any())).map_err(text)
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
