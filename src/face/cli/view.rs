//! `milieu view`

pub(super) mod changes;
mod describe;
mod diff;
mod explain;
mod list;
pub(super) mod run;
mod why;

use anyhow::Result;
use clap::{Args, Subcommand};

use super::exit::Exit;
use super::talk::Talk;

/// Questions that are answered ready-made: list, describe, run, why, explain, diff
#[derive(Debug, Args)]
pub(super) struct View {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::List),
    Describe(describe::Describe),
    Run(run::Run),
    Why(why::WhyArgs),
    Explain(explain::Explain),
    Diff(diff::Diff),
}

impl View {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        match self.command {
            Command::List(command) => command.run(talk),
            Command::Describe(command) => command.run(talk),
            Command::Run(command) => command.run(talk),
            Command::Why(command) => command.run(talk),
            Command::Explain(command) => command.run(talk),
            Command::Diff(command) => command.run(talk),
        }
    }
}
