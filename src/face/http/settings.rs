//! How a server behaves.

mod access;
mod limits;

use std::time::Duration;

pub(super) use self::access::Access;
use self::limits::Limits;
use super::host::host_of;
#[cfg(feature = "shacl")]
use crate::shape::Shapes;

/// How a server behaves. The default answers questions for a minute, changes nothing, and is known by the names of this machine only.
///
/// ```
/// use milieu::face::http::Settings;
/// use std::time::Duration;
///
/// let settings = Settings::new().timeout(Duration::from_secs(10)).token("a long secret").base_url("https://clusters.example.org");
/// assert!(!settings.is_read_only());
/// assert!(!format!("{settings:?}").contains("secret"));
/// ```
#[must_use]
#[derive(Clone, Debug)]
pub struct Settings {
    pub(super) base_url: Option<String>,
    pub(super) hosts: Vec<String>,
    pub(super) access: Access,
    pub(super) timeout: Duration,
    pub(super) max_rows: usize,
    pub(super) max_memory: Option<usize>,
    pub(super) max_bytes: usize,
    pub(super) at_once: usize,
    pub(super) view_cache: usize,
    pub(super) dump_bytes: usize,
    #[cfg(feature = "federation")]
    pub(super) remote: Option<std::sync::Arc<crate::remote::Client>>,
    /// What names are reconciled with, beside the store.
    pub(super) targets: Vec<std::sync::Arc<crate::link::target::Target>>,
    pub(super) limits: Limits,
    #[cfg(feature = "shacl")]
    pub(super) shapes: Option<Shapes>,
}

/// Threads for what has no place in the queue: looking at the store's folder, hashing a token.
const BESIDE_WORK: usize = 4;

impl Settings {
    /// One minute, 1,000,000 rows, 1 GiB an answer, read-only, loopback names only, 64 MiB of kept answers of views; 1 GiB of memory where
    /// it is [counted](crate::memory::Counting).
    pub fn new() -> Self {
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            base_url: None,
            hosts: Vec::new(),
            access: Access::default(),
            timeout: Duration::from_secs(60),
            max_rows: 1_000_000,
            max_memory: crate::memory::is_counted().then_some(1 << 30),
            max_bytes: 1 << 30,
            at_once: (2 * processors).max(4),
            view_cache: 64 << 20,
            dump_bytes: 256 << 20,
            #[cfg(feature = "federation")]
            remote: None,
            targets: Vec::new(),
            limits: Limits::new(),
            #[cfg(feature = "shacl")]
            shapes: None,
        }
    }

    /// The address that others see, without a slash at its end; its host is [allowed](Self::host). Else each request's own `Host`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        let url = url.into().trim_end_matches('/').to_owned();
        let authority = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let host = host_of(authority.split('/').next().unwrap_or_default()).to_owned();
        self.base_url = Some(url);
        self.host(host)
    }

    /// A host name, without port, that requests may name. Names of the loopback are always allowed; any other is refused, so that
    /// a page elsewhere cannot read the store by pointing its own name here.
    pub fn host(mut self, name: impl Into<String>) -> Self {
        self.hosts.push(name.into().to_ascii_lowercase());
        self
    }

    /// The longest that one answer may take.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// The most rows or triples that one answer may have.
    pub fn max_rows(self, max_rows: usize) -> Self {
        Self { max_rows, ..self }
    }

    /// The most memory that one question may hold, in bytes. Questions are refused unless [`Counting`](crate::memory::Counting)
    /// is the program's allocator.
    pub fn max_memory(self, max_memory: usize) -> Self {
        Self { max_memory: Some(max_memory), ..self }
    }

    /// The most bytes that one answer may have.
    pub fn max_bytes(self, max_bytes: usize) -> Self {
        Self { max_bytes, ..self }
    }

    /// How many answers are worked on at once; more have to wait. At least one.
    pub fn at_once(self, at_once: usize) -> Self {
        Self { at_once: at_once.max(1), ..self }
    }

    /// How many threads a runtime needs for what is not done on the network's own: tokio's `max_blocking_threads`.
    ///
    /// Tokio's default of 512 lets as many threads as clients take turns at the work of a few, and each keeps memory of its last query.
    ///
    /// ```
    /// assert_eq!(milieu::face::http::Settings::new().at_once(8).work_threads(), 12);
    /// ```
    pub fn work_threads(&self) -> usize {
        self.at_once + BESIDE_WORK
    }

    /// How many bytes of views' answers are kept for who asks the same again; with 0 none are. See [`Cache`](crate::view::Cache).
    pub fn view_cache(self, view_cache: usize) -> Self {
        Self { view_cache, ..self }
    }

    /// How many bytes of dumps are kept in memory for who downloads them, those of one state. A store whose dumps are larger has none.
    /// 256 MiB unless it is said otherwise, some fifteen million statements.
    pub fn dump_bytes(self, dump_bytes: usize) -> Self {
        Self { dump_bytes, ..self }
    }

    /// Lets `SERVICE` and `LOAD` ask what `client` may fetch; without it they ask nobody.
    ///
    /// ```
    /// use milieu::{face::http::Settings, remote::{Allowed, Client}};
    ///
    /// let settings = Settings::new().remote(Client::new(Allowed::new(["https://example.org/sparql"])?));
    /// # drop(settings);
    /// # Ok::<(), milieu::remote::NotAnEndpoint>(())
    /// ```
    #[cfg(feature = "federation")]
    pub fn remote(self, client: crate::remote::Client) -> Self {
        Self { remote: Some(std::sync::Arc::new(client)), ..self }
    }

    /// Reconciles names with `target`, at `/reconcile/` and its name, beside those that were given before. The store itself is always
    /// there as `store`, so a target of this name is never reached.
    ///
    /// ```
    /// use milieu::face::http::Settings;
    /// use milieu::link::target::{Description, Format, Target};
    ///
    /// let description = Description {
    ///     name: "ror".into(), format: Format::Ror, iri_prefix: Format::Ror.iri_prefix().into(), records: 0, file: "dump.json".into(),
    ///     sha256: String::new(), added: "2024-01-01T00:00:00Z".into(), licence: None, version: None,
    /// };
    /// let settings = Settings::new().target(Target::new(description, Vec::new()));
    /// # drop(settings);
    /// ```
    pub fn target(mut self, target: impl Into<std::sync::Arc<crate::link::target::Target>>) -> Self {
        self.targets.push(target.into());
        self
    }

    /// Whether a query may ask other endpoints.
    pub(super) fn is_federated(&self) -> bool {
        #[cfg(feature = "federation")]
        return self.remote.is_some();
        #[cfg(not(feature = "federation"))]
        false
    }

    /// Refuses an update that brings violations of `shapes` which were not there before, with the first of them; nothing is changed then.
    ///
    /// ```
    /// use milieu::{face::http::Settings, shape::Shapes};
    /// let settings = Settings::new().token("a long secret").shapes(Shapes::shipped());
    /// # drop(settings);
    /// ```
    #[cfg(feature = "shacl")]
    pub fn shapes(self, shapes: Shapes) -> Self {
        Self { shapes: Some(shapes), ..self }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_token_allows_nothing() {
        assert!(Settings::new().token("").is_read_only());
    }

    #[test]
    fn the_host_of_the_base_is_allowed() {
        assert_eq!(Settings::new().base_url("https://Clusters.example.org:8443/").hosts, ["clusters.example.org"]);
    }
}
