//! The web as sophia's resource API walks it, held to the same rules as `SERVICE`.

use std::borrow::Borrow;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sophia::api::MownStr;
use sophia::api::graph::CollectibleGraph;
use sophia::api::source::TripleSource as _;
use sophia::iri::Iri;
use sophia::resource::{Loader, LoaderError};

use super::answer;
use super::patient::{Patient, Stopped};
use super::report::Failure;
use crate::interop::BorrowedTerm;
use crate::model::Triple;
use crate::remote::{Answer, Client, RemoteError, Wanted};

/// So many documents are kept at hand, for several things may be described in one.
const AT_HAND: usize = 32;

/// Documents of the web of data, for [sophia's resources](sophia::resource::Resource) to walk through.
///
/// It is a [`Loader`]: `get_resource` fetches the document of an IRI, and from there values lead to further resources. What may be asked, checks of
/// addresses, redirects and limits are those of the [`Client`]; Turtle, N-Triples, RDF/XML and JSON-LD are read, the last without contexts
/// that lie elsewhere. A server that is busy is asked again after a while.
///
/// ```
/// use std::sync::Arc;
/// use milieu::enrich::Web;
/// use milieu::remote::{Allowed, Client};
/// use sophia::api::term::{SimpleTerm, Term};
/// use sophia::{api::ns::rdfs, iri::Iri, resource::{Loader, Resource}};
///
/// # use std::io::{Read, Write};
/// # let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
/// # let base = format!("http://{}", listener.local_addr()?);
/// # std::thread::spawn(move || for client in listener.incoming() {
/// #     let mut client = client.unwrap();
/// #     let read = client.read(&mut [0; 4096]);
/// #     let body = "<a> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <b> . <b> <http://www.w3.org/2000/01/rdf-schema#label> 'B' .";
/// #     let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\nContent-Length: {}\r\n\r\n", body.len());
/// #     read.and_then(|_| client.write_all(format!("{head}{body}").as_bytes())).unwrap();
/// # });
/// // At BASE/a stands: <a> rdfs:seeAlso <b> . At BASE/b stands: <b> rdfs:label "B" .
/// let client = Client::new(Allowed::new([format!("{base}/*")])?);
/// let web = Arc::new(Web::new(&client));
/// let a: Resource<Vec<[SimpleTerm<'static>; 3]>, _> = web.get_resource(Iri::new(format!("{base}/a"))?)?;
/// let b = a.get_resource(rdfs::seeAlso)?;
/// assert_eq!(b.get_term(rdfs::label)?.lexical_form().as_deref(), Some("B"));
/// assert_eq!(web.fetched(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Web<'w> {
    patient: Patient<'w>,
    at_hand: Mutex<VecDeque<(String, Fetched)>>,
    fetched: AtomicUsize,
}

/// The statements of a document.
pub(super) type Fetched = Result<Arc<[Triple]>, Failure>;

impl<'w> Web<'w> {
    /// The web as far as `client` may ask it.
    pub fn new(client: &'w Client) -> Self {
        Self::patiently(Patient { client, progress: &() })
    }

    pub(super) fn patiently(patient: Patient<'w>) -> Self {
        Self { patient, at_hand: Mutex::default(), fetched: AtomicUsize::new(0) }
    }

    /// How many documents were asked for.
    pub fn fetched(&self) -> usize {
        self.fetched.load(Ordering::Relaxed)
    }

    pub(super) fn may_ask(&self, url: &str) -> bool {
        self.patient.client.may_ask(url)
    }

    pub(super) fn is_at_hand(&self, url: &str) -> bool {
        self.at_hand.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|(known, _)| known == url)
    }

    /// The statements of the document at `url`, fetched unless it is at hand.
    pub(super) fn document(&self, url: &str) -> Result<Fetched, Stopped> {
        let known = |(known, fetched): &(String, Fetched)| (known == url).then(|| fetched.clone());
        if let Some(fetched) = self.at_hand.lock().unwrap_or_else(PoisonError::into_inner).iter().find_map(known) {
            return Ok(fetched);
        }
        let fetched = match self.answer(url)? {
            Ok(answer) => answer::read(&answer).map(Into::into).map_err(Failure::unreadable),
            Err(error) => Err(error.into()),
        };
        let mut at_hand = self.at_hand.lock().unwrap_or_else(PoisonError::into_inner);
        at_hand.push_back((url.to_owned(), fetched.clone()));
        if at_hand.len() > AT_HAND {
            at_hand.pop_front();
        }
        Ok(fetched)
    }

    fn answer(&self, url: &str) -> Result<Result<Answer, RemoteError>, Stopped> {
        self.fetched.fetch_add(1, Ordering::Relaxed);
        self.patient.fetch(&Wanted { url, accept: &answer::ACCEPT, body: None })
    }
}

impl Loader for Web<'_> {
    fn get<T: Borrow<str>>(&self, iri: Iri<T>) -> Result<(Vec<u8>, String), LoaderError> {
        let answer = self.answer(iri.as_str()).map_err(|_| stopped(iri.as_str()))?;
        match answer {
            Ok(answer) => Ok((answer.bytes, answer.media)),
            Err(error) => Err(told(iri.as_str(), error.into())),
        }
    }

    fn get_graph<G, T>(&self, iri: Iri<T>) -> Result<G, LoaderError>
    where
        T: Borrow<str>,
        G: CollectibleGraph,
    {
        let url = iri.as_str();
        let triples = self.document(url).map_err(|_| stopped(url))?.map_err(|failure| told(url, failure))?;
        let terms = triples.iter().map(|triple| {
            let [subject, object] = [triple.subject.as_ref().into(), triple.object.as_ref()];
            Ok::<_, Infallible>([subject, triple.predicate.as_ref().into(), object].map(BorrowedTerm))
        });
        terms.collect_triples().map_err(|error| LoaderError::Other(owned(url), Box::new(error)))
    }
}

fn owned(url: &str) -> Iri<MownStr<'static>> {
    Iri::new_unchecked(MownStr::from(url.to_owned()))
}

fn told(url: &str, failure: Failure) -> LoaderError {
    match failure.status {
        Some(404 | 410) => LoaderError::NotFound(owned(url)),
        _ => LoaderError::Other(owned(url), failure.reason.into()),
    }
}

fn stopped(url: &str) -> LoaderError {
    LoaderError::IoError(owned(url), std::io::ErrorKind::Interrupted.into())
}
