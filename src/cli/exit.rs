//! How the command ends.

use std::io;
use std::process::ExitCode;

use super::terminal::eprint;

/// The answer that the exit code gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExitStatus {
    /// 0: a match, accepted, in the language.
    Match,
    /// 1: no match, rejected, not in the language.
    NoMatch,
    /// 2: an error, already reported.
    Error,
}

/// Why the command could not give an answer.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nobody reads the output any more, as in `odq … | head -1`: no reason for a word.
    OutputClosed,
    /// Anything else, worded for people.
    Message(String),
}

impl Failure {
    pub(crate) fn message(message: impl Into<String>) -> Self {
        Self::Message(message.into())
    }
}

impl From<io::Error> for Failure {
    /// An error of writing the output.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::OutputClosed,
            _ => Self::Message(format!("the output could not be written: {error}")),
        }
    }
}

/// Tells a failure and turns the answer into an exit code.
pub(crate) fn finish(outcome: Result<ExitStatus, Failure>) -> ExitCode {
    match outcome {
        Ok(ExitStatus::Match) | Err(Failure::OutputClosed) => ExitCode::SUCCESS,
        Ok(ExitStatus::NoMatch) => ExitCode::from(1),
        Ok(ExitStatus::Error) => ExitCode::from(2),
        Err(Failure::Message(message)) => {
            eprint(&message);
            ExitCode::from(2)
        }
    }
}
