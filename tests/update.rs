//! SPARQL 1.1 Update from outside: each operation, and that a request is made whole or not at all.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use milieu::sparql::{QueryOptions, SparqlError, Way, update};
use milieu::{Snapshot, Store};

const ID: &str = "https://w3id.org/milieu/id/";

/// The quads as `graph subject object`, names short, literals bare; all have one predicate.
fn told(snapshot: &Snapshot) -> BTreeSet<String> {
    let short = |text: String| text.replace(ID, "").replace(['<', '>', '"'], "").replace("DEFAULT", "-");
    let quads = snapshot.iter().map(|quad| format!("{} {} {}", quad.graph_name, quad.subject, quad.object));
    quads.map(|text| short(text.split("^^").next().unwrap_or_default().to_owned())).collect()
}

/// What a store with a graph `g` (`a 1`), a graph `h` (`b 2`) and a default graph (`c 3`) holds after `request`.
fn after(request: &str) -> Result<Vec<String>, SparqlError> {
    let store = Store::new();
    let options = QueryOptions::default();
    let begin = "INSERT DATA { GRAPH id:g { id:a id:p 1 } GRAPH id:h { id:b id:p 2 } id:c id:p 3 }";
    let before = update(&store, begin, &options).unwrap();
    let done = update(&store, request, &options);
    if done.is_err() {
        let now = store.snapshot();
        assert_eq!((now.number(), now.hash(), told(&now)), (before.number(), before.hash(), told(&before)));
    }
    done.map(|snapshot| told(&snapshot).into_iter().collect())
}

#[test]
fn each_operation_does_what_the_standard_says() {
    let all = ["- c 3", "g a 1", "h b 2"];
    for (request, expected) in [
        ("INSERT DATA { GRAPH id:g { id:x id:p 9 } }", vec!["- c 3", "g a 1", "g x 9", "h b 2"]),
        ("DELETE DATA { GRAPH id:g { id:a id:p 1 } id:c id:p 4 }", vec!["- c 3", "h b 2"]),
        ("DELETE WHERE { GRAPH ?g { ?s id:p ?o } }", vec!["- c 3"]),
        ("WITH id:g DELETE { ?s id:p ?o } INSERT { ?s id:p 7 } WHERE { ?s id:p ?o }", vec!["- c 3", "g a 7", "h b 2"]),
        ("INSERT { ?s id:p 8 } USING id:h WHERE { ?s id:p ?o }", vec!["- b 8", "- c 3", "g a 1", "h b 2"]),
        (
            "INSERT { id:n id:p ?n } WHERE { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } }",
            vec!["- c 3", "- n 3", "g a 1", "h b 2"],
        ),
        // All is deleted before anything is inserted.
        (
            "DELETE { GRAPH id:g { ?s id:p ?o } } INSERT { GRAPH id:g { ?s id:p ?o } } WHERE { GRAPH id:g { ?s id:p ?o } }",
            all.to_vec(),
        ),
        ("CLEAR GRAPH id:g", vec!["- c 3", "h b 2"]),
        ("CLEAR DEFAULT", vec!["g a 1", "h b 2"]),
        ("CLEAR NAMED", vec!["- c 3"]),
        ("CLEAR ALL", vec![]),
        ("DROP GRAPH id:g", vec!["- c 3", "h b 2"]),
        ("DROP DEFAULT", vec!["g a 1", "h b 2"]),
        ("DROP NAMED", vec!["- c 3"]),
        ("DROP ALL", vec![]),
        ("COPY id:g TO id:h", vec!["- c 3", "g a 1", "h a 1"]),
        ("COPY DEFAULT TO id:h", vec!["- c 3", "g a 1", "h c 3"]),
        ("COPY id:g TO DEFAULT", vec!["- a 1", "g a 1", "h b 2"]),
        ("COPY id:g TO id:g", all.to_vec()),
        ("MOVE id:g TO id:h", vec!["- c 3", "h a 1"]),
        ("MOVE DEFAULT TO id:h", vec!["g a 1", "h c 3"]),
        ("MOVE id:g TO id:g", all.to_vec()),
        ("ADD id:g TO id:h", vec!["- c 3", "g a 1", "h a 1", "h b 2"]),
        ("ADD DEFAULT TO id:new", vec!["- c 3", "g a 1", "h b 2", "new c 3"]),
        ("ADD id:g TO DEFAULT", vec!["- a 1", "- c 3", "g a 1", "h b 2"]),
        ("CREATE GRAPH id:new", all.to_vec()),
        ("CREATE SILENT GRAPH id:g", all.to_vec()),
        // An empty graph is none here, so what is done to one that is not there succeeds (3.2).
        ("DROP GRAPH id:none ; CLEAR GRAPH id:none ; ADD id:none TO id:g", all.to_vec()),
        ("COPY id:none TO id:g", vec!["- c 3", "h b 2"]),
        ("MOVE id:none TO id:g", vec!["- c 3", "h b 2"]),
        ("DROP SILENT GRAPH id:none ; COPY SILENT id:none TO id:none2", all.to_vec()),
        // Later operations see what earlier ones did.
        ("DROP GRAPH id:g ; CREATE GRAPH id:g ; COPY id:h TO id:g ; DROP GRAPH id:h", vec!["- c 3", "g b 2"]),
    ] {
        assert_eq!(after(request).unwrap(), expected, "{request}");
    }
}

