//! Standard output, buffered, with its errors kept.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use super::exit::Failure;
use super::terminal::{Keep, escape};

/// As much is written at once.
const BUFFER: usize = 64 * 1024;

/// Standard output.
pub(crate) struct Output {
    /// Whole lines and records, so that no part of one is written alone.
    pending: Vec<u8>,
    /// Held while something is being written.
    writing: Arc<Mutex<()>>,
    terminal: bool,
}

impl Output {
    pub(crate) fn stdout() -> Self {
        let terminal = io::stdout().is_terminal();
        Self { pending: Vec::with_capacity(BUFFER), writing: Arc::default(), terminal }
    }

    /// Whether standard output is a terminal.
    pub(crate) const fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Free while no record is half written.
    pub(crate) fn writing(&self) -> Arc<Mutex<()>> {
        Arc::clone(&self.writing)
    }

    /// Writes data and a line break: to a pipe or a file byte for byte, to a terminal escaped.
    pub(crate) fn line(&mut self, data: impl AsRef<[u8]>) -> Result<(), Failure> {
        self.push_data(data.as_ref());
        self.pending.push(b'\n');
        self.write_if_full()
    }

    /// Writes data: to a pipe or a file byte for byte, to a terminal escaped.
    pub(crate) fn text(&mut self, data: impl AsRef<[u8]>) -> Result<(), Failure> {
        self.push_data(data.as_ref());
        self.write_if_full()
    }

    /// Writes a value as indented JSON.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) -> Result<(), Failure> {
        let text =
            serde_json::to_string_pretty(value).map_err(|e| Failure::message(e.to_string()))?;
        self.line(text)
    }

    /// Writes one line for people, escaped wherever it goes.
    pub(crate) fn message(&mut self, line: &str) -> Result<(), Failure> {
        self.push_text(line, Keep::Nothing);
        self.pending.push(b'\n');
        self.write_if_full()
    }

    /// Writes lines for people that were laid out here; what they hold of other texts is on one
    /// line already ([`one_line`](super::terminal::one_line)).
    pub(crate) fn layout(&mut self, lines: &str) -> Result<(), Failure> {
        self.push_text(lines, Keep::Layout);
        self.write_if_full()
    }

    /// Writes lines that the library or clap drew, which may have colours.
    pub(crate) fn drawing(&mut self, lines: &str) -> Result<(), Failure> {
        self.push_text(lines, Keep::Colours);
        self.write_if_full()
    }

    /// Writes everything that is pending.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut stdout = io::stdout().lock();
        stdout.write_all(&self.pending)?;
        self.pending.clear();
        Ok(stdout.flush()?)
    }

    fn push_data(&mut self, data: &[u8]) {
        if self.terminal {
            self.push_text(&String::from_utf8_lossy(data), Keep::Layout);
        } else {
            self.pending.extend_from_slice(data);
        }
    }

    fn push_text(&mut self, text: &str, keep: Keep) {
        self.pending.extend_from_slice(escape(text, keep).as_bytes());
    }

    fn write_if_full(&mut self) -> Result<(), Failure> {
        if self.pending.len() < BUFFER { Ok(()) } else { self.flush() }
    }
}
