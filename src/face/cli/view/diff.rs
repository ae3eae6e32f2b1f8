//! `milieu view diff`

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use super::changes::Form;
use super::run::pair;
use crate::face::cli::data;
use crate::face::cli::exit::Exit;
use crate::face::cli::output;
use crate::face::cli::query::Limits;
use crate::face::cli::talk::{Talk, count};
use crate::view::Catalogue;

/// Run a view on two snapshots of a store and show the rows that changed
///
/// A row is the same one in both when all agrees that is no count or measure. Of a row that changed, the table shows the values
/// before and after; the files have a line for each.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu view diff 41 44 linkage/reach --store my-store
  milieu view diff 41 44 linkage/reach --store my-store --param group=nuts:DE11 --format csv")]
pub(super) struct Diff {
    /// The earlier snapshot, as `milieu log` numbers them
    #[arg(value_name = "FROM")]
    from: u64,
    /// The later snapshot
    #[arg(value_name = "TO")]
    to: u64,
    /// The view, as `milieu view list` names it
    #[arg(value_name = "VIEW")]
    view: String,
    /// A parameter; may be given more than once
    #[arg(long, short = 'p', value_name = "NAME=VALUE", value_parser = pair)]
    param: Vec<(String, String)>,
    /// The store's folder
    #[arg(long, value_name = "DIR", env = "MILIEU_STORE")]
    store: PathBuf,
    #[command(flatten)]
    limits: Limits,
    /// How the rows are written
    #[arg(long, short = 'f', value_enum, default_value = "table")]
    format: Form,
}

impl Diff {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let view = Catalogue::shipped().get(&self.view)?;
        let arguments = view.arguments(self.param.iter().map(|(name, value)| (name, value)))?;
        let store = data::reading(&self.store)?;
        let run = |number| {
            let snapshot = store.at(number).with_context(|| format!("the store {}", self.store.display()))?;
            Ok::<_, anyhow::Error>(view.run(&snapshot, &arguments, &self.limits.of_view())?)
        };
        let (before, after) = (run(self.from)?, run(self.to)?);
        let changes = before.changes_to(&after);
        output::data(|out| self.format.write(&after, &changes, out))?;
        talk.say(format_args!(
            "{} of {} changed from snapshot {} to {}",
            count(changes.len(), "row"),
            before.rows.len().max(after.rows.len()),
            self.from,
            self.to
        ));
        Ok(Exit::Ok)
    }
}
