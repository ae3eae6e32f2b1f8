//! The JSON-LD of a crate: RO-Crate 1.2, and of its profiles the Process Run Crate.

use std::time::SystemTime;

use serde_json::{Value, json};

use super::folder::{BIBTEX, COLUMNS, CSL, METADATA, QUERY, RESULT, Run};
use super::work::{Work, WorkKind};
use super::{VERSION, told};
use crate::view::GraphSource;
use crate::vocab;

const CRATE: &str = "https://w3id.org/ro/crate/1.2";
const PROCESS_RUN: &str = "https://w3id.org/ro/wfrun/process/0.5";

/// A file of a crate.
pub(super) struct DataFile {
    /// Its path or address.
    pub(super) id: String,
    /// Which part of a crate it is, by the name that it has in a folder.
    pub(super) part: &'static str,
    pub(super) size: Option<usize>,
    pub(super) sha256: Option<String>,
}

/// The metadata of a folder with these files.
pub(super) fn attached(run: &Run<'_>, files: &[DataFile]) -> Value {
    graph(run, "./", files)
}

/// The metadata of a crate without a folder, at the address `root`, whose files are at these addresses: result, what its columns mean,
/// view.
///
/// The document stands for itself, as RO-Crate 1.2 has it of detached crates.
#[must_use]
pub fn detached(run: &Run<'_>, root: &str, [result, columns, view]: [String; 3]) -> Value {
    let file = |id, part| DataFile { id, part, size: None, sha256: None };
    graph(run, root, &[file(result, RESULT), file(columns, COLUMNS), file(view, QUERY)])
}

fn graph(run: &Run<'_>, root: &str, files: &[DataFile]) -> Value {
    let citation = run.citation;
    let at = |part: &str| files.iter().find(|file| file.part == part).map(|file| id(&file.id));
    let persons: Vec<Value> = citation.authors.iter().map(|author| id(&person(author))).collect();
    let sources: Vec<Value> = citation.sources.iter().map(|source| id(&source_id(source))).collect();
    let parameters: Vec<String> = citation.parameters.keys().map(|name| parameter_id(name)).collect();
    let used = at(QUERY).into_iter().chain([id("#snapshot")]).chain(parameters.iter().map(|parameter| id(parameter)));
    let mut entities = vec![
        json!({ "@id": METADATA, "@type": "CreativeWork", "conformsTo": id(CRATE), "about": id(root) }),
        json!({
            "@id": root, "@type": "Dataset", "name": citation.full_title(),
            "description": format!("{} {}.", citation.question, citation.note()),
            "datePublished": citation.time(), "license": id("#licence"), "author": persons,
            "conformsTo": id(PROCESS_RUN), "mainEntity": at(RESULT),
            "hasPart": files.iter().map(|file| id(&file.id)).collect::<Vec<_>>(),
            "mentions": [id("#run")], "isBasedOn": sources,
            "citation": citation.works.iter().map(|work| id(&work.address())).collect::<Vec<_>>(),
        }),
        json!({
            "@id": PROCESS_RUN, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5",
        }),
        json!({
            "@id": "#run", "@type": "CreateAction", "name": format!("Run of the view {}", citation.view),
            "instrument": id("#milieu"), "agent": persons, "object": used.collect::<Vec<_>>(), "result": [at(RESULT)],
            "startTime": humantime::format_rfc3339_millis(run.started).to_string(),
            "endTime": humantime::format_rfc3339_millis(ended(run)).to_string(),
            "actionStatus": id("http://schema.org/CompletedActionStatus"),
        }),
        json!({
            "@id": "#milieu", "@type": "SoftwareApplication", "name": "milieu", "url": "https://w3id.org/milieu",
            "softwareVersion": VERSION,
        }),
        json!({
            "@id": "#snapshot", "@type": "CreativeWork", "name": format!("Snapshot {}", citation.snapshot),
            "version": citation.snapshot.to_string(), "identifier": id("#content-hash"),
            "description": "The state of the data that the result rests on.", "isBasedOn": sources,
        }),
        json!({
            "@id": "#content-hash", "@type": "PropertyValue", "name": "content hash", "value": citation.snapshot_hash,
        }),
        json!({ "@id": "#sparql", "@type": "ComputerLanguage", "name": "SPARQL 1.1", "url": "https://www.w3.org/TR/sparql11-query/" }),
        licence(&citation.sources),
    ];
    entities.extend(files.iter().map(|file| described(file, run)));
    for (name, value) in &citation.parameters {
        entities.push(json!({ "@id": parameter_id(name), "@type": "PropertyValue", "name": name, "value": value }));
    }
    entities.extend(citation.sources.iter().map(source));
    entities.extend(citation.works.iter().map(work));
    let names = citation.authors.iter().chain(citation.works.iter().flat_map(|work| &work.authors));
    let names: std::collections::BTreeSet<&String> = names.collect();
    entities.extend(names.into_iter().map(|name| json!({ "@id": person(name), "@type": "Person", "name": name })));
    entities.iter_mut().for_each(leave_out_empty);
    json!({ "@context": "https://w3id.org/ro/crate/1.2/context", "@graph": entities })
}

