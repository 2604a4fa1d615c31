//! `geo.distance`, `geo.length` and `geo.intersects`, with the feature `geo`.
//!
//! - A geometry lies on a plane; distances and lengths are in the units of its coordinates.
//! - A geography lies on the Earth. Distances and lengths are in metres along geodesics of the
//!   ellipsoid WGS 84. `geo.intersects` takes the edges of a polygon for straight lines of
//!   longitude and latitude, as GeoJSON does; a polygon over the antimeridian or a pole must be
//!   cut there.
//! - In a record a shape is a GeoJSON object (RFC 7946). It is of the family and in the
//!   coordinate system of the literal that it stands beside; without one it is a geography in
//!   WGS 84. A `crs` that names another system is an error.
//! - A border belongs to its polygon. Elevations and measures are not looked at.

#[cfg(not(feature = "geo"))]
mod off;
#[cfg(feature = "geo")]
mod on;
#[cfg(feature = "geo")]
mod shape;

#[cfg(not(feature = "geo"))]
pub(crate) use self::off::{GeoIr, evaluate, ir};
#[cfg(feature = "geo")]
pub(crate) use self::on::{GeoIr, evaluate, ir};

use super::ir::Ir;
use crate::ast::Geo;
use crate::span::Span;

/// What stands between the parentheses.
#[derive(Debug)]
pub(super) enum Argument<'t> {
    /// A shape that is written in the filter.
    #[cfg_attr(not(feature = "geo"), expect(dead_code, reason = "it is refused unseen"))]
    Literal(&'t Geo, Span),
    /// A part of the record.
    #[cfg_attr(not(feature = "geo"), expect(dead_code, reason = "it is refused unseen"))]
    Part(Ir),
}
