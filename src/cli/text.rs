//! The text that `parse`, `fmt` and `check` look at.

use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::Failure;
use super::file::LimitArgs;
use super::form::FormArg;

/// The text, and what kind it is.
#[derive(Args)]
pub(crate) struct TextArgs {
    /// What kind of text it is
    #[arg(long, value_enum, default_value_t)]
    pub(crate) form: FormArg,

    /// The text; quote it, so that the shell leaves it as it is
    #[arg(conflicts_with = "from_file")]
    text: Option<String>,

    /// Read the text from a file (`-` is standard input), since an argument has a limited length
    #[arg(long, value_name = "FILE")]
    from_file: Option<PathBuf>,
}

impl TextArgs {
    /// What the text is called where findings name their file.
    pub(crate) fn name(&self) -> String {
        match &self.from_file {
            Some(file) if file != Path::new("-") => file.display().to_string(),
            Some(_) => "stdin".to_owned(),
            None => "argument".to_owned(),
        }
    }

    /// The text, without the line end that an editor leaves at the end of a file.
    pub(crate) fn read(&self, limit: LimitArgs) -> Result<String, Failure> {
        let mut text = match (&self.text, &self.from_file) {
            (Some(text), _) => return Ok(text.clone()),
            (None, Some(file)) => limit.read_text(file)?,
            (None, None) => {
                return Err(Failure::message(
                    "give the text, or a file that holds it with --from-file",
                ));
            }
        };
        if text.ends_with('\n') {
            text.pop();
            if text.ends_with('\r') {
                text.pop();
            }
        }
        Ok(text)
    }
}
