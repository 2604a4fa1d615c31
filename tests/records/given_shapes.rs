//! A shape that is given is what the reader goes by, not the content.

#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use odata_query::input::{InputFormat, ReadOptions, Records};

/// The ids of the events, or the faults, in their order.
fn read(shape: InputFormat, input: &str) -> Vec<String> {
    let options = ReadOptions { format: shape, ..ReadOptions::default() };
    let found = Records::with_options(input.as_bytes(), options);
    let told = found.map(|record| match record {
        Ok(record) => record
            .event()
            .get("id")
            .map_or("no id".into(), |id| id.as_str().expect("ids are texts").to_owned()),
        Err(error) => error.to_string(),
    });
    told.collect()
}

const PAGE: &str = r#"{"value":[{"id":"a"},{"id":"b"}]}"#;
const COUNTED: &str = r#"{"count":2,"value":[{"id":"a"},{"id":"b"}],"more":1}"#;
const ARRAY: &str = r#"[{"id":"a"},{"id":"b"}]"#;
const LINES: &str = "{\"id\":\"a\"}\n{\"id\":\"b\"}\n";
/// No category: nothing tells that this is an envelope.
const BARE: &str = "{\"properties\":{\"id\":\"a\"}}\n{\"properties\":{\"id\":\"b\"}}\n";
const BATCH: &str = r#"{"records":[{"properties":{"id":"a"}},{"properties":{"id":"b"}}]}"#;

#[test]
fn each_shape_reads_what_it_is_for() {
    let batches = format!("{BATCH}\n{BATCH}\n");
    let pretty = "{\n\"value\":\n[{\"id\":\"a\"},\n{\"id\":\"b\"}]}";
    for (shape, inputs) in [
        (InputFormat::Auto, &[PAGE, ARRAY, LINES, pretty][..]),
        (InputFormat::Lines, &[LINES, PAGE, ARRAY]),
        (InputFormat::Document, &[LINES, PAGE, ARRAY, pretty]),
        // Members that no page of Graph has are no hindrance.
        (InputFormat::Page, &[PAGE, COUNTED, pretty]),
        (InputFormat::Array, &[ARRAY, "[\n{\"id\":\"a\"}\n]\n[{\"id\":\"b\"}]"]),
        (InputFormat::Object, &[LINES, "{\n\"id\":\"a\"}{\"id\":\"b\"}"]),
        (
            InputFormat::Diagnostic,
            &[BARE, BATCH, "[{\"properties\":{\"id\":\"a\"}},{\"properties\":{\"id\":\"b\"}}]"],
        ),
        (
            InputFormat::EventHub,
            &[
                BATCH,
                "{\"x\":1,\"records\":[\n{\"properties\":{\"id\":\"a\"}},{\"properties\":{\"id\":\"b\"}}]}",
            ],
        ),
    ] {
        for input in inputs {
            assert_eq!(read(shape, input), ["a", "b"], "{shape:?}: {input}");
        }
    }
    assert_eq!(read(InputFormat::EventHub, &batches), ["a", "b", "a", "b"]);
    // What looks like a page can be said to be a record.
    let annotated = r#"{"@x":1,"value":[{"id":"a"}],"id":"p"}"#;
    assert_eq!(read(InputFormat::Auto, annotated), ["a"]);
    assert_eq!(read(InputFormat::Object, annotated), ["p"]);
}

#[test]
fn what_does_not_fit_the_shape_is_an_error_with_a_place() {
    let page = "expected a page, `{\"value\":[…]}`, as the shape says";
    let array = "expected a JSON array, as the shape says";
    let batch = "expected a batch of Event Hub, `{\"records\":[…]}`, as the shape says";
    let wrapped = "expected a record of diagnostic settings, with the event in `properties`, \
                   as the shape says";
    for (shape, input, told) in [
        (InputFormat::Page, ARRAY.to_owned(), vec![format!("1:1: {page}")]),
        (InputFormat::Page, LINES.to_owned(), vec![format!("1:1: {page}"), format!("2:1: {page}")]),
        (InputFormat::Page, BATCH.to_owned(), vec![format!("1:1: {page}")]),
        // The next one is read.
        (
            InputFormat::Page,
            format!("{ARRAY}\n{PAGE}"),
            vec![format!("1:1: {page}"), "a".into(), "b".into()],
        ),
        (InputFormat::Array, PAGE.to_owned(), vec![format!("1:1: {array}")]),
        (InputFormat::EventHub, PAGE.to_owned(), vec![format!("1:1: {batch}")]),
        (
            InputFormat::EventHub,
            format!("{PAGE}\n{BATCH}\n"),
            vec![format!("1:1: {batch}"), "a".into(), "b".into()],
        ),
        (
            InputFormat::Diagnostic,
            format!("{{\"id\":\"a\"}}\n{BARE}"),
            vec![format!("1:1: {wrapped}"), "a".into(), "b".into()],
        ),
    ] {
        assert_eq!(read(shape, &input), told, "{shape:?}: {input}");
    }
    let first = read(InputFormat::Lines, "{\n\"id\":\"a\"}\n").swap_remove(0);
    assert_eq!(first, "1:2: the text ends inside an object");
}
