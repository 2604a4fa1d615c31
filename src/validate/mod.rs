//! A query against an endpoint: every error and warning, in one pass.
//!
//! Wrong names, members and types are always reported. Of nested parts that the endpoint does not
//! accept, only the outermost is reported.

mod call;
mod canonical;
mod check;
mod compare;
mod comparison_help;
mod corrected;
mod fix;
mod fix_chain;
mod grants;
mod name;
mod operand;
mod option;
mod path;
mod period;
mod reject;
mod report;
mod residual;
mod spacing;
mod spelling_cache;
mod truth;
mod wording;

use self::check::{Checker, Purpose};
pub use self::fix::Fixed;
pub use self::report::Report;
use self::spelling_cache::SpellingCache;
use crate::ast::{Alias, Filter, OrderBy, Query};
use crate::diagnostic::Diagnostic;
use crate::endpoint::{Endpoint, Tier};

/// Checks queries against an endpoint before they are sent.
///
/// ```
/// use odata_query::endpoint::{Endpoint, Tier};
/// use odata_query::schema::ApiVersion;
/// use odata_query::validate::Validator;
/// use odata_query::{Code, Filter};
///
/// let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
/// let filter: Filter = "activityDateTime ge 2024-05-01T00:00:00Z".parse().unwrap();
///
/// let found = Validator::new(&endpoint, Tier::Documented).validate_filter(&filter);
/// assert_eq!(found[0].code(), Code::UnsupportedOperator);
/// assert!(found[0].help().unwrap().contains(
///     "(activityDateTime gt 2024-05-01T00:00:00Z or activityDateTime eq 2024-05-01T00:00:00Z)"
/// ));
///
/// let found = Validator::new(&endpoint, Tier::Observed).validate_filter(&filter);
/// assert_eq!(found[0].code(), Code::Undocumented);
/// assert!(!found[0].is_error());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Validator<'e> {
    endpoint: &'e Endpoint,
    tier: Tier,
    source: Option<&'e str>,
    placeholders: bool,
}

impl<'e> Validator<'e> {
    /// A validator that accepts everything up to the tier.
    #[must_use]
    pub const fn new(endpoint: &'e Endpoint, tier: Tier) -> Self {
        Self { endpoint, tier, source: None, placeholders: false }
    }

    /// The same validator for queries parsed from this text, so that a suggestion can keep the
    /// spelling of what it replaces.
    #[must_use]
    pub const fn with_source(mut self, source: &'e str) -> Self {
        self.source = Some(source);
        self
    }

    /// The same validator for queries with placeholders: a parameter alias without a value, such
    /// as `@start`, is accepted as a value of any type.
    ///
    /// ```
    /// use odata_query::Filter;
    /// use odata_query::endpoint::{Endpoint, Tier};
    /// use odata_query::schema::ApiVersion;
    /// use odata_query::validate::Validator;
    ///
    /// let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    /// let validator = Validator::new(&endpoint, Tier::Documented);
    /// let filter: Filter = "activityDateTime gt @start".parse().unwrap();
    /// assert!(!validator.validate_filter(&filter).is_empty());
    /// assert!(validator.with_placeholders().validate_filter(&filter).is_empty());
    /// ```
    #[must_use]
    pub const fn with_placeholders(mut self) -> Self {
        self.placeholders = true;
        self
    }

    /// Every finding about a filter, in the order of their places.
    #[must_use]
    pub fn validate_filter(&self, filter: &Filter) -> Vec<Diagnostic> {
        let spellings = SpellingCache::default();
        let mut checker = self.checker(Purpose::Filter, &[], &spellings);
        checker.filter(filter.expr());
        self.pad_suggestion(sorted(checker.into_findings()))
    }

    /// Every finding about an order, in the order of their places.
    #[must_use]
    pub fn validate_order_by(&self, orderby: &OrderBy) -> Vec<Diagnostic> {
        let spellings = SpellingCache::default();
        let mut checker = self.checker(Purpose::Order, &[], &spellings);
        checker.orderby(orderby);
        self.pad_suggestion(sorted(checker.into_findings()))
    }

    /// Every finding about the options of a request, in the order of their places.
    #[must_use]
    pub fn validate_query(&self, query: &Query) -> Vec<Diagnostic> {
        let spellings = SpellingCache::default();
        let mut found = option::check(self.endpoint, self.tier, query);
        if let Some(filter) = query.filter() {
            let mut checker = self.checker(Purpose::Filter, query.aliases(), &spellings);
            checker.filter(filter.expr());
            found.extend(checker.into_findings());
        }
        if let Some(orderby) = query.order_by() {
            let mut checker = self.checker(Purpose::Order, query.aliases(), &spellings);
            checker.orderby(orderby);
            found.extend(checker.into_findings());
        }
        sorted(found)
    }

    fn pad_suggestion(&self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let Some(text) = self.source else { return found };
        found.into_iter().map(|found| spacing::pad_suggestion(text, " ", found)).collect()
    }

    fn checker<'a>(
        &'a self,
        purpose: Purpose,
        aliases: &'a [Alias],
        spellings: &'a SpellingCache,
    ) -> Checker<'a> {
        let checker =
            Checker::new(self.endpoint, self.tier, self.source, purpose, aliases, spellings);
        Checker { placeholders: self.placeholders, ..checker }
    }
}

fn sorted(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.sort_by_key(|finding| (finding.span().start, finding.span().end, !finding.is_error()));
    found
}
