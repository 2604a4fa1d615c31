//! A line of comma-separated values (RFC 4180).

use std::borrow::Cow;

/// How values become a line.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct CsvLine {
    /// In CSV, do not escape values that a spreadsheet could run as formulas; without this a text
    /// that starts with `=`, `+`, `-`, `@` (also full-width), a tab or a line end, and is no
    /// number, gets a `'` before it
    #[arg(long)]
    csv_as_is: bool,
}

impl CsvLine {
    /// The line, its end included.
    pub(crate) fn of<T: AsRef<str>>(self, cells: impl IntoIterator<Item = T>) -> Vec<u8> {
        let (mut line, mut count) = (String::new(), 0);
        for cell in cells {
            let cell = cell.as_ref();
            let cell = if self.csv_as_is { Cow::Borrowed(cell) } else { guarded(cell) };
            if count > 0 {
                line.push(',');
            }
            count += 1;
            match needs_quotes(&cell) {
                true => line.extend(["\"", &cell.replace('"', "\"\""), "\""]),
                false => line.push_str(&cell),
            }
        }
        // A line without a character would be read as no record.
        if count == 1 && line.is_empty() {
            line.push_str("\"\"");
        }
        line.push('\n');
        line.into_bytes()
    }
}

/// Whether some reader would end the cell too early: many take `;` or a tab as the separator.
fn needs_quotes(cell: &str) -> bool {
    cell.contains([',', ';', '\t', '"', '\r', '\n']) || cell.trim() != cell
}

/// A text that no spreadsheet takes for a formula.
fn guarded(text: &str) -> Cow<'_, str> {
    const FORMULA: [char; 11] =
        ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    let number = || {
        let digits =
            text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E'));
        digits && text.parse::<f64>().is_ok()
    };
    if text.starts_with(FORMULA) && !number() {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}
