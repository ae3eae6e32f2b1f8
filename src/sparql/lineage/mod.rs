//! The quads that rows of a query rest on.
//!
//! A query is taken apart into levels: the outermost SELECT, each sub-SELECT, each EXISTS. On every level the patterns are matched once
//! more, held to what is known of the rows: on the outermost their values, in a group its keys, below what the level above found.
//! What a triple pattern then matches are the quads of the answer; an aggregate rests on its whole group.

mod block;
mod known;
mod path;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::Instant;

use oxigraph::model::{GraphName, NamedNodeRef, Quad, Term, Variable};
use rustc_hash::FxHashSet;
use spargebra::Query;
use spargebra::algebra::{GraphPattern, QueryDataset};
use spargebra::term::{NamedNodePattern, TermPattern};

use self::block::{Part, Parts, Place, Rests, block_of};
pub(crate) use self::known::Known;
use self::known::held;
use self::path::Walk;
use super::{QueryOptions, QueryResults, SparqlError, evaluate, plain};
use crate::snapshot::{Scope, Snapshot};
use crate::store::dictionary::TermId;

/// What a lineage leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum NotShown {
    /// That something is not there: NOT EXISTS, MINUS.
    Absence,
    /// That nothing is stated, where a value of the row is empty.
    Unstated,
    /// Which rows LIMIT and OFFSET cut off.
    Cut,
}

/// The quads that rows rest on.
pub(crate) struct Lineage {
    snapshot: Snapshot,
    /// By the part of the query that matched them, outermost first; each once.
    parts: Vec<Vec<[TermId; 4]>>,
    pub(crate) not_shown: BTreeSet<NotShown>,
}

impl Lineage {
    pub(crate) fn total(&self) -> usize {
        self.parts.iter().map(Vec::len).sum()
    }

    /// The graphs that the quads lie in, each with how many of them.
    pub(crate) fn graphs(&self) -> Vec<(GraphName, usize)> {
        let mut graphs: BTreeMap<TermId, usize> = BTreeMap::new();
        self.parts.iter().flatten().for_each(|quad| *graphs.entry(quad[3]).or_default() += 1);
        graphs.into_iter().map(|(graph, quads)| (self.snapshot.graph(graph), quads)).collect()
    }

    /// Every quad of the graph of that name.
    pub(crate) fn within(&self, graph: NamedNodeRef<'_>) -> impl Iterator<Item = Quad> + '_ {
        let graph = self.snapshot.find(graph);
        let inside = move |quad: &&[TermId; 4]| Some(quad[3]) == graph;
        self.parts.iter().flatten().filter(inside).map(|quad| self.snapshot.quad(*quad))
    }

    /// At most `most` quads, of each part of the query its share, sorted within it.
    pub(crate) fn first(&self, most: usize) -> Vec<Quad> {
        let mut by_size: Vec<usize> = (0..self.parts.len()).collect();
        by_size.sort_by_key(|part| self.parts[*part].len());
        let (mut left, mut shares) = (most, vec![0; self.parts.len()]);
        for (at, part) in by_size.iter().enumerate() {
            shares[*part] = self.parts[*part].len().min(left.div_ceil(by_size.len() - at));
            left -= shares[*part];
        }
        let share = |(part, share): (&Vec<[TermId; 4]>, usize)| {
            let mut quads: Vec<Quad> = part.iter().map(|quad| self.snapshot.quad(*quad)).collect();
            quads.sort_by_cached_key(ToString::to_string);
            quads.truncate(share);
            quads
        };
        let some = self.parts.iter().zip(shares).filter(|(_, share)| *share > 0);
        some.flat_map(share).collect()
    }

    /// Adds what `other` found and this did not.
    pub(crate) fn append(&mut self, other: Self) {
        let known: FxHashSet<[TermId; 4]> = self.parts.iter().flatten().copied().collect();
        let new = |part: Vec<[TermId; 4]>| part.into_iter().filter(|quad| !known.contains(quad)).collect();
        self.parts.extend(other.parts.into_iter().map(new));
        self.not_shown.extend(other.not_shown);
    }
}

/// The quads that the rows of `query` rest on which agree with `known`.
pub(crate) fn lineage(
    snapshot: &Snapshot,
    query: &Query,
    known: Known,
    options: &QueryOptions,
) -> Result<Lineage, SparqlError> {
    let Query::Select { dataset, mut pattern, .. } = query.clone() else {
        return Err(SparqlError::NotAllowed("only the rows of a SELECT rest on quads".to_owned()));
    };
    plain::make(&mut pattern);
    let mut search = Search {
        snapshot,
        dataset,
        options,
        begun: Instant::now(),
        seen: FxHashSet::default(),
        parts: Vec::new(),
        not_shown: BTreeSet::new(),
    };
    search.level(&pattern, known, None)?;
    let Search { parts, not_shown, .. } = search;
    Ok(Lineage { snapshot: snapshot.clone(), parts, not_shown })
}

/// So many known rows are carried into the patterns. Of more only what they have in common is, and what is found is held against them.
const CARRIED: usize = 64;

struct Search<'a> {
    snapshot: &'a Snapshot,
    dataset: Option<QueryDataset>,
    options: &'a QueryOptions,
    begun: Instant,
    seen: FxHashSet<[TermId; 4]>,
    parts: Vec<Vec<[TermId; 4]>>,
    not_shown: BTreeSet<NotShown>,
}

