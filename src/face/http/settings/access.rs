//! Who may read and write, and whose pages may ask.

use super::Settings;
use crate::face::http::access::{Pages, Plain, Role, TokenEntry};

/// Who may do what.
#[derive(Clone, Debug, Default)]
pub(in crate::face::http) struct Access {
    pub(in crate::face::http) plain: Option<Plain>,
    pub(in crate::face::http) tokens: Vec<TokenEntry>,
    /// Whether reading needs a token too.
    pub(in crate::face::http) private: bool,
    pub(in crate::face::http) pages: Pages,
}

impl Access {
    /// Whether there is a token that allows what needs `role`.
    pub(in crate::face::http) fn grants(&self, role: Role) -> bool {
        self.plain.is_some() || self.tokens.iter().any(|token| token.role() >= role)
    }
}

impl Settings {
    /// Allows everything to whoever sends this token. Without any token the server is read-only; an empty one counts as none.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.access.plain = Some(Plain(token.into())).filter(|Plain(token)| !token.is_empty());
        self
    }

    /// Allows each of these tokens what its role says, beside those that were given before. `milieu token new` makes one.
    ///
    /// ```
    /// use milieu::face::http::{Role, Secret, Settings, TokenEntry};
    ///
    /// let hash = Secret::random()?.hash()?.to_string();
    /// let team = TokenEntry::new("field-team", &hash, Role::Write, ["graph:field/*"])?;
    /// assert!(!Settings::new().tokens([team]).is_read_only());
    /// # Ok::<(), milieu::face::http::AccessError>(())
    /// ```
    pub fn tokens(mut self, tokens: impl IntoIterator<Item = TokenEntry>) -> Self {
        self.access.tokens.extend(tokens);
        self
    }

    /// Lets nobody read without a token: all but whether the server is up, and the styles of its pages. A browser may send it as the
    /// password of Basic authentication, which never allows to write.
    pub fn require_token_to_read(mut self) -> Self {
        self.access.private = true;
        self
    }

    /// Lets pages of this origin (`https://app.example.org`, as browsers write it) read and, with a token, write. Cookies and other
    /// credentials that a browser sends by itself are never asked for.
    pub fn cors_origin(mut self, origin: impl Into<String>) -> Self {
        self.access.pages.origins.push(origin.into().trim_end_matches('/').to_ascii_lowercase());
        self
    }

    /// Lets pages of any origin read by GET, for a server whose data are public. Without effect where reading needs a token.
    pub fn cors_any_origin_may_read(mut self) -> Self {
        self.access.pages.any_may_read = true;
        self
    }

    /// Whether everybody is refused updates.
    pub fn is_read_only(&self) -> bool {
        !self.access.grants(Role::Write)
    }
}
