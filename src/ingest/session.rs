//! A load under way: one transaction, the graph being filled, the report so far.

use super::files::Used;
use super::follow::follows;
use super::provenance;
use super::report::FileUsed;
use super::{Load, LoadError, Report};
use crate::model::vocab::{rdf, rdfs, xsd};
use crate::model::{
    GraphName, Literal, LiteralRef, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, Quad, QuadRef, Term, TermRef,
};
use crate::source::{Meter, Refused};
use crate::store::Transaction;
use crate::store::bulk::{Broken, Chunk};
use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};
use std::fmt::Display;

/// What is said of a graph as a whole.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    pub(super) graph: NamedNode,
    pub(super) title: String,
    /// The licence's IRI, or its words.
    pub(super) licence: Option<String>,
    /// Who published it: an IRI, or words.
    pub(super) source: Option<String>,
}

/// How many rows pass between two looks at the progress.
const STEP: u64 = 256;

pub(super) struct Session<'l> {
    pub(super) load: &'l Load<'l>,
    transaction: Transaction<'l>,
    graph: GraphName,
    report: Report,
    /// Rows since the stage began, while there is one.
    ticks: Option<u64>,
    /// The files of the graph being filled.
    meters: Vec<Meter>,
    /// Graphs that the file itself names, beside the load's own.
    named: FxHashSet<NamedNode>,
    reports: Vec<(Report, FxHashSet<NamedNode>)>,
}

impl<'l> Session<'l> {
    pub(super) fn new(load: &'l Load<'l>) -> Self {
        Self {
            load,
            transaction: load.store.begin(),
            graph: GraphName::DefaultGraph,
            report: Report {
                graph: NamedNode::from(rdf::NIL),
                file: String::new(),
                sha256: String::new(),
                files: Vec::new(),
                rows_read: 0,
                rows_refused: 0,
                persons_left_out: 0,
                refused: Vec::new(),
                quads: 0,
                snapshot: load.store.snapshot().number(),
            },
            ticks: None,
            meters: Vec::new(),
            named: FxHashSet::default(),
            reports: Vec::new(),
        }
    }

    /// Fills one graph, replacing what it held unless the load appends, and says where it came from.
    pub(super) fn fill(
        &mut self,
        origin: &Origin,
        given: &str,
        used: Used,
        fill: impl FnOnce(&mut Self) -> Result<(), LoadError>,
    ) -> Result<(), LoadError> {
        if vocab_graph("provenance") == origin.graph || follows(&origin.graph) {
            return Err(LoadError::ReservedGraph(origin.graph.clone()));
        }
        self.graph = origin.graph.clone().into();
        self.report = Report {
            graph: origin.graph.clone(),
            file: given.to_owned(),
            sha256: together(&used.files),
            files: used.files,
            rows_read: 0,
            rows_refused: 0,
            persons_left_out: 0,
            refused: Vec::new(),
            ..self.report.clone()
        };
        self.meters = used.meters;
        if !self.load.append {
            for graph in provenance::forget(&mut self.transaction, &origin.graph) {
                self.transaction.clear_graph(graph.as_ref().into());
            }
            self.transaction.clear_graph(origin.graph.as_ref().into());
        }
        fill(self)?;
        self.close_stage();
        if self.load.strict && self.report.broken() > 0 {
            return Err(LoadError::Refused(Box::new(self.report.clone())));
        }
        let named = std::mem::take(&mut self.named);
        provenance::record(&mut self.transaction, origin, &self.report, &named, self.load.time());
        self.reports.push((self.report.clone(), named));
        Ok(())
    }

    /// Tells of a stage, such as one file of several, with the number of its rows where that is known.
    pub(super) fn stage(&mut self, name: &str, total: Option<u64>) {
        self.close_stage();
        self.load.progress.stage(&format!("{}: {name}", short(&self.report.graph)), total);
        self.ticks = Some(0);
        self.tell_bytes();
    }

