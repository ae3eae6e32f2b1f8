//! The frame of every page.

use maud::{DOCTYPE, Markup, html};

use super::number;
use crate::snapshot::Snapshot;

const PAGES: [(&str, &str); 3] = [("/", "Views"), ("/sparql", "SPARQL"), ("/ontology", "Ontology")];

/// A page: its title, where it stands, and what it rests on.
pub(super) struct Frame<'f> {
    title: &'f str,
    current: &'static str,
    editor: bool,
    sought: &'f str,
    snapshot: Option<&'f Snapshot>,
}

impl<'f> Frame<'f> {
    pub(super) fn new(title: &'f str) -> Self {
        Self { title, current: "", editor: false, sought: "", snapshot: None }
    }

    /// Which of the pages in the head this is.
    pub(super) fn current(self, current: &'static str) -> Self {
        Self { current, ..self }
    }

    /// With the editor's script and styles.
    pub(super) fn editor(self) -> Self {
        Self { editor: true, ..self }
    }

    /// What was searched for.
    pub(super) fn sought(self, sought: &'f str) -> Self {
        Self { sought, ..self }
    }

    pub(super) fn snapshot(self, snapshot: &'f Snapshot) -> Self {
        Self { snapshot: Some(snapshot), ..self }
    }

    /// The body alone, to stand in a page of somebody else.
    pub(super) fn bare(&self, body: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en" { (self.head()) body { main id="main" { (body) } } }
        }
    }

    fn head(&self) -> Markup {
        html! {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (self.title) " · milieu" }
                link rel="icon" href="/favicon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/assets/milieu.css";
                @if self.editor { link rel="stylesheet" href="/assets/editor.css"; }
                script src="/assets/milieu.js" defer {}
                @if self.editor { script src="/assets/editor.js" defer {} }
            }
        }
    }

    pub(super) fn page(&self, body: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en" {
                (self.head())
                body {
                    a.skip href="#main" { "Skip to the content" }
                    header.top {
                        div {
                            a.brand href="/" { "milieu" }
                            nav aria-label="Pages" {
                                @for (href, name) in PAGES {
                                    a href=(href) aria-current=[(href == self.current).then_some("page")] { (name) }
                                }
                            }
                            form action="/search" role="search" {
                                input type="search" name="q" value=(self.sought) placeholder="Find an actor, cluster, term"
                                    aria-label="Find an actor, cluster or term";
                                button { "Find" }
                            }
                        }
                    }
                    main id="main" { (body) }
                    footer.foot {
                        div {
                            span { "milieu " (env!("CARGO_PKG_VERSION")) }
                            @if let Some(snapshot) = self.snapshot { span { (rests_on(snapshot)) } }
                            a href="/catalog" { "Data sets" }
                            a href="/review" { "Mappings" }
                            a href="/api" { "API" }
                            a href="/reconcile" { "Reconciliation" }
                            a href="/assets/licenses.txt" { "Licences of the page's parts" }
                        }
                    }
                }
            }
        }
    }
}

/// "Snapshot 7 (3f9c1e7ab20d), 1 204 331 quads".
fn rests_on(snapshot: &Snapshot) -> Markup {
    let hash = snapshot.hash();
    html! {
        "Snapshot " (snapshot.number()) " ("
        code title=(hash) { (hash.get(..12).unwrap_or(&hash)) }
        "), " (number::grouped(snapshot.len())) " quads"
    }
}
