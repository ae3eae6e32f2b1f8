//! Manifests -> cases. They are Turtle: milieu's own store reads them.

use std::fs;
use std::path::{Path, PathBuf};

use milieu::model::vocab::{rdf, rdfs};
use milieu::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use milieu::{Snapshot, Store};

use crate::place;

const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const QT: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#";
const UT: &str = "http://www.w3.org/2009/sparql/tests/test-update#";

/// What a case asks of an engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    QueryEvaluation,
    CsvResults,
    PositiveSyntax,
    NegativeSyntax,
    UpdateEvaluation,
    PositiveUpdateSyntax,
    NegativeUpdateSyntax,
}

impl Kind {
    pub(crate) const ALL: [Self; 7] = [
        Self::QueryEvaluation,
        Self::CsvResults,
        Self::PositiveSyntax,
        Self::NegativeSyntax,
        Self::UpdateEvaluation,
        Self::PositiveUpdateSyntax,
        Self::NegativeUpdateSyntax,
    ];

    /// The kind as people and the list of failures call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::QueryEvaluation => "query evaluation",
            Self::CsvResults => "CSV results",
            Self::PositiveSyntax => "positive query syntax",
            Self::NegativeSyntax => "negative query syntax",
            Self::UpdateEvaluation => "update evaluation",
            Self::PositiveUpdateSyntax => "positive update syntax",
            Self::NegativeUpdateSyntax => "negative update syntax",
        }
    }

    /// The kind that a class of the manifest vocabulary stands for. A class that is not here is an error, never a skip.
    fn of_class(class: &str) -> Option<Self> {
        Some(match class.strip_prefix(MF)?.trim_end_matches(|end: char| end.is_ascii_digit()) {
            "QueryEvaluationTest" => Self::QueryEvaluation,
            "CSVResultFormatTest" => Self::CsvResults,
            "PositiveSyntaxTest" => Self::PositiveSyntax,
            "NegativeSyntaxTest" => Self::NegativeSyntax,
            "UpdateEvaluationTest" => Self::UpdateEvaluation,
            "PositiveUpdateSyntaxTest" => Self::PositiveUpdateSyntax,
            "NegativeUpdateSyntaxTest" => Self::NegativeUpdateSyntax,
            _ => return None,
        })
    }
}

/// An RDF file and the graph that it fills.
pub(crate) type Data = (String, GraphName);

/// One test of a suite.
#[derive(Debug)]
pub(crate) struct Case {
    /// `sparql11/aggregates#agg-groupconcat-1`.
    pub(crate) id: String,
    pub(crate) kind: Kind,
    /// The IRI of the query or update.
    pub(crate) request: String,
    pub(crate) data: Vec<Data>,
    /// The IRI of the file with the answer to a query.
    pub(crate) answer: Option<String>,
    /// What the dataset holds after an update.
    pub(crate) after: Vec<Data>,
    pub(crate) cardinality: Cardinality,
}

/// How often a row of an answer has to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cardinality {
    Strict,
    /// `REDUCED`: fewer times than expected, but not never.
    Lax,
}

/// Every case of a suite's manifests, wherever they lie below its folder.
pub(crate) fn cases(folder: &Path, suite: &str) -> Result<Vec<Case>, String> {
    let mut manifests = Vec::new();
    find(&folder.join(suite), &mut manifests).map_err(|error| format!("{suite}: {error}"))?;
    manifests.sort();
    let mut cases = Vec::new();
    for manifest in manifests {
        let iri = place::iri(folder, &manifest);
        let store = Store::new();
        let mut transaction = store.begin();
        transaction.extend(place::quads(&iri, &GraphName::DefaultGraph)?);
        let manifest = Manifest { graph: transaction.commit().map_err(|error| error.to_string())?, iri };
        manifest.cases(&mut cases)?;
    }
    Ok(cases)
}

fn find(folder: &Path, manifests: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, manifests)?;
        } else if path.file_name().is_some_and(|name| name == "manifest.ttl") {
            manifests.push(path);
        }
    }
    Ok(())
}

struct Manifest {
    iri: String,
    graph: Snapshot,
}

