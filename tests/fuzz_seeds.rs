//! The fuzz target's own function holds for the seed corpus and for pieces of it.

use std::fs;
use std::path::Path;

include!("../fuzz/fuzz_targets/round_trip.rs");

/// The seeds that are not filters: what people type by mistake.
const REFUSED: &[&str] = &["missing_quote", "mistakes"];

#[test]
fn seeds_and_pieces_of_them_round_trip() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/parse_text");
    let (mut taken, mut pieces) = (0, 0);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let bytes = fs::read(&path).unwrap();
        assert_eq!(round_trip(&bytes), !REFUSED.contains(&name), "{name}");
        for end in 0..bytes.len() {
            taken += usize::from(round_trip(&bytes[..end]));
            taken += usize::from(round_trip(&bytes[end..]));
            pieces += 2;
        }
    }
    assert!(pieces > 1000 && taken > 100, "{taken} of {pieces} were filters");
}
