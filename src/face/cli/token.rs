//! `milieu token`

use std::io::{self, IsTerminal, Read, Write};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};

use super::exit::{Exit, Usage};
use super::output;
use super::talk::Talk;
use crate::face::http::{Role, Secret, TokenEntry};

/// Make tokens by which a server knows who may read and write
///
/// The server keeps hashes alone (Argon2id): a secret is shown once, here, and cannot be had again. What a token says stands in the
/// server's configuration, under [[token]].
#[derive(Debug, Args)]
pub(super) struct Token {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(New),
    Hash(Hash),
}

/// Make a new token, and show its secret once
///
/// The secret goes to stderr, and the entry for the configuration to stdout, so that it can be added to a file.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu token new --name field-team --role write --graph 'graph:field/*' >> milieu.toml
  milieu token new --name dashboard --role read >> milieu.toml")]
struct New {
    /// Its name, as logs show it: letters, digits, and - _ . @
    #[arg(long)]
    name: String,
    /// What it allows: read, write, or admin
    #[arg(long, value_parser = role)]
    role: Role,
    /// A graph that it may write (an IRI, or a name such as graph:mine), or the beginning of such and *; may be given more than once
    #[arg(long = "graph", value_name = "IRI")]
    graphs: Vec<String>,
}

/// Hash a secret that you have
///
/// Reads it from stdin, up to the end of its line, and writes the hash to stdout.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu token hash < secret.txt
  pass show milieu | milieu token hash")]
struct Hash {}

impl Token {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        match self.command {
            Command::New(new) => new.run(talk),
            Command::Hash(Hash {}) => hash(),
        }
    }
}

impl New {
    fn run(self, talk: Talk) -> Result<Exit> {
        let secret = Secret::random()?;
        let hash = secret.hash()?.to_string();
        let wrong = |error: crate::face::http::AccessError| Usage(error.to_string());
        TokenEntry::new(&self.name, &hash, self.role, &self.graphs).map_err(wrong)?;
        output::data(|out| {
            writeln!(out, "[[token]]\nname = {:?}\nrole = \"{}\"\nhash = {hash:?}", self.name, self.role)?;
            if !self.graphs.is_empty() {
                writeln!(out, "graphs = {:?}", self.graphs)?;
            }
            Ok(())
        })?;
        // Said even with --quiet: there is no other way to learn it.
        writeln!(io::stderr(), "{}", secret.reveal())?;
        talk.say("The line above is the secret. It is not kept anywhere: hand it to who is to use it, as `Authorization: Bearer SECRET`.");
        Ok(Exit::Ok)
    }
}

fn hash() -> Result<Exit> {
    if io::stdin().is_terminal() {
        return Err(Usage("give the secret on stdin, as in `milieu token hash < secret.txt`".to_owned()).into());
    }
    let mut text = String::new();
    io::stdin().take(4096).read_to_string(&mut text).context("cannot read the secret from stdin")?;
    let secret = Secret::chosen(text.lines().next().unwrap_or_default()).map_err(|error| Usage(error.to_string()))?;
    let hash = secret.hash()?;
    output::data(|out| Ok(writeln!(out, "{hash}")?))?;
    Ok(Exit::Ok)
}

fn role(text: &str) -> Result<Role, String> {
    text.parse().map_err(|error: crate::face::http::AccessError| error.to_string())
}
