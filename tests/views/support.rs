//! What the tests of views share.

use std::sync::LazyLock;

use milieu::ingest::Load;
use milieu::view::{Catalogue, RunOptions, Table, ViewError};
use milieu::{Snapshot, Store};

/// The toy world with the ontology, loaded once.
pub(crate) static TOY: LazyLock<Snapshot> = LazyLock::new(|| {
    let store = Store::new();
    Load::new(&store).toy().expect("the toy world loads");
    store.snapshot()
});

/// A view's answer on `snapshot`; `arguments` as in an address: `group=DE11&top=3`.
pub(crate) fn try_run(snapshot: &Snapshot, view: &str, arguments: &str) -> Result<Table, ViewError> {
    let view = Catalogue::shipped().get(view)?;
    let pairs =
        arguments.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    view.run(snapshot, &view.arguments(pairs)?, &RunOptions::default())
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
