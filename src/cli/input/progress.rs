//! How far the reading has come, on standard error, where that is a terminal and it takes long.

use std::fs;
use std::io::{self, IsTerminal as _, Read};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::exit::tell;

/// Shorter waits need no bar.
const WAIT: Duration = Duration::from_secs(1);

/// A bar, or none.
#[derive(Clone)]
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    /// `quiet`: nothing else is drawn on the terminal meanwhile.
    pub(super) fn new(files: &[PathBuf], quiet: bool) -> Self {
        if !quiet || !io::stderr().is_terminal() {
            return Self(None);
        }
        let size = |file| fs::metadata(file).ok().filter(fs::Metadata::is_file).map(|m| m.len());
        let sizes: Option<Vec<u64>> = files.iter().map(size).collect();
        let total = sizes.filter(|sizes| !sizes.is_empty()).map(|sizes| sizes.iter().sum());
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        let template = match total {
            Some(_) => {
                "{bar:30} {percent:>3} %  {bytes} of {total_bytes}  {bytes_per_sec}  {eta} left"
            }
            None => "{spinner} {bytes} read  {bytes_per_sec}",
        };
        Self(ProgressStyle::with_template(template).ok().map(|style| bar.with_style(style)))
    }

    /// A reader whose bytes are counted.
    pub(super) fn count<R>(&self, inner: R) -> Counted<R> {
        Counted { inner, bar: self.0.clone(), started: Some(Instant::now()) }
    }

    /// Tells a message between two drawings.
    pub(super) fn tell(&self, message: &str) {
        match &self.0 {
            Some(bar) => bar.suspend(|| tell(message)),
            None => tell(message),
        }
    }

    pub(super) fn clear(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

/// See [`Progress::count`].
pub(super) struct Counted<R> {
    inner: R,
    bar: Option<ProgressBar>,
    /// None once the bar is drawn.
    started: Option<Instant>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if let Some(bar) = &self.bar {
            if self.started.is_some_and(|started| started.elapsed() > WAIT) {
                bar.set_draw_target(ProgressDrawTarget::stderr());
                self.started = None;
            }
            bar.inc(count as u64);
        }
        Ok(count)
    }
}
