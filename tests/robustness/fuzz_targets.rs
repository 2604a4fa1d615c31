//! Every fuzz target holds over its seed corpus and over a fixed number of inputs made of it, and
//! each of them tests something: the same functions as in `fuzz/`, with no fuzzing tool.
//! `FUZZ_TIMES=50` makes so many times as many.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unreachable,
    reason = "a test fails where a helper does"
)]

#[path = "../../fuzz/src/targets/mod.rs"]
mod targets;

use std::fs;
use std::path::PathBuf;

use targets::TARGETS;

use crate::cases::cases;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

/// The seeds of a target, in an order that does not depend on the file system.
fn seeds(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let files = fs::read_dir(folder().join("seeds").join(target)).expect("a folder of seeds");
    let mut paths: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read(path).expect("a seed"))).collect()
}

/// The words of the dictionary, in libFuzzer's format: quoted, with `\"`, `\\` and `\xNN`.
fn words() -> Vec<Vec<u8>> {
    let file = fs::read_to_string(folder().join("odata.dict")).expect("a dictionary");
    let unquoted = |line: &str| {
        let inner = line.strip_prefix('"')?.strip_suffix('"')?;
        let (mut word, mut rest) = (Vec::new(), inner.as_bytes());
        while let [first, more @ ..] = rest {
            let (byte, more) = match (first, more) {
                (b'\\', [b'x', a, b, more @ ..]) => {
                    let digits = [*a, *b];
                    let digits = std::str::from_utf8(&digits).ok()?;
                    (u8::from_str_radix(digits, 16).ok()?, more)
                }
                (b'\\', [byte, more @ ..]) => (*byte, more),
                (byte, more) => (*byte, more),
            };
            word.push(byte);
            rest = more;
        }
        Some(word)
    };
    file.lines().map(|line| unquoted(line).expect(line)).collect()
}

/// The same numbers each time (xorshift64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// An input with a few changes, as a fuzzer makes them.
    fn changed(&mut self, seeds: &[(PathBuf, Vec<u8>)], words: &[Vec<u8>]) -> Vec<u8> {
        let mut input = self.one(seeds).1.clone();
        for _ in 0..=self.below(4) {
            let at = self.below(input.len() + 1);
            let end = (at + self.below(8)).min(input.len());
            match self.below(6) {
                0 => input.truncate(at),
                1 => drop(input.drain(at..end)),
                2 => drop(input.splice(at..end, self.one(words).clone())),
                3 => {
                    let other = &self.one(seeds).1;
                    let from = self.below(other.len() + 1);
                    input.splice(at..end, other[from..].iter().copied());
                }
                4 => input.insert(at, self.next() as u8),
                _ => {
                    if let Some(byte) = input.get_mut(at) {
                        *byte ^= 1 << self.below(8);
                    }
                }
            }
        }
        input
    }
}

/// Runs a target over its seeds and at most so many inputs made of them.
fn run(name: &str, inputs: u32) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target");
    let seeds = seeds(name);
    assert!(!seeds.is_empty());
    let of_seeds = seeds.iter().filter(|(_, seed)| (target.run)(seed)).count();
    assert!(of_seeds * 2 > seeds.len(), "the oracle is reached by {of_seeds} of {}", seeds.len());
    let times = std::env::var("FUZZ_TIMES").map_or(1, |times| times.parse().expect("a number"));
    let inputs = cases(inputs) as usize * times;
    let (words, mut random) = (words(), Random(0x0da7a));
    let mut reached = 0;
    for _ in 0..inputs {
        reached += usize::from((target.run)(&random.changed(&seeds, &words)));
    }
    assert!(reached * 20 > inputs, "the oracle is reached by {reached} of {inputs}");
}

#[test]
fn every_target_is_run_here_and_by_the_fuzzer() {
    let mut binaries: Vec<_> = fs::read_dir(folder().join("fuzz_targets"))
        .expect("a folder")
        .map(|file| file.expect("a file").path())
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    binaries.sort();
    let names: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(binaries, names);
    let own = fs::read_to_string(file!()).expect("this file");
    for name in names {
        assert!(own.contains(&format!("run(\"{name}\"")), "{name} is not run here");
    }
}

#[test]
fn builder() {
    run("builder", 20_000);
}

#[test]
fn eval_differential() {
    run("eval_differential", 10_000);
}

#[test]
fn parse_text() {
    run("parse_text", 30_000);
}

#[test]
fn print_parse() {
    run("print_parse", 5_000);
}

#[test]
fn query_string() {
    run("query_string", 30_000);
}

#[test]
fn reader() {
    run("reader", 10_000);
}

#[test]
fn validate() {
    run("validate", 10_000);
}
