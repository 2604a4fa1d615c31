//! A part whose types cannot work is a fault of the filter where the model of the records is
//! known, and of the record where it is not.

use odata_query::Filter;
use odata_query::eval::Compile;
use odata_query::schema::Schema;
use serde_json::{Value, json};

use super::Says::{self, Fails, False, Null, Refused, True};

fn event() -> Value {
    json!({
        "jobId": "job", "tenantId": null, "durationInMilliseconds": 5,
        "activityDateTime": "2024-05-01T02:00:00+02:00", "provisioningAction": "create",
        "provisioningStatusInfo": {"status": "failure"},
        "servicePrincipal": {"id": "1", "displayName": "Contoso"},
        "sourceIdentity": {"details": {"count": 3, "when": "2024-05-01"}},
        "provisioningSteps": [{"name": "import", "status": "success"}],
    })
}

fn ask(text: &str, options: &Compile<'_>) -> Says {
    let filter: Filter = text.parse().expect(text);
    match filter.compile(options).map(|predicate| predicate.evaluate(&event())) {
        Err(_) => Refused,
        Ok(Ok(Some(true))) => True,
        Ok(Ok(Some(false))) => False,
        Ok(Ok(None)) => Null,
        Ok(Err(_)) => Fails,
    }
}

/// filter, what is said with the model, what is said without
fn check(table: &[(&str, Says, Says)]) {
    let typed = Compile::with_schema(Schema::provisioning_any());
    for (text, with, without) in table {
        assert_eq!(
            (ask(text, &typed), ask(text, &Compile::default())),
            (*with, *without),
            "{text}"
        );
    }
}

#[test]
fn what_cannot_work_is_found_before_the_first_record() {
    check(&[
        // Comparisons.
        ("durationInMilliseconds eq 'x'", Refused, Fails),
        ("durationInMilliseconds in ('x')", Refused, Fails),
        ("durationInMilliseconds eq true", Refused, Fails),
        ("jobId eq true", Refused, Fails),
        ("durationInMilliseconds gt activityDateTime", Refused, Fails),
        ("provisioningSteps eq 'a'", Refused, Fails),
        ("servicePrincipal eq 'a'", Refused, Fails),
        ("servicePrincipal eq servicePrincipal", Refused, Fails),
        ("$it eq 'a'", Refused, Fails),
        ("durationInMilliseconds has 'x'", Refused, Fails),
        // Conditions.
        ("jobId", Refused, Fails),
        ("jobId and true", Refused, Fails),
        ("false or durationInMilliseconds", Refused, Fails),
        ("not durationInMilliseconds", Refused, Fails),
        ("case(jobId:true)", Refused, Fails),
        ("provisioningSteps", Refused, Fails),
        ("provisioningSteps/any(s:s/name)", Refused, Fails),
        ("provisioningSteps/any(s:s eq 'a')", Refused, Fails),
        // Paths.
        ("provisioningSteps/name eq 'a'", Refused, Fails),
        ("jobId/x eq 'a'", Refused, Fails),
        ("jobId/any()", Refused, Fails),
        ("jobId/$count eq 1", Refused, Fails),
        ("servicePrincipal/all(x:true)", Refused, Fails),
        // Collections.
        ("'a' in durationInMilliseconds", Refused, Fails),
        ("'a' in provisioningSteps", Refused, Fails),
        ("durationInMilliseconds in provisioningSteps", Refused, Fails),
        ("durationInMilliseconds in [jobId,'x']", Refused, Fails),
        ("startswith(jobId,[1])", Refused, Fails),
        ("hassubset(jobId,['a'])", Refused, Fails),
        ("hassubset(provisioningSteps,['a'])", Refused, Fails),
        // Functions.
        ("contains(durationInMilliseconds,'5')", Refused, Fails),
        ("contains(jobId,durationInMilliseconds)", Refused, Fails),
        ("contains(provisioningSteps,'5')", Refused, Fails),
        ("tolower(durationInMilliseconds) eq 'a'", Refused, Fails),
        ("length(durationInMilliseconds) eq 1", Refused, Fails),
        ("indexof(durationInMilliseconds,'a') eq 1", Refused, Fails),
        ("concat(durationInMilliseconds,'a') eq 'a'", Refused, Fails),
        ("substring(durationInMilliseconds,1) eq 'a'", Refused, Fails),
        ("matchesPattern(durationInMilliseconds,'a')", Refused, Fails),
        ("matchesPattern(jobId,durationInMilliseconds)", Refused, Fails),
        ("year(durationInMilliseconds) eq 1", Refused, Fails),
        ("hour(durationInMilliseconds) eq 1", Refused, Fails),
        ("date(durationInMilliseconds) eq 2024-05-01", Refused, Fails),
        ("totalseconds(durationInMilliseconds) eq 1", Refused, Fails),
        ("round(servicePrincipal) eq 1", Refused, Fails),
        // Arithmetic.
        ("activityDateTime add activityDateTime eq null", Refused, Fails),
        ("durationInMilliseconds add duration'P1D' eq null", Refused, Fails),
        ("provisioningSteps add 1 eq null", Refused, Fails),
        ("servicePrincipal mul 2 eq null", Refused, Fails),
        ("-servicePrincipal eq null", Refused, Fails),
    ]);
}

