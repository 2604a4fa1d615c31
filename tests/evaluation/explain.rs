//! Why a record meets a filter: each part with its value, and the same answer as evaluating.

#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use odata_query::Filter;
use odata_query::eval::{Compile, EvalFault, Explanation, Predicate, ValueKind};
use odata_query::schema::Schema;
use serde_json::{Value, json};

fn compile(source: &str) -> Predicate {
    let filter: Filter = source.parse().expect(source);
    let now = "2024-05-01T12:00:00Z".parse().ok();
    filter.compile(&Compile { now, ..Compile::default() }).expect(source)
}

fn rendered(source: &str, record: &Value) -> String {
    compile(source).explain(record).render(source)
}

fn record() -> Value {
    json!({
        "share": 12.5, "vast": 1e300, "status": "failure", "tries": 3, "zero": 0, "when": "2024-05-01T02:00:00+02:00",
        "steps": [{"name": "import", "ok": true}, {"name": "export", "ok": false}],
        "bad": "a\u{1b}[2Jb\nc\u{202e}", "long": "x".repeat(100),
    })
}

#[test]
fn each_part_stands_with_its_value() {
    for (source, expected) in [
        (
            "not (status eq 'success') and tries gt 2",
            "\
true   not (status eq 'success') and tries gt 2
├─ true   not (status eq 'success')
│  └─ false   status eq 'success'
│     └─ 'failure'   status
└─ true   tries gt 2
   └─ 3   tries
",
        ),
        // What follows a part that decides is evaluated and shown all the same.
        (
            "status eq 'failure' or tries div zero gt 1",
            "\
true   status eq 'failure' or tries div zero gt 1
├─ true   status eq 'failure'
│  └─ 'failure'   status
└─ error   tries div zero gt 1
   └─ error: division by zero   tries div zero
      ├─ 3   tries
      └─ 0   zero
",
        ),
        (
            "contains(tolower(reason),'x')",
            "\
null   contains(tolower(reason),'x')
└─ null   tolower(reason)
   └─ null   reason
",
        ),
        // A constant that is calculated is shown with what it came to; the string as the time
        // that it was read as.
        (
            "when gt now() sub duration'P1D'",
            "\
true   when gt now() sub duration'P1D'
├─ 2024-05-01T02:00:00+02:00   when
└─ 2024-04-30T12:00:00Z   now() sub duration'P1D'
",
        ),
        (
            "steps/$filter(ok)/any(s:s/name eq 'export')",
            // Only members that come through the filter are asked.
            "\
false   steps/$filter(ok)/any(s:s/name eq 'export')
├─ 2 members   steps
├─ true   [0] ok
├─ false   [1] ok
└─ false   [0] s/name eq 'export'
   └─ 'import'   s/name
",
        ),
        // The error of the whole is its own; that of the case which is not taken is another.
        (
            "case(tries gt 2:status,tries div zero eq 1:true)",
            "\
error: expected a Boolean, the record has a string   case(tries gt 2:status,tries div zero eq 1:true)
├─ true   tries gt 2
│  └─ 3   tries
├─ 'failure'   status
└─ error   tries div zero eq 1
   └─ error: division by zero   tries div zero
      ├─ 3   tries
      └─ 0   zero
",
        ),
        (
            "steps/any(s:s/name eq 'export' and not s/ok)",
            "\
true   steps/any(s:s/name eq 'export' and not s/ok)
├─ 2 members   steps
├─ false   [0] s/name eq 'export' and not s/ok
│  ├─ false   s/name eq 'export'
│  │  └─ 'import'   s/name
│  └─ false   not s/ok
│     └─ true   s/ok
└─ true   [1] s/name eq 'export' and not s/ok
   ├─ true   s/name eq 'export'
   │  └─ 'export'   s/name
   └─ true   not s/ok
      └─ false   s/ok
",
        ),
        (
            "steps/$count($filter=ok) eq 1",
            "\
true   steps/$count($filter=ok) eq 1
└─ 1   steps/$count($filter=ok)
   ├─ 2 members   steps
   ├─ true   [0] ok
   └─ false   [1] ok
",
        ),
        ("share gt 12", "true   share gt 12\n└─ 12.5   share\n"),
        ("vast gt 12", "true   vast gt 12\n└─ 1e300   vast\n"),
        // A string that is no number is null, and there all the same.
        (
            "status gt 5",
            "\
false   status gt 5
└─ null   status
   └─ 'failure'   as the record has it
",
        ),
        ("tries in (1,2)", "false   tries in (1,2)\n└─ 3   tries\n"),
        (
            "status in ('failure',3)",
            "\
true   status in ('failure',3)
├─ true   status in ('failure',3)
│  └─ 'failure'   status
└─ false   status in ('failure',3)
   └─ null   status
      └─ 'failure'   as the record has it
",
        ),
        (
            "case(tries gt 2:'many',true:'few') eq 'many'",
            "\
true   case(tries gt 2:'many',true:'few') eq 'many'
└─ 'many'   case(tries gt 2:'many',true:'few')
   └─ true   tries gt 2
      └─ 3   tries
",
        ),
        ("status", "error: expected a Boolean, the record has a string   status\n"),
        ("true", "true   true\n"),
        (
            "steps/x eq 1",
            "\
error   steps/x eq 1
└─ error: the path leads into a collection; `any`, `all` and `$count` look into one   steps/x
",
        ),
    ] {
        assert_eq!(rendered(source, &record()), expected, "{source}");
    }
}

