//! The rooms with other types, functions and sizes: what is said follows from the data alone.

use odata_query::endpoint::{Endpoint, Tier};
use odata_query::validate::Validator;
use odata_query::{Diagnostic, Suggestion};

const ROOMS: &str = include_str!("../data/rooms-endpoint.json");

fn codes(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|finding| finding.code().as_str()).collect()
}

/// The rooms with other types: what they hold decides what is never true and what is a fault.
#[test]
fn a_type_is_taken_for_what_it_holds() {
    let endpoint = ROOMS
        .replacen(
            r#""name": "seats", "type": "Edm.Int16""#,
            r#""name": "seats", "type": "Edm.Byte""#,
            1,
        )
        .replacen(
            r#""name": "height", "type": "Edm.Decimal""#,
            r#""name": "height", "type": "Edm.SByte""#,
            1,
        )
        .replacen(r#""path": "opened""#, r#""path": "height""#, 1)
        .replacen(r#""path": "slot""#, r#""path": "tags""#, 1)
        .replacen(
            r#"{ "name": "owner", "type": "person" }"#,
            r#"{ "name": "owner", "type": "person" },
               { "name": "guests", "type": "Collection(person)" }"#,
            1,
        )
        .replacen(
            r#"{ "name": "phone", "type": "Edm.String" }"#,
            r#"{ "name": "phone", "type": "Edm.String" },
               { "name": "phones", "type": "Collection(Edm.String)" }"#,
            1,
        );
    let endpoint = Endpoint::from_json(&endpoint).unwrap();
    let rows: &[(&str, &[&str])] = &[
        ("seats eq 0", &[]),
        ("seats eq 255", &[]),
        ("seats eq 256", &["never-true"]),
        ("seats eq -1", &["never-true"]),
        ("height eq 127", &[]),
        ("height eq 128", &["never-true"]),
        ("height eq -128", &[]),
        ("height eq -129", &["never-true"]),
        // A rule for a collection is one that no comparison meets.
        ("tags eq 'a'", &["not-filterable"]),
        ("tags/$count eq 1", &["not-filterable"]),
        ("guests/any(g:g/phone eq 'a')", &["unsupported-operator"]),
        ("guests/any(g:g/phones eq 'a')", &["unsupported-operator", "type-mismatch"]),
        ("guests/any(g:contains(g/phones,'a'))", &["unsupported-operator", "type-mismatch"]),
    ];
    for (text, wanted) in rows {
        let found =
            Validator::new(&endpoint, Tier::Observed).validate_filter(&text.parse().unwrap());
        assert_eq!(&codes(&found), wanted, "{text}: {found:#?}");
        // What is suggested is never what stands there.
        let same = |mend: &Suggestion| mend.span.slice(text) == Some(&mend.replacement);
        assert!(!found.iter().filter_map(Diagnostic::suggestion).any(same), "{text}: {found:#?}");
    }
}

/// Of however many conditions there are, contradictions are sought between those of 64
/// properties: the work does not grow with the square of the text.
#[test]
fn contradictions_are_sought_among_64_properties() {
    let list = |make: &dyn Fn(usize) -> String| (0..65).map(make).collect::<Vec<_>>().join(",");
    let properties = list(&|at| format!(r#"{{ "name": "p{at}", "type": "Edm.Int32" }}"#));
    let rules = list(&|at| {
        format!(
            r#"{{ "path": "p{at}",
                  "grants": [{{ "tier": "documented", "source": "x", "operators": ["eq"] }}] }}"#
        )
    });
    let text = ROOMS
        .replacen(r#"{ "name": "seats""#, &format!(r#"{properties}, {{ "name": "seats""#), 1)
        .replacen(r#""filter": ["#, &format!(r#""filter": [{rules},"#), 1);
    let endpoint = Endpoint::from_json(&text).unwrap();
    let all = (0..65).map(|at| format!("p{at} eq 1")).collect::<Vec<_>>().join(" and ");
    for (last, wanted) in [("p0 eq 1", &[][..]), ("p63 eq 2", &["never-true"]), ("p64 eq 2", &[])] {
        // What was seen before the 65th property counts.
        let text = match last {
            "p64 eq 2" => format!("{all} and {last}"),
            last => all.replace("p64 eq 1", last),
        };
        let found =
            Validator::new(&endpoint, Tier::Documented).validate_filter(&text.parse().unwrap());
        assert_eq!(codes(&found), wanted, "{last}: {found:#?}");
    }
}

#[test]
fn a_function_takes_its_arguments_in_its_own_order() {
    let functions = r#""functions": ["startswith"]"#;
    let more = r#""functions": ["startswith", "substringof", "matchespattern"]"#;
    let endpoint = Endpoint::from_json(&ROOMS.replacen(functions, more, 1)).unwrap();
    // The filter, and the message and the mend where it is refused.
    type Refused = Option<(&'static str, Option<&'static str>)>;
    let rows: &[(&str, Refused)] = &[
        ("startswith(owner/mail,'a')", None),
        (
            "startswith('a',owner/mail)",
            Some((
                "`startswith` takes the property first, and then the value",
                Some("startswith(owner/mail,'a')"),
            )),
        ),
        // Version 3 has it the other way round.
        ("substringof('a',owner/mail)", None),
        (
            "substringof(owner/mail,'a')",
            Some((
                "`substringof` takes the value first, and then the property",
                Some("substringof('a',owner/mail)"),
            )),
        ),
        ("matchesPattern(owner/mail,'a')", None),
        // A property that is the pattern is not one that is written in the wrong place.
        (
            "matchesPattern('a',owner/mail)",
            Some(("`matchesPattern` takes the property first, and then the value", None)),
        ),
    ];
    for (text, refused) in rows {
        let found =
            Validator::new(&endpoint, Tier::Documented).validate_filter(&text.parse().unwrap());
        let said = found.first().map(|finding| {
            let mend = finding.suggestion().map(|suggestion| suggestion.replacement.as_str());
            (finding.message(), mend)
        });
        assert_eq!(&said, refused, "{text}: {found:#?}");
    }
}
