//! `odq completions`: what a shell needs to complete a command line.

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::Outcome;
use super::exit::ExitStatus;
use super::output::Output;

/// Generate shell completions; save the output in your shell's completion folder
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut crate::Args::command(), "odq", &mut script);
    output.text(script)?;
    Ok(ExitStatus::Match)
}
