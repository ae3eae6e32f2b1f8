//! An endpoint, asked about a batch of things at a time.

use rustc_hash::{FxHashMap, FxHashSet};

use super::answer::{self, Said};
use super::patient::{Patient, Stopped};
use super::question::Question;
use super::report::Failure;
use super::run::{Brought, Missed};
use crate::model::{NamedNode, Term, Triple};
use crate::remote::{Answer, RemoteError, Wanted};

/// So many requests that fail in a row, and it is not asked any more. A batch that is halved down to one bad thing takes fewer.
const GIVE_UP: u32 = 16;

/// A conversation with an endpoint.
pub(super) struct Endpoint<'e> {
    url: &'e str,
    question: &'e Question,
    patient: Patient<'e>,
    /// Whether it takes queries as a field of a form only.
    by_form: bool,
    failed_in_a_row: u32,
}

impl<'e> Endpoint<'e> {
    pub(super) fn new(url: &'e str, question: &'e Question, patient: Patient<'e>) -> Self {
        Self { url, question, patient, by_form: false, failed_in_a_row: 0 }
    }

    /// Asks about `things`. A batch that is refused, takes too long, is too much or comes broken is asked about in halves, down to single
    /// things; those that fail alone are marked.
    pub(super) fn ask(&mut self, things: &[NamedNode], brought: &mut Brought) -> Result<(), Stopped> {
        if self.failed_in_a_row >= GIVE_UP {
            let reason = format!("{} requests in a row had failed", self.failed_in_a_row);
            brought.limit = Some(format!("{reason}: {} is not asked any more", self.url));
            brought.missed.extend(things.iter().map(|thing| (thing.clone(), Missed::NotAsked(reason.clone()))));
            return Ok(());
        }
        let answer = match self.request(&self.question.about(things))? {
            Ok(answer) => answer::read(&answer).map_err(|reason| (Failure::unreadable(reason), true)),
            Err(error) => {
                let halves_help = halves_help(&error);
                Err((Failure::from(error), halves_help))
            }
        };
        match answer {
            Ok(triples) => {
                self.failed_in_a_row = 0;
                self.sort(things, &triples, brought);
            }
            Err((_, true)) if things.len() > 1 => {
                self.failed_in_a_row += 1;
                let (first, second) = things.split_at(things.len() / 2);
                self.ask(first, brought)?;
                self.ask(second, brought)?;
            }
            Err((failure, _)) => {
                self.failed_in_a_row += 1;
                brought.missed.extend(things.iter().map(|thing| (thing.clone(), Missed::Failed(failure.clone()))));
            }
        }
        Ok(())
    }

    /// Sends a query by POST as it is, and where that is not taken (405, 415, 501), as a form: the two ways of the protocol that hold any number of
    /// things (SPARQL 1.1 Protocol, 2.1).
    fn request(&mut self, query: &str) -> Result<Result<Answer, RemoteError>, Stopped> {
        if !self.by_form {
            let body = Some(("application/sparql-query", query));
            let answer = self.patient.fetch(&Wanted { url: self.url, accept: &answer::ACCEPT, body })?;
            if !matches!(answer, Err(RemoteError::Status { status: 405 | 415 | 501, .. })) {
                return Ok(answer);
            }
            self.by_form = true;
        }
        let form = format!("query={}", form_value(query));
        let body = Some(("application/x-www-form-urlencoded", form.as_str()));
        self.patient.fetch(&Wanted { url: self.url, accept: &answer::ACCEPT, body })
    }

    /// Gives each thing what is said of it.
    fn sort(&self, things: &[NamedNode], triples: &[Triple], brought: &mut Brought) {
        let said = Said::new(triples);
        let mut kept: FxHashSet<&Triple> = FxHashSet::default();
        let mut told: FxHashMap<&NamedNode, Vec<Triple>> = things.iter().map(|thing| (thing, Vec::new())).collect();
        let predicates = self.question.replaces().filter(|_| self.question.is_of_things_alone());
        for (thing, about) in &mut told {
            let of_it = said.of(thing, predicates);
            kept.extend(&of_it);
            about.extend(of_it.into_iter().cloned());
        }
        let rest: Vec<&Triple> = triples.iter().filter(|triple| !kept.contains(triple)).collect();
        if self.question.is_of_things_alone() {
            brought.unasked += rest.len();
        } else {
            for triple in rest {
                match &triple.object {
                    Term::NamedNode(object) if told.contains_key(object) => {
                        told.get_mut(object).expect("it is there").push(triple.clone());
                    }
                    _ => brought.beside.push(triple.clone()),
                }
            }
        }
        for thing in things {
            brought.told.push((thing.clone(), told.remove(thing).unwrap_or_default()));
        }
    }
}

/// Whether a smaller batch may fare better.
fn halves_help(error: &RemoteError) -> bool {
    match error {
        RemoteError::TimedOut { .. } | RemoteError::TooLarge { .. } | RemoteError::Failed { .. } => true,
        RemoteError::Status { status, .. } => matches!(status, 400 | 408 | 413 | 414 | 422 | 431 | 500 | 502 | 504),
        _ => false,
    }
}

/// `text` as a value of a form: all but letters, digits and `-._~` percent-encoded.
fn form_value(text: &str) -> String {
    use std::fmt::Write;
    let mut value = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            value.push(char::from(byte));
        } else {
            write!(value, "%{byte:02X}").expect("a string takes all that is written");
        }
    }
    value
}

/// The host and port that an address names; what has none is of nowhere.
pub(super) fn host(iri: &str) -> &str {
    let after = iri.split_once("://").map_or("", |(_, rest)| rest);
    let host = after.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() { "nowhere" } else { host }
}

/// True for what an HTTP client could fetch.
pub(super) fn is_address(iri: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| iri.starts_with(scheme))
}
