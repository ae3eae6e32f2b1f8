//! What the configuration says of a token.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

use super::secret::SecretHash;
use crate::model::{GraphNameRef, NamedNode};
use crate::vocab;

/// What a token allows; each role allows what those before it do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// To read, where reading is not open to all.
    Read,
    /// To change the token's graphs.
    Write,
    /// Everything, running queries and stopping them among it.
    Admin,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Admin => "admin",
        })
    }
}

impl FromStr for Role {
    type Err = AccessError;

    fn from_str(text: &str) -> Result<Self, AccessError> {
        [Self::Read, Self::Write, Self::Admin]
            .into_iter()
            .find(|role| role.to_string() == text)
            .ok_or_else(|| AccessError::Role(text.to_owned()))
    }
}

/// Why what is said of a token cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AccessError {
    /// The name is empty, too long, or holds what a line of a log cannot.
    #[error("{0:?} is no name of a token: use 1 to 64 letters, digits, and - _ . @")]
    Name(String),
    /// There is no such role.
    #[error("{0:?} is no role: there are read, write and admin")]
    Role(String),
    /// The hash is not one of Argon2id.
    #[error("the hash of the token is not one that `milieu token hash` writes ($argon2id$v=19$...): {0}")]
    Hash(String),
    /// A graph is neither an IRI nor the beginning of one.
    #[error("{0:?} is no graph: give an IRI, a name such as graph:mine, or the beginning of either followed by *")]
    Graph(String),
    /// Graphs are listed for a role that they do not limit.
    #[error(
        "the token {name:?} has the role {role} and lists graphs, which limit what is written alone: leave them out, or use the role write"
    )]
    GraphsOfRole {
        /// The token's name.
        name: String,
        /// Its role.
        role: Role,
    },
    /// The secret is too short to be one.
    #[error("a secret of {0} bytes can be guessed: use 16 to 256, or let `milieu token new` make one")]
    Secret(usize),
    /// The system gives no random bytes, or Argon2 has no memory.
    #[error("the secret could not be made: {0}")]
    Make(String),
}

/// A token as the configuration has it: a name for logs, the hash of its secret, what it allows.
///
/// ```
/// use milieu::face::http::{Role, Secret, TokenEntry};
///
/// let secret = Secret::random()?;
/// let entry = TokenEntry::new("field-team", &secret.hash()?.to_string(), Role::Write, ["graph:field/*"])?;
/// assert_eq!((entry.name(), entry.role()), ("field-team", Role::Write));
/// assert!(TokenEntry::new("reader", &secret.hash()?.to_string(), Role::Read, ["graph:field/*"]).is_err());
/// # Ok::<(), milieu::face::http::AccessError>(())
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Written")]
pub struct TokenEntry {
    name: String,
    pub(super) hash: SecretHash,
    role: Role,
    pub(super) graphs: Scope,
}

/// The same as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    hash: String,
    role: Role,
    #[serde(default)]
    graphs: Vec<String>,
}

impl TryFrom<Written> for TokenEntry {
    type Error = AccessError;

    fn try_from(written: Written) -> Result<Self, AccessError> {
        Self::new(written.name, &written.hash, written.role, written.graphs)
    }
}

impl TokenEntry {
    /// A token; without `graphs` it is not limited to any. A graph is an IRI, a name with one of the project's prefixes, or the beginning
    /// of either followed by `*`.
    ///
    /// # Errors
    /// [`AccessError`] that names what cannot be used.
    pub fn new(
        name: impl Into<String>,
        hash: &str,
        role: Role,
        graphs: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<Self, AccessError> {
        let name = name.into();
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@');
        if name.is_empty() || name.len() > 64 || !name.chars().all(fits) {
            return Err(AccessError::Name(name));
        }
        let graphs = Scope::read(graphs)?;
        if role != Role::Write && !graphs.is_all() {
            return Err(AccessError::GraphsOfRole { name, role });
        }
        Ok(Self { name, hash: hash.parse()?, role, graphs })
    }

    /// Its name, as logs show it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it allows.
    pub fn role(&self) -> Role {
        self.role
    }
}

/// Graphs by their names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::face::http) struct Scope(Option<Vec<Pattern>>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Pattern {
    Name(String),
    Beginning(String),
}

impl Scope {
    pub(super) fn all() -> Self {
        Self(None)
    }

    pub(super) fn none() -> Self {
        Self(Some(Vec::new()))
    }

    fn read(graphs: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Self, AccessError> {
        let patterns = graphs.into_iter().map(|graph| pattern(graph.as_ref())).collect::<Result<Vec<_>, _>>()?;
        Ok(Self((!patterns.is_empty()).then_some(patterns)))
    }

    pub(super) fn is_all(&self) -> bool {
        self.0.is_none()
    }

    pub(super) fn holds(&self, graph: GraphNameRef<'_>) -> bool {
        let Some(patterns) = &self.0 else { return true };
        let GraphNameRef::NamedNode(graph) = graph else { return false };
        patterns.iter().any(|pattern| match pattern {
            Pattern::Name(name) => name == graph.as_str(),
            Pattern::Beginning(beginning) => graph.as_str().starts_with(beginning),
        })
    }
}

fn pattern(text: &str) -> Result<Pattern, AccessError> {
    let (name, open) = text.strip_suffix('*').map_or((text, false), |name| (name, true));
    let whole = vocab::expand(name).or_else(|| NamedNode::new(name).ok());
    let whole = whole.filter(|_| !name.contains('*')).ok_or_else(|| AccessError::Graph(text.to_owned()))?;
    Ok(if open { Pattern::Beginning(whole.into_string()) } else { Pattern::Name(whole.into_string()) })
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(patterns) = &self.0 else { return f.write_str("every graph") };
        for (at, pattern) in patterns.iter().enumerate() {
            f.write_str(if at == 0 { "" } else { ", " })?;
            match pattern {
                Pattern::Name(name) => write!(f, "<{name}>")?,
                Pattern::Beginning(beginning) => write!(f, "<{beginning}>*")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NamedNodeRef;

    #[test]
    fn a_scope_holds_its_graphs_and_no_others() {
        let scope = Scope::read(["graph:mine", "https://example.org/a/*"]).unwrap();
        for (graph, held) in [
            ("https://w3id.org/milieu/graph/mine", true),
            ("https://w3id.org/milieu/graph/mine2", false),
            ("https://example.org/a/", true),
            ("https://example.org/a/b", true),
            ("https://example.org/ab", false),
        ] {
            assert_eq!(scope.holds(NamedNodeRef::new(graph).unwrap().into()), held, "{graph}");
        }
        assert!(!scope.holds(GraphNameRef::DefaultGraph) && Scope::all().holds(GraphNameRef::DefaultGraph));
        assert_eq!(scope.to_string(), "<https://w3id.org/milieu/graph/mine>, <https://example.org/a/>*");
        for wrong in ["", "*", "a b", "https://example.org/*/x", "mine"] {
            assert!(Scope::read([wrong]).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn names_and_roles_are_held_to_their_form() {
        for name in ["", "a b", "a\nb", &"x".repeat(65)] {
            assert!(matches!(TokenEntry::new(name, "", Role::Admin, [""; 0]), Err(AccessError::Name(_))), "{name:?}");
        }
        assert!("root".parse::<Role>().is_err() && "admin".parse::<Role>().unwrap() > Role::Write);
    }
}
