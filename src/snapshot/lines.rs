//! All quads in the order of canonical N-Quads, a line at a time.

use std::collections::HashMap;

use oxigraph::model::{GraphName, Quad, TripleRef};
use rustc_hash::FxBuildHasher;

use super::{Scope, Snapshot};
use crate::store::dictionary::TermId;

/// A statement as N-Triples writes it, without the full stop at its end, and the graph that it stands in.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = milieu::Store::new();
/// milieu::sparql::update(&store, "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1.50 } }", &Default::default())?;
/// let line = store.snapshot().lines().next().unwrap();
/// assert_eq!(line.to_quad(), "<urn:s> <urn:p> \"1.50\"^^<http://www.w3.org/2001/XMLSchema#decimal> <urn:g> .\n");
/// assert_eq!(line.to_triple(), line.to_quad().replace(" <urn:g>", ""));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// Subject, predicate and object.
    pub triple: String,
    /// The graph.
    pub graph: GraphName,
}

impl Line {
    /// The line of canonical N-Triples, its end included.
    pub fn to_triple(&self) -> String {
        format!("{} .\n", self.triple)
    }

    /// The line of canonical N-Quads, its end included.
    pub fn to_quad(&self) -> String {
        match &self.graph {
            GraphName::DefaultGraph => self.to_triple(),
            graph => format!("{} {graph} .\n", self.triple),
        }
    }
}

impl Snapshot {
    /// All quads as lines in code point order. Where no blank node is among them that is the canonical form (RDFC-1.0) that
    /// [`canonical::write`](crate::canonical::write) gives; blank nodes keep the names that they have here.
    ///
    /// It holds four numbers for each quad, the text of each subject while it begins, and the lines of one subject at a time.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = milieu::Store::new();
    /// milieu::ingest::Load::new(&store).toy()?;
    /// let snapshot = store.snapshot();
    /// let lines: Vec<String> = snapshot.lines().map(|line| line.to_quad()).collect();
    /// assert_eq!(lines.len(), snapshot.len());
    /// assert!(lines.is_sorted());
    /// # Ok(()) }
    /// ```
    pub fn lines(&self) -> impl Iterator<Item = Line> + use<> {
        let mut rows: Vec<[TermId; 4]> = self.matches(None, None, None, Scope::All).collect();
        let mut subjects: Vec<TermId> = rows.iter().map(|row| row[0]).collect();
        subjects.sort_unstable();
        subjects.dedup();
        subjects.sort_by_cached_key(|subject| self.state.dictionary.term(*subject).to_string());
        let places: HashMap<TermId, TermId, FxBuildHasher> = subjects.iter().copied().zip(0..).collect();
        for row in &mut rows {
            row[0] = places[&row[0]];
        }
        rows.sort_unstable_by_key(|row| row[0]);
        let snapshot = self.clone();
        let mut next = 0;
        std::iter::from_fn(move || {
            let place = rows.get(next)?[0];
            let end = next + rows[next..].iter().take_while(|row| row[0] == place).count();
            let subject = subjects[place as usize];
            let quads = rows[next..end]
                .iter()
                .map(|[_, predicate, object, graph]| snapshot.quad([subject, *predicate, *object, *graph]));
            let mut lines: Vec<(Line, String)> = quads.map(line).collect();
            // What ends a term in a line comes before all that could go on in it, so terms one by one sort as the whole line does; the
            // default graph has nothing, and a full stop comes before a name.
            lines.sort_unstable_by(|(a, a_graph), (b, b_graph)| (&a.triple, a_graph).cmp(&(&b.triple, b_graph)));
            next = end;
            Some(lines.into_iter().map(|(line, _)| line))
        })
        .flatten()
    }
}

fn line(quad: Quad) -> (Line, String) {
    let triple = TripleRef::new(&quad.subject, &quad.predicate, &quad.object).to_string();
    let name = if quad.graph_name.is_default_graph() { String::new() } else { quad.graph_name.to_string() };
    (Line { triple, graph: quad.graph_name }, name)
}
