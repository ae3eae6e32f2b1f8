//! What a service says of itself.

use serde_json::{Value, json};

use super::asked::LARGEST_BATCH;
use super::service::Service;

/// The frame in which a preview fits, in pixels.
pub(super) const PREVIEW: (u32, u32) = (400, 210);

/// The most types that are told as usual choices; the others are suggested.
const USUAL_TYPES: usize = 12;

/// What version 0.2 asks for; `at` is the address of the service.
pub(super) fn v02(service: &Service, base: &str, at: &str) -> Value {
    let suggest = |what: &str| json!({ "service_url": at, "service_path": format!("/suggest/{what}") });
    let (width, height) = PREVIEW;
    json!({
        "versions": ["0.2"],
        "name": service.title,
        "identifierSpace": service.space(at),
        "schemaSpace": "https://w3id.org/milieu/ontology",
        "documentation": format!("{base}/reconcile"),
        "serviceVersion": env!("CARGO_PKG_VERSION"),
        "logo": format!("{base}/favicon.svg"),
        "defaultTypes": usual(service),
        "view": { "url": format!("{at}/view?id={{{{id}}}}") },
        "preview": { "url": format!("{at}/preview?id={{{{id}}}}"), "width": width, "height": height },
        "suggest": { "entity": suggest("entity"), "property": suggest("property"), "type": suggest("type") },
        "extend": {
            "propose_properties": { "service_url": at, "service_path": "/extend/propose" },
            "property_settings": [
                { "type": "number", "name": "limit", "label": "Limit", "default": 0, "help_text": LIMIT },
                { "type": "select", "name": "content", "label": "Content", "default": "name", "help_text": CONTENT, "choices": choices() },
            ],
        },
        "batchSize": LARGEST_BATCH,
    })
}

/// What the draft of version 1.0 asks for.
pub(super) fn v1(service: &Service, base: &str, at: &str) -> Value {
    let (width, height) = PREVIEW;
    json!({
        "versions": ["1.0-draft"],
        "name": service.title,
        "documentation": format!("{base}/reconcile"),
        "serviceVersion": env!("CARGO_PKG_VERSION"),
        "logo": format!("{base}/favicon.svg"),
        "defaultTypes": usual(service),
        "view": { "url": format!("{at}/view?id={{id}}") },
        "preview": { "width": width, "height": height },
        "suggest": { "entity": true, "property": true, "type": true },
        "extend": {
            "proposeProperties": true,
            "propertySettings": [
                { "type": "number", "id": "limit", "name": "Limit", "default": 0, "helpText": LIMIT },
                { "type": "select", "id": "content", "name": "Content", "default": "name", "helpText": CONTENT, "choices": choices() },
            ],
        },
        "batchSize": LARGEST_BATCH,
        "standardizedScore": true,
    })
}

const LIMIT: &str = "The most values of a row; 0 for all";
const CONTENT: &str = "What stands for a thing: its name with its identifier, or the identifier as text";

fn choices() -> Value {
    json!([{ "value": "name", "name": "Name" }, { "value": "id", "name": "Identifier" }])
}

fn usual(service: &Service) -> Value {
    json!(service.types().iter().take(USUAL_TYPES).collect::<Vec<_>>())
}
