//! Running the built command.

#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use assert_cmd::Command;

/// Runs `odq` in the package's folder: exit status, standard output, standard error.
pub(crate) fn odq(arguments: &[&str], input: impl Into<Vec<u8>>) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_odq"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).write_stdin(input);
    let output = command.output().expect("odq runs");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}