impl Search<'_> {
    fn level(
        &mut self,
        pattern: &GraphPattern,
        mut known: Known,
        graph: Option<NamedNodePattern>,
    ) -> Result<(), SparqlError> {
        let (block, cut) = block_of(pattern, &mut known);
        self.not_shown.extend(cut.then_some(NotShown::Cut));
        let mut parts = Parts::default();
        let mut marked = parts.marked(block, &Place { graph: graph.clone(), ..Place::default() });
        let Parts { found: parts, not_shown, .. } = parts;
        self.not_shown.extend(not_shown);
        if let Some(name) = graph {
            marked = GraphPattern::Graph { name, inner: Box::new(marked) };
        }
        let mut wanted: BTreeSet<Variable> = parts.iter().flat_map(Part::variables).cloned().collect();
        wanted.extend(known.variables.iter().cloned());
        let wanted: Vec<Variable> = wanted.into_iter().collect();
        self.not_shown.extend(known.rows.iter().flatten().any(Option::is_none).then_some(NotShown::Unstated));
        let mut solutions: Vec<Vec<Option<Term>>> = Vec::new();
        if known.rows.len() > CARRIED {
            for pattern in held(&marked, known.in_common()) {
                solutions.extend(self.solutions(pattern, &wanted)?);
            }
            let places: Vec<usize> =
                known.variables.iter().filter_map(|name| wanted.binary_search(name).ok()).collect();
            let known: HashSet<Vec<Option<Term>>> = known.rows.into_iter().collect();
            solutions.retain(|row| known.contains(&places.iter().map(|at| row[*at].clone()).collect::<Vec<_>>()));
        } else {
            for pattern in held(&marked, known) {
                solutions.extend(self.solutions(pattern, &wanted)?);
            }
        }
        for part in &parts {
            self.part(part, &wanted, &solutions)?;
        }
        Ok(())
    }

    fn solutions(&self, pattern: GraphPattern, wanted: &[Variable]) -> Result<Vec<Vec<Option<Term>>>, SparqlError> {
        let pattern = GraphPattern::Project { inner: Box::new(pattern), variables: wanted.to_vec() };
        let pattern = GraphPattern::Distinct { inner: Box::new(pattern) };
        let query = Query::Select { dataset: self.dataset.clone(), pattern, base_iri: None };
        let left = self.options.timeout.map(|limit| limit.saturating_sub(self.begun.elapsed()));
        let options = QueryOptions { timeout: left, max_rows: None, ..self.options.clone() };
        let told = |error| match (error, self.options.timeout) {
            (SparqlError::TimedOut { .. }, Some(limit)) => SparqlError::TimedOut { limit },
            (error, _) => error,
        };
        let QueryResults::Solutions(rows) = evaluate(self.snapshot, query, &options).map_err(told)? else {
            unreachable!("a SELECT has rows")
        };
        rows.map(|row| Ok(row.map_err(|error| told(error.into()))?.values().to_vec())).collect()
    }

    fn part(&mut self, part: &Part, wanted: &[Variable], solutions: &[Vec<Option<Term>>]) -> Result<(), SparqlError> {
        let at = |variable: &Variable| wanted.binary_search(variable).ok();
        let taken = part.taken.as_ref().and_then(at);
        let solutions = solutions.iter().filter(|row| taken.is_none_or(|at| row[at].is_some()));
        if let Rests::Level(pattern, shared) = &part.rests {
            let places: Vec<usize> = shared.iter().filter_map(at).collect();
            let rows: HashSet<Vec<Option<Term>>> =
                solutions.map(|row| places.iter().map(|at| row[*at].clone()).collect()).collect();
            if rows.is_empty() {
                return Ok(());
            }
            let known = Known { variables: shared.clone(), rows: rows.into_iter().collect() };
            return self.level(pattern, known, part.graph.clone());
        }
        let value = |term: &TermPattern, row: &[Option<Term>]| match term {
            TermPattern::NamedNode(node) => self.find(&node.clone().into()),
            TermPattern::Literal(literal) => self.find(&literal.clone().into()),
            TermPattern::Variable(variable) => self.find(row[at(variable)?].as_ref()?),
            _ => None,
        };
        let node = |node: &NamedNodePattern, row: &[Option<Term>]| match node {
            NamedNodePattern::NamedNode(node) => self.find(&node.clone().into()),
            NamedNodePattern::Variable(variable) => self.find(row[at(variable)?].as_ref()?),
        };
        let mut triples: FxHashSet<([TermId; 3], Option<TermId>)> = FxHashSet::default();
        let mut pairs: FxHashSet<([TermId; 2], Option<TermId>)> = FxHashSet::default();
        for row in solutions {
            let graph = part.graph.as_ref().and_then(|graph| node(graph, row));
            match &part.rests {
                Rests::Triple(triple) => {
                    let ends = value(&triple.subject, row).zip(value(&triple.object, row));
                    if let Some(((subject, object), predicate)) = ends.zip(node(&triple.predicate, row)) {
                        triples.insert(([subject, predicate, object], graph));
                    }
                }
                Rests::Path(subject, _, object) => {
                    if let Some((subject, object)) = value(subject, row).zip(value(object, row)) {
                        pairs.insert(([subject, object], graph));
                    }
                }
                Rests::Level(..) => {}
            }
        }
        if let Rests::Path(_, path, _) = &part.rests {
            let walk = Walk { snapshot: self.snapshot };
            for ([subject, object], graph) in pairs {
                let mut found = FxHashSet::default();
                walk.triples(path, subject, object, &mut found);
                triples.extend(found.into_iter().map(|triple| (triple, graph)));
            }
        }
        self.keep(triples);
        Ok(())
    }

    /// Keeps the quads of these triples, in the graph that is named or in all.
    fn keep(&mut self, triples: FxHashSet<([TermId; 3], Option<TermId>)>) {
        let allowed = self.dataset.as_ref().map(|dataset| {
            let named = dataset.named.iter().flatten().chain(&dataset.default);
            named.filter_map(|graph| self.find(&graph.clone().into())).collect::<Vec<_>>()
        });
        let mut quads = Vec::new();
        for ([subject, predicate, object], graph) in triples {
            let scope = graph.map_or(Scope::All, Scope::Graph);
            let rows = self.snapshot.matches(Some(subject), Some(predicate), Some(object), scope);
            let rows = rows.filter(|row| allowed.as_ref().is_none_or(|allowed| allowed.contains(&row[3])));
            quads.extend(rows.filter(|row| self.seen.insert(*row)));
        }
        self.parts.push(quads);
    }

    fn find(&self, term: &Term) -> Option<TermId> {
        self.snapshot.state.dictionary.find(term.as_ref())
    }
}
