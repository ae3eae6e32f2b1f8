//! The addresses of the Reconciliation Service API.

use utoipa::openapi::HttpMethod;

use super::operation::{Asked, HTML, JSON, Listed, Writes, get, may, must};

const SERVICE: Asked = must("service", "What is reconciled against: a target's name, or store.", "store");
const WHAT: Asked = must("what", "What is suggested: entity, type or property.", "entity");
const PREFIX: Asked = must("prefix", "What was typed.", "alder");
const ID: Asked = must("id", "The identifier of a candidate.", "https://w3id.org/milieu/id/toy/actor/alder-university");
const FIRST: Asked = may("cursor", "How many suggestions to pass over.", "20");
const KIND: Asked = may("type", "The type that a thing has to have.", "https://w3id.org/milieu/ontology#Cluster");
const PROPOSED: &[Asked] = &[
    SERVICE,
    must("type", "The type of the things.", "https://w3id.org/milieu/ontology#Actor"),
    may("limit", "The most properties.", "30"),
];

/// A body that is asked with, and nothing written by.
const fn ask(path: &'static str, id: &'static str, summary: &'static str, bodies: &'static [&'static str]) -> Listed {
    Listed {
        method: HttpMethod::Post,
        path,
        id,
        tag: "reconciliation",
        summary,
        parameters: &[SERVICE],
        bodies,
        answers: &[JSON],
        writes: Writes::No,
    }
}

const fn read(
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    parameters: &'static [Asked],
    answers: &'static [&'static str],
) -> Listed {
    get(path, id, "reconciliation", summary, parameters, answers)
}

/// Every operation of both versions.
pub(super) const ALL: &[Listed] = &[
    read("/reconcile", "listServices", "What names can be reconciled against", &[], &[JSON, HTML]),
    read(
        "/reconcile/{service}",
        "reconcile",
        "Version 0.2: the manifest, or what `queries` or `extend` ask",
        &[
            SERVICE,
            may("queries", "Queries by names of their own, as JSON.", "{\"q0\": {\"query\": \"Alder University\"}}"),
            may("extend", "Things and properties, as JSON.", ""),
        ],
        &[JSON],
    ),
    ask("/reconcile/{service}", "reconcileByForm", "The same, as a form", &["application/x-www-form-urlencoded"]),
    read(
        "/reconcile/{service}/suggest/{what}",
        "suggest",
        "Things, types or properties by what was typed",
        &[SERVICE, WHAT, PREFIX, FIRST, KIND],
        &[JSON],
    ),
    read(
        "/reconcile/{service}/extend/propose",
        "proposeProperties",
        "Properties that may be asked for",
        PROPOSED,
        &[JSON],
    ),
    read(
        "/reconcile/{service}/preview",
        "previewCandidate",
        "A thing at a glance, for a frame",
        &[SERVICE, ID],
        &[HTML],
    ),
    read("/reconcile/{service}/view", "viewCandidate", "Leads to the page of a thing", &[SERVICE, ID], &[HTML]),
    read("/reconcile/{service}/v1", "manifestOfDraft", "1.0-draft: the manifest", &[SERVICE], &[JSON]),
    ask("/reconcile/{service}/v1/match", "matchByDraft", "1.0-draft: a batch of queries", &[JSON]),
    read(
        "/reconcile/{service}/v1/suggest/{what}",
        "suggestByDraft",
        "1.0-draft: things, types or properties by what was typed",
        &[SERVICE, WHAT, PREFIX, FIRST, KIND],
        &[JSON],
    ),
    ask("/reconcile/{service}/v1/extend", "extendByDraft", "1.0-draft: properties of things", &[JSON]),
    read(
        "/reconcile/{service}/v1/extend/propose",
        "proposePropertiesByDraft",
        "1.0-draft: properties that may be asked for",
        PROPOSED,
        &[JSON],
    ),
    read(
        "/reconcile/{service}/v1/preview",
        "previewCandidateByDraft",
        "1.0-draft: a thing at a glance",
        &[SERVICE, ID],
        &[HTML],
    ),
    read(
        "/reconcile/{service}/v1/view",
        "viewCandidateByDraft",
        "1.0-draft: leads to the page",
        &[SERVICE, ID],
        &[HTML],
    ),
];
