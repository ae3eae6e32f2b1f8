//! Point look-ups and small stars, beside Oxigraph's memory store: the same SPARQL text to both, parsed, evaluated, every row read.
//!
//! `cargo bench --bench queries`

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use milieu::ingest::Load;
use milieu::sparql::{self, QueryOptions, QueryResults};
use milieu::{Snapshot, Store, vocab};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::sparql::{QueryResults as OxigraphResults, SparqlEvaluator};

#[expect(dead_code, reason = "N-Triples are enough here")]
mod generator;

const TRIPLES: u64 = 200_000;
const ACTORS: u64 = 4_000;

const QUERIES: [(&str, &str); 3] = [
    ("point", "SELECT ?city { <ACTOR> <https://w3id.org/milieu/ontology#cityName> ?city }"),
    (
        "star",
        "PREFIX milieu: <https://w3id.org/milieu/ontology#>
         SELECT ?label ?country ?city ?kind {
           <ACTOR> <http://www.w3.org/2000/01/rdf-schema#label> ?label ; milieu:inCountry ?country ; milieu:cityName ?city ;
             <http://www.w3.org/ns/org#classification> ?kind }",
    ),
    (
        "linkages",
        "PREFIX milieu: <https://w3id.org/milieu/ontology#>
         SELECT ?linkage ?kind ?start {
           ?linkage milieu:hasEnd <ACTOR> ; milieu:hasLinkageKind ?kind ; <http://schema.org/startDate> ?start }",
    ),
];

fn ours(snapshot: &Snapshot, text: &str) -> usize {
    match sparql::query(snapshot, text, &QueryOptions::default()).expect("it is right") {
        QueryResults::Solutions(rows) => rows
            .filter(|row| {
                assert!(row.is_ok(), "no limit is set");
                true
            })
            .count(),
        _ => unreachable!("every query selects"),
    }
}

fn theirs(store: &oxigraph::store::Store, text: &str) -> usize {
    let query = SparqlEvaluator::new().parse_query(text).expect("it is right");
    match query.on_store(store).execute().expect("it can be answered") {
        OxigraphResults::Solutions(rows) => rows
            .filter(|row| {
                assert!(row.is_ok(), "memory can be read");
                true
            })
            .count(),
        _ => unreachable!("every query selects"),
    }
}

fn queries(criterion: &mut Criterion) {
    let mut text = Vec::new();
    generator::World::of_triples(TRIPLES).write(&mut text, generator::Syntax::NTriples).expect("memory can be written");
    let other = oxigraph::store::Store::new().expect("memory is at hand");
    other.load_from_slice(RdfParser::from_format(RdfFormat::NTriples), &text).expect("the world is right");
    let store = Store::new();
    Load::new(&store).rdf_bytes("world.nt", text).expect("the world is right");
    let snapshot = store.snapshot();
    for (name, query) in QUERIES {
        let texts: Vec<String> = (0..ACTORS)
            .map(|number| query.replace("ACTOR", vocab::id(&format!("generated/actor/{number}")).as_str()))
            .collect();
        for text in texts.iter().step_by(97) {
            assert_eq!(ours(&snapshot, text), theirs(&other, text), "{text}");
        }
        let mut group = criterion.benchmark_group(name);
        let mut next = texts.iter().cycle();
        group.bench_function(BenchmarkId::from_parameter("milieu"), |bencher| {
            bencher.iter(|| black_box(ours(&snapshot, next.next().expect("a cycle"))));
        });
        group.bench_function(BenchmarkId::from_parameter("oxigraph"), |bencher| {
            bencher.iter(|| black_box(theirs(&other, next.next().expect("a cycle"))));
        });
        group.finish();
    }
}

criterion_group!(benches, queries);
criterion_main!(benches);
