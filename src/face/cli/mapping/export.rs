//! `milieu mapping export`

use anyhow::Result;
use clap::Args;

use super::Place;
use crate::face::cli::exit::Exit;
use crate::face::cli::talk::{Talk, count};
use crate::face::cli::{output, sssom};
use crate::link::sssom::{Form, Plain};
use crate::mapping::{self, SetName};

/// Write a mapping set to stdout, as SSSOM
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu mapping export members --store my-store > members.sssom.tsv
  milieu mapping export members --store my-store --to ttl > members.ttl")]
pub(super) struct Export {
    /// The set's name
    #[arg(value_name = "SET")]
    set: SetName,
    #[command(flatten)]
    place: Place,
    /// The form
    #[arg(long, value_name = "FORM", default_value = "tsv", value_parser = sssom::form())]
    to: Form,
}

impl Export {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let mut set = mapping::read(&self.place.reading()?, &self.set)?;
        set.condense();
        output::data(|out| Ok(self.to.write(&set, Plain::Left, out)?))?;
        talk.say(count(set.mappings.len(), "mapping"));
        Ok(Exit::Ok)
    }
}
