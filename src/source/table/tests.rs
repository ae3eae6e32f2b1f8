use super::*;
use arrow::array::{ArrayRef, BooleanArray, Date32Array, Float64Array, Int32Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use std::sync::Arc;

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn table(file: &str, bytes: impl AsRef<[u8]> + Send + 'static, format: Format) -> Table {
    read(Source::from_bytes(file, bytes).unwrap(), format).unwrap()
}

#[test]
fn the_header_tells_the_separator() {
    for separator in [",", ";", "\t"] {
        let csv = "a,b\n\"x,;\t\",2\n".replace(",b", &format!("{separator}b")).replace(",2", &format!("{separator}2"));
        let mut rows = table("t.csv", csv, Format::Csv);
        assert_eq!(rows.columns(), ["a", "b"]);
        assert_eq!(rows.next().unwrap().unwrap().cells, [text("x,;"), text("2")]);
    }
}

#[test]
fn a_column_needs_a_name_of_its_own() {
    for (csv, reason) in [
        ("a,a\n1,2\n", "the header names a column twice"),
        ("a,\n1,2\n", "column 2 of the header has no name"),
        ("", "the file is empty"),
    ] {
        let refused = read(Source::from_bytes("t.csv", csv).unwrap(), Format::Csv).unwrap_err();
        assert_eq!(refused.reason, reason);
    }
}

#[test]
fn json_lines_may_differ_in_their_keys() {
    let lines = "{\"a\": 1, \"b\": \"x\"}\n\nnot json\n{\"c\": 0.5, \"a\": true, \"b\": null}\n{\"c\": [1, 2]}\n";
    let table = table("t.jsonl", lines, Format::JsonLines);
    assert_eq!(table.columns(), ["a", "b", "c"]);
    let rows: Vec<_> = table.collect();
    assert_eq!(rows[0].as_ref().unwrap().cells, [Cell::Integer(1), text("x"), Cell::Empty]);
    let refused = rows[1].as_ref().unwrap_err();
    assert_eq!(refused.line, 3);
    assert!(refused.reason.starts_with("not a JSON object"), "{refused}");
    let last = rows[2].as_ref().unwrap();
    assert_eq!((last.number, &last.cells[..]), (4, &[Cell::Boolean(true), Cell::Empty, Cell::Number(0.5)][..]));
    assert_eq!(rows[3].as_ref().unwrap().cells[2], text("[1,2]"));
}

#[test]
fn parquet_keeps_its_types() {
    let batch = RecordBatch::try_from_iter([
        ("n", Arc::new(Int32Array::from(vec![Some(7), None])) as ArrayRef),
        ("x", Arc::new(Float64Array::from(vec![0.5, 1.0])) as ArrayRef),
        ("ok", Arc::new(BooleanArray::from(vec![true, false])) as ArrayRef),
        ("day", Arc::new(Date32Array::from(vec![Some(18_017), None])) as ArrayRef),
        ("name", Arc::new(StringArray::from(vec!["Acme", " "])) as ArrayRef),
    ])
    .unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();

    let rows: Vec<_> = table("t.parquet", bytes, Format::Parquet).map(Result::unwrap).collect();
    let day = "2019-05-01".parse().unwrap();
    assert_eq!(
        rows[0].cells,
        [Cell::Integer(7), Cell::Number(0.5), Cell::Boolean(true), Cell::Date(day), text("Acme")]
    );
    assert_eq!((rows[1].number, &rows[1].cells[0]), (2, &Cell::Empty));
    assert_eq!(rows[1].cells[4], Cell::Empty);
    let refused = read(Source::from_bytes("t.parquet", "no").unwrap(), Format::Parquet).unwrap_err();
    assert!(refused.reason.starts_with("not Parquet"), "{refused}");
}

#[test]
fn tabs_and_compression() {
    let zipped = zstd::encode_all(&b"a\tb\n1,5\t2\nx\n"[..], 1).unwrap();
    let rows: Vec<_> = table("t.tsv.zst", zipped, Format::Tsv).collect();
    assert_eq!(rows[0].as_ref().unwrap().cells, [text("1,5"), text("2")]);
    assert_eq!(rows[1].as_ref().unwrap_err().line, 3);
}

/// The sheet has a blank third row and a division by zero in the fourth.
#[cfg(feature = "tables")]
#[test]
fn a_spreadsheet_keeps_its_types_and_row_numbers() {
    let table = open("tests/data/table/firms.xlsx").unwrap();
    assert_eq!(table.columns(), ["name", "employees", "share", "founded", "exports"]);
    let rows: Vec<_> = table.collect();
    let first = rows[0].as_ref().unwrap();
    let day = "2019-05-01".parse().unwrap();
    assert_eq!(
        first.cells,
        [text("Nordhavn Sensorteknikk"), Cell::Integer(42), Cell::Number(0.25), Cell::Date(day), Cell::Boolean(true)]
    );
    assert_eq!(first.number, 2);
    let refused = rows[1].as_ref().unwrap_err();
    assert_eq!((refused.line, refused.reason.as_str()), (4, "a cell holds the error #DIV/0!"));
    let last = rows[2].as_ref().unwrap();
    assert_eq!((last.number, &last.cells[2..]), (5, &[Cell::Empty, Cell::Empty, Cell::Empty][..]));
}
