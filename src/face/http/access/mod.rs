//! Who may do what: tokens with their roles, and which web pages may speak to this server.
//!
//! Reading is open unless the server is told otherwise; what changes something needs a token whose role allows it. `docs/security.md`
//! holds the threats and what is done about each.

mod entry;
mod identify;
mod origin;
mod secret;
mod throttle;
mod tokens;

use std::collections::BTreeSet;

use axum::http::StatusCode;

pub use self::entry::{AccessError, Role, TokenEntry};
pub(super) use self::identify::identify;
pub(super) use self::origin::{Pages, cross_origin};
pub use self::secret::{Secret, SecretHash};
pub(super) use self::tokens::{Plain, Tokens};

use self::entry::Scope;
use super::problem::Problem;
use super::state::Shared;
use crate::snapshot::Snapshot;

/// Whoever sent a request, as far as the server knows; among the request's extensions.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    /// The token's name, for logs.
    pub(super) name: String,
    /// What it may do; nobody's is what is open to all.
    pub(super) role: Option<Role>,
    /// The graphs that it may change.
    pub(super) graphs: Scope,
    by: By,
}

/// By what somebody is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Nothing,
    /// The one secret that the server was started with, which many may share.
    Secret,
    /// A token of the configuration.
    Entry,
}

impl Caller {
    /// Who showed nothing.
    fn anyone(role: Option<Role>) -> Self {
        Self { name: "anyone".to_owned(), role, graphs: Scope::none(), by: By::Nothing }
    }

    /// Whether its name is its own.
    fn is_named(&self) -> bool {
        self.by == By::Entry
    }

    /// Whether it may do what needs `role`.
    pub(super) fn needs(&self, role: Role, state: &Shared) -> Result<(), Problem> {
        if self.role >= Some(role) {
            return Ok(());
        }
        if self.by != By::Nothing {
            let detail = format!("The token {:?} may not do this: it takes a token with the role {role}.", self.name);
            return Err(Problem::new(StatusCode::FORBIDDEN, "role", "Not allowed to this token", detail));
        }
        if !state.settings.access.grants(role) {
            return Err(Problem::read_only());
        }
        Err(Problem::unauthorized())
    }
}

/// Who shows `secret` in a form, which can set no header.
pub(super) async fn shown(state: &Shared, secret: &str) -> Result<Caller, Problem> {
    let client = super::call::current().and_then(|call| call.client);
    state.tokens.caller(secret.trim(), client).await?.ok_or_else(Problem::unauthorized)
}

/// Whether `caller` may change anything at all; asked before any work is done.
pub(super) fn may_write(state: &Shared, caller: &Caller) -> Result<(), Problem> {
    caller.needs(Role::Write, state)
}

/// Whether `caller` may make what led from `before` to `after`: what really changed counts, whatever the request said.
pub(super) fn may_change(caller: &Caller, before: &Snapshot, after: &Snapshot) -> Result<(), Problem> {
    if caller.graphs.is_all() {
        return Ok(());
    }
    let changed: BTreeSet<String> = crate::store::changed_graphs(before, after)
        .into_iter()
        .filter(|graph| !caller.graphs.holds(graph.as_ref()))
        .map(|graph| graph.to_string())
        .collect();
    match changed.first() {
        Some(first) => Err(forbidden_graph(caller, first)),
        None => Ok(()),
    }
}

fn forbidden_graph(caller: &Caller, graph: &str) -> Problem {
    let graph = if graph == "DEFAULT" { "the default graph" } else { &format!("the graph {graph}") };
    let detail = format!(
        "The token {:?} may not change {graph}; nothing was changed. It may change {}.",
        caller.name, caller.graphs
    );
    Problem::new(StatusCode::FORBIDDEN, "graph", "Not a graph of this token", detail)
}
