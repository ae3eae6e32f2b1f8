//! Where a named graph is from, as `graph:provenance` says.

use std::collections::BTreeMap;

use super::why::derived::RULES;
use super::{Arguments, View, ViewError};
use crate::Snapshot;
use crate::model::{GraphName, NamedNode, NamedNodeRef, Term};
use crate::sparql;
use crate::vocab::{self, dct, milieu, prov};

/// Where a named graph is from.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct GraphSource {
    /// The graph's name; empty for the default graph.
    pub graph: String,
    /// What people call it: the title that its load gave it, or the last part of its name.
    pub title: String,
    /// Its licence: an IRI or words.
    pub licence: Option<String>,
    /// Who published it: an IRI or words.
    pub publisher: Option<String>,
    /// When it was last loaded (RFC 3339).
    pub loaded: Option<String>,
    /// The files that it was loaded from.
    pub files: Vec<SourceFile>,
}

/// A file that a graph was loaded from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[non_exhaustive]
pub struct SourceFile {
    /// Its name.
    pub name: String,
    /// The SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

impl GraphSource {
    /// What is said of `graph`.
    ///
    /// ```
    /// use milieu::{Store, ingest::Load, view::GraphSource, vocab};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = Store::new();
    /// Load::new(&store).toy()?;
    /// let source = GraphSource::of(&store.snapshot(), &vocab::graph("toy").into());
    /// assert_eq!(source.licence.as_deref(), Some("http://creativecommons.org/licenses/by/4.0/"));
    /// assert_eq!(source.files[0].name, "toy-observations.ttl");
    /// # Ok(()) }
    /// ```
    pub fn of(snapshot: &Snapshot, graph: &GraphName) -> Self {
        let GraphName::NamedNode(node) = graph else {
            let graph = if graph.is_default_graph() { String::new() } else { graph.to_string() };
            let title = "stated here, in no named graph".to_owned();
            return Self { graph, title, licence: None, publisher: None, loaded: None, files: Vec::new() };
        };
        let said = Said(snapshot);
        let title = said.text(node, dct::TITLE).or_else(|| made_here(node)).unwrap_or_else(|| {
            let last = node.as_str().rsplit(['/', '#', ':']).next().filter(|last| !last.is_empty());
            last.unwrap_or(node.as_str()).to_owned()
        });
        let loads = said.nodes(node, prov::WAS_GENERATED_BY);
        let files = loads.iter().flat_map(|load| said.nodes(load, prov::USED)).filter_map(|file| {
            let (name, sha256) = said.text(&file, milieu::FILE_NAME).zip(said.text(&file, milieu::SHA_256))?;
            Some(SourceFile { name, sha256 })
        });
        let mut files: Vec<SourceFile> = files.collect();
        files.sort_unstable();
        Self {
            graph: node.as_str().to_owned(),
            title,
            licence: said.text(node, dct::LICENSE),
            publisher: said.text(node, dct::SOURCE),
            loaded: loads.iter().filter_map(|load| said.text(load, prov::ENDED_AT_TIME)).max(),
            files,
        }
    }
}

impl View {
    /// Where the graphs are from that an answer rests on, by name: those that hold a quad which one of the query's patterns could match,
    /// and behind what is derived or inferred those that it follows from.
    ///
    /// The order of size is that of reading all that the patterns match, without joining it.
    ///
    /// # Errors
    /// [`ViewError`] when an argument names nothing.
    ///
    /// ```
    /// use milieu::{Store, ingest::Load, view::Catalogue};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = Store::new();
    /// Load::new(&store).toy()?;
    /// let view = Catalogue::shipped().get("linkage/reach")?;
    /// let sources = view.sources(&store.snapshot(), &view.arguments([("group", "Alder Valley")])?)?;
    /// let titles: Vec<_> = sources.iter().map(|source| source.title.as_str()).collect();
    /// assert_eq!(titles, ["derived from what the sources state", "The toy world"]);
    /// # Ok(()) }
    /// ```
    pub fn sources(&self, snapshot: &Snapshot, arguments: &Arguments) -> Result<Vec<GraphSource>, ViewError> {
        let mut graphs = sparql::graphs_of(&self.bound(snapshot, arguments)?, snapshot);
        let holds = |graphs: &[GraphName], name: &str| graphs.contains(&vocab::graph(name).into());
        if holds(&graphs, "inferred") {
            let not_said = |graph: &GraphName| *graph != vocab::graph("provenance").into();
            let named = snapshot.named_graphs().into_iter().map(GraphName::from);
            graphs.extend(named.filter(not_said));
        } else if holds(&graphs, "derived") {
            for (_, rule) in RULES {
                graphs.extend(sparql::graphs_of(&sparql::parse(rule, None)?, snapshot));
            }
        }
        let sources = graphs.iter().map(|graph| GraphSource::of(snapshot, graph));
        let by_name: BTreeMap<String, GraphSource> = sources.map(|source| (source.graph.clone(), source)).collect();
        Ok(by_name.into_values().collect())
    }
}

fn made_here(graph: &NamedNode) -> Option<String> {
    let told = match graph.as_str().strip_prefix(vocab::GRAPH)? {
        "derived" => "derived from what the sources state",
        "inferred" => "inferred by the rules of the ontology",
        "provenance" => "where each graph is from",
        _ => return None,
    };
    Some(told.to_owned())
}

/// What `graph:provenance` says.
struct Said<'s>(&'s Snapshot);

impl Said<'_> {
    fn objects(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> impl Iterator<Item = Term> + use<> {
        let here = GraphName::from(vocab::graph("provenance"));
        let quads = self.0.quads_for_pattern(Some(subject.into()), Some(predicate), None, Some(here.as_ref()));
        quads.map(|quad| quad.object)
    }

    fn nodes(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Vec<NamedNode> {
        let node = |term| if let Term::NamedNode(node) = term { Some(node) } else { None };
        self.objects(subject, predicate).filter_map(node).collect()
    }

    fn text(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Option<String> {
        self.objects(subject, predicate).find_map(|term| match term {
            Term::NamedNode(node) => Some(node.into_string()),
            Term::Literal(literal) => Some(literal.value().to_owned()),
            _ => None,
        })
    }
}
