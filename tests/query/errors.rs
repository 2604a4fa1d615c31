//! Every fault is said precisely, at its place, with what to write instead.
//!
//! The snapshot holds what people see; read it as one of them.
#![expect(clippy::unwrap_used, reason = "a failure here is what the test reports")]

use std::fmt::Write as _;

use odata_query::{Diagnostic, Filter, Limits, OrderBy};

/// Filters that people write, by what is wrong with them.
const FILTERS: &[(&str, &[&str])] = &[
    (
        "operators of other languages",
        &[
            "jobId = 'a'",
            "jobId='a'",
            "jobId == 'a'",
            "jobId === 'a'",
            "jobId != 'a'",
            "jobId <> 'a'",
            "durationInMilliseconds > 5",
            "durationInMilliseconds>=5",
            "durationInMilliseconds < 5",
            "durationInMilliseconds <= 5",
            "a eq 1 && b eq 2",
            "a eq 1 || b eq 2",
            "!(a eq 1)",
            "!a",
            "a eq 1 & b eq 2",
            "a * 2 eq 4",
            "a + 2 eq 4",
            "a - 2 eq 4",
            "jobId like '%x%'",
            "jobId like 'x%'",
            "jobId not like 'x%'",
            "a_b/c like 'x%'",
            "a_b not in ('x')",
            "jobId is null",
            "jobId is not null",
            "jobId not in ('a','b')",
            "not jobId in ('a'",
            "jobId equals 'a'",
            "jobId contains 'a'",
            "a between 1 and 5",
            "a ? b : c",
            "a eq 1 xor b eq 2",
            "a eq 1, b eq 2",
            "a eq 1; b eq 2",
        ],
    ),
    (
        "strings",
        &[
            "jobId eq \"a\"",
            "jobId eq \"O'Brien\"",
            "jobId eq \u{2018}a\u{2019}",
            "jobId eq \u{201c}a\u{201d}",
            "jobId eq `a`",
            "jobId eq 'a",
            "jobId eq 'a and id eq 'b'",
            "jobId eq a'",
            "(jobId eq 'a) and (id eq 'b')",
            "(jobId eq 'a'",
            "contains(jobId,'a'",
            "(jobId eq 'a' or id eq 'b') and (id eq 'c'",
            "jobId in ('a','b'",
            "jobId eq 'a')",
            "jobId eq 'a',",
            "jobId eq 'a';",
            "jobId eq 'a'or id eq 'b'",
            "jobId in 'a','b'",
            "'a'eq b",
            "eq 'a'",
            "jobId eq 'D'Arcy O'Neil'",
            "jobId = 'a' && id = 'b'",
            "jobId eq \u{2018}don\u{2019}t\u{2019}",
            "a has Ns.C'x'and b",
            "activityDateTime gt 2024/5/01 and jobId eq 'a'",
            "activityDateTime gt 01/05/2024",
            "activityDateTime gt 2024-05-01 10:00:00Z and jobId eq 'a'",
            "id eq 74c3b0ae-9cc5-850e-e0a5-7r6a4231de87 and jobId eq 'a'",
            "id eq x4c3b0ae-9cc5-850e-e0a5-726a4231de87",
            "contains(jobId,'a) and id eq 'b'",
            "jobId in ('a,'b')",
            "jobId eq 'a\u{2019}",
            "displayName eq 'O'Brien'",
            "displayName eq 'O'Brien' and id eq 'x'",
            "displayName eq 'it''s O'Brien'",
            "jobId eq '",
            "jobId eq'a'",
            "jobId eq ''a''",
            "\"jobId eq 'x'\"",
            "\u{201c}jobId eq 'x'\u{201d}",
            "\"a\"",
            "\"contains(jobId,'x')\" and b",
        ],
    ),
    (
        "dates, guids and numbers",
        &[
            "activityDateTime gt 2024-05-01T00:00:00",
            "activityDateTime gt 2024-05-01 00:00:00Z",
            "activityDateTime gt datetime'2024-05-01T00:00:00'",
            "activityDateTime gt datetimeoffset'2024-05-01T00:00:00Z'",
            "id eq guid'01234567-89ab-cdef-0123-456789abcdef'",
            "activityDateTime gt datetime'2024-05-01'",
            "activityDateTime gt datetime'garbage'",
            "id eq guid'zz'",
            "a eq decimal'x'",
            "a eq decimal'1.5'",
            "a eq time'x'",
            "id eq {01234567-89ab-cdef-0123-456789abcdef}",
            "id eq 01234567-89ab-cdef-0123-456789abcde",
            "activityDateTime gt 2024-02-30",
            "activityDateTime gt 2024-13-01",
            "activityDateTime gt 2024-5-1",
            "activityDateTime gt 2024/05/01",
            "activityDateTime gt 01.05.2024",
            "activityDateTime gt 2024-05-01T24:00:00Z",
            "activityDateTime gt 2024-05-01T00:00:00.1234567890123Z",
            "activityDateTime gt 2024-05-01T00:00:00+0100",
            "activityDateTime gt now() - duration'P1D'",
            "a eq duration'1 day'",
            "a eq duration'P'",
            "a eq time'PT1H'",
            "a gt date'2024-05-01'",
            "a gt timeofday'11:22'",
            "a eq string'x'",
            "a eq .5",
            "a eq 5.",
            "a eq 1_000",
            "a eq 1,000",
            "a eq 0x10",
            "a eq 1e400",
            "a eq 1e",
            "a eq 5L",
            "a eq 5%",
            "a eq 12345678901234567890123456789012",
            "a eq binary'***'",
            "a eq Ns.T'1a'",
            "a eq Ns.T''",
            "a has b",
            "a eq geography'Point(1 2)'",
            "a eq geography'SRID=0;Circle(1 2)'",
            "a eq geography'SRID=0;Point(1,2)'",
            "a eq geography'SRID=0;Polygon((0 0,1 1,2 2))'",
        ],
    ),
    (
        "names and paths",
        &[
            "provisioningStatusInfo.status eq 'failure'",
            "a.b.c eq 1",
            "a/ eq 1",
            "/a eq 1",
            "a//b eq 1",
            "a eq $foo",
            "$foo eq 1",
            "a/$foo eq 1",
            "a/$count/b eq 1",
            "$root eq 1",
            "@ eq 1",
            "a/@ eq 1",
            "a b eq 1",
            "display-name eq 'a'",
            "1a eq 1",
            "a[0] eq 1",
            "a\u{a0}eq 1",
            "a eq\n1",
            "a eq\u{20ac} 1",
            "a and\u{20ac}",
            "not\u{20ac}",
            "a eq 1 and\u{e9} b eq 2",
            "a eq 1 notachinglikeawordthatislongerthananywordmaybe",
            "Ns.Type",
            "a/Ns.T/Ns.U eq 1",
            "any(x:x eq 1)",
        ],
    ),
    (
        "functions",
        &[
            "contain(jobId,'a')",
            "includes(jobId,'a')",
            "lower(jobId) eq 'a'",
            "starswith(jobId,'a')",
            "frobnicate(jobId,'a')",
            "jobId.contains('a')",
            "jobId/contains('a')",
            "contains(jobId)",
            "contains(jobId,'a','b')",
            "now(1) eq 1",
            "tolower() eq 'a'",
            "contains (jobId,'a')",
            "contains(jobId,'a'",
            "contains(jobId 'a')",
            "contains(jobId;'a')",
            "contains(,'a')",
            "contains(jobId,)",
            "contains",
            "contains eq",
            "f(=1)",
            "f(a,=1)",
            "tolower(not ) eq 1",
            "case(a:-)",
            "Microsoft.Graph.foo(jobId)",
            "Edm.contains(jobId,'a')",
            "Ns.F(1)",
            "Ns.F(a=1",
            "Ns.F(a=1,2)",
            "Ns.F(a=)",
            "Ns.F(a=1,a=)",
            "F(a=1)(b)",
            "a(b) eq 1",
            "a(1,2) eq 1",
            "a(x=b) eq 1",
            "a() eq 1",
            "a((1)) eq 1",
        ],
    ),
    (
        "type tests, cases, lambdas, options in paths",
        &[
            "cast(a) eq 1",
            "cast(a,) eq 1",
            "cast(a,'Edm.String') eq '1'",
            "cast(a,Collection(Edm.String) eq 1",
            "cast() eq 1",
            "isof(a,Edm.String,1)",
            "isof(a Edm.String)",
            "case() eq 1",
            "case(a) eq 1",
            "case(a:1,b) eq 1",
            "case(a,1) eq 1",
            "a/any(x)",
            "a/any(x.b eq 1)",
            "a/any(x:)",
            "a/any(x => x eq 1)",
            "a/any(1:x eq 1)",
            "a/all()",
            "a/any",
            "a/any(x:x eq 1",
            "a/any(x:x eq 1) eq",
            "a/$count/any(x:x)",
            "a/$count() eq 1",
            "a/$count($top=1) eq 1",
            "a/$count($filter=b;$filter=c) eq 1",
            "a/$count($search=) eq 1",
            "a/$filter() eq 1",
            "a/$filter eq 1",
            "a/$filter",
            "a/$filter(b",
        ],
    ),
    (
        "lists and JSON",
        &[
            "a in 1,2",
            "a in ('x','y'",
            "a in ['x','y']",
            "a in ('x' 'y')",
            "a in ('x',)",
            "a in (,'x')",
            "a in (b,c)",
            "a in (1 add 2)",
            "a in (null, 'x', b)",
            "a in",
            "(1,2) eq a",
            "a eq (1,2)",
            "a eq ()",
            "a eq [1,2",
            "a eq [1 2]",
            "a eq {\"k\":1",
            "a eq {k:1}",
            "a eq {\"k\" 1}",
            "a eq {\"k\":1,}",
            "a eq {\"k\":1 2}",
            "a eq {\"k\":1]",
            "a eq [\"x\" \"y\"]",
            "[\"x\\ud800\"] eq a",
            "a eq [not ]",
            "a eq [\"x]",
            "a eq {\"k\":\"x",
            "a eq {\"k\":[\"x\",\"y]}",
            "a eq [\"\\x\"]",
        ],
    ),
    (
        "parentheses, and what is missing or left over",
        &[
            "",
            "   ",
            "$filter=jobId eq 'a'",
            "?$filter=jobId eq 'a'",
            "filter=jobId eq 'a'",
            "(jobId eq 'a'",
            "((jobId eq 'a') and (id eq 'b')",
            "((",
            "(a in (1,2",
            "[(a eq 1",
            "jobId eq 'a')",
            "(jobId eq 'a'))  and id eq 'b'",
            "()",
            "jobId eq 'a' and",
            "jobId eq 'a' or ",
            "(jobId eq 'a' and ) or id eq 'b'",
            "and jobId eq 'a'",
            "jobId eq 'a' and and id eq 'b'",
            "jobId eq 'a' and or id eq 'b'",
            "jobId eq 'a' or (and id eq 'b')",
            "jobId eq 'a' and eq 'x'",
            "jobId eq 'a' and (ne 'x' or id eq 'y')",
            "not eq 'x'",
            "and eq 'x'",
            "contains(jobId,'a') and and contains(id,'b')",
            "jobId eq 'a',",
            "jobId eq",
            "jobId eq and id eq 'b'",
            "eq 'a'",
            "jobId",
            "not",
            "jobId 'a'",
            "jobId eq 'a' id eq 'b'",
            "jobId eq 'a' and not",
            "a eq - ",
            "a eq 1 desc",
            "jobId eq 'a' and&id eq 'b'",
            "a eq 1 -- comment",
            "a eq 1 %20",
            "a%20eq%201",
            "'a' eq",
            "a eq #1",
            "a eq \u{1F600}",
            "\u{feff}a eq 1",
        ],
    ),
];

