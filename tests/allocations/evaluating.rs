//! Asking a record costs no allocation.

use std::hint::black_box;

use odata_query::Filter;
use odata_query::eval::Compile;
use odata_query::schema::Schema;
use serde_json::json;
use stats_alloc::Region;

use crate::{COUNTED, alone};

/// A filter, and the most allocations that it makes for the record below.
const FILTERS: &[(&str, usize)] = &[
    ("jobId eq 'aws.1' and provisioningStatusInfo/status eq 'failure'", 0),
    ("provisioningAction ne 'create' or durationInMilliseconds gt 3000", 0),
    ("activityDateTime gt 2024-05-01T00:00:00.123456789012Z and activityDateTime lt 2024-06-01", 0),
    ("contains(targetSystem/displayName,'Contoso') or startswith(jobId,'aws')", 0),
    ("endswith(jobId,'1') and indexof(jobId,'.') eq 3 and length(jobId) eq 5", 0),
    ("jobId in ('a','b','aws.1','c') and durationInMilliseconds in (1,2,3)", 0),
    ("provisioningSteps/any(s:s/status eq 'failure' and contains(s/name,'Export'))", 0),
    ("provisioningSteps/all(s:s/status ne 'skipped')", 0),
    ("provisioningSteps/$count gt 2", 0),
    ("durationInMilliseconds divby 3 mul 2.5 add 1 gt 100", 0),
    ("hour(activityDateTime) ge 8 and date(activityDateTime) eq 2024-05-02", 0),
    ("activityDateTime add duration'P1D' gt 2024-05-03T00:00:00Z", 0),
    ("substring(jobId,0,3) eq 'aws' and trim(jobId) eq 'aws.1'", 0),
    ("sourceIdentity/details/guid eq 01234567-89ab-cdef-0123-456789abcdef", 0),
    ("sourceIdentity/details/number gt 4.5 and sourceIdentity/details/took gt duration'PT1H'", 0),
    ("matchesPattern(targetSystem/displayName,'^Con.*o$')", 0),
    ("not (tenantId ne null) and sourceIdentity/details/missing/x eq null", 0),
    // A text that is in the case that is wanted is lent as it is; any other is made anew.
    ("contains(tolower(jobId),'aws')", 0),
    ("contains(tolower(targetSystem/displayName),'contoso')", 1),
    ("startswith(toupper(cycleId),'ID-')", 0),
    ("startswith(toupper(jobId),'AWS')", 1),
    ("concat(jobId,'') eq 'aws.1'", 0),
    ("concat(jobId,'x') eq 'aws.1x'", 2),
];

#[test]
fn a_record_costs_no_allocation() {
    let _alone = alone();
    let record = json!({
        "jobId": "aws.1", "cycleId": "ID-1", "tenantId": null, "durationInMilliseconds": 5120,
        "activityDateTime": "2024-05-02T10:11:12.1234567Z", "provisioningAction": "create",
        "provisioningStatusInfo": {"status": "failure"},
        "targetSystem": {"displayName": "Contoso"},
        "sourceIdentity": {"details": {
            "guid": "01234567-89AB-cdef-0123-456789abcdef", "number": "5.25", "took": "PT2H",
        }},
        "provisioningSteps": [
            {"name": "EntryImport", "status": "success"},
            {"name": "EntryExport", "status": 1},
        ],
    });
    for (text, expected) in FILTERS {
        let filter: Filter = text.parse().expect(text);
        let options = Compile::with_schema(Schema::provisioning_any());
        let predicate = filter.compile(&options).expect(text);
        // Once for what is made at the first use, such as the automaton of a pattern; then the
        // fewest of some rounds, since the harness may allocate at any time.
        let mut fewest = usize::MAX;
        for _ in 0..4 {
            let region = Region::new(COUNTED);
            let answer = black_box(predicate.evaluate(black_box(&record)));
            let change = region.change();
            assert!(answer.is_ok(), "{text}: {answer:?}");
            fewest = fewest.min(change.allocations + change.reallocations);
        }
        assert_eq!(fewest, *expected, "{text}");
    }
}
