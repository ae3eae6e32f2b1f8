//! The tables of views.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Int64Type};
use milieu::batch::File;
use milieu::view::{Catalogue, Cell, ColumnType, RunOptions, Table, View};

use crate::{TOY, of_parquet, of_stream};

fn table(view: &View, pairs: &[(&str, &str)]) -> Table {
    view.run(&TOY, &view.arguments(pairs.iter().copied()).unwrap(), &RunOptions::default()).unwrap()
}

fn written(table: &Table, file: File) -> RecordBatch {
    let mut bytes = Vec::new();
    table.to_columns(file, &mut bytes).unwrap();
    let read = if file == File::Arrow { of_stream(&bytes) } else { of_parquet(&bytes) };
    arrow::compute::concat_batches(&read[0].schema(), &read).unwrap()
}

#[test]
fn every_view_has_the_columns_that_its_header_says() {
    for view in Catalogue::shipped().iter() {
        let table = table(view, &[]);
        let batch = table.record_batch().unwrap();
        assert_eq!((batch.num_rows(), batch.num_columns()), (table.rows.len(), table.columns.len()), "{}", view.id());
        for (column, field) in table.columns.iter().zip(batch.schema().fields()) {
            let type_ = match column.type_ {
                ColumnType::Integer => DataType::Int64,
                ColumnType::Decimal => DataType::Decimal128(38, 18),
                ColumnType::Double => DataType::Float64,
                ColumnType::Boolean => DataType::Boolean,
                ColumnType::Year => DataType::Int32,
                ColumnType::Date => DataType::Date32,
                _ => DataType::Utf8,
            };
            assert_eq!((field.name(), field.data_type()), (&column.name, &type_), "{}", view.id());
            assert_eq!(field.metadata()["title"], column.title);
            assert_eq!(field.metadata()["definition"], column.definition);
            assert_eq!(field.metadata().get("unit"), column.unit.as_ref());
            let given = batch.num_rows() - batch.column_by_name(&column.name).unwrap().null_count();
            assert_eq!(given, table.coverage[&column.name], "{} {}", view.id(), column.name);
        }
    }
}

#[test]
fn a_file_says_what_it_rests_on() {
    let view = Catalogue::shipped().get("linkage/reach").unwrap();
    let table = table(view, &[("group", "Alder Valley")]);
    for file in [File::Arrow, File::Parquet] {
        let batch = written(&table, file);
        let schema = batch.schema();
        let about = schema.metadata();
        assert_eq!((about["view"].as_str(), about["view_hash"].as_str()), ("linkage/reach", view.hash()));
        assert_eq!(about["question"], view.header().question);
        assert_eq!(
            (&about["snapshot"], &about["snapshot_hash"]),
            (&table.snapshot.number.to_string(), &table.snapshot.hash)
        );
        assert_eq!(about["parameters"], r#"{"group":"Alder Valley"}"#);
        let iris = batch.column(0).as_string::<i32>();
        assert_eq!(iris.value(0), "https://w3id.org/milieu/id/toy/cluster/alder-valley");
        let linkages = batch.column_by_name("linkages").unwrap().as_primitive::<Int64Type>();
        for (row, cells) in table.rows.iter().enumerate() {
            assert_eq!(Cell::Integer(linkages.value(row)), cells[2]);
        }
    }
}

/// Two files of the same answer are the same bytes.
#[test]
fn the_same_answer_is_the_same_file() {
    let view = Catalogue::shipped().get("cluster/profile").unwrap();
    let bytes = |file| {
        let mut bytes = Vec::new();
        table(view, &[]).to_columns(file, &mut bytes).unwrap();
        bytes
    };
    // The schema of Arrow within a Parquet file is written from a map, so its order is Arrow's own affair.
    assert_eq!(bytes(File::Arrow), bytes(File::Arrow));
    assert_eq!(bytes(File::Parquet), bytes(File::Parquet));
}

#[test]
fn what_does_not_fit_its_type_is_text() {
    let header = "#+ title: T\n#+ question: Which?\n#+ for: [researcher]\n#+ columns:\n#+   - {name: d, title: D, type: decimal, definition: D.}\n\
                  #+   - {name: t, title: T, type: date, definition: T.}\n#+ missing: none\n#+ direction: none\n#+ denominator: none\n\
                  #+ source: []\n#+ since: 0.1.0\n";
    let select = "SELECT ?d ?t { VALUES (?d ?t) { (0.1234567890123456789012 '2024-12-31+01:00'^^xsd:date) (1.5 UNDEF) } } ORDER BY ?d";
    let view = View::read("test/long", &format!("{header}{select}")).unwrap();
    let batch = table(&view, &[]).record_batch().unwrap();
    assert_eq!(
        batch.column(0).as_string::<i32>().iter().collect::<Vec<_>>(),
        [Some("0.1234567890123456789012"), Some("1.5")]
    );
    assert_eq!(batch.column(1).as_string::<i32>().iter().collect::<Vec<_>>(), [Some("2024-12-31+01:00"), None]);
    assert_eq!(batch.schema().field(0).metadata()["type"], "decimal");
}
