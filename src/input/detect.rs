//! Detects the input format.

use std::io::{self, BufRead};

use super::csv::heading_of;
use super::error::ReadErrorKind;
use super::format::InputFormat;
use super::opening::{Context, Opening, opening};
use super::source::Source;
use crate::json;
use crate::json::skip::leading_whitespace;

/// If the first line that is not blank is a complete JSON value, the input is JSON Lines;
/// otherwise it is one document. So that a broken first line does not hide the others, a first
/// line that no second line could complete also counts as a line, if the second is complete.
pub(crate) fn shape<R: BufRead>(
    source: &mut Source<R>,
    max: usize,
) -> io::Result<Result<InputFormat, ReadErrorKind>> {
    if let Some(refused) = encoding(source)? {
        return Ok(Err(refused));
    }
    skip_blank_lines(source, max)?;
    if is_long_container(source, max)? {
        return Ok(Ok(InputFormat::Document));
    }
    let Some((first, after)) = line_at(source, 0, max)? else {
        return Ok(Ok(InputFormat::Document));
    };
    if serde_json::from_slice::<serde::de::IgnoredAny>(&first).is_ok() {
        return Ok(Ok(InputFormat::Lines));
    }
    let second = next_line(source, after, max)?.unwrap_or_default();
    let second_is_whole =
        opens(&second) && serde_json::from_slice::<serde::de::IgnoredAny>(&second).is_ok();
    let first_start = first.get(leading_whitespace(&first)..).unwrap_or_default();
    if !opens(first_start) && !second_is_whole && looks_like_csv(first_start) {
        let is_known =
            std::str::from_utf8(first_start).is_ok_and(|line| heading_of(line).is_some());
        return Ok(if is_known { Ok(InputFormat::Csv) } else { Err(ReadErrorKind::Csv) });
    }
    let mut both = first;
    both.push(b'\n');
    both.extend_from_slice(&second);
    let goes_on = json::error::find(&both).is_none_or(|fault| fault.cut_off);
    Ok(Ok(if second_is_whole && !goes_on { InputFormat::Lines } else { InputFormat::Document }))
}

/// Whether a container starts here whose first line is too long for
/// memory. Several of them read the same as lines and as a document.
fn is_long_container<R: BufRead>(source: &mut Source<R>, max: usize) -> io::Result<bool> {
    const LONG: usize = 1024 * 1024;
    let short = line_at(source, 0, max.min(LONG))?.is_some();
    if short || max <= LONG {
        return Ok(false);
    }
    let found = opening(source.look(LONG)?, false, InputFormat::Auto, Context::Top);
    Ok(matches!(found, Opening::Container(_)))
}

/// Skips a byte order mark, switches on decoding of UTF-16, and rejects other encodings and files.
pub(crate) fn encoding<R: BufRead>(source: &mut Source<R>) -> io::Result<Option<ReadErrorKind>> {
    let head = source.look(6)?;
    let (big_endian, has_mark) = match head {
        [0xEF, 0xBB, 0xBF, ..] => {
            source.take(3)?;
            source.restart();
            return Ok(None);
        }
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => {
            return Ok(Some(ReadErrorKind::Encoding("UTF-32")));
        }
        [0xFF, 0xFE, ..] => (false, true),
        [0xFE, 0xFF, ..] => (true, true),
        // Without a mark: a bracket or quote in two bytes.
        [b'{' | b'[' | b'"', 0, ..] => (false, false),
        [0, b'{' | b'[' | b'"', ..] => (true, false),
        head => {
            let found = BINARY.iter().find(|(magic, ..)| head.starts_with(magic));
            return Ok(found.map(|(_, what, advice)| ReadErrorKind::Binary { what, advice }));
        }
    };
    if has_mark {
        source.take(2)?;
    }
    source.restart();
    source.decode_utf16(big_endian);
    Ok(None)
}

/// What files of other kinds start with, what they are, and what to do about it.
const BINARY: &[(&[u8], &str, &str)] = &[
    (b"PK\x03\x04", "a zip archive", UNPACK),
    (b"PK\x05\x06", "a zip archive", UNPACK),
    (b"\xFD7zXZ\0", "compressed with xz", UNPACK),
    (b"BZh", "compressed with bzip2", UNPACK),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive", UNPACK),
    (b"\x1F\x8B", "compressed with gzip", UNPACK),
    (b"\x28\xB5\x2F\xFD", "compressed with zstd", UNPACK),
    (b"PAR1", "a Parquet file", CONVERT),
    (b"ARROW1", "an Arrow file", CONVERT),
    (b"Obj\x01", "an Avro file", CONVERT),
    (b"ORC", "an ORC file", CONVERT),
    (b"SQLite", "an SQLite database", CONVERT),
];

const UNPACK: &str = "unpack it first";
const CONVERT: &str = "convert it to JSON first";

/// Consumes leading blank lines.
fn skip_blank_lines<R: BufRead>(source: &mut Source<R>, max: usize) -> io::Result<()> {
    // Blank bytes at the start of a line, which may be of the one to be left.
    let mut seen = 0;
    loop {
        let (head, ended) = source.look_beyond(seen)?;
        let new = head.get(seen..).unwrap_or_default();
        let blank = leading_whitespace(new);
        let is_blank = blank == new.len();
        let last = memchr::memrchr(b'\n', new.get(..blank).unwrap_or_default());
        let lines = last.map_or(0, |last| seen + last + 1);
        seen = head.len() - lines;
        source.take(lines)?;
        if !is_blank || ended || seen > max {
            return Ok(());
        }
    }
}

/// The line that starts so many bytes ahead, without its end, and how far ahead the next one
/// starts; none if it is longer than `max`.
fn line_at<R: BufRead>(
    source: &mut Source<R>,
    start: usize,
    max: usize,
) -> io::Result<Option<(Vec<u8>, usize)>> {
    let mut searched = start;
    loop {
        let (ahead, ended) = source.look_beyond(searched)?;
        let new = ahead.get(searched..).unwrap_or_default();
        let end = memchr::memchr(b'\n', new).map(|at| searched + at);
        searched = ahead.len().max(start);
        let line = ahead.get(start..end.unwrap_or(ahead.len())).unwrap_or_default();
        if line.len() > max {
            return Ok(None);
        }
        if end.is_some() || ended {
            return Ok(Some((line.to_vec(), end.map_or(ahead.len(), |end| end + 1))));
        }
    }
}

/// The next line that is not blank.
fn next_line<R: BufRead>(
    source: &mut Source<R>,
    start: usize,
    max: usize,
) -> io::Result<Option<Vec<u8>>> {
    let mut start = start;
    while let Some((line, after)) = line_at(source, start, max)? {
        if leading_whitespace(&line) < line.len() {
            return Ok(Some(line));
        }
        if after == start {
            break;
        }
        start = after;
    }
    Ok(None)
}

fn opens(line: &[u8]) -> bool {
    matches!(line.get(leading_whitespace(line)), Some(b'{' | b'['))
}

fn looks_like_csv(line: &[u8]) -> bool {
    line.iter().any(|b| matches!(b, b',' | b';' | b'\t'))
}
