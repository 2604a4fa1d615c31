//! What was found out once is not found out again.

use odata_query::Filter;
use odata_query::endpoint::{Endpoint, Tier};
use odata_query::schema::ApiVersion;
use odata_query::validate::Validator;
use stats_alloc::Region;

use crate::{COUNTED, alone};

/// A name that is written wrong stands where it is used, and what mends it is tried on the way.
#[test]
fn what_a_name_was_meant_to_be_is_found_once() {
    let _alone = alone();
    let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    let validator = Validator::new(&endpoint, Tier::Documented);
    let cost = |text: &str| {
        let filter: Filter = text.parse().unwrap();
        // The fewest of some rounds, since the harness may allocate at any time.
        let rounds = (0..8).map(|_| {
            let region = Region::new(COUNTED);
            assert_eq!(validator.validate_filter(&filter).len(), 2, "{text}");
            let change = region.change();
            change.allocations + change.reallocations
        });
        rounds.min().unwrap()
    };
    // Both are meant to be `jobId`.
    let (twice, two) = (cost("jbId eq 'a' and jbId eq 'b'"), cost("jbId eq 'a' and jobI eq 'b'"));
    assert!(twice < two, "{twice} for one name twice, {two} for two");
}
