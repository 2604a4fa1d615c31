//! Writes a log of provisioning records to standard output: see `Log` for what is in it.

use std::io::{self, Write as _};
use std::process::ExitCode;

use odata_query_benches::records::{Log, SHAPES, Shape, WRITERS};

const USAGE: &str = "\
records [--bytes 512MiB] [--shape jsonl|page|diagnostic] [--seed 1]
        [--writer graph|dotnet|python|php] > FILE";

fn main() -> ExitCode {
    let log = match read(std::env::args().skip(1)) {
        Ok(log) => log,
        Err(fault) => {
            let _ = writeln!(io::stderr(), "{fault}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match log.write_to(&mut io::stdout().lock()) {
        Ok(records) => {
            let _ = writeln!(io::stderr(), "{records} records");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn read(mut arguments: impl Iterator<Item = String>) -> Result<Log, String> {
    let mut log = Log { shape: Shape::Lines, bytes: 512 << 20, seed: 1, writer: None };
    while let Some(option) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{option}: no value"))?;
        let fault = || format!("{option}: `{value}` is not one");
        match option.as_str() {
            "--bytes" => log.bytes = bytes(&value).ok_or_else(fault)?,
            "--seed" => log.seed = value.parse().map_err(|_| fault())?,
            "--shape" => log.shape = named(&SHAPES, &value).ok_or_else(fault)?,
            "--writer" => log.writer = Some(named(&WRITERS, &value).ok_or_else(fault)?),
            _ => return Err(format!("`{option}` is not an option")),
        }
    }
    Ok(log)
}

fn named<T: Copy>(all: &[(&str, T)], name: &str) -> Option<T> {
    all.iter().find(|(known, _)| *known == name).map(|(_, found)| *found)
}

/// A size such as `512MiB`, or a plain number of bytes.
fn bytes(text: &str) -> Option<u64> {
    let units = [("KiB", 10), ("MiB", 20), ("GiB", 30)];
    let found = units.iter().find_map(|(unit, shift)| Some((text.strip_suffix(unit)?, *shift)));
    let (number, shift) = found.unwrap_or((text, 0));
    number.parse::<u64>().ok()?.checked_mul(1 << shift)
}
