//! An enrichment from beginning to end.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rustc_hash::FxHashSet;

use super::endpoint::{Endpoint, host, is_address};
use super::follow::{Follow, Walk};
use super::patient::{Patient, Stopped};
use super::question::Question;
use super::record::{self, Asked, Entry, Record};
use super::report::{Failure, Outcome, Report, Row};
use super::things::Things;
use super::web::Web;
use super::{EnrichError, keep};
use crate::ingest::{self, Progress};
use crate::model::{GraphName, NamedNode, Triple};
use crate::remote::Client;
use crate::snapshot::Snapshot;
use crate::store::Store;
use crate::vocab;

/// What is asked about again, of what was answered about before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repeat {
    /// Nothing: only what is missing is asked about.
    #[default]
    Missing,
    /// What was answered about longer ago than this.
    OlderThan(Duration),
    /// Everything.
    All,
}

/// An enrichment of a store: about which things, and how; then who is asked.
///
/// ```
/// use milieu::enrich::{Enrich, Outcome, Question, Things};
/// use milieu::remote::{Allowed, Client};
///
/// # use std::io::{Read, Write};
/// # let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
/// # let endpoint = format!("http://{}/sparql", listener.local_addr()?);
/// # std::thread::spawn(move || for client in listener.incoming() {
/// #     let mut client = client.unwrap();
/// #     let read = client.read(&mut [0; 4096]);
/// #     let body = "<http://www.wikidata.org/entity/Q153129> <http://www.w3.org/2000/01/rdf-schema#label> 'Ulm University'@en .";
/// #     let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\nContent-Length: {}\r\n\r\n", body.len());
/// #     read.and_then(|_| client.write_all(format!("{head}{body}").as_bytes())).unwrap();
/// # });
/// let store = milieu::Store::new();
/// let client = Client::new(Allowed::new([&endpoint])?);
/// let things = ["Q153129", "Q1"].map(|item| milieu::vocab::expand(&format!("wd:{item}")).unwrap());
/// let enrich = Enrich::new(&store, &client).things(Things::These(things.to_vec()));
/// let report = enrich.ask(&endpoint, &Question::everything())?;
/// assert_eq!(report.count(|outcome| *outcome == Outcome::Nothing), 1);
/// assert_eq!(store.snapshot().label(&things[0]).as_deref(), Some("Ulm University"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[must_use = "an enrichment does nothing until it is told whom to ask"]
pub struct Enrich<'e> {
    store: &'e Store,
    client: &'e Client,
    progress: &'e (dyn Progress + Sync),
    things: Things,
    through: Vec<NamedNode>,
    starting_with: String,
    batch: Option<NonZeroUsize>,
    graph: Option<NamedNode>,
    repeat: Repeat,
    time: Option<SystemTime>,
}

impl<'e> Enrich<'e> {
    /// An enrichment of `store` by what `client` may ask, about all ends of accepted mappings.
    pub fn new(store: &'e Store, client: &'e Client) -> Self {
        Self {
            store,
            client,
            progress: &(),
            things: Things::Mapped,
            through: Vec::new(),
            starting_with: String::new(),
            batch: None,
            graph: None,
            repeat: Repeat::Missing,
            time: None,
        }
    }

    /// The things that are asked about.
    pub fn things(self, things: Things) -> Self {
        Self { things, ..self }
    }

    /// Properties, such as `skos:exactMatch`, that give the things the names by which they are asked about; see [`Things::names`].
    pub fn through(self, properties: impl IntoIterator<Item = NamedNode>) -> Self {
        Self { through: properties.into_iter().collect(), ..self }
    }

    /// Asks only about IRIs that begin so.
    pub fn starting_with(self, start: impl Into<String>) -> Self {
        Self { starting_with: start.into(), ..self }
    }

    /// How many things make a batch, which is a commit and, at an endpoint, a request: 100 there, else 10.
    pub fn batch(self, things: NonZeroUsize) -> Self {
        Self { batch: Some(things), ..self }
    }

    /// The graph that holds what comes, in place of `graph:enriched/HOST`.
    pub fn graph(self, graph: NamedNode) -> Self {
        Self { graph: Some(graph), ..self }
    }

    /// What is asked about again.
    pub fn repeat(self, repeat: Repeat) -> Self {
        Self { repeat, ..self }
    }

    /// Who is told how far it is, and may stop it: the batch under way is dropped then, and those before it are kept.
    pub fn progress(self, progress: &'e (dyn Progress + Sync)) -> Self {
        Self { progress, ..self }
    }

    /// The time that provenance gives; else now.
    pub fn at(self, time: SystemTime) -> Self {
        Self { time: Some(time), ..self }
    }

