//! The ceiling on the height of trees holds for those who depend on this crate: their debug builds
//! optimise nothing, and so have far larger frames than the debug build of this crate itself.

use std::path::Path;
use std::process::Command;

/// Builds the package in `tests/data/dependant`, which takes most of a minute: only with all cases.
#[test]
fn the_highest_tree_fits_a_small_stack_without_optimisation() {
    if std::env::var_os("ALL_CASES").is_none() {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dependant");
    std::fs::create_dir_all(&package).unwrap();
    let manifest = format!(
        "[package]\nname = \"dependant\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [[bin]]\nname = \"dependant\"\npath = {:?}\n\n\
         [dependencies]\nodata-query = {{ path = {root:?} }}\nserde = \"1\"\n\
         serde_json = {{ version = \"1\", features = [\"unbounded_depth\"] }}\n\n\
         [profile.dev]\ndebug = false\n\n[workspace]\n",
        root.join("tests/data/dependant/src/main.rs"),
    );
    std::fs::write(package.join("Cargo.toml"), manifest).unwrap();
    // The same versions as those of this crate, which are there already.
    std::fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    let ran = Command::new(env!("CARGO"))
        .args(["run", "--offline", "--quiet", "--manifest-path"])
        .arg(package.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", package.join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&ran.stdout);
    let last = out.lines().last().unwrap_or_default();
    assert_eq!(last, "everything fits", "{}", String::from_utf8_lossy(&ran.stderr));
}
