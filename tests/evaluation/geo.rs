//! `geo.distance`, `geo.length` and `geo.intersects`.

#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use odata_query::Filter;
use odata_query::eval::{Compile, EvalError, Predicate};
use serde_json::{Value, json};

fn compile(text: &str) -> Result<Predicate, odata_query::Diagnostic> {
    let filter: Filter = text.parse().expect(text);
    filter.compile(&Compile::default()).map_err(Into::into)
}

#[cfg(not(feature = "geo"))]
#[test]
fn without_the_feature_the_error_says_how_to_have_it() {
    for text in [
        "geo.distance(a,b) lt 5",
        "geo.length(a) gt 1",
        "geo.intersects(a,geography'SRID=0;Polygon((0 0,1 0,1 1,0 0))')",
    ] {
        let error = compile(text).expect_err(text);
        assert!(error.message().contains("the feature `geo` is off"), "{}", error.message());
        assert!(error.help().is_some_and(|help| help.contains("--features geo")));
        assert!(error.span().slice(text).is_some_and(|part| part.starts_with("geo.")));
    }
    let _ = (ask as fn(&str, &Value) -> _, json!({}));
}

fn ask(text: &str, record: &Value) -> Result<Option<bool>, EvalError> {
    compile(text).expect(text).evaluate(record)
}

#[cfg(feature = "geo")]
mod on {
    use std::borrow::Cow;

    use odata_query::eval::{Node, View};

    use super::*;

