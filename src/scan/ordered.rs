//! What threads may touch one after another, in the order of the numbers that they hold.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A value that is handed from the holder of a number to that of the next.
#[derive(Debug)]
pub(super) struct Ordered<T> {
    /// Whose turn it is. Changes only while the value is held.
    number: AtomicU64,
    /// Whether anybody has gone to sleep. Changes, and is read, only while the value is held.
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

    /// Waits for the turn of a number, or until nobody need wait any longer.
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

    /// Ends the turn of whoever holds the value.
    pub(super) fn release(&self, value: MutexGuard<'_, T>) {
        self.number.fetch_add(1, Ordering::Release);
        let is_slept_for = self.is_slept_for.swap(false, Ordering::Relaxed);
        drop(value);
        if is_slept_for {
            self.next.notify_all();
        }
    }

    /// Lets those that wait look whether it is over, after `end` has made it so.
    pub(super) fn wake(&self, end: impl FnOnce()) {
        // With the value, so that nobody is between looking and waiting.
        let value = lock(&self.value);
        end();
        drop(value);
        self.next.notify_all();
    }
}

/// A lock that is held for no longer than a block is read.
pub(super) fn lock_soon<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    soon(|| mutex.try_lock().ok()).unwrap_or_else(|| lock(mutex))
}

/// A panic of another thread leaves nothing half done that is used after it.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How often a thread looks before it sleeps, and how long it waits between: some 50 µs in all. A
/// block is read, or cut, in about that, and to be woken takes as long again.
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
