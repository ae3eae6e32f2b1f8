//! The command: one file each, and what they share.
//!
//! stdout is data, stderr is talk. Exit codes: 0 all well, 1 the data or the query says no, 2 called wrongly, 3 a limit was met,
//! 4 a file or the store failed, 130 stopped by Ctrl-C.

mod answer;
mod cite;
mod data;
mod demo;
#[cfg(feature = "federation")]
mod enrich;
mod exit;
mod explain;
mod export;
mod format;
mod gate;
mod grid;
mod history;
mod import;
mod infer;
mod info;
mod interrupt;
mod link;
mod listing;
mod load;
mod mapping;
mod output;
mod progress;
mod query;
mod remote;
mod search;
mod serve;
mod size;
mod sssom;
mod talk;
mod target;
#[cfg(feature = "http")]
mod token;
mod update;
mod upkeep;
mod validate;
mod view;
mod what_if;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Parser, Subcommand};

use exit::Exit;
use talk::Talk;

const STYLES: Styles =
    Styles::styled().header(AnsiColor::Green.on_default().bold()).literal(AnsiColor::Cyan.on_default().bold());

/// A knowledge graph of business clusters
///
/// Who is in a cluster, what its members know, how they learn, and how they are linked across borders: load open data or your own
/// tables, ask in SPARQL, or run a ready-made view. Without --store, commands that read use the data that ship with milieu.
#[derive(Debug, Parser)]
#[command(name = "milieu", version, styles = STYLES, max_term_width = 110, after_long_help = AFTER)]
#[command(propagate_version = false, arg_required_else_help = true, subcommand_required = true)]
struct Cli {
    /// Say nothing but errors
    #[arg(long, global = true)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

const AFTER: &str = "\
Begin here:
  milieu demo                                    load what ships with milieu and open it at http://127.0.0.1:7878
  milieu view list                               the questions that are answered ready-made
  milieu view run cluster/location-quotient      one of them, as a table
  milieu query -q 'SELECT ?label { ?c a milieu:Cluster ; rdfs:label ?label }'
  milieu load h2020 downloads/h2020 --store my-store
  milieu import firms.csv --suggest > firms.yaml
  milieu target add ror ror-data.zip             then: milieu link members.csv --column name --target ror

Exit codes:
  0 all well   1 the data or the query says no   2 called wrongly   3 a limit was met   4 a file or the store failed
  130 stopped by Ctrl-C; nothing is half done";

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Demo),
    Load(load::Load),
    Import(import::Import),
    Target(target::Target),
    Link(link::Link),
    Query(query::Query),
    Explain(explain::Explain),
    Update(update::Update),
    View(view::View),
    WhatIf(what_if::WhatIf),
    Cite(cite::Cite),
    Verify(cite::Verify),
    Search(search::Search),
    Validate(validate::Validate),
    Mapping(mapping::Mapping),
    Sssom(sssom::Sssom),
    Serve(serve::Serve),
    #[cfg(feature = "http")]
    Token(token::Token),
    #[cfg(feature = "federation")]
    Enrich(enrich::Enrich),
    Export(export::Export),
    Infer(infer::Infer),
    Info(info::Info),
    Log(history::Log),
    Diff(history::Diff),
    VerifyStore(upkeep::VerifyStore),
    Compact(upkeep::Compact),
    Backup(upkeep::Backup),
    Restore(upkeep::Restore),
}

/// Runs the command that `arguments` name (the first is the program's own name), and gives what the process is to end with.
pub fn run<I, T>(arguments: I) -> ExitCode
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help that was asked for is an answer, and goes to stdout; a closed pipe there is no fault.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage.into() } else { Exit::Ok.into() };
        }
    };
    let talk = Talk { quiet: cli.quiet };
    let exit = match dispatch(cli.command, talk) {
        Ok(exit) => exit,
        Err(error) if exit::is_closed_pipe(&error) => Exit::Ok,
        Err(error) => {
            talk.complain(format_args!("{error:#}"));
            Exit::of(&error)
        }
    };
    exit.into()
}

fn dispatch(command: Command, talk: Talk) -> Result<Exit> {
    match command {
        Command::Demo(command) => command.run(talk),
        Command::Load(command) => command.run(talk),
        Command::Import(command) => command.run(talk),
        Command::Target(command) => command.run(talk),
        Command::Link(command) => command.run(talk),
        Command::Query(command) => command.run(talk),
        Command::Explain(command) => command.run(talk),
        Command::Update(command) => command.run(talk),
        Command::View(command) => command.run(talk),
        Command::WhatIf(command) => command.run(talk),
        Command::Cite(command) => command.run(talk),
        Command::Verify(command) => command.run(talk),
        Command::Search(command) => command.run(talk),
        Command::Validate(command) => command.run(talk),
        Command::Mapping(command) => command.run(talk),
        Command::Sssom(command) => command.run(talk),
        Command::Serve(command) => command.run(talk),
        #[cfg(feature = "http")]
        Command::Token(command) => command.run(talk),
        #[cfg(feature = "federation")]
        Command::Enrich(command) => command.run(talk),
        Command::Export(command) => command.run(talk),
        Command::Infer(command) => command.run(talk),
        Command::Info(command) => command.run(talk),
        Command::Log(command) => command.run(talk),
        Command::Diff(command) => command.run(talk),
        Command::VerifyStore(command) => command.run(talk),
        Command::Compact(command) => command.run(talk),
        Command::Backup(command) => command.run(talk),
        Command::Restore(command) => command.run(talk),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn arguments_do_not_contradict_one_another() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_examples_and_explains_its_arguments() {
        fn check(command: &clap::Command) {
            assert!(command.get_about().is_some(), "{} says nothing of itself", command.get_name());
            if command.has_subcommands() {
                command.get_subcommands().for_each(check);
            } else {
                let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
                assert!(help.contains("milieu "), "{} has no example", command.get_name());
            }
            for argument in command.get_arguments() {
                assert!(
                    argument.get_help().is_some(),
                    "{}: {} is not explained",
                    command.get_name(),
                    argument.get_id()
                );
            }
        }
        check(&Cli::command());
    }
}