#[test]
fn nothing_of_a_record_reaches_the_terminal_raw() {
    let text = rendered("bad eq 'x'", &record());
    assert!(text.contains(r"'a\u{1b}[2Jb\u{a}c\u{202e}'   bad"), "{text}");
    let text = rendered("long eq 'x'", &record());
    let line = text.lines().last().expect("a line");
    assert!(line.contains('…') && line.chars().count() < 80, "{line}");
}

#[test]
fn of_many_members_those_that_decide_are_shown() {
    let mut numbers: Vec<_> = (0..40).map(|at| json!({"at": at, "zero": 0})).collect();
    let shown = |source: &str, record: &Value| {
        let text = rendered(source, record);
        let members = text.lines().filter(|line| line.contains("] ")).map(|line| {
            line.split_once('[')
                .and_then(|(_, rest)| rest.split_once(']'))
                .map(|(at, _)| at.to_owned())
        });
        let last = text.lines().last().unwrap_or_default().to_owned();
        (members.map(Option::unwrap_or_default).collect::<Vec<_>>().join(" "), last)
    };
    let record = json!({"items": numbers.clone()});
    for (source, members, last) in [
        ("items/any(i:i/at eq 35)", "0 1 2 3 4 5 6 7 8 9 10 35", "└─ … 28 more"),
        ("items/all(i:i/at ne 35)", "0 1 2 3 4 5 6 7 8 9 10 35", "└─ … 28 more"),
        ("items/any(i:i/at eq 50)", "0 1 2 3 4 5 6 7 8 9 10 11", "└─ … 28 more"),
        ("items/any(i:i/at gt 1)", "2 3 4 5 6 7 8 9 10 11 12 13", "└─ … 28 more"),
        ("items/any(i:1 div i/zero eq i/at)", "0 1 2 3 4 5 6 7 8 9 10 11", "└─ … 28 more"),
    ] {
        assert_eq!(shown(source, &record), (members.to_owned(), last.to_owned()), "{source}");
    }
    // What is data is whole.
    let children = compile("items/any(i:i/at eq 35)").explain(&record).children().len();
    assert_eq!(children, 41);
    numbers.truncate(12);
    let (members, last) = shown("items/any(i:i/at eq 35)", &json!({"items": numbers}));
    assert_eq!(members, "0 1 2 3 4 5 6 7 8 9 10 11");
    assert!(!last.contains("more"), "{last}");
}

#[test]
fn colours_are_all_that_a_terminal_sees_besides() {
    let source = "status eq 'failure' and not (tries gt 2 or tries div zero eq x)";
    let explanation = compile(source).explain(&record());
    let mut bare = explanation.render_in_colour(source);
    assert!(bare.contains("\u{1b}[32mtrue\u{1b}[0m   status eq 'failure'"), "{bare}");
    for colour in ["0", "31", "32", "33", "36", "1;31", "1;34"] {
        bare = bare.replace(&format!("\u{1b}[{colour}m"), "");
    }
    assert_eq!(bare, explanation.render(source));
}

#[test]
fn values_are_data() {
    let explanation = compile("tries gt 2 and x/y eq null").explain(&record());
    assert_eq!(explanation.part(), "and");
    assert_eq!(explanation.truth(), Ok(Some(true)));
    let [first, second] = explanation.children() else { panic!("two parts") };
    let [path, literal] = first.children() else { panic!("two sides") };
    assert_eq!((path.part(), literal.part()), ("path", "literal"));
    assert_eq!(
        path.value().map(|value| (value.kind(), value.text())),
        Ok((ValueKind::Number, "3"))
    );
    assert_eq!(path.span().slice("tries gt 2"), Some("tries"));
    let null = second.children().first().expect("a path");
    assert_eq!(null.value().map(|value| value.kind()), Ok(ValueKind::Null));

    let failed = compile("tries div zero eq 1").explain(&record());
    assert_eq!(failed.truth().map_err(|error| error.fault()), Err(EvalFault::DivisionByZero));
}

