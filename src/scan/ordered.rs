//! A value that workers access one after another, in the order of their block numbers.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A value passed from the holder of one number to the holder of the next.
#[derive(Debug)]
pub(super) struct Ordered<T> {
    /// Whose turn it is. Changes only while the value is held.
    number: AtomicU64,
    /// Whether a thread is asleep waiting. Read and written only while the value is held.
    is_slept_for: AtomicBool,
    value: Mutex<T>,
    next: Condvar,
}

impl<T> Ordered<T> {
    /// The first turn is that of the number 0.
    pub(super) const fn new(value: T) -> Self {
        Self {
            number: AtomicU64::new(0),
            is_slept_for: AtomicBool::new(false),
            value: Mutex::new(value),
            next: Condvar::new(),
        }
    }

    /// Waits for the turn of a number; `None` once `is_over`.
    pub(super) fn wait_for(
        &self,
        number: u64,
        is_over: impl Fn() -> bool,
    ) -> Option<MutexGuard<'_, T>> {
        let waits = || self.number.load(Ordering::Acquire) != number && !is_over();
        soon(|| (!waits()).then_some(()));
        let value = self.next.wait_while(lock(&self.value), |_| {
            let waits = waits();
            self.is_slept_for.fetch_or(waits, Ordering::Relaxed);
            waits
        });
        let value = value.unwrap_or_else(PoisonError::into_inner);
        (!is_over()).then_some(value)
    }

    /// The value, after all turns.
    pub(super) fn into_inner(self) -> T {
        self.value.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the turn of whoever holds the value.
    pub(super) fn release(&self, value: MutexGuard<'_, T>) {
        self.number.fetch_add(1, Ordering::Release);
        let is_slept_for = self.is_slept_for.swap(false, Ordering::Relaxed);
        drop(value);
        if is_slept_for {
            self.next.notify_all();
        }
    }

    /// Runs `end`, then wakes all waiting threads to check whether it is over.
    pub(super) fn wake(&self, end: impl FnOnce()) {
        // Under the lock, so that no thread is between its check and its wait.
        let value = lock(&self.value);
        end();
        drop(value);
        self.next.notify_all();
    }
}

/// Takes a lock that is held for no longer than it takes to read a block: spins first.
pub(super) fn lock_soon<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    soon(|| mutex.try_lock().ok()).unwrap_or_else(|| lock(mutex))
}

/// Ignores poisoning: a panic in another thread leaves no inconsistent state behind.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Spins before sleeping, and pauses per spin: about 50 µs in all. Reading or splitting a block
/// takes about that long, and so does waking a thread.
const LOOKS: u32 = 150;
const PAUSES: u32 = 16;

fn soon<T>(look: impl Fn() -> Option<T>) -> Option<T> {
    for _ in 0..LOOKS {
        if let Some(found) = look() {
            return Some(found);
        }
        for _ in 0..PAUSES {
            std::hint::spin_loop();
        }
    }
    None
}
