//! One of the built test programs: what it reaches, what it costs, and how it is run.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::Fault;

/// Memory of a test program, in KiB: a mutant that takes ever more is stopped.
const MEMORY: u64 = 6 << 20;

#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct Trial {
    /// The name, with a sum of its sources: other tests are another program.
    pub(crate) name: String,
    path: String,
    /// When it was built, in milliseconds.
    built: u128,
    pub(crate) seconds: f64,
    /// The mutants whose place it reaches.
    pub(crate) reaches: Vec<usize>,
    /// Tests that do not pass in the copy, with no mutant on.
    pub(crate) failing: Vec<String>,
}

/// How a run ended.
pub(crate) enum End {
    Passed,
    /// These tests failed; with `first`, one of them.
    Failed(Vec<String>),
    TooLong,
}

impl Trial {
    /// Runs a program with no mutant on, unless that was done.
    pub(crate) fn traced(
        scratch: &Path,
        (name, source): (&str, &str),
        path: &str,
        known: &[Self],
        with: &[String],
    ) -> Result<Self, Fault> {
        let built = fs::metadata(path)?.modified()?.duration_since(UNIX_EPOCH)?.as_millis();
        let name = format!("{name}@{:x}", sum(Path::new(source))?);
        if let Some(known) = known.iter().find(|trial| trial.name == name && trial.built == built) {
            return Ok(known.clone());
        }
        let path = path.to_owned();
        let mut trial =
            Self { name, path, built, seconds: 600.0, reaches: vec![], failing: vec![] };
        let start = Instant::now();
        match trial.run(scratch, with, ("MUTANT", "0"), false)? {
            End::Failed(tests) if tests.is_empty() => {
                return Err(format!("{} fails", trial.path).into());
            }
            End::Failed(tests) => trial.failing = tests,
            End::Passed | End::TooLong => {}
        }
        trial.seconds = start.elapsed().as_secs_f64();
        let trace = scratch.join("trace");
        let _ = fs::remove_file(&trace);
        trial.run(scratch, with, ("MUTANT_TRACE", &trace.to_string_lossy()), false)?;
        let reached = fs::read_to_string(&trace).unwrap_or_default();
        trial.reaches = reached.lines().filter_map(|line| line.parse().ok()).collect();
        trial.reaches.sort_unstable();
        trial.reaches.dedup();
        let (count, seconds) = (trial.reaches.len(), trial.seconds);
        eprintln!("{} reaches {count} in {seconds:.1} s; fails {:?}", trial.name, trial.failing);
        Ok(trial)
    }

    /// Runs the tests one after another, up to the first that fails if `first`.
    pub(crate) fn run(
        &self,
        scratch: &Path,
        with: &[String],
        (variable, value): (&str, &str),
        first: bool,
    ) -> Result<End, Fault> {
        // By the clock of the processor, so that a busy machine is not taken for a loop.
        let limit = (4.0 * self.seconds + 4.0).ceil();
        let mut command = crate::command(with, "bash");
        command.args(["-c", r#"ulimit -v "$0" -t "$1" -c 0; shift; exec "$@""#]);
        command.args([&MEMORY.to_string(), &limit.to_string(), &self.path]);
        if !self.failing.is_empty() {
            command.arg("--exact").args(self.failing.iter().flat_map(|name| ["--skip", name]));
        }
        command.current_dir(scratch).env("CARGO_MANIFEST_DIR", scratch).env(variable, value);
        command.env("RUST_TEST_THREADS", "1").env("CI", "1").env("INSTA_UPDATE", "no");
        command.process_group(0).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let stdout = child.stdout.take().ok_or("no output")?;
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
                let _ = sender.send(String::from_utf8_lossy(&line).into_owned());
            }
        });
        // Whatever it is run with may wait for others: its time begins with its first line.
        let mut until = Instant::now() + Duration::from_secs(3600);
        let mut started = false;
        let mut failed = vec![];
        let end = loop {
            match lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    if !std::mem::replace(&mut started, true) {
                        until = Instant::now() + Duration::from_secs_f64(limit * 10.0);
                    }
                    let test = line.strip_prefix("test ").and_then(|rest| rest.split(' ').next());
                    if line.ends_with("... FAILED") || line == "FAILED" {
                        failed.extend(test.map(str::to_owned));
                        if first {
                            break Some(true);
                        }
                    }
                }
                Err(mpsc::RecvTimeoutError::Timeout) => break Some(false),
                Err(mpsc::RecvTimeoutError::Disconnected) => break None,
            }
        };
        if let Some(has_failed) = end {
            Command::new("kill").args(["-9", "--", &format!("-{}", child.id())]).status()?;
            child.wait()?;
            return Ok(if has_failed { End::Failed(failed) } else { End::TooLong });
        }
        match child.wait()? {
            status if status.success() => Ok(End::Passed),
            // What the shell says of a program that is not there.
            status if matches!(status.code(), Some(126 | 127)) => {
                Err(format!("{} cannot be run: build again", self.path).into())
            }
            _ => Ok(End::Failed(failed)),
        }
    }
}

/// A sum of a source, and of those beside it where it has a folder of its own.
fn sum(source: &Path) -> Result<u64, Fault> {
    let mut files = vec![source.to_owned()];
    if source.ends_with("main.rs")
        && let Some(folder) = source.parent()
    {
        files = fs::read_dir(folder)?.map(|file| Ok(file?.path())).collect::<Result<_, Fault>>()?;
        files.sort();
    }
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    for file in files.iter().filter(|file| file.is_file()) {
        for byte in fs::read(file)? {
            sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    Ok(sum)
}
