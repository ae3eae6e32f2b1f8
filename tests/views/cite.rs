//! Crates: what they say, and that their results come out again.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::SystemTime;

use milieu::cite::{Citation, CrateError, Kept, METADATA, Run, write_crate};
use milieu::view::{Catalogue, RowChange, RunOptions};
use milieu::{Snapshot, Store};
use proptest::prelude::*;
use serde_json::Value;

use super::support::TOY;

/// Writes the crate of a view's answer on `snapshot`.
fn kept(folder: &Path, snapshot: &Snapshot, view: &str, arguments: &[(&str, &str)]) -> Citation {
    let view = Catalogue::shipped().get(view).unwrap();
    let arguments = view.arguments(arguments.iter().copied()).unwrap();
    let started = SystemTime::now();
    let table = view.run(snapshot, &arguments, &RunOptions::default()).unwrap();
    let citation = Citation::of(view, snapshot, &arguments, &table, SystemTime::now()).unwrap().authors(["Byron, Ada"]);
    write_crate(folder, &Run { view, table: &table, citation: &citation, started }).unwrap();
    citation
}

/// Every `@id` that is pointed to within `value`.
fn pointed(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| pointed(value, found)),
        Value::Object(object) => {
            assert_eq!(object.keys().collect::<Vec<_>>(), ["@id"], "entities are not nested: {value}");
            found.insert(object["@id"].as_str().unwrap().to_owned());
        }
        _ => {}
    }
}

/// RO-Crate 1.2: the metadata descriptor, the root with what it must have, flat entities that are all there.
#[test]
fn a_crate_has_what_the_specification_wants() {
    let folder = tempfile::tempdir().unwrap();
    kept(folder.path(), &TOY, "linkage/reach", &[("group", "Alder Valley")]);
    let text = std::fs::read_to_string(folder.path().join(METADATA)).unwrap();
    let metadata: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(metadata["@context"], "https://w3id.org/ro/crate/1.2/context");
    let graph = metadata["@graph"].as_array().unwrap();
    let entity = |id: &str| graph.iter().find(|entity| entity["@id"] == id).unwrap_or_else(|| panic!("no {id}"));
    let descriptor = entity(METADATA);
    assert_eq!(descriptor["@type"], "CreativeWork");
    assert_eq!(descriptor["conformsTo"]["@id"], "https://w3id.org/ro/crate/1.2");
    let root = entity(descriptor["about"]["@id"].as_str().unwrap());
    assert_eq!((root["@id"].as_str(), root["@type"].as_str()), (Some("./"), Some("Dataset")));
    for member in ["name", "description", "datePublished"] {
        assert!(root[member].as_str().is_some_and(|text| !text.is_empty()), "{member}: {root}");
    }
    let licence = entity(root["license"]["@id"].as_str().unwrap());
    assert!(licence["name"].is_string() && licence["description"].as_str().unwrap().contains("The toy world"));
    assert_eq!(licence["license"][0], "http://creativecommons.org/licenses/by/4.0/");

    let ids: Vec<&str> = graph.iter().map(|entity| entity["@id"].as_str().unwrap()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "each once: {ids:?}");
    let mut found = BTreeSet::new();
    for entity in graph {
        assert!(entity["@type"].is_string() || entity["@type"].is_array(), "{entity}");
        entity.as_object().unwrap().values().for_each(|value| pointed(value, &mut found));
    }
    let elsewhere = ["https://w3id.org/ro/crate/1.2", "http://schema.org/CompletedActionStatus"];
    for id in found.iter().filter(|id| !elsewhere.contains(&id.as_str())) {
        assert!(ids.contains(&id.as_str()), "{id} is not described");
    }
    // Files are parts of the root, and the other way round.
    let parts: BTreeSet<&str> =
        root["hasPart"].as_array().unwrap().iter().map(|part| part["@id"].as_str().unwrap()).collect();
    let there: BTreeSet<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    let there: BTreeSet<&str> = there.iter().map(String::as_str).filter(|name| *name != METADATA).collect();
    assert_eq!(parts, there);

    let run = entity("#run");
    assert_eq!(run["@type"], "CreateAction");
    assert!(run["startTime"].as_str().unwrap() <= run["endTime"].as_str().unwrap());
    assert_eq!(entity("#content-hash")["value"], TOY.hash());
    assert_eq!(entity("#parameter-group")["value"], "Alder Valley");
    assert_eq!(entity("#person-byron--ada")["name"], "Byron, Ada");
    assert_eq!(entity("https://doi.org/10.1103/PhysRevE.64.016132")["@type"], "ScholarlyArticle");
}

