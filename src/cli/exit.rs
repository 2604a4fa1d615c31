//! How the command ends.

use std::io::{self, Write as _};
use std::process::ExitCode;

/// The answer that the exit code gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: a match, accepted, in the language.
    Yes,
    /// 1: no match, rejected, not in the language.
    No,
    /// 2: an error, which has been told.
    Error,
}

/// Why the command could not give an answer.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nobody reads the output any more, as in `odq … | head -1`: no reason for a word.
    OutputClosed,
    /// Anything else, worded for people.
    Told(String),
}

impl Failure {
    pub(crate) fn told(message: impl Into<String>) -> Self {
        Self::Told(message.into())
    }
}

impl From<io::Error> for Failure {
    /// An error of writing the output.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::OutputClosed,
            _ => Self::Told(format!("the output could not be written: {error}")),
        }
    }
}

/// Tells a failure and turns the answer into an exit code.
pub(crate) fn finish(outcome: Result<Exit, Failure>) -> ExitCode {
    match outcome {
        Ok(Exit::Yes) | Err(Failure::OutputClosed) => ExitCode::SUCCESS,
        Ok(Exit::No) => ExitCode::from(1),
        Ok(Exit::Error) => ExitCode::from(2),
        Err(Failure::Told(message)) => {
            tell(&format!("odq: {message}\n"));
            ExitCode::from(2)
        }
    }
}

/// Writes to standard error. Where even that fails, there is nobody left to tell.
pub(crate) fn tell(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
