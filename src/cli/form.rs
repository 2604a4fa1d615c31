//! `--form`: what kind of text is given.

use clap::ValueEnum;
use odata_query::url::Form;

/// What kind of text is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormArg {
    /// By its start: a scheme or `/` is a URL, `name=` a query string, all else a filter.
    #[default]
    Auto,
    /// A `$filter` expression.
    Filter,
    /// An `$orderby` list.
    Orderby,
    /// A query string.
    Query,
    /// A URL, or one that starts with its path.
    Url,
}

impl FormArg {
    pub(crate) fn resolve(self, text: &str) -> Form {
        match self {
            Self::Auto => Form::detect(text),
            Self::Filter => Form::Filter,
            Self::Orderby => Form::OrderBy,
            Self::Query => Form::Query,
            Self::Url => Form::Url,
        }
    }
}
