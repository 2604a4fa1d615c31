//! Reading the arguments; help, version and usage errors go the way of all other text.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal as _};

use clap::{Error, Parser as _};

use super::colour::ColourArg;
use super::exit::ExitStatus;
use super::output::Output;
use super::terminal::{eprint, eprint_drawn, one_line};
use super::{Args, Outcome};

/// The arguments, or how a command ends that has none to run: with help, a version or an error.
pub(crate) fn parse(output: &mut Output) -> Result<Args, Outcome> {
    let given: Vec<OsString> = env::args_os().collect();
    Args::try_parse_from(&given).map_err(|error| report(&error, &given, output))
}

fn report(error: &Error, given: &[OsString], output: &mut Output) -> Outcome {
    if !error.use_stderr() {
        let terminal = output.is_terminal();
        output.drawing(&drawn(error, terminal))?;
        return Ok(ExitStatus::Match);
    }
    // Clap quotes arguments as they are: the same error about escaped ones has no escape
    // sequences but clap's own.
    let escaped = given.iter().map(|argument| one_line(&argument.to_string_lossy()).into_owned());
    let terminal = io::stderr().is_terminal();
    match Args::try_parse_from(escaped) {
        Err(error) if error.use_stderr() => eprint_drawn(&drawn(&error, terminal)),
        _ => eprint(&error.kind().to_string()),
    }
    Ok(ExitStatus::Error)
}

fn drawn(error: &Error, terminal: bool) -> String {
    let text = error.render();
    match ColourArg::Auto.is_on(terminal) {
        true => text.ansi().to_string(),
        false => text.to_string(),
    }
}
