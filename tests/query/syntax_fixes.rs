//! Mistakes in the grammar one by one: what is marked, what is said of it, and the text that it
//! leads to. A mistake that only looks like one of these is left to the grammar.

#![expect(clippy::unwrap_used, reason = "a failure here is what the test reports")]

use odata_query::{Diagnostic, Filter, Limits, OrderBy};

/// A text, what is marked, the start of the message, and the text with what is suggested.
type Row = (&'static str, &'static str, &'static str, Option<&'static str>);

fn check(rows: &[Row], parse: fn(&str) -> Option<Diagnostic>) {
    for (text, marked, message, mended) in rows {
        let found = parse(text).unwrap();
        assert_eq!(found.span().slice(text), Some(*marked), "{text}: {found:#?}");
        assert!(found.message().starts_with(message), "{text}: {found:#?}");
        let offered = found.suggestion().map(|suggestion| {
            let mut mended = (*text).to_owned();
            mended.replace_range(suggestion.span.range(), &suggestion.replacement);
            mended
        });
        assert_eq!(offered.as_deref(), *mended, "{text}: {found:#?}");
    }
}

fn filter(text: &str) -> Option<Diagnostic> {
    Filter::parse(text, &Limits::default()).err()
}

fn order(text: &str) -> Option<Diagnostic> {
    OrderBy::parse(text, &Limits::default()).err()
}

#[test]
fn strings() {
    check(
        &[
            ("a eq 'O'Brien'", "'", "the quote in `O'Brien` ends", Some("a eq 'O''Brien'")),
            ("a eq 'O'or'", "'", "the quote in `O'or` ends", Some("a eq 'O''or'")),
            ("a eq ''b", "'", "the quote in `'b` ends", Some("a eq '''b'")),
            ("a eq 'x'ä", "'", "the quote in `x'ä` ends", Some("a eq 'x''ä'")),
            ("a eq 'x'_y", "_y", "`_y` follows the closing quote", None),
            ("a eq 'x'.y", ".", "`.` follows the closing quote", None),
            ("a eq 'b’", "’", "`’` does not close a string", Some("a eq 'b'")),
            ("a in ('b','c", "'c", "a quote is missing after `c`", Some("a in ('b','c')")),
            ("a eq '", "'", "the closing quote of this string is missing", Some("a eq ''")),
            ("a '", "'", "this quote opens a string that is never closed", Some("a ")),
            ("a 'x'y'", "'x'y'", "a quote is missing after `x'y'`", Some("a 'x'y''")),
            ("a eq [\"b", "\"", "this string is never closed", Some("a eq [\"b\"]")),
            ("a eq {\"b\":\"\\x\"}", "\\", "a backslash in a JSON string starts an escape", None),
            ("a eq \"b\"", "\"b\"", "a string is in single quotes", Some("a eq 'b'")),
        ],
        filter,
    );
    // Where the string ends is known only if it is closed.
    for (text, certain) in [("a eq \"b\"", true), ("a eq \"b", false)] {
        let found = filter(text).unwrap();
        assert_eq!(found.suggestion().unwrap().certain, certain, "{text}: {found:#?}");
    }
}

#[test]
fn brackets() {
    check(
        &[
            ("(", "", "the text ends after `(`", None),
            ("((", "", "the text ends after `(`", Some("(()")),
            ("(a eq ':)'", "", "`)` is missing", Some("(a eq ':)')")),
            ("a eq 'b')", ")", "nothing opened this parenthesis", Some("a eq 'b'")),
            ("(contains (a,'x'))", " ", "no space stands between", Some("(contains(a,'x'))")),
            ("foo (20)", "(", "unexpected `(` after an operand", None),
        ],
        filter,
    );
}

#[test]
fn words_of_other_languages() {
    check(
        &[
            (
                "b eq 1 and a like 'x%'",
                "like",
                "`like` is not an operator",
                Some("b eq 1 and startswith(a,'x')"),
            ),
            ("(a like '%x%')", "like", "`like` is not an operator", Some("(contains(a,'x'))")),
            ("'a' like 'b%'", "like", "unexpected `like`", None),
            ("a like 'O''Brien%'", "like", "unexpected `like`", None),
            ("a is null and b eq 1", "is null", "`is` is not", Some("a eq null and b eq 1")),
            (
                "a not in ('x)','y') and b eq 1",
                "not",
                "`not` stands before the whole condition",
                Some("not (a in ('x)','y')) and b eq 1"),
            ),
            // No function asks that of each member of a collection.
            ("a/each(t:t eq 1)", "each", "OData has no function called `each`", None),
            ("a descending", "descending", "unexpected `descending`", None),
        ],
        filter,
    );
    check(
        &[
            ("a descending", "descending", "the order is `desc`", Some("a desc")),
            ("a desc ascending", "ascending", "unexpected `ascending`", None),
        ],
        order,
    );
}

#[test]
fn spaces() {
    check(
        &[
            ("a eq'b'", "'", "a space is missing after `eq`", Some("a eq 'b'")),
            (
                "a eq 'x'and b == 1",
                "and",
                "a space is missing before `and`",
                Some("a eq 'x' and b eq 1"),
            ),
            ("tags/any(t and t eq 'a')", "and", "unexpected `and` after a lambda variable", None),
            ("a gt 2024-05-01 10:00Z", " ", "a `T` stands", Some("a gt 2024-05-01T10:00Z")),
            ("a gt 2024-05-01 10", "10", "unexpected `10` after an operand", None),
        ],
        filter,
    );
}

#[test]
fn numbers() {
    check(
        &[
            ("a eq .5", ".5", "unexpected `.`", Some("a eq 0.5")),
            (
                "a eq 5. and b eq 1",
                "5.",
                "`5.`: a number has digits after the point",
                Some("a eq 5.0 and b eq 1"),
            ),
            ("a eq int64'5'", "int64'5'", "`int64'…'` is a literal of OData 3", Some("a eq 5")),
            ("a eq int64'5.'", "int64'5.'", "`int64'…'` is a literal of OData 3", None),
            ("a eq int64'x5'", "int64'x5'", "`int64'…'` is a literal of OData 3", None),
        ],
        filter,
    );
}

/// An operator that stands where an operand should is shown with what follows it, unless that is
/// long; a name after a slash is none.
#[test]
fn operators_with_nothing_before_them() {
    let long = |length| format!("eq '{}'", "a".repeat(length));
    for (text, shown) in [
        ("eq 'x' or a eq 1", "`… eq 'x'`"),
        (&*long(58), &*format!("`… {}`", long(58))),
        (&*long(59), "`… eq …`"),
    ] {
        let found = filter(text).unwrap();
        assert_eq!(found.message(), "nothing stands before `eq`", "{text}");
        assert!(found.help().unwrap().ends_with(shown), "{text}: {found:#?}");
    }
    check(&[("tags/and eq", "", "the text ends where an operand should stand", None)], filter);
}
