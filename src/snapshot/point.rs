//! A point on the Earth, and the distance between two.

use oxigraph::model::{LiteralRef, NamedNodeRef};

/// The mean radius of the Earth in kilometres: R1 of GRS 80 (Moritz 2000, Geodetic Reference System 1980, Journal of Geodesy 74:128).
pub const EARTH_RADIUS_KM: f64 = 6371.0088;

/// The datatype of geometries as well-known text.
pub(crate) const WKT: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://www.opengis.net/ont/geosparql#wktLiteral");
const CRS84: &str = "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>";

/// A point on the Earth, WGS 84, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    latitude: f64,
    longitude: f64,
}

impl Point {
    /// The point at this latitude (-90 to 90) and longitude (-180 to 180, east of Greenwich is more than 0).
    ///
    /// ```
    /// use milieu::snapshot::Point;
    /// assert!(Point::new(48.78, 9.18).is_some());
    /// assert!(Point::new(91.0, 0.0).is_none());
    /// ```
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        ((-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude))
            .then_some(Self { latitude, longitude })
    }

    /// The point of a `geo:wktLiteral` such as `POINT(9.18 48.78)`, longitude first, in CRS 84; no other geometry and no other
    /// reference system is read.
    ///
    /// ```
    /// use milieu::model::{LiteralRef, NamedNodeRef};
    /// use milieu::snapshot::Point;
    /// let wkt = NamedNodeRef::new_unchecked("http://www.opengis.net/ont/geosparql#wktLiteral");
    /// let point = |text| Point::from_wkt(LiteralRef::new_typed_literal(text, wkt));
    /// assert_eq!(point("POINT(9.18 48.78)"), Point::new(48.78, 9.18));
    /// assert_eq!(point("POLYGON((0 0, 1 0, 1 1, 0 0))"), None);
    /// ```
    pub fn from_wkt(literal: LiteralRef<'_>) -> Option<Self> {
        if literal.datatype() != WKT {
            return None;
        }
        let text = literal.value().trim();
        let text = text.strip_prefix(CRS84).unwrap_or(text).trim_start();
        let (name, rest) = text.split_at_checked("POINT".len())?;
        let inside = rest.trim_start().strip_prefix('(')?.strip_suffix(')')?;
        let mut numbers = inside.split_whitespace().map(str::parse);
        match (numbers.next()?, numbers.next()?, numbers.next()) {
            (Ok(longitude), Ok(latitude), None) if name.eq_ignore_ascii_case("POINT") => Self::new(latitude, longitude),
            _ => None,
        }
    }

    /// Degrees north of the equator.
    pub fn latitude(self) -> f64 {
        self.latitude
    }

    /// Degrees east of Greenwich.
    pub fn longitude(self) -> f64 {
        self.longitude
    }

    pub(super) fn unit(self) -> [f64; 3] {
        let (latitude, longitude) = (self.latitude.to_radians(), self.longitude.to_radians());
        [latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin(), latitude.sin()]
    }
}

/// The distance between two points along the surface, in kilometres: the haversine formula on a sphere of
/// [`EARTH_RADIUS_KM`], off from the ellipsoid by at most about 0.5 %.
///
/// ```
/// use milieu::snapshot::{Point, distance_km};
/// let (stuttgart, munich) = (Point::new(48.78232, 9.17702).unwrap(), Point::new(48.13743, 11.57549).unwrap());
/// assert_eq!(distance_km(stuttgart, munich).round(), 191.0);
/// ```
pub fn distance_km(a: Point, b: Point) -> f64 {
    let half = |x: f64, y: f64| ((y - x).to_radians() / 2.0).sin().powi(2);
    let cosines = a.latitude.to_radians().cos() * b.latitude.to_radians().cos();
    let haversine = (half(a.latitude, b.latitude) + cosines * half(a.longitude, b.longitude)).clamp(0.0, 1.0);
    2.0 * EARTH_RADIUS_KM * haversine.sqrt().atan2((1.0 - haversine).sqrt())
}
