//! What fuzzing has found broken stays mended. The inputs are among the seeds of `fuzz/` too.

use std::io::BufReader;
use std::ops::ControlFlow;

use odata_query::endpoint::{Endpoint, Tier};
use odata_query::eval::Compile;
use odata_query::input::{ReadError, ReadOptions as RecordOptions, Record, Records};
use odata_query::scan::{ScanItem, ScanOptions, scan};
use odata_query::schema::ApiVersion;
use odata_query::url::{Form, ParsedRequest, ReadOptions};
use odata_query::validate::Validator;
use odata_query::{Filter, Limits, OrderBy, Query};

/// `write concat`, said of a `concat`.
#[test]
fn a_function_at_the_wrong_place_is_not_suggested_as_itself() {
    for text in ["a concat(", "jin concat(b')", "a Concat(b,c)", "1 now()"] {
        let fault = text.parse::<Filter>().unwrap_err();
        assert_eq!(fault.suggestion(), None, "{text}: {fault:?}");
    }
    let misspelt = "contain(a,'b')".parse::<Filter>().unwrap_err();
    assert_eq!(misspelt.suggestion().unwrap().replacement, "contains");
}

/// The operator ended where the ASCII letters did.
#[test]
fn a_keyword_is_a_whole_word_in_any_script() {
    for text in ["jobId eq這", "a eqé 1", "a andé b", "a inｘ (1)"] {
        assert!(text.parse::<Filter>().is_err(), "{text}");
    }
    assert!("a descé".parse::<OrderBy>().is_err());
    assert!("a descｘ,b".parse::<OrderBy>().is_err());
    for name in ["notｘ", "noté", "nullé", "trueé", "andé", "anyé", "INFé"] {
        let filter: Filter = format!("{name} eq 1 and a eq {name}").parse().expect(name);
        assert_eq!(filter.to_string(), format!("{name} eq 1 and a eq {name}"));
        assert_eq!(filter.to_string().parse::<Filter>().as_ref(), Ok(&filter));
    }
}

/// A bracket needs no space behind it, but what was suggested in its place did.
#[test]
fn a_suggestion_does_not_run_into_what_follows() {
    let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    let validator = Validator::new(&endpoint, Tier::Documented);
    for (form, text, mended) in [
        (
            Form::Filter,
            "not (activityDateTime ge 2024-05-01)and jobId eq 'a'",
            "activityDateTime lt 2024-05-01 and jobId eq 'a'",
        ),
        (
            Form::Query,
            "$filter=not%20(activityDateTime%20ge%202024-05-01)and%20jobId%20eq%20%27a%27",
            "$filter=activityDateTime%20lt%202024-05-01%20and%20jobId%20eq%20%27a%27",
        ),
    ] {
        let fixed = validator.fix(text, form, &ReadOptions::default());
        assert!(fixed.text.starts_with(mended.split("2024").next().unwrap()), "{}", fixed.text);
        assert!(fixed.report.accepted, "{text} | {}: {:?}", fixed.text, fixed.report.diagnostics);
    }
}

/// A message that quotes the source had its line breaks.
#[test]
fn a_finding_is_one_line_whatever_it_quotes() {
    let text = "jobid eq '<jo in \nnd \u{1b}[31mstatusIn";
    let fault = text.parse::<Filter>().unwrap_err();
    assert_eq!(fault.to_string().lines().count(), 1, "{fault}");
    assert!(!fault.to_string().contains('\u{1b}'));
    // The finding, a bar, the line, the caret and the help.
    assert_eq!(fault.render(text).lines().count(), 5, "{}", fault.render(text));
    assert!(!fault.render(text).contains('\u{1b}'));
    let named = Query::from_query_string("$skipt\n").unwrap_err();
    assert_eq!(named.to_string().lines().count(), 1, "{named}");
}

/// The place was one byte, half a character.
#[test]
fn a_character_that_no_url_holds_is_underlined_whole() {
    for (text, character) in [("a=‘b’", "‘"), ("$filter=a eq 'Mike\u{feff}'", " "), ("é", "é")]
    {
        let found = ParsedRequest::of_query_string(text, &ReadOptions::default()).diagnostics;
        let places: Vec<_> = found.iter().map(|found| found.span().slice(text)).collect();
        assert!(places.contains(&Some(character)), "{text}: {places:?}");
    }
}

