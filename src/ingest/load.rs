//! How a load is asked for.

use super::session::{Origin, Session};
use super::{Guard, LoadError, Progress, Report};
use crate::io::RdfFormat;
use crate::model::NamedNode;
use crate::store::Store;
use std::time::{Duration, SystemTime};

/// 2026-11-23, when the tables and the atlas that ship were put together, in time since 1970.
const SHIPPED: Duration = Duration::from_secs(1_795_392_000);

/// A load into a store: how it is to go, then what.
///
/// One load is one transaction: nothing half-loaded is ever visible, and a load that fails or is cancelled leaves nothing.
/// Loading a source again replaces its named graph, unless [`append`](Self::append) says otherwise. A broken row is refused, named in
/// the [`Report`] and counted, and the rest is loaded, unless the load is [`strict`](Self::strict).
///
/// ```
/// use milieu::{Store, ingest::Load};
///
/// let store = Store::new();
/// let lines = "<https://example.org/a> <https://example.org/p> <https://example.org/b> .\n\
///              <https://example.org/a> oops .\n";
/// let report = Load::new(&store).rdf_bytes("two.nt", lines)?;
/// assert_eq!((report.rows_read, report.rows_refused, report.refused[0].line), (2, 1, 2));
///
/// let store = Store::new();
/// assert!(Load::new(&store).strict(true).rdf_bytes("two.nt", lines).is_err());
/// assert!(store.snapshot().is_empty());
/// # Ok::<(), milieu::ingest::LoadError>(())
/// ```
#[must_use = "a load does nothing until it is told what to load"]
#[derive(Clone)]
pub struct Load<'l> {
    pub(super) store: &'l Store,
    pub(super) progress: &'l dyn Progress,
    pub(super) guard: &'l dyn Guard,
    pub(super) strict: bool,
    pub(super) append: bool,
    pub(super) format: Option<RdfFormat>,
    pub(super) base: Option<String>,
    graph: Option<NamedNode>,
    title: Option<String>,
    licence: Option<String>,
    time: Option<SystemTime>,
}

impl<'l> Load<'l> {
    /// A load into `store` that refuses broken rows one by one and replaces what it loaded before.
    pub fn new(store: &'l Store) -> Self {
        Self {
            store,
            progress: &(),
            guard: &(),
            strict: false,
            append: false,
            format: None,
            base: None,
            graph: None,
            title: None,
            licence: None,
            time: None,
        }
    }

    /// Whether one broken row refuses all. The error still holds the report of every broken row. Natural persons are left out
    /// in either case; theirs are no broken rows.
    pub fn strict(self, strict: bool) -> Self {
        Self { strict, ..self }
    }

    /// Whether to add to the named graph rather than to replace it.
    pub fn append(self, append: bool) -> Self {
        Self { append, ..self }
    }

    /// Who is told how far the load is, and may cancel it.
    pub fn progress(self, progress: &'l dyn Progress) -> Self {
        Self { progress, ..self }
    }

    /// Who looks at what the load would leave, and may refuse it.
    pub fn guard(self, guard: &'l dyn Guard) -> Self {
        Self { guard, ..self }
    }

    /// The named graph to load into; else the kind of source, the mapping or the file's name gives it.
    pub fn graph(self, graph: NamedNode) -> Self {
        Self { graph: Some(graph), ..self }
    }

    /// The title that provenance gives the graph.
    pub fn title(self, title: impl Into<String>) -> Self {
        Self { title: Some(title.into()), ..self }
    }

    /// The licence that provenance gives the graph: an IRI, or words.
    pub fn licence(self, licence: impl Into<String>) -> Self {
        Self { licence: Some(licence.into()), ..self }
    }

    /// The format of an RDF file, where its name does not tell.
    pub fn format(self, format: RdfFormat) -> Self {
        Self { format: Some(format), ..self }
    }

    /// What relative IRIs of an RDF file are read against; else the file's own IRI.
    pub fn base(self, base: impl Into<String>) -> Self {
        Self { base: Some(base.into()), ..self }
    }

    /// The time that provenance gives the load; else now.
    pub fn at(self, time: SystemTime) -> Self {
        Self { time: Some(time), ..self }
    }

    pub(super) fn time(&self) -> SystemTime {
        self.time.unwrap_or_else(SystemTime::now)
    }

    /// This load, for what ships with milieu: dated by when that was put together rather than by now, so that the same data
    /// have the same content hash wherever they are loaded.
    pub(super) fn shipped(&self) -> Self {
        Self { time: Some(self.time.unwrap_or(SystemTime::UNIX_EPOCH + SHIPPED)), ..self.clone() }
    }

    /// What is said of the graph, with what this load says otherwise.
    pub(super) fn origin(&self, origin: Origin) -> Origin {
        Origin {
            graph: self.graph.clone().unwrap_or(origin.graph),
            title: self.title.clone().unwrap_or(origin.title),
            licence: self.licence.clone().or(origin.licence),
            source: origin.source,
        }
    }

    /// Runs one load of one graph.
    pub(super) fn one(
        &self,
        load: impl FnOnce(&mut Session<'_>) -> Result<(), LoadError>,
    ) -> Result<Report, LoadError> {
        let mut session = Session::new(self);
        load(&mut session)?;
        Ok(session.finish()?.pop().expect("a load that ends well reports its graph"))
    }
}
