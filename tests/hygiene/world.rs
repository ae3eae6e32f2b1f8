//! What the rules run over: the ontology, the atlas, and what code and views mention, each in a graph of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use milieu::io::{RdfFormat, RdfParser};
use milieu::model::vocab::rdf;
use milieu::model::{GraphName, NamedNode, Quad};
use milieu::view::Catalogue;
use milieu::{Snapshot, Store, Transaction, sparql, vocab};

pub(crate) const FAULTY: &str = include_str!("faulty.trig");

/// The constants of each module of `vocab`.
const MODULES: &[(&str, &[milieu::model::NamedNodeRef<'static>])] = &[
    ("milieu", vocab::milieu::ALL),
    ("org", vocab::org::ALL),
    ("s66", vocab::s66::ALL),
    ("skos", vocab::skos::ALL),
    ("qb", vocab::qb::ALL),
    ("bibo", vocab::bibo::ALL),
    ("dct", vocab::dct::ALL),
    ("dcat", vocab::dcat::ALL),
    ("prov", vocab::prov::ALL),
    ("schema", vocab::schema::ALL),
    ("foaf", vocab::foaf::ALL),
    ("wgs", vocab::wgs::ALL),
    ("geo", vocab::geo::ALL),
];

/// The project as it is.
pub(crate) fn project() -> &'static Snapshot {
    static PROJECT: LazyLock<Snapshot> = LazyLock::new(|| filled(|_| ()));
    &PROJECT
}

/// The project with the planted faults.
pub(crate) fn faulty() -> &'static Snapshot {
    static FAULTY_WORLD: LazyLock<Snapshot> = LazyLock::new(|| {
        filled(|transaction| {
            let parser = RdfParser::from_format(RdfFormat::TriG);
            transaction
                .extend(parser.for_slice(FAULTY.as_bytes()).map(|quad| quad.expect("faulty.trig is well-formed")));
        })
    });
    &FAULTY_WORLD
}

pub(crate) fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn filled(more: impl FnOnce(&mut Transaction<'_>)) -> Snapshot {
    let store = Store::new();
    let mut transaction = store.begin();
    for part in ["ontology", "ontology/milieu", "ontology/scheme"] {
        turtle(&folder(part), "ontology", &mut transaction);
    }
    turtle(&folder("ontology/atlas"), "atlas", &mut transaction);
    code(&mut transaction);
    views(&mut transaction);
    more(&mut transaction);
    transaction.commit().unwrap()
}

fn turtle(folder: &Path, graph: &str, transaction: &mut Transaction<'_>) {
    let graph = vocab::graph(graph);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "ttl") {
            let text = fs::read(&path).unwrap();
            let parser =
                RdfParser::from_format(RdfFormat::Turtle).with_default_graph(graph.clone()).rename_blank_nodes();
            let quads =
                parser.for_slice(&text).map(|quad| quad.unwrap_or_else(|error| panic!("{}: {error}", path.display())));
            transaction.extend(quads);
        }
    }
}

fn mention(graph: &str, who: &NamedNode, what: NamedNode, transaction: &mut Transaction<'_>) {
    let mentions = NamedNode::new(format!("{}mentionsTerm", vocab::M)).unwrap();
    transaction.insert(&Quad::new(who.clone(), mentions, what, GraphName::from(vocab::graph(graph))));
}

fn code(transaction: &mut Transaction<'_>) {
    let text = fs::read_to_string(folder("src/vocab.rs")).unwrap();
    let declared = text.lines().filter(|line| line.starts_with("vocabulary!(")).count();
    assert_eq!(declared, MODULES.len(), "a module of vocab is missing in the list of this test");
    for (module, constants) in MODULES {
        let file = NamedNode::new(format!("file:src/vocab.rs#{module}")).unwrap();
        for constant in *constants {
            mention("code", &file, constant.into_owned(), transaction);
        }
    }
    concepts(&folder("src"), transaction);
}

/// Concepts are named in code by scheme and name: `concept("flow", "goods")`.
fn concepts(folder: &Path, transaction: &mut Transaction<'_>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            concepts(&path, transaction);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap_or_default();
        let file = NamedNode::new(format!("file:{}", path.display())).unwrap();
        for call in text.split("concept(\"").skip(1) {
            let named = call.split_once("\", \"").and_then(|(scheme, rest)| Some((scheme, rest.split_once("\")")?.0)));
            if let Some((scheme, name)) =
                named.filter(|(scheme, name)| !format!("{scheme}{name}").contains(['"', '{', '\n']))
            {
                mention("code", &file, vocab::concept(scheme, name), transaction);
            }
        }
    }
}

fn views(transaction: &mut Transaction<'_>) {
    let kind = NamedNode::new(format!("{}View", vocab::M)).unwrap();
    let catalogue = Catalogue::shipped();
    assert!(catalogue.refused().is_empty(), "{:?}", catalogue.refused());
    for view in catalogue.iter() {
        let iri = view.id().iri();
        transaction.insert(&Quad::new(iri.clone(), rdf::TYPE, kind.clone(), GraphName::from(vocab::graph("views"))));
        // The algebra in its own notation holds every IRI in full, whatever prefixes the file uses.
        let algebra = sparql::parse(view.text(), None).unwrap().to_sse();
        for part in algebra.split('<').skip(1) {
            if let Some(term) = part.split('>').next().and_then(|iri| NamedNode::new(iri).ok()) {
                mention("views", &iri, term, transaction);
            }
        }
    }
}
