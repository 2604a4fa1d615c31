//! What a record is asked: each part of a filter looks a member up once, and operands of one `and`
//! or `or` that test the same path do it together. The steps that are counted are calls of a [`Node`]; what a type of
//! records answers slowly is asked no more often than this.

#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use std::cell::Cell;

use odata_query::Filter;
use odata_query::eval::{Compile, FastNode, Node, Plain, View};
use odata_query::schema::Schema;
use serde_json::{Value, json};

/// How often a record was asked for a member, and for its value as a whole.
#[derive(Debug, Default)]
struct Counts {
    members: Cell<usize>,
    views: Cell<usize>,
}

/// A value that counts.
#[derive(Clone, Copy)]
struct Counted<'a>(&'a Value, &'a Counts);

impl<'a> Node<'a> for Counted<'a> {
    fn view(self) -> View<'a> {
        self.1.views.set(self.1.views.get() + 1);
        self.0.view()
    }

    fn member(self, name: &str) -> Option<Self> {
        self.1.members.set(self.1.members.get() + 1);
        self.0.member(name).map(|value| Self(value, self.1))
    }

    fn items(self) -> impl Iterator<Item = Self> {
        self.0.items().map(move |value| Self(value, self.1))
    }

    fn fast(self) -> impl FastNode<'a> {
        self
    }
}

impl<'a> FastNode<'a> for Counted<'a> {
    fn plain(self) -> Plain<'a> {
        self.0.plain()
    }
}

fn record() -> Value {
    json!({
        "jobId": "aws.1", "tenantId": null, "durationInMilliseconds": 5,
        "activityDateTime": "2024-05-02T10:11:12.1234567Z", "provisioningAction": "create",
        "provisioningStatusInfo": {"status": "failure"},
        "targetSystem": {"displayName": "Contoso"},
        "sourceIdentity": {"details": {
            "guid": "01234567-89AB-cdef-0123-456789abcdef", "on": true, "half": 0.5,
            "count": 3, "code": "a", "large": 18_446_744_073_709_551_615_u64,
        }},
        "provisioningSteps": [
            {"name": "EntryImport", "status": "success"},
            {"name": "EntryExport", "status": "failure"},
        ],
    })
}

/// A filter, what it says, how many members it asks for, and how many whole values.
type Row<'t> = (&'t str, Option<bool>, usize, usize);