    fn close_stage(&mut self) {
        if let Some(ticks) = self.ticks.take() {
            self.load.progress.advance(ticks % STEP);
            self.tell_bytes();
            self.load.progress.finished();
        }
    }

    /// Says how much of the graph's files has been read.
    fn tell_bytes(&self) {
        if !self.meters.is_empty() {
            let sum = |bytes: fn(&Meter) -> u64| self.meters.iter().map(bytes).sum();
            self.load.progress.read(sum(Meter::read), sum(Meter::size));
        }
    }

    /// Lets the progress move by one row, and the load be cancelled.
    pub(super) fn tick(&mut self) -> Result<(), LoadError> {
        self.ticks(1)
    }

    /// The same by so many rows.
    fn ticks(&mut self, rows: u64) -> Result<(), LoadError> {
        let ticks = self.ticks.get_or_insert(0);
        let told = *ticks / STEP;
        *ticks += rows;
        let steps = *ticks / STEP - told;
        if steps > 0 {
            self.load.progress.advance(steps * STEP);
            self.tell_bytes();
            if self.load.progress.cancelled() {
                return Err(LoadError::Cancelled);
            }
        }
        Ok(())
    }

    /// Counts a row: gives its record, or takes down why it is refused.
    pub(super) fn row<R>(&mut self, row: Result<R, Refused>) -> Result<Option<R>, LoadError> {
        self.report.rows_read += 1;
        self.tick()?;
        match row {
            Ok(record) => Ok(Some(record)),
            Err(refused) => {
                self.report.refuse(refused);
                Ok(None)
            }
        }
    }

    /// Takes the records of a file, each as one stage moves on.
    pub(super) fn rows<R>(
        &mut self,
        stage: &str,
        rows: impl Iterator<Item = Result<R, Refused>>,
        mut take: impl FnMut(&mut Self, &R),
    ) -> Result<(), LoadError> {
        self.stage(stage, None);
        for row in rows {
            if let Some(record) = self.row(row)? {
                take(self, &record);
            }
        }
        Ok(())
    }

    /// Takes records that were counted already.
    pub(super) fn records<R>(
        &mut self,
        stage: &str,
        records: &[R],
        mut take: impl FnMut(&mut Self, &R),
    ) -> Result<(), LoadError> {
        self.stage(stage, Some(records.len() as u64));
        for record in records {
            self.tick()?;
            take(self, record);
        }
        Ok(())
    }

    /// States what a chunk of lines says and takes down what is broken in it.
    pub(super) fn chunk(
        &mut self,
        mut chunk: Chunk,
        name: impl FnMut(Term) -> Term,
        refused: impl FnMut(Broken) -> Refused,
    ) -> Result<(), LoadError> {
        let broken = chunk.take_broken();
        let rows = chunk.statements() + broken.len() as u64;
        self.report.rows_read += rows;
        self.ticks(rows)?;
        broken.into_iter().map(refused).for_each(|refused| self.report.refuse(refused));
        let Self { transaction, report, named, .. } = self;
        chunk.stage(transaction, name, |graph| names(graph, report, named));
        Ok(())
    }

    /// Counts rows that a source read and refused by itself.
    pub(super) fn count(&mut self, rows_read: u64, refused: Vec<Refused>) {
        self.report.rows_read += rows_read;
        for refused in refused {
            self.report.refuse(refused);
        }
    }

    /// States a triple in the graph being filled.
    pub(super) fn say<'s, 'o>(
        &mut self,
        subject: impl Into<NamedOrBlankNodeRef<'s>>,
        predicate: NamedNodeRef<'_>,
        object: impl Into<TermRef<'o>>,
    ) {
        self.transaction.insert(QuadRef {
            subject: subject.into(),
            predicate,
            object: object.into(),
            graph_name: self.graph.as_ref(),
        });
    }

    /// States a quad in a graph that the file names itself; `graph:derived` and `graph:inferred` are made anew in any case.
    pub(super) fn say_elsewhere(&mut self, quad: &Quad) {
        if let GraphName::NamedNode(graph) = &quad.graph_name
            && !names(graph, &self.report, &mut self.named)
        {
            return;
        }
        self.transaction.insert(quad);
    }