    /// Asks the SPARQL endpoint at `endpoint`.
    ///
    /// What is kept of a thing takes the place of what the same graph said of it before, as far as `question` asks for it; nameless things that it
    /// leads to go with it. An endpoint that answers with statements of other things is believed only where a CONSTRUCT asked for them.
    ///
    /// # Errors
    /// [`EnrichError`]; batches that were committed before are kept. What the endpoint does wrong stands in the report.
    pub fn ask(&self, endpoint: &str, question: &Question) -> Result<Report, EnrichError> {
        let iri = NamedNode::new(endpoint).ok().filter(|iri| is_address(iri.as_str()));
        let iri = iri.ok_or_else(|| EnrichError::Endpoint(endpoint.to_owned()))?;
        let asked = Asked { endpoint: Some(iri), query: Some(question.text().to_owned()) };
        let plan = self.plan(&asked)?;
        check(&plan.snapshot, &self.graph_of(endpoint))?;
        let todo: Vec<NamedNode> = plan.unknown().cloned().collect();
        let mut partner = Endpoint::new(endpoint, question, self.patient());
        let run = Run { enrich: self, asked: &asked, replaces: question.replaces(), batch: 100 };
        run.through(&plan, &todo, |things, brought| partner.ask(things, brought))
    }

    /// Asks each thing's own address, by content negotiation, and goes on from there as `follow` says.
    ///
    /// Kept is what a document says of the thing itself. Each host has a graph of its own.
    ///
    /// # Errors
    /// [`EnrichError`]; batches that were committed before are kept. What a partner does wrong stands in the report.
    ///
    /// ```
    /// use milieu::enrich::{Enrich, Follow, Outcome, Things};
    /// use milieu::remote::{Allowed, Client};
    ///
    /// let store = milieu::Store::new();
    /// let client = Client::new(Allowed::new(["https://example.org/id/*"])?);
    /// let elsewhere = Things::These(vec![milieu::model::NamedNode::new("http://169.254.169.254/latest")?]);
    /// let report = Enrich::new(&store, &client).things(elsewhere).dereference(&Follow::new())?;
    /// assert!(matches!(&report.rows[0].outcome, Outcome::Failed(failure) if failure.reason.contains("is not allowed")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn dereference(&self, follow: &Follow) -> Result<Report, EnrichError> {
        let asked = Asked { endpoint: None, query: None };
        let plan = self.plan(&asked)?;
        let is_of_use = |thing: &&NamedNode| follow.leads_on() || !plan.known.contains(*thing);
        let todo: Vec<NamedNode> = plan.things.iter().filter(is_of_use).cloned().collect();
        let mut walk = Walk {
            web: Arc::new(Web::patiently(self.patient())),
            follow,
            snapshot: &plan.snapshot,
            known: &plan.known,
            seen: plan.things.iter().cloned().collect(),
        };
        let run = Run { enrich: self, asked: &asked, replaces: None, batch: 10 };
        run.through(&plan, &todo, |things, brought| walk.walk(things, brought))
    }

    fn patient(&self) -> Patient<'e> {
        Patient { client: self.client, progress: self.progress }
    }

    fn plan(&self, asked: &Asked) -> Result<Plan, EnrichError> {
        let snapshot = self.store.snapshot();
        let mut things = self.things.names(&snapshot, &self.through)?;
        things.retain(|thing| thing.as_str().starts_with(&self.starting_with));
        let known = match self.repeat {
            Repeat::Missing => asked.known(&snapshot, None),
            Repeat::OlderThan(age) => asked.known(&snapshot, self.now().checked_sub(age)),
            Repeat::All => FxHashSet::default(),
        };
        Ok(Plan { snapshot, things, known })
    }

    fn now(&self) -> SystemTime {
        self.time.unwrap_or_else(SystemTime::now)
    }

    fn graph_of(&self, address: &str) -> NamedNode {
        self.graph.clone().unwrap_or_else(|| vocab::graph(&format!("enriched/{}", host(address))))
    }
}

/// Whether what comes may be put into `graph`, in place of what is there.
fn check(snapshot: &Snapshot, graph: &NamedNode) -> Result<(), EnrichError> {
    let own = ["provenance", "ontology"].map(vocab::graph);
    if own.contains(graph) || ingest::follows(graph) || graph.as_str().starts_with(vocab::graph("mappings/").as_str()) {
        return Err(EnrichError::ReservedGraph(graph.clone()));
    }
    let name = GraphName::from(graph.clone());
    let is_empty = snapshot.quads_for_pattern(None, None, None, Some(name.as_ref())).next().is_none();
    if is_empty || record::is_enriched(snapshot, graph) { Ok(()) } else { Err(EnrichError::OtherGraph(graph.clone())) }
}

/// What is to be asked about.
struct Plan {
    snapshot: Snapshot,
    things: Vec<NamedNode>,
    /// What was answered about before, and is not to be asked about again.
    known: FxHashSet<NamedNode>,
}

impl Plan {
    fn unknown(&self) -> impl Iterator<Item = &NamedNode> {
        self.things.iter().filter(|thing| !self.known.contains(*thing))
    }
}

/// Why there is no answer about a thing.
pub(super) enum Missed {
    Failed(Failure),
    NotAsked(String),
}

