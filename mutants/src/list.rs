//! The mutants, as cargo-mutants lists them.

use std::path::Path;
use std::process::Command;

use serde::{Deserialize, Serialize};

use crate::Fault;

/// The rooms that are mutated, and their files.
pub(crate) const ROOMS: [(&str, &str); 5] = [
    ("limits", "src/limits.rs"),
    ("url", "src/url/**"),
    ("parse", "src/parse/**"),
    ("validate", "src/validate/**"),
    ("eval", "src/eval/**"),
];

/// A change of one place.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Mutant {
    pub(crate) file: String,
    pub(crate) name: String,
    pub(crate) genre: Genre,
    pub(crate) replacement: String,
    pub(crate) span: Span,
    #[serde(default)]
    pub(crate) state: State,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub(crate) enum Genre {
    FnValue,
    BinaryOperator,
    UnaryOperator,
    MatchArm,
    MatchArmGuard,
    StructField,
}

/// What can be done with a mutant.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) enum State {
    /// It is a branch of the program that is built.
    #[default]
    Switched,
    /// rustc refuses it.
    Refused,
    /// It may build, but not as a branch.
    Apart,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(crate) struct Span {
    pub(crate) start: Place,
}

/// From one, in characters.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Mutant {
    /// The room that it is in: `src/url/read.rs` is in `url`.
    pub(crate) fn room(&self) -> &str {
        let inside = self.file.strip_prefix("src/").unwrap_or(&self.file);
        inside.split(['/', '.']).next().unwrap_or_default()
    }
}

/// All mutants of the crate in `root`; the first has the number one.
pub(crate) fn list(root: &Path) -> Result<Vec<Mutant>, Fault> {
    let mut command = Command::new("cargo");
    command.current_dir(root).args(["mutants", "--list", "--json"]);
    command.args(ROOMS.iter().flat_map(|(_, files)| ["-f", files]));
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
