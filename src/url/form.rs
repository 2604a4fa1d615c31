//! What kind of text a user gave.

/// What kind of text holds a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// A `$filter` expression.
    Filter,
    /// An `$orderby` list.
    OrderBy,
    /// A query string.
    Query,
    /// A URL, or one that starts with its path.
    Url,
}

impl Form {
    /// Tells by the start of a text what it is: a scheme or a leading `/` is a URL, a leading
    /// `name=` a query string, everything else a filter.
    ///
    /// ```
    /// use odata_query::url::Form;
    ///
    /// assert_eq!(Form::detect("https://graph.microsoft.com/beta/x?$top=1"), Form::Url);
    /// assert_eq!(Form::detect("$top=20"), Form::Query);
    /// assert_eq!(Form::detect("jobId eq 'a'"), Form::Filter);
    /// ```
    #[must_use]
    pub fn detect(text: &str) -> Self {
        if text.starts_with('/') || has_scheme(text) {
            return Self::Url;
        }
        let name = text.strip_prefix(['$', '@']).or(text.strip_prefix("%24")).unwrap_or(text);
        let length = name.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        match name.as_bytes().get(length) {
            // `a==1` is a filter that somebody mistyped.
            Some(b'=') if length > 0 && name.as_bytes().get(length + 1) != Some(&b'=') => {
                Self::Query
            }
            _ => Self::Filter,
        }
    }
}

fn has_scheme(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+.-".contains(&b))
    })
}
