#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| odata_query_fuzz::run("eval_differential", bytes));
