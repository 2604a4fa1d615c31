//! The canonical functions (URL Conventions section 5.1.1.5 to 5.1.1.11).

use std::fmt;

/// How many arguments a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arity {
    /// At least this many.
    pub min: usize,
    /// At most this many.
    pub max: usize,
}

impl Arity {
    /// Whether a call with `count` arguments is in the language.
    #[must_use]
    pub const fn takes(self, count: usize) -> bool {
        self.min <= count && count <= self.max
    }
}

impl fmt::Display for Arity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (0, 0) => f.write_str("no arguments"),
            (1, 1) => f.write_str("1 argument"),
            (min, max) if min == max => write!(f, "{min} arguments"),
            (min, max) => write!(f, "{min} to {max} arguments"),
        }
    }
}

macro_rules! functions {
    ($($name:ident = $text:literal ($min:literal ..= $max:literal), $doc:literal;)+) => {
        /// A canonical function. `cast`, `isof` and `case` have a syntax of their own and are
        /// kinds of expression instead.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Function {
            $(#[doc = $doc] $name,)+
        }

        /// The names of all functions, in the order of `Function::ALL`.
        const NAMES: &[&str] = &[$($text,)+];

        impl Function {
            /// Every function.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name, as canonical text writes it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// How many arguments a call has.
            #[must_use]
            pub const fn arity(self) -> Arity {
                match self { $(Self::$name => Arity { min: $min, max: $max },)+ }
            }
        }
    };
}

functions! {
    Concat = "concat" (2..=2), "Two strings, or two collections, one after the other.";
    Contains = "contains" (2..=2), "Whether the second string stands in the first.";
    EndsWith = "endswith" (2..=2), "Whether the first string or collection ends with the second.";
    IndexOf = "indexof" (2..=2), "Where the second stands in the first, from 0; -1 if nowhere.";
    Length = "length" (1..=1), "The number of characters or items.";
    StartsWith = "startswith" (2..=2), "Whether the first string or collection starts with the second.";
    Substring = "substring" (2..=3), "The part from a position, of a length if given.";
    MatchesPattern = "matchesPattern" (2..=2), "Whether the string matches a regular expression.";
    ToLower = "tolower" (1..=1), "The string in lower case.";
    ToUpper = "toupper" (1..=1), "The string in upper case.";
    Trim = "trim" (1..=1), "The string without white space at both ends.";
    HasSubset = "hassubset" (2..=2), "Whether the first collection has all members of the second.";
    HasSubsequence = "hassubsequence" (2..=2), "Whether the first collection has the second's members in order.";
    Year = "year" (1..=1), "The year of a date.";
    Month = "month" (1..=1), "The month of a date, from 1.";
    Day = "day" (1..=1), "The day of the month.";
    Hour = "hour" (1..=1), "The hour of a time.";
    Minute = "minute" (1..=1), "The minute of a time.";
    Second = "second" (1..=1), "The second of a time, without its fraction.";
    FractionalSeconds = "fractionalseconds" (1..=1), "The fraction of the second, below 1.";
    TotalSeconds = "totalseconds" (1..=1), "A duration in seconds.";
    Date = "date" (1..=1), "The date of a DateTimeOffset.";
    Time = "time" (1..=1), "The time of day of a DateTimeOffset.";
    TotalOffsetMinutes = "totaloffsetminutes" (1..=1), "The offset from UTC in minutes.";
    MinDateTime = "mindatetime" (0..=0), "The earliest DateTimeOffset.";
    MaxDateTime = "maxdatetime" (0..=0), "The latest DateTimeOffset.";
    Now = "now" (0..=0), "The time at which the query runs.";
    Round = "round" (1..=1), "The nearest whole number, halves away from zero.";
    Floor = "floor" (1..=1), "The next whole number below.";
    Ceiling = "ceiling" (1..=1), "The next whole number above.";
    GeoDistance = "geo.distance" (2..=2), "The shortest distance between two points.";
    GeoLength = "geo.length" (1..=1), "The length of a line.";
    GeoIntersects = "geo.intersects" (2..=2), "Whether a point lies in a polygon.";
    SubstringOf = "substringof" (2..=2), "OData 3's `contains`, arguments the other way round; not in OData 4, kept so that a validator can say so.";
}

impl Function {
    /// The function of a name in any case, such as `startsWith`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        // Most names differ in length or in their first letter from most functions.
        let first = name.as_bytes().first()? | 0x20;
        Self::ALL.iter().copied().zip(NAMES).find_map(|(function, known)| {
            let near = known.len() == name.len() && known.as_bytes().first() == Some(&first);
            (near && known.eq_ignore_ascii_case(name)).then_some(function)
        })
    }
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
