//! Rows that differ between two answers of a view.

use std::io::Write;

use anyhow::Result;
use clap::ValueEnum;

use crate::face::cli::grid::Grid;
use crate::view::{Cell, RowChange, Table};

/// How changed rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::face::cli) enum Form {
    /// For people, fitted to the terminal
    Table,
    /// Comma-separated values, with a first column: added, removed, before, after
    Csv,
}

impl Form {
    pub(in crate::face::cli) fn write(self, table: &Table, changes: &[RowChange], out: &mut impl Write) -> Result<()> {
        match self {
            Self::Table => people(table, changes, out),
            Self::Csv => csv(table, changes, out),
        }
    }
}

pub(in crate::face::cli) fn people(table: &Table, changes: &[RowChange], out: &mut impl Write) -> Result<()> {
    let mut grid =
        Grid::new([String::new()].into_iter().chain(table.columns.iter().map(|column| column.title.clone())));
    let cell = |cell: &Cell| (cell.to_text(), cell.number().is_some());
    for change in changes {
        match change {
            RowChange::Changed { before, after } => {
                let cells = before.iter().zip(after).map(|(before, after)| match (before.to_text(), after.to_text()) {
                    (old, new) if old == new => cell(after),
                    (old, new) => (format!("{old} → {new}"), after.number().is_some()),
                });
                grid.row([("~".to_owned(), false)].into_iter().chain(cells));
            }
            RowChange::Removed(row) => grid.row([("-".to_owned(), false)].into_iter().chain(row.iter().map(cell))),
            RowChange::Added(row) => grid.row([("+".to_owned(), false)].into_iter().chain(row.iter().map(cell))),
        }
    }
    Ok(grid.write(out)?)
}

fn csv(table: &Table, changes: &[RowChange], out: &mut impl Write) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["change"].into_iter().chain(table.columns.iter().map(|column| column.name.as_str())))?;
    for change in changes {
        let lines = match change {
            RowChange::Added(row) => vec![("added", row)],
            RowChange::Removed(row) => vec![("removed", row)],
            RowChange::Changed { before, after } => vec![("before", before), ("after", after)],
        };
        for (what, row) in lines {
            writer.write_record([what.to_owned()].into_iter().chain(row.iter().map(Cell::to_field)))?;
        }
    }
    Ok(writer.flush()?)
}
