//! `milieu view run`

use std::io::Write;
use std::path::PathBuf;
use std::time::SystemTime;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::batch::File;
use crate::cite::{self, Citation};
use crate::face::cli::data::Data;
use crate::face::cli::exit::Exit;
use crate::face::cli::grid::Grid;
use crate::face::cli::query::{Limits, short};
use crate::face::cli::talk::{Talk, count};
use crate::face::cli::{answer, output};
use crate::face::results::{Drawing, Sheet};
use crate::view::{Arguments, Catalogue, Table, View};

/// Run a view and show its table
///
/// Values are given as people know them (a label, a code) or as an IRI. Without --store the view is run on the data that ship
/// with milieu.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu view run cluster/location-quotient --format csv
  milieu view run linkage/reach --param group=nuts:DE11
  milieu view run linkage/reach --format csvw > linkage-reach.csv-metadata.json
  milieu view run linkage/reach --param group=nuts:DE11 --crate reach-of-stuttgart
  milieu view run actor/degree --format parquet > degree.parquet
  milieu view run cluster/ei-index --param group_kind=milieu:Country --store my-store --format json")]
pub(super) struct Run {
    #[command(flatten)]
    asked: Asked,
    /// How the table is written
    #[arg(long, short = 'f', value_enum, default_value = "table")]
    format: Form,
    /// Also write the result into this folder with all that it rests on, to be cited and verified
    #[arg(long = "crate", value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Who the crate's author is, as Family, Given; may be given more than once
    #[arg(long, value_name = "NAME", requires = "folder")]
    author: Vec<String>,
}

/// A view with its parameters, what it is asked of, and how much it may take.
#[derive(Debug, Args)]
pub(in crate::face::cli) struct Asked {
    /// The view, as `milieu view list` names it
    #[arg(value_name = "VIEW")]
    view: String,
    /// A parameter; may be given more than once
    #[arg(long, short = 'p', value_name = "NAME=VALUE", value_parser = pair)]
    param: Vec<(String, String)>,
    #[command(flatten)]
    pub(in crate::face::cli) data: Data,
    #[command(flatten)]
    pub(in crate::face::cli) limits: Limits,
}

impl Asked {
    /// The view and its arguments: one that is mistyped is told before any data are loaded.
    pub(in crate::face::cli) fn view(&self) -> Result<(&'static View, Arguments)> {
        let view = Catalogue::shipped().get(&self.view)?;
        let arguments = view.arguments(self.param.iter().map(|(name, value)| (name, value)))?;
        Ok((view, arguments))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people, fitted to the terminal
    Table,
    /// Comma-separated values
    Csv,
    /// What the columns of the CSV file mean (CSV on the Web), as JSON
    Csvw,
    /// Tab-separated values
    Tsv,
    /// One JSON document, with all that the result rests on
    Json,
    /// One JSON object a row
    Jsonl,
    /// Arrow's stream of typed columns
    Arrow,
    /// Parquet: typed columns
    Parquet,
    /// `GeoJSON`: rows as places
    Geojson,
    /// `GraphML`: rows as ties
    Graphml,
}

pub(super) fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| format!("\"{text}\" is not of the form name=value"))?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

impl Run {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        match self.format {
            Form::Arrow => output::not_to_a_terminal("arrow")?,
            Form::Parquet => output::not_to_a_terminal("parquet")?,
            _ => {}
        }
        let (view, arguments) = self.asked.view()?;
        let snapshot = self.asked.data.read(talk)?;
        let started = SystemTime::now();
        let table = view.run(&snapshot, &arguments, &self.asked.limits.of_view())?;
        if let Some(folder) = &self.folder {
            let citation = Citation::of(view, &snapshot, &arguments, &table, SystemTime::now())?.authors(self.author);
            cite::write_crate(folder, &cite::Run { view, table: &table, citation: &citation, started })?;
        }
        output::data(|out| match self.format {
            Form::Table => people(&table, out),
            Form::Csv => Ok(table.to_csv(out)?),
            Form::Csvw => Ok(table.to_csvw(&file_name(&table, "csv"), out)?),
            Form::Tsv => Ok(table.to_tsv(out)?),
            Form::Json => Ok(table.to_json(out)?),
            Form::Jsonl => Ok(table.to_jsonl(out)?),
            Form::Arrow => Ok(table.to_columns(File::Arrow, out)?),
            Form::Parquet => Ok(table.to_columns(File::Parquet, out)?),
            Form::Geojson => answer::drawn(&Sheet::of_table(&table), Drawing::Map, &snapshot, out),
            Form::Graphml => answer::drawn(&Sheet::of_table(&table), Drawing::Network, &snapshot, out),
        })?;
        if let Some(sentence) = &table.sentence {
            talk.say(sentence);
        }
        talk.say(format_args!(
            "{} · {} · snapshot {} ({}) · view {}",
            table.title,
            count(table.rows.len(), "row"),
            table.snapshot.number,
            short(&table.snapshot.hash),
            short(&table.view_hash)
        ));
        if let Some(folder) = &self.folder {
            let folder = folder.display();
            talk.say(format_args!("Crate in {folder}: milieu cite {folder}, milieu verify {folder}"));
        }
        Ok(Exit::Ok)
    }
}

/// What a file of the table is called.
fn file_name(table: &Table, ending: &str) -> String {
    format!("{}.{ending}", table.view.as_str().replace('/', "-"))
}

pub(super) fn people(table: &Table, out: &mut impl Write) -> Result<()> {
    let mut grid = Grid::new(table.columns.iter().map(|column| match &column.unit {
        Some(unit) => format!("{} ({unit})", column.title),
        None => column.title.clone(),
    }));
    for row in &table.rows {
        grid.row(row.iter().map(|cell| match cell.number() {
            Some(number) => (readable(cell.to_text(), number), true),
            None => (cell.to_text(), false),
        }));
    }
    Ok(grid.write(out)?)
}

/// A number for people: six decimals at most. Programs get every digit by `--format`.
fn readable(text: String, number: f64) -> String {
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    if decimals <= 6 || text.contains(['e', 'E']) || number.abs() < 1e-3 {
        return text;
    }
    format!("{number:.6}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn people_see_six_decimals_and_no_fewer_digits_than_tell() {
        for (text, seen) in [
            ("48.519167437866747706", "48.519167"),
            ("1.333333333333333333", "1.333333"),
            ("0.2000000000001", "0.2"),
            ("0.000012345678", "0.000012345678"),
            ("-0.5294117647058824", "-0.529412"),
            ("12", "12"),
            ("1.5E-7", "1.5E-7"),
        ] {
            assert_eq!(readable(text.to_owned(), text.parse().unwrap()), seen);
        }
    }
}
