//! What lies near what: distances, the index, and the same in SPARQL.

#[path = "geo/near.rs"]
mod near;
#[path = "support/rows.rs"]
mod rows;
#[path = "geo/sparql.rs"]
mod sparql;

use milieu::snapshot::{EARTH_RADIUS_KM, Point, distance_km};

pub(crate) fn point(latitude: f64, longitude: f64) -> Point {
    Point::new(latitude, longitude).unwrap()
}

/// Coordinates as `GeoNames` publishes them.
#[test]
fn known_distances() {
    let stuttgart = point(48.78232, 9.17702);
    for (there, km) in [
        // Munich, Paris, Tokyo, Sydney.
        (point(48.13743, 11.57549), KNOWN[0]),
        (point(48.85341, 2.3488), KNOWN[1]),
        (point(35.6895, 139.69171), KNOWN[2]),
        (point(-33.86785, 151.20732), KNOWN[3]),
    ] {
        assert!((distance_km(stuttgart, there) - km).abs() < 0.05, "{}", distance_km(stuttgart, there));
        assert!((distance_km(there, stuttgart) - distance_km(stuttgart, there)).abs() < 1e-9);
    }
}

/// Worked out apart from the library, by the angle between unit vectors.
const KNOWN: [f64; 4] = [190.833, 499.836, 9425.935, 16486.531];

#[test]
fn the_edges_of_the_map_are_nowhere_on_the_globe() {
    let half_way = std::f64::consts::PI * EARTH_RADIUS_KM;
    let degree = half_way / 180.0;
    for (a, b, km) in [
        (point(0.0, 0.0), point(0.0, 180.0), half_way),
        (point(90.0, 0.0), point(-90.0, 77.0), half_way),
        (point(48.0, 9.0), point(-48.0, -171.0), half_way),
        (point(0.0, 179.5), point(0.0, -179.5), degree),
        (point(10.0, 180.0), point(10.0, -180.0), 0.0),
        (point(89.5, 0.0), point(89.5, 180.0), degree),
        (point(90.0, 12.0), point(90.0, -99.0), 0.0),
        (point(1.0, 5.0), point(1.0, 5.0), 0.0),
    ] {
        // Half way round the sine is flat: the last digits of a double are worth a tenth of a metre there.
        assert!((distance_km(a, b) - km).abs() < 1e-3, "{a:?} {b:?}: {} for {km}", distance_km(a, b));
    }
}