#[test]
fn a_string_that_is_of_no_type_is_null_where_the_model_is_unknown() {
    check(&[
        // A record's string may have been a number, so that it is none is no error.
        ("jobId eq 5", Refused, False),
        ("jobId add 1 eq null", Refused, True),
        ("round(jobId) eq null", Refused, True),
        ("year(jobId) eq null", Refused, True),
        ("activityDateTime add 1 eq null", Refused, True),
        ("jobId eq 2024-05-01", Refused, False),
        // The order of the members is not known without the model.
        ("provisioningAction gt 'a'", Refused, True),
    ]);
}

#[test]
fn what_works_has_the_same_answer_with_and_without_the_model() {
    check(&[
        ("durationInMilliseconds gt 4 and jobId eq 'job'", True, True),
        ("activityDateTime eq 2024-05-01", True, True),
        ("hour(activityDateTime) eq 2", True, True),
        ("activityDateTime sub duration'PT1S' lt 2024-05-01", True, True),
        ("provisioningAction eq 'create'", True, True),
        ("contains(provisioningAction,'rea')", True, True),
        ("provisioningStatusInfo/status in ('failure','skipped')", True, True),
        ("provisioningStatusInfo/status has 'failure'", True, True),
        ("provisioningSteps/any(s:s/status eq 'success' and s/name ne null)", True, True),
        ("provisioningSteps/$count eq durationInMilliseconds sub 4", True, True),
        ("tenantId eq null", True, True),
        ("contains(tenantId,'a')", Null, Null),
        ("sourceIdentity/details/count mul 2 eq 6", True, True),
        ("sourceIdentity/details/when eq 2024-05-01", True, True),
        ("sourceIdentity/details/count eq 'x'", Fails, Fails),
        ("matchesPattern(servicePrincipal/displayName,'^Con')", True, True),
        ("durationInMilliseconds div (durationInMilliseconds sub 5) eq 1", Fails, Fails),
    ]);
}

#[test]
fn types_of_the_model_can_be_tested_and_cast_to() {
    check(&[
        ("cast(jobId,microsoft.graph.provisioningResult) eq null", True, Refused),
        (
            "cast('failure',microsoft.graph.provisioningResult) eq provisioningStatusInfo/status",
            True,
            Refused,
        ),
        ("cast('Failure',microsoft.graph.provisioningResult) eq null", True, Refused),
        ("cast(1,microsoft.graph.provisioningResult) eq 'failure'", True, Refused),
        ("cast(99,microsoft.graph.provisioningResult) eq null", True, Refused),
        ("cast(1.5,microsoft.graph.provisioningResult) eq null", True, Refused),
        ("cast(tenantId,microsoft.graph.provisioningResult) eq null", True, Refused),
        ("isof(provisioningStatusInfo/status,microsoft.graph.provisioningResult)", True, Refused),
        ("isof(provisioningAction,microsoft.graph.provisioningResult)", False, Refused),
        ("isof(durationInMilliseconds,microsoft.graph.provisioningResult)", False, Refused),
        ("isof(tenantId,microsoft.graph.provisioningResult)", False, Refused),
        ("isof(microsoft.graph.provisioningObjectSummary)", True, Refused),
        ("isof(servicePrincipal,microsoft.graph.provisioningServicePrincipal)", True, Refused),
        ("isof(servicePrincipal,microsoft.graph.identity)", True, Refused),
        ("isof(targetSystem,microsoft.graph.identity)", False, Refused),
        // What is declared as something else is known to the service alone.
        ("isof(servicePrincipal,microsoft.graph.initiator)", Refused, Refused),
        ("cast(servicePrincipal,microsoft.graph.identity) eq null", Refused, Refused),
        ("servicePrincipal/microsoft.graph.identity/id eq '1'", True, Refused),
        ("microsoft.graph.provisioningObjectSummary/jobId eq 'job'", True, Refused),
        ("isof(jobId,Ns.Nothing)", Refused, Refused),
        ("isof(jobId,Edm.Nothing)", Refused, Refused),
    ]);
}

