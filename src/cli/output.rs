//! Standard output, buffered, with its errors kept.

use std::io::{self, BufWriter, IsTerminal as _, StdoutLock, Write};

use super::exit::Failure;

/// Where the answer goes.
pub(crate) struct Output {
    writer: BufWriter<StdoutLock<'static>>,
    terminal: bool,
}

impl Output {
    pub(crate) fn stdout() -> Self {
        let terminal = io::stdout().is_terminal();
        Self { writer: BufWriter::with_capacity(64 * 1024, io::stdout().lock()), terminal }
    }

    /// Whether a person reads it as it comes.
    pub(crate) const fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Writes text and the end of the line.
    pub(crate) fn line(&mut self, text: impl AsRef<[u8]>) -> Result<(), Failure> {
        self.writer.write_all(text.as_ref())?;
        self.writer.write_all(b"\n")?;
        Ok(())
    }

    /// Writes text as it is.
    pub(crate) fn text(&mut self, text: impl AsRef<[u8]>) -> Result<(), Failure> {
        Ok(self.writer.write_all(text.as_ref())?)
    }

    /// Writes a value as indented JSON.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(value).map_err(|e| Failure::told(e.to_string()))?;
        self.line(text)
    }

    /// Hands everything on.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.writer.flush()?)
    }
}