fn check(table: &[Row<'_>]) {
    let record = record();
    let asked: Vec<Row<'_>> = table
        .iter()
        .map(|(text, ..)| {
            let filter: Filter = text.parse().expect(text);
            let options = Compile::with_schema(Schema::provisioning_any());
            let predicate = filter.compile(&options).expect(text);
            let counts = Counts::default();
            let says = predicate.evaluate(Counted(&record, &counts)).expect(text);
            (*text, says, counts.members.get(), counts.views.get())
        })
        .collect();
    let wrong = table.iter().zip(&asked).filter(|(expected, found)| expected != found);
    let wrong: Vec<_> = wrong.map(|(expected, found)| format!("{expected:?}: {found:?}")).collect();
    assert!(wrong.is_empty(), "expected: found\n{}", wrong.join("\n"));
}

#[test]
fn a_condition_asks_for_each_member_of_its_path_once() {
    check(&[
        ("jobId eq 'aws.1'", Some(true), 1, 0),
        ("jobId ne 'aws.1'", Some(false), 1, 0),
        ("'aws.1' eq jobId", Some(true), 1, 0),
        ("jobId gt 'aws'", Some(true), 1, 0),
        ("'aws' ge jobId", Some(false), 1, 0),
        ("jobId in ('a','b','aws.1')", Some(true), 1, 0),
        ("contains(jobId,'ws')", Some(true), 1, 0),
        ("startswith(jobId,'ws')", Some(false), 1, 0),
        ("endswith(jobId,'.1')", Some(true), 1, 0),
        ("jobId eq null", Some(false), 1, 0),
        ("jobId ne null", Some(true), 1, 0),
        ("tenantId eq null", Some(true), 1, 0),
        ("tenantId eq 'a'", Some(false), 1, 0),
        ("contains(tenantId,'a')", None, 1, 0),
        ("not (jobId eq 'a')", Some(true), 1, 0),
        ("targetSystem/displayName eq 'Contoso'", Some(true), 2, 0),
        // A list is asked of its operand, not each of its values.
        ("case(true:sourceIdentity/details/code) in ('x','y','a',null)", Some(true), 3, 1),
        ("tolower(jobId) in ('x','y',null)", Some(false), 1, 1),
        // A whole number.
        ("durationInMilliseconds eq 5", Some(true), 1, 0),
        ("durationInMilliseconds ne 5", Some(false), 1, 0),
        ("durationInMilliseconds gt 4", Some(true), 1, 0),
        ("durationInMilliseconds ge 5", Some(true), 1, 0),
        ("durationInMilliseconds lt 5", Some(false), 1, 0),
        ("durationInMilliseconds le 5", Some(true), 1, 0),
        ("sourceIdentity/details/large gt 5", Some(true), 3, 1),
        ("sourceIdentity/details/count ne null", Some(true), 3, 0),
        // A time.
        ("activityDateTime gt 2024-05-02T00:00:00Z", Some(true), 1, 0),
        ("activityDateTime gt 2024-05-02", Some(true), 1, 0),
        ("2024-05-02 gt activityDateTime", Some(false), 1, 0),
        // A member of an enumeration.
        ("provisioningAction eq 'create'", Some(true), 1, 0),
        ("provisioningAction ne 'create'", Some(false), 1, 0),
        ("provisioningAction eq 'unheard'", Some(false), 1, 0),
        ("provisioningAction in ('create','delete')", Some(true), 1, 0),
        ("provisioningAction eq null", Some(false), 1, 0),
        // A guid, and a Boolean, which nothing but the whole value tells.
        ("sourceIdentity/details/guid eq 01234567-89ab-cdef-0123-456789abcdef", Some(true), 3, 0),
        ("sourceIdentity/details/guid ne 01234567-89ab-cdef-0123-456789abcdef", Some(false), 3, 0),
        ("sourceIdentity/details/on eq true", Some(true), 3, 1),
        ("sourceIdentity/details/on ne true", Some(false), 3, 1),
        ("sourceIdentity/details/on ne null", Some(true), 3, 1),
        // What is missing.
        ("sourceIdentity/details/none/x eq 'a'", Some(false), 3, 1),
    ]);
}

#[test]
fn conditions_on_one_path_ask_it_together() {
    check(&[
        ("jobId eq 'a' or jobId eq 'aws.1'", Some(true), 1, 0),
        ("jobId ne 'a' and jobId ne 'b'", Some(true), 1, 0),
        ("jobId eq 'a' or jobId eq 'b' or jobId eq 'aws.1'", Some(true), 1, 0),
        ("startswith(jobId,'aws') and endswith(jobId,'1')", Some(true), 1, 0),
        ("durationInMilliseconds gt 4 and durationInMilliseconds lt 6", Some(true), 1, 0),
        ("durationInMilliseconds lt 4 or durationInMilliseconds gt 6", Some(false), 1, 0),
        ("durationInMilliseconds ne 4 and durationInMilliseconds ne 6", Some(true), 1, 0),
        ("jobId ne 'a' and jobId ne null", Some(true), 1, 0),
        ("jobId ne null and jobId ne 'a' and contains(jobId,'.')", Some(true), 1, 0),
        (
            "activityDateTime ge 2024-05-02T00:00:00Z and activityDateTime lt 2024-05-03T00:00:00Z",
            Some(true),
            1,
            0,
        ),
        (
            "sourceIdentity/details/on ne null and sourceIdentity/details/on eq true",
            Some(true),
            3,
            1,
        ),
        // A part of a longer chain.
        ("tenantId eq null and jobId ne 'a' and jobId ne 'b'", Some(true), 2, 0),
        ("jobId ne 'a' and jobId ne 'b' and tenantId eq null", Some(true), 2, 0),
        ("tenantId ne null or jobId eq 'a' or jobId eq 'b'", Some(false), 2, 0),
        (
            "durationInMilliseconds gt 4 and durationInMilliseconds lt 6 and (jobId eq 'a' or jobId eq 'aws.1')",
            Some(true),
            2,
            0,
        ),
        // Also where others are between them.
        ("jobId ne 'a' and tenantId eq null and jobId ne 'b'", Some(true), 2, 0),
        ("jobId eq 'a' or length(jobId) eq 6 or jobId eq 'aws.1'", Some(true), 1, 0),
    ]);
}

#[test]
fn what_is_decided_asks_no_more() {
    check(&[
        ("jobId eq 'a' and tenantId eq null", Some(false), 1, 0),
        ("jobId eq 'aws.1' or tenantId eq null", Some(true), 1, 0),
        ("not (jobId eq 'a' and tenantId eq null)", Some(true), 1, 0),
        ("jobId eq 'a' and length(targetSystem/displayName) eq 7", Some(false), 1, 0),
        ("length(jobId) eq 5 and tenantId ne null", Some(false), 1, 0),
        ("length(jobId) eq 6 or tenantId eq null", Some(true), 1, 0),
        ("not (length(jobId) eq 5 and tenantId ne null)", Some(true), 1, 0),
        ("length(jobId) eq 5 and jobId ne 'b' and jobId eq 'a'", Some(false), 1, 0),
        ("jobId eq 'a' and jobId ne 'b' and length(jobId) eq 5", Some(false), 1, 0),
        ("jobId eq 'aws.1' or jobId eq 'b' or length(jobId) eq 5", Some(true), 1, 0),
        (
            "(jobId eq 'a' or tenantId ne null) and length(targetSystem/displayName) eq 7",
            Some(false),
            2,
            0,
        ),
    ]);
}

#[test]
fn what_is_undecided_is_asked_without_asking_the_rest_again() {
    check(&[
        ("jobId eq 'aws.1' and length(targetSystem/displayName) eq 7", Some(true), 3, 1),
        ("length(targetSystem/displayName) eq 7 and jobId eq 'aws.1'", Some(true), 3, 1),
        ("jobId eq 'a' or length(targetSystem/displayName) eq 7", Some(true), 3, 1),
        ("not (jobId eq 'a' or length(targetSystem/displayName) eq 8)", Some(true), 3, 1),
        (
            "jobId eq 'aws.1' and (tenantId eq 'a' or length(targetSystem/displayName) eq 7)",
            Some(true),
            4,
            1,
        ),
        // The number is no text, so the test of the fraction is left to the interpreter.
        ("jobId eq 'aws.1' and sourceIdentity/details/half gt 0.25", Some(true), 4, 1),
    ]);
}

#[test]
fn whether_a_record_matches_takes_no_more_than_that() {
    let record = record();
    for (text, is_match, members) in [
        // Evaluating goes on after a null, since a false would win over it.
        ("contains(tenantId,'a') and jobId eq 'aws.1'", false, 1),
        ("contains(tenantId,'a') or jobId eq 'aws.1'", true, 2),
        ("not (contains(tenantId,'a') or jobId eq 'a')", false, 1),
        ("not (contains(tenantId,'a') and jobId eq 'a')", true, 2),
        ("provisioningSteps/all(s:contains(s/none,'x')) and jobId eq 'a'", false, 1),
        ("provisioningSteps/all(s:contains(s/none,'x'))", false, 2),
        ("provisioningSteps/any(s:contains(s/none,'x') and s/name ne 'x')", false, 3),
    ] {
        let filter: Filter = text.parse().expect(text);
        let predicate = filter.compile(&Compile::default()).expect(text);
        let counts = Counts::default();
        assert_eq!(predicate.matches(Counted(&record, &counts)), is_match, "{text}");
        assert_eq!(counts.members.get(), members, "{text}");
        let evaluated = predicate.evaluate(Counted(&record, &counts));
        assert_eq!(evaluated == Ok(Some(true)), is_match, "{text}: {evaluated:?}");
    }
}

#[test]
fn explaining_asks_each_part_once_however_high_the_filter_is() {
    let record = record();
    let mut asked = Vec::new();
    for height in [1, 10, 20] {
        let mut text = "jobId eq 'aws.1'".to_owned();
        for level in 1..height {
            let op = if level % 2 == 0 { "and" } else { "or" };
            text = format!("length(jobId) eq {level} {op} not ({text})");
        }
        let filter: Filter = text.parse().expect("a filter");
        let predicate = filter.compile(&Compile::default()).expect("it compiles");
        let counts = Counts::default();
        let explanation = predicate.explain(Counted(&record, &counts));
        assert_eq!(explanation.truth(), predicate.evaluate(&record), "{text}");
        asked.push(counts.members.get());
    }
    // For the value, and for what cannot be read.
    assert_eq!(asked, [2, 20, 40]);
}

#[test]
fn the_members_of_a_collection_are_asked_alike() {
    check(&[
        ("provisioningSteps/any(s:s/name eq 'EntryExport')", Some(true), 3, 1),
        ("provisioningSteps/any(s:s/name eq 'x' or s/name eq 'y')", Some(false), 3, 1),
        ("provisioningSteps/all(s:s/status ne 'skipped' and s/name ne null)", Some(true), 5, 1),
        (
            "provisioningSteps/any(s:s/status eq 'failure' and s/name ne 'x' and s/name ne 'y')",
            Some(true),
            4,
            1,
        ),
        ("provisioningSteps/any(s:s/name eq 'x' or not (s/status eq 'success'))", Some(true), 5, 1),
    ]);
}

/// Two types of records that know the same two ways by other numbers.
macro_rules! with_paths {
    ($name:ident, $first:expr, $second:expr) => {
        #[derive(Clone, Copy)]
        struct $name<'a>(&'a Value, &'a Counts);

        impl<'a> Node<'a> for $name<'a> {
            fn view(self) -> View<'a> {
                self.0.view()
            }

            fn member(self, name: &str) -> Option<Self> {
                self.1.members.set(self.1.members.get() + 1);
                self.0.member(name).map(|value| Self(value, self.1))
            }

            fn fast(self) -> impl FastNode<'a> {
                self
            }
        }

        impl<'a> FastNode<'a> for $name<'a> {
            const PATHS: &'static [&'static [&'static str]] = &[&$first, &$second];

            fn at(self, path: usize) -> Option<Self> {
                let mut names = Self::PATHS.get(path)?.iter();
                let value = names.try_fold(self.0, |value, name| value.get(name));
                value.map(|value| Self(value, self.1))
            }
        }
    };
}