/// What a batch brought.
#[derive(Default)]
pub(super) struct Brought {
    /// What was said of each thing that was answered about.
    pub(super) told: Vec<(NamedNode, Vec<Triple>)>,
    /// What came beside it.
    pub(super) beside: Vec<Triple>,
    pub(super) missed: Vec<(NamedNode, Missed)>,
    /// Statements that were not asked for.
    pub(super) unasked: usize,
    /// The limit that was met.
    pub(super) limit: Option<String>,
}

/// Where what is put into a graph is from, and what is said of each thing.
type Of<'b> = (String, Vec<&'b (NamedNode, Vec<Triple>)>);

/// How the batches of an enrichment are kept.
struct Run<'r, 'e> {
    enrich: &'r Enrich<'e>,
    asked: &'r Asked,
    replaces: Option<&'r [NamedNode]>,
    /// Things of a batch, unless it is said otherwise.
    batch: usize,
}

impl Run<'_, '_> {
    /// Asks about `todo`, a batch at a time, and keeps what comes.
    fn through(
        &self,
        plan: &Plan,
        todo: &[NamedNode],
        mut ask: impl FnMut(&[NamedNode], &mut Brought) -> Result<(), Stopped>,
    ) -> Result<Report, EnrichError> {
        let progress = self.enrich.progress;
        let record = Record::new(self.asked, self.enrich.now());
        let mut report = Report { snapshot: plan.snapshot.number(), ..Report::default() };
        for thing in plan.things.iter().filter(|thing| plan.known.contains(*thing)) {
            report.rows.push(self.row(thing.clone(), Outcome::Known));
        }
        progress.stage(&format!("asking {}", record.place()), Some(todo.len() as u64));
        for things in todo.chunks(self.enrich.batch.map_or(self.batch, NonZeroUsize::get)) {
            let mut brought = Brought::default();
            report.stopped = progress.cancelled() || ask(things, &mut brought).is_err();
            if report.stopped {
                break;
            }
            self.keep(&record, brought, &mut report)?;
            progress.advance(things.len() as u64);
        }
        progress.finished();
        Ok(report)
    }

    /// Commits what a batch brought, and says it in the report.
    fn keep(&self, record: &Record<'_>, brought: Brought, report: &mut Report) -> Result<(), EnrichError> {
        let Brought { told, beside, missed, unasked, limit } = brought;
        let mut graphs: BTreeMap<NamedNode, Of<'_>> = BTreeMap::new();
        for entry in &told {
            let address =
                self.asked.endpoint.as_ref().map_or_else(|| site(entry.0.as_str()), |it| it.as_str().to_owned());
            graphs.entry(self.enrich.graph_of(&address)).or_insert_with(|| (address, Vec::new())).1.push(entry);
        }
        let failed = missed.iter().filter_map(|(thing, missed)| match missed {
            Missed::Failed(failure) => Some((thing, failure)),
            Missed::NotAsked(_) => None,
        });
        let entry = Entry {
            graphs: graphs.iter().map(|(graph, (address, _))| (graph, address.clone())).collect(),
            answered: told.iter().map(|(thing, _)| thing).collect(),
            failed: failed.collect(),
            ended: self.enrich.now(),
        };
        if !entry.answered.is_empty() || !entry.failed.is_empty() {
            let mut transaction = self.enrich.store.begin();
            for (graph, (_, told)) in &graphs {
                check(transaction.before(), graph)?;
                let name = GraphName::from(graph.clone());
                keep::forget(&mut transaction, &name, told.iter().map(|(thing, _)| thing), self.replaces);
                keep::add(&mut transaction, &name, told.iter().flat_map(|(_, triples)| triples).chain(&beside));
            }
            record.write(&mut transaction, &entry);
            ingest::follow(&mut transaction)?;
            transaction.note(format!("enrich from {}", record.place()));
            report.snapshot = transaction.commit()?.number();
        }
        for graph in graphs.into_keys() {
            if !report.graphs.contains(&graph) {
                report.graphs.push(graph);
            }
        }
        for (thing, triples) in told {
            let outcome = if triples.is_empty() { Outcome::Nothing } else { Outcome::Enriched(triples.len()) };
            report.rows.push(self.row(thing, outcome));
        }
        for (thing, missed) in missed {
            let outcome = match missed {
                Missed::Failed(failure) => Outcome::Failed(failure),
                Missed::NotAsked(reason) => Outcome::NotAsked(reason),
            };
            report.rows.push(self.row(thing, outcome));
        }
        report.beside += beside.len();
        report.unasked += unasked;
        report.limit = report.limit.take().or(limit);
        Ok(())
    }

    fn row(&self, thing: NamedNode, outcome: Outcome) -> Row {
        let endpoint = self.asked.endpoint.as_ref().map_or(thing.as_str(), NamedNode::as_str).to_owned();
        Row { thing, endpoint, outcome }
    }
}

/// Scheme, host and port of an address.
fn site(address: &str) -> String {
    let scheme = address.split_once("://").map_or("http", |(scheme, _)| scheme);
    format!("{scheme}://{}/", host(address))
}
