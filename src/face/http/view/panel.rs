//! Views on the page of a thing: those with a parameter that takes things of its class.

use maud::{Markup, html};

use super::super::entity::Description;
use crate::face::http::link::query_string;
use crate::model::vocab::rdfs;
use crate::model::{NamedNode, Term};
use crate::snapshot::Snapshot;
use crate::view::{Catalogue, View};
use crate::vocab;

/// The views that can be asked of `thing`, each loaded when it comes near the screen.
pub(in crate::face::http) fn panels(snapshot: &Snapshot, thing: &Description) -> Markup {
    let classes = above(snapshot, &thing.types);
    let iri = thing.node.as_str();
    let mut fitting: Vec<_> =
        Catalogue::shipped().iter().filter_map(|view| Some((view, parameter(view, &classes)?))).collect();
    fitting.sort_by_key(|(view, _)| view.id().name() != "profile");
    html! {
        @if !fitting.is_empty() {
            div.panels {
                @for (view, parameter) in fitting {
                    @let address = format!("/views/{}{}", view.id().as_str(), query_string([(parameter, iri)]));
                    @let id = format!("panel-{}", view.id().as_str().replace('/', "-"));
                    section.panel data-view-src=(address) aria-labelledby=(id) {
                        h2 id=(id) { a href=(address) { (view.header().title) } }
                        p.question { (view.header().question) }
                        div.panel-body { noscript { p.status { "Open the view to see its figures." } } }
                    }
                }
            }
        }
    }
}

/// The first parameter of `view` that takes things of one of these classes.
fn parameter<'v>(view: &'v View, classes: &[NamedNode]) -> Option<&'v str> {
    let takes = |class: &String| {
        let class = vocab::expand(class).or_else(|| NamedNode::new(class.as_str()).ok());
        class.is_some_and(|class| classes.contains(&class))
    };
    view.header()
        .params
        .iter()
        .find(|parameter| parameter.class.iter().any(takes))
        .map(|parameter| parameter.name.as_str())
}

/// `types` and every class above them.
fn above(snapshot: &Snapshot, types: &[NamedNode]) -> Vec<NamedNode> {
    let mut classes = types.to_vec();
    let mut at = 0;
    while let Some(class) = classes.get(at).cloned() {
        for broader in snapshot.objects(class.as_ref().into(), rdfs::SUB_CLASS_OF) {
            if let Term::NamedNode(broader) = broader
                && !classes.contains(&broader)
            {
                classes.push(broader);
            }
        }
        at += 1;
    }
    classes
}