/// Orders that people write.
const ORDERS: &[&str] = &[
    "",
    "a descending",
    "a DESC b",
    "a desc,",
    ",a",
    "a asc desc",
    "a, b desc; c",
    "-a",
    "a > 1",
    "desc",
    "orderby=a",
    "a descending,b ascending",
    "$orderby=a desc",
    "(1,2)",
    "a.b desc",
    "\"a\"",
];

#[test]
fn what_people_see() {
    let mut out = String::new();
    for (what, texts) in FILTERS {
        writeln!(out, "# {what}\n").unwrap();
        for text in *texts {
            match text.parse::<Filter>() {
                Err(fault) => describe(&mut out, text, &fault),
                Ok(filter) => writeln!(out, "`{text}`\nread as `{filter}`\n").unwrap(),
            }
        }
    }
    writeln!(out, "# orders\n").unwrap();
    for text in ORDERS {
        match text.parse::<OrderBy>() {
            Err(fault) => describe(&mut out, text, &fault),
            Ok(order) => writeln!(out, "`{text}`\nread as `{order}`\n").unwrap(),
        }
    }
    writeln!(out, "# limits\n").unwrap();
    let limits =
        Limits { max_bytes: 40, max_depth: 3, max_nodes: 12, max_list_items: 3, max_identifier: 8 };
    for text in LIMITED {
        describe(&mut out, text, &Filter::parse(text, &limits).unwrap_err());
    }
    insta::assert_snapshot!(out);
}

