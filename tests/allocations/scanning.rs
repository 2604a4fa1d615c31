//! A record of a log that is scanned costs no allocation, however it is spaced.

use std::ops::ControlFlow;

use odata_query::Filter;
use odata_query::eval::Compile;
use odata_query::scan::{ScanOptions, scan};
use odata_query::schema::Schema;
use stats_alloc::Region;

use crate::{COUNTED, alone};

/// A record as programs write one: without blanks, with some, and with other ones.
const LINES: [&str; 3] = [
    r#"{"id":"a","durationInMilliseconds":5,"provisioningStatusInfo":{"status":"success"}}"#,
    r#"{"id": "a", "durationInMilliseconds": 5, "provisioningStatusInfo": {"status": "success"}}"#,
    "{ \"id\" :\t\"a\" , \"durationInMilliseconds\" : 5, \"provisioningStatusInfo\" : { \"status\" : \"success\" } }\r",
];

#[test]
fn a_record_of_a_log_costs_no_allocation() {
    let _alone = alone();
    let filter: Filter =
        "id eq 'b' and provisioningStatusInfo/status eq 'failure'".parse().unwrap();
    let predicate = filter.compile(&Compile::with_schema(Schema::provisioning_any())).unwrap();
    for line in LINES {
        let [few, many] = [1, 2_000].map(|lines| {
            let log = format!("{line}\n").repeat(lines);
            let region = Region::new(COUNTED);
            let mut found = 0;
            scan(log.as_bytes(), &predicate, &ScanOptions::default(), |batch| {
                found += batch.into_iter().count();
                ControlFlow::Continue(())
            });
            assert_eq!(found, 0);
            region.change().allocations
        });
        // The room for what is read grows a few times.
        assert!(many < few + 10, "{line}: {few} for one, {many} for all");
    }
}