impl Manifest {
    fn cases(&self, cases: &mut Vec<Case>) -> Result<(), String> {
        let entries = NamedNode::new_unchecked(format!("{MF}entries"));
        for list in self.graph.quads_for_pattern(None, Some(entries.as_ref()), None, None) {
            let mut rest = list.object;
            while let Some(first) = self.one(&rest, rdf::FIRST)? {
                cases.push(self.case(&first).map_err(|error| format!("{}: {first}: {error}", self.iri))?);
                rest = self.one(&rest, rdf::REST)?.ok_or("a list has no end")?;
            }
        }
        Ok(())
    }

    fn case(&self, test: &Term) -> Result<Case, String> {
        let class = self.needed(test, rdf::TYPE)?;
        let kind = Kind::of_class(&class).ok_or_else(|| format!("<{class}> is a kind that is not run"))?;
        let action = self.one(test, own(MF, "action").as_ref())?.ok_or("it has no action")?;
        let result = self.one(test, own(MF, "result").as_ref())?;
        let (terms, request) = match kind {
            Kind::UpdateEvaluation => (UT, self.needed(&action, own(UT, "request").as_ref())?),
            Kind::QueryEvaluation | Kind::CsvResults => (QT, self.needed(&action, own(QT, "query").as_ref())?),
            _ => (QT, named(&action)?),
        };
        let is_update = kind == Kind::UpdateEvaluation;
        let folder = self.iri.trim_end_matches("/manifest.ttl").rsplit('/').take(2).collect::<Vec<_>>();
        Ok(Case {
            id: format!("{}/{}#{}", folder[1], folder[0], named(test)?.rsplit(['#', '/']).next().unwrap_or_default()),
            kind,
            request,
            data: self.data(&action, terms)?,
            answer: result.as_ref().filter(|_| !is_update).map(named).transpose()?,
            after: result.as_ref().filter(|_| is_update).map_or(Ok(Vec::new()), |after| self.data(after, UT))?,
            cardinality: match self.one(test, own(MF, "resultCardinality").as_ref())? {
                Some(_) => Cardinality::Lax,
                None => Cardinality::Strict,
            },
        })
    }

    /// The files that fill the default graph and the named ones.
    fn data(&self, of: &Term, terms: &str) -> Result<Vec<Data>, String> {
        let mut data = Vec::new();
        for file in self.all(of, own(terms, "data").as_ref()) {
            data.push((named(&file)?, GraphName::DefaultGraph));
        }
        for graph in self.all(of, own(terms, "graphData").as_ref()) {
            // A graph is named after its file, unless it has a label.
            let (file, name) = match &graph {
                Term::NamedNode(file) => (file.as_str().to_owned(), file.as_str().to_owned()),
                _ => (self.needed(&graph, own(terms, "graph").as_ref())?, self.needed(&graph, rdfs::LABEL)?),
            };
            data.push((file, NamedNode::new(name).map_err(|error| error.to_string())?.into()));
        }
        Ok(data)
    }

    fn all(&self, subject: &Term, predicate: NamedNodeRef<'_>) -> Vec<Term> {
        let subject = match subject {
            Term::NamedNode(node) => NamedOrBlankNode::from(node.clone()),
            Term::BlankNode(node) => node.clone().into(),
            _ => return Vec::new(),
        };
        self.graph.objects(subject.as_ref(), predicate).collect()
    }

    fn one(&self, subject: &Term, predicate: NamedNodeRef<'_>) -> Result<Option<Term>, String> {
        let mut all = self.all(subject, predicate);
        if all.len() > 1 { Err(format!("it has {} times {predicate}", all.len())) } else { Ok(all.pop()) }
    }

    /// The IRI or text of what must be there.
    fn needed(&self, subject: &Term, predicate: NamedNodeRef<'_>) -> Result<String, String> {
        match self.one(subject, predicate)? {
            Some(Term::NamedNode(node)) => Ok(node.into_string()),
            Some(Term::Literal(literal)) => Ok(literal.value().to_owned()),
            other => Err(format!("{predicate} is {other:?}")),
        }
    }
}

fn own(namespace: &str, name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{namespace}{name}"))
}

fn named(term: &Term) -> Result<String, String> {
    match term {
        Term::NamedNode(node) => Ok(node.as_str().to_owned()),
        other => Err(format!("{other} is no IRI")),
    }
}