/// The mended text was the text as it came, offered as certain.
#[test]
fn a_number_sign_in_a_query_string_is_encoded_by_what_is_suggested() {
    let text = "$top=1&a=b#c";
    let found = ParsedRequest::of_query_string(text, &ReadOptions::default()).diagnostics;
    let suggested = found.iter().find_map(|found| found.suggestion()).unwrap();
    assert_eq!(suggested.replacement, "$top=1&a=b%23c");
}

/// Behind an expression, a custom option with a space in its name was read as a part of it.
#[test]
fn a_custom_option_with_a_space_in_its_name_comes_through() {
    for text in ["V/audit b')&$orderby=a desc,b", "it's&$filter=a eq 1&x=y&$top=1", "a b=c&d"] {
        let query = Query::from_query_string(text).unwrap();
        let written = query.to_query_string();
        assert_eq!(Query::from_query_string(&written).as_ref(), Ok(&query), "{written}");
        assert_eq!(Query::from_query_string(&written).unwrap().to_query_string(), written);
    }
}

/// What was suggested in its place was a type alone, or the path as it came.
#[test]
fn what_has_no_properties_is_suggested_without_them() {
    let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    let validator = Validator::new(&endpoint, Tier::Documented);
    for (text, suggested) in [
        ("Edm.Int32/t", None),
        ("jobId/x eq 'a'", Some("jobId")),
        ("jobId/x/y eq 'a'", Some("jobId")),
        ("sourceSystem/id/x/id eq 'a'", Some("sourceSystem/id")),
        ("$it/jobId/x/jobId eq 'a'", Some("$it/jobId")),
    ] {
        let found = validator.check(text, Form::Filter, &ReadOptions::default()).diagnostics;
        let said = found.first().unwrap();
        let replacement = said.suggestion().map(|suggestion| &*suggestion.replacement);
        assert_eq!(replacement, suggested, "{text}: {said:?}");
        assert!(said.help().is_some(), "{text}");
    }
}

/// The place was one byte, half a letter.
#[test]
fn what_is_beyond_a_limit_is_underlined_from_a_whole_letter() {
    let most = Limits::default();
    let few = [
        Limits { max_identifier: 3, ..most },
        Limits { max_depth: 1, ..most },
        Limits { max_nodes: 2, ..most },
        Limits { max_list_items: 1, ..most },
    ];
    let text = "(é/ö eq 1 or não(é,üü) eq 'ß') and ééé in ('é', 'é') and écrit eq (ß)";
    for limits in few {
        let fault = Filter::parse(text, &limits).unwrap_err();
        assert!(fault.span().slice(text).is_some(), "{fault:?}");
    }
}

/// A quote in a JSON string was taken for one that opens a string, which a `&` or a `#` cuts.
#[test]
fn a_quote_in_json_leaves_no_string_open() {
    let text = "$filter=a and {\"b\":\"it's\"}&s=1";
    let written = Query::from_query_string(text).map(|query| query.to_query_string());
    assert_eq!(written.as_deref(), Ok("$filter=a%20and%20%7B%22b%22:%22it%27s%22%7D&s=1"));
    assert!(Query::from_query_string(&written.unwrap()).is_ok());
    let url = "/provisioning?$filter=[\"it's\"]#top";
    let found = ParsedRequest::of_url(url, &ReadOptions::default()).diagnostics;
    assert!(found.iter().all(|found| !found.message().contains("ends the URL")), "{found:?}");
    // What is said of a string that is cut is as before.
    for (url, said) in [
        ("/provisioning?$filter=jobId%20eq%20'a&b'", "a raw `&` ends the value"),
        ("/provisioning?$filter=jobId%20eq%20'a#b'", "a raw `#` ends the URL"),
    ] {
        let found = ParsedRequest::of_url(url, &ReadOptions::default()).diagnostics;
        assert!(found.iter().any(|found| found.message().contains(said)), "{url}: {found:?}");
    }
}

