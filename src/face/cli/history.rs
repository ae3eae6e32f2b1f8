//! `milieu log` and `milieu diff`

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use super::data;
use super::exit::Exit;
use super::grid::Grid;
use super::info::Form;
use super::output;
use super::query::short;
use super::talk::{Talk, count, thousands};
use crate::model::Quad;
use crate::store::Commit;

/// Say what was committed to a store, and when
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu log --store my-store
  milieu log --store my-store --format json")]
pub(super) struct Log {
    /// The store's folder
    #[arg(long, value_name = "DIR", env = "MILIEU_STORE")]
    store: PathBuf,
    /// How it is written
    #[arg(long, short = 'f', value_enum, default_value = "table")]
    format: Form,
}

impl Log {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let log = data::reading(&self.store)?.log()?;
        output::data(|out| match self.format {
            Form::Table => table(&log, out),
            Form::Json => Ok(writeln!(out, "{:#}", serde_json::to_value(&log)?)?),
        })?;
        talk.say(count(log.len(), "snapshot"));
        Ok(Exit::Ok)
    }
}

fn table(log: &[Commit], out: &mut impl Write) -> Result<()> {
    let mut grid = Grid::new(["snapshot", "time", "added", "removed", "quads", "hash", "what"]);
    for commit in log {
        grid.row([
            (commit.number.to_string(), true),
            (commit.date_time(), false),
            (thousands(commit.added), true),
            (thousands(commit.removed), true),
            (thousands(commit.quads), true),
            (short(&commit.hash).to_owned(), false),
            (commit.note.clone(), false),
        ]);
    }
    Ok(grid.write(out)?)
}

/// Say which quads came and went between two snapshots of a store
///
/// N-Quads, sorted, each line with + or - before it, as patch(1) has them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu diff 41 44 --store my-store
  milieu diff 41 44 --store my-store | grep '^+'")]
pub(super) struct Diff {
    /// The snapshot from which it leads, as `milieu log` numbers them
    #[arg(value_name = "FROM")]
    from: u64,
    /// The snapshot to which it leads
    #[arg(value_name = "TO")]
    to: u64,
    /// The store's folder
    #[arg(long, value_name = "DIR", env = "MILIEU_STORE")]
    store: PathBuf,
}

impl Diff {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let store = data::reading(&self.store)?;
        let diff = store.diff(self.from, self.to).with_context(|| format!("the store {}", self.store.display()))?;
        let line = |sign: char| move |quad: Quad| (quad.to_string(), sign);
        let mut lines: Vec<(String, char)> = diff.removed().map(line('-')).chain(diff.added().map(line('+'))).collect();
        lines.sort_unstable();
        output::data(|out| {
            for (quad, sign) in &lines {
                writeln!(out, "{sign} {quad} .")?;
            }
            Ok(())
        })?;
        let added = lines.iter().filter(|(_, sign)| *sign == '+').count();
        talk.say(format_args!(
            "{} added, {} removed from snapshot {} to {}",
            count(added, "quad"),
            count(lines.len() - added, "quad"),
            self.from,
            self.to
        ));
        Ok(Exit::Ok)
    }
}
