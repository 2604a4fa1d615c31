//! How serde writes and reads the tree: tagged data, for other programs and for storing.
//!
//! The form is stable: what it is today, later versions of this crate read and write, too.
//! [`Expr`](super::Expr), [`Filter`](super::Filter), [`OrderBy`](super::OrderBy),
//! [`Path`](super::Path), [`Segment`](super::Segment) and [`Literal`](super::Literal) are
//! written and read, a [`Query`](super::Query) is only written (its query string reads back).
//!
//! A node is a map of one key, which names its kind. Spans are not written; a tree that is read has
//! those of its canonical text. What readers of JSON tend to round (doubles, decimals, coordinates) is a string in
//! canonical form; an `int64` is a number, since any reader that knows integers has it exact.
//!
//! ```
//! use odata_query::Filter;
//!
//! for (text, json) in [
//!     // Literals, by type.
//!     ("null", r#"{"null":null}"#),
//!     ("true", r#"{"boolean":true}"#),
//!     ("1", r#"{"int64":1}"#),
//!     ("5.00", r#"{"decimal":"5.00"}"#),
//!     ("1.5e0", r#"{"double":"1.5e0"}"#), // also "NaN", "INF", "-INF"
//!     ("'O''Brien'", r#"{"string":"O'Brien"}"#),
//!     ("2024-05-01", r#"{"date":"2024-05-01"}"#),
//!     ("2024-05-01T00:00:00Z", r#"{"dateTimeOffset":"2024-05-01T00:00:00Z"}"#),
//!     ("11:22:33", r#"{"timeOfDay":"11:22:33"}"#),
//!     ("duration'P1D'", r#"{"duration":"P1D"}"#),
//!     (
//!         "01234567-89ab-cdef-0123-456789abcdef",
//!         r#"{"guid":"01234567-89ab-cdef-0123-456789abcdef"}"#,
//!     ),
//!     ("binary'Zm9v'", r#"{"binary":"Zm9v"}"#),
//!     ("Ns.T'A,42'", r#"{"enum":{"type":"Ns.T","members":["A",42]}}"#),
//!     // geometry, too; shapes: point, lineString, polygon, multiPoint, multiLineString,
//!     // multiPolygon, collection, each with what GeoJSON calls its coordinates.
//!     (
//!         "geography'SRID=0;Point(142.1 64.1)'",
//!         r#"{"geography":{"srid":0,"shape":{"point":["142.1","64.1"]}}}"#,
//!     ),
//!     // Paths. A segment is a string, or a map if it is more than a word.
//!     ("a/b", r#"{"path":["a","b"]}"#), // also "$it", "$this", "$root", "@p", "$count"
//!     ("a/Ns.T", r#"{"path":["a",{"cast":"Ns.T"}]}"#),
//!     ("a/@Ns.X#q", r#"{"path":["a",{"annotation":{"term":"Ns.X","qualifier":"q"}}]}"#),
//!     ("F(p=1)", r#"{"path":[{"call":{"name":"F","parameters":[["p",{"int64":1}]]}}]}"#),
//!     ("a('k')", r#"{"path":["a",{"key":{"string":"k"}}]}"#),
//!     (
//!         "F()(x=1,y=2)",
//!         r#"{"path":[{"call":{"name":"F","parameters":[]}},{"key":[["x",{"int64":1}],["y",{"int64":2}]]}]}"#,
//!     ),
//!     ("a/$filter(b)", r#"{"path":["a",{"filter":{"path":["b"]}}]}"#),
//!     (
//!         "a/$count($filter=b;$search=c)", // one of the two may be missing
//!         r#"{"path":["a",{"count":{"filter":{"path":["b"]},"search":"c"}}]}"#,
//!     ),
//!     // Operators, by keyword: eq ne gt ge lt le has in add sub mul div divby mod.
//!     ("a eq 1", r#"{"eq":[{"path":["a"]},{"int64":1}]}"#),
//!     ("a in (1)", r#"{"in":[{"path":["a"]},{"list":[{"int64":1}]}]}"#),
//!     ("a and b", r#"{"and":[{"path":["a"]},{"path":["b"]}]}"#), // two and more
//!     ("a or b", r#"{"or":[{"path":["a"]},{"path":["b"]}]}"#),
//!     ("not (a)", r#"{"not":{"path":["a"]}}"#),
//!     ("-a", r#"{"negate":{"path":["a"]}}"#),
//!     // Calls.
//!     ("contains(a,'x')", r#"{"call":["contains",{"path":["a"]},{"string":"x"}]}"#),
//!     ("cast(a,Edm.Date)", r#"{"cast":{"operand":{"path":["a"]},"type":"Edm.Date"}}"#),
//!     ("isof(Ns.T)", r#"{"isof":{"type":"Ns.T"}}"#),
//!     ("case(a : 1)", r#"{"case":[[{"path":["a"]},{"int64":1}]]}"#),
//!     (
//!         "a/any(x:x)", // also all; without variable and predicate for `any()`
//!         r#"{"any":{"collection":["a"],"variable":"x","predicate":{"path":["x"]}}}"#,
//!     ),
//!     // JSON in the query. The members of an object keep their order, twins stay twins.
//!     ("[1]", r#"{"array":[{"int64":1}]}"#),
//!     (r#"{"k":1}"#, r#"{"object":[["k",{"int64":1}]]}"#),
//! ] {
//!     let filter: Filter = text.parse().unwrap();
//!     assert_eq!(serde_json::to_string(&filter).unwrap(), json);
//!     assert_eq!(serde_json::from_str::<Filter>(json).unwrap(), filter);
//! }
//! ```
//!
//! An order is `[{"expr":…,"direction":"asc"|"desc"}]`, `asc` where `direction` is missing. A
//! query is `{"filter":…,"orderby":…,"top":…,"skiptoken":…,"aliases":[["p",…]],
//! "other":[{"name":…,"value":…}]}`, without the options that it does not have.
//!
//! Reading goes through the checking constructors, so every tree that is read could also have been
//! parsed: names are identifiers, calls have the right number of arguments, unknown keys are
//! refused. At most 128 maps and lists may nest, also where the reader has no limit of its own;
//! `serde_json` has the same.
//! The other limits hold for texts.

mod read;
mod read_literal;
mod read_path;
mod tagged;
mod write;
