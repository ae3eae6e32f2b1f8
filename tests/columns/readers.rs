//! Programs that know nothing of milieu read the files.

use std::process::Command;

use milieu::batch::File;
use milieu::sparql::{self, QueryOptions, QueryResults};
use milieu::view::{Catalogue, RunOptions};

use crate::{TOY, skip};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Whether Python has that module; says which test is skipped if not.
fn python_has(module: &str, test: &str) -> bool {
    let found = Command::new("python3").args(["-c", &format!("import {module}")]).output();
    let is_there = found.is_ok_and(|output| output.status.success());
    if !is_there {
        skip::skipped(test, &format!("python3 with {module} is not here: pip install {module}"));
    }
    is_there
}

/// A folder with a view's table and a query's rows in both kinds of file.
fn files() -> Result<tempfile::TempDir, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let snapshot = &*TOY;
    let view = Catalogue::shipped().get("linkage/reach")?;
    let table = view.run(snapshot, &view.arguments([("group", "Alder Valley")])?, &RunOptions::default())?;
    let query = "SELECT ?thing ?n ?share ?day ?any { VALUES (?thing ?n ?share ?day ?any) {
                   (<urn:a> 7 0.25 '2024-12-31'^^xsd:date 'one'@en) (<urn:b> UNDEF 1.5 '1969-12-31'^^xsd:date 2) } }";
    let QueryResults::Solutions(rows) = sparql::query(snapshot, query, &QueryOptions::default())? else {
        unreachable!("a SELECT")
    };
    let rows = sparql::arrow::record_batches(rows, snapshot, query)?;
    for file in [File::Arrow, File::Parquet] {
        let create = |name: &str| std::fs::File::create(folder.path().join(format!("{name}.{}", file.extension())));
        table.to_columns(file, create("view")?)?;
        rows.write(file, &mut create("rows")?)?;
    }
    Ok(folder)
}

fn lines(program: &str, folder: &tempfile::TempDir) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let output = Command::new("python3").args(["-c", program]).current_dir(folder).output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?.lines().map(str::to_owned).collect())
}

#[test]
fn duckdb_reads_parquet() -> Outcome {
    if !python_has("duckdb", "duckdb_reads_parquet") {
        return Ok(());
    }
    let program = "
import duckdb
print(duckdb.sql(\"select sum(linkages), typeof(any_value(weight)) from 'view.parquet'\").fetchall()[0])
print(duckdb.sql(\"select decode(value) from parquet_kv_metadata('view.parquet') where decode(key) = 'view'\").fetchall()[0][0])
for row in duckdb.sql(\"select * from 'rows.parquet'\").fetchall():
    print('|'.join(str(cell) for cell in row))
";
    let said = lines(program, &files()?)?;
    assert!(said[0].contains("'DECIMAL(38,18)'"), "{}", said[0]);
    assert_eq!(
        said[1..],
        [
            "linkage/reach",
            "urn:a|7|0.250000000000000000|2024-12-31|\"one\"@en",
            "urn:b|None|1.500000000000000000|1969-12-31|\"2\"^^<http://www.w3.org/2001/XMLSchema#integer>",
        ]
    );
    Ok(())
}

#[test]
fn pyarrow_reads_both() -> Outcome {
    if !python_has("pyarrow.parquet", "pyarrow_reads_both") {
        return Ok(());
    }
    let program = "
import pyarrow, pyarrow.parquet
for table in [pyarrow.ipc.open_stream('view.arrows').read_all(), pyarrow.parquet.read_table('view.parquet')]:
    print(table.schema.metadata[b'view'].decode(), table.num_rows, table.schema.field('weight').metadata[b'unit'].decode())
    table.validate(full=True)
for table in [pyarrow.ipc.open_stream('rows.arrows').read_all(), pyarrow.parquet.read_table('rows.parquet')]:
    table.validate(full=True)
    print(' '.join(str(field.type) for field in table.schema))
    print(table.column('n').to_pylist(), table.column('day').to_pylist()[1], table.schema.field('any').metadata[b'form'].decode())
";
    let said = lines(program, &files()?)?;
    let view = "linkage/reach 2 ties by weight";
    let rows = ["string int64 decimal128(38, 18) date32[day] string", "[7, None] 1969-12-31 n-triples"];
    assert_eq!(said, [view, view, rows[0], rows[1], rows[0], rows[1]]);
    Ok(())
}

#[test]
fn polars_reads_both() -> Outcome {
    if !python_has("polars", "polars_reads_both") {
        return Ok(());
    }
    let program = "
import polars
for table in [polars.read_ipc_stream('rows.arrows'), polars.read_parquet('rows.parquet')]:
    print(table.shape, table['share'].sum(), table['day'].dtype, table['n'].to_list())
";
    let said = lines(program, &files()?)?;
    assert_eq!(said, ["(2, 5) 1.750000000000000000 Date [7, None]"; 2]);
    Ok(())
}