#[test]
fn what_is_certain_or_shown_repaired_reads_once_it_is_applied() {
    let mut applied = 0;
    for text in FILTERS.iter().flat_map(|(_, texts)| *texts) {
        let Err(fault) = text.parse::<Filter>() else { continue };
        let Some(suggestion) = fault.suggestion() else { continue };
        let mut mended = (*text).to_owned();
        mended.replace_range(suggestion.span.range(), &suggestion.replacement);
        if suggestion.certain || fault.help().unwrap().contains(&format!("`{mended}`")) {
            assert!(mended.parse::<Filter>().is_ok(), "{text} -> {mended}: {fault:?}");
            applied += 1;
        }
    }
    assert!(applied > 50, "{applied}");
}

/// Beyond the limits of the test.
const LIMITED: &[&str] = &[
    "a eq 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'",
    "((((a))))",
    "not not not not a",
    "1 add 1 add 1 add 1 add 1",
    "a in (1,2,3,4)",
    "case(a:1,b:2,c:3,d:4)",
    "[1,2,3,4]",
    "a or b or c or d or e or f or g or h",
    "abcdefghi eq 1",
];

fn describe(out: &mut String, text: &str, fault: &Diagnostic) {
    out.push_str(&fault.render(text));
    if let Some(suggestion) = fault.suggestion() {
        let range = suggestion.span.range();
        let certainly = if suggestion.certain { "certainly " } else { "" };
        let mended =
            format!("{}{}{}", &text[..range.start], suggestion.replacement, &text[range.end..]);
        writeln!(out, "  = {certainly}meant: {mended}").unwrap();
    }
    out.push('\n');
}
