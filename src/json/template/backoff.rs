//! When to stop trying templates: where every object has a layout of its own, they only cost time.

/// Counts hits and misses, and pauses the templates after too many misses.
#[derive(Clone, Debug, Default)]
pub(super) struct Backoff {
    /// Rises with misses, falls with hits.
    debt: u32,
    /// How many objects are still to be read without templates.
    paused: u32,
}

/// What a miss adds to the debt; a hit takes 1 from it.
const MISS_COST: u32 = 12;
/// A debt above this starts a pause
const MAX_DEBT: u32 = 64 * MISS_COST;
/// of so many objects.
const PAUSE: u32 = 4096;

impl Backoff {
    /// Whether to try the next object.
    #[inline]
    pub(super) const fn tries(&mut self) -> bool {
        let tries = self.paused == 0;
        self.paused = self.paused.saturating_sub(1);
        tries
    }

    /// Records an object that matched.
    #[inline]
    pub(super) const fn hit(&mut self) {
        self.debt = self.debt.saturating_sub(1);
    }

    /// Records a valid object that did not match; whether a pause starts.
    pub(super) const fn miss(&mut self) -> bool {
        self.debt += MISS_COST;
        let pauses = self.debt > MAX_DEBT;
        if pauses {
            *self = Self { debt: 0, paused: PAUSE };
        }
        pauses
    }

    pub(super) const fn is_paused(&self) -> bool {
        self.paused > 0
    }
}
