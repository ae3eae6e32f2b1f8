//! Well-known text (OGC 06-103r4) as `GeoJSON`'s geometries.

use serde_json::{Value, json};

const CRS84: &str = "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>";

/// How deep collections may lie in one another.
const DEEPEST: usize = 8;

/// The geometry that `text` says; none if it is none, or in another reference system than CRS 84.
pub(super) fn geometry(text: &str) -> Option<Value> {
    let text = text.trim();
    let text = text.strip_prefix(CRS84).unwrap_or(text);
    let mut reader = Reader { rest: text.trim_start() };
    let geometry = reader.geometry(DEEPEST)?;
    reader.rest.trim().is_empty().then_some(geometry)
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn geometry(&mut self, depth: usize) -> Option<Value> {
        let mut name = self.word()?;
        let mut next = self.word();
        if next.as_deref() == Some("Z") {
            next = self.word();
        }
        // POINTZ is written too; a measure has no place in GeoJSON.
        name = name.strip_suffix('Z').map_or(name.clone(), str::to_owned);
        let is_empty = match next.as_deref() {
            None => false,
            Some("EMPTY") => true,
            Some(_) => return None,
        };
        if name == "GEOMETRYCOLLECTION" {
            let depth = depth.checked_sub(1)?;
            let geometries = if is_empty { Vec::new() } else { self.list(|reader| reader.geometry(depth))? };
            return Some(json!({ "type": "GeometryCollection", "geometries": geometries }));
        }
        let (kind, levels) = match name.as_str() {
            "POINT" => ("Point", 0),
            "LINESTRING" => ("LineString", 1),
            "POLYGON" => ("Polygon", 2),
            "MULTIPOINT" => ("MultiPoint", 1),
            "MULTILINESTRING" => ("MultiLineString", 2),
            "MULTIPOLYGON" => ("MultiPolygon", 3),
            _ => return None,
        };
        let coordinates = match (is_empty, kind) {
            (true, _) => json!([]),
            (false, "Point") => self.list(Self::position)?.pop()?,
            (false, "MultiPoint") => self.list(Self::point)?.into(),
            (false, _) => self.nested(levels)?,
        };
        Some(json!({ "type": kind, "coordinates": coordinates }))
    }

    /// Positions in so many levels of parentheses.
    fn nested(&mut self, levels: usize) -> Option<Value> {
        let list = match levels {
            1 => self.list(Self::position)?,
            _ => self.list(|reader| reader.nested(levels - 1))?,
        };
        Some(list.into())
    }

    /// A position, in parentheses or without.
    fn point(&mut self) -> Option<Value> {
        if self.rest.starts_with('(') { self.list(Self::position)?.pop() } else { self.position() }
    }

    /// `(item, item)`, at least one.
    fn list(&mut self, mut item: impl FnMut(&mut Self) -> Option<Value>) -> Option<Vec<Value>> {
        self.take('(').then_some(())?;
        let mut items = vec![item(self)?];
        while self.take(',') {
            items.push(item(self)?);
        }
        self.take(')').then_some(items)
    }

    /// `longitude latitude`, or with a height.
    fn position(&mut self) -> Option<Value> {
        let end = self.rest.find([',', '(', ')'])?;
        let (numbers, rest) = self.rest.split_at(end);
        let numbers: Vec<f64> = numbers.split_whitespace().map(|number| number.parse().ok()).collect::<Option<_>>()?;
        self.rest = rest;
        let on_earth = |degrees: f64, most: f64| (-most..=most).contains(&degrees);
        let fits = (2..=3).contains(&numbers.len()) && on_earth(numbers[0], 180.0) && on_earth(numbers[1], 90.0);
        (fits && numbers.iter().all(|number| number.is_finite())).then(|| numbers.into())
    }

    /// The next word in capitals.
    fn word(&mut self) -> Option<String> {
        let end = self.rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        (!word.is_empty()).then(|| word.to_ascii_uppercase())
    }

    fn take(&mut self, sign: char) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        self.rest = rest.map_or(self.rest, str::trim_start);
        rest.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_geometry() {
        for (text, kind, coordinates) in [
            ("POINT(9.18 48.78)", "Point", "[9.18,48.78]"),
            ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> point (9 48)", "Point", "[9.0,48.0]"),
            ("POINT Z (1 2 300)", "Point", "[1.0,2.0,300.0]"),
            ("LINESTRING(0 0, 1 1)", "LineString", "[[0.0,0.0],[1.0,1.0]]"),
            (
                "POLYGON((0 0, 1 0, 1 1, 0 0), (2 2,3 3,2 3,2 2))",
                "Polygon",
                "[[[0.0,0.0],[1.0,0.0],[1.0,1.0],[0.0,0.0]],[[2.0,2.0],[3.0,3.0],[2.0,3.0],[2.0,2.0]]]",
            ),
            ("MULTIPOINT((0 0), (1 1))", "MultiPoint", "[[0.0,0.0],[1.0,1.0]]"),
            ("MULTIPOINT(0 0, 1 1)", "MultiPoint", "[[0.0,0.0],[1.0,1.0]]"),
            ("MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)))", "MultiPolygon", "[[[[0.0,0.0],[1.0,0.0],[1.0,1.0],[0.0,0.0]]]]"),
            ("LINESTRING EMPTY", "LineString", "[]"),
        ] {
            let geometry = geometry(text).unwrap_or_else(|| panic!("{text} is read"));
            assert_eq!(
                (geometry["type"].as_str(), geometry["coordinates"].to_string()),
                (Some(kind), coordinates.to_owned()),
                "{text}"
            );
        }
        let collection = geometry("GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(0 0, 1 1))").unwrap();
        assert_eq!(collection["geometries"][1]["type"], "LineString");
    }

    #[test]
    fn what_is_none_is_refused() {
        let deep = format!("{}POINT(0 0){}", "GEOMETRYCOLLECTION(".repeat(10_000), ")".repeat(10_000));
        for text in [
            "",
            "POINT",
            "POINT()",
            "POINT(1)",
            "POINT(1 2",
            "POINT(1 2) x",
            "POINT(1 NaN)",
            "POINT(200 0)",
            "POINT M (1 2 3)",
            "POLYGON(0 0, 1 1)",
            "CIRCLE(0 0)",
            "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(48 9)",
            &deep,
        ] {
            assert_eq!(geometry(text), None, "{text:.60}");
        }
    }
}
