//! Ctrl-C: ends at once, but not in the middle of a record.

use std::process;
use std::sync::TryLockError;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::output::Output;

/// As a shell reports a command that SIGINT ended.
const INTERRUPTED: i32 = 130;

/// A reader that takes nothing for so long gets half a record after all.
const PATIENCE: Duration = Duration::from_secs(1);

/// Ends the command on Ctrl-C, once what is being written is written.
pub(crate) fn watch(output: &Output) {
    let writing = output.writing();
    // Without a handler, the command ends as commands do.
    let _ = ctrlc::set_handler(move || {
        let asked = Instant::now();
        // The lock is kept until the end, so that nothing more gets written.
        let _quiet = loop {
            match writing.try_lock() {
                Err(TryLockError::WouldBlock) if asked.elapsed() < PATIENCE => {
                    sleep(Duration::from_millis(5));
                }
                tried => break tried,
            }
        };
        process::exit(INTERRUPTED);
    });
}