with_paths!(ByStatus, ["status", "code"], ["owner", "name"]);
with_paths!(ByOwner, ["owner", "name"], ["status", "code"]);

#[test]
fn a_path_that_a_type_of_records_lists_is_asked_by_its_number() {
    let record = json!({"status": {"code": 404}, "owner": {"name": "Ann", "age": 5}});
    for (text, says, members) in [
        ("status/code ge 400", true, 0),
        ("owner/name eq 'Ann'", true, 0),
        ("owner/name eq 'Ann' and status/code lt 400", false, 0),
        // It lists no such path.
        ("owner/age eq 5", true, 2),
    ] {
        let filter: Filter = text.parse().expect(text);
        let predicate = filter.compile(&Compile::default()).expect(text);
        // One predicate may be asked of both in turn.
        for _ in 0..2 {
            let [by_status, by_owner] = [Counts::default(), Counts::default()];
            assert_eq!(predicate.matches(ByStatus(&record, &by_status)), says, "{text}");
            assert_eq!(predicate.matches(ByOwner(&record, &by_owner)), says, "{text}");
            let asked = [by_status, by_owner].map(|counts| counts.members.get());
            assert_eq!(asked, [members, members], "{text}");
        }
    }
}

/// A whole number of a record that can hold more than JSON's.
#[derive(Clone, Copy)]
struct Whole(i128);

