//! From thing to thing: each at its own address, and from there along chosen properties.

use std::collections::VecDeque;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use sophia::api::term::{SimpleTerm, Term as _};
use sophia::iri::Iri;
use sophia::resource::{Loader as _, Resource};

use super::answer::Said;
use super::endpoint::is_address;
use super::patient::Stopped;
use super::report::Failure;
use super::run::{Brought, Missed};
use super::web::Web;
use crate::interop::BorrowedTerm;
use crate::model::{NamedNode, Term};
use crate::snapshot::Snapshot;

/// How far a walk goes: along which properties, how many steps, and how many documents in all.
///
/// ```
/// use milieu::{enrich::Follow, vocab::skos};
/// let follow = Follow::new().along([skos::EXACT_MATCH.into_owned()]).depth(2).documents(50);
/// # let _ = follow;
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Follow {
    along: Vec<NamedNode>,
    depth: usize,
    documents: usize,
}

impl Follow {
    /// The things themselves and no further; a thousand documents at most.
    pub fn new() -> Self {
        Self { along: Vec::new(), depth: 1, documents: 1_000 }
    }

    /// Goes on to what these properties of a thing lead to, one step unless [`depth`](Self::depth) says otherwise.
    pub fn along(self, properties: impl IntoIterator<Item = NamedNode>) -> Self {
        Self { along: properties.into_iter().collect(), ..self }
    }

    /// The most steps from one of the things.
    pub fn depth(self, depth: usize) -> Self {
        Self { depth, ..self }
    }

    /// The most documents that are asked for.
    pub fn documents(self, documents: usize) -> Self {
        Self { documents, ..self }
    }

    pub(super) fn leads_on(&self) -> bool {
        self.depth > 0 && !self.along.is_empty()
    }
}

impl Default for Follow {
    fn default() -> Self {
        Self::new()
    }
}

/// A walk under way.
pub(super) struct Walk<'w> {
    pub(super) web: Arc<Web<'w>>,
    pub(super) follow: &'w Follow,
    /// The store as it was: what is known is not fetched again, and its links are followed from there.
    pub(super) snapshot: &'w Snapshot,
    pub(super) known: &'w FxHashSet<NamedNode>,
    /// What is not to be gone to any more.
    pub(super) seen: FxHashSet<NamedNode>,
}

impl Walk<'_> {
    /// Goes to `things`, and from each as far as it is to go.
    pub(super) fn walk(&mut self, things: &[NamedNode], brought: &mut Brought) -> Result<(), Stopped> {
        let mut queue: VecDeque<(NamedNode, usize)> = things.iter().map(|thing| (thing.clone(), 0)).collect();
        while let Some((thing, steps)) = queue.pop_front() {
            let leads_to = if self.known.contains(&thing) {
                self.links_here(&thing)
            } else {
                match self.visit(&thing, steps, brought)? {
                    Ok(links) => links,
                    Err(missed) => {
                        brought.missed.push((thing, missed));
                        continue;
                    }
                }
            };
            if steps < self.follow.depth {
                let fresh = leads_to.into_iter().filter(|link| is_address(link.as_str()));
                queue.extend(fresh.filter(|link| self.seen.insert(link.clone())).map(|link| (link, steps + 1)));
            }
        }
        Ok(())
    }

    /// What the document at the address of `thing` says of it, into `brought`; and where it leads to.
    fn visit(
        &self,
        thing: &NamedNode,
        steps: usize,
        brought: &mut Brought,
    ) -> Result<Result<Vec<NamedNode>, Missed>, Stopped> {
        let url = thing.as_str().split('#').next().unwrap_or_default();
        if steps > 0 && !self.web.may_ask(url) {
            return Ok(Err(Missed::NotAsked("its address is not allowed".to_owned())));
        }
        if self.web.fetched() >= self.follow.documents && !self.web.is_at_hand(url) {
            let reason = format!("{} documents were asked for, the most that may be", self.follow.documents);
            brought.limit = Some(reason.clone());
            return Ok(Err(Missed::NotAsked(reason)));
        }
        let triples = match self.web.document(url)? {
            Ok(triples) => triples,
            Err(failure) => return Ok(Err(Missed::Failed(failure))),
        };
        let links = match self.links(thing) {
            Ok(links) => links,
            Err(reason) => return Ok(Err(Missed::Failed(Failure::unreadable(reason)))),
        };
        let told = Said::new(&triples).of(thing, None).into_iter().cloned().collect();
        brought.told.push((thing.clone(), told));
        Ok(Ok(links))
    }

    /// Where the document of `thing` says that it leads to.
    fn links(&self, thing: &NamedNode) -> Result<Vec<NamedNode>, String> {
        let iri = Iri::new(thing.as_str()).map_err(|error| error.to_string())?;
        let resource: Resource<Vec<[SimpleTerm<'static>; 3]>, Web<'_>> =
            self.web.get_resource(iri).map_err(|error| error.to_string())?;
        let mut links = Vec::new();
        for property in &self.follow.along {
            for value in resource.get_all_terms(BorrowedTerm(property.as_ref().into())) {
                let value = value.map_err(|error| error.to_string())?;
                links.extend(value.iri().and_then(|iri| NamedNode::new(iri.as_str()).ok()));
            }
        }
        Ok(links)
    }

    fn links_here(&self, thing: &NamedNode) -> Vec<NamedNode> {
        let values =
            self.follow.along.iter().flat_map(|property| self.snapshot.objects(thing.into(), property.as_ref()));
        values.filter_map(|value| if let Term::NamedNode(node) = value { Some(node) } else { None }).collect()
    }
}
