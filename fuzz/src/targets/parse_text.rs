//! Bytes as a filter and as an order: never a panic, and what is taken reads again as the same
//! tree from what is printed.

use std::fmt::{Debug, Display};
use std::str::{self, FromStr};

use odata_query::{Diagnostic, Filter, OrderBy};

use super::findings;

pub(crate) fn run(bytes: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(bytes) else { return false };
    round_trip::<OrderBy>(text);
    round_trip::<Filter>(text)
}

fn round_trip<T>(text: &str) -> bool
where
    T: FromStr<Err = Diagnostic> + Display + Debug + PartialEq,
{
    match text.parse::<T>() {
        Ok(read) => {
            let printed = read.to_string();
            let again = printed.parse::<T>();
            assert_eq!(again.as_ref(), Ok(&read), "{text} | {printed}");
            assert_eq!(again.expect("read").to_string(), printed, "{text}");
            true
        }
        Err(fault) => {
            findings::check(text, &fault);
            false
        }
    }
}
