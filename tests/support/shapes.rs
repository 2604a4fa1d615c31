//! Arbitrary geographic and geometric values.

use odata_query::ast::{Geo, GeoFamily, GeoShape, Position};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::literals::double;

pub(crate) fn geo() -> impl Strategy<Value = Geo> {
    let family = select(&[GeoFamily::Geography, GeoFamily::Geometry][..]);
    (family, prop_oneof![Just(0), 0..=99_999_u32], shape())
        .prop_filter_map("no value", |(family, srid, shape)| Geo::new(family, srid, shape).ok())
}

fn shape() -> impl Strategy<Value = GeoShape> {
    let line = || vec(position(), 2..4);
    let polygon = || vec(ring(), 1..3);
    let flat = prop_oneof![
        position().prop_map(GeoShape::point),
        line().prop_map(GeoShape::line_string).prop_filter_map("no line", Result::ok),
        polygon().prop_map(GeoShape::polygon).prop_filter_map("no polygon", Result::ok),
        vec(position(), 0..3).prop_map(GeoShape::multi_point),
        vec(line(), 0..3)
            .prop_map(GeoShape::multi_line_string)
            .prop_filter_map("no lines", Result::ok),
        vec(polygon(), 0..3)
            .prop_map(GeoShape::multi_polygon)
            .prop_filter_map("no polygons", Result::ok),
    ];
    flat.prop_recursive(3, 8, 3, |inner| {
        vec(inner, 1..3).prop_map(GeoShape::collection).prop_filter_map("no shapes", Result::ok)
    })
}

/// A measure only after an elevation: that is the only way to write one.
fn position() -> impl Strategy<Value = Position> {
    (double(), double(), proptest::option::of((double(), proptest::option::of(double())))).prop_map(
        |(x, y, more)| Position { x, y, z: more.map(|(z, _)| z), m: more.and_then(|(_, m)| m) },
    )
}

fn ring() -> impl Strategy<Value = Vec<Position>> {
    vec(position(), 0..3).prop_flat_map(|inside| {
        position().prop_map(move |end| {
            let mut ring = vec![end.clone()];
            ring.extend(inside.iter().cloned());
            ring.push(end);
            ring
        })
    })
}
