//! Text in, no panic, and what is taken prints to text that reads as the same tree.

#![no_main]

include!("round_trip.rs");

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    round_trip(bytes);
});
