//! What `check --from-source` and its like read: regular files, bounded, each byte a few times.

#![expect(clippy::expect_used, reason = "a fault fails the test")]

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::odq;

fn file(name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).expect("a temporary file");
    path
}

const GOOD: &str = "x /auditLogs/provisioning?$top=5\n";

#[test]
fn a_file_that_is_too_large_is_named_and_costs_no_other() {
    let good = file("limit-good.sh", GOOD);
    let large = file("limit-large.sh", GOOD.repeat(100));
    let (good, large) = (good.to_str().expect("UTF-8"), large.to_str().expect("UTF-8"));
    for mode in ["--from-source", "--lines"] {
        let arguments =
            ["check", "--max-file-bytes", "1000", "--output", "text", mode, large, good];
        let (code, stdout, stderr) = odq(&arguments, "");
        assert_eq!((code, stderr.lines().count()), (2, 1), "{stderr}");
        assert!(
            stderr.ends_with(
                "limit-large.sh: larger than 1000 bytes; --max-file-bytes raises the limit\n"
            ),
            "{stderr}"
        );
        assert!(stdout.contains("1 query in 1 file"), "{stdout}");
    }
    let raised = ["check", "--max-file-bytes", "10000", "--from-source", large, good];
    let (code, stdout, stderr) = odq(&raised, "");
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    for arguments in [
        &["check", "--from-file", large][..],
        &["parse", "--from-file", large],
        &["fmt", "--from-file", "-"],
        &["check", "--endpoint", large, "true"],
        &["schema", "--endpoint", large],
        &["url", "--endpoint", large],
        &["check", "--from-source", "-"],
    ] {
        let arguments = [arguments, &["--max-file-bytes", "1000"]].concat();
        let (code, stdout, stderr) = odq(&arguments, GOOD.repeat(100));
        assert_eq!(code, 2, "{arguments:?}: {stdout}");
        assert!(stderr.contains(": larger than 1000 bytes; "), "{arguments:?}: {stderr}");
    }
}

#[test]
fn a_binary_file_is_skipped_however_large() {
    let mut bytes = vec![b'a'; 2000];
    bytes[100] = 0;
    let picture = file("limit-picture.png", bytes);
    let picture = picture.to_str().expect("UTF-8");
    let (code, stdout, stderr) =
        odq(&["check", "--max-file-bytes", "1000", "--from-source", picture], "");
    assert_eq!(
        (code, stdout.as_str(), stderr.as_str()),
        (0, "0 queries in 0 files: 0 rejected\n", "")
    );
}

#[cfg(target_os = "linux")]
#[test]
fn devices_and_fifos_are_named_and_cost_no_other() {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    let good = file("limit-beside.sh", GOOD);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (link, fifo) = (folder.join("limit-zero"), folder.join("limit-fifo"));
    for path in [&link, &fifo] {
        let _ = fs::remove_file(path);
    }
    symlink("/dev/zero", &link).expect("a link");
    assert!(Command::new("mkfifo").arg(&fifo).status().expect("it runs").success());
    for bad in [link, fifo] {
        let (bad, good) = (bad.to_str().expect("UTF-8"), good.to_str().expect("UTF-8"));
        for mode in ["--from-source", "--lines"] {
            let (code, stdout, stderr) = odq(&["check", "--output", "text", mode, bad, good], "");
            assert_eq!((code, stderr), (2, format!("odq: {bad}: is not a regular file\n")));
            assert!(stdout.contains("1 query in 1 file"), "{stdout}");
        }
        for arguments in [
            ["check", "--from-file", bad],
            ["parse", "--from-file", bad],
            ["schema", "--endpoint", bad],
        ] {
            let (code, _, stderr) = odq(&arguments, "");
            assert_eq!((code, stderr), (2, format!("odq: {bad}: is not a regular file\n")));
        }
    }
}
