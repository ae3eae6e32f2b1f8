//! The rows of a SELECT.

use arrow::array::{Array, AsArray};
use arrow::datatypes::{DataType, Date32Type, Decimal128Type, Float32Type, Float64Type, Int32Type, Int64Type};
use milieu::batch::{Batches, File};
use milieu::sparql::{self, QueryOptions, QueryResults, SparqlError};
use milieu::{Snapshot, Store};

use crate::{of_parquet, of_stream};

fn try_batches(snapshot: &Snapshot, query: &str, options: &QueryOptions) -> Result<Batches, SparqlError> {
    let QueryResults::Solutions(rows) = sparql::query(snapshot, query, options)? else { panic!("no SELECT") };
    sparql::arrow::record_batches(rows, snapshot, query)
}

fn batches(query: &str) -> Batches {
    try_batches(&Store::new().snapshot(), query, &QueryOptions::default()).unwrap()
}

/// The type of the column of these terms, its metadata as `key=value` in order, and its texts if it is of texts.
fn column(terms: &str) -> (DataType, String, Vec<Option<String>>) {
    let answer = batches(&format!("SELECT ?x {{ VALUES ?x {{ {terms} }} }}"));
    let field = answer.schema().field(0).clone();
    let mut about: Vec<_> = field.metadata().iter().map(|(key, value)| format!("{key}={value}")).collect();
    about.sort_unstable();
    let texts = answer.iter().flat_map(|batch| {
        let texts = batch.column(0).as_string_opt::<i32>();
        texts.into_iter().flatten().map(|text| text.map(str::to_owned)).collect::<Vec<_>>()
    });
    let texts = texts.collect();
    (field.data_type().clone(), about.join(" ").replace("http://www.w3.org/2001/XMLSchema#", "xsd:"), texts)
}

fn texts(texts: &[&str]) -> Vec<Option<String>> {
    texts.iter().map(|text| Some((*text).to_owned())).collect()
}

#[test]
fn one_kind_throughout_is_typed() {
    for (terms, type_, about) in [
        ("1 UNDEF 007", DataType::Int64, "datatype=xsd:integer term=literal"),
        ("'3'^^xsd:unsignedByte", DataType::Int64, "datatype=xsd:unsignedByte term=literal"),
        ("1.5 -0.25", DataType::Decimal128(38, 18), "datatype=xsd:decimal term=literal"),
        ("1e3 'INF'^^xsd:double 'NaN'^^xsd:double", DataType::Float64, "datatype=xsd:double term=literal"),
        ("'0.1'^^xsd:float", DataType::Float32, "datatype=xsd:float term=literal"),
        ("true false", DataType::Boolean, "datatype=xsd:boolean term=literal"),
        ("'2016'^^xsd:gYear", DataType::Int32, "datatype=xsd:gYear term=literal"),
        ("'2024-12-31'^^xsd:date", DataType::Date32, "datatype=xsd:date term=literal"),
    ] {
        assert_eq!(column(terms), (type_, about.to_owned(), Vec::new()), "{terms}");
    }
    assert_eq!(
        column("'a' 'b\"\\n'"),
        (DataType::Utf8, "datatype=xsd:string term=literal".into(), texts(&["a", "b\"\n"]))
    );
    assert_eq!(column("<urn:a> <urn:b>"), (DataType::Utf8, "term=iri".into(), texts(&["urn:a", "urn:b"])));
    let (_, about, words) = column("'Łódź'@pl 'Gdańsk'@pl");
    assert!(about.ends_with("language=pl term=literal"), "{about}");
    assert_eq!(words, texts(&["Łódź", "Gdańsk"]));
    // A datatype without a type of its own stays as it is written.
    let (_, about, words) = column("'2024-12-31T00:00:00Z'^^xsd:dateTime");
    assert_eq!((about.as_str(), words), ("datatype=xsd:dateTime term=literal", texts(&["2024-12-31T00:00:00Z"])));
}

#[test]
fn all_else_stands_as_terms() {
    let mixed = (DataType::Utf8, "form=n-triples term=mixed".to_owned());
    for (terms, written) in [
        ("1 'one'", vec!["\"1\"^^<http://www.w3.org/2001/XMLSchema#integer>", "\"one\""]),
        ("'a\"b'@en 'c'@de", vec!["\"a\\\"b\"@en", "\"c\"@de"]),
        ("<urn:a> 'a'", vec!["<urn:a>", "\"a\""]),
        (
            "<urn:a> <urn:b> true <urn:c>",
            vec!["<urn:a>", "<urn:b>", "\"true\"^^<http://www.w3.org/2001/XMLSchema#boolean>", "<urn:c>"],
        ),
        (
            "1.5 2",
            vec![
                "\"1.5\"^^<http://www.w3.org/2001/XMLSchema#decimal>",
                "\"2\"^^<http://www.w3.org/2001/XMLSchema#integer>",
            ],
        ),
    ] {
        assert_eq!(column(terms), (mixed.0.clone(), mixed.1.clone(), texts(&written)), "{terms}");
    }
    // Values that the type has not: the datatype is told all the same.
    for terms in ["1 'many'^^xsd:integer", "9223372036854775808", "'2024-12-31Z'^^xsd:date", "0.1234567890123456789012"]
    {
        let (type_, about, written) = column(terms);
        assert!(
            type_ == DataType::Utf8 && about.contains("datatype=xsd:") && about.contains("form=n-triples"),
            "{about}"
        );
        assert!(
            written.iter().flatten().all(|term| term.starts_with('"') && term.contains("\"^^<http")),
            "{written:?}"
        );
    }
    assert_eq!(column("UNDEF"), (DataType::Utf8, String::new(), vec![None]));
    let blank = batches("SELECT ?x { BIND(BNODE() AS ?x) }");
    assert_eq!(blank.schema().field(0).metadata()["term"], "blank-node");
    assert!(blank.iter().next().unwrap().column(0).as_string::<i32>().value(0).starts_with("_:"));
}

