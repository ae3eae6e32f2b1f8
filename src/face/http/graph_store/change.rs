//! Writing a graph.

use super::empty;
use super::target::Target;
use crate::face::http::fresh::Conditions;
use crate::face::http::problem::Problem;
use crate::model::Quad;
use crate::store::Transaction;

/// What becomes of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It holds what is sent, and nothing else.
    Replace,
    /// It holds what is sent too.
    Add,
    /// It is no more.
    Remove,
}

impl Change {
    /// Changes `target`, if `conditions` hold before. Gives whether there was no such graph before.
    pub(super) fn make(
        self,
        transaction: &mut Transaction<'_>,
        target: &Target,
        quads: Vec<Quad>,
        conditions: &Conditions,
    ) -> Result<bool, Problem> {
        let before = transaction.before().clone();
        let existed = match target.name() {
            Some(name) => empty::exists(&before, name),
            None => !empty::is_empty(&before),
        };
        // The graph without a name is always there to be read.
        conditions.check(existed || target.name().is_none(), &before)?;
        if self == Self::Remove
            && let Some(name) = target.name().filter(|_| !existed)
        {
            return Err(Problem::not_found(format!("The store holds no graph <{}>.", name.as_str())));
        }
        transaction.note(format!("{} {}", self.verb(), target.graph_name()));
        if self != Self::Add {
            transaction.clear_graph(target.graph_name().as_ref());
        }
        transaction.extend(quads);
        Ok(!existed && self != Self::Remove)
    }

    /// Remembers that the graph is there, if it holds nothing.
    pub(super) fn note(self, transaction: &mut Transaction<'_>, target: &Target) {
        let Some(name) = target.name() else { return };
        if self == Self::Remove || transaction.snapshot().named_graphs().contains(&name.clone().into()) {
            empty::forget(transaction, name);
        } else {
            empty::remember(transaction, name);
        }
    }

    /// What is done, in a word.
    pub(super) fn verb(self) -> &'static str {
        match self {
            Self::Replace => "put",
            Self::Add => "post to",
            Self::Remove => "delete",
        }
    }
}
