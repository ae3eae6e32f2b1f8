//! `milieu target`

mod reading;

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

use super::exit::{Exit, Usage};
use super::grid::Grid;
use super::output;
use super::talk::{Talk, count, thousands};
use crate::link::shelf::{AddOptions, Listed, Shelf};
use crate::link::target::Format;
use reading::Reading;

/// Keep data sets that names are linked with
///
/// A target is a data set of organisations or places, such as ROR. It is read once as its publisher gives it away, and kept on a shelf for
/// `milieu link`.
#[allow(clippy::doc_markdown, reason = "the help is plain text, where backticks would be shown")]
#[derive(Debug, Args)]
pub(super) struct Target {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(Add),
    List(List),
    Remove(Remove),
}

/// Where the targets are kept.
#[derive(Debug, Args)]
pub(super) struct Place {
    /// The shelf's folder; else a folder of your own, as the system has it for data
    #[arg(long, value_name = "DIR", env = "MILIEU_TARGETS")]
    targets: Option<PathBuf>,
}

impl Place {
    pub(super) fn shelf(&self) -> Result<Shelf> {
        let folder = self.targets.clone().or_else(Shelf::own_folder);
        let no_place = || Usage("the system names no folder for data: say --targets DIR".to_owned());
        Ok(Shelf::new(folder.ok_or_else(no_place)?))
    }
}

/// Read a data set as it is published, and keep it under a name
///
/// The file may be plain, .gz, .zst, or the .zip that the publisher gives out. Its format is known by its beginning. A record that cannot be
/// understood is told with file, line and reason, and left out. A target of the same name makes way once the new one is whole.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu target add ror v1.63-2025-04-03-ror-data.zip
  milieu target add ror ror-data.json --version 1.63 --licence CC0-1.0
  milieu target add ror-2023 old-dump.json.gz --format ror --targets my-targets")]
struct Add {
    /// The name it is to have: letters, digits, - and _
    #[arg(value_name = "NAME")]
    name: String,
    /// The data set's file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How it is published; else its beginning tells
    #[arg(long, value_parser = format())]
    format: Option<Format>,
    /// The licence of the data; else that of the publisher
    #[arg(long)]
    licence: Option<String>,
    /// The publisher's version or date of it
    #[arg(long)]
    version: Option<String>,
    #[command(flatten)]
    place: Place,
}

/// List the targets
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu target list
  milieu target list --targets my-targets")]
struct List {
    #[command(flatten)]
    place: Place,
}

/// Take a target off the shelf
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu target remove ror-2023")]
struct Remove {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    place: Place,
}

fn format() -> impl TypedValueParser<Value = Format> {
    let values = Format::ALL.map(|format| PossibleValue::new(format.name()).help(format.title()));
    PossibleValuesParser::new(values)
        .try_map(|name| Format::of_name(&name).ok_or_else(|| format!("\"{name}\" is no format")))
}

impl Target {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        match self.command {
            Command::Add(add) => add.run(talk),
            Command::List(list) => list.run(talk),
            Command::Remove(remove) => remove.run(talk),
        }
    }
}

impl Add {
    fn run(self, talk: Talk) -> Result<Exit> {
        let targets = self.place.shelf()?;
        let reading = Reading::new(talk, &self.name);
        let options = AddOptions { format: self.format, licence: self.licence, version: self.version };
        let added = targets.add(&self.name, &self.file, &options, &reading);
        let faults = reading.finished();
        let added = added?;
        talk.say(format_args!(
            "{}: {} of {} ({}), {} records or values left out. Link with it: milieu link members.csv --column name --target {}",
            added.name,
            count(usize::try_from(added.records).unwrap_or(usize::MAX), "record"),
            added.file,
            added.format.title(),
            thousands(faults),
            added.name
        ));
        Ok(Exit::Ok)
    }
}

impl List {
    fn run(self, talk: Talk) -> Result<Exit> {
        let targets = self.place.shelf()?;
        let listed = targets.list()?;
        if listed.is_empty() {
            talk.say(format_args!(
                "There is no target in {} yet. Add one: milieu target add ror FILE",
                targets.folder().display()
            ));
            return Ok(Exit::Ok);
        }
        let mut grid = Grid::new(["name", "format", "records", "version", "licence", "added", "size"]);
        let mut damaged = Vec::new();
        for Listed { name, bytes, description } in listed {
            let size = (indicatif::HumanBytes(bytes).to_string(), true);
            match description {
                Ok(known) => grid.row([
                    (name, false),
                    (known.format.name().to_owned(), false),
                    (thousands(known.records), true),
                    (known.version.unwrap_or_default(), false),
                    (known.licence.unwrap_or_default(), false),
                    (known.added.chars().take(10).collect(), false),
                    size,
                ]),
                Err(error) => damaged.push(error),
            }
        }
        if grid.len() > 0 {
            output::data(|out| {
                grid.write(out)?;
                Ok(out.flush()?)
            })?;
        }
        for error in &damaged {
            talk.complain(error);
        }
        Ok(if damaged.is_empty() { Exit::Ok } else { Exit::Io })
    }
}

impl Remove {
    fn run(self, talk: Talk) -> Result<Exit> {
        self.place.shelf()?.remove(&self.name)?;
        talk.say(format_args!("{} is removed.", self.name));
        Ok(Exit::Ok)
    }
}
