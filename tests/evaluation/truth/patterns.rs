//! `matchesPattern`: what ECMAScript's regular expressions mean, and which are refused.

use odata_query::Filter;
use odata_query::eval::{Compile, EvalFault, PatternFault};
use serde_json::json;

use super::Says::{Fails, False, Null, Refused, True};
use super::{Says, check};

/// What a pattern says of a text.
fn matching(pattern: &str, text: &str) -> Option<bool> {
    let quoted = pattern.replace('\'', "''");
    let filter: Filter = format!("matchesPattern(t,'{quoted}')").parse().expect(pattern);
    let predicate = filter.compile(&Compile::default()).ok()?;
    let record = json!({"t": text, "p": pattern});
    let said = predicate.evaluate(&record).expect("a string and a pattern");
    // A pattern out of the record means the same.
    let filter: Filter = "matchesPattern(t,p)".parse().expect("a filter");
    let computed = filter.compile(&Compile::default()).expect("compiles");
    assert_eq!(computed.evaluate(&record), Ok(said), "{pattern} on {text}");
    said
}

#[test]
fn a_pattern_is_found_anywhere_unless_it_is_anchored() {
    for (pattern, text, expected) in [
        ("b", "abc", true),
        ("^b", "abc", false),
        ("^A.*e$", "Apple", true),
        ("^A.*e$", "Apples", false),
        ("", "", true),
        ("^$", "", true),
        ("a|c$", "abc", true),
        ("(?:ab)+c", "xababc", true),
        ("(?<year>[0-9]{4})", "in 2024", true),
        ("O'B", "O'Brien", true),
        // Case counts, and so does a composed letter.
        ("ABC", "abc", false),
        ("é", "e\u{301}", false),
    ] {
        assert_eq!(matching(pattern, text), Some(expected), "{pattern} on {text}");
    }
}

#[test]
fn characters_mean_what_ecmascript_says() {
    for (pattern, text, expected) in [
        // Digits, words and their borders are ASCII.
        (r"^\d$", "5", true),
        (r"^\d$", "٥", false),
        (r"^\D$", "٥", true),
        (r"^\w$", "é", false),
        (r"^[\w-]+$", "a-b_1", true),
        (r"^[\w]$", "é", false),
        (r"^[\W]$", "é", true),
        (r"^\W$", "é", true),
        (r"^\W$", "a", false),
        (r"^[\D]$", "5", false),
        (r"^[\S]$", "\u{feff}", false),
        (r"^[\b]$", "\u{8}", true),
        (r"^\0$", "\0", true),
        (r"^a\/b\-c$", "a/b-c", true),
        (r"^\<a\>$", "<a>", true),
        (r"\<a", "a", false),
        (r"^[\<\>]+$", "<>", true),
        (r"^[a\-c]+$", "a-c", true),
        (r"^[a\-c]+$", "b", false),
        (r"^\cJ$", "\n", true),
        (r"\Bb", "éb", false),
        (r"^[^\w]$", "é", true),
        (r"^[--a]$", "-", true),
        (r"^[a--]$", "-", true),
        (r"^[a-]$", "-", true),
        (r"^[-a]$", "-", true),
        (r"^[a&&b]+$", "a&b", true),
        (r"^[~~a]+$", "~a", true),
        (r"^[[a]$", "[", true),
        (r"^[a^]+$", "a^", true),
        (r"^[^\d]$", "٥", true),
        (r"\bb", "éb", true),
        (r"a\Bb", "ab", true),
        (r"^\s$", "\u{a0}", true),
        (r"^\s$", "\u{feff}", true),
        (r"^\S$", "\u{feff}", false),
        (r"^[\s]$", "\u{feff}", true),
        // One character is one code point, and `.` stops at every end of a line.
        ("^.$", "😀", true),
        ("^.$", "\n", false),
        ("^.$", "\r", false),
        ("^.$", "\u{2028}", false),
        ("a$", "a\n", false),
        (r"^\u0041$", "A", true),
        (r"^\x41$", "A", true),
        (r"^\cJ$", "\n", true),
        (r"^\0$", "\0", true),
        (r"^[\b]$", "\u{8}", true),
        (r"^a\/b$", "a/b", true),
        (r"^\p{Lu}$", "Σ", true),
        // In a class a bracket, an ampersand and a tilde stand for themselves.
        ("^[[]$", "[", true),
        ("^[a&&b]+$", "a&b", true),
        ("^[a~~b]$", "~", true),
        ("^[--0]+$", "-./0", true),
        ("^[a-]+$", "a-", true),
        ("^[^]$", "\n", true),
        ("[]", "x", false),
        ("^[x^]$", "^", true),
    ] {
        assert_eq!(matching(pattern, text), Some(expected), "{pattern} on {text:?}");
    }
}

