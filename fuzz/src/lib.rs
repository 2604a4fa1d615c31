//! What the libFuzzer targets run, and a count of how often each came to the point.

mod targets;

use std::cell::RefCell;

use targets::{TARGETS, Target};

/// Runs a target over an input. When the process ends, it is told how often the oracle was
/// reached, for `fuzz/run` to see that the target tests something.
///
/// # Panics
/// Where a promise is broken, or there is no such target.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target");
    let reached = (target.run)(bytes);
    COUNT.with_borrow_mut(|count| {
        let count = count.get_or_insert_with(|| Count { target, runs: 0, reached: 0 });
        count.runs += 1;
        count.reached += u64::from(reached);
    });
}

thread_local! {
    static COUNT: RefCell<Option<Count>> = const { RefCell::new(None) };
}

struct Count {
    target: &'static Target,
    runs: u64,
    reached: u64,
}

impl Drop for Count {
    fn drop(&mut self) {
        let Self { target, runs, reached } = self;
        eprintln!("{}: {runs} executions, oracle reached {reached} times", target.name);
    }
}
