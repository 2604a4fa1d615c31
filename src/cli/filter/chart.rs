//! Bars of text.

use std::io;

use terminal_size::{Width, terminal_size_of};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// One line of a chart.
pub(super) struct Bar {
    pub(super) label: String,
    /// None for a line that only says something.
    pub(super) count: Option<u64>,
}

/// Where the output is no terminal.
const PLAIN_WIDTH: usize = 80;

/// The columns there are for a chart.
pub(super) fn width() -> usize {
    terminal_size_of(io::stdout()).map_or(PLAIN_WIDTH, |(Width(width), _)| width.into())
}

/// Draws a line for each: its label, its count, and a bar as long as the count is large.
pub(super) fn draw(bars: &[Bar], width: usize) -> String {
    let largest = bars.iter().filter_map(|bar| bar.count).max().unwrap_or(0);
    let digits = largest.to_string().len();
    let widest = bars.iter().map(|bar| bar.label.width()).max().unwrap_or(0);
    // At least half of the line is for the counts and bars.
    let label_width = widest.min((width / 2).max(8));
    let room = width.saturating_sub(label_width + digits + 4);
    let mut out = String::new();
    for Bar { label, count } in bars {
        let label = cut(label, label_width);
        let padding = " ".repeat(label_width.saturating_sub(label.width()));
        out.push_str(&label);
        if let Some(count) = count {
            let bar = blocks(*count, largest, room);
            let line = format!("{padding}  {count:>digits$}  {bar}");
            out.push_str(line.trim_end());
        }
        out.push('\n');
    }
    out
}

/// A bar of this share of the room, in eighths of a column; at least one if there is any.
fn blocks(count: u64, largest: u64, room: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = u128::from(count) * (room as u128 * 8) / u128::from(largest.max(1));
    let eighths = usize::try_from(eighths).unwrap_or(0).max(usize::from(count > 0 && room > 0));
    let mut bar = "█".repeat(eighths / 8);
    bar.push_str(EIGHTHS.get(eighths % 8).copied().unwrap_or_default());
    bar
}

/// The text, or as much of it as fits, with a mark where it was cut.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        cut.push(c);
    }
    cut.push('…');
    cut
}
