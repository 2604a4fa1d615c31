//! `--color`: whether what is printed for people has colours.

use std::env;

use clap::ValueEnum;
use odata_query::Diagnostic;

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColourArg {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl ColourArg {
    /// How findings are drawn on an output.
    pub(crate) fn drawing(self, terminal: bool) -> fn(&Diagnostic, &str) -> String {
        if self.is_on(terminal) { Diagnostic::render_ansi } else { Diagnostic::render }
    }

    /// Whether there are colours on an output.
    pub(crate) fn is_on(self, terminal: bool) -> bool {
        let set = |name| env::var_os(name).filter(|value| !value.is_empty());
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => {
                terminal
                    && set("NO_COLOR").is_none()
                    && set("TERM").is_none_or(|term| term != "dumb")
            }
        }
    }
}
