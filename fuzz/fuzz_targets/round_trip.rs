/// Bytes as a filter: never a panic, and what is taken reads again as the same tree. Says
/// whether the text was a filter, so that it can be counted how often that was put to the test.
fn round_trip(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let Ok(filter) = text.parse::<odata_query::Filter>() else { return false };
    let printed = filter.to_string();
    assert_eq!(printed.parse::<odata_query::Filter>().as_ref(), Ok(&filter), "{text} | {printed}");
    true
}