impl<'a> Node<'a> for Whole {
    fn view(self) -> View<'a> {
        View::Integer(self.0)
    }

    fn member(self, _name: &str) -> Option<Self> {
        Some(self)
    }
}

#[test]
fn a_whole_number_beyond_what_the_language_has_counts_as_a_double() {
    let least = i128::from(i64::MIN);
    let most = i128::from(u64::MAX);
    for (number, text, says) in [
        (least, "n eq -9223372036854775808", true),
        // The double next to it is this one.
        (least - 1, "n eq -9223372036854775808", true),
        (least - 1, "n lt -9223372036854775808", false),
        (least - 1, "n div 0 eq -INF", true),
        (most, "n eq 18446744073709551615", true),
        (most, "n eq 18446744073709551616", false),
        (most + 1, "n eq 18446744073709551616", true),
        (most + 2, "n eq 18446744073709551616", true),
        (most + 1, "n gt 9223372036854775807", true),
    ] {
        let filter: Filter = text.parse().expect(text);
        let predicate = filter.compile(&Compile::default()).expect(text);
        assert_eq!(predicate.evaluate(Whole(number)).ok(), Some(Some(says)), "{text} of {number}");
    }
}

/// A value with a view and nothing more.
#[derive(Clone, Copy)]
struct Bare<'a>(&'a Value);

impl<'a> Node<'a> for Bare<'a> {
    fn view(self) -> View<'a> {
        self.0.view()
    }

    fn member(self, name: &str) -> Option<Self> {
        self.0.member(name).map(Self)
    }
}

#[test]
fn a_view_tells_what_most_conditions_need() {
    for (value, plain) in [
        (json!(null), Plain::Null),
        (json!("a"), Plain::Text("a")),
        (json!(5), Plain::Integer(5)),
        (json!(i64::MIN), Plain::Integer(i64::MIN)),
        (json!(u64::MAX), Plain::Other),
        (json!(0.5), Plain::Other),
        (json!(true), Plain::Other),
        (json!([]), Plain::Other),
        (json!({}), Plain::Other),
    ] {
        assert_eq!(Bare(&value).fast().plain(), plain, "{value}");
        assert_eq!((&value).plain(), plain, "{value}");
        assert!(Bare(&value).fast().at(0).is_none() && Bare(&value).items().next().is_none());
    }
}
