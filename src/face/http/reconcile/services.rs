//! The services that a server has: its targets, and the store, which is read anew when it changed.

use std::sync::{Arc, Mutex, PoisonError};

use super::graph;
use super::service::Service;
use crate::face::http::problem::Problem;
use crate::link::target::Target;
use crate::snapshot::Snapshot;

/// Every service by its name.
pub(in crate::face::http) struct Services {
    targets: Vec<Arc<Service>>,
    /// The store as it was when somebody asked last. Who asks next waits while it is read anew, so that it is read once.
    store: Mutex<Option<Arc<Service>>>,
}

impl Services {
    pub(in crate::face::http) fn new(targets: &[Arc<Target>]) -> Self {
        let targets = targets.iter().map(|target| Arc::new(Service::of(Arc::clone(target)))).collect();
        Self { targets, store: Mutex::default() }
    }

    /// The service of this name; the store as it is `now`.
    pub(super) fn get(&self, name: &str, now: impl FnOnce() -> Snapshot) -> Result<Arc<Service>, Problem> {
        if name == graph::NAME {
            return Ok(self.store(now()));
        }
        let found = self.targets.iter().find(|service| service.name == name).cloned();
        found.ok_or_else(|| {
            let names = self.targets.iter().map(|service| service.name.as_str());
            let known = names.chain([graph::NAME]).collect::<Vec<_>>().join(", ");
            Problem::not_found(format!("There is nothing to reconcile against named {name:?}; there are {known}."))
        })
    }

    /// All of them, the store last.
    pub(super) fn all(&self, snapshot: &Snapshot) -> Vec<Arc<Service>> {
        self.targets.iter().cloned().chain([self.store(snapshot.clone())]).collect()
    }

    fn store(&self, snapshot: Snapshot) -> Arc<Service> {
        let mut kept = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        let service = match kept.as_ref().and_then(|kept| Some((kept, kept.snapshot.as_ref()?))) {
            Some((kept, before)) if before.number() == snapshot.number() => Arc::clone(kept),
            // What was written since says nothing of names: the index still holds, and values are read from the new state.
            Some((kept, before)) if graph::is_same(before, &snapshot) => Arc::new(kept.at(snapshot)),
            _ => Arc::new(graph::service(snapshot)),
        };
        *kept = Some(Arc::clone(&service));
        service
    }
}
