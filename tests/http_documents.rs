//! What the server says of its data as a whole, and the addresses of everything that is ours, over real HTTP.
#![cfg(feature = "http")]

#[path = "http_documents/addresses.rs"]
mod addresses;
#[path = "http_documents/api.rs"]
mod api;
#[path = "http_documents/dataset.rs"]
mod dataset;
#[path = "http_documents/dumps.rs"]
mod dumps;
#[path = "http_documents/jsonld.rs"]
mod jsonld;
#[path = "support/rows.rs"]
mod rows;
#[path = "support/server.rs"]
mod server;
#[path = "http_documents/signs.rs"]
mod signs;
#[path = "support/skip.rs"]
mod skip;
#[path = "http_documents/snippets.rs"]
mod snippets;

use milieu::Store;
use milieu::io::{RdfFormat, RdfParser};
use milieu::model::Quad;
use server::Answer;

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// What an answer says, by its media type.
#[track_caller]
fn quads(answer: &Answer) -> Vec<Quad> {
    let format = RdfFormat::from_media_type(&answer.media).unwrap_or_else(|| panic!("{} is no RDF", answer.media));
    let quads = RdfParser::from_format(format).for_slice(&answer.bytes);
    quads.collect::<Result<_, _>>().unwrap_or_else(|error| panic!("{error}: {}", answer.text))
}

/// The same in a form that does not depend on order and names of blank nodes.
#[track_caller]
fn canonical(quads: &[Quad]) -> String {
    let mut bytes = Vec::new();
    milieu::canonical::write(quads, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A store of an answer, to be asked.
fn store_of(answer: &Answer) -> Store {
    let store = Store::new();
    let mut transaction = store.begin();
    for quad in quads(answer) {
        transaction.insert(&quad);
    }
    transaction.commit().unwrap();
    store
}

/// The rows of a query over `store`.
#[track_caller]
fn ask(store: &Store, query: &str) -> Vec<Vec<String>> {
    rows::rows(&store.snapshot(), query, &milieu::sparql::QueryOptions::default())
        .unwrap_or_else(|error| panic!("{error}: {query}"))
}
