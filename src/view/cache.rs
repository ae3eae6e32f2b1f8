//! Answers of views that are kept, so that the next who asks does not wait.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::run::Watch;
use super::table::Answered;
use super::{Arguments, RunOptions, Table, View, ViewError};
use crate::Snapshot;
use crate::model::Term;
use crate::sparql::SparqlError;

/// How often whoever waits for another's answer looks whether it has to stop.
const LOOK: Duration = Duration::from_millis(20);

/// The answers of views, up to a size in bytes; those that were used least recently go first.
///
/// An answer is kept by the content of the snapshot, the text of the view and the terms that its arguments mean. Nothing else goes into
/// it, so it cannot be stale: after a commit the next question is another one, and an old answer is found again when the old content is.
/// (A view whose query asks for the time, for chance or for a new name is never kept.) Threads may share a cache; an answer that one
/// of them is making is waited for and not made twice.
///
/// ```
/// use milieu::view::{Answered, Cache, Catalogue, RunOptions};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let snapshot = milieu::Store::new().snapshot();
/// let cache = Cache::new(64 << 20);
/// let view = Catalogue::shipped().get("cluster/ei-index")?;
/// let arguments = view.arguments([("group_kind", "milieu:Cluster")])?;
/// let ask = || cache.run(view, &snapshot, &arguments, &RunOptions::default());
/// assert_eq!(ask()?.answer, Answered::Computed);
/// assert_eq!(ask()?.answer, Answered::Kept);
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct Cache {
    limit: usize,
    inside: Mutex<Inside>,
    /// Told whenever an answer is no longer in the making.
    made: Condvar,
}

/// All that an answer depends on.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Key {
    snapshot: String,
    view: String,
    view_hash: String,
    arguments: Vec<(String, Term)>,
}

#[derive(Debug, Default)]
struct Inside {
    kept: HashMap<Arc<Key>, Kept>,
    /// The keys by their last use, the oldest first.
    order: BTreeMap<u64, Arc<Key>>,
    making: HashSet<Arc<Key>>,
    uses: u64,
    bytes: usize,
}

#[derive(Debug)]
struct Kept {
    table: Arc<Table>,
    bytes: usize,
    used: u64,
}

/// What becomes of a question.
enum Turn<'c> {
    Kept(Arc<Table>),
    /// It is to be made; nobody else makes it until this is dropped, unless there is nothing to drop.
    Make(Option<Making<'c>>),
}

struct Making<'c> {
    cache: &'c Cache,
    key: Arc<Key>,
}

impl Drop for Making<'_> {
    fn drop(&mut self) {
        self.cache.inside().making.remove(&self.key);
        self.cache.made.notify_all();
    }
}

impl Cache {
    /// Keeps up to `bytes`; with 0 nothing is kept.
    #[must_use]
    pub fn new(bytes: usize) -> Self {
        Self { limit: bytes, inside: Mutex::default(), made: Condvar::new() }
    }

    /// The most bytes that are kept.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// How many bytes are kept now, near enough: what the allocator adds is not counted.
    pub fn bytes(&self) -> usize {
        self.inside().bytes
    }

    /// As [`View::run`], by looking first. [`Table::answer`] says what it came to.
    ///
    /// An answer that was kept took no time and no memory, so of the limits only `max_rows` holds for it.
    ///
    /// # Errors
    /// As [`View::run`]. Errors are not kept.
    pub fn run(
        &self,
        view: &View,
        snapshot: &Snapshot,
        arguments: &Arguments,
        options: &RunOptions,
    ) -> Result<Table, ViewError> {
        let terms = arguments.resolved(view, snapshot)?;
        if self.limit == 0 || !view.is_steady() {
            return view.answer(snapshot, arguments, &terms, options);
        }
        let key = Arc::new(Key {
            snapshot: snapshot.hash(),
            view: view.id().to_string(),
            view_hash: view.hash().to_owned(),
            arguments: terms.iter().map(|(name, term)| (name.clone(), term.clone())).collect(),
        });
        let watch = options.watch();
        let making = match self.turn(&key, watch)? {
            Turn::Kept(table) => return told(&table, snapshot, arguments, options),
            Turn::Make(making) => making,
        };
        // Waiting was part of the time that there is.
        let left = RunOptions { timeout: watch.left(), ..options.clone() };
        let table = view.answer(snapshot, arguments, &terms, &left);
        let table = table.map_err(|error| match (error, options.timeout) {
            (ViewError::Sparql(SparqlError::TimedOut { .. }), Some(limit)) => SparqlError::TimedOut { limit }.into(),
            (error, _) => error,
        })?;
        let bytes = table.bytes() + key.bytes();
        if bytes <= self.limit {
            let kept = Arc::new(table.clone());
            self.inside().keep(&key, kept, bytes, self.limit);
        }
        drop(making);
        Ok(table)
    }

    /// The answer that is kept, once nobody is making it, or the turn to make it.
    fn turn(&self, key: &Arc<Key>, watch: Watch<'_>) -> Result<Turn<'_>, ViewError> {
        let mut inside = self.inside();
        let mut waited = false;
        loop {
            if let Some(table) = inside.used(key) {
                return Ok(Turn::Kept(table));
            }
            if !inside.making.contains(key) {
                // Who waited in vain goes on beside the others: an answer too large to be kept must not be made one by one.
                if waited {
                    return Ok(Turn::Make(None));
                }
                inside.making.insert(Arc::clone(key));
                return Ok(Turn::Make(Some(Making { cache: self, key: Arc::clone(key) })));
            }
            waited = true;
            watch.check()?;
            inside = self.made.wait_timeout(inside, LOOK).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// What is inside is whole between any two lines that could panic.
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn used(&mut self, key: &Key) -> Option<Arc<Table>> {
        let kept = self.kept.get_mut(key)?;
        self.uses += 1;
        let key = self.order.remove(&kept.used)?;
        self.order.insert(self.uses, key);
        kept.used = self.uses;
        Some(Arc::clone(&kept.table))
    }

    fn keep(&mut self, key: &Arc<Key>, table: Arc<Table>, bytes: usize, limit: usize) {
        if self.kept.contains_key(key) {
            return;
        }
        while self.bytes + bytes > limit {
            let Some((_, oldest)) = self.order.pop_first() else { break };
            self.bytes -= self.kept.remove(&oldest).map_or(0, |kept| kept.bytes);
        }
        self.uses += 1;
        self.bytes += bytes;
        self.order.insert(self.uses, Arc::clone(key));
        self.kept.insert(Arc::clone(key), Kept { table, bytes, used: self.uses });
    }
}

impl Key {
    fn bytes(&self) -> usize {
        let of = |(name, term): &(String, Term)| {
            let text = match term {
                Term::NamedNode(node) => node.as_str().len(),
                Term::Literal(literal) => literal.value().len(),
                _ => 0,
            };
            size_of::<(String, Term)>() + name.len() + text
        };
        let arguments: usize = self.arguments.iter().map(of).sum();
        size_of::<Self>() + self.snapshot.len() + self.view.len() + self.view_hash.len() + arguments
    }
}

/// A kept answer as one to this question: the same arguments may be written in many ways, and the same content have several numbers.
fn told(kept: &Table, snapshot: &Snapshot, arguments: &Arguments, options: &RunOptions) -> Result<Table, ViewError> {
    if let Some(limit) = options.max_rows.filter(|limit| kept.rows.len() > *limit) {
        return Err(SparqlError::TooManyRows { limit }.into());
    }
    let mut table = kept.clone();
    table.parameters = arguments.written();
    table.snapshot.number = snapshot.number();
    table.answer = Answered::Kept;
    Ok(table)
}