    fn record() -> Value {
        json!({
            "paris": {"type": "Point", "coordinates": [2.3522, 48.8566]},
            "london": {"type": "Point", "coordinates": [-0.1276, 51.5072, 11],
                       "crs": {"type": "name", "properties": {"name": "EPSG:4326"}}},
            "flat": {"type": "Point", "coordinates": [3, 4]},
            "other": {"type": "Point", "coordinates": [3, 4],
                      "crs": {"type": "name", "properties": {"name": "EPSG:3857"}}},
            "earthly": {"type": "Point", "coordinates": [2, 3], "crs": {"type": "name",
                        "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}},
            "line": {"type": "LineString", "coordinates": [[0, 0], [3, 4], [3, 5]]},
            "square": {"type": "Polygon",
                       "coordinates": [[[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]],
                                       [[2, 2], [4, 2], [4, 3], [2, 3], [2, 2]]]},
            "bad": {"type": "Point", "coordinates": ["x", 1]},
            "short": {"type": "Point", "coordinates": [1]},
            "far": {"type": "Point", "coordinates": [0, 91]},
            "open": {"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [0, 9]]]},
            "text": "Point", "n": null,
        })
    }

    #[test]
    fn shapes_are_measured_and_compared() {
        for (text, expected) in [
            // On a plane.
            ("geo.distance(flat,geometry'SRID=0;Point(0 0)') eq 5", true),
            ("geo.distance(geometry'SRID=0;Point(0 0)',geometry'SRID=0;Point(3 4)') eq 5", true),
            ("geo.length(geometry'SRID=0;LineString(0 0,3 4,3 5)') eq 6", true),
            // On the ellipsoid, in metres: the values of GeographicLib's GeodSolve.
            ("geo.distance(paris,london) gt 343870 and geo.distance(paris,london) lt 343940", true),
            ("geo.distance(paris,geography'SRID=4326;Point(2.3522 48.8566)') eq 0", true),
            (
                "geo.distance(geography'SRID=0;Point(0 0)',geography'SRID=0;Point(1 0)') gt 111319.49 and \
              geo.distance(geography'SRID=0;Point(0 0)',geography'SRID=0;Point(1 0)') lt 111319.50",
                true,
            ),
            ("geo.length(line) gt 660000 and geo.length(line) lt 670000", true),
            // The border belongs to the polygon, a hole does not.
            ("geo.intersects(flat,square)", true),
            ("geo.intersects(geography'SRID=4326;Point(3 2.5)',square)", false),
            ("geo.intersects(geography'SRID=4326;Point(2 2)',square)", true),
            ("geo.intersects(geography'SRID=4326;Point(9 9)',square)", true),
            ("geo.intersects(geography'SRID=4326;Point(9.1 9)',square)", false),
            ("geo.intersects(flat,geometry'SRID=0;Polygon((0 0,0 9,9 9,0 0))')", true),
            ("geo.intersects(flat,geometry'SRID=0;Polygon((0 0,9 0,9 1,0 0))')", false),
            ("geo.distance(other,geometry'SRID=3857;Point(3 4)') eq 0", true),
            // The name of WGS 84 in GeoJSON.
            ("geo.distance(earthly,geography'SRID=0;Point(2 3)') eq 0", true),
            ("geo.distance(earthly,geometry'SRID=4326;Point(2 3)') eq 0", true),
        ] {
            assert_eq!(ask(text, &record()), Ok(Some(expected)), "{text}");
        }
    }

    #[test]
    fn what_is_missing_is_null_and_what_is_no_shape_an_error() {
        for text in ["geo.intersects(n,square)", "geo.intersects(missing,bad)"] {
            assert_eq!(ask(text, &record()), Ok(None), "{text}");
        }
        assert_eq!(ask("geo.distance(n,paris) eq null", &record()), Ok(Some(true)));
        for text in [
            "geo.distance(bad,paris) eq 0",
            "geo.distance(short,paris) eq 0",
            "geo.distance(far,paris) eq 0",
            "geo.distance(text,paris) eq 0",
            "geo.distance(line,paris) eq 0",
            // Another coordinate system than that of the geography beside it.
            "geo.distance(other,paris) eq 0",
            "geo.distance(earthly,geometry'SRID=3857;Point(2 3)') eq 0",
            "geo.distance(london,geometry'SRID=0;Point(0 0)') eq 0",
            "geo.length(paris) eq 0",
            "geo.intersects(paris,open)",
        ] {
            let error = ask(text, &record()).expect_err(text);
            assert!(error.to_string().contains("GeoJSON"), "{text}: {error}");
        }
    }

    /// A point of a record that has other numbers than JSON.
    #[derive(Clone, Copy)]
    enum Record<'a> {
        Whole(&'a [View<'static>; 2]),
        Point(&'a [View<'static>; 2]),
        Coordinates(&'a [View<'static>; 2]),
        Value(&'a View<'static>),
    }

    impl<'a> Node<'a> for Record<'a> {
        fn view(self) -> View<'a> {
            match self {
                Self::Whole(_) | Self::Point(_) => View::Object,
                Self::Coordinates(_) => View::Collection,
                Self::Value(value) => value.clone(),
            }
        }

        fn member(self, name: &str) -> Option<Self> {
            match (self, name) {
                (Self::Whole(point), "p") => Some(Self::Point(point)),
                (Self::Point(_), "type") => {
                    Some(Self::Value(&View::String(Cow::Borrowed("Point"))))
                }
                (Self::Point(point), "coordinates") => Some(Self::Coordinates(point)),
                _ => None,
            }
        }

        fn items(self) -> impl Iterator<Item = Self> {
            let numbers: &[View<'_>] = match self {
                Self::Coordinates(numbers) => numbers,
                _ => &[],
            };
            numbers.iter().map(Self::Value)
        }
    }

    #[test]
    fn coordinates_are_numbers_of_any_type_that_exist() {
        let decimal = |text: &str| View::Decimal(text.parse().expect("a decimal"));
        let predicate = compile("geo.distance(p,geometry'SRID=0;Point(0 0)') eq 2.5").expect("one");
        for (point, says) in [
            ([decimal("1.5"), View::Integer(2)], Some(true)),
            ([decimal("1.5"), View::Double(2.0)], Some(true)),
            ([View::Integer(2), decimal("1.6")], Some(false)),
            ([View::Double(f64::INFINITY), View::Integer(2)], None),
            ([View::Integer(2), View::Double(f64::NAN)], None),
            ([View::Boolean(true), View::Integer(2)], None),
        ] {
            let answer = predicate.evaluate(Record::Whole(&point));
            assert_eq!(answer.ok(), says.map(Some), "{point:?}");
        }
    }

    #[test]
    fn what_cannot_be_measured_is_a_fault_of_the_filter() {
        for (text, at, named) in [
            (
                "geo.length(geography'SRID=0;Point(1 2)') gt 1",
                "geography'SRID=0;Point(1 2)'",
                "line",
            ),
            (
                "geo.distance(a,geography'SRID=0;Point(1 91)') gt 1",
                "geography'SRID=0;Point(1 91)'",
                "exist",
            ),
            (
                "geo.distance(a,geography'SRID=4267;Point(1 2)') gt 1",
                "geography'SRID=4267;Point(1 2)'",
                "WGS 84",
            ),
            (
                "geo.distance(geometry'SRID=0;Point(1 2)',geography'SRID=0;Point(1 2)') gt 1",
                "geo.distance(geometry'SRID=0;Point(1 2)',geography'SRID=0;Point(1 2)')",
                "different",
            ),
            (
                "geo.distance(geometry'SRID=1;Point(1 2)',geometry'SRID=2;Point(1 2)') gt 1",
                "geo.distance(geometry'SRID=1;Point(1 2)',geometry'SRID=2;Point(1 2)')",
                "different",
            ),
            ("geo.distance(a,'x') gt 1", "'x'", "place"),
            ("geo.distance(a,5) gt 1", "5", "place"),
            ("a eq geography'SRID=0;Point(1 2)'", "geography'SRID=0;Point(1 2)'", "only in"),
        ] {
            let error = compile(text).expect_err(text);
            assert_eq!(error.span().slice(text), Some(at), "{text}");
            assert!(error.message().contains(named), "{text}: {}", error.message());
            assert!(error.help().is_some(), "{text}");
        }
        assert!(compile("geo.length(a)").is_err(), "a number is no condition");
    }
}
