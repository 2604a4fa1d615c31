//! Reads a file and does nothing with it: the speed that nothing can go beyond that reads the
//! same file. Blocks of 256 KiB by `pread`; with several threads each takes the next block.
//!
//! Memory that was just allocated starts 16 bytes into a page, to where the kernel copies a file at
//! half the speed. With `--placed` the blocks start in the middle of a page.

use std::fs::File;
use std::io::{self, Write as _};
use std::os::unix::fs::FileExt as _;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

const BLOCK: u64 = 1 << 18;
const PAGE: usize = 4096;
const USAGE: &str = "reading [--placed] THREADS FILE";

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_placed = arguments.first().is_some_and(|first| first == "--placed");
    arguments.drain(..usize::from(is_placed));
    let read = match arguments.as_slice() {
        [threads, path] => threads.parse().map_err(|_| USAGE.to_owned()).and_then(|threads| {
            read(threads, path, is_placed).map_err(|error| format!("{path}: {error}"))
        }),
        _ => Err(USAGE.to_owned()),
    };
    match read {
        Ok(bytes) => {
            let _ = writeln!(io::stdout(), "{bytes}");
            ExitCode::SUCCESS
        }
        Err(fault) => {
            let _ = writeln!(io::stderr(), "{fault}");
            ExitCode::from(2)
        }
    }
}

/// How many bytes the file has, by reading them.
fn read(threads: usize, path: &str, is_placed: bool) -> io::Result<u64> {
    let file = File::open(path)?;
    let next = AtomicU64::new(0);
    let total = AtomicU64::new(0);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1))
            .map(|_| scope.spawn(|| blocks(&file, &next, &total, is_placed)))
            .collect();
        workers.into_iter().try_for_each(|worker| {
            worker.join().unwrap_or_else(|_| Err(io::Error::other("a thread ended early")))
        })
    })?;
    Ok(total.into_inner())
}

fn blocks(file: &File, next: &AtomicU64, total: &AtomicU64, is_placed: bool) -> io::Result<()> {
    let mut memory = vec![0; BLOCK as usize + PAGE];
    let in_page = memory.as_ptr().addr() % PAGE;
    let place = if is_placed { (PAGE + PAGE / 2 - in_page) % PAGE } else { 0 };
    let block = memory.get_mut(place..place + BLOCK as usize).unwrap_or_default();
    loop {
        let start = next.fetch_add(1, Ordering::Relaxed) * BLOCK;
        let mut filled = 0;
        while let Some(rest) = block.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match file.read_at(rest, start + filled as u64)? {
                0 => break,
                read => filled += read,
            }
        }
        total.fetch_add(filled as u64, Ordering::Relaxed);
        if (filled as u64) < BLOCK {
            return Ok(());
        }
    }
}
