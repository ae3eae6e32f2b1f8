//! What computed properties find, see [`computed`](super::computed).

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

use oxigraph::model::{Literal, NamedNodeRef, Term};
use oxigraph::sparql::QueryEvaluationError;
use rustc_hash::FxHashMap;

use super::SparqlError;
use super::computed::unpack;
use crate::snapshot::{DEFAULT_GRAPH, Point, Scope, Snapshot};
use crate::store::dictionary::TermId;
use crate::vocab::{self, milieu};

/// Things, each with the graph that says so, sorted.
pub(super) type Things = Arc<[(TermId, TermId)]>;

/// A computed property, its object, and the graph within which it stands.
type Pattern = (NamedNodeRef<'static>, Term, Option<TermId>);

/// What a query has found so far: a pattern is asked for again with each row that it is joined to.
#[derive(Default)]
pub(super) struct Searches {
    known: RefCell<FxHashMap<Pattern, Things>>,
    failure: Failure,
}

/// Why a search of a query could not be made, once one could not. Evaluation swallows errors while it aggregates; a row that
/// comes after one may be wrong.
#[derive(Clone, Default)]
pub(super) struct Failure(Arc<OnceLock<String>>);

impl Failure {
    pub(super) fn check(&self) -> Result<(), SparqlError> {
        self.0.get().map_or(Ok(()), |reason| Err(SparqlError::Arguments(reason.clone())))
    }

    /// `items` until a search could not be made, and then why.
    pub(super) fn hold<T>(
        self,
        items: impl Iterator<Item = Result<T, QueryEvaluationError>>,
    ) -> impl Iterator<Item = Result<T, QueryEvaluationError>> {
        items.map(move |item| self.check().map_err(QueryEvaluationError::from).and(item))
    }
}

impl Searches {
    pub(super) fn failure(&self) -> Failure {
        self.failure.clone()
    }

    /// The subjects of `property` with this object in `scope`.
    pub(super) fn find(
        &self,
        snapshot: &Snapshot,
        property: NamedNodeRef<'static>,
        object: Option<Term>,
        scope: &Scope,
    ) -> Result<Things, SparqlError> {
        let found = self.look_up(snapshot, property, object, scope);
        if let Err(SparqlError::Arguments(reason)) = &found {
            // The first is the one to tell.
            self.failure.0.get_or_init(|| reason.clone());
        }
        found
    }

    fn look_up(
        &self,
        snapshot: &Snapshot,
        property: NamedNodeRef<'static>,
        object: Option<Term>,
        scope: &Scope,
    ) -> Result<Things, SparqlError> {
        let Some(object) = object else {
            let name = shortened(property);
            return Err(SparqlError::Arguments(format!(
                "{name} needs its argument: give a value, or bind the variable before it in the same group"
            )));
        };
        // Within one query there is one default graph, every named graph, or one graph by name.
        let graph = match scope {
            Scope::Graph(graph) => Some(*graph),
            Scope::Named => Some(TermId::MAX),
            Scope::All | Scope::Union | Scope::UnionOf(_) => None,
        };
        let key = (property, object, graph);
        if let Some(known) = self.known.borrow().get(&key) {
            return Ok(Arc::clone(known));
        }
        let mut found = match property {
            milieu::MATCHES => matching(snapshot, &key.1, scope)?,
            milieu::NEARBY => nearby(snapshot, &key.1, scope)?,
            _ => nearest(snapshot, &key.1, scope)?,
        };
        if graph.is_none() {
            for (_, graph) in &mut found {
                *graph = DEFAULT_GRAPH;
            }
        }
        found.sort_unstable();
        found.dedup();
        let found: Things = found.into();
        self.known.borrow_mut().insert(key, Arc::clone(&found));
        Ok(found)
    }
}

/// Those of `things` that are `subject`, or all.
pub(super) fn of_subject(things: &Things, subject: Option<TermId>) -> std::ops::Range<usize> {
    match subject {
        None => 0..things.len(),
        Some(subject) => {
            things.partition_point(|(thing, _)| *thing < subject)
                ..things.partition_point(|(thing, _)| *thing <= subject)
        }
    }
}

fn shortened(property: NamedNodeRef<'_>) -> String {
    vocab::shorten(property).unwrap_or_else(|| property.to_string())
}

type Found = Result<Vec<(TermId, TermId)>, SparqlError>;

fn matching(snapshot: &Snapshot, object: &Term, scope: &Scope) -> Found {
    match object {
        Term::Literal(text) if unpack(text).is_none() => Ok(snapshot.labelled_by(text.value(), text.language(), scope)),
        other => {
            Err(SparqlError::Arguments(format!("milieu:matches takes a text, such as \"stutt auto\", not {other}")))
        }
    }
}

fn nearby(snapshot: &Snapshot, object: &Term, scope: &Scope) -> Found {
    let (there, km) = two(object)
        .and_then(|(there, km)| Some((there, number(&km).filter(|km| *km >= 0.0)?)))
        .ok_or_else(|| wrong(milieu::NEARBY, "kilometres, 0 or more", object))?;
    let mut found = Vec::new();
    for point in there.points(snapshot, scope) {
        let near = snapshot.places_within(point, km, scope).into_iter().map(|(_, place)| (place.thing, place.graph));
        found.extend(near.filter(|(thing, _)| Some(*thing) != there.id(snapshot)));
    }
    Ok(found)
}

fn nearest(snapshot: &Snapshot, object: &Term, scope: &Scope) -> Found {
    let (there, count) = two(object)
        .and_then(|(there, count)| Some((there, count.value().parse().ok()?)))
        .ok_or_else(|| wrong(milieu::NEAREST, "how many", object))?;
    let nearest_in = |scope: &Scope| {
        let points = there.points(snapshot, scope);
        let places = snapshot.places_nearest(&points, count, scope, there.id(snapshot));
        places.into_iter().map(|(_, place)| (place.thing, place.graph)).collect::<Vec<_>>()
    };
    Ok(match scope {
        // Each graph has its own nearest.
        Scope::Named => {
            let graphs = snapshot.state.graphs.keys().filter(|graph| **graph != DEFAULT_GRAPH);
            graphs.flat_map(|graph| nearest_in(&Scope::Graph(*graph))).collect()
        }
        scope => nearest_in(scope),
    })
}

fn wrong(property: NamedNodeRef<'_>, second: &str, object: &Term) -> SparqlError {
    let given = match object {
        Term::Literal(literal) => unpack(literal).map(|given| {
            let given: Vec<String> = given.iter().map(ToString::to_string).collect();
            format!("({})", given.join(" "))
        }),
        _ => None,
    };
    let (name, given) = (shortened(property), given.unwrap_or_else(|| object.to_string()));
    SparqlError::Arguments(format!(
        "{name} takes (place number): a thing or a POINT as geo:wktLiteral, and {second}; not {given}"
    ))
}

/// What a place is named by.
enum There {
    Point(Point),
    Thing(Term),
}

impl There {
    fn points(&self, snapshot: &Snapshot, scope: &Scope) -> Vec<Point> {
        match self {
            Self::Point(point) => vec![*point],
            Self::Thing(_) => self.id(snapshot).map(|thing| snapshot.points_of(thing, scope)).unwrap_or_default(),
        }
    }

    fn id(&self, snapshot: &Snapshot) -> Option<TermId> {
        match self {
            Self::Point(_) => None,
            Self::Thing(thing) => snapshot.state.dictionary.find(thing.as_ref()),
        }
    }
}

fn two(object: &Term) -> Option<(There, Literal)> {
    let Term::Literal(packed) = object else { return None };
    let [place, number] = <[Term; 2]>::try_from(unpack(packed)?).ok()?;
    let Term::Literal(number) = number else { return None };
    let there = match place {
        Term::Literal(literal) => There::Point(Point::from_wkt(literal.as_ref())?),
        thing => There::Thing(thing),
    };
    Some((there, number))
}

fn number(literal: &Literal) -> Option<f64> {
    literal.value().parse().ok().filter(|number: &f64| number.is_finite())
}