#[test]
fn an_unknown_member_is_a_warning() {
    let typed = Compile::with_schema(Schema::provisioning_any());
    for (text, says, warned) in [
        ("provisioningStatusInfo/status eq 'Failure'", False, "Failure"),
        ("provisioningStatusInfo/status in ('failure','broken')", True, "broken"),
        ("provisioningStatusInfo/status has 'failure,broken'", False, "broken"),
        (
            "microsoft.graph.provisioningResult'broken' eq provisioningStatusInfo/status",
            False,
            "broken",
        ),
    ] {
        assert_eq!(ask(text, &typed), says, "{text}");
        let filter: Filter = text.parse().expect(text);
        let predicate = filter.compile(&typed).expect(text);
        let [warning] = predicate.warnings() else { panic!("{text}: {:?}", predicate.warnings()) };
        assert!(warning.message().contains(warned), "{text}: {}", warning.message());
    }
}

#[test]
fn every_primitive_type_of_a_model_is_known() {
    let more = r#"{ "name": "photo", "type": "Edm.Binary" },
        { "name": "map", "type": "Edm.Stream" }, { "name": "owner","#;
    let text =
        include_str!("../../data/rooms-endpoint.json").replace(r#"{ "name": "owner","#, more);
    let endpoint = odata_query::endpoint::Endpoint::from_json(&text).expect("an endpoint");
    let room = json!({
        "id": "01234567-89ab-cdef-0123-456789abcdef", "bookable": true, "opened": "2024-05-01",
        "opens": "11:22:33", "slot": "PT1H", "seats": 5, "height": 2.5, "colour": "red",
        "lastUsed": "2024-05-01T00:00:00Z", "tags": ["a"], "owner": {"mail": "m"}, "photo": "AQID", "map": "north",
    });
    let ask = |text: &str| {
        let filter: Filter = text.parse().expect(text);
        filter
            .compile(&Compile::with_schema(&endpoint.schema))
            .ok()
            .map(|predicate| predicate.evaluate(&room).expect(text))
    };
    for (text, says) in [
        ("id eq 01234567-89AB-CDEF-0123-456789abcdef", Some(Some(true))),
        ("id eq 5", None),
        ("bookable", Some(Some(true))),
        ("bookable eq 5", None),
        ("opened lt 2024-05-02", Some(Some(true))),
        ("opened eq true", None),
        ("opens lt 11:22:34", Some(Some(true))),
        ("opens eq true", None),
        ("slot eq duration'PT60M'", Some(Some(true))),
        ("slot eq true", None),
        ("lastUsed lt 2024-05-01T00:00:01Z", Some(Some(true))),
        ("lastUsed eq true", None),
        ("seats eq 5", Some(Some(true))),
        ("seats eq true", None),
        ("colour eq 'red'", Some(Some(true))),
        ("tags/any(t:t eq 'a')", Some(Some(true))),
        ("tags/any(t:t eq 5)", None),
        ("owner/mail eq 'm'", Some(Some(true))),
        ("photo eq binary'AQID'", Some(Some(true))),
        ("photo gt binary'AQI='", Some(Some(true))),
        ("photo eq 5", None),
        // What is no primitive value of the language is what the record has.
        ("map eq 'north'", Some(Some(true))),
    ] {
        assert_eq!(ask(text), says, "{text}");
    }
}

#[test]
fn a_part_that_is_null_for_every_record_keeps_its_type() {
    // No text is read as a date and time, whether the filter has it or the record.
    let record = json!({"s": "\u{e9}", "dt": "x", "d": "2024-05-01T00:00:00Z"});
    let says = |text: &str| {
        let filter: Filter = text.parse().expect(text);
        filter.compile(&Compile::default()).expect(text).evaluate(&record)
    };
    for other in ["dt", "d", "none"] {
        for op in ["eq", "ne", "gt", "ge", "lt", "le"] {
            let constant = format!("cast('\u{e9}',Edm.DateTimeOffset) {op} {other}");
            let read = format!("cast(s,Edm.DateTimeOffset) {op} {other}");
            assert_eq!(says(&constant), says(&read), "{constant}");
        }
    }
    assert_eq!(says("cast('\u{e9}',Edm.DateTimeOffset) ge dt"), Ok(Some(true)));
    assert_eq!(says("cast('x',Edm.Int32) eq dt"), says("cast(s,Edm.Int32) eq dt"));
}
