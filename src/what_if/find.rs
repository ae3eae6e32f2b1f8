//! What the names in a linkage mean.

use std::collections::{BTreeSet, HashSet};

use super::WhatIfError;
use super::change::{Change, Ends, Meant};
use crate::model::vocab::rdf;
use crate::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use crate::snapshot::Snapshot;
use crate::text::{fold, nearest};
use crate::vocab::{self, milieu};

/// What may be meant by a name.
#[derive(Clone, Copy)]
struct Wanted {
    what: &'static str,
    class: NamedNodeRef<'static>,
}

const ACTOR: Wanted = Wanted { what: "actor", class: milieu::ACTOR };
const KIND: Wanted = Wanted { what: "kind of linkage", class: milieu::LINKAGE_KIND };
const LINKAGE: Wanted = Wanted { what: "linkage", class: milieu::LINKAGE };

/// The ends of a linkage that is to be added, and its kind.
pub(super) fn resolved(
    snapshot: &Snapshot,
    change: &Change,
) -> Result<(Vec<NamedNode>, Option<NamedNode>), WhatIfError> {
    let Meant::Between { names, kind, .. } = change.meant() else {
        return Err(WhatIfError::Syntax { text: change.text().to_owned(), reason: "it names no two ends" });
    };
    let ends = names.iter().map(|name| thing(snapshot, change, name, ACTOR)).collect::<Result<Vec<_>, _>>()?;
    if ends.iter().collect::<BTreeSet<_>>().len() < ends.len() {
        let reason = "two of its ends are the same actor";
        return Err(WhatIfError::Syntax { text: change.text().to_owned(), reason });
    }
    let kind = kind.as_ref().map(|kind| thing(snapshot, change, kind, KIND)).transpose()?;
    Ok((ends, kind))
}

/// The linkages that are to be removed: one by its name, or all with these ends, this direction and, if it is given, this kind.
pub(super) fn linkages(snapshot: &Snapshot, change: &Change) -> Result<Vec<NamedNode>, WhatIfError> {
    let Meant::Between { ends: direction, .. } = change.meant() else {
        return Ok(vec![thing(snapshot, change, change.text(), LINKAGE)?]);
    };
    let (ends, kind) = resolved(snapshot, change)?;
    let objects = |linkage: &NamedNode, predicate| snapshot.objects(linkage.into(), predicate).collect::<HashSet<_>>();
    let wanted: HashSet<Term> = ends.iter().cloned().map(Term::from).collect();
    let fits = |linkage: &NamedNode| {
        let tails = objects(linkage, milieu::LEADS_FROM);
        let pointing = match direction {
            Ends::Directed => {
                tails.contains(&ends[0].clone().into())
                    && objects(linkage, milieu::LEADS_TO).contains(&ends[1].clone().into())
            }
            Ends::Undirected => tails.is_empty(),
        };
        let of_kind = kind
            .as_ref()
            .is_none_or(|kind| objects(linkage, milieu::HAS_LINKAGE_KIND).contains(&Term::from(kind.clone())));
        pointing && of_kind && objects(linkage, milieu::HAS_END) == wanted
    };
    let of_first = snapshot.quads_for_pattern(None, Some(milieu::HAS_END), Some(ends[0].as_ref().into()), None);
    let nodes: BTreeSet<NamedNode> = of_first.filter_map(|quad| named(quad.subject)).collect();
    let found: Vec<NamedNode> = nodes.iter().filter(|linkage| fits(linkage)).cloned().collect();
    if found.is_empty() {
        let there: Vec<String> = nodes.iter().map(|linkage| told(snapshot, linkage)).take(3).collect();
        return Err(unknown(change, LINKAGE, change.text(), there));
    }
    Ok(found)
}

/// What people call a linkage.
pub(super) fn told(snapshot: &Snapshot, linkage: &NamedNode) -> String {
    snapshot.label(linkage).unwrap_or_else(|| linkage.as_str().to_owned())
}

fn thing(snapshot: &Snapshot, change: &Change, name: &str, wanted: Wanted) -> Result<NamedNode, WhatIfError> {
    let is = |node: &NamedNode| snapshot.objects(node.into(), rdf::TYPE).any(|type_| type_ == wanted.class.into());
    if let Some(node) = iri(name) {
        return if is(&node) { Ok(node) } else { Err(unknown(change, wanted, name, Vec::new())) };
    }
    let folded = fold(name);
    let mut found: BTreeSet<NamedNode> = snapshot
        .search(name)
        .filter(|found| fold(found.label.value()) == folded && is(&found.thing))
        .map(|found| found.thing)
        .collect();
    // A concept is also known by the last part of its name: `joint-research`.
    if found.is_empty() {
        let last = |node: &NamedNode| node.as_str().rsplit(['#', '/']).next().is_some_and(|last| fold(last) == folded);
        found = instances(snapshot, wanted).filter(last).collect();
    }
    match found.len() {
        1 => Ok(found.pop_first().expect("there is one")),
        0 => {
            let labels = instances(snapshot, wanted).filter_map(|node| snapshot.label(&node));
            Err(unknown(change, wanted, name, nearest(name, labels)))
        }
        _ => Err(WhatIfError::Ambiguous {
            text: change.text().to_owned(),
            name: name.to_owned(),
            things: found.into_iter().take(5).map(NamedNode::into_string).collect(),
        }),
    }
}

fn instances(snapshot: &Snapshot, wanted: Wanted) -> impl Iterator<Item = NamedNode> {
    let quads = snapshot.quads_for_pattern(None, Some(rdf::TYPE), Some(wanted.class.into()), None);
    quads.filter_map(|quad| named(quad.subject))
}

fn named(node: NamedOrBlankNode) -> Option<NamedNode> {
    if let NamedOrBlankNode::NamedNode(node) = node { Some(node) } else { None }
}

/// `text` as an IRI: written out, in angle brackets, or as a prefixed name.
fn iri(text: &str) -> Option<NamedNode> {
    let bare = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    if let Some(bare) = bare.or_else(|| text.contains("://").then_some(text)) {
        return NamedNode::new(bare).ok();
    }
    if text.contains(' ') { None } else { vocab::expand(text) }
}

fn unknown(change: &Change, wanted: Wanted, name: &str, nearest: Vec<String>) -> WhatIfError {
    WhatIfError::Unknown { text: change.text().to_owned(), wanted: wanted.what, name: name.to_owned(), nearest }
}
