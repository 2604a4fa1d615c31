//! Letters that are written with escapes.

/// How an escape starts that any letter can be written with.
pub(super) const ESCAPE: &[u8] = b"\\u";

/// The letters of what is sought. By a `\u` JSON can write each of them, so that what is sought
/// is not found; the other escapes are not for letters that are sought.
#[derive(Clone, Debug)]
pub(super) struct Letters {
    /// In order.
    units: Vec<u16>,
}

impl Letters {
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t [u8]>) -> Self {
        let mut units: Vec<u16> = texts
            .flat_map(|text| String::from_utf8_lossy(text).encode_utf16().collect::<Vec<_>>())
            .collect();
        units.sort_unstable();
        units.dedup();
        Self { units }
    }

    /// Whether the escape at a place stands for such a letter, or may do so.
    pub(super) fn may_be(&self, bytes: &[u8], at: usize) -> bool {
        let digits = bytes.get(at + ESCAPE.len()..).and_then(|rest| rest.first_chunk::<4>());
        let unit = digits.and_then(|digits| {
            digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | hex(*digit)?))
        });
        unit.is_none_or(|unit| self.units.binary_search(&unit).is_ok())
    }
}

fn hex(digit: u8) -> Option<u16> {
    char::from(digit).to_digit(16).map(|value| value as u16)
}
