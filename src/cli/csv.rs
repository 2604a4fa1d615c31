//! A line of comma-separated values (RFC 4180).

use std::borrow::Cow;

use super::exit::Failure;

/// How values become a line.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct CsvLine {
    /// In CSV, leave a text as it is that a spreadsheet may run as a formula; without this one
    /// that starts with `=`, `+`, `-`, `@`, a tab or a carriage return, and is no number, gets a
    /// `'` before it
    #[arg(long)]
    csv_as_is: bool,
}

impl CsvLine {
    /// The line, its end included.
    pub(crate) fn of<T: AsRef<str>>(
        self,
        cells: impl IntoIterator<Item = T>,
    ) -> Result<Vec<u8>, Failure> {
        let mut writer = csv::WriterBuilder::new().buffer_capacity(1024).from_writer(Vec::new());
        let failed = |error: &dyn std::fmt::Display| Failure::message(format!("no CSV: {error}"));
        for cell in cells {
            let cell = cell.as_ref();
            let cell = if self.csv_as_is { Cow::Borrowed(cell) } else { guarded(cell) };
            writer.write_field(cell.as_ref()).map_err(|error| failed(&error))?;
        }
        writer.write_record(None::<&[u8]>).map_err(|error| failed(&error))?;
        writer.into_inner().map_err(|error| failed(&error))
    }
}

/// A text that no spreadsheet takes for a formula.
fn guarded(text: &str) -> Cow<'_, str> {
    let number = || {
        let digits =
            text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E'));
        digits && text.parse::<f64>().is_ok()
    };
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number() {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}
