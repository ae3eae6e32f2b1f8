//! What a view would answer if there were other linkages: tried on a copy of a snapshot that is then forgotten.

mod change;
mod find;

use std::collections::BTreeSet;

use crate::ingest;
use crate::model::vocab::{rdf, rdfs};
use crate::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use crate::reason::ReasonError;
use crate::snapshot::Snapshot;
use crate::store::{Store, StoreError, Transaction};
use crate::text::did_you_mean;
use crate::view::{Arguments, RowChange, RunOptions, Table, View, ViewError};
use crate::vocab::{self, milieu};

pub use change::{Change, Ends};

/// Why nothing can be tried.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WhatIfError {
    /// The text of a linkage cannot be read.
    #[error(
        "{text:?}: {reason}. Write 'A -> B : kind' with an arrow, or 'A -- B -- C : kind' without; the kind may be left out"
    )]
    Syntax {
        /// The text.
        text: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A name means nothing.
    #[error("{text:?}: no {wanted} is called {name:?}{}", did_you_mean(.nearest))]
    Unknown {
        /// The text of the linkage.
        text: String,
        /// What was looked for: an actor, a kind of linkage, a linkage.
        wanted: &'static str,
        /// The name.
        name: String,
        /// The names most like it.
        nearest: Vec<String>,
    },
    /// A name means several things.
    #[error("{text:?}: {name:?} names several: {}. Give the IRI", .things.join(", "))]
    Ambiguous {
        /// The text of the linkage.
        text: String,
        /// The name.
        name: String,
        /// Their IRIs.
        things: Vec<String>,
    },
    /// The view has no answer.
    #[error(transparent)]
    View(#[from] ViewError),
    /// What follows by rule is too much.
    #[error(transparent)]
    Reason(#[from] ReasonError),
    /// The copy could not be changed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Linkages that are to be added to a snapshot or removed from it.
#[derive(Debug, Clone, Default)]
pub struct WhatIf {
    add: Vec<Change>,
    remove: Vec<Change>,
}

/// What a view answers before and after.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Outcome {
    /// The answer on the snapshot as it is.
    pub before: Table,
    /// The answer on the copy.
    pub after: Table,
    /// The rows that differ.
    pub rows: Vec<RowChange>,
    /// The linkages that were added, in words.
    pub added: Vec<String>,
    /// The linkages that were removed, in words.
    pub removed: Vec<String>,
    /// How many quads came and how many went, derived ones among them.
    pub quads: (usize, usize),
}

/// A changed copy, and what was changed.
struct Tried {
    after: Snapshot,
    added: Vec<String>,
    removed: Vec<String>,
    quads: (usize, usize),
}

impl WhatIf {
    /// Reads linkages to add and linkages to remove: `A -> B : kind`, `A -- B -- C : kind`, and, to remove, also the name of one.
    ///
    /// # Errors
    /// [`WhatIfError::Syntax`].
    ///
    /// ```
    /// use milieu::what_if::WhatIf;
    /// assert!(WhatIf::read(["Cedar Winery -> Birch Yards : trade"], ["grapes"]).is_ok());
    /// assert!(WhatIf::read(["Cedar Winery"], [""; 0]).is_err());
    /// ```
    pub fn read<A: AsRef<str>, R: AsRef<str>>(
        add: impl IntoIterator<Item = A>,
        remove: impl IntoIterator<Item = R>,
    ) -> Result<Self, WhatIfError> {
        Ok(Self {
            add: add.into_iter().map(|text| Change::linkage(text.as_ref())).collect::<Result<_, _>>()?,
            remove: remove.into_iter().map(|text| Change::any(text.as_ref())).collect::<Result<_, _>>()?,
        })
    }

    /// Whether nothing is to change.
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.remove.is_empty()
    }

    /// A snapshot with these linkages added and removed, and with all that follows from them as a write would derive it. Nothing is
    /// written: it is a copy in memory, which shares what did not change.
    ///
    /// # Errors
    /// [`WhatIfError`] when a name means nothing, or several things.
    ///
    /// ```
    /// use milieu::{Store, ingest::Load, what_if::WhatIf};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = Store::new();
    /// Load::new(&store).toy()?;
    /// let before = store.snapshot();
    /// let after = WhatIf::read(["Cedar Winery -> Birch Yards : trade"], [""; 0])?.applied(&before)?;
    /// assert!(after.len() > before.len());
    /// assert_eq!(store.snapshot().hash(), before.hash());
    /// # Ok(()) }
    /// ```
    pub fn applied(&self, snapshot: &Snapshot) -> Result<Snapshot, WhatIfError> {
        Ok(self.tried(snapshot)?.after)
    }

    /// Asks `view` of `snapshot` and of the [changed](Self::applied) one.
    ///
    /// # Errors
    /// [`WhatIfError`] when a name means nothing or several things, or the view has no answer.
    pub fn run(
        &self,
        view: &View,
        snapshot: &Snapshot,
        arguments: &Arguments,
        options: &RunOptions,
    ) -> Result<Outcome, WhatIfError> {
        let Tried { after: changed, added, removed, quads } = self.tried(snapshot)?;
        let before = view.run(snapshot, arguments, options)?;
        let after = view.run(&changed, arguments, options)?;
        Ok(Outcome { rows: before.changes_to(&after), before, after, added, removed, quads })
    }

    fn tried(&self, snapshot: &Snapshot) -> Result<Tried, WhatIfError> {
        let store = Store::from(snapshot.clone());
        let mut transaction = store.begin();
        let mut gone: BTreeSet<NamedNode> = BTreeSet::new();
        for change in &self.remove {
            gone.extend(find::linkages(snapshot, change)?);
        }
        let removed = gone.iter().map(|linkage| find::told(snapshot, linkage)).collect();
        for linkage in &gone {
            let quads = snapshot.quads_for_pattern(Some(linkage.into()), None, None, None);
            quads.for_each(|quad| transaction.remove(&quad));
        }
        let mut added = Vec::new();
        for (at, change) in self.add.iter().enumerate() {
            added.push(insert(&mut transaction, snapshot, change, at + 1)?);
        }
        ingest::follow(&mut transaction)?;
        let after = transaction.commit()?;
        let diff = store.diff(snapshot.number(), after.number())?;
        Ok(Tried { quads: (diff.added().count(), diff.removed().count()), after, added, removed })
    }
}

/// Says that there is the linkage of `change`, and tells of it.
fn insert(
    transaction: &mut Transaction<'_>,
    snapshot: &Snapshot,
    change: &Change,
    number: usize,
) -> Result<String, WhatIfError> {
    let (ends, kind) = find::resolved(snapshot, change)?;
    let graph = GraphName::from(vocab::graph("what-if"));
    let linkage = vocab::id(&format!("what-if/linkage/{number}"));
    let mut say = |predicate: crate::model::NamedNodeRef<'_>, object: Term| {
        let subject = NamedOrBlankNode::from(linkage.clone());
        transaction.insert(&Quad::new(subject, predicate.into_owned(), object, graph.clone()));
    };
    say(rdf::TYPE, milieu::LINKAGE.into_owned().into());
    say(rdfs::LABEL, Literal::new_simple_literal(change.text()).into());
    if let Some(kind) = kind {
        say(milieu::HAS_LINKAGE_KIND, kind.into());
    }
    match (change.ends(), &ends[..]) {
        (Some(Ends::Directed), [from, to]) => {
            say(milieu::LEADS_FROM, from.clone().into());
            say(milieu::LEADS_TO, to.clone().into());
        }
        _ => ends.into_iter().for_each(|end| say(milieu::HAS_END, end.into())),
    }
    Ok(change.text().to_owned())
}
