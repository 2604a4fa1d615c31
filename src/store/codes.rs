//! A number for each record.

use super::truth_bounds::TruthBounds;

/// Numbers, in as many bytes for each as the largest needs.
#[derive(Clone, Debug)]
pub(super) enum DictCodes {
    Bytes(Vec<u8>),
    Words(Vec<u32>),
}

impl DictCodes {
    pub(super) const fn len(&self) -> usize {
        match self {
            Self::Bytes(codes) => codes.len(),
            Self::Words(codes) => codes.len(),
        }
    }

    pub(super) fn push(&mut self, code: u32) {
        match (&mut *self, u8::try_from(code)) {
            (Self::Bytes(codes), Ok(code)) => codes.push(code),
            (Self::Words(codes), _) => codes.push(code),
            (Self::Bytes(codes), Err(_)) => {
                let mut words: Vec<u32> = codes.iter().map(|code| u32::from(*code)).collect();
                words.push(code);
                *self = Self::Words(words);
            }
        }
    }

    /// Puts the answers of the records from one on into `out`.
    pub(super) fn look_up(&self, answers: &[TruthBounds], from: usize, out: &mut [TruthBounds]) {
        match self {
            Self::Bytes(codes) => {
                // An answer for each byte there is, so that none has to be checked.
                let mut all = [TruthBounds::UNKNOWN; 256];
                for (one, answer) in all.iter_mut().zip(answers) {
                    *one = *answer;
                }
                for (out, code) in out.iter_mut().zip(codes.get(from..).unwrap_or_default()) {
                    *out = all.get(usize::from(*code)).copied().unwrap_or(TruthBounds::UNKNOWN);
                }
            }
            Self::Words(codes) => {
                for (out, code) in out.iter_mut().zip(codes.get(from..).unwrap_or_default()) {
                    *out = answers.get(*code as usize).copied().unwrap_or(TruthBounds::UNKNOWN);
                }
            }
        }
    }
}

impl Default for DictCodes {
    fn default() -> Self {
        Self::Bytes(Vec::new())
    }
}
