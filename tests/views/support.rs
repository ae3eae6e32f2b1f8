//! What the tests of views share.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use milieu::ingest::Load;
use milieu::sparql::Query;
use milieu::view::{Catalogue, RunOptions, Table, ViewError};
use milieu::{Snapshot, Store};

/// The toy world with the ontology, loaded once.
pub(crate) static TOY: LazyLock<Snapshot> = LazyLock::new(|| {
    let store = Store::new();
    Load::new(&store).toy().expect("the toy world loads");
    store.snapshot()
});

/// Each file with an expected answer: the view, and its arguments as in an address; of a view without a file that which it should have.
pub(crate) fn cases() -> BTreeMap<PathBuf, (String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/views");
    let mut cases = BTreeMap::new();
    for view in Catalogue::shipped().iter() {
        let id = view.id();
        cases.insert(folder.join(format!("{id}.csv")), (id.to_string(), String::new()));
        let others = fs::read_dir(folder.join(id.aspect())).into_iter().flatten().flatten();
        for file in others {
            let name = file.file_name().into_string().expect("a plain name");
            if let Some(arguments) =
                name.strip_suffix(".csv").and_then(|name| name.strip_prefix(&format!("{}.", id.name())))
            {
                cases.insert(file.path(), (id.to_string(), arguments.to_owned()));
            }
        }
    }
    cases
}

/// The parameters in what an address gives: `group=DE11&top=3`.
fn pairs(arguments: &str) -> impl Iterator<Item = (&str, &str)> {
    arguments.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// The query of a view with its arguments in it.
pub(crate) fn bound(snapshot: &Snapshot, view: &str, arguments: &str) -> Result<Query, ViewError> {
    let view = Catalogue::shipped().get(view)?;
    view.bound(snapshot, &view.arguments(pairs(arguments))?)
}

/// A view's answer on `snapshot`; `arguments` as in an address: `group=DE11&top=3`.
pub(crate) fn try_run(snapshot: &Snapshot, view: &str, arguments: &str) -> Result<Table, ViewError> {
    let view = Catalogue::shipped().get(view)?;
    view.run(snapshot, &view.arguments(pairs(arguments))?, &RunOptions::default())
}

pub(crate) fn run(snapshot: &Snapshot, view: &str, arguments: &str) -> Table {
    try_run(snapshot, view, arguments).unwrap_or_else(|error| panic!("{view} {arguments}: {error}"))
}

/// The rows as people read them, these columns only.
pub(crate) fn rows(table: &Table, columns: &[&str]) -> Vec<Vec<String>> {
    let places: Vec<usize> = columns.iter().map(|column| table.column(column).expect("a column")).collect();
    table.rows.iter().map(|row| places.iter().map(|place| row[*place].to_text()).collect()).collect()
}

/// The numbers of a column, by the text of another.
pub(crate) fn numbers(table: &Table, by: &str, column: &str) -> Vec<(String, f64)> {
    let (by, column) = (table.column(by).expect("a column"), table.column(column).expect("a column"));
    table.rows.iter().map(|row| (row[by].to_text(), row[column].number().expect("a number"))).collect()
}