#[test]
fn what_has_no_linear_time_is_refused_by_name() {
    for (pattern, named, fault) in [
        ("a(?=b)", "look-around", PatternFault::LookAround),
        ("a(?!b)", "look-around", PatternFault::LookAround),
        ("(?<=a)b", "look-around", PatternFault::LookAround),
        ("(?<!a)b", "look-around", PatternFault::LookAround),
        (r"(a)\1", "back-reference", PatternFault::BackReference),
        (r"(?<n>a)\k<n>", "back-reference", PatternFault::BackReference),
        ("(", "not a regular expression", PatternFault::Syntax),
        ("*a", "not a regular expression", PatternFault::Syntax),
        ("[z-a]", "not a regular expression", PatternFault::Syntax),
        ("[a", "not a regular expression", PatternFault::Syntax),
        ("\\", "not a regular expression", PatternFault::Syntax),
        (r"\Aa", "not a regular expression", PatternFault::Syntax),
        (r"a\z", "not a regular expression", PatternFault::Syntax),
        (r"\a", "not a regular expression", PatternFault::Syntax),
        (r"\x{41}", "not a regular expression", PatternFault::Syntax),
        (r"\U00000041", "not a regular expression", PatternFault::Syntax),
        (r"\k", "not a regular expression", PatternFault::Syntax),
        (r"\c1", "not a regular expression", PatternFault::Syntax),
        (r"\c", "not a regular expression", PatternFault::Syntax),
        ("(?:a{1000}){1000}", "memory", PatternFault::TooLarge),
    ] {
        let text = format!("matchesPattern(s,'{pattern}')");
        let filter: Filter = text.parse().expect(pattern);
        let error = filter.compile(&Compile::default()).expect_err(pattern).into_diagnostic();
        assert!(error.message().contains(named), "{pattern}: {}", error.message());
        assert_eq!(error.span().slice(&text), Some(&*format!("'{pattern}'")));
        assert!(error.help().is_some_and(|help| !help.is_empty()));
        // The same out of a record is an error of that record.
        let filter: Filter = "matchesPattern('ab',p)".parse().expect("a filter");
        let predicate = filter.compile(&Compile::default()).expect("compiles");
        let error = predicate.evaluate(&json!({"p": pattern})).expect_err(pattern);
        assert_eq!(error.fault(), EvalFault::BadPattern(fault), "{pattern}");
    }
}

#[test]
fn deeply_nested_patterns_are_refused() {
    let pattern = format!("{}a{}", "(?:".repeat(10_000), ")".repeat(10_000));
    let filter: Filter = format!("matchesPattern(s,'{pattern}')").parse().expect("a filter");
    assert!(filter.compile(&Compile::default()).is_err());
}

#[test]
fn nulls_and_other_types() {
    let table: &[(&str, Says)] = &[
        ("matchesPattern(s,'^a')", True),
        ("matchesPattern(s,'^b')", False),
        ("matchesPattern(n,'a')", Null),
        ("matchesPattern(missing,'a')", Null),
        ("matchesPattern(s,n)", Null),
        ("matchesPattern(s,null)", Null),
        ("matchesPattern(five,'5')", Fails),
        ("matchesPattern(five,s)", Fails),
        ("matchesPattern(s,five)", Fails),
        ("matchesPattern(s,5)", Refused),
        ("matchesPattern(5,'a')", Refused),
        ("matchesPattern('abc','b')", True),
        ("matchesPattern('abc',concat('^','b'))", False),
        ("matchesPattern(n,'(')", Refused),
    ];
    check(table);
}