fn ended(run: &Run<'_>) -> SystemTime {
    run.citation.time.max(run.started)
}

fn described(file: &DataFile, run: &Run<'_>) -> Value {
    let (name, media, about) = match file.part {
        RESULT => ("Result", "text/csv", "The rows of the result; a line of column names first."),
        COLUMNS => ("Columns", "application/csvm+json", "What the columns of the result mean (CSV on the Web)."),
        QUERY => (run.citation.title.as_str(), "application/sparql-query", run.citation.question.as_str()),
        BIBTEX => ("Citation, BibTeX", "application/x-bibtex", "How to cite the result, its works and its sources."),
        CSL => ("Citation, CSL-JSON", "application/vnd.citationstyles.csl+json", "The same for reference managers."),
        other => (other, "application/octet-stream", ""),
    };
    let mut entity = json!({
        "@id": file.id, "@type": "File", "name": name, "description": about, "encodingFormat": media,
        "contentSize": file.size.map(|size| size.to_string()), "sha256": file.sha256,
    });
    if file.part == QUERY {
        entity["@type"] = json!(["File", "SoftwareSourceCode"]);
        entity["identifier"] = vocab::view(&run.citation.view).as_str().into();
        entity["programmingLanguage"] = id("#sparql");
        entity["sha256"] = run.citation.view_hash.as_str().into();
    }
    entity
}

/// The licence of the result is that of its sources, whatever each says.
fn licence(sources: &[GraphSource]) -> Value {
    let mut told: Vec<String> =
        sources.iter().filter_map(|source| Some(format!("{}: {}", source.title, source.licence.as_ref()?))).collect();
    told.sort();
    told.dedup();
    let mut addresses: Vec<&str> = sources
        .iter()
        .filter_map(|source| source.licence.as_deref())
        .filter(|licence| licence.contains("://"))
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    let description = if told.is_empty() {
        "The sources of the data state no licence.".to_owned()
    } else {
        format!("The result is computed from data under these licences. {}", told.join("; "))
    };
    json!({
        "@id": "#licence", "@type": "CreativeWork", "name": "Licences of the sources", "description": description,
        "license": addresses,
    })
}

fn source(source: &GraphSource) -> Value {
    json!({
        "@id": source_id(source), "@type": "CreativeWork", "name": source.title, "description": told(source),
        "license": source.licence, "publisher": source.publisher, "dateModified": source.loaded,
        "additionalType": "http://www.w3.org/ns/dcat#Dataset",
    })
}

fn work(work: &Work) -> Value {
    let kind = match work.kind {
        WorkKind::Article => "ScholarlyArticle",
        WorkKind::Book => "Book",
        WorkKind::Other => "CreativeWork",
    };
    json!({
        "@id": work.address(), "@type": kind, "name": work.title.as_deref().unwrap_or(&work.iri),
        "author": work.authors.iter().map(|author| id(&person(author))).collect::<Vec<_>>(),
        "datePublished": work.year, "identifier": work.iri, "creditText": work.place,
    })
}

fn id(id: &str) -> Value {
    json!({ "@id": id })
}

pub(super) fn parameter_id(name: &str) -> String {
    format!("#parameter-{name}")
}

/// A graph by its name; the default graph has none.
fn source_id(source: &GraphSource) -> String {
    if source.graph.is_empty() { "#default-graph".to_owned() } else { source.graph.clone() }
}

fn person(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c.to_lowercase().next().unwrap_or(c) } else { '-' };
    format!("#person-{}", name.chars().map(plain).collect::<String>())
}

fn leave_out_empty(entity: &mut Value) {
    if let Some(members) = entity.as_object_mut() {
        members.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
    }
}
