//! Letters that are written with escapes.

use memchr::memmem::Finder;

/// The letters of what is sought. By a `\u` JSON can write each of them, so that what is sought
/// is not found; the other escapes are not for letters that are sought.
#[derive(Clone, Debug)]
pub(super) struct Letters {
    /// In order.
    units: Vec<u16>,
    escape: Finder<'static>,
}

impl Letters {
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t [u8]>) -> Self {
        let mut units: Vec<u16> = texts
            .flat_map(|text| String::from_utf8_lossy(text).encode_utf16().collect::<Vec<_>>())
            .collect();
        units.sort_unstable();
        units.dedup();
        Self { units, escape: Finder::new(b"\\u") }
    }

    /// Calls `found` with the place of each such letter that is written with an escape, or may
    /// be one; it gives the place from which the search goes on.
    pub(super) fn find_escaped(&self, bytes: &[u8], found: &mut impl FnMut(usize) -> usize) {
        super::each(&self.escape, bytes, |at| {
            let digits =
                bytes.get(at + 2..at + 6).and_then(|digits| std::str::from_utf8(digits).ok());
            let unit = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok());
            match unit {
                Some(unit) if self.units.binary_search(&unit).is_err() => at + 6,
                _ => found(at),
            }
        });
    }
}
