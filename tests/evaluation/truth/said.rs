//! What is said of a filter that has no answer: before the first record, or of one.

use odata_query::Filter;
use odata_query::eval::Compile;
use odata_query::schema::Schema;

use super::record;

/// What is said of a filter that does not compile, and what to do about it.
fn refusal(text: &str, options: &Compile<'_>) -> (String, String) {
    let filter: Filter = text.parse().expect(text);
    let said = filter.compile(options).expect_err(text).into_diagnostic();
    (said.message().to_owned(), said.help().unwrap_or_default().to_owned())
}

#[test]
fn a_record_that_fails_is_said_to_have_what_it_has() {
    let record = record();
    for (text, said, part) in [
        // Operators.
        ("five gt 'x'", "a number cannot be compared with a string", "five gt 'x'"),
        ("t eq 5", "a Boolean cannot be compared with a number", "t eq 5"),
        ("o eq 'a'", "an object cannot be compared with a string", "o eq 'a'"),
        ("numbers eq 1", "a collection cannot be compared with a number", "numbers eq 1"),
        ("s", "expected a Boolean, the record has a string", "s"),
        ("five div (five sub 5) eq 1", "division by zero", "five div (five sub 5)"),
        ("five div 0.0 eq 1", "division by zero", "five div 0.0"),
        ("five mod 0.0 eq 1", "division by zero", "five mod 0.0"),
        ("length div 0.0 eq null", "division by zero", "length div 0.0"),
        ("length div 0 eq null", "division by zero", "length div 0"),
        ("huge add 1 eq 1", "the result is out of range", "huge add 1"),
        ("length mul 1e30 eq null", "the result is out of range", "length mul 1e30"),
        ("length add t eq 1", "expected a number, the record has a duration", "length add t"),
        ("t mul length eq 1", "expected a number, the record has a Boolean", "t mul length"),
        ("t add 1 eq 2", "expected a number, the record has a Boolean", "t add 1"),
        (
            "when add when eq null",
            "expected a duration, the record has a DateTimeOffset",
            "when add when",
        ),
        // Functions.
        ("contains(five,'5')", "expected a string, the record has a number", "contains(five,'5')"),
        ("contains('5',five)", "expected a string, the record has a number", "contains('5',five)"),
        (
            "contains(numbers,numbers)",
            "expected a string, the record has a collection",
            "contains(numbers,numbers)",
        ),
        (
            "contains(t,numbers)",
            "expected a string, the record has a collection",
            "contains(t,numbers)",
        ),
        ("year(five) eq 1", "expected a date, the record has a number", "year(five)"),
        ("round(t) eq 1", "expected a number, the record has a Boolean", "round(t)"),
        ("substring(s,0,five sub 6) eq ''", "a length below zero", "substring(s,0,five sub 6)"),
        (
            "matchesPattern(s,five)",
            "expected a string, the record has a number",
            "matchesPattern(s,five)",
        ),
        // Paths.
        (
            "items/id eq 'a'",
            "the path leads into a collection; `any`, `all` and `$count` look into one",
            "id",
        ),
        ("s/x eq null", "the path leads into a string, which has no members", "x"),
        ("t/x eq null", "the path leads into a Boolean, which has no members", "x"),
        ("s/any()", "expected a collection, the record has a string", "s"),
    ] {
        let filter: Filter = text.parse().expect(text);
        let predicate = filter.compile(&Compile::default()).expect(text);
        let error = predicate.evaluate(&record).expect_err(text);
        assert_eq!(error.to_string(), said, "{text}");
        assert_eq!(error.span().slice(text), Some(part), "{text}");
    }
}

#[test]
fn types_that_do_not_meet_are_named() {
    let any = Compile { now: "2024-05-01T12:00:00Z".parse().ok(), ..Compile::default() };
    let typed = Compile::with_schema(Schema::provisioning_any());
    for (text, options, said) in [
        ("'a' eq 1", &any, "`'a'` is a string, but this is a number"),
        ("true gt 2024-05-01", &any, "`true` is true or false, but this is a date"),
        ("11:22 ne duration'P1D'", &any, "`11:22:00` is a time of day, but this is a duration"),
        (
            "01234567-89ab-cdef-0123-456789abcdef lt binary'AQID'",
            &any,
            "`01234567-89ab-cdef-0123-456789abcdef` is a guid, but this is binary data",
        ),
        ("now() eq 5", &any, "`now()` is a date and time, but this is a number"),
        ("'3' eq length(s)", &any, "`length(s)` is a number, but this is a string"),
        ("number add 1 eq '6'", &any, "`number add 1` is a number, but this is a string"),
        ("1 sub number eq '6'", &any, "`1 sub number` is a number, but this is a string"),
        (
            "number sub 2024-04-30 eq 5",
            &any,
            "`number sub 2024-04-30` is a duration, but this is a number",
        ),
        ("2024-05-01 add 1 eq null", &any, "`add` does not go with a date and a number"),
        ("not 'a'", &any, "a condition is true or false, but this is a string"),
        ("5 in 'a'", &any, "`in` needs a list, but this is a string"),
        ("contains(5,'a')", &any, "`contains` takes a string, but `5` is a number"),
        (
            "provisioningAction eq 5",
            &typed,
            "this is a number, but a member of `provisioningAction` is needed",
        ),
        (
            "servicePrincipal eq 'a'",
            &typed,
            "an object with properties cannot be compared with a string",
        ),
        ("provisioningSteps eq 'a'", &typed, "a collection cannot be compared with a string"),
        (
            "indexof(provisioningSteps,'a') eq 1",
            &typed,
            "`indexof` takes a collection, but `'a'` is a string",
        ),
        (
            "indexof('a',provisioningSteps) eq 1",
            &typed,
            "`indexof` takes a string, but `provisioningSteps` is a collection",
        ),
        (
            "hassubset(jobId,['a'])",
            &typed,
            "`hassubset` takes a collection, but `jobId` is a string",
        ),
        (
            "provisioningSteps/name eq 'a'",
            &typed,
            "`provisioningSteps` is a collection, which no path leads into",
        ),
        ("jobId/x eq 'a'", &typed, "`x` is not a property: what stands before it is a string"),
        ("jobId/any()", &typed, "`any` needs a collection, but `jobId` is none"),
        ("jobId/all(x:true)", &typed, "`all` needs a collection, but `jobId` is none"),
        ("jobId/$count eq 1", &typed, "only collections have a count or a filter"),
        (
            "servicePrincipal/microsoft.graph.initiator/id eq '1'",
            &typed,
            "a value as another type is not evaluated",
        ),
    ] {
        assert_eq!(refusal(text, options).0, said, "{text}");
    }
}

#[test]
fn what_is_not_evaluated_is_said_with_what_to_write() {
    for (text, said, help) in [
        ("substringof('a',s)", "`substringof` is not evaluated", "OData 4 has `contains(s,'a')`"),
        (
            "@p/x eq 1",
            "a path after the alias `@p` is not evaluated",
            "only the record itself can be asked; rewrite the filter without it",
        ),
        (
            "$root/a eq 1",
            "`$root` is not evaluated",
            "only the record itself can be asked; rewrite the filter without it",
        ),
        (
            "@p eq 1",
            "the parameter alias `@p` has no value",
            "write the value itself in the place of `@p`",
        ),
    ] {
        assert_eq!(refusal(text, &Compile::default()), (said.into(), help.into()), "{text}");
    }
}
