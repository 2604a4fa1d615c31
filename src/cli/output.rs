//! Standard output, buffered, with its errors kept.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use super::exit::Failure;

/// As much is written at once.
const BUFFER: usize = 64 * 1024;

/// Where the answer goes.
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

    /// Whether a person reads it as it comes.
    pub(crate) const fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Free while no record is half written.
    pub(crate) fn writing(&self) -> Arc<Mutex<()>> {
        Arc::clone(&self.writing)
    }

    /// Writes text and the end of the line.
    pub(crate) fn line(&mut self, text: impl AsRef<[u8]>) -> Result<(), Failure> {
        self.pending.extend_from_slice(text.as_ref());
        self.pending.push(b'\n');
        self.write_if_full()
    }

    /// Writes text as it is.
    pub(crate) fn text(&mut self, text: impl AsRef<[u8]>) -> Result<(), Failure> {
        self.pending.extend_from_slice(text.as_ref());
        self.write_if_full()
    }

    /// Writes a value as indented JSON.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) -> Result<(), Failure> {
        let text =
            serde_json::to_string_pretty(value).map_err(|e| Failure::message(e.to_string()))?;
        self.line(text)
    }

    /// Hands everything on.
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

    fn write_if_full(&mut self) -> Result<(), Failure> {
        if self.pending.len() < BUFFER { Ok(()) } else { self.flush() }
    }
}
