//! What lies near what.

use std::cmp::Ordering;
use std::sync::Arc;

use oxigraph::model::{NamedOrBlankNodeRef, Term};
use rustc_hash::FxHashSet;

use super::places::{Place, Places};
use super::point::{EARTH_RADIUS_KM, Point, distance_km};
use super::{Scope, Snapshot};
use crate::store::dictionary::TermId;

/// A thing and how far it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// The thing, which has a point.
    pub thing: Term,
    /// Its point; the nearest if it has several.
    pub point: Point,
    /// How far it is, in kilometres.
    pub distance_km: f64,
}

impl Snapshot {
    /// The things with a point at most `km` kilometres from `point`, nearest first, then by IRI.
    ///
    /// A point is a `wgs:lat` with a `wgs:long`, or a `geo:asWKT` that is a `POINT`, of the thing or of its `geo:hasGeometry`. The first
    /// call on a state reads all points.
    ///
    /// ```
    /// use milieu::snapshot::Point;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = milieu::Store::new();
    /// milieu::ingest::Load::new(&store).atlas()?;
    /// let tokyo = Point::new(35.7, 139.7).unwrap();
    /// assert_eq!(store.snapshot().near(tokyo, 50.0).len(), 1);
    /// # Ok(()) }
    /// ```
    pub fn near(&self, point: Point, km: f64) -> Vec<Near> {
        self.named(self.places_within(point, km, &Scope::Union))
    }

    /// The `count` things with a point that are nearest to `point`, nearest first, then by IRI; see [`near`](Self::near).
    ///
    /// ```
    /// use milieu::snapshot::Point;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = milieu::Store::new();
    /// milieu::ingest::Load::new(&store).atlas()?;
    /// let munich = Point::new(48.13743, 11.57549).unwrap();
    /// assert!(store.snapshot().nearest(munich, 1)[0].thing.to_string().contains("stuttgart"));
    /// # Ok(()) }
    /// ```
    pub fn nearest(&self, point: Point, count: usize) -> Vec<Near> {
        self.named(self.places_nearest(&[point], count, &Scope::Union, None))
    }

    /// The points of a thing in any graph, as [`near`](Self::near) reads them.
    ///
    /// ```
    /// use milieu::snapshot::Point;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = milieu::Store::new();
    /// let place = "INSERT DATA { nuts:DE11 wgs:lat 48.8 ; wgs:long 9.2 }";
    /// let snapshot = milieu::sparql::update(&store, place, &Default::default())?;
    /// let stuttgart = milieu::model::NamedNodeRef::new("http://data.europa.eu/nuts/code/DE11")?;
    /// assert_eq!(snapshot.points(stuttgart), [Point::new(48.8, 9.2).unwrap()]);
    /// # Ok(()) }
    /// ```
    pub fn points<'a>(&self, thing: impl Into<NamedOrBlankNodeRef<'a>>) -> Vec<Point> {
        let id = self.state.dictionary.find(thing.into().into());
        id.map(|id| self.points_of(id, &Scope::Union)).unwrap_or_default()
    }

    fn named(&self, places: Vec<(f64, Place)>) -> Vec<Near> {
        let near = |(distance_km, place): (f64, Place)| {
            let thing = self.state.dictionary.term(place.thing);
            Near { thing, point: place.point, distance_km }
        };
        places.into_iter().map(near).collect()
    }

    fn places(&self) -> Arc<Places> {
        self.state.places.get(|before| Places::of(&self.state, before))
    }

    /// The points of `thing`.
    pub(crate) fn points_of(&self, thing: TermId, scope: &Scope) -> Vec<Point> {
        let places = self.places();
        let all = places.of.get(&thing).into_iter().flatten();
        all.filter(|place| holds(scope, place.graph)).map(|place| place.point).collect()
    }

    /// Each place of `scope` at most `km` from `point`, once a graph, the nearest first.
    pub(crate) fn places_within(&self, point: Point, km: f64, scope: &Scope) -> Vec<(f64, Place)> {
        // A little more than the chord: what is on the edge is decided by the distance itself.
        let angle = (km / EARTH_RADIUS_KM).clamp(0.0, std::f64::consts::PI);
        let chord = 2.0 * (angle / 2.0).sin() + 1e-9;
        let places = self.places();
        let near = places.tree.locate_within_distance(point.unit(), chord * chord);
        let near = near.map(|place| (distance_km(point, place.point), *place));
        let near = near.filter(|(distance, place)| *distance <= km && holds(scope, place.graph));
        self.ordered(near.collect(), scope)
    }

    /// The `count` places of `scope` nearest to any of `points` but for `except`; of those equally far, the first by IRI.
    pub(crate) fn places_nearest(
        &self,
        points: &[Point],
        count: usize,
        scope: &Scope,
        except: Option<TermId>,
    ) -> Vec<(f64, Place)> {
        let places = self.places();
        let mut found = Vec::new();
        for point in points {
            let (mut things, mut last) = (FxHashSet::default(), f64::NEG_INFINITY);
            for (place, chord) in places.tree.nearest_neighbor_iter_with_distance_2(&point.unit()) {
                if !holds(scope, place.graph) || except == Some(place.thing) {
                    continue;
                }
                if things.len() >= count && chord > last {
                    break;
                }
                last = chord;
                things.insert(place.thing);
                found.push((distance_km(*point, place.point), *place));
            }
        }
        let mut found = self.ordered(found, scope);
        found.truncate(count);
        found
    }

    /// By distance, then by IRI, each thing once; once a graph where graphs are told apart.
    fn ordered(&self, mut found: Vec<(f64, Place)>, scope: &Scope) -> Vec<(f64, Place)> {
        let dictionary = &self.state.dictionary;
        found.sort_unstable_by(|(far, a), (farther, b)| {
            let by_name = || dictionary.bytes(a.thing).cmp(&dictionary.bytes(b.thing));
            far.total_cmp(farther).then_with(|| if a.thing == b.thing { Ordering::Equal } else { by_name() })
        });
        let mut seen = FxHashSet::default();
        let apart = matches!(scope, Scope::Named | Scope::All);
        found.retain(|(_, place)| seen.insert((place.thing, if apart { place.graph } else { 0 })));
        found
    }
}

fn holds(scope: &Scope, graph: TermId) -> bool {
    match scope {
        Scope::Graph(only) => graph == *only,
        Scope::Named => graph != super::DEFAULT_GRAPH,
        Scope::All | Scope::Union => true,
        Scope::UnionOf(graphs) => graphs.contains(&graph),
    }
}
