//! The mapping sets of the store, and how far each is reviewed.

use axum::Json;
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::face::http::frame::Frame;
use crate::face::http::number::grouped;
use crate::mapping::Summary;
use crate::snapshot::Snapshot;

pub(super) fn json(sets: &[Summary]) -> Json<Value> {
    let told = sets.iter().map(|set| {
        json!({ "set": set.name.as_str(), "id": set.id, "title": set.title, "counts": set.counts,
            "graph": set.name.graph().as_str(), "review": format!("/review/{}", set.name) })
    });
    Json(json!({ "sets": told.collect::<Vec<_>>() }))
}

pub(super) fn page(snapshot: &Snapshot, sets: &[Summary]) -> Markup {
    let body = html! {
        h1 { "Review" }
        p.lead { "Which organisations of other data sets are meant: what milieu proposes, a person accepts or rejects." }
        @if sets.is_empty() {
            p.note { "There is no mapping set yet. " code { "milieu link members.csv --column name --target ror --store my-store --set members" }
                " makes one, and " code { "milieu mapping import" } " brings one of somebody else's." }
        } @else {
            div.scroll tabindex="0" role="region" aria-label="Mapping sets" {
                table {
                    thead { tr {
                        th scope="col" { "Set" } th.num scope="col" { "Proposed" } th.num scope="col" { "Accepted" }
                        th.num scope="col" { "Rejected" } th scope="col" { "Looked at" }
                    } }
                    tbody { @for set in sets { (row(set)) } }
                }
            }
        }
    };
    Frame::new("Review").snapshot(snapshot).page(&body)
}

fn row(set: &Summary) -> Markup {
    let counts = set.counts;
    let reviewed = counts.accepted + counts.rejected;
    html! {
        tr {
            td { a href={ "/review/" (set.name) } { (set.name) } @if let Some(title) = &set.title { div.help { (title) } } }
            td.num { (grouped(counts.proposed)) } td.num { (grouped(counts.accepted)) } td.num { (grouped(counts.rejected)) }
            td { progress max=(counts.all().max(1)) value=(reviewed) aria-label={ (reviewed) " of " (counts.all()) } {} }
        }
    }
}
