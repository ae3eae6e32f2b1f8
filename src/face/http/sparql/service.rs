//! What the endpoint says of itself (SPARQL 1.1 Service Description).

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::format::ROWS;
use super::{Output, Parameters, endpoint, page};
use crate::face::http::answer::Answer;
use crate::face::http::entity::{Form, form};
use crate::face::http::problem::Problem;
use crate::face::http::rdf;
use crate::face::http::settings::Settings;
use crate::face::http::state::Shared;
use crate::io::RdfFormat;
use crate::model::vocab::{rdf::TYPE, xsd};
use crate::model::{BlankNode, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, Triple};
use crate::snapshot::Snapshot;
use crate::sparql;

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const TRIPLES: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://rdfs.org/ns/void#triples");

/// `GET /sparql` without a query: the description; the editor for a browser.
pub(super) async fn get(state: Arc<Shared>, parameters: &Parameters, headers: &HeaderMap) -> Result<Response, Problem> {
    let format = match form(headers, parameters.one("format")?)? {
        Form::Page => return Ok(page::editor(&state.store.snapshot(), "").into_response()),
        Form::Graph(format) => format,
    };
    let endpoint = NamedNode::new(endpoint(&state, headers))
        .map_err(|error| Problem::bad_request(format!("the Host header makes no IRI: {error}")))?;
    let describe = move |state: &Shared, _: &_| {
        let snapshot = state.store.snapshot();
        let triples = Description::of(&state.settings, &snapshot, endpoint).into_iter().map(Ok::<_, Problem>);
        let bytes = rdf::write(triples, format, state.settings.max_bytes)?;
        Ok(Answer::new(format.media_type(), bytes).of(&snapshot))
    };
    Ok(state.run(describe).await?.into_response())
}

/// What the service can do beside what SPARQL 1.1 asks of all.
fn features(settings: &Settings) -> Vec<&'static str> {
    let federates = settings.is_federated().then_some("BasicFederatedQuery");
    ["UnionDefaultGraph"].into_iter().chain(federates).collect()
}

/// The triples of a description.
#[derive(Default)]
struct Description(Vec<Triple>);

impl Description {
    fn of(settings: &Settings, snapshot: &Snapshot, endpoint: NamedNode) -> Vec<Triple> {
        let mut this = Self::default();
        let service = this.new_node("Service");
        this.say(&service, sd("endpoint"), endpoint);
        this.say(&service, sd("supportedLanguage"), sd("SPARQL11Query"));
        if !settings.is_read_only() {
            this.say(&service, sd("supportedLanguage"), sd("SPARQL11Update"));
        }
        for feature in features(settings) {
            this.say(&service, sd("feature"), sd(feature));
        }
        let rows = ROWS.iter().filter_map(|offer| match offer.what {
            Output::Rows(format) => Some(format.iri()),
            _ => None,
        });
        let graphs = rdf::GRAPH_OFFERS.iter().map(|offer| match offer.what {
            RdfFormat::JsonLd { .. } => "http://www.w3.org/ns/formats/JSON-LD",
            format => format.iri(),
        });
        for iri in rows.chain(graphs.clone()) {
            this.say(&service, sd("resultFormat"), NamedNode::new_unchecked(iri));
        }
        for iri in graphs {
            this.say(&service, sd("inputFormat"), NamedNode::new_unchecked(iri));
        }
        let functions = [
            ("extensionFunction", "Function", sparql::extension_functions()),
            ("extensionAggregate", "Aggregate", sparql::extension_aggregates()),
        ];
        for (property, _, names) in &functions {
            for name in names {
                this.say(&service, sd(property), *name);
            }
        }
        this.dataset(&service, snapshot);
        // What is said of one thing stands together.
        for (_, class, names) in functions {
            for name in names {
                this.say(&name.into_owned().into(), TYPE.into_owned(), sd(class));
            }
        }
        this.0
    }

    /// The dataset that a query sees if it names none.
    fn dataset(&mut self, service: &NamedOrBlankNode, snapshot: &Snapshot) {
        let dataset = self.new_node("Dataset");
        self.say(service, sd("defaultDataset"), dataset.clone());
        let default = self.new_node("Graph");
        self.say(&dataset, sd("defaultGraph"), default.clone());
        self.say(&default, TRIPLES.into_owned(), number(snapshot.union_len() as u64));
        for (name, quads) in snapshot.graph_sizes() {
            // A graph that a blank node names cannot be asked for from outside.
            let Some(NamedOrBlankNode::NamedNode(name)) = name else { continue };
            let named = self.new_node("NamedGraph");
            self.say(&dataset, sd("namedGraph"), named.clone());
            self.say(&named, sd("name"), name);
            let graph = self.new_node("Graph");
            self.say(&named, sd("graph"), graph.clone());
            self.say(&graph, TRIPLES.into_owned(), number(quads));
        }
    }

    fn new_node(&mut self, class: &str) -> NamedOrBlankNode {
        let node = NamedOrBlankNode::from(BlankNode::default());
        self.say(&node, TYPE.into_owned(), sd(class));
        node
    }

    fn say(&mut self, subject: &NamedOrBlankNode, predicate: NamedNode, object: impl Into<Term>) {
        self.0.push(Triple::new(subject.clone(), predicate, object));
    }
}

fn sd(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{SD}{name}"))
}

fn number(number: u64) -> Literal {
    Literal::new_typed_literal(number.to_string(), xsd::INTEGER)
}
