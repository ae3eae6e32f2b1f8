//! `milieu sssom convert`

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use super::validate::line;
use crate::face::cli::exit::{Exit, Usage};
use crate::face::cli::output;
use crate::face::cli::talk::{Talk, count};
use crate::link::sssom::{Form, MappingSet, Plain, Severity};

/// Write mappings in another form: table, JSON, RDF
///
/// The forms are told by the names of the files, or by --to. A file with errors is not converted.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu sssom convert members.sssom.tsv members.ttl
  milieu sssom convert members.ttl members.sssom.tsv
  milieu sssom convert members.sssom.tsv members.ttl --stated
  milieu sssom convert members.sssom.tsv - --to json | jq .mappings")]
pub(in crate::face::cli) struct Convert {
    /// The file to read
    #[arg(value_name = "IN")]
    from: PathBuf,
    /// The file to write; - for stdout
    #[arg(value_name = "OUT")]
    to: PathBuf,
    /// The form to write, where the file's name does not tell
    #[arg(long = "to", value_name = "FORM", value_parser = super::form())]
    form: Option<Form>,
    /// The metadata of a table, where they lie in a file of their own (YAML)
    #[arg(long, value_name = "FILE")]
    metadata: Option<PathBuf>,
    /// In RDF, state each mapping as a plain triple too, whoever looked at it
    #[arg(long)]
    stated: bool,
}

impl Convert {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let stdout = self.to == Path::new("-");
        let form = match self.form {
            Some(form) => form,
            None if stdout => return Err(Usage("say by --to which form stdout is to get".to_owned()).into()),
            None => Form::of_file(&self.to),
        };
        let read = super::read(&self.from, self.metadata.as_deref(), talk)?;
        for fault in &read.faults {
            talk.say(line(fault));
        }
        if !read.is_valid() {
            let errors = read.faults.iter().filter(|fault| fault.severity() == Severity::Error).count();
            talk.complain(format_args!("{} in {}; nothing was written", count(errors, "error"), self.from.display()));
            return Ok(Exit::No);
        }
        let plain = if self.stated { Plain::Said } else { Plain::Left };
        if stdout {
            output::data(|out| Ok(form.write(&read.set, plain, out)?))?;
        } else {
            write(&self.to, form, &read.set, plain).with_context(|| format!("cannot write {}", self.to.display()))?;
        }
        talk.say(count(read.set.mappings.len(), "mapping"));
        Ok(Exit::Ok)
    }
}

fn write(file: &Path, form: Form, set: &MappingSet, plain: Plain) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    form.write(set, plain, &mut out)?;
    out.flush()
}
