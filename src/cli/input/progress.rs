//! How far the reading has come, on standard error, where that is a terminal and it takes long.

use std::fs;
use std::io::{self, IsTerminal as _, Read};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::terminal::eprint;

/// Shorter waits need no bar.
const WAIT: Duration = Duration::from_secs(1);

/// A bar, or none.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    started: Instant,
}

impl Progress {
    /// `quiet`: nothing else is drawn on the terminal meanwhile.
    pub(super) fn new<'f>(files: impl Iterator<Item = &'f PathBuf>, quiet: bool) -> Self {
        let bar = if quiet && io::stderr().is_terminal() { bar(files) } else { None };
        Self { bar, started: Instant::now() }
    }

    /// A reader whose bytes are counted.
    pub(super) fn count<R>(&self, inner: R) -> Counted<R> {
        Counted { inner, bar: self.bar.clone(), started: self.started }
    }

    /// Tells a message between two drawings.
    pub(super) fn eprint(&self, message: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| eprint(message)),
            None => eprint(message),
        }
    }

    pub(super) fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// A bar that is not drawn yet.
fn bar<'f>(files: impl Iterator<Item = &'f PathBuf>) -> Option<ProgressBar> {
    let size = |file| fs::metadata(file).ok().filter(fs::Metadata::is_file).map(|m| m.len());
    let sizes: Option<Vec<u64>> = files.map(size).collect();
    let total = sizes.filter(|sizes| !sizes.is_empty()).map(|sizes| sizes.iter().sum());
    let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
    let template = match total {
        Some(_) => "{bar:30} {percent:>3} %  {bytes} of {total_bytes}  {bytes_per_sec}  {eta} left",
        None => "{spinner} {bytes} read  {bytes_per_sec}",
    };
    ProgressStyle::with_template(template).ok().map(|style| bar.with_style(style))
}

/// See [`Progress::count`].
pub(super) struct Counted<R> {
    inner: R,
    bar: Option<ProgressBar>,
    started: Instant,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if let Some(bar) = &self.bar {
            if bar.is_hidden() && self.started.elapsed() > WAIT {
                bar.set_draw_target(ProgressDrawTarget::stderr());
            }
            bar.inc(count as u64);
        }
        Ok(count)
    }
}
