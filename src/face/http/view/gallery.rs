//! The gallery: every view as a card, by aspect.

use maud::{Markup, html};

use super::page::audience;
use crate::face::http::frame::Frame;
use crate::snapshot::Snapshot;
use crate::view::{Catalogue, View};

pub(super) fn page(snapshot: &Snapshot) -> Markup {
    let catalogue = Catalogue::shipped();
    let body = html! {
        h1 { "Business clusters, and how they learn and link" }
        p.lead {
            "Who is in a cluster, what its actors know, how they learn, and how they are linked across borders. Each view answers one \
             question, as a page, a chart, a table and a file."
        }
        @if snapshot.is_empty() { p.empty { "The store is empty. " code { "milieu demo" } " or " code { "milieu load" } " fills it." } }
        div.gallery-tools hidden {
            div.field { label for="filter" { "Find a view" } input id="filter" type="search" placeholder="for instance: countries"; }
            fieldset.audience {
                legend { "For" }
                label { input type="checkbox" value="researcher"; " researchers" }
                label { input type="checkbox" value="manager"; " cluster managers" }
                label { input type="checkbox" value="policy"; " policy makers" }
            }
            span.note role="status" {}
        }
        @for aspect in catalogue.aspects() {
            section.aspect id=(aspect) aria-labelledby={ (aspect) "-title" } {
                h2 id={ (aspect) "-title" } { (capital(aspect)) }
                ul.cards { @for view in catalogue.iter().filter(|view| view.id().aspect() == aspect) { (card(view)) } }
            }
        }
    };
    Frame::new("Views").current("/").snapshot(snapshot).page(&body)
}

fn card(view: &View) -> Markup {
    let (id, header) = (view.id().as_str(), view.header());
    let whom: Vec<_> = header.for_.iter().map(|whom| audience(*whom)).collect();
    html! {
        li.card data-view=(id) data-for=(whom.join(" ")) {
            h3 { a href={ "/views/" (id) } { (header.title) } }
            p { (header.question) }
            p.for { @for whom in whom { span.badge { (whom) } } }
        }
    }
}

pub(in crate::face::http) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
