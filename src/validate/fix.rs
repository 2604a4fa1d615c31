//! Applying the suggestions that are certain.

use super::{Report, Validator};
use crate::diagnostic::{Diagnostic, Suggestion};
use crate::url::{Form, ReadOptions};

/// A text with every suggestion applied that is certain, and what is said of the result.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Fixed {
    /// The fixed text; the given text if no suggestion was certain.
    pub text: String,
    /// How many suggestions were applied.
    pub applied: usize,
    /// The validator's report on the fixed text.
    pub report: Report,
}

/// The largest number of rounds. Each removes a finding for good; no text that people write needs
/// more.
const MAX_ROUNDS: usize = 64;

impl Validator<'_> {
    /// Applies every suggestion that is [certain](Suggestion::certain), until there is none.
    ///
    /// ```
    /// use odata_query::endpoint::{Endpoint, Tier};
    /// use odata_query::schema::ApiVersion;
    /// use odata_query::url::{Form, ReadOptions};
    /// use odata_query::validate::Validator;
    ///
    /// let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    /// let validator = Validator::new(&endpoint, Tier::Documented);
    /// let fixed = validator.fix("jobid == \"a\"", Form::Filter, &ReadOptions::default());
    /// assert_eq!(fixed.text, "jobId eq 'a'");
    /// assert!(fixed.report.accepted);
    /// ```
    #[must_use]
    pub fn fix(&self, text: &str, form: Form, options: &ReadOptions) -> Fixed {
        let mut fixed =
            Fixed { text: text.to_owned(), applied: 0, report: self.check(text, form, options) };
        for _ in 0..MAX_ROUNDS {
            let Some((text, applied)) = apply_certain(&fixed.text, &fixed.report.diagnostics)
            else {
                break;
            };
            let report = self.check(&text, form, options);
            fixed = Fixed { text, applied: fixed.applied + applied, report };
        }
        fixed
    }
}

/// The text with what is certain applied, and how much that was.
fn apply_certain(text: &str, found: &[Diagnostic]) -> Option<(String, usize)> {
    let certain = found.iter().filter_map(Diagnostic::suggestion).filter(|s| s.certain);
    applied(text, certain.collect())
}

/// The text with changes applied, and how many they were; none where nothing changes. Of those
/// that overlap only the first is applied: the others may no longer hold.
pub(super) fn applied(text: &str, mut changes: Vec<&Suggestion>) -> Option<(String, usize)> {
    changes.sort_by_key(|suggestion| suggestion.span);
    let (mut mended, mut copied, mut applied) = (String::new(), 0, 0);
    for Suggestion { span, replacement, .. } in changes {
        let range = span.range();
        let (before, old) = (text.get(copied..range.start), text.get(range.clone()));
        let (Some(before), Some(old)) = (before, old) else { continue };
        if old == replacement {
            continue;
        }
        mended.push_str(before);
        mended.push_str(replacement);
        copied = range.end;
        applied += 1;
    }
    mended.push_str(text.get(copied..).unwrap_or_default());
    (applied > 0).then_some((mended, applied))
}
