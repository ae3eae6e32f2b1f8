//! Lists of a few columns of text: for people, for spreadsheets, for programs.

use std::io::Write;

use anyhow::Result;
use clap::ValueEnum;
use serde_json::{Value, json};

use super::grid::Grid;
use super::output;

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Listing {
    /// For people
    Table,
    /// Comma-separated values
    Csv,
    /// One JSON document
    Json,
}

impl Listing {
    /// Writes rows under the names of their columns.
    pub(super) fn write<const N: usize>(
        self,
        columns: &[&str; N],
        rows: impl Iterator<Item = [String; N]>,
    ) -> Result<()> {
        output::data(|out| match self {
            Self::Table => {
                let mut grid = Grid::new(columns.iter().copied());
                rows.for_each(|row| grid.row(row.map(|cell| (cell.clone(), cell.parse::<f64>().is_ok()))));
                Ok(grid.write(out)?)
            }
            Self::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(columns)?;
                for row in rows {
                    writer.write_record(row)?;
                }
                Ok(writer.flush()?)
            }
            Self::Json => {
                let object = |row: [String; N]| {
                    columns
                        .iter()
                        .zip(row)
                        .map(|(name, cell)| ((*name).to_owned(), json!(cell)))
                        .collect::<serde_json::Map<_, _>>()
                };
                Ok(writeln!(out, "{:#}", rows.map(object).map(Value::from).collect::<Value>())?)
            }
        })
    }
}