#[test]
fn a_part_of_a_lambda_knows_the_member_that_it_was_asked_of() {
    let explanation = compile("steps/any(s:s/ok) and tries gt 2").explain(&record());
    let members = |part: &Explanation| -> Vec<Option<usize>> {
        part.children().iter().map(Explanation::member).collect()
    };
    let [any, other] = explanation.children() else { panic!("two parts") };
    assert_eq!(members(any), [None, Some(0), Some(1)]);
    assert_eq!((members(&explanation), members(other)), (vec![None; 2], vec![None; 2]));
}

#[test]
fn an_explanation_is_json() {
    let explanation = compile("steps/any(s:s/ok) and 1 le tries div zero").explain(&record());
    assert_eq!(
        serde_json::to_value(&explanation).expect("JSON"),
        json!({
            "part": "and", "span": {"start": 0, "end": 41}, "error": "division by zero",
            "children": [
                {
                    "part": "any", "span": {"start": 0, "end": 17}, "type": "boolean",
                    "value": "true",
                    "children": [
                        {"part": "path", "span": {"start": 0, "end": 5}, "type": "collection",
                         "value": "2 members", "children": []},
                        {"part": "path", "span": {"start": 12, "end": 16}, "member": 0,
                         "type": "boolean", "value": "true", "children": []},
                        {"part": "path", "span": {"start": 12, "end": 16}, "member": 1,
                         "type": "boolean", "value": "false", "children": []},
                    ],
                },
                {
                    "part": "le", "span": {"start": 22, "end": 41}, "error": "division by zero",
                    "children": [
                        {"part": "literal", "span": {"start": 22, "end": 23}, "type": "number",
                         "value": "1", "children": []},
                        {"part": "div", "span": {"start": 27, "end": 41},
                         "error": "division by zero",
                         "children": [
                            {"part": "path", "span": {"start": 27, "end": 32}, "type": "number",
                             "value": "3", "children": []},
                            {"part": "path", "span": {"start": 37, "end": 41}, "type": "number",
                             "value": "0", "children": []},
                         ]},
                    ],
                },
            ],
        })
    );
}

#[test]
fn a_schema_shows_members_by_their_names() {
    let source = "provisioningStatusInfo/status eq 'failure'";
    let filter: Filter = source.parse().expect("a filter");
    let predicate = filter.compile(&Compile::with_schema(Schema::provisioning_any())).expect("ok");
    let record = json!({"statusInfo": {"Status": 1}});
    let expected = format!("true   {source}\n└─ 'failure'   provisioningStatusInfo/status\n");
    assert_eq!(predicate.explain(&record).render(source), expected);
}

#[test]
fn the_readme_shows_what_is_drawn() {
    let source = "provisioningStatusInfo/status eq 'failure' and durationInMilliseconds gt 6000";
    let record =
        json!({"provisioningStatusInfo": {"status": "failure"}, "durationInMilliseconds": 2785});
    let readme = include_str!("../../README.md");
    assert!(readme.contains(&rendered(source, &record)), "{}", rendered(source, &record));
}

#[test]
fn a_filter_that_was_built_is_explained_by_the_names_of_its_parts() {
    let parsed: Filter = "a eq 1".parse().expect("a filter");
    let json = serde_json::to_string(parsed.expr()).expect("JSON");
    let built = Filter::new(serde_json::from_str(&json).expect("a tree")).expect("a filter");
    let predicate = built.compile(&Compile::default()).expect("compiles");
    assert_eq!(predicate.explain(&json!({"a": 2})).render(""), "false   eq\n└─ 2   path\n");
}

#[test]
fn the_deepest_filter_is_explained_on_a_small_stack() {
    let limits = odata_query::Limits {
        max_depth: odata_query::Limits::DEPTH_CEILING,
        ..odata_query::Limits::default()
    };
    for (before, after) in [("not (", ")"), ("items/any(x:", ")"), ("case(true:", ")")] {
        let deepest = (1..=128).rev().find_map(|levels| {
            let text = format!("{}a eq 1{}", before.repeat(levels), after.repeat(levels));
            Some((Filter::parse(&text, &limits).ok()?, text))
        });
        let (filter, text) = deepest.expect("one is shallow enough");
        let work = move || {
            let predicate = filter.compile(&Compile::default()).expect("compiles");
            let explanation = predicate.explain(&json!({"a": 1, "items": [1]}));
            let shown = explanation.render(&text).lines().count();
            (shown, depth(&explanation))
        };
        let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(work);
        let (lines, depth) = thread.expect("a thread").join().expect("no overflow");
        assert!(lines > 20 && depth > 20, "{before}");
    }
}

fn depth(part: &Explanation) -> usize {
    1 + part.children().iter().map(depth).max().unwrap_or(0)
}
