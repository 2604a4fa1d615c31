//! Files that are read whole: texts, scripts and endpoints. Only regular ones, up to a limit.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::exit::Failure;
use super::input::digits;

/// Unless an option raises it.
const LIMIT: usize = 16 * 1024 * 1024;

/// As much is read at once.
const BLOCK: usize = 64 * 1024;

/// How large a file may be.
#[derive(Clone, Copy, clap::Args)]
pub(crate) struct LimitArgs {
    /// The largest file in bytes that is read as a text; a larger one is an error
    #[arg(long, value_name = "BYTES", allow_hyphen_values = true, value_parser = digits,
        default_value_t = LIMIT)]
    max_file_bytes: usize,
}

impl LimitArgs {
    /// The bytes of a file, or of standard input for `-`.
    pub(crate) fn read(self, path: &Path) -> io::Result<Vec<u8>> {
        read_up_to(self.max_file_bytes, open(path)?, |_| false).map(Option::unwrap_or_default)
    }

    /// As `read`; `None` as soon as there is a NUL, which no text holds.
    pub(crate) fn read_unless_binary(self, path: &Path) -> io::Result<Option<Vec<u8>>> {
        read_up_to(self.max_file_bytes, open(path)?, |block| block.contains(&0))
    }

    /// The text of a file, which must be UTF-8; an error names the file.
    pub(crate) fn read_text(self, path: &Path) -> Result<String, Failure> {
        let name = match path == Path::new("-") {
            true => "<stdin>".to_owned(),
            false => path.display().to_string(),
        };
        let text = self.read(path).and_then(|bytes| {
            let message = "stream did not contain valid UTF-8";
            String::from_utf8(bytes)
                .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, message))
        });
        text.map_err(|error| Failure::message(format!("{name}: {error}")))
    }
}

/// Opens a regular file: a device may never end, and opening a FIFO waits for its writer.
fn open(path: &Path) -> io::Result<Box<dyn Read>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    let kind = fs::metadata(path)?;
    if !kind.is_file() && !kind.is_dir() && !is_descriptor(path) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "is not a regular file"));
    }
    Ok(Box::new(File::open(path)?))
}

/// Whether a path names what the caller has opened already, as `<(…)` of a shell does.
fn is_descriptor(path: &Path) -> bool {
    path == Path::new("/dev/stdin")
        || path.starts_with("/dev/fd")
        || path.starts_with("/proc/self/fd")
}

fn read_up_to(
    limit: usize,
    mut file: impl Read,
    is_enough: impl Fn(&[u8]) -> bool,
) -> io::Result<Option<Vec<u8>>> {
    let (mut bytes, mut block) = (Vec::new(), vec![0; BLOCK]);
    loop {
        let count = match file.read(&mut block) {
            Ok(0) => return Ok(Some(bytes)),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let read = block.get(..count).unwrap_or_default();
        if is_enough(read) {
            return Ok(None);
        }
        if read.len() > limit.saturating_sub(bytes.len()) {
            let message = format!("larger than {limit} bytes; --max-file-bytes raises the limit");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        bytes.extend_from_slice(read);
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use super::{BLOCK, read_up_to};

    /// Bytes without an end, and how many were read of them.
    struct Endless(u8, usize);

    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            buffer.fill(self.0);
            self.1 += buffer.len();
            Ok(buffer.len())
        }
    }

    #[test]
    fn no_more_is_read_than_the_limit_and_a_block() {
        let mut endless = Endless(b'a', 0);
        let error = read_up_to(1_000_000, &mut endless, |_| false).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert!(endless.1 <= 1_000_000 + BLOCK, "{}", endless.1);
        assert_eq!(read_up_to(3, &b"abc"[..], |_| false).unwrap(), Some(b"abc".to_vec()));
        assert!(read_up_to(2, &b"abc"[..], |_| false).is_err());
    }

    #[test]
    fn a_binary_file_is_not_read_past_the_block_of_its_first_nul() {
        let mut endless = Endless(0, 0);
        let read = read_up_to(usize::MAX, &mut endless, |block| block.contains(&0));
        assert_eq!(read.unwrap(), None);
        assert_eq!(endless.1, BLOCK);
    }
}
