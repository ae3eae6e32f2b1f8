//! Writing a graph.

use super::empty;
use super::target::Target;
use crate::face::http::fresh::Conditions;
use crate::face::http::problem::Problem;
use crate::model::{NamedOrBlankNode, Quad};
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
        let brings = !quads.is_empty();
        transaction.extend(quads);
        if let Some(name) = target.name() {
            let holds =
                brings || self == Self::Add && before.named_graphs().contains(&NamedOrBlankNode::from(name.clone()));
            if self == Self::Remove || holds {
                empty::forget(transaction, name);
            } else {
                empty::remember(transaction, name);
            }
        }
        Ok(!existed && self != Self::Remove)
    }

    fn verb(self) -> &'static str {
        match self {
            Self::Replace => "put",
            Self::Add => "post to",
            Self::Remove => "delete",
        }
    }
}