/// Of two carriage returns at the end of a line, a scan took both for the line's end.
#[test]
fn a_scan_says_of_a_damaged_line_what_reading_it_says() {
    let filter: Filter = "id eq 'b'".parse().unwrap();
    let predicate = filter.compile(&Compile::default()).unwrap();
    for damaged in
        ["{\"id\":\"b\r\r\n", "{\"id\":\"b\r\n", "{\"id\":\"b\"\r\r\n", "\r\r\n", "{\r\r"]
    {
        let log = format!("{{\"id\":\"a\"}}\n{damaged}{{\"id\":\"b\"}}\r\r\n");
        let read = Records::new(log.as_bytes()).filter_map(|record| record.err());
        let read: Vec<_> = read.map(|error| error.to_string()).collect();
        let mut said = Vec::new();
        scan(log.as_bytes(), &predicate, &ScanOptions::default(), |batch| {
            said.extend(batch.filter_map(|found| match found {
                ScanItem::ReadError(error) => Some(error.to_string()),
                _ => None,
            }));
            ControlFlow::Continue(())
        });
        assert_eq!(said, read, "{log:?}");
    }
}

/// Of a record that is too large and damaged it was said that the text ends before a value, or
/// that it starts with a bracket; and where the reader went on depended on where a chunk ended.
#[test]
fn a_record_too_large_and_damaged_is_said_to_be_so_wherever_the_chunks_end() {
    let options = RecordOptions { max_record_bytes: 8, ..RecordOptions::default() };
    let said = |read: Result<Record, ReadError>| match read {
        Ok(record) => format!("{}: a record", record.place()),
        Err(error) => error.to_string().replace("the record is larger than 8 bytes", "too large"),
    };
    let read = |log: &str, size| -> Vec<_> {
        let input = BufReader::with_capacity(size, log.as_bytes());
        Records::with_options(input, options).map(said).collect()
    };
    // More than is looked at to tell the shape.
    let blank = " ".repeat(600);
    // More brackets than are counted: the reader goes on at a line.
    let deep = format!("{}\n{{\"a\":1}}\n", "[".repeat(3 << 19));
    let any: Vec<_> = (1..700).collect();
    let in_tail = "{\"a\":1}]\n{\"value\":[], \"a\": [[[[[[[[[[\n{\"a\":1}\n";
    for (log, found, sizes) in [
        ("\n{\"id\": failure\"}},\n{\"a\":1}\n]", ["2:1: too large"].as_slice(), any.as_slice()),
        ("{\"id\":[[[[[[[[\n{\"a\":1}\n", &["1:602: too large"], &any),
        ("{\"id\":[[[[[[[[[[[[[[[[[[[[[[[", &["1:602: too large"], &any),
        (in_tail, &["1:602: a record", "2:12: too large"], &any),
        (&deep, &["1:602: too large", "2:1: a record"], &[1 << 10, 1 << 16, 4 << 20]),
    ] {
        let log = format!("[{blank}{log}");
        for &size in sizes {
            assert_eq!(read(&log, size), found, "in chunks of {size}");
        }
    }
}

/// White space before the first line counted for its length, or not, depending on where a chunk
/// ended: the line was too long to be CSV, or it was CSV.
#[test]
fn what_an_input_is_does_not_depend_on_where_chunks_end() {
    let options = RecordOptions { max_record_bytes: 99, ..RecordOptions::default() };
    for (blank, said) in [
        ("", "1:1: the input is CSV, and its heading is not that of a provisioning log"),
        (" ", "1:1: the input is CSV, and its heading is not that of a provisioning log"),
        ("\n\n  \n \n", "1:1: the input is CSV, and its heading is not that of a provisioning log"),
        (&" ".repeat(45), "1:46: expected a JSON object or array"),
        (
            &"\n".repeat(45),
            "1:1: the input is CSV, and its heading is not that of a provisioning log",
        ),
        (&" ".repeat(300), "1:301: expected a JSON object or array"),
        (
            &"      \n".repeat(30),
            "1:1: the input is CSV, and its heading is not that of a provisioning log",
        ),
    ] {
        let log = format!("{blank}\"e1\",{}\n{{\"id\":", "a".repeat(60));
        let read = |size| -> Vec<String> {
            let records =
                Records::with_options(BufReader::with_capacity(size, log.as_bytes()), options);
            records
                .map(|read| read.map_or_else(|e| e.to_string(), |r| r.place().to_string()))
                .collect()
        };
        for size in 1..=log.len() {
            assert_eq!(read(size).first().map(String::as_str), Some(said), "{blank:?} in {size}");
        }
    }
}
