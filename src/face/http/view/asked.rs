//! What a request asks of a view: its parameters, and what is the server's own.

use axum::extract::Query;
use axum::http::Uri;

use super::problem;
use crate::face::http::cursor::{Page, question};
use crate::face::http::problem::Problem;
use crate::face::http::state::{AsOf, Shared};
use crate::snapshot::Snapshot;
use crate::view::{Arguments, Catalogue, View, ViewError};

/// A view with the values in its address.
pub(super) struct Asked {
    pub(super) view: &'static View,
    /// The view's own parameters.
    pub(super) pairs: Vec<(String, String)>,
    /// The snapshot that is meant, if not the newest.
    pub(super) at: AsOf,
    /// Where the client reaches this server.
    pub(super) base: String,
    /// The query of the address without the format, `?` and all.
    pub(super) query: String,
    /// The page that is meant, if not all of it.
    pub(super) page: Option<Page>,
    /// The address of all of it.
    pub(super) whole: String,
    ours: Vec<(String, String)>,
}

impl Asked {
    /// Reads the address of the view `id`. The names of `ours`, `format`, `at`, `mappings` and `timeout` are no parameters of the view, unless it has one of that
    /// name.
    pub(super) fn read(id: &str, uri: &Uri, base: String, ours: &[&str]) -> Result<Self, Problem> {
        let view = Catalogue::shipped().get(id).map_err(|error| problem(&error))?;
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri)
            .map_err(|error| Problem::bad_request(error.body_text()))?;
        let is_ours = |name: &str| {
            let theirs = view.header().params.iter().any(|parameter| parameter.name == name);
            !theirs && ["format", "at", "mappings", "timeout"].iter().chain(ours).any(|own| *own == name)
        };
        let (ours, pairs): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(name, _)| is_ours(name));
        let kept =
            uri.query().into_iter().flat_map(|query| query.split('&')).filter(|pair| !pair.starts_with("format="));
        let kept = kept.collect::<Vec<_>>().join("&");
        let query = if kept.is_empty() { kept } else { format!("?{kept}") };
        let of_page = |pair: &&str| ["page_size=", "cursor=", "at="].iter().any(|name| pair.starts_with(name));
        let whole = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty() && !of_page(pair));
        let whole = whole.collect::<Vec<_>>().join("&");
        let whole = format!("{}{}{whole}", uri.path(), if whole.is_empty() { "" } else { "?" });
        let asked = Self { view, pairs, at: AsOf::default(), base, query, page: None, whole, ours };
        let at = AsOf::read(asked.ours("at"), asked.ours("mappings"))?;
        let page = Page::of(asked.ours("page_size"), asked.ours("cursor"))?;
        Ok(Self { at, page, ..asked })
    }

    /// The first value of that name which is the server's own.
    pub(super) fn ours(&self, name: &str) -> Option<&str> {
        self.ours.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// Every value of that name which is the server's own.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.ours.iter().filter(move |(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// What is asked, but for the page.
    pub(super) fn question(&self) -> [u8; 8] {
        let pairs = self.pairs.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]);
        question(["view", self.view.id().as_str(), self.view.hash()].into_iter().chain(pairs))
    }

    /// The path of the view's page.
    pub(super) fn address(&self) -> String {
        format!("/views/{}", self.view.id().as_str())
    }

    pub(super) fn arguments(&self) -> Result<Arguments, ViewError> {
        self.view.arguments(self.pairs.iter().map(|(name, value)| (name, value)))
    }

    /// What is asked of, and with what.
    pub(super) fn resolved(&self, state: &Shared) -> Result<(Snapshot, Arguments), Problem> {
        let arguments = self.arguments().map_err(|error| problem(&error))?;
        Ok((state.snapshot(self.at)?, arguments))
    }
}
