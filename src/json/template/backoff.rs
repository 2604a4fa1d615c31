//! When learning is given up: where each object is written in another way, it is work for nothing.

/// Whether it is worth the while to see if objects are familiar.
#[derive(Clone, Debug, Default)]
pub(super) struct Patience {
    lost: u32,
    /// How many objects are not tried.
    rest: u32,
}

/// What is lost with an object that is not familiar, while one that is gains 1.
const COST: u32 = 12;
/// With more than this lost
const MAX_LOST: u32 = 64 * COST;
/// so many objects are not tried.
const REST: u32 = 4096;

impl Patience {
    /// Whether to try the next object.
    #[inline]
    pub(super) const fn tries(&mut self) -> bool {
        let tries = self.rest == 0;
        self.rest = self.rest.saturating_sub(1);
        tries
    }

    /// To be said of each that is familiar.
    #[inline]
    pub(super) const fn gain(&mut self) {
        self.lost = self.lost.saturating_sub(1);
    }

    /// To be said of each that is JSON but not familiar; whether patience ends with it.
    pub(super) const fn lose(&mut self) -> bool {
        self.lost += COST;
        let ends = self.lost > MAX_LOST;
        if ends {
            *self = Self { lost: 0, rest: REST };
        }
        ends
    }

    pub(super) const fn rests(&self) -> bool {
        self.rest > 0
    }
}