/// The works come from what ships, whether or not the store was loaded with it.
#[test]
fn a_citation_names_the_result_the_works_and_the_sources() {
    let folder = tempfile::tempdir().unwrap();
    let citation = kept(folder.path(), &TOY, "cluster/ei-index", &[("group", "Alder Valley")]);
    let text = citation.to_bibtex();
    for part in [
        "author = {Byron, Ada}",
        "title = {{Inward and outward ties (group = Alder Valley)}}",
        "@article{krackhardt-stern-1988,\n  author = {Krackhardt, D. and Stern, R. N.}",
        "journal = {Social Psychology Quarterly},\n  volume = {51},\n  number = {2},\n  pages = {123--140},",
        "doi = {10.2307/2786835}",
        "@misc{milieu-data-toy,",
        "toy-observations.ttl (SHA-256",
    ] {
        assert!(text.contains(part), "{part}:\n{text}");
    }
    assert!(text.contains(&TOY.hash()) && !text.contains("milieu-data-derived"), "{text}");
    let balance = text.chars().fold(0, |depth, c| depth + i32::from(c == '{') - i32::from(c == '}'));
    assert_eq!(balance, 0, "{text}");
    let csl = citation.to_csl();
    let work = csl.as_array().unwrap().iter().find(|item| item["id"] == "krackhardt-stern-1988").unwrap();
    assert_eq!((work["type"].as_str(), work["page"].as_str()), (Some("article-journal"), Some("123-140")));
    assert_eq!(work["author"][1]["family"], "Stern");
}

#[test]
fn a_crate_is_not_written_over_anything() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.txt"), "mine").unwrap();
    let view = Catalogue::shipped().get("actor/degree").unwrap();
    let arguments = view.arguments([("", ""); 0]).unwrap();
    let table = view.run(&TOY, &arguments, &RunOptions::default()).unwrap();
    let citation = Citation::of(view, &TOY, &arguments, &table, SystemTime::now()).unwrap();
    let run = Run { view, table: &table, citation: &citation, started: SystemTime::now() };
    assert!(matches!(write_crate(folder.path(), &run), Err(CrateError::NotEmpty(_))));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    assert!(matches!(Kept::read(folder.path()), Err(CrateError::File { .. })));
}

#[test]
fn what_was_changed_by_hand_is_named() {
    let folder = tempfile::tempdir().unwrap();
    kept(folder.path(), &TOY, "cluster/ei-index", &[("group_kind", "milieu:Cluster")]);
    let path = folder.path().join("result.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace(",0.2\r\n", ",0.3\r\n")).unwrap();
    let verdict = Kept::read(folder.path()).unwrap().verify(&TOY, &RunOptions::default()).unwrap();
    assert_eq!(verdict.changed_files, ["result.csv"]);
    assert!(matches!(&verdict.rows[..], [RowChange::Changed { before, after }]
        if before.last().unwrap().to_field() == "0.3" && after.last().unwrap().to_field() == "0.2"));
    // A view whose text is another one is told by its hash, and is asked as the crate has it.
    let path = folder.path().join("view.rq");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("HAVING (COUNT(?linkage) > 0)", "HAVING (COUNT(?linkage) > 3)")).unwrap();
    let verdict = Kept::read(folder.path()).unwrap().verify(&TOY, &RunOptions::default()).unwrap();
    assert!(verdict.view.is_some() && verdict.changed_files.contains(&"view.rq".to_owned()));
    assert!(verdict.rows.iter().any(|row| matches!(row, RowChange::Removed(_))), "{:?}", verdict.rows);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A fresh crate is equal; with a quad less the hash of the data differs, and the rows that differ are named.
    #[test]
    fn a_fresh_crate_is_equal_and_a_changed_quad_is_noticed(view: prop::sample::Index, quad: prop::sample::Index) {
        let views: Vec<_> = Catalogue::shipped().iter().collect();
        let view = view.get(&views);
        let folder = tempfile::tempdir().unwrap();
        kept(folder.path(), &TOY, view.id().as_str(), &[]);
        let kept = Kept::read(folder.path()).unwrap();
        let same = kept.verify(&TOY, &RunOptions::default()).unwrap();
        prop_assert!(same.is_equal(), "{:?}", same);

        let toy = milieu::vocab::graph("toy").into();
        let quads: Vec<_> = TOY.iter().filter(|quad| quad.graph_name == toy).collect();
        let store = Store::from(TOY.clone());
        let mut transaction = store.begin();
        transaction.remove(quad.get(&quads));
        milieu::ingest::derive(&mut transaction);
        let changed = transaction.commit().unwrap();
        let verdict = match kept.verify(&changed, &RunOptions::default()) {
            Ok(verdict) => verdict,
            // The thing that a parameter names is gone with its type: that is told too.
            Err(error) => {
                prop_assert!(matches!(error, CrateError::View(_)), "{error}");
                return Ok(());
            }
        };
        prop_assert!(!verdict.is_equal() && verdict.data == Some((TOY.hash(), changed.hash())));
        let arguments = view.arguments([("", ""); 0]).unwrap();
        let run = |snapshot| view.run(snapshot, &arguments, &RunOptions::default()).unwrap();
        prop_assert_eq!(verdict.rows.len(), run(&TOY).changes_to(&run(&changed)).len());
    }
}