#[test]
fn relative_iris_that_a_pattern_makes_have_the_base_of_the_request() {
    let request = "BASE <http://b/> INSERT { <urn:x> <urn:p> ?made } WHERE { BIND(IRI('here') AS ?made) }";
    for way in [Way::Columns, Way::Evaluator] {
        let after = update(&Store::new(), request, &QueryOptions { way, ..QueryOptions::default() }).unwrap();
        let made: Vec<String> = after.iter().map(|quad| quad.object.to_string()).collect();
        assert_eq!(made, ["<http://b/here>"], "{way:?}");
    }
}

#[test]
fn a_request_with_an_operation_that_fails_changes_nothing() {
    assert!(
        matches!(after("CREATE GRAPH id:g"), Err(SparqlError::GraphExists(graph)) if graph.as_str().ends_with("/g"))
    );
    for fails in ["CREATE GRAPH id:g", "LOAD <file:///etc/hosts>", "LOAD <http://127.0.0.1:1/> INTO GRAPH id:g"] {
        for first in [
            "INSERT DATA { id:x id:p 1 }",
            "CLEAR ALL ; CREATE GRAPH id:x ; INSERT DATA { GRAPH id:g { id:x id:p 1 } }",
        ] {
            assert!(after(&format!("{first} ; {fails} ; DROP ALL")).is_err(), "{first} ; {fails}");
        }
    }
    assert_eq!(after("LOAD SILENT <file:///etc/hosts> ; CLEAR ALL").unwrap(), [""; 0]);
}

/// A folder that may be loaded from, and one beside it.
struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("in/deeper")).unwrap();
        Self { folder }
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        iri(&path)
    }

    fn options(&self) -> QueryOptions {
        QueryOptions { load_from: vec![self.folder.path().join("in")], ..QueryOptions::default() }
    }

    fn load(&self, store: &Store, iri: &str) -> Result<Snapshot, SparqlError> {
        update(store, &format!("LOAD <{iri}> INTO GRAPH id:g"), &self.options())
    }
}

fn iri(path: &Path) -> String {
    format!("file://{}", path.display()).replace(' ', "%20")
}

fn gzip(text: &str) -> Vec<u8> {
    use std::io::Write;
    let mut bytes = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    bytes.write_all(text.as_bytes()).unwrap();
    bytes.finish().unwrap()
}

#[test]
fn files_of_every_format_are_loaded_into_the_graph_named() {
    let files = Files::new();
    let triple = format!("<{ID}a> <{ID}p> \"1\" .\n");
    let xml = format!(
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:id=\"{ID}\">\
         <rdf:Description rdf:about=\"{ID}a\"><id:p>1</id:p></rdf:Description></rdf:RDF>"
    );
    let json = format!("{{\"@id\": \"{ID}a\", \"{ID}p\": \"1\"}}");
    for (name, bytes) in [
        ("in/a b.ttl", triple.clone().into_bytes()),
        ("in/deeper/a.nt", triple.clone().into_bytes()),
        ("in/a.nq", triple.clone().into_bytes()),
        ("in/a.ttl.gz", gzip(&triple)),
        ("in/a.owl", xml.into_bytes()),
        ("in/a.json", json.into_bytes()),
    ] {
        let loaded = files.load(&Store::new(), &files.write(name, bytes)).unwrap();
        assert_eq!(told(&loaded).into_iter().collect::<Vec<_>>(), ["g a 1"], "{name}");
    }
    let plain = update(&Store::new(), &format!("LOAD <{}>", files.write("in/a.ttl", &triple)), &files.options());
    assert_eq!(told(&plain.unwrap()).into_iter().collect::<Vec<_>>(), ["- a 1"]);
    let relative = files.write("in/base.ttl", format!("<#me> <{ID}p> <> ."));
    let loaded = files.load(&Store::new(), &relative).unwrap();
    assert!(told(&loaded).contains(&format!("g {relative}#me {relative}")), "{:?}", told(&loaded));
}

