//! A checkpoint is read by a program that knows nothing of milieu.

use std::process::Command;

use milieu::Store;

use super::{Outcome, file, skip, update};

/// Quads by graph, labels by joining ids, and values that stand for themselves in the quads.
const PROGRAM: &str = "
import duckdb, sys
terms, quads = sys.argv[1:]
db = duckdb.connect()
db.execute(f\"create view t as select * from '{terms}'\")
db.execute(f\"create view q as select * from '{quads}'\")
ask = lambda text: db.execute(text).fetchall()
print(ask('select count(*) from q')[0][0])
print(ask('select count(*) from q where graph is null')[0][0])
rows = '''select s.value, p.value, o.kind, o.value, o.datatype, o.language from q
  join t s on q.subject = s.id join t p on q.predicate = p.id join t o on q.object = o.id'''
for row in sorted(ask(rows), key=str):
    print('|'.join('' if cell is None else cell for cell in row))
";

#[test]
fn duckdb_reads_a_checkpoint_as_it_lies() -> Outcome {
    let found = Command::new("python3").args(["-c", "import duckdb"]).output();
    if !found.is_ok_and(|output| output.status.success()) {
        skip::skipped("duckdb_reads_a_checkpoint_as_it_lies", "python3 with duckdb is not here: pip install duckdb");
        return Ok(());
    }
    let temporary = tempfile::tempdir()?;
    let store = Store::open(temporary.path())?;
    let snapshot = update(
        &store,
        "INSERT DATA { <urn:a> <urn:p> 7, 007, true, 'Łódź'@pl, <urn:b>, '2026-11-23'^^xsd:date . GRAPH <urn:g> { <urn:a> <urn:p> 7 } }",
    );
    store.compact()?;
    let output = Command::new("python3")
        .args(["-c", PROGRAM])
        .arg(file(temporary.path(), "terms-", ".parquet"))
        .arg(file(temporary.path(), "quads-", ".parquet"))
        .output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout)?;
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[..2], [snapshot.len().to_string(), "6".to_owned()]);
    let integer = "http://www.w3.org/2001/XMLSchema#integer";
    assert_eq!(
        lines[2..],
        [
            "urn:a|urn:p|iri|urn:b||",
            &format!("urn:a|urn:p|literal|007|{integer}|"),
            "urn:a|urn:p|literal|2026-11-23|http://www.w3.org/2001/XMLSchema#date|",
            &format!("urn:a|urn:p|literal|7|{integer}|"),
            &format!("urn:a|urn:p|literal|7|{integer}|"),
            "urn:a|urn:p|literal|true|http://www.w3.org/2001/XMLSchema#boolean|",
            "urn:a|urn:p|literal|Łódź||pl",
        ]
    );
    Ok(())
}
