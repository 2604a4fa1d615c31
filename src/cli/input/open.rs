//! Opens a file, and decompresses gzip and zstd as a stream.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use zstd::stream::read::Decoder;

use super::ahead::ahead;
use super::progress::Progress;

const BUFFER: usize = 256 * 1024;

/// Opens a file, or standard input for `-`; compression is detected by the first bytes.
pub(super) fn open(file: &Path, progress: &Progress) -> io::Result<Box<dyn BufRead + Send>> {
    let raw: Box<dyn Read + Send> =
        if file == Path::new("-") { Box::new(io::stdin()) } else { Box::new(File::open(file)?) };
    let mut raw = BufReader::with_capacity(BUFFER, progress.count(raw));
    let mut head = Vec::new();
    raw.by_ref().take(4).read_to_end(&mut head)?;
    let packed = Packing::of(&head);
    let whole = Cursor::new(head).chain(raw);
    let unpacked: Box<dyn Read + Send> = match packed {
        None => return Ok(Box::new(whole)),
        Some(Packing::Gzip) => Box::new(MultiGzDecoder::new(whole)),
        Some(Packing::Zstd) => Box::new(Decoder::with_buffer(whole)?),
    };
    let unpacked = Unpacked { inner: unpacked, name: packed.map_or("", Packing::name) };
    // Decompression takes longer than filtering.
    Ok(ahead(Box::new(unpacked)))
}

#[derive(Clone, Copy)]
enum Packing {
    Gzip,
    Zstd,
}

impl Packing {
    /// By the magic numbers: RFC 1952, section 2.3.1; RFC 8878, sections 3.1.1 and 3.1.2.
    const fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1F, 0x8B, ..] => Some(Self::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD] | [0x50..=0x5F, 0x2A, 0x4D, 0x18] => Some(Self::Zstd),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }
}

/// What comes out of a decoder, whose errors say nothing of what they are about.
struct Unpacked<R> {
    inner: R,
    name: &'static str,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer).map_err(|error| {
            let name = self.name;
            let kind = error.kind();
            // An error of the file itself says enough.
            match kind {
                io::ErrorKind::Interrupted => error,
                io::ErrorKind::UnexpectedEof => {
                    io::Error::new(kind, format!("the {name} data is cut off"))
                }
                _ if error.raw_os_error().is_some() => error,
                _ => io::Error::new(kind, format!("the {name} data is damaged: {error}")),
            }
        })
    }
}
