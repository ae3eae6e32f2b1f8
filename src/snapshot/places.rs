//! The points of a snapshot in an index.
//!
//! Points are kept as unit vectors in three dimensions, where the nearest by straight line is the nearest by great circle too: the date
//! line and the poles are places like any other.

use std::sync::Arc;

use oxigraph::model::{NamedNodeRef, Term, TermRef};
use rstar::{AABB, PointDistance, RTree, RTreeObject};
use rustc_hash::{FxHashMap, FxHashSet};

use super::State;
use super::point::Point;
use crate::store::dictionary::TermId;
use crate::store::table::Table;
use crate::vocab::{geo, wgs};

/// Where points are read from.
const SOURCES: [NamedNodeRef<'static>; 4] = [wgs::LAT, wgs::LONG, geo::AS_WKT, geo::HAS_GEOMETRY];

type Sources = [Arc<Table>; SOURCES.len()];

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
    /// The same by thing, and the shapes that things have.
    pub(super) of: FxHashMap<TermId, Vec<Place>>,
    /// The tables that this was made from.
    tables: Sources,
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
        let (places, shapes) = read(state, &tables);
        let mut of: FxHashMap<TermId, Vec<Place>> = FxHashMap::default();
        places.iter().chain(&shapes).for_each(|place| of.entry(place.thing).or_default().push(*place));
        Arc::new(Self { tree: RTree::bulk_load(places), of, tables })
    }
}

/// The places of these tables, and apart from them the shapes of some, which are no places of their own. A pair of triples counts when
/// both are in one graph and neither is said twice there.
fn read(state: &State, [latitudes, longitudes, wkt, geometries]: &Sources) -> (Vec<Place>, Vec<Place>) {
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
    let place = |(thing, graph): (TermId, TermId), point: Point| Place { thing, graph, point, unit: point.unit() };
    let longitudes = degrees(longitudes);
    let mut places: Vec<Place> = degrees(latitudes)
        .into_iter()
        .filter_map(|(at, latitude)| Some(place(at, Point::new(latitude?, (*longitudes.get(&at)?)?)?)))
        .collect();
    let drawn = wkt
        .rows()
        .filter_map(|[thing, value, graph]| Some(((thing, graph), Point::from_wkt(literal(value)?.as_ref())?)));
    let drawn: FxHashMap<(TermId, TermId), Point> = drawn.collect();
    let mut shapes = FxHashSet::default();
    for [thing, shape, graph] in geometries.rows() {
        if let Some(point) = drawn.get(&(shape, graph)) {
            places.push(place((thing, graph), *point));
            shapes.insert((shape, graph));
        }
    }
    let (shapes, own): (Vec<_>, Vec<_>) = drawn.into_iter().partition(|(at, _)| shapes.contains(at));
    places.extend(own.into_iter().map(|(at, point)| place(at, point)));
    (places, shapes.into_iter().map(|(at, point)| place(at, point)).collect())
}
