//! Functions and aggregates that a query may call beside those of SPARQL: `GeoSPARQL`'s and milieu's own.

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};
use spargeo::GEOSPARQL_EXTENSION_FUNCTIONS;

use super::computed::{ARGUMENTS, pack};
use super::statistics::{self, Gather};
use crate::snapshot::{Point, Scope, Snapshot, distance_km, match_score};
use crate::vocab::milieu;

/// A function as the evaluator takes it; `None` is an error of the expression.
pub(super) type Call = Box<dyn Fn(&[Term]) -> Option<Term> + Send + Sync>;

/// The names of the functions that a query may call beside those of SPARQL, in order.
///
/// ```
/// let names = milieu::sparql::extension_functions();
/// assert!(names.iter().any(|name| name.as_str() == "http://www.opengis.net/def/function/geosparql/distance"));
/// ```
pub fn extension_functions() -> Vec<NamedNodeRef<'static>> {
    let ours = [milieu::MATCH_SCORE, milieu::DISTANCE].into_iter().chain(statistics::FUNCTIONS);
    let mut names: Vec<_> = ours.chain(GEOSPARQL_EXTENSION_FUNCTIONS.into_iter().map(|(name, _)| name)).collect();
    names.sort_unstable();
    names
}

/// The names of the aggregates that a query may call beside those of SPARQL, in order.
///
/// ```
/// assert!(milieu::sparql::extension_aggregates().iter().any(|name| name.as_str().ends_with("#median")));
/// ```
pub fn extension_aggregates() -> Vec<NamedNodeRef<'static>> {
    let mut names = statistics::AGGREGATES.to_vec();
    names.sort_unstable();
    names
}

/// Those of `wanted` that there are; things are looked up in the default graph `scope` of `snapshot`.
pub(super) fn functions(mut wanted: Vec<NamedNode>, snapshot: &Snapshot, scope: &Scope) -> Vec<(NamedNode, Call)> {
    wanted.sort_unstable();
    wanted.dedup();
    wanted
        .into_iter()
        .filter_map(|name| Some((function(&name, snapshot, scope)?, name)).map(|(f, name)| (name, f)))
        .collect()
}

/// Those of `wanted` that are aggregates.
pub(super) fn aggregates(wanted: &[NamedNode]) -> impl Iterator<Item = (NamedNode, fn() -> Gather)> {
    wanted.iter().filter_map(|name| Some((name.clone(), statistics::aggregate(name.as_ref())?)))
}

fn function(name: &NamedNode, snapshot: &Snapshot, scope: &Scope) -> Option<Call> {
    Some(match name.as_ref() {
        ARGUMENTS => Box::new(|arguments| Some(pack(arguments).into())),
        milieu::MATCH_SCORE => Box::new(score),
        milieu::DISTANCE => {
            let (snapshot, scope) = (snapshot.clone(), scope.clone());
            Box::new(move |arguments| distance(arguments, &snapshot, &scope))
        }
        other => match statistics::function(other) {
            Some(call) => Box::new(call),
            None => Box::new(GEOSPARQL_EXTENSION_FUNCTIONS.into_iter().find(|(known, _)| *known == other)?.1),
        },
    })
}

/// `milieu:matchScore(?label, "text")`
fn score(arguments: &[Term]) -> Option<Term> {
    let [Term::Literal(label), Term::Literal(text)] = arguments else { return None };
    Some(Literal::from(match_score(label.value(), text.value())?).into())
}

/// `milieu:distance(?a, ?b)`: kilometres between two things or points; between the nearest points where a thing has several.
fn distance(arguments: &[Term], snapshot: &Snapshot, scope: &Scope) -> Option<Term> {
    let [a, b] = arguments else { return None };
    let points = |term: &Term| match term {
        Term::Literal(literal) => Point::from_wkt(literal.as_ref()).into_iter().collect(),
        thing => {
            let id = snapshot.state.dictionary.find(thing.as_ref());
            id.map(|id| snapshot.points_of(id, scope)).unwrap_or_default()
        }
    };
    let there = points(b);
    let pairs = points(a).into_iter().flat_map(|a| there.iter().map(move |b| distance_km(a, *b)));
    let least = pairs.min_by(f64::total_cmp)?;
    Some(Literal::from(least).into())
}
