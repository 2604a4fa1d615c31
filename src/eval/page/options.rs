//! The options of a query beyond filter, order, size of a page and token.

use crate::ast::OtherOption;
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::error::CompileError;
use crate::span::Span;

/// Options that change which records are the answer, and what to write instead.
const REFUSED: &[(&str, &str)] = &[
    ("$search", "use `contains(…,'…')` on one property in `$filter`"),
    ("$apply", "leave it out, and aggregate the records of the answer"),
    ("$compute", "write the expression in `$filter` or `$orderby`"),
    ("$deltatoken", "leave it out, and compare with the records of the last answer"),
];

/// How many records to leave out, and warnings about what the answer does not follow.
pub(super) fn read(options: &[OtherOption]) -> Result<(usize, Vec<Diagnostic>), CompileError> {
    let (mut skip, mut warnings) = (0, Vec::new());
    // A custom option says nothing that this crate could know.
    for option in options.iter().filter(|option| option.is_system()) {
        let name = option.name.as_str();
        if name == "$skip" {
            skip = count(option)?;
        } else if let Some((_, help)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
            let message = format!("`{name}` is not evaluated over records");
            return Err(unsupported(option.span, message).with_help(*help).into());
        } else {
            let message = format!("`{name}` is ignored: the answer has the records as they are");
            let warning = Diagnostic::new(Code::IgnoredOption, option.span, message);
            warnings.push(warning.with_help("leave it out"));
        }
    }
    Ok((skip, warnings))
}

fn count(option: &OtherOption) -> Result<usize, CompileError> {
    let digits = option.value.as_ref().map(|value| value.as_str());
    let digits = digits.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    // More than there can be records is as many as there can be.
    let count = digits.filter(|text| !text.is_empty()).map(|text| text.parse());
    count.map(|count| count.unwrap_or(usize::MAX)).ok_or_else(|| {
        let message = "`$skip` needs a whole number that is not negative";
        unsupported(option.span, message).with_help("write `$skip=0` or more").into()
    })
}

pub(super) fn unsupported(
    span: Span,
    message: impl Into<std::borrow::Cow<'static, str>>,
) -> Diagnostic {
    Diagnostic::new(Code::UnsupportedOption, span, message)
}
