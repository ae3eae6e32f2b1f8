//! Rows as places: a feature a row (`GeoJSON`, RFC 7946).
//!
//! Where a row is, is said by the first of these that there is: a column that holds a `geo:wktLiteral`; two columns of numbers named
//! `lat` or `latitude` and `long`, `lon`, `lng` or `longitude`; the first column of things of which one has a point. A row whose place is
//! not known is a feature without a geometry.

use std::io::Write;

use serde_json::{Map, json};

use super::sheet::{Sheet, Value};
use super::{Failed, Unfit, wkt};
use crate::model::NamedNodeRef;
use crate::snapshot::{Point, Snapshot};

const LATITUDE: [&str; 2] = ["lat", "latitude"];
const LONGITUDE: [&str; 4] = ["long", "lon", "lng", "longitude"];

/// Where a row says its place.
enum Where {
    Wkt(usize),
    Degrees { latitude: usize, longitude: usize },
    Thing(usize),
}

pub(super) fn write(sheet: &Sheet, snapshot: &Snapshot, out: &mut impl Write) -> Result<(), Failed<Unfit>> {
    let place = Where::of(sheet, snapshot).or(sheet.rows.is_empty().then_some(Where::Thing(0))).ok_or_else(|| {
        Failed::Answer(Unfit(
            "No column says where a row is. Select a geo:wktLiteral (?place geo:asWKT ?wkt), two columns of degrees named ?lat and ?long, \
             or a thing that has a point; or ask for another format."
                .to_owned(),
        ))
    })?;
    write!(out, "{{\"type\":\"FeatureCollection\",\"features\":[")?;
    for (at, row) in sheet.rows.iter().enumerate() {
        let geometry = place.geometry(row, snapshot).map_err(|reason| {
            Failed::Answer(Unfit(format!("Row {}: {reason} Leave the row out, or ask for another format.", at + 1)))
        })?;
        let feature = json!({ "type": "Feature", "geometry": geometry, "properties": place.properties(sheet, row) });
        write!(out, "{}{feature}", if at == 0 { "\n" } else { ",\n" })?;
    }
    writeln!(out, "\n]}}")?;
    Ok(())
}

impl Where {
    fn of(sheet: &Sheet, snapshot: &Snapshot) -> Option<Self> {
        let holds = |at: &usize| sheet.column(*at).any(|value| matches!(value, Value::Wkt(_)));
        if let Some(at) = (0..sheet.columns.len()).find(holds) {
            return Some(Self::Wkt(at));
        }
        let named = |names: &[&str]| {
            let named = |at: &usize| names.contains(&sheet.columns[*at].to_ascii_lowercase().as_str());
            let numbers = |at: &usize| sheet.column(*at).any(|value| matches!(value, Value::Number(_)));
            (0..sheet.columns.len()).filter(named).find(numbers)
        };
        if let Some((latitude, longitude)) = named(&LATITUDE).zip(named(&LONGITUDE)) {
            return Some(Self::Degrees { latitude, longitude });
        }
        let has_point = |at: &usize| sheet.column(*at).any(|value| !points(value, snapshot).is_empty());
        sheet.of_things().into_iter().find(has_point).map(Self::Thing)
    }

    fn geometry(&self, row: &[Value], snapshot: &Snapshot) -> Result<Option<serde_json::Value>, String> {
        match self {
            Self::Wkt(at) => match &row[*at] {
                Value::Wkt(text) => wkt::geometry(text).map(Some).ok_or_else(|| {
                    format!("{text:?} is no geometry of well-known text in CRS 84 (longitude, latitude).")
                }),
                _ => Ok(None),
            },
            Self::Degrees { latitude, longitude } => {
                let number = |at: usize| match &row[at] {
                    Value::Number(number) => number.as_f64(),
                    _ => None,
                };
                let Some((latitude, longitude)) = number(*latitude).zip(number(*longitude)) else { return Ok(None) };
                let point = Point::new(latitude, longitude);
                point
                    .map(|point| Some(drawn(&[point])))
                    .ok_or_else(|| format!("latitude {latitude} and longitude {longitude} are no place on the Earth."))
            }
            Self::Thing(at) => {
                Ok(Some(points(&row[*at], snapshot)).filter(|points| !points.is_empty()).map(|points| drawn(&points)))
            }
        }
    }

    /// All that a row says but its place.
    fn properties(&self, sheet: &Sheet, row: &[Value]) -> Map<String, serde_json::Value> {
        let of_place = |at: usize| match self {
            Self::Wkt(wkt) => at == *wkt,
            Self::Degrees { latitude, longitude } => at == *latitude || at == *longitude,
            Self::Thing(_) => false,
        };
        let mut properties = Map::new();
        let kept = sheet.columns.iter().zip(row).enumerate().filter(|(at, _)| !of_place(*at));
        for (_, (name, value)) in kept {
            let plain = match value {
                Value::None => serde_json::Value::Null,
                Value::Number(number) => number.clone().into(),
                Value::Truth(truth) => (*truth).into(),
                Value::Thing { name: text, .. } | Value::Wkt(text) | Value::Text(text) => text.as_str().into(),
            };
            properties.insert(name.clone(), plain);
            if let Value::Thing { label: Some(label), .. } = value {
                properties.insert(format!("{name}_label"), label.as_str().into());
            }
        }
        properties
    }
}

/// The different points of a thing.
fn points(value: &Value, snapshot: &Snapshot) -> Vec<Point> {
    let Value::Thing { name, .. } = value else { return Vec::new() };
    let Ok(node) = NamedNodeRef::new(name) else { return Vec::new() };
    let mut points: Vec<Point> = Vec::new();
    for point in snapshot.points(node) {
        if !points.contains(&point) {
            points.push(point);
        }
    }
    points
}

fn drawn(points: &[Point]) -> serde_json::Value {
    let place = |point: &Point| json!([point.longitude(), point.latitude()]);
    match points {
        [point] => json!({ "type": "Point", "coordinates": place(point) }),
        points => json!({ "type": "MultiPoint", "coordinates": points.iter().map(place).collect::<Vec<_>>() }),
    }
}
