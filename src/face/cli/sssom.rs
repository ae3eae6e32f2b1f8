//! `milieu sssom`

mod convert;
mod validate;

use std::path::Path;

use anyhow::Result;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

use super::exit::{Exit, Unreadable};
use super::progress::Bars;
use super::talk::Talk;
use crate::ingest::Progress;
use crate::link::sssom::{Form, Read, read_with_metadata};

/// Files of mappings in SSSOM, the Simple Standard for Sharing Ontology Mappings
#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub(super) struct Sssom {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Validate(validate::Validate),
    Convert(convert::Convert),
}

impl Sssom {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        match self.command {
            Command::Validate(command) => command.run(talk),
            Command::Convert(command) => command.run(talk),
        }
    }
}

/// A form by its name.
pub(super) fn form() -> impl TypedValueParser<Value = Form> {
    PossibleValuesParser::new(Form::NAMES).map(|name| Form::named(&name).expect("the names are of forms"))
}

/// Reads the mappings of a file, in the form that its name tells; the metadata of a table may lie beside it.
pub(super) fn read(file: &Path, metadata: Option<&Path>, talk: Talk) -> Result<Read> {
    let bars = Bars::new(talk);
    let text = |file: &Path| {
        std::fs::read_to_string(file).map_err(|error| Unreadable(format!("cannot read {}: {error}", file.display())))
    };
    bars.stage(&file.display().to_string(), None);
    let (name, table) = (file.display().to_string(), text(file)?);
    let read = match metadata {
        None => Form::of_file(file).read(&name, &table),
        Some(beside) => read_with_metadata((&beside.display().to_string(), &text(beside)?), (&name, &table)),
    };
    bars.finished();
    Ok(read)
}
