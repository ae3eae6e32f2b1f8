//! `milieu mapping`

mod export;
mod import;
mod list;
mod review;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};

use super::data;
use super::exit::Exit;
use super::talk::Talk;
use crate::ingest;
use crate::mapping::{self, MappingError, SetName};
use crate::snapshot::Snapshot;
use crate::store::{Store, Transaction};

/// Mappings in a store: who is who in other data sets, and who says so
///
/// A mapping set is a graph of its own. What was accepted is stated in graph:mappings/accepted, so that queries see it; what is proposed
/// or rejected is not. `milieu link --set` makes a set, and the page /review of `milieu serve` is for looking at it.
#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub(super) struct Mapping {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::List),
    Import(import::Import),
    Export(export::Export),
    Review(review::Review),
    Remove(Remove),
}

/// Take a mapping set away, with what was accepted in it
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu mapping remove members --store my-store")]
pub(super) struct Remove {
    /// The set's name
    #[arg(value_name = "SET")]
    set: SetName,
    #[command(flatten)]
    place: Place,
}

/// Where the sets are.
#[derive(Debug, Args)]
struct Place {
    /// The store's folder
    #[arg(long, value_name = "DIR", env = "MILIEU_STORE")]
    store: PathBuf,
}

impl Mapping {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        match self.command {
            Command::List(command) => command.run(talk),
            Command::Import(command) => command.run(talk),
            Command::Export(command) => command.run(talk),
            Command::Review(command) => command.run(talk),
            Command::Remove(command) => command.run(talk),
        }
    }
}

impl Remove {
    fn run(self, talk: Talk) -> Result<Exit> {
        let store = self.place.writing()?;
        let name = self.set;
        let ((), after) = change(&store, format!("remove the mapping set {name}"), |it| mapping::remove(it, &name))?;
        talk.say(format_args!("{name} is gone, snapshot {}", after.number()));
        Ok(Exit::Ok)
    }
}

impl Place {
    fn reading(&self) -> Result<Snapshot> {
        Ok(data::reading(&self.store)?.snapshot())
    }

    fn writing(&self) -> Result<Store> {
        data::writing(&self.store)
    }
}

/// Changes mappings, brings what follows from them up to date, and commits.
pub(super) fn change<T>(
    store: &Store,
    note: impl Into<String>,
    make: impl FnOnce(&mut Transaction<'_>) -> Result<T, MappingError>,
) -> Result<(T, Snapshot)> {
    let mut transaction = store.begin();
    transaction.note(note);
    let outcome = make(&mut transaction)?;
    ingest::follow(&mut transaction)?;
    Ok((outcome, transaction.commit()?))
}
