//! Running the built command.

#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::thread;

/// Runs `odq` in the package's folder: exit status, standard output, standard error.
pub(crate) fn odq(arguments: &[&str], input: impl Into<Vec<u8>>) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_odq"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("odq runs");
    let (mut stdin, input) = (child.stdin.take().expect("a pipe"), input.into());
    // Beside the reading of what is printed, so that no full pipe blocks both. A command may end
    // without reading all of its input.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("odq runs");
    writer.join().expect("the input is written");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}
