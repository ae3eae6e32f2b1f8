//! What waits for somebody to look at it.

use super::sets::set_node;
use super::standing::Standing;
use super::{Counts, MappingError, SetName};
use crate::link::sssom::State;
use crate::model::{NamedNode, Term};
use crate::snapshot::Snapshot;

/// In which order mappings come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Order {
    /// The surest first: quickly through what is plain.
    #[default]
    SurestFirst,
    /// The least sure first: where a person is needed most.
    LeastSureFirst,
}

/// The mappings of a set that stand in some state, in order.
#[derive(Debug, Clone)]
pub struct Queue {
    /// How many mappings of the whole set stand where.
    pub counts: Counts,
    /// The records, in the order that was asked for; those that are equally sure by the IRI of their subject, then their own.
    pub records: Vec<NamedNode>,
}

impl Queue {
    /// The mappings of `set` that stand in `state`, or all.
    ///
    /// # Errors
    /// [`MappingError::NoSuchSet`].
    ///
    /// ```
    /// use milieu::{Store, mapping::{Order, Queue}};
    /// assert!(Queue::of(&Store::new().snapshot(), &"mine".parse()?, None, Order::SurestFirst).is_err());
    /// # Ok::<(), milieu::mapping::MappingError>(())
    /// ```
    pub fn of(snapshot: &Snapshot, set: &SetName, state: Option<State>, order: Order) -> Result<Self, MappingError> {
        set_node(snapshot, set)?;
        let graph = snapshot.find(set.graph().as_ref()).unwrap_or_default();
        let standing = Standing::new(snapshot);
        let term = |id| snapshot.state.dictionary.term(id);
        let mut counts = Counts::default();
        let mut found = Vec::new();
        for node in standing.of_set(graph) {
            let record = (node, graph);
            let stands = standing.state(record);
            counts.note(stands);
            if state.is_none_or(|wanted| wanted == stands)
                && let Term::NamedNode(iri) = term(node)
            {
                // That nothing was found is surest where nothing was near.
                let sure = standing.confidence(record).unwrap_or(if standing.is_none(record) { 0.0 } else { 1.0 });
                found.push((sure, standing.subject(record).map(|id| term(id).to_string()), iri));
            }
        }
        found.sort_by(|one, other| {
            let by_surety = match order {
                Order::SurestFirst => other.0.total_cmp(&one.0),
                Order::LeastSureFirst => one.0.total_cmp(&other.0),
            };
            by_surety.then_with(|| (&one.1, &one.2).cmp(&(&other.1, &other.2)))
        });
        Ok(Self { counts, records: found.into_iter().map(|(_, _, iri)| iri).collect() })
    }
}