#[test]
fn values_are_what_was_written() {
    let answer = batches(
        "SELECT * { VALUES (?i ?m ?d ?f ?b ?y ?t) {
           (7 1.50 1.5e-7 '0.1'^^xsd:float true '2016'^^xsd:gYear '1969-12-31'^^xsd:date)
           (UNDEF UNDEF 'INF'^^xsd:double UNDEF '0'^^xsd:boolean '-0044'^^xsd:gYear '2000-02-29'^^xsd:date) } }",
    );
    let batch = answer.iter().next().unwrap();
    let at = |name: &str| batch.column_by_name(name).unwrap();
    let integers = at("i").as_primitive::<Int64Type>();
    assert_eq!((integers.value(0), integers.is_null(1)), (7, true));
    assert_eq!(at("m").as_primitive::<Decimal128Type>().value_as_string(0), "1.500000000000000000");
    let doubles = at("d").as_primitive::<Float64Type>();
    assert_eq!(doubles.values().to_vec(), [1.5e-7, f64::INFINITY]);
    assert!((at("f").as_primitive::<Float32Type>().value(0) - 0.1_f32).abs() < f32::EPSILON);
    assert_eq!(at("b").as_boolean().iter().collect::<Vec<_>>(), [Some(true), Some(false)]);
    assert_eq!(at("y").as_primitive::<Int32Type>().values().to_vec(), [2016, -44]);
    assert_eq!(at("t").as_primitive::<Date32Type>().values().to_vec(), [-1, 11_016]);
}

/// One row of another kind at the far end changes the whole column, batches that were closed long ago included.
#[test]
fn the_type_is_decided_over_all_rows() {
    let store = Store::new();
    let numbers: Vec<String> = (0..70_000).map(|number| number.to_string()).collect();
    let text = format!("INSERT DATA {{ <urn:last> <urn:q> 'z' . <urn:s> <urn:p> {} }}", numbers.join(", "));
    sparql::update(&store, &text, &QueryOptions::default()).unwrap();
    let snapshot = store.snapshot();
    let answer = |query: &str| try_batches(&snapshot, query, &QueryOptions::default()).unwrap();
    let whole = answer("SELECT ?o { ?s <urn:p> ?o }");
    let lengths: Vec<_> = whole.iter().map(arrow::array::RecordBatch::num_rows).collect();
    assert_eq!((lengths.as_slice(), whole.rows()), (&[65_536, 4_464][..], 70_000));
    let sum = |batches: &[arrow::array::RecordBatch]| {
        batches.iter().flat_map(|batch| batch.column(0).as_primitive::<Int64Type>().values().to_vec()).sum::<i64>()
    };
    for file in [File::Arrow, File::Parquet] {
        let mut bytes = Vec::new();
        whole.write(file, &mut bytes).unwrap();
        let read = if file == File::Arrow { of_stream(&bytes) } else { of_parquet(&bytes) };
        assert_eq!(sum(&read), 69_999 * 70_000 / 2, "{file:?}");
        assert_eq!(read[0].schema().metadata()["snapshot_hash"], snapshot.hash());
        assert_eq!(read[0].schema().field(0).metadata()["term"], "literal");
    }
    let mixed = answer("SELECT ?o { { ?s <urn:p> ?o } UNION { ?s <urn:q> ?o } }");
    assert_eq!(mixed.schema().field(0).metadata()["term"], "mixed");
    assert!(mixed.iter().flat_map(|b| b.column(0).as_string::<i32>().iter()).flatten().all(|t| t.starts_with('"')));
    // A limit that is met late leaves nothing behind but its error.
    let few = QueryOptions { max_rows: Some(69_999), ..QueryOptions::default() };
    let failed = try_batches(&snapshot, "SELECT ?o { ?s <urn:p> ?o }", &few);
    assert!(matches!(failed, Err(SparqlError::TooManyRows { limit: 69_999 })));
}

#[test]
fn no_rows_and_no_columns_are_files_too() {
    let none = batches("SELECT ?a ?b { VALUES (?a ?b) {} }");
    assert_eq!((none.rows(), none.schema().fields().len()), (0, 2));
    let bare = batches("SELECT * { VALUES () { () () () } }");
    assert_eq!((bare.rows(), bare.schema().fields().len()), (3, 0));
    for answer in [none, bare] {
        let mut stream = Vec::new();
        answer.write(File::Arrow, &mut stream).unwrap();
        assert_eq!(of_stream(&stream).iter().map(arrow::array::RecordBatch::num_rows).sum::<usize>(), answer.rows());
        let mut parquet = Vec::new();
        answer.write(File::Parquet, &mut parquet).unwrap();
        assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"));
    }
}
