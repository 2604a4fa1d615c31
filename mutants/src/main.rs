//! The mutants of cargo-mutants, all in one build: see the README.

mod build;
mod edit;
mod list;
mod operator;
mod run;
mod switch;
mod table;
mod trial;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Serialize;
use serde::de::DeserializeOwned;

type Fault = Box<dyn Error + Send + Sync>;

/// The files of the scratch folder that are not of the crate.
const PLAN: &str = "mutants.json";
const TRIALS: &str = "trials.json";
const RESULTS: &str = "results.jsonl";

const USAGE: &str = "odata-query-mutants build|run|table [ROOM…] \
    [--scratch FOLDER] [--with COMMAND] [--shard 0/4] [--cost SECONDS] [--jobs 2]";

fn main() -> Result<(), Fault> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    // Beside the crate, so that its tests find what they look for beside it.
    let mut scratch = root.join("../odata-query-mutated");
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().ok_or(USAGE)?;
    let mut choice = run::Choice {
        rooms: vec![],
        shard: (0, 1),
        cost: f64::INFINITY,
        jobs: 2,
        with: vec!["nice".into(), "-n10".into()],
    };
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(USAGE);
        match argument.as_str() {
            "--scratch" => scratch = PathBuf::from(value()?),
            "--with" => choice.with = value()?.split(' ').map(str::to_owned).collect(),
            "--shard" => {
                let shard = value()?;
                let (part, parts) = shard.split_once('/').ok_or(USAGE)?;
                choice.shard = (part.parse()?, parts.parse::<usize>()?.max(1));
            }
            "--cost" => choice.cost = value()?.parse()?,
            "--jobs" => choice.jobs = value()?.parse()?,
            room if list::ROOMS.iter().any(|(known, _)| *known == room) => {
                choice.rooms.push(room.to_owned());
            }
            _ => return Err(USAGE.into()),
        }
    }
    match what.as_str() {
        "build" => build::build(&root, &scratch, &choice.with),
        "run" => run::run(&scratch, &choice),
        "table" => table::table(&scratch, &choice.rooms),
        _ => Err(USAGE.into()),
    }
}

/// A command that is run by another, as `nice -n10`.
fn command(with: &[String], program: &str) -> Command {
    let mut words = with.iter().map(String::as_str).chain([program]);
    let mut command = Command::new(words.next().unwrap_or(program));
    command.args(words);
    command
}

fn load<T: DeserializeOwned>(path: &Path) -> Result<T, Fault> {
    Ok(serde_json::from_slice(&fs::read(path)?)?)
}

fn save(path: &Path, value: &impl Serialize) -> Result<(), Fault> {
    Ok(fs::write(path, serde_json::to_vec(value)?)?)
}