    pub(super) fn is_a(&mut self, subject: &NamedNode, class: NamedNodeRef<'_>) {
        self.say(subject, rdf::TYPE, class);
    }

    pub(super) fn text(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, text: &str) {
        self.say(subject, predicate, LiteralRef::new_simple_literal(text));
    }

    /// A label as the source writes it, in no language in particular.
    pub(super) fn label(&mut self, subject: &NamedNode, label: &str) {
        self.text(subject, rdfs::LABEL, label);
    }

    pub(super) fn english(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, text: &str) {
        self.in_language(subject, predicate, text, "en");
    }

    pub(super) fn in_language(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, text: &str, language: &str) {
        self.say(subject, predicate, LiteralRef::new_language_tagged_literal_unchecked(text, language));
    }

    pub(super) fn typed(
        &mut self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
        value: impl Display,
        datatype: NamedNodeRef<'_>,
    ) {
        let literal = Literal::new_typed_literal(value.to_string(), datatype);
        self.say(subject, predicate, &literal);
    }

    pub(super) fn integer(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, value: impl Display) {
        self.typed(subject, predicate, value, xsd::INTEGER);
    }

    pub(super) fn decimal(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, value: impl Display) {
        self.typed(subject, predicate, value, xsd::DECIMAL);
    }

    pub(super) fn date(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, value: impl Display) {
        self.typed(subject, predicate, value, xsd::DATE);
    }

    /// Derives what follows, commits, and gives the reports.
    pub(super) fn finish(mut self) -> Result<Vec<Report>, LoadError> {
        self.load.progress.stage("what follows", None);
        super::follow(&mut self.transaction)?;
        if self.load.progress.cancelled() {
            return Err(LoadError::Cancelled);
        }
        let after = self.transaction.snapshot();
        self.load.guard.admit(self.transaction.before(), &after).map_err(LoadError::NotAdmitted)?;
        drop(after);
        let loaded: Vec<&str> = self.reports.iter().map(|(report, _)| report.file.as_str()).collect();
        self.transaction.note(format!("load {}", loaded.join(", ")));
        self.load.progress.finished();
        if self.load.progress.cancelled() {
            return Err(LoadError::Cancelled);
        }
        self.load.progress.stage("writing", None);
        let snapshot = self.transaction.commit()?;
        self.load.progress.finished();
        let sizes = snapshot.graph_sizes();
        let size = |graph: &NamedNode| {
            let is = |name: &Option<crate::model::NamedOrBlankNode>| {
                name.as_ref().is_some_and(|name| *name == graph.clone().into())
            };
            sizes.iter().find(|(name, _)| is(name)).map_or(0, |(_, size)| usize::try_from(*size).unwrap_or(usize::MAX))
        };
        Ok(self
            .reports
            .into_iter()
            .map(|(report, named)| Report {
                quads: size(&report.graph) + named.iter().map(size).sum::<usize>(),
                snapshot: snapshot.number(),
                ..report
            })
            .collect())
    }
}

/// Whether statements of a graph that a file names are taken; those that are beside the load's own are kept in mind.
fn names(graph: &NamedNode, report: &Report, named: &mut FxHashSet<NamedNode>) -> bool {
    if follows(graph) {
        return false;
    }
    if *graph != report.graph && !named.contains(graph) {
        named.insert(graph.clone());
    }
    true
}

fn vocab_graph(name: &str) -> NamedNode {
    crate::vocab::graph(name)
}

/// The last part of a graph's name, for people.
fn short(graph: &NamedNode) -> &str {
    graph.as_str().rsplit('/').next().unwrap_or(graph.as_str())
}

/// One hash for one file or several.
fn together(files: &[FileUsed]) -> String {
    match files {
        [only] => only.sha256.clone(),
        several => {
            let mut hasher = Sha256::new();
            for file in several {
                hasher.update(file.sha256.as_bytes());
            }
            crate::hex(&hasher.finalize())
        }
    }
}
