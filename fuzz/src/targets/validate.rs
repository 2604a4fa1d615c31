//! Bytes as whatever a user may have: every finding lies in the text, each suggestion applies
//! cleanly, and fixing ends where it says.

use std::str;

use odata_query::Filter;
use odata_query::endpoint::{Endpoint, Tier};
use odata_query::schema::ApiVersion;
use odata_query::url::{Form, ReadOptions};
use odata_query::validate::Validator;

use super::findings;
use super::input::Input;

pub(crate) fn run(bytes: &[u8]) -> bool {
    let mut input = Input::new(bytes);
    let form = input.byte();
    let Ok(text) = str::from_utf8(input.rest()) else { return false };
    let version = if form & 1 == 0 { ApiVersion::V1_0 } else { ApiVersion::Beta };
    let tier = if form & 2 == 0 { Tier::Documented } else { Tier::Observed };
    let form = match form >> 2 & 3 {
        0 => Form::detect(text),
        1 => Form::Filter,
        2 => Form::OrderBy,
        _ => Form::Query,
    };
    let endpoint = Endpoint::provisioning(version);
    let validator = Validator::new(&endpoint, tier);
    let options = ReadOptions::default();

    let report = validator.check(text, form, &options);
    report.diagnostics.iter().for_each(|found| findings::check(text, found));
    assert_eq!(report.accepted, report.diagnostics.iter().all(|found| !found.is_error()));
    if let Some(canonical) = &report.canonical {
        // What is canonical stays as it is, and is accepted if what it was made from is.
        let again = validator.check(canonical, form, &options);
        assert_eq!(again.canonical.as_ref(), Some(canonical), "{text}");
        assert!(again.accepted || !report.accepted, "{text} | {canonical}");
    }
    if form == Form::Filter && text.parse::<Filter>().is_ok() {
        for found in report.diagnostics.iter().filter(|found| found.suggestion().is_some()) {
            let applied = findings::applied(text, found);
            let read = applied.parse::<Filter>();
            assert!(read.is_ok(), "{text} | {applied}: {read:?}, after {found:?}");
        }
    }

    let fixed = validator.fix(text, form, &options);
    assert_eq!(fixed.applied == 0, fixed.text == text, "{text} | {}", fixed.text);
    let again = validator.check(&fixed.text, form, &options);
    assert_eq!(again.diagnostics, fixed.report.diagnostics, "{text} | {}", fixed.text);
    assert!(fixed.report.accepted || !report.accepted, "{text} | {}", fixed.text);
    report.diagnostics.iter().any(|found| found.suggestion().is_some())
}
