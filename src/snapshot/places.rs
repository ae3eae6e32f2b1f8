//! The points of a snapshot in an index.
//!
//! Points are kept as unit vectors in three dimensions, where the nearest by straight line is the nearest by great circle too: the date
//! line and the poles are places like any other.

use std::sync::Arc;

use oxigraph::model::{NamedNodeRef, Term, TermRef};
use rstar::{AABB, PointDistance, RTree, RTreeObject};
use rustc_hash::FxHashMap;

use super::State;
use super::point::Point;
use crate::store::dictionary::TermId;
use crate::store::table::Table;
use crate::vocab::{geo, wgs};

/// Where points are read from.
const SOURCES: [NamedNodeRef<'static>; 4] = [wgs::LAT, wgs::LONG, geo::AS_WKT, geo::HAS_GEOMETRY];

/// A thing with a point, both in one graph.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) thing: TermId,
    pub(crate) graph: TermId,
    pub(crate) point: Point,
    unit: [f64; 3],
}

impl RTreeObject for Place {
    type Envelope = AABB<[f64; 3]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_point(self.unit)
    }
}

impl PointDistance for Place {
    fn distance_2(&self, point: &[f64; 3]) -> f64 {
        self.unit.iter().zip(point).map(|(a, b)| (a - b).powi(2)).sum()
    }
}

/// The points of a state.
#[derive(Debug, Default)]
pub(crate) struct Places {
    pub(super) tree: RTree<Place>,
    pub(super) of: FxHashMap<TermId, Vec<Place>>,
    /// The tables that this was made from.
    tables: [Arc<Table>; SOURCES.len()],
}

impl Places {
    /// The points of `state`; `before` are those of another state of the same store.
    pub(super) fn of(state: &State, before: Option<Arc<Self>>) -> Arc<Self> {
        let table = |name: NamedNodeRef<'_>| {
            let id = state.dictionary.find(TermRef::from(name));
            id.and_then(|id| state.tables.get(&id)).cloned().unwrap_or_default()
        };
        let tables = SOURCES.map(table);
        if let Some(before) = before.filter(|it| it.tables.iter().zip(&tables).all(|(old, new)| Arc::ptr_eq(old, new)))
        {
            return before;
        }
        let places = read(state, &tables);
        let mut of: FxHashMap<TermId, Vec<Place>> = FxHashMap::default();
        places.iter().for_each(|place| of.entry(place.thing).or_default().push(*place));
        Arc::new(Self { tree: RTree::bulk_load(places), of, tables })
    }
}

/// The places of these tables. A pair of triples counts when both are in one graph and neither is said twice there.
fn read(state: &State, [latitudes, longitudes, wkt, geometries]: &[Arc<Table>; SOURCES.len()]) -> Vec<Place> {
    let literal = |id| match state.dictionary.term(id) {
        Term::Literal(literal) => Some(literal),
        _ => None,
    };
    let degrees = |table: &Table| {
        let mut of: FxHashMap<(TermId, TermId), Option<f64>> = FxHashMap::default();
        for [thing, value, graph] in table.rows() {
            let value = literal(value).and_then(|literal| literal.value().trim().parse().ok());
            of.entry((thing, graph)).and_modify(|known| *known = None).or_insert(value);
        }
        of
    };
    let longitudes = degrees(longitudes);
    let mut points: Vec<(TermId, TermId, Point)> = degrees(latitudes)
        .into_iter()
        .filter_map(|(place, latitude)| Some((place.0, place.1, Point::new(latitude?, (*longitudes.get(&place)?)?)?)))
        .collect();
    let drawn = wkt
        .rows()
        .filter_map(|[thing, value, graph]| Some(((thing, graph), Point::from_wkt(literal(value)?.as_ref())?)));
    let drawn: FxHashMap<(TermId, TermId), Point> = drawn.collect();
    points.extend(drawn.iter().map(|(&(thing, graph), &point)| (thing, graph, point)));
    points.extend(
        geometries.rows().filter_map(|[thing, shape, graph]| Some((thing, graph, *drawn.get(&(shape, graph))?))),
    );
    points.into_iter().map(|(thing, graph, point)| Place { thing, graph, point, unit: point.unit() }).collect()
}