#[test]
fn blank_nodes_are_new_with_each_load() {
    let files = Files::new();
    let store = Store::new();
    let file = files.write("in/a.nt", format!("_:x <{ID}p> _:y .\n_:y <{ID}p> _:x .\n"));
    assert_eq!(files.load(&store, &file).unwrap().len(), 2);
    let twice = files.load(&store, &file).unwrap();
    let subjects: BTreeSet<_> = twice.iter().map(|quad| quad.subject.to_string()).collect();
    assert_eq!((twice.len(), subjects.len()), (4, 4));
}

#[test]
fn an_error_names_file_and_line_and_silent_passes_over_it() {
    let files = Files::new();
    let good = format!("<{ID}a> <{ID}p> \"1\" .\n");
    for (name, text, line) in [
        ("in/bad.ttl", format!("{good}{good}<{ID}b> <{ID}p> .\n"), 3),
        ("in/bad.nt", format!("{good}nonsense\n"), 2),
        ("in/bad.rdf", "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\n<oops>\n".to_owned(), 3),
        ("in/named.nq", format!("<{ID}a> <{ID}p> \"1\" <{ID}other> .\n"), 1),
        ("in/unknown.docx", good.clone(), 0),
    ] {
        let file = files.write(name, text);
        let store = Store::new();
        let Err(SparqlError::Load { file: told, line: at, reason }) = files.load(&store, &file) else {
            panic!("{name} was loaded")
        };
        assert!(told.ends_with(name) && !reason.is_empty(), "{told}: {reason}");
        assert_eq!(at, line, "{name}: {reason}");
        let silent = format!("LOAD SILENT <{file}> ; INSERT DATA {{ id:a id:p 1 }}");
        assert_eq!(update(&store, &silent, &files.options()).unwrap().len(), 1, "nothing of a file that is broken");
    }
    let missing = files.load(&Store::new(), &iri(&files.folder.path().join("in/missing.ttl")));
    assert!(matches!(missing, Err(SparqlError::Load { .. })));
}

#[test]
fn nothing_outside_the_folders_is_read() {
    let files = Files::new();
    let outside = files.write("outside.ttl", format!("<{ID}a> <{ID}p> 1 ."));
    let root = files.folder.path();
    let mut tried = vec![
        outside.clone(),
        iri(&root.join("missing.ttl")),
        iri(&root.join("in/../outside.ttl")),
        iri(&root.join("in/%2E%2E/outside.ttl")),
        iri(&root.join("inside.ttl")),
        outside.replace("file://", "file://elsewhere"),
        "http://127.0.0.1:1/a.ttl".to_owned(),
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(root.join("outside.ttl"), root.join("in/link.ttl")).unwrap();
        std::os::unix::fs::symlink(root, root.join("in/up")).unwrap();
        tried.extend([iri(&root.join("in/link.ttl")), iri(&root.join("in/up/outside.ttl"))]);
    }
    for iri in tried {
        let error = files.load(&Store::new(), &iri).unwrap_err();
        assert!(matches!(error, SparqlError::NotAllowed(_)), "{iri}: {error}");
        assert!(error.to_string().contains("--load-from"), "{error}");
    }
    let inside = files.write("in/a.ttl", format!("<{ID}a> <{ID}p> 1 ."));
    let nowhere = QueryOptions { load_from: Vec::<PathBuf>::new(), ..QueryOptions::default() };
    assert!(matches!(update(&Store::new(), &format!("LOAD <{inside}>"), &nowhere), Err(SparqlError::NotAllowed(_))));
    assert!(files.load(&Store::new(), &inside).is_ok());
}
